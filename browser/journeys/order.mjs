import { act, refusals, send } from '../lib/acts.mjs';
import { post, told } from '../lib/council.mjs';
import { asStaff, staff } from '../lib/desk.mjs';
import { judge } from '../lib/judge.mjs';
import { signIn } from '../lib/people.mjs';
import { sees, visitor } from '../lib/rig.mjs';

export const name = 'a proposal is hidden in public and comes back, a step gets more time, a seat gets a substitute, an election is drafted';

const sizes = { phone: { width: 390, height: 844 }, wide: { width: 1440, height: 900 } };
const words = '活动室借给合唱团，物业的李四光收了钱不办事。';

const text = (page) => page.locator('main').innerText();
const reads = async (page, said, why) => sees((await text(page)).includes(said), why);

async function inBoth(visit, name) {
  for (const look of ['phone', 'wide']) {
    await visit.page.setViewportSize(sizes[look]);
    await judge(visit, name, look);
  }
}

export async function walk(browser, base) {
  const resident = await visitor(browser, base, 'phone');
  await signIn(resident.page, 'neighbour');
  await curbed(browser, base, resident);
  await resident.close();
  const street = await staff(browser, base, 'officer');
  await longer(browser, base, street);
  await seats(browser, base, street);
  await street.close();
}

// Flagged by a reader, hidden with a public ground, objected to by its author, undone by another hand.
async function curbed(browser, base, resident) {
  const { page } = resident;
  await page.goto(`/proposals/new?title=${encodeURIComponent('活动室借给合唱团')}&place_name=QS02-01-003`);
  await act(page, 'proposals', { text: words, shown_name: '叶师傅' });
  const proposal = new URL(page.url()).pathname;
  await asStaff(browser, base, 'clerk', async (clerk) => {
    await clerk.goto(proposal);
    await act(clerk, 'flags', { ground: 'personal_data' });
  });
  await asStaff(browser, base, 'secretary2', async (keeper, visit) => {
    await keeper.goto('/moderation');
    sees(await keeper.locator(`a[href="${proposal}"]`).count(), 'what readers flagged lies before whoever moderates');
    await inBoth(visit, 'order-flagged');
    await keeper.goto(proposal);
    await act(keeper, 'moderation', { act: 'hide', ground: 'personal_data' });
    await judge(visit, 'order-hidden', 'wide');
  });

  const anybody = await visitor(browser, base, 'phone');
  await anybody.page.goto(proposal);
  await reads(anybody.page, '内容已隐藏', 'that it is hidden is said');
  sees(!(await text(anybody.page)).includes('李四光'), 'its words are read by nobody');
  await judge(anybody, 'order-hidden', 'phone');
  await Promise.all([anybody.page.waitForNavigation(), anybody.page.click('main a[href^="/moderation#"]')]);
  sees(!(await text(anybody.page)).includes('李四光'), 'the log does not repeat what it hides');
  await inBoth(anybody, 'order-log');

  await page.goto('/moderation');
  await act(page, 'objection', { text: '我把名字去掉，别的都是事实。' });
  await reads(page, '有异议，待决定', 'the objection stands in the log');
  await judge(resident, 'order-objected', 'phone');
  await asStaff(browser, base, 'officer', async (street, visit) => {
    await street.goto('/moderation');
    await act(street, 'opening');
    await reads(street, '别的都是事实', 'whoever decides reads what was hidden and what was said to it');
    await inBoth(visit, 'order-opened');
    await act(street, 'verdict', { reason: '名字已请提案人改掉，其余恢复。' });
    await reads(street, '已恢复', 'another hand undoes it');
  });
  await anybody.page.goto(proposal);
  await reads(anybody.page, '借给合唱团', 'the words are back');
  await anybody.close();
}

// More time is given once, by somebody else than whoever keeps the matter.
async function longer(browser, base, street) {
  const { page } = street;
  const { matters } = await told(page, '/matters');
  const found = matters.find((m) => m.state === 'walking' && m.step === 'deliberation');
  sees(found, 'a matter of the street must be talked over');
  const matter = `/matters/${found.id}`;
  await page.goto(matter);
  await send(page.locator('form[action$="/extension"]'), { days: '400', reason: '等设计院的图' });
  sees((await refusals(page)).length, 'more days than the step has are refused');
  sees((await page.locator('form[action$="/extension"] [name=reason]').inputValue()) === '等设计院的图', 'and the reason survives');
  street.complaints.splice(0);
  await judge(street, 'order-longer-refused', 'wide');
  await act(page, 'extension', { days: '5', reason: '等设计院的图' });
  sees(!(await page.locator('form[action$="/extension"]').count()), 'once a step');
  const anybody = await visitor(browser, base, 'phone');
  await anybody.page.goto(matter);
  await reads(anybody.page, '已延期 5 天', 'everybody reads how long and why');
  await inBoth(anybody, 'order-longer');
  await anybody.close();
}

// Somebody stands in for a seat; another seat is given up and an election is drafted for it.
async function seats(browser, base, street) {
  const { page } = street;
  const { bodies } = await told(page, '/bodies');
  const body = `/bodies/${bodies.filter((b) => b.kind === 'community').pop().id}`;
  await page.goto(body);
  await act(page, 'substitute', { shown_name: '替班的苗阿姨', interests_declared: 'true' });
  await reads(page, '替补：替班的苗阿姨', 'who stands in is named in public');

  const { roster } = await told(page, body);
  const leaves = roster.filter((seat) => seat.category === 'resident').pop();
  const left = await post(page, `/memberships/${leaves.id}/ending`, { reason: '搬到外地去住' });
  sees(left.done, `the seat must be given up: ${left.said}`);
  await page.goto(`${body}/elections`);
  await inBoth(street, 'order-vacant');
  await act(page, 'elections', { question: '选谁当居民代表？', seats: '1', candidates: '柳明远\n池若兰', scope: '本社区的住户' });
  await reads(page, '选谁当居民代表', 'the ballot is drafted');
  await inBoth(street, 'order-drafted');
}
