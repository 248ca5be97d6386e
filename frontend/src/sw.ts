// The service worker: what residents need to write is at hand without a network, and so are the pages staff work on while
// they are signed in. It sends what waits where the browser wakes it for that. Pages with anything personal else are
// never kept.
import { SHELL as PAGES } from './kept';
import { flush } from './outbox';

declare const __ASSETS__: string[];
declare const __BUILD__: string;
interface Worker extends EventTarget {
  skipWaiting(): Promise<void>;
  clients: { claim(): Promise<void> };
}
interface Waking extends Event { waitUntil(work: Promise<unknown>): void; tag?: string; data?: unknown }
interface Fetching extends Waking { request: Request; respondWith(answer: Promise<Response>): void }
const worker = self as unknown as Worker;

const SHELL = `shell-${__BUILD__}`;
const WORK = 'work';
// A reader waits so long for a page of which a copy is at hand.
const PATIENCE_MS = 6_000;
// Pages of somebody's work at hand at once: the newest.
const MOST_WORK = 20;
// No sign-in of staff lasts longer.
const WORK_LASTS_MS = 12 * 3_600_000;

const on = (name: string, what: (event: never) => void) => worker.addEventListener(name, what as unknown as EventListener);

on('install', (event: Waking) => event.waitUntil(
  caches.open(SHELL).then((shell) => Promise.all([shell.addAll(__ASSETS__), pages()])).then(() => worker.skipWaiting())));

// A new build: what the old one kept goes, its pages as well.
on('activate', (event: Waking) => event.waitUntil(
  caches.keys().then((names) => Promise.all(names.filter((n) => n !== SHELL).map((n) => caches.delete(n)))).then(() => worker.clients.claim())));

// The look or the reader has changed: the pages at hand change with them.
on('message', (event: Waking) => { if (event.data === 'refresh') event.waitUntil(pages()); });

on('sync', (event: Waking) => {
  if (event.tag === 'outbox') event.waitUntil(flush().then((left) => { if (left) throw new Error('not yet'); }));
});

on('fetch', (event: Fetching) => {
  const address = new URL(event.request.url);
  if (address.origin !== location.origin) return;
  if (address.pathname.startsWith('/assets/')) event.respondWith(asset(event.request));
  else if (event.request.mode === 'navigate') event.respondWith(page(event, address));
});

async function pages() {
  const shell = await caches.open(SHELL);
  await Promise.all(PAGES.map(async (path) => {
    const answer = await fetch(path, { headers: { accept: 'text/html' }, credentials: 'same-origin', cache: 'no-store' });
    if (answer.ok && !answer.redirected) await shell.put(path, answer);
  }));
}

async function asset(request: Request): Promise<Response> {
  return (await caches.match(request, how)) || fetch(request);
}

// Answers vary by cookie and face, of which a cache knows nothing; the address tells enough.
const how = { ignoreVary: true, ignoreSearch: true };

async function page(event: Fetching, address: URL): Promise<Response> {
  const { request } = event;
  const copy = request.method === 'GET' ? await copyOf(address) : undefined;
  try {
    const answer = await soon(fetch(request), copy ? PATIENCE_MS : 0);
    if (PAGES.includes(address.pathname) && !address.search && request.method === 'GET' && answer.ok) event.waitUntil(keep(address.pathname, answer.clone()));
    if (address.pathname === '/sign-out') event.waitUntil(dropWork());
    else if (address.pathname.startsWith('/desk/') && request.method === 'GET' && answer.ok && !answer.redirected) event.waitUntil(keepWork(address.pathname, answer.clone()));
    return answer;
  } catch {
    return copy || (await caches.match('/drafts', how)) || Response.error();
  }
}

async function keep(path: string, answer: Response) {
  await (await caches.open(SHELL)).put(path, answer);
}

// A page with a form that can wait can be opened again without a network, as long as its reader is signed in. It is read
// to its last byte and put here, not in the page: a network or a reader that goes meanwhile leaves the older copy whole.
async function keepWork(path: string, answer: Response) {
  const signedIn = sitting;
  const page = await answer.text().catch(() => '');
  if (!page.includes(' data-offline=') || signedIn !== sitting) return;
  // One copy per address, whoever it varies by: putting a newer one replaces it in one step, and it stands last.
  const headers = new Headers(answer.headers);
  headers.delete('vary');
  const work = await caches.open(WORK);
  await work.put(path, new Response(page, { headers }));
  const known = await work.keys();
  await Promise.all(known.slice(0, Math.max(0, known.length - MOST_WORK)).map((old) => work.delete(old)));
}

// What is still being read when its reader signs out is not kept either.
let sitting = 0;
function dropWork() {
  sitting += 1;
  return caches.delete(WORK);
}

async function copyOf(address: URL): Promise<Response | undefined> {
  if (address.pathname.startsWith('/desk/')) {
    const kept = await (await caches.open(WORK)).match(address.pathname, how);
    const at = Date.parse(kept?.headers.get('date') || '');
    return Date.now() - at < WORK_LASTS_MS ? kept : undefined;
  }
  // A voice for a certain case cannot be said without knowing the case.
  return PAGES.includes(address.pathname) && !address.searchParams.has('join') ? caches.match(address.pathname, how) : undefined;
}

function soon(answer: Promise<Response>, patience: number): Promise<Response> {
  if (!patience) return answer;
  return Promise.race([answer, new Promise<Response>((_, late) => { setTimeout(late, patience); })]);
}
