import http from 'node:http';
import { act } from '../lib/acts.mjs';
import { asStaff, staff } from '../lib/desk.mjs';
import { judge } from '../lib/judge.mjs';
import { sees } from '../lib/rig.mjs';

export const name = 'a dispatcher hands out twenty cases, merges three, decides a return and whistles, with the keyboard alone';

const CASES = 20;

// A voice by the interface, from an address of its own: one address may say only so much in an hour.
function says(base, n) {
  const words = JSON.stringify({ client_key: `morning-${Date.now()}-${n}`, category: 'property-lift', text: `${n} 号梯停在半路，按了没反应`, address_note: '云杉里 3 幢', anonymous: true });
  const { hostname, port } = new URL(base);
  return new Promise((done, refuse) => {
    const request = http.request({ hostname, port, path: '/voices', method: 'POST', localAddress: '127.0.0.9', headers: { 'content-type': 'application/json', accept: 'application/json' } }, (answer) => {
      let body = '';
      answer.on('data', (part) => { body += part; });
      answer.on('end', () => (answer.statusCode === 201 ? done(JSON.parse(body).case.case_no) : refuse(new Error(`${answer.statusCode} ${body}`))));
    });
    request.on('error', refuse);
    request.end(words);
  });
}

export async function walk(browser, base) {
  const numbers = [];
  for (let n = 1; n <= CASES; n += 1) numbers.push(await says(base, n));
  await asStaff(browser, base, 'clerk', async (page) => {
    for (const number of numbers) {
      await page.goto(`/desk/cases?q=${number}`);
      await Promise.all([page.waitForNavigation(), page.locator('a[data-row]').first().click()]);
      await act(page, 'acceptance', { category: 'property-lift' });
    }
  });

  const visit = await staff(browser, base, 'dispatcher');
  const { page } = visit;
  const press = (key) => page.keyboard.press(key);
  const goes = (key) => Promise.all([page.waitForNavigation(), press(key)]);
  const reads = async (words, why) => sees((await page.locator('main').innerText()).includes(words), why);
  const focused = (read) => page.evaluate(read);
  const to = async (wanted) => {
    for (let n = 0; n < 80; n += 1) {
      if (await page.evaluate((name) => document.activeElement?.getAttribute('name') === name, wanted)) return;
      await press('Tab');
    }
    throw new Error(`Tab never reached ${wanted}`);
  };
  const other = async (verb) => {
    await press('o');
    for (let n = 0; n < 20; n += 1) {
      if ((await focused(() => document.activeElement?.textContent?.trim())) === verb) return press('Enter');
      await press('ArrowDown');
    }
    throw new Error(`${verb} is not among what can be done`);
  };

  await page.goto('/desk/cases?state=accepted');
  await press('ArrowDown');
  await goes('Enter');
  const addresses = [];
  for (let n = 0; n < CASES; n += 1) {
    await press('a');
    await goes('Enter');
    await reads('待签收', 'the case must be handed out');
    addresses.push(new URL(page.url()).pathname);
    if (n + 1 < CASES) await goes('j');
  }
  sees(new Set(addresses).size === CASES, 'J must lead through the list, each case once');
  await goes('q');
  sees(new URL(page.url()).search === '?state=accepted', 'Q must lead back to the list');
  await judge(visit, 'morning-list', 'wide');

  // Three of them are the same lift: they go up in the first.
  const [stays, ...rest] = addresses;
  await page.goto(stays);
  const number = (await page.locator('.crumbs').innerText()).split('/').pop().trim();
  for (const address of rest.slice(0, 3)) {
    await page.goto(address);
    await other('并单');
    await to('into');
    await page.keyboard.type(number);
    await goes('Enter');
    await reads('这件事已并入', 'it must have gone up in the first');
  }

  // One comes back, and one needs several departments at the spot.
  await asStaff(browser, base, 'reviewer', async (unit) => {
    await unit.goto(rest[3]);
    await act(unit, 'return', { text: '这部梯不在保修范围。', basis: '保修合同第二条' });
  });
  await page.goto(rest[3]);
  await press('a');
  await goes('Enter');
  await reads('待派单', 'the return must be agreed to');

  await asStaff(browser, base, 'unit', async (unit) => {
    await unit.goto(rest[4]);
    await act(unit, 'signing');
  });
  await page.goto(rest[4]);
  await other('吹哨');
  await to('units');
  await press('Space');
  await to('spot');
  await page.keyboard.type('3 幢门厅');
  await to('text');
  await page.keyboard.type('消防和物业一起看。');
  await press('Tab');
  await goes('Enter');
  await reads('等它来', 'somebody must be awaited');
  await judge(visit, 'morning-whistled', 'wide');
  await visit.close();
}
