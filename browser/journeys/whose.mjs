import { act } from '../lib/acts.mjs';
import { asStaff, choice, due, newest, staff, told } from '../lib/desk.mjs';
import { judge } from '../lib/judge.mjs';
import { sees } from '../lib/rig.mjs';

export const name = 'two units say a case is not theirs, a sitting names the lead, and the date stands';

const [first, other] = ['物业管理办公室', '综合执法中队'];

export async function walk(browser, base) {
  await told(browser, base, '北门外的楼梯扶手断了，雨天老人不敢走');
  const { address } = await newest(browser, base);
  const asWhom = (who, work) => asStaff(browser, base, who, work);
  const dispatcher = await staff(browser, base, 'dispatcher');
  const on = async (visit, noun, words) => {
    await visit.page.goto(address);
    await act(visit.page, noun, words);
  };
  await on(dispatcher, 'dispatch');
  const promised = await due(dispatcher.page);

  // The first unit says whose it is; the desk agrees, and the case is in the other's hands at once.
  await asWhom('reviewer', async (page, visit) => {
    await page.goto(address);
    const unit = await choice(page, 'return', 'unit', other);
    await act(page, 'return', { text: '扶手在小区红线以外，归执法中队管。', basis: '街道职责清单第三条', unit });
    await judge(visit, 'case-returned', 'wide');
  });
  await dispatcher.page.goto(address);
  const asked = await dispatcher.page.locator('main').innerText();
  sees(asked.includes('街道职责清单第三条') && asked.includes(other), 'whoever decides must read the basis and the proposal');
  await judge(dispatcher, 'case-return-asked', 'wide');
  await dispatcher.page.setViewportSize({ width: 390, height: 844 });
  await judge(dispatcher, 'case-return-asked', 'phone');
  await dispatcher.page.setViewportSize({ width: 1440, height: 900 });
  await act(dispatcher.page, 'return/approval');

  // The second unit denies too: a sitting is called, and its chair names one lead.
  await asWhom('reviewer2', async (page) => {
    await page.goto(address);
    await act(page, 'return', { text: '这段楼梯产权属于小区。', basis: '小区红线图' });
  });
  await dispatcher.page.goto(address);
  const chair = await choice(dispatcher.page, 'conferral', 'chair', '督办员');
  await judge(dispatcher, 'case-sitting', 'wide');
  await act(dispatcher.page, 'conferral', { chair });
  await dispatcher.close();
  await asWhom('supervisor', async (page, visit) => {
    await page.goto(address);
    await judge(visit, 'case-concluding', 'wide');
    const unit = await choice(page, 'conferral/conclusion', 'unit', first);
    await act(page, 'conferral/conclusion', { unit, text: '现场图纸确认在小区红线内，由物业办承办，执法中队配合。' });
    sees((await due(page)) === promised, 'the resident\'s date must not have moved');
  });
  await asWhom('unit', async (page) => {
    await page.goto(address);
    await act(page, 'signing');
    const story = await page.locator('main').innerText();
    sees(story.includes('会商确定承办单位') && story.includes('同意退单'), 'the story must tell who had it');
    sees(!(await page.locator('form[action$="/return"]').count()), 'what a sitting settled is not returned');
  });
}
