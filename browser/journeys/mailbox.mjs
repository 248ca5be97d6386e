import { judge } from '../lib/judge.mjs';
import { signIn } from '../lib/people.mjs';
import { codeOf, looked } from '../lib/report.mjs';
import { sees, visitor } from '../lib/rig.mjs';

export const name = 'a letter about the committee goes past the community to the street';

export async function walk(browser, base) {
  const neighbour = await visitor(browser, base, 'phone');
  const { page } = neighbour;
  await page.goto('/mailbox');
  const first = await page.locator('select[name=place] option').nth(1).getAttribute('value');
  const about = await letter(page, first, 'true');
  const plain = await letter(page, first, 'false');
  await judge(neighbour, 'mailbox-sent', 'phone');
  await neighbour.close();

  const seen = async (who, number) => {
    const staff = await visitor(browser, base, 'wide');
    await signIn(staff.page, who);
    const answer = await staff.context.request.get(`/desk/cases?q=${number}`, { headers: { accept: 'application/json' } });
    const cases = (await answer.json()).cases.map((c) => c.case_no);
    await staff.close();
    return cases.includes(number);
  };
  sees(await seen('secretary', plain), 'the secretary must have the letter to the secretary');
  sees(!(await seen('secretary', about)), 'the secretary must not see what is about the committee');
  sees(await seen('clerk', about), 'the street must have it');
}

async function letter(page, community, about) {
  await page.goto('/mailbox');
  await page.locator('form[data-bound]').waitFor();
  await page.selectOption('select[name=place]', community);
  await page.check(`input[name=about_committee][value=${about}]`);
  await page.fill('textarea[name=text]', '居委会的开门时间和贴出来的不一样。');
  await looked(page);
  await Promise.all([page.waitForNavigation(), page.click('form[action="/voices"] button:not([type=button])')]);
  await codeOf(page);
  const answer = await page.context().request.get('/receipt', { headers: { accept: 'application/json' } });
  return (await answer.json()).case.case_no;
}
