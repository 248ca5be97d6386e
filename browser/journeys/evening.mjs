import { act, refused, send } from '../lib/acts.mjs';
import { civil, comes, councilOf, needed, planned, post, told, tonight, written } from '../lib/council.mjs';
import { asStaff, staff } from '../lib/desk.mjs';
import { judge } from '../lib/judge.mjs';
import { goes, reach, unfolds } from '../lib/keys.mjs';
import { signIn } from '../lib/people.mjs';
import { sees, visitor } from '../lib/rig.mjs';

export const name = 'a convenor\'s evening from the notice to sealed minutes: quorum, an urgent item, a correction from a phone, two hands';

const sizes = { phone: { width: 390, height: 844 }, wide: { width: 1440, height: 900 } };
const agenda = ['讨论 | 楼下的健身角怎么分时段', '表决 | 健身角早上七点开 | ordinary', '通报 | 上个月的路灯'];
const urgent = '北门的积水今晚先铺沙袋';

const text = (page) => page.locator('main').innerText();
const reads = async (page, words, why) => sees((await text(page)).includes(words), why);

export async function walk(browser, base) {
  const chair = await staff(browser, base, 'secretary');
  const taker = await staff(browser, base, 'clerk', 'tablet');
  const neighbour = await visitor(browser, base, 'elder');
  await signIn(neighbour.page, 'neighbour');

  const council = await councilOf(chair.page);
  await called(chair, await planned(chair.page, council));
  const meeting = await begins(chair, council);
  await printed(chair, taker, meeting);
  await arrives(chair, taker, neighbour, meeting);
  await decides(chair, taker, meeting);
  await minutes(browser, base, chair, taker, neighbour, meeting);
  await neighbour.close();
  await seals(browser, base, chair, taker);
  await chair.close();
  await taker.close();
}

// The notice, with the keyboard alone: too short without a reason, and sent with it.
async function called(chair, meeting) {
  const { page } = chair;
  const form = 'form[action$="/notices"]';
  await page.goto(meeting);
  await unfolds(page, form);
  await reach(page, '[name=agenda]');
  await page.keyboard.type(agenda.join('\n'));
  await reach(page, '[name=extraordinary]');
  await goes(page, 'Enter');
  await reads(page, '通知要提前', 'a notice on short time asks for its reason');
  sees((await page.locator('[name=agenda]').inputValue()).includes('健身角'), 'the agenda must survive the refusal');
  chair.complaints.splice(0);
  await judge(chair, 'evening-short', 'wide');
  await unfolds(page, form);
  await reach(page, '[name=extraordinary]');
  await page.keyboard.type('天气预报后天大雨，北门会积水');
  await goes(page, 'Enter');
  await reads(page, '临时召集', 'the reason stands on the page for everybody');
  await judge(chair, 'evening-called', 'wide');

  await refused(chair, page.locator(`form[action="${meeting}/opening"]`), {}, '还没到时间');
  const early = await post(page, `${meeting}/notices`, { items: items(), why_changed: '改到今晚', from: new Date(Date.now() + 20 * 60_000).toISOString() });
  sees(!early.done && early.said.includes('notice-earlier'), `nobody is called for tonight by a second notice: ${early.said}`);
}

function items() {
  const kinds = ['discuss', 'decide', 'briefing'];
  return agenda.map((line, n) => ({ kind: kinds[n], title: line.split('|')[1].trim(), rule_name: n === 1 ? 'ordinary' : '' }));
}

// The evening that was called in time begins a little later, with three points.
async function begins(chair, council) {
  const { page } = chair;
  const meeting = await tonight(page, council, items(), '主持人在路上，晚一点开始');
  await page.goto(meeting);
  await reads(page, '改了：主持人在路上', 'a changed notice says what it changes');
  return meeting;
}

// The notice and the sheet at the door, on the page, on paper and as a file.
async function printed(chair, taker, meeting) {
  for (const [visit, kind, words] of [[chair, 'notice', '健身角'], [taker, 'sign-in-sheet', '签名']]) {
    const { page } = visit;
    await page.goto(meeting);
    await Promise.all([page.waitForNavigation(), page.click(`a[href="${meeting}/${kind}"]`)]);
    sees((await page.locator('body').innerText()).includes(words), `${kind} must say ${words}`);
    for (const look of ['phone', 'wide']) {
      await page.setViewportSize(sizes[look]);
      await judge(visit, `evening-${kind}`, look);
    }
    await page.emulateMedia({ media: 'print' });
    await judge(visit, `evening-${kind}`, 'print');
    await page.emulateMedia({ media: 'screen' });
    await file(page, `${meeting}/${kind}.docx`);
  }
}

async function file(page, address) {
  const answer = await page.context().request.get(address);
  const bytes = await answer.body();
  sees(answer.ok() && bytes.subarray(0, 2).toString() === 'PK', `${address} must be a document: ${answer.status()}`);
}

// One by the code in the room, one by a line of the sheet, the members by the roster: one fewer than a quorum.
async function arrives(chair, taker, neighbour, meeting) {
  await chair.page.goto(`${meeting}/code`);
  await judge(chair, 'evening-code', 'wide');
  const { page } = neighbour;
  for (let tries = 0; ; tries += 1) {
    sees(tries < 5, 'the code in the room must let a neighbour in');
    // It is new every half minute.
    const { link } = await told(chair.page, `${meeting}/code`);
    await page.goto(new URL(link).pathname + new URL(link).search);
    await page.focus('input[name=code]');
    await goes(page, 'Enter');
    if ((await text(page)).includes('已经签到')) break;
  }
  neighbour.complaints.splice(0);
  await judge(neighbour, 'evening-arrived', 'elder');

  await taker.page.goto(meeting);
  const walkIn = taker.page.locator(`form[action="${meeting}/attendance"]:has([name=sheet_line])`);
  const line = { shown_name: '修车的师傅', place_name: '', door: 'sheet', sheet_line: '' };
  await refused(taker, walkIn, line, '签到表');
  sees((await walkIn.locator('[name=shown_name]').inputValue()) === line.shown_name, 'the name must survive the refusal');
  await act(taker.page, 'attendance');
  await send(walkIn, { ...line, sheet_line: '1' });
  await comes(taker.page, meeting, (await needed(taker.page, meeting)) - 2);
  await judge(taker, 'evening-door', 'tablet');
}

// Below the quorum nothing is decided: neither added nor voted on.
async function decides(chair, taker, meeting) {
  const { page } = chair;
  const need = await needed(page, meeting);
  await page.goto(meeting);
  await act(page, 'opening');
  await reads(page, `实到 ${need - 1} · 法定 ${need}`, 'who is there stands beside who has to be');
  await reads(page, '人数不足', 'and that it is not enough');
  sees(!(await page.locator('form[action$="/results"]').count()), 'what was not announced in time is not put to the room');
  await judge(chair, 'evening-few', 'wide');
  const item = { title: urgent, rule_name: 'consent', money: 0, agree: need - 1 };
  const early = await post(page, `${meeting}/items`, item);
  sees(!early.done && early.said.includes('no-quorum'), `nothing is added below the quorum: ${early.said}`);

  await comes(taker.page, meeting, 1);
  await reads(taker.page, `实到 ${need} · 法定 ${need}`, 'the door shows it at once');
  const added = await post(page, `${meeting}/items`, { ...item, agree: need });
  sees(added.done, `two thirds of those present add an item: ${added.said}`);

  // Somebody goes out for a moment: the vote waits for them.
  await taker.page.goto(meeting);
  await act(taker.page, 'departures');
  await page.goto(meeting);
  await reads(page, '当场增加', 'the urgent item stands on the agenda');
  const asked = page.locator('form[action$="/results"]:has([value=no_objection])');
  await refused(chair, asked, { asked_aloud: 'true', objections: '0' }, `人数不足：${need - 1} / ${need}`);
  await comes(taker.page, meeting, 1);
  await page.goto(meeting);
  await send(asked, { asked_aloud: 'true', objections: '0' });
  await reads(page, '通过', 'with the quorum it passes');
  for (const look of ['phone', 'wide']) {
    await page.setViewportSize(sizes[look]);
    await judge(chair, 'evening-decided', look);
  }
  await act(page, 'closure');
  await reads(page, `实到 ${need} · 法定 ${need}`, 'closed, it still says who was there');
}

// Written, circulated, corrected by somebody who was there; sealed only after the days to answer.
async function minutes(browser, base, chair, taker, neighbour, meeting) {
  await taker.page.goto(meeting);
  await send(taker.page.locator(`form[action="${meeting}/minutes"]:has([name=item][value="1"])`), { text: '早上老人多，傍晚孩子多。' });
  await refused(taker, taker.page.locator(`form[action="${meeting}/minutes/circulation"]`), {}, '第 2 项');
  await judge(taker, 'evening-writing', 'tablet');
  await written(taker.page, meeting, ['早上老人多，傍晚孩子多。', '没有按时写进通知，下次再表决。', '路灯修好了十一盏。', '今晚八点前铺好沙袋。']);
  await judge(taker, 'evening-circulated', 'tablet');

  const stranger = await visitor(browser, base, 'phone');
  await stranger.page.goto(meeting);
  sees(!(await text(stranger.page)).includes('傍晚孩子多'), 'nobody else reads minutes before they are sealed');
  await stranger.close();

  const { page } = neighbour;
  await page.goto(meeting);
  await reads(page, '傍晚孩子多', 'who was there reads what was written');
  const change = page.locator(`form[action="${meeting}/minutes/amendments"]:has([name=item][value="1"])`);
  await send(change, { text: '还说了周末上午留给轮椅。' });
  await judge(neighbour, 'evening-amended', 'elder');
  await taker.page.goto(meeting);
  const better = '早上老人多，傍晚孩子多，周末上午留给轮椅。';
  await act(taker.page, 'verdict', { verdict: 'accepted', reason: '录音里有这一句', text: better });
  await page.goto(meeting);
  await reads(page, better, 'an accepted correction stands in the item');
  await reads(page, '录音里有这一句', 'with the reason');
  await page.focus(`form[action="${meeting}/minutes/confirmation"] button`);
  await goes(page, 'Enter');
  await reads(page, '1 人确认', 'one confirms that it is right');
  await judge(neighbour, 'evening-confirmed', 'elder');

  await chair.page.goto(meeting);
  await refused(chair, chair.page.locator(`form[action="${meeting}/minutes/seal"]`), {}, '更正时间还没过');
}

// An evening of some weeks ago whose days to answer are over. Chair and minute-taker of that council have no sign-in here:
// the street names two who have.
async function seals(browser, base, chair, taker) {
  const { past } = await told(chair.page, '/meetings');
  const waits = past.find((m) => m.state === 'circulated' && m.from.slice(0, 10) < civil(-6 * 24 * 60).slice(0, 10));
  sees(waits, 'an evening of the street must wait for its seal');
  const meeting = `/meetings/${waits.id}`;
  await asStaff(browser, base, 'officer', async (page, visit) => {
    await page.goto(`/bodies/${(await told(page, meeting)).body}`);
    await act(page, 'offices', { office: 'chair', login: 'secretary-01', shown_name: '代理书记' });
    await act(page, 'offices', { office: 'minute_taker', login: 'clerk', shown_name: '街道受理员' });
    await judge(visit, 'evening-offices', 'wide');
  });
  await chair.page.goto(meeting);
  await act(chair.page, 'minutes/seal');
  await reads(chair.page, '主持人已签，等记录员', 'one hand is not enough');
  await judge(chair, 'evening-one-hand', 'wide');
  await taker.page.goto(meeting);
  await act(taker.page, 'minutes/seal');
  await reads(taker.page, '道封存', 'the second hand seals');

  const anybody = await visitor(browser, base, 'phone');
  const { page } = anybody;
  await page.goto(meeting);
  await reads(page, '纪要已封存', 'everybody reads that it is sealed');
  for (const look of ['phone', 'wide']) {
    await page.setViewportSize(sizes[look]);
    await judge(anybody, 'evening-sealed', look);
  }
  await Promise.all([page.waitForNavigation(), page.click(`a[href="${meeting}/minutes"]`)]);
  await reads(page, '到会的人都说了看法', 'sealed minutes can be printed');
  await judge(anybody, 'evening-minutes', 'wide');
  await page.emulateMedia({ media: 'print' });
  await judge(anybody, 'evening-minutes', 'print');
  await file(page, `${meeting}/minutes.docx`);
  await anybody.close();

  await chair.page.goto(meeting);
  await act(chair.page, 'minutes/addenda', { text: '记录里的“三栋”应为“三幢”。' });
  await reads(chair.page, '应为“三幢”', 'what comes later is a line of its own');
  await judge(chair, 'evening-addendum', 'wide');
}
