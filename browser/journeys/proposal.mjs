import { act, fill } from '../lib/acts.mjs';
import { judge } from '../lib/judge.mjs';
import { password, signIn } from '../lib/people.mjs';
import { sees, visitor } from '../lib/rig.mjs';
import { until } from '../lib/wait.mjs';

export const name = 'a resident proposes, neighbours stand behind it by tap and by desk, the council answers';

export async function walk(browser, base) {
  const author = await visitor(browser, base, 'phone');
  const { page } = author;
  // Anybody reads; writing asks for a sign-in.
  await page.goto('/proposals');
  await judge(author, 'proposals', 'phone');
  await signIn(page, 'neighbour');

  // What and where first, with the keyboard alone.
  await page.goto('/proposals');
  await Promise.all([page.waitForNavigation(), page.click('a[href="/proposals/new"]')]);
  await judge(author, 'proposal-begin', 'phone');
  await page.focus('input[name=title]');
  await page.keyboard.type('晚上在活动室办夜校');
  await page.keyboard.press('Tab');
  const place = 'QS02-01-003';
  await page.keyboard.type(place);
  await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
  const alike = page.locator('main .rows a', { hasText: '夜校' });
  sees(await alike.count(), 'the night school of the street must be shown as like it');
  await judge(author, 'proposal-write', 'phone');

  // Bad input keeps every word.
  const form = page.locator('form[action="/proposals"]');
  await form.locator('[name=text]').fill('活动室晚上空着，每周两晚。');
  await form.locator('[name=title]').fill('晚上在活动室办夜校');
  await form.locator('[name=place_name]').fill('不知道的地方');
  await form.locator('[name=shown_name]').fill('叶师傅');
  await Promise.all([page.waitForNavigation(), form.locator('button').last().click()]);
  sees((await page.locator('[name=text]').inputValue()).includes('每周两晚'), 'a refusal loses no word');
  sees(await page.locator('.field.bad [name=place_name]').count(), 'what is wrong stands beside its field');
  // The browser itself says that the answer was a refusal.
  author.complaints.splice(0);
  await judge(author, 'proposal-refused', 'phone');
  await act(page, 'proposals', { place_name: place, offer: '我来开门' });
  const proposal = new URL(page.url()).pathname;
  sees(/^\/proposals\/[0-9a-f-]{36}$/.test(proposal), `the proposal has its page: ${proposal}`);
  await judge(author, 'proposal-fresh', 'phone');

  // Two taps: the page is opened, the button is pressed.
  await act(page, 'supports');
  sees((await page.locator('main').innerText()).includes('您已附议'), 'one stands behind it');
  await author.close();

  // The secretary of the place writes down who came to the desk; the fifth reaches the threshold.
  const desk = await visitor(browser, base, 'wide');
  await desk.page.goto('/sign-in?by=password&next=/account');
  await desk.page.fill('input[autocomplete=username]', 'secretary-02');
  await desk.page.fill('input[type=password]', password);
  await Promise.all([desk.page.waitForNavigation(), desk.page.press('input[type=password]', 'Enter')]);
  await desk.page.goto(proposal);
  const stamp = String(Date.now()).slice(-5);
  for (const who of ['甲', '乙', '丙', '丁']) {
    await writeDown(desk.page, { way: 'desk', name: `邻居${who}${stamp}`, home: place, confirmed: 'true' });
  }
  const reached = await desk.page.locator('main').innerText();
  sees(reached.includes('5 / 5') && reached.includes('等待答复'), 'the threshold is reached and the clock runs');
  await judge(desk, 'proposal-reached', 'wide');
  await act(desk.page, 'first-word', { text: '看到了，下周例会上议。' });
  await act(desk.page, 'answer', { verdict: 'matter', reason: '大家都想学，先问清楚。', question: '活动室的夜校怎么办？', topic: '公共空间' });
  await judge(desk, 'proposal-answered', 'wide');
  const matter = await desk.page.locator('a[href^="/matters/"]').first().getAttribute('href');
  await desk.page.goto(matter);
  sees(await desk.page.locator(`a[href="${proposal}"]`).count(), 'the matter keeps where it comes from');
  await desk.page.goto('/overdue');
  await judge(desk, 'overdue', 'wide');
  await desk.page.goto('/residences/new');
  await judge(desk, 'residence', 'wide');
  await desk.close();

  // The author is told, and finds the answer from the message, in large type.
  const elder = await visitor(browser, base, 'elder');
  await signIn(elder.page, 'neighbour');
  await until(elder.page, '/my/messages', () => elder.page.locator(`a[href="${proposal}"]`).count(), 'the answer is in the inbox');
  await elder.page.goto(proposal);
  sees((await elder.page.locator('main').innerText()).includes('采纳，立为议题'), 'the answer is public');
  await judge(elder, 'proposal-answered', 'elder');
  await elder.close();
}

// Somebody at the desk stands behind it: the folded form beside the reader's own button.
async function writeDown(page, words) {
  await page.locator('details.confirm', { has: page.locator('form[action$="/supports"]') }).locator('summary').first().click();
  const form = page.locator('details form[action$="/supports"]');
  for (const [name, value] of Object.entries(words)) await fill(form, name, value);
  await Promise.all([page.waitForNavigation(), form.locator('button').last().click()]);
  sees(!(await page.locator('.errors[role=alert]').count()), `not written down: ${await page.locator('main').innerText()}`);
}
