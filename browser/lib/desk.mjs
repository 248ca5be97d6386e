// The desk's people at work: who signs in, what they choose, and how a case comes into their hands.
import { act } from './acts.mjs';
import { signIn } from './people.mjs';
import { codeOf, send, tellWhat, tellWhere } from './report.mjs';
import { sees, visitor } from './rig.mjs';

export async function staff(browser, base, who, look = 'wide') {
  const visit = await visitor(browser, base, look);
  await signIn(visit.page, who);
  return visit;
}

export async function asStaff(browser, base, who, work) {
  const visit = await staff(browser, base, who);
  const done = await work(visit.page, visit);
  await visit.close();
  return done;
}

// A neighbour tells something; the code of the receipt.
export async function told(browser, base, words) {
  const neighbour = await visitor(browser, base, 'phone');
  await tellWhat(neighbour.page, words, { category: 'property-lift' });
  await tellWhere(neighbour.page, '云杉里3幢');
  await send(neighbour.page);
  const code = await codeOf(neighbour.page);
  await neighbour.close();
  return code;
}

// The newest voice on the desk: its address and number, accepted if asked.
export async function newest(browser, base, accept = true) {
  return asStaff(browser, base, 'clerk', async (page) => {
    await page.goto('/desk/cases?state=registered');
    await Promise.all([page.waitForNavigation(), page.locator('a[data-row]').first().click()]);
    if (accept) await act(page, 'acceptance', { category: 'property-lift' });
    const number = (await page.locator('.crumbs').innerText()).split('/').pop().trim();
    return { address: new URL(page.url()).pathname, number };
  });
}

// What stands behind a choice of a form, by the words people read.
export async function choice(page, noun, field, words) {
  const options = page.locator(`form[action$="/${noun}"] select[name=${field}] option`, { hasText: words });
  sees(await options.count(), `${noun} must offer ${words}`);
  return options.first().getAttribute('value');
}

// When the work is due, as the page says it.
export async function due(page) {
  return page.locator('.deadline time').first().getAttribute('datetime');
}

// A receipt as a stranger's browser opens it: by its code alone.
export async function openReceipt(page, code) {
  await page.context().clearCookies();
  await page.goto('/receipt');
  await page.fill('input[name=code]', code);
  await Promise.all([page.waitForNavigation(), page.press('input[name=code]', 'Enter')]);
}

export async function receiptText(browser, base, code) {
  const visit = await visitor(browser, base, 'phone');
  await openReceipt(visit.page, code);
  return { visit, text: await visit.page.locator('main').innerText() };
}
