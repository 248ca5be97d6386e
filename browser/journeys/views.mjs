import { judge } from '../lib/judge.mjs';
import { signIn } from '../lib/people.mjs';
import { sees, visitor } from '../lib/rig.mjs';

export const name = 'a dispatcher keeps the filters of the morning under a name and throws them away';

export async function walk(browser, base) {
  const visit = await visitor(browser, base, 'wide');
  const { page } = visit;
  await signIn(page, 'dispatcher');
  await page.goto('/desk/cases?state=accepted');
  await page.fill('input[name=name]', '早上先看');
  await Promise.all([page.waitForNavigation(), page.press('input[name=name]', 'Enter')]);
  const chip = page.locator('a.chip', { hasText: '早上先看' });
  sees(await chip.count(), 'the view must be kept');
  await judge(visit, 'queue-views', 'wide');
  await page.goto('/desk/cases');
  await Promise.all([page.waitForNavigation(), chip.click()]);
  sees(page.url().includes('state=accepted'), 'the view must bring its filters back');
  await Promise.all([page.waitForNavigation(), page.locator('form[action$="/removal"] button').click()]);
  sees(!(await chip.count()), 'the view must be gone');
  await visit.close();
}
