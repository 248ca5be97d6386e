import { act } from '../lib/acts.mjs';
import { asStaff, newest, staff, told } from '../lib/desk.mjs';
import { judge } from '../lib/judge.mjs';
import { sees } from '../lib/rig.mjs';
import { until } from '../lib/wait.mjs';

export const name = 'everything a list holds is merged with a count first, taken back, and written out as a file';

const TEXT = '北门的垃圾桶满了一周没人收';

export async function walk(browser, base) {
  const numbers = [];
  for (let n = 0; n < 3; n += 1) {
    await told(browser, base, TEXT);
    numbers.push((await newest(browser, base)).number);
  }
  const desk = await staff(browser, base, 'dispatcher');
  const { page } = desk;
  await page.goto('/desk/cases?state=accepted&category=property-lift');
  await Promise.all([page.waitForNavigation(), page.keyboard.press('b')]);
  const counted = await page.locator('main').innerText();
  sees(/一共 \d+ 件/.test(counted), 'the count comes first');
  await judge(desk, 'bulk', 'wide');

  const form = page.locator('form[action="/desk/bulk"]');
  await form.locator('[name=verb][value=merger]').check();
  await form.locator('[name=into]').fill(numbers[0]);
  // All but the three of this walk are left out.
  await form.locator('details summary').last().click();
  for (const box of await form.locator('[name=leave]').all()) {
    const line = await box.locator('xpath=..').innerText();
    if (!numbers.some((number) => line.includes(number))) await box.check();
  }
  await Promise.all([page.waitForNavigation(), form.locator('button').last().click()]);
  const here = page.url();
  const reads = (words, why) => until(page, here, async () => (await page.locator('main').innerText()).includes(words), why);
  await reads('做好 2 件', 'two go up in the third');
  sees((await page.locator('main').innerText()).includes('不能并到自己'), 'and what was not done says why');
  await judge(desk, 'bulk-done', 'wide');
  await act(page, 'undo');
  await reads('撤回 2 件', 'and both come back');
  await page.setViewportSize({ width: 390, height: 844 });
  await judge(desk, 'bulk-undone', 'phone');
  await page.setViewportSize({ width: 1440, height: 900 });

  await page.goto('/desk/cases?state=accepted&category=property-lift');
  await Promise.all([page.waitForNavigation(), page.locator('button', { hasText: '导出表格' }).click()]);
  await until(page, '/desk/exports', () => page.locator('a', { hasText: '下载 xlsx' }).count(), 'the file must be written');
  await judge(desk, 'exports', 'wide');
  const [file] = await Promise.all([page.waitForEvent('download'), page.locator('a', { hasText: '下载 xlsx' }).first().click()]);
  sees(file.suggestedFilename().endsWith('.xlsx'), 'the file comes as a spreadsheet');
  await desk.close();

  // A call by hand: missed, called back, and what the number said before.
  await asStaff(browser, base, 'clerk', async (clerk, visit) => {
    await clerk.goto('/desk/calls');
    await act(clerk, 'desk/calls', { phone: '13900007788', missed: 'true' });
    await judge(visit, 'call', 'wide');
    await act(clerk, 'return', { reached: 'true' });
    sees((await clerk.locator('main').innerText()).includes('已回拨'), 'a missed call is called back');
    await clerk.goto('/desk/calls');
    await judge(visit, 'calls', 'wide');
    await clerk.setViewportSize({ width: 390, height: 844 });
    await judge(visit, 'calls', 'phone');
  });
}
