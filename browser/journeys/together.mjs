import { act } from '../lib/acts.mjs';
import { asStaff, newest, receiptText, told } from '../lib/desk.mjs';
import { judge } from '../lib/judge.mjs';
import { sees } from '../lib/rig.mjs';

export const name = 'two neighbours tell the same: their cases become one, and one comes out again as it was';

export async function walk(browser, base) {
  await told(browser, base, '3 幢电梯又停了，门开着不动');
  const goes = await newest(browser, base);
  const code = await told(browser, base, '3 幢的电梯坏了，停在一楼');
  const second = await newest(browser, base, false);

  await asStaff(browser, base, 'clerk', async (page, visit) => {
    await page.goto(second.address);
    await act(page, 'acceptance', { category: 'property-lift' });
    sees((await page.locator('main').innerText()).includes(goes.number), 'what it might go up in must be shown');
    await act(page, 'merger', { into: goes.number });
    sees((await page.locator('main').innerText()).includes('这件事已并入'), 'the emptied case must say where it went');
    await judge(visit, 'case-merged', 'wide');
    await page.setViewportSize({ width: 390, height: 844 });
    await judge(visit, 'case-merged', 'phone');
  });
  const merged = await receiptText(browser, base, code);
  sees(merged.text.includes('并在一起办'), 'the neighbour must be told, on the receipt they have');
  await judge(merged.visit, 'receipt-merged', 'phone');
  await merged.visit.close();

  await asStaff(browser, base, 'dispatcher', async (page, visit) => {
    await page.goto(goes.address);
    await judge(visit, 'case-two-voices', 'wide');
    await page.goto(second.address);
    await act(page, 'merger/undo');
    sees((await page.locator('main').innerText()).includes('待派单'), 'it must be what it was');
  });
  const back = await receiptText(browser, base, code);
  sees(back.text.includes('您说的事单独办'), 'the neighbour must be told that, too');
  await back.visit.close();
}
