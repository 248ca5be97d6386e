import { act, fill, photo } from '../lib/acts.mjs';
import { signIn } from '../lib/people.mjs';
import { sees, visitor } from '../lib/rig.mjs';

export const name = 'a lift is reported with a photo, mended, asked about, and the receipt tells the story';

export async function walk(browser, base) {
  const words = `3 幢 2 单元电梯停了，老人下不了楼（${Date.now() % 100_000}）`;
  const closedBefore = await closed(browser, base);

  const neighbour = await visitor(browser, base, 'phone');
  const code = await report(neighbour.page, words);

  // The clerk takes it in and gives it to the unit the catalogue proposes.
  const clerk = await staff(browser, base, 'clerk');
  await clerk.page.goto(`/desk/cases?q=${encodeURIComponent(words.slice(-6, -1))}`);
  await Promise.all([clerk.page.waitForNavigation(), clerk.page.locator('[data-row], .rows a').first().click()]);
  const address = new URL(clerk.page.url()).pathname;
  await act(clerk.page, 'acceptance');
  await act(clerk.page, 'dispatch');
  await clerk.close();

  const unit = await staff(browser, base, 'unit');
  await unit.page.goto(address);
  await act(unit.page, 'signing');
  await act(unit.page, 'contact', { note: '已联系报修人，维保人员半小时内到场。' });
  await act(unit.page, 'completion', { result: 'solved', public_reply: '控制板已更换，电梯于今天恢复运行，维保公司一周后复查。' });
  await unit.close();

  const reviewer = await staff(browser, base, 'reviewer');
  await reviewer.page.goto(address);
  await act(reviewer.page, 'approval');
  await reviewer.close();

  const caller = await staff(browser, base, 'callback');
  await caller.page.goto(address);
  await act(caller.page, 'callback', { reached: 'true', contacted: 'true', solved: 'true', satisfaction: 'satisfied' });
  await caller.close();

  await openReceipt(neighbour.page, code);
  const story = await neighbour.page.locator('main').innerText();
  sees(story.includes('控制板已更换'), 'the receipt must show the answer');
  sees(await neighbour.page.locator('.deadline a, .calendars').count(), 'the receipt must tell how the deadline was reached');
  await neighbour.close();

  const after = await closed(browser, base);
  sees(after === closedBefore + 1, `the figure must move by one: ${closedBefore} → ${after}`);
}

async function report(page, words) {
  await page.goto('/report');
  // At most three short steps; each page offers some of these fields.
  for (let step = 0; step < 3 && !(await page.locator('.receipt .code').count()); step += 1) {
    const form = page.locator('main form[method=post]').last();
    if (await form.locator('textarea[name=text]').count()) await fill(form, 'text', words);
    if (await form.locator('input[type=file]').count()) await form.locator('input[type=file]').setInputFiles(photo);
    await Promise.all([page.waitForNavigation(), form.locator('button:not([type=button])').first().click()]);
  }
  const code = (await page.locator('.receipt .code').innerText()).trim();
  sees(/\d/.test(code), 'the resident must get a code');
  return code;
}

async function openReceipt(page, code) {
  await page.context().clearCookies();
  await page.goto('/receipt');
  await page.fill('input[name=code]', code);
  await Promise.all([page.waitForNavigation(), page.press('input[name=code]', 'Enter')]);
}

async function staff(browser, base, who) {
  const visit = await visitor(browser, base, 'wide');
  await signIn(visit.page, who);
  return visit;
}

// The number of cases whose result is known, from the figures' own JSON.
async function closed(browser, base) {
  const visit = await staff(browser, base, 'clerk');
  const answer = await visit.context.request.get('/desk/figures', { headers: { accept: 'application/json' } });
  const figures = await answer.json();
  await visit.close();
  return figures.closed;
}
