import { photo } from '../lib/acts.mjs';
import { asStaff } from '../lib/desk.mjs';
import { arrivals, atHand, byCode, codes, grainy, keeps, waitsHere } from '../lib/device.mjs';
import { judge } from '../lib/judge.mjs';
import { codeOf, on, send, tellWhat, tellWhere } from '../lib/report.mjs';
import { sees, visitor } from '../lib/rig.mjs';

export const name = 'a phone goes through a tunnel with three drafts: each goes out by itself, once, and a refused one is kept';

const registered = (browser, base) => asStaff(browser, base, 'clerk', async (page, { context }) => {
  const queue = await (await context.request.get('/desk/cases', { headers: { accept: 'application/json' } })).json();
  return queue.waiting.find((w) => w.state === 'registered')?.n || 0;
});

export async function walk(browser, base) {
  const before = await registered(browser, base);
  const phone = await visitor(browser, base, 'phone');
  const { page, context } = phone;
  const arrived = arrivals(context);
  await atHand(page, '/report');
  const large = await grainy(page, 1100);

  // The first: its place is chosen from the list, two photos are taken, and the tunnel comes while they are sent.
  await tellWhat(page, '高架桥下的路灯三盏都不亮', { category: 'roads-lamp', photos: [large, photo] });
  await page.fill('input[name=address_note]', '云杉里');
  await page.locator('#places-found input').first().check();
  const place = (await page.locator('#places-found label').first().innerText()).trim();
  await on(page);
  await tunnelAfterOnePiece(page, context);
  await page.click('[data-step-send]');
  await waitsHere(page, 1);
  sees(arrived.size > 0, 'some pieces went before the tunnel');
  await judge(phone, 'report-saved', 'phone');

  // The second and third are written in the dark: the form comes from the phone. The last one's number is no number.
  await write(page, '隧道口的井盖松了，车一过就响', '隧道东口');
  await write(page, '公交站台的顶棚漏雨', '云栖路站');
  await write(page, '绿化带的水管一直在流', '隧道西口', '12');
  await waitsHere(page, 4);
  await page.goto('/cases');
  // Another page says that there is no network, once what keeps drafts has been loaded.
  await page.locator('main [data-no-network]', { hasText: '现在没有网络' }).waitFor();
  await waitingList(page, 4);
  await judge(phone, 'drafts-offline', 'phone');

  await context.setOffline(false);
  const received = await codes(page, 3);
  sees(new Set(received).size === 3, `three receipts: ${received}`);
  await page.locator('[data-outbox-list] .tag.bad').waitFor();
  phone.complaints.splice(0);
  await judge(phone, 'drafts-sent', 'phone');
  const receipts = await Promise.all(received.map((code) => byCode(context, code)));
  sees(new Set(receipts.map((r) => r.case.case_no)).size === 3, 'three cases');
  sees(receipts.map((r) => r.photos.length).sort().join() === '0,0,2', 'the photos went with their own words');
  const withPhotos = receipts.find((r) => r.photos.length);
  sees(withPhotos.case.place && place.includes(withPhotos.case.place.split(' ').pop()), `the place must not be lost: ${withPhotos.case.place} for ${place}`);
  sees([...arrived.values()].every((n) => n === 1), 'what had arrived must not be sent again');
  sees((await registered(browser, base)) === before + 3, 'each of them once');

  // The refused one says why, is mended, and goes.
  const refused = page.locator('[data-outbox-list] li', { has: page.locator('.tag.bad') });
  sees((await refused.innerText()).includes('手机号'), 'what is wrong must stand beside it');
  await Promise.all([page.waitForNavigation(), refused.locator('[data-open]').click()]);
  await page.locator('[data-kept-note]', { hasText: '放回来了' }).waitFor();
  sees((await page.inputValue('textarea[name=text]')).includes('水管'), 'its words must be there');
  await on(page);
  await on(page);
  await page.fill('input[name=phone]', '');
  await send(page);
  await codeOf(page);
  sees((await registered(browser, base)) === before + 4, 'and that one, too, once');

  // Noted receipts are put away; a draft that is not wanted is thrown away on the second press.
  await page.goto('/drafts');
  await page.locator('[data-done]:visible').first().click();
  await codes(page, 2);
  await page.goto('/report');
  await page.locator('form[data-bound]').waitFor();
  await page.fill('textarea[name=text]', '写着写着不想说了');
  await keeps(page, 1, 'writing', '不想说了');
  await page.goto('/drafts');
  const unwanted = page.locator('[data-outbox-list] li', { hasText: '不想说了' });
  await unwanted.locator('[data-drop]').click();
  sees(await unwanted.count(), 'one press throws nothing away');
  // A list that is shown anew asks again.
  for (let n = 0; n < 5 && (await unwanted.count()); n += 1) {
    await unwanted.locator('[data-drop]').click();
    await unwanted.waitFor({ state: 'detached', timeout: 10_000 }).catch(() => {});
  }
  sees(!(await unwanted.count()), 'the second throws it away');
  await phone.close();
}

// The network goes with the first piece; the second waits for that, however slow the machine.
async function tunnelAfterOnePiece(page, context) {
  await page.evaluate(() => {
    const ask = window.fetch;
    let sent = 0;
    window.fetch = async (address, options) => {
      if (String(address).startsWith('/photos/pieces/') && sent++ && navigator.onLine) await new Promise((dark) => { addEventListener('offline', dark, { once: true }); });
      return ask(address, options);
    };
  });
  context.once('response', async function first(answer) {
    if (answer.url().includes('/photos/pieces/')) await context.setOffline(true);
    else context.once('response', first);
  });
}

async function write(page, words, place, number) {
  await tellWhat(page, words);
  await tellWhere(page, place);
  if (number) await page.fill('input[name=phone]', number);
  await page.click('[data-step-send]');
  await waitsHere(page);
}

const waitingList = (page, n) => page.waitForFunction((wanted) => document.querySelectorAll('[data-outbox-list] .tag.warn').length === wanted, n);
