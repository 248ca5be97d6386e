import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { act } from '../lib/acts.mjs';
import { asStaff, staff } from '../lib/desk.mjs';
import { judge } from '../lib/judge.mjs';
import { sees } from '../lib/rig.mjs';

export const name = 'a sheet from upstairs is looked at and taken in, and its orders are answered there once';

export async function walk(browser, base) {
  const desk = await staff(browser, base, 'dispatcher', 'wide');
  const { page } = desk;
  const text = () => page.locator('main').innerText();
  await page.goto('/desk/upper');
  await judge(desk, 'upper', 'wide');
  for (const words of ['等上级答复', '报给上级', '待答复']) sees((await text()).includes(words), `${words} must stand on the page`);
  await page.setViewportSize({ width: 390, height: 844 });
  await judge(desk, 'upper', 'phone');
  await page.setViewportSize({ width: 1440, height: 900 });

  // A sheet with two bad cells is taken as nothing; mended it is looked at, then taken in.
  const no = `J${Date.now()}`;
  const due = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);
  const heads = '工单编号,诉求内容,办理时限,地址,来源,电话';
  await page.goto('/desk/upper/import');
  await upload(page, `${heads}\n${no},,明天,云杉里1幢,市12345,\n`);
  for (const cell of ['B2', 'C2']) sees((await text()).includes(cell), `${cell} must be named`);
  desk.complaints.splice(0);
  await judge(desk, 'upper-bad', 'wide');
  await upload(page, `${heads}\n${no},路灯不亮，老人晚上不敢出门,${due} 17:30,云杉里1幢,市12345,\n`);
  sees((await text()).includes('检查过了'), 'the mended sheet can be taken in');
  await judge(desk, 'upper-good', 'wide');
  await Promise.all([page.waitForNavigation(), page.locator('form[action="/desk/upper/orders"] button').click()]);
  sees((await text()).includes('已导入'), 'and is');
  await page.setViewportSize({ width: 390, height: 844 });
  await judge(desk, 'upper-taken', 'phone');
  await page.setViewportSize({ width: 1440, height: 900 });

  // What is finished goes up in one file, once, and the file can be fetched.
  await page.goto('/desk/upper');
  if (await page.locator('form[action="/desk/upper/answers"]').count()) {
    await act(page, 'upper/answers', {});
    sees((await text()).includes('没有要报的'), 'each goes up once');
  }
  const [file] = await Promise.all([page.waitForEvent('download'), page.locator('a', { hasText: 'XLSX' }).first().click()]);
  sees(file.suggestedFilename().endsWith('.xlsx'), 'the file comes as a spreadsheet');

  // Their word on what is asked of them is written down at the order.
  const waiting = page.locator('a[data-row][href*="/desk/upper/orders/"]').first();
  if ((await text()).includes('等上级答复')) {
    await Promise.all([page.waitForNavigation(), waiting.click()]);
    await judge(desk, 'upper-order', 'wide');
    await page.setViewportSize({ width: 390, height: 844 });
    await judge(desk, 'upper-order', 'phone');
    await page.setViewportSize({ width: 1440, height: 900 });
    const form = page.locator('details[open] form[action$="/word"]').first();
    await form.locator('select[name=verdict]').selectOption('refused');
    await form.locator('textarea[name=text]').fill('电话答复：属地办理');
    await Promise.all([page.waitForNavigation(), form.locator('button').click()]);
    sees(page.url().includes('/desk/upper/orders/'), 'the order shows again');
  }
  await desk.close();

  // The clerk sees orders and takes them, and answers nothing.
  await asStaff(browser, base, 'clerk', async (clerk) => {
    await clerk.goto('/desk/upper');
    sees(!(await clerk.locator('form[action="/desk/upper/answers"]').count()), 'a clerk sends nothing up');
  });
}

async function upload(page, text) {
  const file = path.join(os.tmpdir(), `orders-${Date.now()}.csv`);
  fs.writeFileSync(file, text);
  const form = page.locator('form[action="/desk/upper/orders/checks"]');
  await form.locator('input[type=file]').setInputFiles(file);
  await Promise.all([page.waitForNavigation(), form.locator('button').last().click()]);
  fs.rmSync(file);
}
