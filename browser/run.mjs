// Every page in every look, then the journeys. BASE names the server; ONLY runs what contains that text.
import fs from 'node:fs';
import path from 'node:path';
import { check, finish, openBrowser, sees, visitor } from './lib/rig.mjs';
import { judge } from './lib/judge.mjs';
import { adminPages, figurePages, openPages, orderPages, reportPages, residentPages, staffPages, wallPages } from './pages.mjs';
import { judgeGallery } from './gallery.mjs';
import { signIn } from './lib/people.mjs';

const base = process.env.BASE || 'http://127.0.0.1:8080';
const only = process.env.ONLY || '';
const browser = await openBrowser();

async function look(pages, looks, langs, asWhom) {
  for (const lang of langs) {
    for (const look of looks) {
      if (only && !Object.keys(pages).some((n) => `page ${n} ${look} ${lang}`.includes(only))) continue;
      let visit;
      await check(`visitor ${asWhom || 'without an account'} ${look} ${lang}`, async () => {
        visit = await visitor(browser, base, look, lang);
        if (asWhom) await signIn(visit.page, asWhom);
        visit.complaints.splice(0);
      });
      for (const [name, address] of Object.entries(pages)) {
        if (only && !`page ${name} ${look} ${lang}`.includes(only)) continue;
        await check(`page ${name} ${look} ${lang}`, async () => {
          const answer = await visit.page.goto(typeof address === 'string' ? address : await address(visit.page));
          sees(answer.status() < 400, `${address} answered ${answer.status()}`);
          await judge(visit, `${name}-${lang}`, look);
        });
      }
      await visit?.close();
    }
  }
}

if (!only || 'gallery'.includes(only)) await judgeGallery(browser);
// English runs longest: one look each shows whether it fits. That no word is missing is proved elsewhere.
await look(residentPages, ['phone', 'wide', 'elder'], ['zh-CN'], null);
await look(residentPages, ['phone'], ['en'], null);
await look(staffPages, ['wide', 'phone'], ['zh-CN'], 'clerk');
await look(adminPages, ['wide', 'phone'], ['zh-CN'], 'keeper');
await look(adminPages, ['phone'], ['en'], 'keeper');
await look(figurePages, ['wide', 'phone'], ['zh-CN'], 'leader');
await look(figurePages, ['phone'], ['en'], 'leader');
await look(openPages, ['phone', 'wide', 'elder'], ['zh-CN'], null);
await look(openPages, ['phone'], ['en'], null);
await look(reportPages, ['wide', 'phone'], ['zh-CN'], 'officer');
await look(reportPages, ['phone'], ['en'], 'officer');
await look(orderPages, ['wide', 'phone'], ['zh-CN'], 'secretary');
await look(orderPages, ['phone'], ['en'], 'secretary');
await look(wallPages, ['wall'], ['zh-CN', 'en'], 'leader');

const folder = path.join(import.meta.dirname, 'journeys');
for (const file of fs.readdirSync(folder).filter((f) => f.endsWith('.mjs')).sort()) {
  if (only && !`journey ${file}`.includes(only)) continue;
  const journey = await import(path.join(folder, file));
  await check(`journey ${journey.name}`, () => journey.walk(browser, base), 1200);
  await browser.rest();
}

await browser.close();
finish();
