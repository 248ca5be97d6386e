// An evening of a council: planned, called, filled with people, written down. Addresses are paths of the site.
import { act, send } from './acts.mjs';
import { sees } from './rig.mjs';

export const told = async (page, address) => (await page.context().request.get(address, { headers: { accept: 'application/json' } })).json();

// What the form of a page has no field for: the same address takes it as JSON, with the token of the page.
export async function post(page, address, words) {
  const token = await page.locator('input[name=_csrf]').first().inputValue();
  const answer = await page.context().request.post(address, { data: words, headers: { accept: 'application/json', 'x-csrf-token': token } });
  return { done: answer.ok(), said: await answer.text() };
}

// The time in the street, so many minutes from now, as a field for date and time takes it.
export const civil = (minutes) => new Date(Date.now() + (minutes + 8 * 60) * 60_000).toISOString().slice(0, 16);

// The community's council that this reader calls together.
export async function councilOf(page) {
  for (const body of (await told(page, '/bodies')).bodies.filter((b) => b.kind === 'community')) {
    if ((await told(page, `/bodies/${body.id}`)).may.plan) return `/bodies/${body.id}`;
  }
  throw new Error('nobody here calls a council together');
}

// A meeting planned for tomorrow at this hour and two more; its address.
export async function planned(page, council) {
  await page.goto(council);
  await act(page, 'meetings', { from: civil(26 * 60), venue: '居委会一楼议事厅，门口无台阶' });
  const { meetings } = await told(page, council);
  const meeting = meetings.filter((m) => m.state === 'planned').pop();
  sees(meeting, 'the meeting must stand among those of the council');
  return `/meetings/${meeting.id}`;
}

// The evening for which the council was called together in time, with these points and begun a little later; its address. A
// second notice may say that: later is no surprise to whoever was told.
export async function tonight(page, council, items, why) {
  const soon = new Date(Date.now() + 20 * 60_000);
  const begins = (m) => new Date(m.from);
  const { meetings } = await told(page, council);
  const called = meetings.filter((m) => m.state === 'convened' && begins(m) <= soon).sort((a, b) => begins(b) - begins(a))[0];
  sees(called, 'a council must be called together for this evening');
  const meeting = `/meetings/${called.id}`;
  await page.goto(council);
  const { done, said } = await post(page, `${meeting}/notices`, { items, why_changed: why, from: soon.toISOString() });
  sees(done, `the notice must go out: ${said}`);
  return meeting;
}

// Members of the roster are ticked off as they come in.
export async function comes(page, meeting, n) {
  await page.goto(meeting);
  for (let k = 0; k < n; k += 1) {
    const seat = page.locator(`form[action="${meeting}/attendance"]:has([name=membership]):not(:has([name=substitute]))`).first();
    sees(await seat.count(), 'somebody of the roster must be left to come');
    await send(seat);
  }
}

export const needed = async (page, meeting) => (await told(page, meeting)).room.quorum.needed;

// What was said of each item, in the order of the agenda, and out to everybody who was there.
export async function written(page, meeting, texts) {
  await page.goto(meeting);
  for (const [n, text] of texts.entries()) {
    await send(page.locator(`form[action="${meeting}/minutes"]:has([name=item][value="${n + 1}"])`), { text });
  }
  await act(page, 'minutes/circulation');
}
