import { act, refusals, send } from '../lib/acts.mjs';
import { civil, comes, councilOf, needed, post, tonight, told, written } from '../lib/council.mjs';
import { staff } from '../lib/desk.mjs';
import { judge } from '../lib/judge.mjs';
import { goes, reach } from '../lib/keys.mjs';
import { signIn } from '../lib/people.mjs';
import { sees, visitor } from '../lib/rig.mjs';
import { until } from '../lib/wait.mjs';

export const name = 'a resident from the first words of a proposal to the rating of what came of it, through all six steps';

const sizes = { phone: { width: 390, height: 844 }, wide: { width: 1440, height: 900 } };
const home = 'QS02-01-003';
const title = '单元门口的台阶松了要修';
const question = '松动的台阶怎么修，修好以前怎么走？';

const text = (page) => page.locator('main').innerText();
const reads = async (page, words, why) => sees((await text(page)).includes(words), why);

export async function walk(browser, base) {
  const resident = await visitor(browser, base, 'phone');
  await signIn(resident.page, 'neighbour');
  const keeper = await staff(browser, base, 'secretary2');

  const proposal = await proposes(resident);
  await reached(browser, base, keeper, proposal);
  const matter = await answered(keeper, proposal);
  await needs(resident, keeper, matter);
  await options(resident, keeper, matter);
  await talk(resident, keeper, matter);
  await evening(browser, base, keeper, matter);
  await decided(keeper, matter);
  await done(browser, base, keeper, matter);
  await rated(browser, base, keeper, proposal, matter);
  await resident.close();
  await keeper.close();
}

// What and where, what is like it, then the text; the own support is one tap.
async function proposes(resident) {
  const { page } = resident;
  await page.goto('/proposals/new');
  await page.fill('input[name=title]', title);
  await page.fill('input[name=place_name]', home);
  await goes(page, 'Enter');
  const alike = page.locator('main .rows a');
  sees(await alike.count(), 'what is like it is shown before anything is written');
  await judge(resident, 'chain-alike', 'phone');
  await act(page, 'proposals', { text: '三级台阶有两级会晃，下雨天老人摔过。', offer: '我可以带人看是哪几级。', shown_name: '叶师傅' });
  const proposal = new URL(page.url()).pathname;
  await act(page, 'supports');
  await reads(page, '您已附议', 'one stands behind it');
  return proposal;
}

// Neighbours come to the desk, ring up and sign on paper, up to the threshold. A paper counts once a second person has read it.
async function reached(browser, base, keeper, proposal) {
  const stamp = String(Date.now()).slice(-5);
  const papers = [['paper', '甲'], ['paper', '乙']];
  for (const [way, who] of [['desk', '丙'], ['phone', '丁'], ...papers]) await writesDown(keeper.page, proposal, way, `楼里邻居${who}${stamp}`);
  await reads(keeper.page, '3 / 5', 'a paper read once does not count yet');
  const second = await staff(browser, base, 'clerk');
  for (const [way, who] of papers) await writesDown(second.page, proposal, way, `楼里邻居${who}${stamp}`);
  await second.close();
  await keeper.page.goto(proposal);
  await reads(keeper.page, '等待答复', 'the threshold is reached and an answer is owed');
  await judge(keeper, 'chain-reached', 'wide');
}

async function writesDown(page, proposal, way, who) {
  await page.goto(proposal);
  await send(page.locator(`form[action="${proposal}/supports"]:has([name=home])`), { way, name: who, home, confirmed: 'true' });
  const told = await refusals(page);
  sees(!told.length, `not written down: ${told.join(' ')}`);
}

// A yes makes an ordinary matter, which takes its weeks. What is loose underfoot has a matter on the short way, and the two
// become one: sources and supporters go along.
async function answered(keeper, proposal) {
  const { page } = keeper;
  await act(page, 'first-word', { text: '看到了，今天就去看。' });
  await act(page, 'answer', { verdict: 'matter', reason: '看过了，确实会晃，先立为议题。', question, topic: '楼道' });
  const ordinary = await page.locator('main a[href^="/matters/"]').first().getAttribute('href');
  await page.goto(await councilOf(page));
  await act(page, 'matters', { question, topic: '楼道', track: 'urgent', place_name: home, source: 'body', source_title: '社区当天去看过' });
  const { matters } = await told(page, '/matters');
  const urgent = matters.find((m) => m.question === question && `/matters/${m.id}` !== ordinary);
  await page.goto(ordinary);
  await act(page, 'merger', { into: urgent.code, reason: '台阶会晃，走紧急的路' });
  const matter = `/matters/${urgent.id}`;
  await judge(keeper, 'chain-merged', 'wide');
  await page.goto(matter);
  sees(await page.locator(`main a[href="${proposal}"]`).count(), 'the matter keeps the proposal it comes from');
  return matter;
}

const passes = async (page, matter, step) => {
  await page.goto(matter);
  await act(page, 'passages');
  await reads(page, step, `it must have gone on to ${step}`);
};

// Said on a phone, at a desk, by telephone and on paper; what troubles people is named and answered.
async function needs(resident, keeper, matter) {
  await resident.page.goto(matter);
  await act(resident.page, 'responses', { text: '第二级踩上去会翘。', place_name: home });
  await act(resident.page, 'concerns', { text: '下雨天看不出哪级松了' });
  await judge(resident, 'chain-needs', 'phone');
  const { page } = keeper;
  for (const way of ['desk', 'phone', 'paper', 'paper']) {
    await page.goto(matter);
    await act(page, 'responses', { text: '老人不敢走这边。', place_name: home, way });
  }
  await act(page, 'joinings');
  await act(page, 'judgement', { taken_up: 'true' });
  await judge(keeper, 'chain-needs', 'wide');
  await passes(page, matter, '提方案');
}

async function options(resident, keeper, matter) {
  await resident.page.goto(matter);
  await act(resident.page, 'options', { title: '拆掉重砌三级', text: '先用木板盖住，重砌三级，再加一根扶手。' });
  await judge(resident, 'chain-options', 'phone');
  const { page } = keeper;
  await page.goto(matter);
  await act(page, 'pricing', {
    once_low: '1200', once_high: '1800', yearly: '0', price_source: '物业公司询价', money_from: '小区公共收益', responsible: '物业公司', undertaken: 'true',
    feasibility_by: '社区和物业', feasible: 'true', duration_days: '3',
  });
  await judge(keeper, 'chain-options', 'wide');
  await passes(page, matter, '议事项');
}

async function talk(resident, keeper, matter) {
  await resident.page.goto(matter);
  await act(resident.page, 'arguments', { side: 'question', text: '砌的那两天从哪儿走？' });
  await act(resident.page, 'arguments', { side: 'for', text: '钱不多，早修早安心。' });
  const { page } = keeper;
  await page.goto(matter);
  await act(page, 'answer', { text: '走东侧坡道，早晚有人扶。' });
  await act(page, 'freezing');
  await resident.page.goto(matter);
  await reads(resident.page, '走东侧坡道', 'who asked reads the answer');
  await judge(resident, 'chain-talk', 'phone');
}

// The council talks it over tonight and nobody objects; minutes go out the same evening.
async function evening(browser, base, keeper, matter) {
  const { page } = keeper;
  const about = { title: question, matter: matter.split('/').pop() };
  const meeting = await tonight(page, await councilOf(page), [{ kind: 'discuss', ...about }], '加一项：台阶会晃，趁大家都在');
  const taker = await staff(browser, base, 'clerk2');
  const need = await needed(page, meeting);
  await comes(taker.page, meeting, need);
  await page.goto(meeting);
  await act(page, 'opening');
  const added = await post(page, `${meeting}/items`, { ...about, rule_name: 'consent', money: 0, agree: need });
  sees(added.done, `the item must be added: ${added.said}`);
  await page.goto(meeting);
  sees(await page.locator(`main a[href="${matter}"]`).count(), 'the agenda leads to the matter');
  await send(page.locator('form[action$="/results"]:has([value=no_objection])'), { asked_aloud: 'true', objections: '0' });
  await reads(page, '通过', 'nobody objects');
  await act(page, 'closure');
  await written(taker.page, meeting, ['看了照片，问了钱从哪儿来。', '没有人不同意，三天内修好。']);
  await taker.close();
}

async function decided(keeper, matter) {
  const { page } = keeper;
  await passes(page, matter, '定方案');
  await act(page, 'resolution', { text: '拆掉重砌三级台阶，三天内完成。', force: 'commitment' });
  await judge(keeper, 'chain-decided', 'wide');
  await passes(page, matter, '促落实');
}

// Whoever is named takes it on; somebody else sees that it is done.
async function done(browser, base, keeper, matter) {
  const { page } = keeper;
  await page.goto(matter);
  const owner = { owner_name: '物业管理办公室', owner_login: 'handler-wuye' };
  await act(page, 'tasks', { title: '重砌三级台阶', to_be_seen: '三级台阶踩着不晃', ...owner, due: civil(3 * 24 * 60).slice(0, 10) });
  await judge(keeper, 'chain-asked', 'wide');
  const unit = await staff(browser, base, 'unit', 'phone');
  await unit.page.goto(matter);
  await act(unit.page, 'acceptance');
  await reads(unit.page, '已认领', 'it is taken on');
  await judge(unit, 'chain-accepted', 'phone');
  await act(unit.page, 'done', { evidence: '三级台阶都重砌了，踩着不晃' });
  await reads(unit.page, '三级台阶都重砌了', 'what its owner says is read by everybody');
  await unit.close();
  await page.goto(matter);
  await act(page, 'verification', { evidence: '三级都踩过，不晃了', witness: '楼组长' });
  await reads(page, '已验收', 'somebody else has seen it');
  await passes(page, matter, '评效果');
}

// Rated on a phone in large type with the keyboard alone, once; the days to rate are not over, so nothing is settled.
async function rated(browser, base, keeper, proposal, matter) {
  const elder = await visitor(browser, base, 'elder');
  const { page } = elder;
  await signIn(page, 'neighbour');
  await until(page, '/my/messages', () => page.locator(`a[href="${proposal}"]`).count(), 'the answer is in the inbox');
  await page.goto(matter);
  await judge(elder, 'chain-rate', 'elder');
  await reach(page, '[name=solved]');
  await page.keyboard.press('Space');
  await reach(page, '[name=satisfied]');
  await page.keyboard.press('Space');
  await page.keyboard.press('ArrowDown');
  await reach(page, '[name=eased]');
  await page.keyboard.press('ArrowDown');
  await reach(page, '[name=done]');
  await page.keyboard.press('Space');
  await reach(page, 'textarea[name=text]');
  await page.keyboard.type('下雨天也敢走了。');
  await reach(page, 'form[action$="/ratings"] button');
  await goes(page, 'Enter');
  await reads(page, '1 人评价了', 'the rating counts');
  await judge(elder, 'chain-rated', 'elder');
  const again = page.locator('form[action$="/ratings"]');
  if (await again.count()) {
    await send(again, { solved: 'yes', satisfied: '5' });
    sees((await refusals(page)).join(' ').includes('已经评过'), 'each rates once');
    elder.complaints.splice(0);
  }
  await elder.close();

  const desk = keeper.page;
  for (const way of ['phone', 'paper', 'desk', 'paper']) {
    await desk.goto(matter);
    await act(desk, 'ratings', { solved: 'yes', satisfied: '4', done: 'true', way });
  }
  await act(desk, 'statement', { text: '修好以后没有人再摔。' });
  const { gate, marks, ratings } = await told(desk, matter);
  sees(ratings.all === 5 && gate.filter((c) => !c.met).map((c) => c.condition).join() === 'days', `only the days are missing: ${JSON.stringify(gate)}`);
  sees(!(await desk.locator('form[action$="/passages"]').count()), 'and nobody is offered to settle it before');
  sees(marks.filter((m) => m.done).length === 5 && marks[5].now, `five steps are behind it: ${JSON.stringify(marks)}`);
  const anybody = await visitor(browser, base, 'phone');
  await anybody.page.goto(matter);
  const chain = ['走过的路', '说过什么', '拆掉重砌三级', '走东侧坡道', '三级都踩过', '5 人评价'];
  for (const words of chain) await reads(anybody.page, words, `the page of the chain must show ${words}`);
  for (const look of ['phone', 'wide']) {
    await anybody.page.setViewportSize(sizes[look]);
    await judge(anybody, 'chain-whole', look);
  }
  await anybody.close();
}
