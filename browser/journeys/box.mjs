import { act, photo } from '../lib/acts.mjs';
import { openReceipt, staff } from '../lib/desk.mjs';
import { judge } from '../lib/judge.mjs';
import { accounts, password } from '../lib/people.mjs';
import { sees, visitor } from '../lib/rig.mjs';

export const name = 'two people open a box on one tablet, from seal to seal, and a stub follows its card';

const second = { login: accounts.witness, password };

export async function walk(browser, base) {
  const tablet = await staff(browser, base, 'secretary', 'tablet');
  const { page } = tablet;
  const reads = async (words, why) => sees((await page.locator('main').innerText()).includes(words), why || `${words} must stand there`);
  await page.goto('/desk/boxes');
  await judge(tablet, 'boxes', 'tablet');
  await Promise.all([page.waitForNavigation(), page.locator('a[data-row]').first().click()]);
  const box = page.url();
  await judge(tablet, 'box', 'tablet');

  // Cards to lay beside the box: one of them comes back with its number.
  await act(page, 'cards', { sheets: '1' });
  const [serial, code] = await printed(page);
  await judge(tablet, 'box-cards', 'tablet');
  await page.goto(box);
  const expected = await lastSeal(page);

  // The seal is looked at, and the second signs in the first's session.
  await wrong(page, 'openings', { seal_before: expected, ...second, password: 'not the password' }, '账号或密码不对');
  sees((await page.inputValue('input[name=seal_before]')) === expected, 'what was typed must survive the refusal');
  sees((await page.inputValue('input[name=password]')) === '', 'a password is never shown again');
  // The console speaks of the refusal, as it should.
  tablet.complaints.splice(0);
  await judge(tablet, 'box-refused', 'tablet');
  await act(page, 'openings', { seal_before: expected, ...second });
  await reads('居民见证人', 'the second signature must stand in the record');

  await act(page, 'photo', { photos: photo });
  await judge(tablet, 'box-count', 'tablet');
  await act(page, 'count', { counted: '3' });
  await judge(tablet, 'box-card', 'tablet');
  await key(page, { text: '楼道灯坏了三层，晚上看不见台阶', serial });
  await key(page, { text: '东门的栅栏总锁着，老人要绕一大圈' });
  await act(page, 'subjects', { text: '另外，健身器材有一件松了' });
  await act(page, 'voids', { reason: 'blank' });
  await reads('作废待确认', 'a void waits for the second signature');
  await judge(tablet, 'box-void', 'tablet');
  await act(page, 'voids/confirmation', second);

  // One card sticks to another: the count is corrected by both, and the first stays readable.
  await act(page, 'count/correction', { counted: '4', reason: 'stuck_together', ...second });
  await reads('最初数出 3 张');
  sees(!(await page.locator('form[action$="/seal"]').count()), 'nobody is offered to seal what does not add up');
  await key(page, { text: '谢谢网格员小吴，帮我修好了门铃' });
  await judge(tablet, 'box-seal', 'tablet');
  await act(page, 'seal', { seal_after: `QS${Date.now() % 1_000_000}`, ...second });
  await reads('已封箱');
  await judge(tablet, 'box-sealed', 'tablet');
  for (const look of ['phone', 'wide']) {
    await page.setViewportSize(look === 'phone' ? { width: 390, height: 844 } : { width: 1440, height: 900 });
    await judge(tablet, 'box-sealed', look);
  }
  await Promise.all([page.waitForNavigation(), page.click('a[href$="/record"]')]);
  await judge(tablet, 'box-record', 'wide');
  await page.goto('/account');
  sees(!page.url().includes('/sign-in'), 'the first must still be signed in');
  await tablet.close();

  const depositor = await visitor(browser, base, 'phone');
  await openReceipt(depositor.page, code);
  sees((await depositor.page.locator('main').innerText()).includes('已收到'), 'the stub must open its card');
  await judge(depositor, 'box-stub', 'phone');
  await depositor.page.goto('/boxes');
  sees((await depositor.page.locator('main').innerText()).includes('全部登记了'), 'everybody may read that all are registered');
  await depositor.close();
}

// The number of the first card and the number of its stub, as they are printed.
async function printed(page) {
  const digits = async (selector) => (await page.locator(selector).first().innerText()).replace(/\D/g, '');
  return [await digits('.opinion-card p.num'), await digits('.stub-code')];
}

// The number put on last, from the record of the last opening.
async function lastSeal(page) {
  const answer = await page.context().request.get(page.url(), { headers: { accept: 'application/json' } });
  return (await answer.json()).seal;
}

async function key(page, words) {
  const form = page.locator('form[action$="/cards"]').first();
  for (const [name, value] of Object.entries(words)) await form.locator(`[name=${name}]`).fill(value);
  await Promise.all([page.waitForNavigation(), form.locator('button:not([type=button])').last().click()]);
  const refused = await page.locator('.errors[role=alert]').allInnerTexts();
  sees(!refused.length, `the card was refused: ${refused.join(' ')}`);
}

async function wrong(page, noun, words, told) {
  const form = page.locator(`form[action$="/${noun}"]`).first();
  for (const [name, value] of Object.entries(words)) await form.locator(`[name=${name}]`).fill(value);
  await Promise.all([page.waitForNavigation(), form.locator('button:not([type=button])').last().click()]);
  sees((await page.locator('.errors[role=alert]').innerText()).includes(told), `${noun} must say: ${told}`);
}
