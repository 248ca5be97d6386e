// Opens a browser, runs named checks, counts what passed.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { chromium } from 'playwright-core';

export const shots = path.join(import.meta.dirname, '../shots');
const tally = { passed: 0, failed: 0 };

// A browser that answers: one that does not open a tab in time is put away, and another takes its place, once.
export async function openBrowser() {
  fs.mkdirSync(shots, { recursive: true });
  let live = await launch();
  const open = async (options) => {
    const context = await live.newContext(options);
    return { context, page: await context.newPage() };
  };
  return {
    async tab(options) {
      try {
        return await within(30, 'opening a tab', open(options));
      } catch (why) {
        console.log(`      the browser is started again: ${why.message}`);
        await this.close();
        live = await launch();
        return within(30, 'opening a tab', open(options));
      }
    },
    // What a walk that failed left open would go on beside the next.
    rest: () => within(30, 'closing what was left open', Promise.all(live.contexts().slice(1).map((context) => context.close())))
      .catch((why) => console.log(`      ${why.message}`)),
    close: () => within(10, 'closing the browser', live.close()).catch((why) => console.log(`      ${why.message}`)),
  };
}

async function launch() {
  const profile = fs.mkdtempSync(path.join(os.tmpdir(), 'journeys-'));
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync', `--crash-dumps-dir=${profile}`],
  });
  browser.on('disconnected', () => fs.rmSync(profile, { recursive: true, force: true }));
  // One page stays open: a headless browser whose last page closes may end by itself.
  await within(30, 'opening the first tab', browser.newContext().then((context) => context.newPage()));
  return browser;
}

// What is waited for at most `seconds`; playwright itself waits for ever for a new tab and for a script in a page.
function within(seconds, what, work) {
  let alarm;
  const late = new Promise((_, refuse) => { alarm = setTimeout(() => refuse(new Error(`${what} took longer than ${seconds} s`)), seconds * 1000); });
  return Promise.race([work, late]).finally(() => clearTimeout(alarm));
}

export const looks = {
  phone: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
  elder: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, elder: true },
  wide: { viewport: { width: 1440, height: 900 } },
  tablet: { viewport: { width: 820, height: 1180 }, hasTouch: true },
  wall: { viewport: { width: 1920, height: 1080 } },
};

// A fresh visitor; gathers what the console and the content security policy complain about.
export async function visitor(browser, base, look = 'wide', lang = 'zh-CN') {
  const { elder, ...options } = looks[look];
  const { context, page } = await browser.tab({ ...options, baseURL: base, locale: lang });
  // Long enough for a machine that does other work beside.
  context.setDefaultTimeout(45_000);
  if (elder || lang !== 'zh-CN') {
    await page.goto('/');
    if (elder) await Promise.all([page.waitForNavigation(), page.click('button[name=mode][value=elder]')]);
  }
  const complaints = [];
  // That there is no network is only said where a journey has taken it away.
  const said = /favicon|ERR_INTERNET_DISCONNECTED/;
  context.on('console', (m) => { if (['error', 'warning'].includes(m.type()) && !said.test(m.text())) complaints.push(m.text()); });
  context.on('weberror', (e) => complaints.push(String(e.error())));
  return { page, context, complaints, close: () => context.close() };
}

export async function check(name, work, seconds = 240) {
  const started = Date.now();
  try {
    await within(seconds, name, work());
    tally.passed += 1;
    console.log(`ok    ${name} (${Date.now() - started} ms)`);
  } catch (why) {
    tally.failed += 1;
    console.log(`FAIL  ${name}\n      ${String(why.message || why).split('\n').slice(0, 12).join('\n      ')}`);
  }
}

export function sees(condition, what) {
  if (!condition) throw new Error(what);
}

export function finish() {
  console.log(`${tally.passed} passed, ${tally.failed} failed`);
  // What ran nothing has shown nothing.
  process.exitCode = tally.failed || !tally.passed ? 1 : 0;
}
