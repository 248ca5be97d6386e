import { sees, visitor } from '../lib/rig.mjs';

export const name = 'a neighbour reports a lift, keeps the code, comes back with it, adds and urges';

export async function walk(browser, base) {
  const neighbour = await visitor(browser, base, 'phone');
  const { page } = neighbour;
  await page.goto('/report');
  await send(page, '/voices');
  sees((await page.locator('.err, [aria-invalid=true]').count()) > 0, 'an empty report must say what is missing');
  await page.fill('textarea[name=text]', '3 幢 2 单元电梯停了，老人下不了楼');
  await page.fill('input[name=address_note]', '翠湖苑 3 幢');
  await page.selectOption('select[name=category]', 'property-lift');
  await send(page, '/voices');
  const shown = await page.locator('main').innerText();
  const code = shown.match(/\d{4} \d{4} \d{4} \d{4}/)?.[0];
  sees(code, `the resident must get a code: ${shown.slice(0, 200)}`);
  sees(shown.includes('已收到'), 'the receipt must say that it was received');

  await page.context().clearCookies();
  await page.goto('/receipt');
  await page.fill('input[name=code]', '1234 5678 9012 3456');
  await send(page, '/receipt');
  sees((await page.locator('main').innerText()).includes('没有这张回执'), 'a wrong code must be told kindly');
  await page.fill('input[name=code]', code);
  await send(page, '/receipt');
  await page.fill('textarea[name=text]', '维保电话没人接');
  await send(page, '/receipt/supplement');
  await send(page, '/receipt/urging');
  await page.click('details summary');
  sees((await page.locator('main').innerText()).includes('只算上班时间'), 'the date must be explained');
  await neighbour.close();

  const clerk = await visitor(browser, base, 'wide');
  const elsewhere = await clerk.context.request.post('/receipt/urging', { headers: { 'sec-fetch-site': 'cross-site' } });
  sees(elsewhere.status() === 403, `another site must not act in a reader's name: ${elsewhere.status()}`);
  await clerk.close();
}

function send(page, action) {
  return Promise.all([page.waitForNavigation(), page.locator(`form[action="${action}"] button:not([type=button])`).first().click()]);
}
