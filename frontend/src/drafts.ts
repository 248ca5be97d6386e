// What a resident writes is kept on this device from the first letter, several drafts at a time, with place and photos.
// Sent without a network, it waits here and goes out by itself.
import { Later, atOnce, flush, sendPhotos, standing, tell, uploaded } from './outbox';
import { begun, clear, fill, read, say, showPhotos, still, submit, takePhotos, who } from './kept';
import { type Item, all, drop, item as kept, put } from './store';

const MOST = 20;
// The draft this tab has just sent as a form: the page that comes tells what became of it.
const SENT = 'linqiao.sent';

export async function drafts() {
  // A page without a store keeps nothing, and its forms work as they do without script.
  const items = await all().catch(() => null);
  if (!items) return;
  await answered(items);
  for (const form of document.querySelectorAll<HTMLFormElement>('form[data-draft]')) await bind(form, items);
  tell();
}

// A receipt in answer to what was sent: the draft has arrived, and its code stands on the page.
async function answered(items: Item[]) {
  const sent = items.find((i) => i.id === sessionStorage.getItem(SENT));
  if (sent && document.querySelector('.receipt .code')) {
    await drop(sent.id);
    items.splice(items.indexOf(sent), 1);
    sessionStorage.removeItem(SENT);
  }
}

async function bind(form: HTMLFormElement, items: Item[]) {
  const key = form.elements.namedItem('client_key') as HTMLInputElement | null;
  if (!key) return;
  let item = await chosen(form, items, key.value);
  if (!item) item = begun(form, form.dataset.draft || '');
  let known = items.some((i) => i.id === item.id);
  const open = async (one: Item) => {
    item = one;
    known = true;
    item.state = 'writing';
    await put(item);
    if (fill(form, item) && !document.querySelector('.errors')) say(form, 'restored');
    form.dispatchEvent(new Event('change', { bubbles: true }));
    await showPhotos(form, item);
  };
  const again = () => {
    item = begun(form, item.kind);
    known = false;
    key.value = item.id;
    clear(form);
    select(item.id);
  };
  if (known) await open(item);
  key.value = item.id;
  select(item.id);
  if (location.hash === '#new') unhash();

  // Each change waits for the one before.
  let busy: Promise<void> = Promise.resolve();
  const next = (work: () => Promise<void>) => { busy = busy.then(work).catch(() => {}); return busy; };
  const keep = () => next(async () => {
    if (!known && (await all()).filter((i) => i.state !== 'sent').length >= MOST) return say(form, 'full');
    known = true;
    item.state = 'writing';
    await put(named(read(item, form)));
  });
  form.addEventListener('input', (event) => { if ((event.target as HTMLInputElement).type !== 'file') void keep(); });
  form.addEventListener('change', (event) => {
    if ((event.target as HTMLInputElement).type !== 'file') return void (known && keep());
    void keep();
    void next(() => takePhotos(form, item));
  });
  // Which button it was; some browsers do not say so when the form is sent.
  let pressed: HTMLButtonElement | null = null;
  form.addEventListener('click', (event) => { pressed = (event.target as HTMLElement).closest('button'); });
  form.addEventListener('submit', (event) => {
    const action = new URL(pressed?.hasAttribute('formaction') ? pressed.formAction : form.action).pathname;
    if (!action.endsWith('/voices')) return;
    event.preventDefault();
    still(form, true);
    say(form, 'sending');
    void next(async () => {
      const gone = await takePhotos(form, item)
        .then(() => send(form, named(read(item, form)), action))
        // A store that is full or broken stands in nobody's way.
        .catch(() => { form.action = action; HTMLFormElement.prototype.submit.call(form); return true; });
      if (gone) return;
      still(form, false);
      again();
      say(form, 'saved');
      tell();
      soon();
    });
  });
  form.dataset.bound = '';
  // Somebody types faster than a store opens.
  if (!known && (form.elements.namedItem('text') as HTMLTextAreaElement | null)?.value) void keep();
  window.addEventListener('hashchange', async () => {
    if (location.hash === '#new') return next(async () => { again(); say(form, ''); tell(); unhash(); });
    const wanted = await asked(item.kind);
    if (wanted && wanted.id !== item.id) void next(async () => { again(); await open(wanted); key.value = wanted.id; select(wanted.id); tell(); });
  });
}

// The draft this page continues: the one it came back with, the one asked for, or the newest unfinished one.
async function chosen(form: HTMLFormElement, items: Item[], key: string): Promise<Item | undefined> {
  const kind = form.dataset.draft || '';
  const back = items.find((i) => i.id === key);
  if (back) return back;
  const wanted = await asked(kind);
  if (wanted || location.hash === '#new') return wanted;
  const mine = items.filter((i) => i.kind === kind && i.state === 'writing' && i.who === who());
  return mine.filter((i) => kind !== 'join' || i.page === location.pathname + location.search).sort((a, b) => b.at - a.at)[0];
}

async function asked(kind: string): Promise<Item | undefined> {
  const id = location.hash.match(/^#draft=([\w-]+)$/)?.[1];
  const found = id ? await kept(id) : undefined;
  return found?.kind === kind && found.state !== 'sent' ? found : undefined;
}

const named = (item: Item): Item => {
  item.what = (item.fields.find(([name]) => name === 'text')?.[1] || '').trim().slice(0, 40);
  return item;
};

const unhash = () => history.replaceState(null, '', location.pathname + location.search);

// The list of the page leaves out what is being written on it.
const select = (id: string) => { document.body.dataset.writing = id; };

// Gives false where it has to wait.
async function send(form: HTMLFormElement, item: Item, action: string): Promise<boolean> {
  // From here on it goes out whatever becomes of this page.
  await put(Object.assign(item, { action, state: 'waiting' }));
  try {
    return await atOnce(async () => {
      const here = await standing();
      await sendPhotos(item, here);
      sessionStorage.setItem(SENT, item.id);
      submit(form, action, [['_csrf', here.csrf], ...(await uploaded(item)).map((p): [string, string] => ['_uploaded', p])]);
      return true;
    });
  } catch (why) {
    if (!(why instanceof Later)) throw why;
    return false;
  }
}

// The browser's own wake-up, where it has one; else the page tries again.
export function soon() {
  navigator.serviceWorker?.ready
    .then((worker) => (worker as unknown as { sync?: { register(tag: string): Promise<void> } }).sync?.register('outbox'))
    .catch(() => {});
}

export function wake() {
  const go = () => { void flush().catch(() => {}); };
  for (const event of ['online', 'pageshow', 'focus']) window.addEventListener(event, go);
  document.addEventListener('visibilitychange', () => { if (!document.hidden) go(); });
  setInterval(go, 30_000);
  go();
}
