import { act } from '../lib/acts.mjs';
import { asStaff } from '../lib/desk.mjs';
import { judge } from '../lib/judge.mjs';
import { sees, visitor } from '../lib/rig.mjs';

export const name = 'a seat is drawn by lot: seed before witnesses, the list for everybody, one declines, the next sits down';

const text = (page) => page.locator('main').innerText();
const row = (page, state) => page.locator('tr', { hasText: state }).first();

export async function walk(browser, base) {
  const visit = await visitor(browser, base, 'phone', 'zh-CN');
  const { page } = visit;
  await page.goto('/draws');
  await judge(visit, 'draws', 'phone');
  await Promise.all([page.waitForNavigation(), page.locator('ul.rows a', { hasText: '名单已封存' }).first().click()]);
  sees(/\/draws\/[0-9a-f-]{36}$/.test(page.url()), `the draw has its page: ${page.url()}`);
  const address = page.url();
  sees((await text(page)).includes('名单指纹'), 'the pool stands sealed, with its hash');
  await judge(visit, 'draw-sealed', 'phone');

  await asStaff(browser, base, 'secretary', async (desk) => {
    await desk.goto(address);
    await act(desk, 'seed', { seed: '04 11 17 22 28 30 09', told: '中国福利彩票网', witnesses: '楼组长、物业经理、居民代表' });
  });

  // Anybody draws, without an account.
  await page.goto(address);
  await act(page, 'drawing');
  sees((await text(page)).includes('抽出的号码') && (await text(page)).includes('linqiao verify draw'), 'the numbers, and how to repeat them');
  await judge(visit, 'draw-done', 'phone');
  await page.setViewportSize({ width: 1440, height: 900 });
  await judge(visit, 'draw-done', 'wide');
  await visit.close();

  await asStaff(browser, base, 'secretary', async (desk, staff) => {
    await desk.goto(address);
    await Promise.all([desk.waitForNavigation(), row(desk, '等答复').locator('form[action$="/opening"] button').click()]);
    sees((await text(desk)).includes('查看已经记录在案'), 'who looks is on record');
    await desk.goto(address);
    await reply(row(desk, '等答复'), { reply: 'refused' });
    sees((await text(desk)).includes('不来') && (await text(desk)).includes('接 '), 'a refusal calls the next');
    await reply(row(desk, '等答复'), { reply: 'accepted', shown_name: '苗女士' });
    sees((await text(desk)).includes('已经入席') && (await text(desk)).includes('苗女士'), 'who accepts takes the seat');
    await judge(staff, 'draw-seated', 'wide');
    await desk.setViewportSize({ width: 390, height: 844 });
    await judge(staff, 'draw-seated', 'phone');
    await sheet(desk, staff);
  });
}

// The answer of one number, written down at the desk.
async function reply(line, words) {
  await line.locator('details.confirm > summary').click();
  const form = line.locator('form[action$="/answer"]');
  await form.locator(`[name=reply][value=${words.reply}]`).check();
  if (words.shown_name) {
    await form.locator('[name=shown_name]').fill(words.shown_name);
    await form.locator('[name=interests_declared][type=checkbox]').check();
  }
  await Promise.all([line.page().waitForNavigation(), form.locator('button').last().click()]);
}

// A new draw is announced; its sheet is looked at first, and every bad cell is named.
async function sheet(desk, staff) {
  const body = await desk.locator('p.crumbs a[href^="/bodies/"]').first().getAttribute('href');
  await desk.goto(`${body}/draws`);
  const at = new Date(Date.now() + 9 * 86_400_000).toISOString().slice(0, 16);
  await act(desk, 'draws', { size: '1', dims: '来源：原住，新迁入', pool_rule: '报名的居民', seed_source: '三人见证掷骰子', seed_from: at });
  await Promise.all([desk.waitForNavigation(), desk.locator('ul.rows a', { hasText: '已公告' }).first().click()]);
  const bring = async (rows) => {
    const file = { name: 'pool.csv', mimeType: 'text/csv', buffer: Buffer.from(`姓名,联系方式,来源\n${rows}`) };
    await desk.locator('input[type=file]').setInputFiles(file);
    await Promise.all([desk.waitForNavigation(), desk.locator('form[action$="/pool/checks"] button').last().click()]);
  };
  await bring('林一,13900000001,原住\n,13900000002,外地\n');
  sees((await text(desk)).includes('A3') && (await text(desk)).includes('C3'), 'each bad cell is named');
  staff.complaints.splice(0);
  await judge(staff, 'draw-bad-sheet', 'phone');
  await bring('林一,13900000001,原住\n陈二,13900000002,新迁入\n');
  await Promise.all([desk.waitForNavigation(), desk.locator('form[action$="/pool"] button').last().click()]);
  sees((await text(desk)).includes('名单里有 2 人'), 'the pool holds them');
}
