import { act } from '../lib/acts.mjs';
import { staff } from '../lib/desk.mjs';
import { atHand } from '../lib/device.mjs';
import { judge } from '../lib/judge.mjs';
import { sees } from '../lib/rig.mjs';
import { until } from '../lib/wait.mjs';

export const name = 'a paper day in a hall without a network: two read the slips blind, a third settles what differs, and the protocol adds up';

const sizes = { phone: { width: 390, height: 844 }, wide: { width: 1440, height: 900 } };
// What lies on the table: seven for, four against, one abstains, one is spoiled; the second reader misreads the fifth.
const slips = ['1', '1', '2', '1', '2', '3', '1', '1', 'x', '2', '1', '2', '1'];
const misread = slips.map((mark, n) => (n === 4 ? '1' : mark));

const text = (page) => page.locator('main').innerText();
const told = async (page, address) => (await page.context().request.get(address, { headers: { accept: 'application/json' } })).json();

export async function walk(browser, base) {
  const keeper = await staff(browser, base, 'secretary');
  const { page } = keeper;
  const { ballots } = await told(page, '/ballots');
  const ballot = `/ballots/${ballots.find((b) => b.state === 'closed').id}`;
  await page.goto(`${ballot}/roll`);
  await act(page, 'batches', { count: String(slips.length) });
  await judge(keeper, 'paper-day-roll', 'wide');
  const bundle = `/desk${ballot}/batches/1`;

  // Two tablets are opened before the hall; inside there is no network, and the page comes from the device.
  const first = await reader(browser, base, 'clerk', bundle, 'phone');
  const second = await reader(browser, base, 'clerk2', bundle, 'phone');
  for (const one of [first, second]) {
    await one.context.setOffline(true);
    await one.page.reload();
    await one.page.locator('form[data-bound]').waitFor();
  }
  await judge(first, 'paper-day-read', 'phone');
  await keep(first.page, slips);
  await judge(first, 'paper-day-kept', 'phone');
  await keep(second.page, misread);
  sees((await told(page, bundle)).batch.state === 'waiting', 'nothing has left the hall');

  await first.context.setOffline(false);
  await arrives(page, bundle, 'read_once');
  await second.context.setOffline(false);
  await arrives(page, bundle, 'unequal');
  // A slow answer is covered by the copy on the device.
  await until(first.page, bundle, async () => (await text(first.page)).includes('两遍不同'), 'that they differ is said');
  sees(!(await text(first.page)).includes('弃权'), 'and nothing of what was read');
  await judge(first, 'paper-day-differ', 'phone');

  const third = await staff(browser, base, 'auditor');
  await third.page.goto(`${ballot}/roll`);
  await Promise.all([third.page.waitForNavigation(), third.page.click(`a[href="${bundle}"]`)]);
  for (const look of ['phone', 'wide']) {
    await third.page.setViewportSize(sizes[look]);
    await judge(third, 'paper-day-third', look);
  }
  await third.page.fill('textarea[name=slips]', slips.join('\n'));
  await act(third.page, 'settlement');
  sees((await text(third.page)).includes('第三人已定'), 'the third has settled it');
  await third.close();

  // Fifteen papers went out: thirteen came back, one was spoiled on the way, one never came.
  const sheet = { issued: '15', accepted: '13', spoiled: '1', not_come_back: '1' };
  for (const one of [first, second]) {
    await one.page.goto(`${ballot}/roll`);
    await act(one.page, 'sheet', sheet);
    one.complaints.splice(0);
  }
  await judge(first, 'paper-day-sheet', 'phone');
  await first.close();
  await second.close();

  await page.goto(ballot);
  await act(page, 'count');
  await page.goto(`${ballot}/protocol`);
  const protocol = await told(page, `${ballot}/protocol`);
  const doors = Object.values(protocol.ballot.by_door).reduce((sum, n) => sum + n, 0);
  sees(doors === protocol.ballot.counted.electors, `the doors must sum to the result: ${JSON.stringify(protocol.ballot.by_door)}`);
  for (const look of ['phone', 'wide']) {
    await page.setViewportSize(sizes[look]);
    await judge(keeper, 'paper-day-protocol', look);
  }
  await keeper.close();
}

async function reader(browser, base, who, address, look) {
  const visit = await staff(browser, base, who, look);
  await atHand(visit.page, address);
  // Opened once more under the worker, which keeps it.
  await visit.page.goto(address);
  await visit.page.waitForFunction(async (path) => !!(await caches.match(path, { ignoreVary: true })), address);
  visit.complaints.splice(0);
  return visit;
}

async function keep(page, marks) {
  await page.fill('textarea[name=slips]', marks.join('\n'));
  await page.locator('form[data-offline] button:not([type=button])').last().press('Enter');
  await page.locator('[data-kept-note]', { hasText: '已经存在这台' }).waitFor();
}

async function arrives(page, address, state) {
  const late = Date.now() + 120_000;
  while (Date.now() < late) {
    if ((await told(page, address)).batch.state === state) return;
    await page.waitForTimeout(500);
  }
  throw new Error(`the bundle must be ${state}: ${(await told(page, address)).batch.state}`);
}
