import { act } from '../lib/acts.mjs';
import { asStaff } from '../lib/desk.mjs';
import { judge } from '../lib/judge.mjs';
import { signIn } from '../lib/people.mjs';
import { codeOf, send, tellWhat, tellWhere } from '../lib/report.mjs';
import { sees, visitor } from '../lib/rig.mjs';
import { until } from '../lib/wait.mjs';

export const name = 'a resident chooses e-mail and a quiet evening, a clerk answers, and the inbox shows it until it is read';

export async function walk(browser, base) {
  const neighbour = await visitor(browser, base, 'phone');
  const { page } = neighbour;
  await signIn(page, 'neighbour');
  await page.click('main a[href="/account/messages"]');
  await page.locator('input[name=progress]').first().waitFor();
  await act(page, 'messages', { progress: 'email', callback: 'email', office: 'app', quiet_from: '07:00', quiet_until: '21:00' }).then(
    () => sees(false, 'a quiet time that leaves nothing open must be refused'),
    (why) => sees(why.message.includes('至少留一个小时'), why.message),
  );
  sees(await page.locator('input[name=progress][value=email]').isChecked(), 'what was chosen survives the refusal');
  neighbour.complaints.splice(0);
  await judge(neighbour, 'how-told-refused', 'phone');
  await act(page, 'messages', { quiet_from: '18:30', quiet_until: '09:00' });
  sees((await page.inputValue('input[name=quiet_from]')) === '18:30', 'the quiet evening must be kept');
  await judge(neighbour, 'how-told', 'phone');

  await until(page, '/my/messages', async () => {
    if (await page.locator('form[action="/my/messages/reading"]').count()) await act(page, 'messages/reading');
    return !(await page.locator('.unread-count').count());
  }, 'nothing must be unread before');

  await tellWhat(page, '请问物业费什么时候交？', { category: 'property-fee' });
  await tellWhere(page, '云杉里3幢');
  await send(page);
  await codeOf(page);
  const receipt = await (await neighbour.context.request.get('/receipt', { headers: { accept: 'application/json' } })).json();
  const number = receipt.case.case_no;
  await asStaff(browser, base, 'clerk', async (desk) => {
    const found = await (await desk.context().request.get(`/desk/cases?q=${number}`, { headers: { accept: 'application/json' } })).json();
    await desk.goto(`/desk/cases/${found.cases[0].id}`);
    await act(desk, 'answer', { text: '每年 3 月和 9 月交，工作日 10:30 到 13:00 也有人收。' });
  });

  const answered = page.locator('ul.messages > li', { hasText: number });
  await until(page, '/my/messages', () => answered.count(), `the answer to ${number} must lie in the inbox`);
  sees(await answered.first().evaluate((e) => e.classList.contains('unread')), 'and be unread');
  sees((await page.locator('.tabbar a[href="/account"] .unread-count').innerText()).trim().startsWith('1'), 'the account must show that one is unread');
  await judge(neighbour, 'inbox', 'phone');

  await answered.first().locator('button').focus();
  await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
  sees(!(await page.locator('.unread-count').count()), 'read, it is counted no more');
  await answered.first().locator('a').focus();
  await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
  sees((await page.locator('main').innerText()).includes('10:30'), 'its link must lead to the answer');
  await neighbour.close();

  const wide = await visitor(browser, base, 'wide');
  await signIn(wide.page, 'neighbour');
  await wide.page.goto('/my/messages');
  await judge(wide, 'inbox', 'wide');
  await wide.page.goto('/account/messages');
  await judge(wide, 'how-told', 'wide');
  await wide.close();
  const elder = await visitor(browser, base, 'elder');
  await signIn(elder.page, 'neighbour');
  await elder.page.goto('/my/messages');
  await judge(elder, 'inbox', 'elder');
  await elder.page.goto('/account/messages');
  await judge(elder, 'how-told', 'elder');
  await elder.close();
}
