// A report as a resident makes it: one question after the other, sent in the third step.
import { sees } from './rig.mjs';

export async function tellWhat(page, words, { category, photos } = {}) {
  await page.goto('/report');
  await page.locator('form[data-bound]').waitFor();
  await page.fill('textarea[name=text]', words);
  if (photos) await page.setInputFiles('input[name=photos]', photos);
  if (category) await chip(page, category);
  await on(page);
}

export async function tellWhere(page, place) {
  await page.fill('input[name=address_note]', place);
  await on(page);
}

// What is pressed while the device looks through what waits is put with it: pressed here once it has looked.
export const looked = (page) => page.waitForFunction(async () => !(await navigator.locks.query()).held.some((lock) => lock.name === 'linqiao-outbox'));

export async function send(page) {
  await looked(page);
  await Promise.all([page.waitForNavigation(), page.click('[data-step-send]')]);
}

export async function codeOf(page) {
  sees(await page.locator('.receipt .code').count(), `no receipt: ${(await page.locator('main').innerText()).slice(0, 200)}`);
  return (await page.locator('.receipt .code').innerText()).trim();
}

export const on = (page) => page.click('[data-step-on]');

async function chip(page, category) {
  const choice = page.locator(`input[name=category][value="${category}"]`);
  if (!(await choice.isVisible())) await page.click('.more > summary');
  await choice.check();
}
