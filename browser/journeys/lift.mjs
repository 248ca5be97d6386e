import { act, fill, photo } from '../lib/acts.mjs';
import { openReceipt, staff } from '../lib/desk.mjs';
import { judge } from '../lib/judge.mjs';
import { codeOf, send, tellWhat, tellWhere } from '../lib/report.mjs';
import { sees, visitor } from '../lib/rig.mjs';

export const name = 'a lift is reported with a photo, mended, asked about, and the receipt tells the story';

export async function walk(browser, base) {
  const before = await asked(browser, base);
  const neighbour = await visitor(browser, base, 'phone');
  const code = await report(neighbour.page, '3 幢 2 单元电梯停了，老人下不了楼');

  // The clerk reads it, says what it is, and the dispatcher gives it to the unit the catalogue proposes.
  const clerk = await staff(browser, base, 'clerk');
  await clerk.page.goto('/desk/cases?state=registered');
  await Promise.all([clerk.page.waitForNavigation(), clerk.page.locator('a[data-row]').first().click()]);
  const address = new URL(clerk.page.url()).pathname;
  await act(clerk.page, 'opening', { reason: 'answering' });
  const said = await clerk.page.locator('main').innerText();
  sees(said.includes('老人下不了楼'), 'the clerk must read what was said');
  sees((await clerk.page.inputValue('input[name=title]')) === '3 幢 2 单元电梯停了', 'the title must be proposed from the words');
  await act(clerk.page, 'acceptance', { category: 'property-lift' });
  await judge(clerk, 'case-accepted', 'wide');

  const dispatcher = await staff(browser, base, 'dispatcher');
  await dispatcher.page.goto(address);
  await act(dispatcher.page, 'dispatch');

  const unit = await staff(browser, base, 'unit');
  await unit.page.goto(address);
  await act(unit.page, 'signing');
  await refused(unit.page, 'contact', { means: 'phone', note: '字'.repeat(501) });
  unit.complaints.splice(0);
  sees((await unit.page.inputValue('textarea[name=note]')).length >= 500, 'what was typed must survive the refusal');
  await unit.page.goto(address);
  await act(unit.page, 'contact', { means: 'phone', note: '维保人员半小时内到场。' });

  // The part comes from far away: the unit's head asks for more time, and the dispatcher gives it.
  const reviewer = await staff(browser, base, 'reviewer');
  await reviewer.page.goto(address);
  await judge(reviewer, 'case-extension', 'wide');
  await act(reviewer.page, 'extension', { days: '3', text: '控制板要从厂家发来，订单已附。' });
  await dispatcher.page.goto(address);
  await judge(dispatcher, 'case-extension-asked', 'wide');
  await act(dispatcher.page, 'extension/approval');
  await dispatcher.close();

  await unit.page.goto(address);
  await act(unit.page, 'completion', { result: 'solved', public_reply: '控制板已更换，电梯今天恢复运行，维保公司一周后复查。' });
  await judge(unit, 'case-completed', 'wide');
  await unit.close();

  await reviewer.page.goto(address);
  await act(reviewer.page, 'approval');
  await reviewer.close();

  const caller = await staff(browser, base, 'callback');
  await caller.page.goto('/desk/callbacks');
  sees(await caller.page.locator(`a[href="${address}"]`).count(), 'the callback must stand in the list');
  await judge(caller, 'callbacks', 'wide');
  await caller.page.goto(address);
  await act(caller.page, 'callback', { solved: 'true', satisfaction: 'satisfied' });
  await act(caller.page, 'closure');
  sees(caller.page.url().endsWith('/desk/callbacks'), 'after closing, the next callback');
  await caller.close();

  await clerk.page.goto(address);
  await judge(clerk, 'case-closed', 'wide');
  await clerk.page.setViewportSize({ width: 390, height: 844 });
  await judge(clerk, 'case-closed', 'phone');
  await clerk.close();

  await openReceipt(neighbour.page, code);
  const story = await neighbour.page.locator('main').innerText();
  sees(story.includes('控制板已更换'), 'the receipt must show the answer');
  sees(story.includes('办结日期往后延了'), 'the receipt must tell that it took longer');
  sees(story.includes('这件事办结了'), 'the receipt must tell that it closed');
  await judge(neighbour, 'receipt-closed', 'phone');
  await neighbour.close();

  const after = await asked(browser, base);
  sees(after === before + 1, `the figure must move by one: ${before} → ${after}`);
}

async function report(page, words) {
  await tellWhat(page, words, { category: 'property-lift', photos: photo });
  await tellWhere(page, '云杉里3幢');
  await send(page);
  return codeOf(page);
}

async function refused(page, noun, words) {
  const form = page.locator(`form[action$="/${noun}"]`).first();
  for (const [name, value] of Object.entries(words)) {
    // A text longer than the field takes is written past its limit, as a program would.
    if (name === 'note') await form.locator('[name=note]').evaluate((e, v) => { e.removeAttribute('maxlength'); e.value = v; }, value);
    else await fill(form, name, value);
  }
  await Promise.all([page.waitForNavigation(), form.locator('button:not([type=button])').last().click()]);
  sees(await page.locator('.errors[role=alert]').count(), `${noun} must be refused`);
}

// Voices whose answers count, from the figures' own JSON.
async function asked(browser, base) {
  const visit = await staff(browser, base, 'leader');
  const answer = await visit.context.request.get('/desk/figures?period=today', { headers: { accept: 'application/json' } });
  const figures = await answer.json();
  await visit.close();
  return figures.valid;
}
