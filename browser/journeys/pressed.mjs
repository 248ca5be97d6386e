import { act } from '../lib/acts.mjs';
import { asStaff, newest, receiptText, told } from '../lib/desk.mjs';
import { judge } from '../lib/judge.mjs';
import { sees } from '../lib/rig.mjs';

export const name = 'a case is pressed for and answered, then waits in public for its conditions';

export async function walk(browser, base) {
  const code = await told(browser, base, '楼道外墙的面砖往下掉，天冷修不了');
  const { address } = await newest(browser, base);
  await asStaff(browser, base, 'dispatcher', async (page) => {
    await page.goto(address);
    await act(page, 'dispatch');
  });
  await asStaff(browser, base, 'unit', async (page) => {
    await page.goto(address);
    await act(page, 'signing');
  });

  await asStaff(browser, base, 'supervisor', async (page, visit) => {
    await page.goto(address);
    await act(page, 'supervision', { level: '2', text: '先把下面围起来，今天回话。' });
    await judge(visit, 'case-pressed', 'wide');
  });
  await asStaff(browser, base, 'reviewer', async (page, visit) => {
    await page.goto(address);
    sees((await page.locator('main').innerText()).includes('2 级督办'), 'the unit must read that it is pressed');
    await judge(visit, 'case-pressed-unit', 'wide');
    await act(page, 'supervision/reply', { text: '已拉警戒线，脚手架方案报审中。' });
  });

  const later = new Date(Date.now() + 40 * 86_400_000).toISOString().slice(0, 10);
  await asStaff(browser, base, 'supervisor', async (page, visit) => {
    await page.goto(address);
    await act(page, 'supervision/lift');
    await act(page, 'deferral', {
      reason: 'season', review_on: later, text: '方案和围挡先做，回暖后施工。', public_note: '气温太低，砂浆粘不住，回暖就修；下面已经围起来了。',
    });
    await judge(visit, 'case-deferred', 'wide');
  });
  const waits = await receiptText(browser, base, code);
  sees(waits.text.includes('回暖就修'), 'the neighbour must read why it waits');
  await judge(waits.visit, 'receipt-deferred', 'phone');
  await waits.visit.close();

  await asStaff(browser, base, 'supervisor', async (page) => {
    await page.goto(address);
    await act(page, 'deferral/end');
    sees((await page.locator('main').innerText()).includes('办理中'), 'it must be worked on again');
  });
}
