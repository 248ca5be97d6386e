import { act, fill, photo } from '../lib/acts.mjs';
import { asStaff, newest, openReceipt, staff, told } from '../lib/desk.mjs';
import { judge } from '../lib/judge.mjs';
import { sees, visitor } from '../lib/rig.mjs';

export const name = 'a resident prints the rating, a clerk keys the sheet with its picture, and the receipt says that it came';

const sizes = { phone: { width: 390, height: 844 }, wide: { width: 1440, height: 900 } };

export async function walk(browser, base) {
  const code = await told(browser, base, '五幢门禁坏了，晚上谁都能进');
  const { address } = await newest(browser, base);
  for (const [who, verbs] of [
    ['dispatcher', [['dispatch']]],
    ['unit', [['signing'], ['contact', { means: 'phone', reached: 'true' }], ['completion', { result: 'solved', public_reply: '门禁已经修好，请试一试。' }]]],
    ['reviewer', [['approval']]],
  ]) {
    await asStaff(browser, base, who, async (page) => {
      for (const [noun, words] of verbs) {
        await page.goto(address);
        await act(page, noun, words);
      }
    });
  }

  const resident = await visitor(browser, base, 'phone');
  await openReceipt(resident.page, code);
  await Promise.all([resident.page.waitForNavigation(), resident.page.click('a[href="/receipt/sheets"]')]);
  await judge(resident, 'sheets', 'phone');
  await Promise.all([resident.page.waitForNavigation(), resident.page.click('a[href$="act=rating"]')]);
  const sheet = await resident.page.locator('.paper-sheet').innerText();
  for (const words of ['评价办理结果', '有人联系过您吗', '问题解决了吗', '您满意吗', '签名', '日期']) sees(sheet.includes(words), `the sheet must ask: ${words}`);
  await judge(resident, 'sheet-rating', 'phone');
  await resident.page.setViewportSize(sizes.wide);
  await judge(resident, 'sheet-rating', 'wide');
  await resident.page.emulateMedia({ media: 'print' });
  await judge(resident, 'sheet-rating', 'print');
  await resident.page.emulateMedia({ media: 'screen' });
  // The address that the picture on the sheet holds, as a program reads it for the same print.
  const asked = await resident.page.context().request.get('/receipt/sheets?act=rating', { headers: { accept: 'application/json' } });
  const { link, sheet: number } = await asked.json();
  sees(new URL(link).searchParams.get('sheet') === number, 'the picture must hold the number of the sheet');
  await resident.close();

  const clerk = await staff(browser, base, 'clerk');
  const { page } = clerk;
  await page.goto(address);
  sees(await page.locator('a[href$="/papers"]').count(), 'the desk must lead to the papers of a voice');
  await page.goto(new URL(link).pathname + new URL(link).search);
  sees((await page.inputValue('input[name=sheet]')) === number, 'the number of the sheet must be filled in');
  for (const look of ['phone', 'wide']) {
    await page.setViewportSize(sizes[look]);
    await judge(clerk, 'papers-key', look);
  }
  const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
  const words = { written_on: today, contacted: 'true', solved: 'true', satisfaction: 'basically', text: '修得慢了点' };
  await refusedWithoutPicture(page, words);
  sees((await page.inputValue('textarea[name=text]')) === words.text, 'what was typed must survive the refusal');
  clerk.complaints.splice(0);
  await judge(clerk, 'papers-refused', 'wide');
  await act(page, 'papers', { photos: photo });
  sees((await page.locator('main').innerText()).includes('以前录入的'), 'the sheet must stand among those keyed');
  await page.goto(new URL(link).pathname + new URL(link).search);
  sees((await page.locator('main').innerText()).includes('已经录过了'), 'the same sheet is not keyed twice');
  await judge(clerk, 'papers', 'wide');
  await page.setViewportSize(sizes.phone);
  await judge(clerk, 'papers', 'phone');
  await clerk.close();

  const elder = await visitor(browser, base, 'elder');
  await elder.page.goto('/receipt');
  await elder.page.fill('input[name=code]', code);
  await Promise.all([elder.page.waitForNavigation(), elder.page.press('input[name=code]', 'Enter')]);
  const receipt = await elder.page.locator('main').innerText();
  sees(receipt.includes('评价已经收到') && receipt.includes('写在纸上'), 'the receipt must say that it came');
  await elder.page.goto('/receipt/sheets');
  await judge(elder, 'sheets', 'elder');
  await elder.close();
}

async function refusedWithoutPicture(page, words) {
  const form = page.locator('form[method=post][action$="/papers"]');
  for (const [field, value] of Object.entries(words)) await fill(form, field, value);
  await Promise.all([page.waitForNavigation(), form.locator('button:not([type=button])').last().click()]);
  sees((await page.locator('.errors[role=alert]').innerText()).includes('照片'), 'a rating needs the picture of its sheet');
}
