// A verb is a form whose address ends with the verb's noun: fill it in and send it.
import { sees } from './rig.mjs';

export async function act(page, noun, words = {}) {
  const form = page.locator(`form[method=post][action$="/${noun}"]`).first();
  sees(await form.count(), `no form for ${noun} at ${page.url()}`);
  const folded = page.locator('details:not([open])', { has: page.locator(`form[method=post][action$="/${noun}"]`) });
  if (await folded.count()) await folded.first().locator('summary').first().click();
  for (const [name, value] of Object.entries(words)) await fill(form, name, value);
  await Promise.all([page.waitForNavigation(), form.locator('button:not([type=button])').last().click()]);
  const refused = await page.locator('.errors[role=alert]').allInnerTexts();
  sees(!refused.length, `${noun} was refused: ${refused.join(' ')}`);
}

export async function fill(form, name, value) {
  const choice = form.locator(`[name="${name}"][type=radio][value="${value}"], [name="${name}"][type=checkbox][value="${value}"]`);
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
