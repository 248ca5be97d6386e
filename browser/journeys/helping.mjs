import { act } from '../lib/acts.mjs';
import { staff } from '../lib/desk.mjs';
import { judge } from '../lib/judge.mjs';
import { goes, reach } from '../lib/keys.mjs';
import { signIn } from '../lib/people.mjs';
import { sees } from '../lib/rig.mjs';

export const name = 'a clerk acts for a resident: said on every page by the shown name, ended by its button and by signing out';

const sizes = { phone: { width: 390, height: 844 }, wide: { width: 1440, height: 900 } };
const home = 'QS02-01-003';
const banner = 'section.helping';

export async function walk(browser, base) {
  const desk = await staff(browser, base, 'clerk');
  const until = await begins(desk, '周阿姨');
  await stands(desk, until);
  await ends(desk);
  await signsOut(desk);
  await desk.close();
  await large(browser, base);
}

// With the keyboard alone: who it is, where they belong, that they stand here.
async function begins(visit, who) {
  const { page } = visit;
  await page.goto('/helping');
  await judge(visit, 'helping-begin', 'wide');
  await reach(page, '[name=name]');
  await page.keyboard.type(who);
  await reach(page, '[name=home]');
  await page.keyboard.type(home);
  await reach(page, '[name=confirmed]');
  await page.keyboard.press('Space');
  await reach(page, 'form[action="/helping"] button');
  await goes(page, 'Enter');
  const said = await page.locator(banner).innerText();
  const until = said.match(/到 (\d\d:\d\d) 自动结束/)?.[1];
  sees(until && said.includes('本人在场'), `the banner must say how they are there and until when: ${said}`);
  sees(minutesTo(until) > 0 && minutesTo(until) <= 30, `half an hour at most, not until ${until}`);
  return until;
}

// From now to a time of the street's clock, across midnight too.
function minutesTo(time) {
  const now = new Date(Date.now() + 8 * 3_600_000);
  const [hour, minute] = time.split(':').map(Number);
  return (hour * 60 + minute - now.getUTCHours() * 60 - now.getUTCMinutes() + 1440) % 1440;
}

// On every page, the ones that fail too, on a phone and at a desk; the name only as it is shown.
async function stands(visit, until) {
  const { page, complaints } = visit;
  for (const [name, address] of Object.entries({ home: '/', proposals: '/proposals', matters: '/matters', slip: '/helping', account: '/account', desk: '/desk/cases', nowhere: '/no-such-page' })) {
    await page.goto(address);
    const said = await page.locator(banner).innerText();
    sees(said.includes('正在替周**办事') && said.includes(until), `${address} must say for whom: ${said}`);
    sees(!(await page.locator('body').innerText()).includes('周阿姨'), `${address} must not say the whole name`);
    // That a page is not there is said by the browser too.
    complaints.splice(0);
    for (const look of ['phone', 'wide']) {
      await page.setViewportSize(sizes[look]);
      await judge(visit, `helping-${name}`, look);
    }
  }
}

async function ends(visit) {
  const { page } = visit;
  await page.goto('/proposals');
  await reach(page, `${banner} form button`, 6);
  await goes(page, 'Enter');
  sees(!(await page.locator(banner).count()), 'ended, nothing stands above the page');
  sees((await page.locator('body').innerText()).includes('周**'), 'the slip says who was helped');
  await judge(visit, 'helping-ended', 'wide');
  await page.goto('/proposals');
  sees(!(await page.locator(banner).count()), 'nor above the next');
}

// Whoever signs out leaves nobody behind for the next who sits down here.
async function signsOut(visit) {
  const { page } = visit;
  await begins(visit, '吴大爷');
  await page.goto('/account');
  await act(page, 'sign-out');
  await signIn(page, 'clerk');
  for (const address of ['/', '/helping']) {
    await page.goto(address);
    sees(!(await page.locator(banner).count()), `${address} must not act for anybody after signing out`);
  }
}

// In large type the banner and its button are as large as all the rest.
async function large(browser, base) {
  const visit = await staff(browser, base, 'clerk2', 'elder');
  const { page } = visit;
  await page.goto('/helping');
  await act(page, 'helping', { name: '郑奶奶', home, confirmed: 'true' });
  await page.goto('/proposals');
  sees((await page.locator(banner).innerText()).includes('正在替郑**办事'), 'it stands there too');
  await judge(visit, 'helping-proposals', 'elder');
  await act(page, 'helping/end');
  await visit.close();
}
