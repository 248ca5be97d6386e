// A verb is a form whose address ends with the verb's noun: fill it in and send it.
import { sees } from './rig.mjs';

export async function act(page, noun, words = {}) {
  const form = page.locator(`form[method=post][action$="/${noun}"]`).first();
  sees(await form.count(), `no form for ${noun} at ${page.url()}`);
  const answer = await send(form, words);
  const refused = await refusals(page);
  sees(!refused.length, `${noun} was refused: ${refused.join(' ')}`);
  // A page that is no answer at all says so by its number alone.
  sees(!answer || answer.status() < 400, `${noun} answered ${answer?.status()}: ${(await page.locator('body').innerText()).slice(0, 300)}`);
}

// One form, where several of a noun stand on the page; what is folded around it is opened.
export async function send(form, words = {}) {
  const folded = form.locator('xpath=ancestor::details[not(@open)]');
  while (await folded.count()) await folded.first().locator('summary').first().click();
  for (const [name, value] of Object.entries(words)) await fill(form, name, value);
  const [answer] = await Promise.all([form.page().waitForNavigation(), form.locator('button:not([type=button])').last().click()]);
  return answer;
}

export const refusals = (page) => page.locator('.errors[role=alert]').allInnerTexts();

// What must not be: the form is sent, and the page says why not.
export async function refused(visit, form, words, why) {
  await send(form, words);
  const told = (await refusals(visit.page)).join(' ');
  sees(told.includes(why), `it must be refused with “${why}”: ${told}`);
  // The browser itself says that the answer was a refusal.
  visit.complaints.splice(0);
}

// A value as a selector writes it; several lines are one too.
const quoted = (value) => `"${String(value).replace(/["\\\n]/g, (c) => `\\${c.charCodeAt(0).toString(16)} `)}"`;

export async function fill(form, name, value) {
  const worth = quoted(value);
  const choice = form.locator(`[name="${name}"][type=radio][value=${worth}], [name="${name}"][type=checkbox][value=${worth}]`);
  if (await choice.count()) return choice.first().check();
  const field = form.locator(`[name="${name}"]`).first();
  sees(await field.count(), `no field ${name}`);
  const kind = await field.evaluate((e) => (e.tagName === 'SELECT' ? 'select' : e.type));
  if (kind === 'select') return field.selectOption(value);
  if (kind === 'file') return field.setInputFiles(value);
  return field.fill(value);
}

// A picture small enough to write here: one dot, PNG.
export const photo = {
  name: 'lift.png',
  mimeType: 'image/png',
  buffer: Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64'),
};
