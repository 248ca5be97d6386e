import { act } from '../lib/acts.mjs';
import { staff } from '../lib/desk.mjs';
import { judge } from '../lib/judge.mjs';
import { signIn } from '../lib/people.mjs';
import { sees, visitor } from '../lib/rig.mjs';

export const name = 'a resident in elder mode chooses, checks and casts a secret vote with the keyboard; a desk takes one and hands out papers';

const sizes = { phone: { width: 390, height: 844 }, wide: { width: 1440, height: 900 } };

// The ballot of the demo street that is open now, and the one that is decided.
async function ballots(page) {
  const { ballots: all } = await (await page.context().request.get('/ballots', { headers: { accept: 'application/json' } })).json();
  return { open: `/ballots/${all.find((b) => b.state === 'open').id}`, sealed: `/ballots/${all.find((b) => b.state === 'sealed').id}` };
}

const text = (page) => page.locator('main').innerText();

export async function walk(browser, base) {
  const elder = await visitor(browser, base, 'elder');
  await signIn(elder.page, 'neighbour');
  elder.complaints.splice(0);
  const { open, sealed } = await ballots(elder.page);
  await elder.page.goto(open);
  await judge(elder, 'ballot-choose', 'elder');
  sees((await text(elder.page)).includes('现在还没有投出'), 'the page must say that nothing is cast yet');
  await elder.page.locator('#paper input[type=radio][value=for]').focus();
  await elder.page.keyboard.press('Space');
  await elder.page.keyboard.press('Tab');
  await Promise.all([elder.page.waitForNavigation(), elder.page.keyboard.press('Enter')]);
  sees((await text(elder.page)).includes('您要投的是'), 'the choice is shown once more');
  await judge(elder, 'ballot-check', 'elder');
  await elder.page.goto(open);
  sees(await elder.page.locator('#paper').count(), 'looking is not voting');
  await elder.page.locator('#paper input[type=radio][value=against]').check();
  await Promise.all([elder.page.waitForNavigation(), elder.page.click('#paper button')]);
  await Promise.all([elder.page.waitForNavigation(), elder.page.locator('main form button').first().click()]);
  sees((await text(elder.page)).includes('投好了'), 'it says that the vote is in the box');
  await judge(elder, 'ballot-done', 'elder');
  const receipt = (await elder.page.locator('.receipt .code').innerText()).trim();
  await elder.page.goto(open);
  sees(!(await elder.page.locator('#paper').count()), 'one vote each');
  sees((await text(elder.page)).includes('已投票'), 'the own line says so');
  await act(elder.page, 'receipts', { receipt });
  sees((await text(elder.page)).includes('这张票在箱里'), 'the receipt finds the vote');
  await elder.page.goto(sealed);
  await judge(elder, 'ballot-result', 'elder');
  await elder.close();

  const clerk = await staff(browser, base, 'clerk');
  const { page } = clerk;
  clerk.complaints.splice(0);
  await page.goto(`${open}/roll`);
  for (const look of ['phone', 'wide']) {
    await page.setViewportSize(sizes[look]);
    await judge(clerk, 'ballot-roll', look);
  }
  await act(page, 'papers', { key: '1-0301' });
  sees(/请在外信封上写：\s*\d+/.test(await text(page)), 'the number for the envelope is shown');
  await page.goto(sealed);
  await judge(clerk, 'ballot-result', 'wide');
  await clerk.close();
}
