import { act } from '../lib/acts.mjs';
import { asStaff, newest, staff, told } from '../lib/desk.mjs';
import { judge } from '../lib/judge.mjs';
import { sees } from '../lib/rig.mjs';

export const name = 'a dispatcher writes a new version of the catalogue, a supervisor puts it in force, and the next case reads it';

export async function walk(browser, base) {
  const desk = await staff(browser, base, 'dispatcher');
  const { page } = desk;
  const text = () => page.locator('main').innerText();
  await page.goto('/desk/catalogue');
  sees((await text()).includes('执行中'), 'a version is in force');
  if (await page.locator('a[href$="/catalogue/draft"]').count()) {
    await page.goto('/desk/catalogue/draft');
    await act(page, 'draft/removal');
  }
  await act(page, 'catalogue/draft');
  sees((await text()).includes('正在起草') && (await text()).includes('预演'), 'a draft with its rehearsal');
  await judge(desk, 'catalogue-draft', 'wide');

  // One line is changed, of a kind no other journey hands out.
  const row = page.locator('tr', { hasText: '施工噪声' }).filter({ has: page.locator('a', { hasText: '改' }) }).first();
  await Promise.all([page.waitForNavigation(), row.locator('a', { hasText: '改' }).click()]);
  const form = page.locator('form[action$="/draft/lines"]');
  const squad = await form.locator('select[name=lead] option', { hasText: '市政绿化管理所' }).first().getAttribute('value');
  await form.locator('select[name=lead]').selectOption(squad);
  await form.locator('[name=basis]').fill('2026 年第三次街道例会');
  await Promise.all([page.waitForNavigation(), form.locator('button').last().click()]);
  sees(await page.locator('tr', { hasText: '2026 年第三次街道例会' }).count(), 'the line is in the draft');
  sees((await text()).includes('市政绿化管理所'), 'and the rehearsal says who would have led');
  await act(page, 'draft/proposal', { text: '施工噪声改由市政所牵头' });
  sees((await text()).includes('等待发布'), 'it waits for another hand');
  sees(!(await page.locator('form[action$="/draft/publication"]').count()), 'whoever wrote it does not publish it');

  const above = await staff(browser, base, 'supervisor');
  await above.page.goto('/desk/catalogue/draft');
  await judge(above, 'catalogue-proposed', 'wide');
  await act(above.page, 'draft/publication');
  sees((await above.page.locator('main').innerText()).includes('施工噪声改由市政所牵头'), 'the new version is in force');
  await above.page.setViewportSize({ width: 390, height: 844 });
  await judge(above, 'catalogue', 'phone');
  await above.close();

  // The next case of that kind goes where the new version says; like cases stand beside the proposal.
  await told(browser, base, '楼后工地凌晨还在打桩');
  const { address } = await newest(browser, base, false);
  await asStaff(browser, base, 'clerk', async (clerk) => {
    await clerk.goto(address);
    await act(clerk, 'acceptance', { category: 'noise-construction' });
  });
  await page.goto(address);
  const proposal = await text();
  sees(proposal.includes('市政绿化管理所') && proposal.includes('2026 年第三次街道例会'), 'the proposal reads the new version');
  sees(proposal.includes('同类的归了谁'), 'and the last like cases stand beside it');
  await judge(desk, 'case-proposed', 'wide');
  await desk.close();
}
