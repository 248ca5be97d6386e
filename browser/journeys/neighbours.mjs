import { judge } from '../lib/judge.mjs';
import { codeOf, looked, tellWhat } from '../lib/report.mjs';
import { sees, visitor } from '../lib/rig.mjs';

export const name = 'a neighbour finds that it is known and adds a voice, also without script';

export async function walk(browser, base) {
  const neighbour = await visitor(browser, base, 'phone');
  const { page } = neighbour;
  const answer = await neighbour.context.request.get('/cases?progress=open', { headers: { accept: 'application/json' } });
  const known = (await answer.json()).cases.find((c) => c.place);
  sees(known, 'the demo street must have a published open case with a place');
  await page.goto(`/cases/${known.case_no}`);
  await judge(neighbour, 'public-case', 'phone');

  await tellWhat(page, `${known.title}，还没有人来`, { category: known.category });
  const place = known.place.split(' · ').pop();
  await page.fill('input[name=address_note]', place);
  const hint = page.locator(`.hint-case button[formaction="/cases/${known.case_no}/voices"]`);
  await hint.waitFor();
  await judge(neighbour, 'report-hints', 'phone');
  await looked(page);
  await Promise.all([page.waitForNavigation(), hint.click()]);
  await codeOf(page);
  const told = await page.locator('main').innerText();
  sees(told.includes('您的一声加到了这件事上'), 'the receipt must say to which case the voice went');
  await neighbour.close();

  const { context: plain, page: paper } = await browser.tab({ baseURL: base, locale: 'zh-CN', javaScriptEnabled: false, viewport: { width: 390, height: 844 } });
  await paper.goto(`/report?join=${known.case_no}`);
  await Promise.all([paper.waitForNavigation(), paper.locator('form[action$="/voices"] button').last().click()]);
  await codeOf(paper);
  await paper.goto('/report');
  await paper.fill('textarea[name=text]', '路灯不亮');
  await paper.fill('input[name=address_note]', '东门');
  sees(!(await paper.locator('[data-step-on]').isVisible()), 'without script all stands on one page');
  await Promise.all([paper.waitForNavigation(), paper.click('[data-step-send]')]);
  await codeOf(paper);
  await plain.close();
}
