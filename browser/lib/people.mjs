// The demo street's people, by what they do. Accounts and password are those the server prints at its first start.
import { sees } from './rig.mjs';

export const password = process.env.DEMO_PASSWORD || 'linqiao-demo-2026';
export const accounts = {
  clerk: 'clerk', dispatcher: 'dispatcher', unit: 'handler-wuye', reviewer: 'reviewer-wuye', reviewer2: 'reviewer-chengguan', callback: 'callback',
  supervisor: 'supervisor', leader: 'leader', officer: 'officer', secretary: 'secretary-01', helper: 'handler-chengguan', verifier: 'verifier',
  keeper: 'sysadmin', panel: 'panel-1', panel2: 'panel-2', witness: 'witness', neighbour: 'resident',
  clerk2: 'clerk-2', auditor: 'auditor', secretary2: 'secretary-02',
};

export async function signIn(page, who) {
  await page.goto('/sign-in?by=password&next=/account');
  await page.fill('input[autocomplete=username]', accounts[who]);
  await page.fill('input[type=password]', password);
  await Promise.all([page.waitForNavigation(), page.press('input[type=password]', 'Enter')]);
  sees(!page.url().includes('/sign-in'), `${who} could not sign in: ${await page.locator('main').innerText()}`);
}
