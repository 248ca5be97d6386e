// The gallery of components, judged without a street behind it. Alone: `node gallery.mjs`.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { check, finish, looks, openBrowser } from './lib/rig.mjs';
import { judge } from './lib/judge.mjs';

const root = path.join(import.meta.dirname, '..');
const kinds = { css: 'text/css', js: 'text/javascript' };

export async function judgeGallery(browser) {
  const built = path.join(root, 'target/debug/examples/gallery');
  const ready = process.env.BUILT && fs.existsSync(built);
  const run = ready ? [built] : ['cargo', 'run', '-q', '-p', 'ui', '--example', 'gallery', '--'];
  const page = (words) => execFileSync(run[0], [...run.slice(1), ...words], { cwd: root, encoding: 'utf8' });
  const pages = { '/zh/desk': page(['zh', 'desk']), '/en/desk': page(['en', 'desk']), '/zh/resident': page(['zh', 'resident']), '/zh/elder': page(['zh', 'elder']), '/en/elder': page(['en', 'elder']) };

  const server = http.createServer((request, response) => {
    if (pages[request.url]) return response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': "default-src 'self'; img-src 'self' data: blob:" }).end(pages[request.url]);
    const file = path.join(root, 'frontend/dist', path.basename(request.url));
    if (!fs.existsSync(file)) return response.writeHead(404).end();
    return response.writeHead(200, { 'content-type': kinds[file.split('.').pop()] || 'text/plain' }).end(fs.readFileSync(file));
  }).listen(0, '127.0.0.1');
  await new Promise((ready) => server.once('listening', ready));
  const base = `http://127.0.0.1:${server.address().port}`;
  for (const address of Object.keys(pages)) {
    const elder = address.endsWith('elder');
    for (const look of elder ? ['elder'] : ['phone', 'wide']) {
      await check(`gallery ${address} ${look}`, async () => {
        // The gallery already stands in elder mode; no switch is pressed.
        const { elder: _, ...options } = looks[look];
        const { context, page: tab } = await browser.tab({ ...options, baseURL: base });
        const complaints = [];
        context.on('console', (m) => { if (m.type() === 'error') complaints.push(m.text()); });
        context.on('weberror', (e) => complaints.push(String(e.error())));
        await tab.goto(address);
        try { await judge({ page: tab, complaints }, `gallery${address.replaceAll('/', '-')}`, look); } finally { await context.close(); }
      });
    }
  }
  server.close();
}

if (process.argv[1] === import.meta.filename) {
  const browser = await openBrowser();
  await judgeGallery(browser);
  await browser.close();
  finish();
}
