import { judge } from '../lib/judge.mjs';
import { signIn } from '../lib/people.mjs';
import { sees, visitor } from '../lib/rig.mjs';

export const name = 'a clerk takes a call down, finds it again and urges it, with the keyboard alone';

// A practised clerk presses four keys a second; the words themselves are spoken while they are typed.
const KEYS_A_SECOND = 4;

export async function walk(browser, base) {
  const visit = await visitor(browser, base, 'wide');
  const { page } = visit;
  await signIn(page, 'clerk');
  await page.goto('/desk/cases');
  let keys = 0;
  const press = async (key) => { keys += 1; await page.keyboard.press(key); };
  const type = async (text) => { keys += text.length; await page.keyboard.type(text); };
  const to = async (name) => {
    for (let n = 0; n < 30; n += 1) {
      if (await page.evaluate((wanted) => document.activeElement?.getAttribute('name') === wanted, name)) return;
      await press('Tab');
    }
    throw new Error(`Tab never reached ${name}`);
  };

  await Promise.all([page.waitForNavigation(), press('n')]);
  sees(new URL(page.url()).pathname === '/desk/intake', 'N opens the intake form');
  const phone = `139${String(Date.now()).slice(-8)}`;
  const words = '三楼声控灯坏了，晚上看不见';
  await to('phone');
  await type(phone);
  await to('text');
  await page.keyboard.type(words);
  await to('category');
  await type('楼道');
  const category = await page.evaluate(() => [...document.querySelectorAll('#category-options option')].map((o) => o.value).find((v) => v.includes('楼道')));
  sees(category, 'a category must be suggested');
  await page.keyboard.type(category.slice(2));
  await to('place_name');
  await type('翠湖');
  const suggestion = page.locator('#place-options option').first();
  await suggestion.waitFor({ state: 'attached' });
  await page.fill('input[name=place_name]', await suggestion.getAttribute('value'));
  await to('title');
  await type('楼道灯不亮');
  await Promise.all([page.waitForNavigation(), press('Enter')]);
  sees(/\d{4} \d{4} \d{4} \d{4}/.test(await page.locator('.receipt .code').innerText()), 'the code must be there to read out');
  sees(keys / KEYS_A_SECOND < 30, `${keys} keys are more than 30 seconds`);
  await judge(visit, 'taken', 'wide');

  // The same number calls again: the clerk sees it and urges instead of writing it down twice.
  await page.goto('/desk/intake');
  await to('phone');
  await type(phone);
  await press('Tab');
  await page.locator('#caller-history form[action$="/urging"]').first().waitFor();
  await judge(visit, 'history', 'wide');
  for (let n = 0; n < 60; n += 1) {
    if (await page.evaluate(() => !!document.activeElement?.closest('#caller-history form'))) break;
    await press('Tab');
  }
  await Promise.all([page.waitForNavigation(), press('Enter')]);
  sees((await page.locator('main').innerText()).includes('催办'), 'the urging must stand in the story');

  // Found again from the search box, with arrows and Enter.
  await page.keyboard.press('/');
  await page.keyboard.type('楼道灯');
  await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
  await page.keyboard.press('ArrowDown');
  sees(await page.evaluate(() => document.activeElement?.hasAttribute('data-row')), 'the arrow must reach the first line');
  await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
  sees(/\/desk\/cases\/[0-9a-f-]+$/.test(new URL(page.url()).pathname), 'Enter must open the case');
  await page.keyboard.press('?');
  // ? shows the keys.
  await page.locator('dialog#keys').waitFor();
  await visit.close();
}
