import { photo } from '../lib/acts.mjs';
import { judge } from '../lib/judge.mjs';
import { codeOf, send, tellWhat, tellWhere } from '../lib/report.mjs';
import { sees, visitor } from '../lib/rig.mjs';

export const name = 'a neighbour reports a lift in three steps, keeps the code, comes back with it, adds and urges';

export async function walk(browser, base) {
  const neighbour = await visitor(browser, base, 'phone');
  const { page } = neighbour;
  await page.goto('/report');
  await page.locator('form[data-bound]').waitFor();
  await page.click('[data-step-on]');
  await page.click('[data-step-on]');
  await send(page);
  sees((await page.locator('.err').count()) > 0, 'an empty report must say what is missing');
  sees(await page.locator('textarea[name=text]').isVisible(), 'the form must open where something is missing');
  // The console speaks of the refusal, as it should.
  neighbour.complaints.splice(0);
  await judge(neighbour, 'report-refused', 'phone');

  await tellWhat(page, '3 幢 2 单元电梯停了，老人下不了楼', { category: 'property-lift', photos: photo });
  await judge(neighbour, 'report-where', 'phone');
  await page.fill('input[name=address_note]', '云杉里');
  await page.locator('#places-found input').first().waitFor();
  await tellWhere(page, '云杉里3幢');
  await judge(neighbour, 'report-who', 'phone');
  await send(page);
  const code = await codeOf(page);
  sees((await page.locator('main').innerText()).includes('已收到'), 'the receipt must say that it was received');
  sees(await page.locator('.photos img').count(), 'the photo must stand on the receipt');
  await judge(neighbour, 'receipt-fresh', 'phone');

  await page.context().clearCookies();
  await page.goto('/my');
  await openBy(page, '1234 5678 9012 3456');
  sees((await page.locator('main').innerText()).includes('没有这张回执'), 'a wrong code must be told kindly');
  neighbour.complaints.splice(0);
  await openBy(page, code);
  await unfold(page, 'supplement');
  await page.fill('form[action="/receipt/supplement"] textarea', '维保电话没人接');
  await press(page, 'supplement');
  await press(page, 'urging');
  await page.click('main details:has(.calendars) > summary');
  sees((await page.locator('main').innerText()).includes('只算上班时间'), 'the date must be explained');
  await judge(neighbour, 'receipt-later', 'phone');
  await neighbour.close();

  const stranger = await visitor(browser, base, 'wide');
  const elsewhere = await stranger.context.request.post('/receipt/urging', { headers: { 'sec-fetch-site': 'cross-site' } });
  sees(elsewhere.status() === 403, `another site must not act in a reader's name: ${elsewhere.status()}`);
  await stranger.close();
}

async function openBy(page, code) {
  await page.fill('form[action="/receipt"] input[name=code]', code);
  await Promise.all([page.waitForNavigation(), page.click('form[action="/receipt"] button')]);
}

const unfold = (page, noun) => page.click(`details:has(form[action$="/${noun}"]) > summary`);
const press = (page, noun) => Promise.all([page.waitForNavigation(), page.click(`form[action$="/${noun}"] button:not([type=button])`)]);
