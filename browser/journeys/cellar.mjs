import { act, fill, photo } from '../lib/acts.mjs';
import { asStaff, newest, staff, told } from '../lib/desk.mjs';
import { atHand, copied, goneFrom, keeps } from '../lib/device.mjs';
import { judge } from '../lib/judge.mjs';
import { sees } from '../lib/rig.mjs';

export const name = 'a handler writes in a cellar without a network: note, photo and completion go out by themselves, once';

export async function walk(browser, base) {
  await told(browser, base, '地下室的水泵不转，积水到脚面了');
  const { address } = await newest(browser, base);
  await asStaff(browser, base, 'dispatcher', async (page) => {
    await page.goto(address);
    await act(page, 'dispatch');
  });

  const unit = await staff(browser, base, 'unit', 'phone');
  const { page, context } = unit;
  await atHand(page, address);
  await act(page, 'signing');
  await act(page, 'contact', { means: 'phone', note: '约好今天下午去地下室看。' });
  await page.goto(address);
  await copied(page, address, '/completion"');

  // Left while it is being kept, it is still there as it was.
  for (let turn = 0; turn < 4; turn++) {
    await page.goto(address);
    await underground(page, context);
    await context.setOffline(false);
  }
  await underground(page, context);
  await post(page, 'contact', { means: 'phone', note: '地下室没有信号，回到地面再打给您。' });
  await post(page, 'photos', { photos: photo });
  await post(page, 'completion', { result: 'solved', public_reply: '水泵换了保险丝，积水正在抽，今晚抽完。' });
  unit.complaints.splice(0);
  await judge(unit, 'case-offline', 'phone');

  await context.setOffline(false);
  await keeps(page, 3, 'sent');
  const view = await (await context.request.get(address, { headers: { accept: 'application/json' } })).json();
  const times = (event) => view.story.filter((s) => s.name === event).length;
  sees(times('contact_made') === 2 && times('case_completed') === 1, `once each: ${view.story.map((s) => s.name)}`);
  sees(view.photos.length === 1, 'one photo');

  await page.goto(address);
  await page.locator('a.waits').waitFor();
  unit.complaints.splice(0);
  await judge(unit, 'case-arrived', 'phone');
  await Promise.all([page.waitForNavigation(), page.click('a.waits')]);
  await page.locator('[data-outbox-list] .tag.ok').first().waitFor();
  await judge(unit, 'drafts-work', 'phone');

  await page.goto('/account');
  await Promise.all([page.waitForNavigation(), page.click('form[action="/sign-out"] button')]);
  await goneFrom(page, 'work');
  await unit.close();
}

async function underground(page, context) {
  await context.setOffline(true);
  await page.reload();
  sees(await page.locator('form[action$="/contact"]').count(), `the case must open from the phone, and this did: ${await page.title()} at ${page.url()}`);
}

// Filled in and pressed; it stays on the phone.
async function post(page, noun, words) {
  const form = page.locator(`form[action$="/${noun}"]`).first();
  const folded = page.locator('details:not([open])', { has: page.locator(`form[action$="/${noun}"]`) });
  if (await folded.count()) await folded.first().locator('summary').first().click();
  await page.locator(`form[action$="/${noun}"][data-bound]`).first().waitFor();
  for (const [name, value] of Object.entries(words)) await fill(form, name, value);
  await form.locator('button:not([type=button])').last().click();
  await form.locator('[data-kept-note]', { hasText: '已经存在这台手机上' }).waitFor();
}
