// What staff write down on the spot goes out as they press, or waits on this device and goes out by itself, once: under
// the form's key, and only in the name of whoever wrote it.
import { Later, ask, atOnce, body, sendPhotos, standing, tell, uploaded } from './outbox';
import { begun, clear, fill, read, say, showPhotos, still, submit, takePhotos, who } from './kept';
import { soon } from './drafts';
import { type Item, all, drop, item as kept, put } from './store';

const REFUSED = 'linqiao.refused';

export async function spot() {
  const forms = document.querySelectorAll<HTMLFormElement>('form[data-offline]');
  if (!(await all().catch(() => null))) return;
  // The page that says what is to be mended holds the words itself.
  const refused = sessionStorage.getItem(REFUSED);
  if (refused && document.querySelector('.errors[role=alert]')) await drop(refused);
  sessionStorage.removeItem(REFUSED);
  const wanted = await kept(location.hash.match(/^#draft=([\w-]+)$/)?.[1] || '').catch(() => undefined);
  for (const form of forms) await bind(form, wanted);
}

async function bind(form: HTMLFormElement, wanted: Item | undefined) {
  let item = begun(form, 'form');
  if (wanted && wanted.state !== 'sent' && wanted.who === who() && wanted.action === new URL(form.action).pathname) {
    // In hand again: it goes out when it is sent again, and not by itself before.
    item = { ...wanted, state: 'writing' };
    await put(item);
    form.closest('details')?.setAttribute('open', '');
    if (fill(form, item)) say(form, 'restored');
    await showPhotos(form, item);
  }
  form.dataset.bound = '';
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    still(form, true);
    say(form, 'sending');
    try {
      await takePhotos(form, item);
      item.what = form.dataset.offline || '';
      // In the order in which they were pressed.
      await put(Object.assign(read(item, form), { state: 'waiting', at: Date.now() }));
    } catch {
      // A store that is full or broken stands in nobody's way.
      return HTMLFormElement.prototype.submit.call(form);
    }
    if (await send(form, item)) return;
    still(form, false);
    clear(form);
    item = begun(form, 'form');
    say(form, 'saved');
    tell();
    soon();
  });
}

// Gives false where it has to wait.
async function send(form: HTMLFormElement, item: Item): Promise<boolean> {
  try {
    return await atOnce(() => sendNow(form, item));
  } catch (why) {
    if (!(why instanceof Later)) throw why;
    return false;
  }
}

async function sendNow(form: HTMLFormElement, item: Item): Promise<boolean> {
  const here = await standing();
  if (here.who !== item.who) return signInFirst();
  await sendPhotos(item, here);
  const answer = await ask(item.action, 60, {
    method: 'POST', body: await body(item, here), credentials: 'same-origin', headers: { accept: 'text/html', 'hx-request': 'true' },
  });
  if (answer.status === 401) return signInFirst();
  if (answer.ok) {
    await drop(item.id);
    location.assign(answer.headers.get('hx-redirect') || location.pathname + location.search);
    return true;
  }
  // A refusal leaves no trace: sent as a form, it comes as the page that says what to mend.
  const photos = await uploaded(item);
  await put({ ...item, state: 'refused' });
  sessionStorage.setItem(REFUSED, item.id);
  submit(form, item.action, [['_csrf', here.csrf], ['_key', item.id], ...photos.map((p): [string, string] => ['_uploaded', p])]);
  return true;
}

// It waits for its writer, who comes back signed in.
function signInFirst(): boolean {
  location.assign(`/sign-in?next=${encodeURIComponent(location.pathname)}`);
  return true;
}
