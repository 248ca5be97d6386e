import { sees, visitor } from '../lib/rig.mjs';
import { signIn } from '../lib/people.mjs';

export const name = 'a clerk finds the keys: search, help, rows, a new case';

export async function walk(browser, base) {
  const visit = await visitor(browser, base, 'wide');
  const { page } = visit;
  await signIn(page, 'clerk');
  await page.goto('/desk/cases');
  await page.keyboard.press('/');
  sees(await page.evaluate(() => document.activeElement.id === 'desk-search'), '/ must lead to the search');
  await page.keyboard.press('Escape');
  await page.keyboard.press('?');
  sees(await page.locator('#keys').isVisible(), '? must open the map of keys');
  await page.keyboard.press('Escape');
  await page.keyboard.press('ArrowDown');
  const first = await page.evaluate(() => document.activeElement.getAttribute('href'));
  sees(first, 'the arrow must reach a row');
  await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
  sees(page.url().endsWith(first), 'Enter must open the row');
  await Promise.all([page.waitForNavigation(), page.keyboard.press('n')]);
  sees(page.url().includes('/desk/intake'), 'N must open the intake');
  await visit.close();
}
