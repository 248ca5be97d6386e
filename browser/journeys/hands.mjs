import { act, photo } from '../lib/acts.mjs';
import { asStaff, newest, receiptText, told } from '../lib/desk.mjs';
import { judge } from '../lib/judge.mjs';
import { sees } from '../lib/rig.mjs';

export const name = 'units come to the spot, neighbours promise a hand, somebody looks, and scores leave out what two agree on';

const reads = async (page, words, why) => sees((await page.locator('main').innerText()).includes(words), why);

export async function walk(browser, base) {
  const code = await told(browser, base, '东门水管爆了，路灯也不亮，车都进不来');
  const { address } = await newest(browser, base);

  await asStaff(browser, base, 'dispatcher', async (page, visit) => {
    await page.goto(address);
    await act(page, 'split', { text: '东门的路灯不亮。' });
    await act(page, 'dispatch');
    await judge(visit, 'case-dispatched-split', 'wide');
  });
  await asStaff(browser, base, 'unit', async (page) => {
    await page.goto(address);
    await act(page, 'signing');
    await act(page, 'contact', { means: 'phone', note: '约好今天去看。' });
  });

  await asStaff(browser, base, 'dispatcher', async (page, visit) => {
    await page.goto(address);
    const chengguan = await page.locator('form[action$="/whistle"] label', { hasText: '综合执法中队' }).first().locator('input').getAttribute('value');
    await act(page, 'whistle', { units: chengguan, spot: '东门口', urgent: 'true', text: '水管和路灯一起抢修。' });
    await reads(page, '等它来', 'who is awaited must be shown');
    await judge(visit, 'case-whistled', 'wide');
    await page.setViewportSize({ width: 390, height: 844 });
    await judge(visit, 'case-whistled', 'phone');
  });
  await asStaff(browser, base, 'helper', async (page, visit) => {
    await page.goto(address);
    await judge(visit, 'case-called', 'wide');
    sees(!(await page.locator('form[action$="/opening"]').count()), 'a called unit must not open who spoke');
    await act(page, 'arrival');
    await act(page, 'arrival/completion', { text: '围挡已设，车走南门。' });
  });

  const soon = new Date(Date.now() + 86_400_000 + 8 * 3_600_000).toISOString().slice(0, 10);
  await asStaff(browser, base, 'unit', async (page, visit) => {
    await page.goto(address);
    await act(page, 'commitment', { party: '3幢楼组', kind: 'people', what: '搬开东门的杂物', due_on: soon });
    await judge(visit, 'case-promised', 'wide');
  });
  const promised = await receiptText(browser, base, code);
  sees(promised.text.includes('3幢楼组') && promised.text.includes('单独办的事'), 'the neighbour must read who helps, and find the part that went on by itself');
  await judge(promised.visit, 'receipt-hands', 'phone');
  await promised.visit.close();

  await asStaff(browser, base, 'unit', async (page) => {
    await page.goto(address);
    await act(page, 'commitment/met', { text: '上午搬完了。' });
    await act(page, 'completion', { result: 'solved', public_reply: '水管接好了，东门能走车了。' });
  });
  await asStaff(browser, base, 'reviewer', async (page) => {
    await page.goto(address);
    await act(page, 'approval', { verification: 'true' });
    await act(page, 'exclusion', { reason: 'force_majeure', text: '寒潮冻裂，见气象证明。' });
  });
  await asStaff(browser, base, 'verifier', async (page, visit) => {
    await page.goto(address);
    await judge(visit, 'case-to-verify', 'wide');
    await page.setInputFiles('input[name=photos]', photo);
    await Promise.all([page.waitForNavigation(), page.locator('form[action$="/photos"] button').last().click()]);
    await page.goto(address);
    await act(page, 'verification', { text: '水管不漏，路面还湿。' });
  });
  await asStaff(browser, base, 'panel', async (page, visit) => {
    await page.goto(address);
    await judge(visit, 'case-panel', 'wide');
    await act(page, 'exclusion/approval');
  });
  await asStaff(browser, base, 'panel2', async (page) => {
    await page.goto(address);
    await act(page, 'exclusion/approval');
    await reads(page, '已不计入评分', 'two agree: it is left out');
  });
}
