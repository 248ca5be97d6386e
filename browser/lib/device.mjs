// A device that loses its network: what the service worker keeps, what waits, and what goes out by itself.
import { sees } from './rig.mjs';

// The pages of this address are on the device from here on.
export async function atHand(page, address) {
  await page.goto(address);
  await page.evaluate(async () => { await navigator.serviceWorker.ready; });
  await page.waitForFunction(() => !!navigator.serviceWorker.controller);
}

export async function waitsHere(page, n) {
  await page.locator('[data-kept-note]', { hasText: '已经存在这台手机上' }).first().waitFor();
  if (n) await page.waitForFunction((wanted) => document.querySelectorAll('[data-outbox-list] .tag.warn').length === wanted, n);
}

// Codes of what has gone out by itself, as the list shows them.
export async function codes(page, n) {
  await page.waitForFunction((wanted) => document.querySelectorAll('[data-outbox-list] .tag.ok').length === wanted, n, { timeout: 120_000 });
  return (await page.locator('[data-code]').allInnerTexts()).filter(Boolean);
}

// A picture too large for one piece, drawn in the page.
export async function grainy(page, side) {
  const bytes = await page.evaluate(async (n) => {
    const canvas = Object.assign(document.createElement('canvas'), { width: n, height: n });
    const pen = canvas.getContext('2d');
    const image = pen.createImageData(n, n);
    for (let i = 0; i < image.data.length; i += 4) {
      for (let k = 0; k < 3; k++) image.data[i + k] = Math.random() * 256;
      image.data[i + 3] = 255;
    }
    pen.putImageData(image, 0, 0);
    const blob = await new Promise((done) => { canvas.toBlob(done, 'image/png'); });
    return Array.from(new Uint8Array(await blob.arrayBuffer()));
  }, side);
  return { name: 'grainy.png', mimeType: 'image/png', buffer: Buffer.from(bytes) };
}

// Pieces of photos by their address, each with how often it arrived.
export function arrivals(context) {
  const arrived = new Map();
  context.on('response', (answer) => {
    const { pathname } = new URL(answer.url());
    if (pathname.startsWith('/photos/pieces/') && answer.ok()) arrived.set(pathname, (arrived.get(pathname) || 0) + 1);
  });
  return arrived;
}

export async function byCode(context, code) {
  const answer = await context.request.get('/receipt', { headers: { accept: 'application/json', 'receipt-code': code.replaceAll(' ', '') } });
  sees(answer.ok(), `the receipt ${code} must open: ${answer.status()}`);
  return answer.json();
}

// Waits until the device keeps so many things in that state, and words of one of them.
export async function keeps(page, n, state, words = '') {
  const found = await page.evaluate(([wanted, stands, text]) => new Promise((done) => {
    const late = Date.now() + 120_000;
    const look = () => {
      const asked = indexedDB.open('linqiao');
      asked.onsuccess = () => {
        const all = asked.result.transaction('items').objectStore('items').getAll();
        all.onsuccess = () => {
          asked.result.close();
          const count = all.result.filter((i) => i.state === stands && i.what.includes(text)).length;
          if (count === wanted || Date.now() > late) done(count); else requestAnimationFrame(look);
        };
      };
    };
    look();
  }), [n, state, words]);
  sees(found === n, `the device must keep ${n} ${state}, and keeps ${found}`);
}

// Waits until the page of that address is on the device as it stands now: with these words, which no older copy has.
export const copied = (page, address, words) => page.evaluate(([path, newest]) => new Promise((done) => {
  const look = async () => {
    const copy = await (await caches.open('work')).match(path, { ignoreVary: true });
    if ((await copy?.text())?.includes(newest)) done(); else setTimeout(look, 50);
  };
  look();
}), [address, words]);

export const goneFrom = (page, name) => page.evaluate((cache) => new Promise((done) => {
  const look = async () => { if (await caches.has(cache)) requestAnimationFrame(look); else done(); };
  look();
}), name);
