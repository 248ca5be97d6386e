// Sends what waits, by itself and once: the page or the service worker does it, whoever holds the lock, and what arrives
// twice under one key has one effect.
import { type Item, all, drop, item as kept, photosOf, put } from './store';

// As the server cuts and joins them.
const PIECE = 256 * 1024;
const MOST_PIECES = 48;

// What sending needs fresh: the token of this device's forms, and who is signed in now.
export interface Here { csrf: string; who: string }

// No answer, or not now: the same is sent again later.
export class Later extends Error {}

export const headers = (lang: string) => ({ accept: 'application/json', 'accept-language': lang });

export async function ask(address: string, seconds: number, options: RequestInit): Promise<Response> {
  const stop = new AbortController();
  const late = setTimeout(() => stop.abort(), seconds * 1000);
  try {
    const answer = await fetch(address, { ...options, signal: stop.signal });
    if (answer.status >= 500 || answer.status === 429 || answer.status === 408) throw new Later();
    return answer;
  } catch (why) {
    throw why instanceof Later ? why : new Later();
  } finally {
    clearTimeout(late);
  }
}

// Whether the network is there; nothing else tells it reliably.
export async function standing(): Promise<Here> {
  const answer = await ask('/drafts', 10, { headers: headers(''), cache: 'no-store', credentials: 'same-origin' });
  if (!answer.ok) throw new Later();
  return answer.json().catch(() => { throw new Later(); });
}

// Photos go first, piece by piece; what has arrived is not sent again.
export async function sendPhotos(item: Item, here: Here) {
  for (const photo of await photosOf(item.id)) {
    const pieces = Math.ceil(photo.bytes.byteLength / PIECE);
    // Too large: the server says so when the form comes, without the bytes.
    if (pieces > MOST_PIECES) continue;
    for (let n = item.arrived[photo.id] || 0; n < pieces; n++) {
      const answer = await ask(`/photos/pieces/${photo.id}/${n}`, 60, {
        method: 'POST', body: photo.bytes.slice(n * PIECE, (n + 1) * PIECE), credentials: 'same-origin',
        headers: { ...headers(item.lang), 'content-type': 'application/octet-stream', 'x-csrf-token': here.csrf },
      });
      // What the server will not have, it says of the form: beside the field, in words.
      if (!answer.ok) break;
      item.arrived[photo.id] = n + 1;
      await put(item);
    }
  }
}

export const uploaded = async (item: Item) => (await photosOf(item.id)).map((p) => `${p.id}:${p.bytes.byteLength}`);

export async function body(item: Item, here: Here): Promise<FormData> {
  const form = new FormData();
  const extra: [string, string][] = [['_csrf', here.csrf]];
  if (item.kind === 'form') extra.push(['_key', item.id]); else extra.push(['client_key', item.id]);
  for (const [name, value] of [...extra, ...item.fields]) form.append(name, value);
  for (const photo of await uploaded(item)) form.append('_uploaded', photo);
  return form;
}

interface Told { code?: string; rev?: number; problems?: { code: string; message?: string }[] }

// A draft goes out under the sign-in it was written under, or under none; what staff wrote waits for its writer.
async function send(item: Item, here: Here, again = true): Promise<void> {
  if (item.kind === 'form' && item.who !== here.who) return;
  await sendPhotos(item, here);
  const answer = await ask(item.action, 60, {
    method: 'POST', body: await body(item, here), headers: headers(item.lang),
    credentials: item.who === here.who ? 'same-origin' : 'omit',
  });
  const told: Told = await answer.json().catch(() => ({}));
  if (answer.ok) return done(item, told);
  if (answer.status === 401) return;
  const problems = told.problems || [];
  if (again && problems.some((p) => p.code === 'upload_gone')) {
    item.arrived = {};
    return send(item, here, false);
  }
  await put({ ...item, state: 'refused', problems: problems.map((p) => p.message || p.code) });
}

async function done(item: Item, told: Told) {
  await drop(item.id, { ...item, state: 'sent', fields: [], photos: 0, arrived: {}, problems: [], code: told.code });
  if (item.kind !== 'form' || !told.rev) return;
  // What was written on the same page stood on what it has just changed itself, and nobody else.
  for (const other of await all()) {
    if (other.page !== item.page || other.state !== 'waiting') continue;
    const fields = other.fields.map(([n, v]): [string, string] => [n, n === 'rev' && v === String(told.rev! - 1) ? String(told.rev) : v]);
    await put({ ...other, fields });
  }
}

const byAge = (a: Item, b: Item) => a.at - b.at;

// Gives how many still wait.
async function sendAll(): Promise<number> {
  const waiting = async () => (await all()).filter((i) => i.state === 'waiting').sort(byAge);
  const list = await waiting();
  if (!list.length) return 0;
  try {
    const here = await standing();
    for (const { id } of list) {
      const item = await kept(id);
      if (item && item.state === 'waiting') await send(item, here);
    }
  } catch (why) {
    if (!(why instanceof Later)) throw why;
  }
  tell();
  return (await waiting()).length;
}

// One at a time on this device, where the browser can promise it; the keys make up for those that cannot.
const NAME = 'linqiao-outbox';
let running: Promise<number> | undefined;
export function flush(): Promise<number> {
  const run = () => (navigator.locks ? (navigator.locks.request(NAME, sendAll) as Promise<number>) : sendAll());
  running = running || run().finally(() => { running = undefined; });
  return running;
}

// What somebody has just pressed goes at once, or waits in the list if that is being sent already.
export async function atOnce(work: () => Promise<boolean>): Promise<boolean> {
  if (running) return false;
  if (!navigator.locks) return work();
  return navigator.locks.request(NAME, { ifAvailable: true }, (lock) => (lock ? work() : Promise.resolve(false))) as Promise<boolean>;
}

// Pages show the list anew.
export function tell() {
  if (typeof document !== 'undefined') document.dispatchEvent(new Event(NAME));
  if (typeof BroadcastChannel === 'undefined') return;
  const channel = new BroadcastChannel(NAME);
  channel.postMessage('');
  channel.close();
}
export function told(show: () => void) {
  document.addEventListener(NAME, show);
  if (typeof BroadcastChannel !== 'undefined') new BroadcastChannel(NAME).onmessage = show;
}
