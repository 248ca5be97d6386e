import { sees, visitor } from '../lib/rig.mjs';

export const name = 'a neighbour enlarges the type and reads English, and the next page remembers';

export async function walk(browser, base) {
  const visit = await visitor(browser, base, 'phone');
  const { page } = visit;
  const root = (what) => page.evaluate((w) => document.documentElement.getAttribute(w), what);
  await page.goto('/cases');
  await Promise.all([page.waitForNavigation(), page.click('button[name=mode][value=elder]')]);
  sees(new URL(page.url()).pathname === '/cases', 'the switch must lead back to the same page');
  sees((await root('data-mode')) === 'elder', 'the type is not larger');
  await Promise.all([page.waitForNavigation(), page.click('button[name=lang][value=en]')]);
  await page.goto('/');
  sees((await root('lang')) === 'en' && (await root('data-mode')) === 'elder', 'the next page forgot');
  await visit.close();
}
