// Opens a browser, runs named checks, counts what passed.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { chromium } from 'playwright-core';

export const shots = path.join(import.meta.dirname, '../shots');
const tally = { passed: 0, failed: 0 };

export async function openBrowser() {
  fs.mkdirSync(shots, { recursive: true });
  const profile = fs.mkdtempSync(path.join(os.tmpdir(), 'journeys-'));
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync', `--crash-dumps-dir=${profile}`],
  });
  // One page stays open: a headless browser whose last page closes may end by itself.
  await (await browser.newContext()).newPage();
  browser.on('disconnected', () => fs.rmSync(profile, { recursive: true, force: true }));
  return browser;
}

export const looks = {
  phone: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
  elder: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, elder: true },
  wide: { viewport: { width: 1440, height: 900 } },
  wall: { viewport: { width: 1920, height: 1080 } },
};

// A fresh visitor; gathers what the console and the content security policy complain about.
export async function visitor(browser, base, look = 'wide', lang = 'zh-CN') {
  const { elder, ...options } = looks[look];
  const context = await browser.newContext({ ...options, baseURL: base, locale: lang });
  context.setDefaultTimeout(15_000);
  if (elder || lang !== 'zh-CN') {
    const page = await context.newPage();
    await page.goto('/');
    if (elder) await Promise.all([page.waitForLoadState(), page.click('button[name=mode][value=elder]')]);
    await page.close();
  }
  const complaints = [];
  context.on('console', (m) => { if (['error', 'warning'].includes(m.type()) && !/favicon/.test(m.text())) complaints.push(m.text()); });
  context.on('weberror', (e) => complaints.push(String(e.error())));
  const page = await context.newPage();
  return { page, context, complaints, close: () => context.close() };
}

export async function check(name, work) {
  const started = Date.now();
  try {
    await work();
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
  process.exitCode = tally.failed ? 1 : 0;
}
