// Shows what is kept on this device: the whole list where a page has room for it, else one line that leads there.
import { flush, tell, told } from './outbox';
import { who } from './kept';
import { type Item, all, drop } from './store';

const MONTH = 30 * 86_400_000;
const grouped = (code: string) => code.replace(/(.{4})(?=.)/g, '$1 ');
const counted = (text: string | undefined, n: number) => (text || '').replace('#', String(n));

export async function waiting() {
  const show = async () => {
    const items = await all().catch((): Item[] => []);
    const list = document.querySelector<HTMLElement>('[data-outbox]');
    // An old receipt code has been noted, or is not wanted.
    for (const old of items.filter((i) => i.state === 'sent' && Date.now() - i.at > MONTH)) await drop(old.id);
    if (list) whole(list, items); else line(items);
  };
  if (location.pathname !== '/drafts') {
    const note = (hidden: boolean) => document.querySelectorAll<HTMLElement>('[data-no-network]').forEach((e) => { e.hidden = hidden; });
    note(false);
    window.addEventListener('online', () => note(true));
  }
  told(show);
  await show();
}

function line(items: Item[]) {
  const note = document.querySelector<HTMLElement>('a.waits');
  if (!note) return;
  const waits = items.filter((i) => i.state === 'waiting' || i.state === 'refused').length;
  const gone = items.filter((i) => i.state === 'sent').length;
  note.hidden = !waits && !gone;
  note.textContent = waits ? counted(note.dataset.waits, waits) : counted(note.dataset.arrived, gone);
}

function whole(box: HTMLElement, items: Item[]) {
  const rest = items.filter((i) => i.id !== document.body.dataset.writing).sort((a, b) => b.at - a.at);
  const list = box.querySelector('[data-outbox-list]')!;
  box.hidden = !rest.length;
  document.querySelectorAll<HTMLElement>('[data-outbox-empty]').forEach((e) => { e.hidden = !!rest.length; });
  list.replaceChildren(...rest.map((i) => one(box, i)));
  const said = box.querySelector('[data-outbox-said]')!;
  const gone = rest.filter((i) => i.state === 'sent' && i.code).map((i) => `${i.what} ${box.dataset.sent} ${grouped(i.code || '')}`).join('. ');
  if (said.textContent !== gone) said.textContent = gone;
}

const tones = { writing: 'plain', waiting: 'warn', refused: 'bad', sent: 'ok' };

function one(box: HTMLElement, item: Item): Node {
  const row = document.importNode(box.querySelector<HTMLTemplateElement>('[data-outbox-item]')!.content, true);
  const part = (name: string) => row.querySelector<HTMLElement>(`[data-${name}]`)!;
  // Words written under another sign-in are not for this reader.
  const foreign = !!item.who && item.who !== who();
  const { state } = item;
  const photos = item.photos ? counted(box.dataset.photos, item.photos) : '';
  part('what').textContent = foreign ? '' : [item.what || (photos ? '' : box.dataset.untitled), photos].filter(Boolean).join(' · ');
  part('stands').textContent = box.dataset[foreign && item.kind === 'form' && state !== 'sent' ? 'foreign' : state] || '';
  part('stands').classList.add(tones[state]);
  part('problems').textContent = foreign ? '' : item.problems.join(' ');
  // Refused words of staff may have no form any more: here they can be read and copied.
  const typed = item.kind === 'form' && state === 'refused' && !foreign ? item.fields.map(([, value]) => value).filter((v) => /[^!-~]/.test(v)) : [];
  part('words').textContent = typed.join('\n');
  part('code').textContent = foreign ? '' : grouped(item.code || '');
  const only = (name: string, wanted: boolean) => { part(name).hidden = !wanted; return part(name); };
  const receipt = !!item.code && !foreign;
  only('code-line', receipt);
  only('problems', state === 'refused');
  only('words', !!typed.length);
  const open = only('open', !foreign && state !== 'sent') as HTMLAnchorElement;
  open.href = `${item.page}#draft=${item.id}`;
  (only('follow', receipt) as HTMLAnchorElement).href = `/receipt#${item.code}`;
  only('now', state === 'waiting' && !foreign).addEventListener('click', () => { void flush(); });
  only('done', state === 'sent').addEventListener('click', () => gone(item));
  const copy = only('copy-code', receipt && !!navigator.clipboard);
  copy.addEventListener('click', async () => {
    await navigator.clipboard.writeText(grouped(item.code || ''));
    copy.textContent = copy.dataset.copied || '';
  });
  const away = only('drop', !foreign && state !== 'sent');
  away.addEventListener('click', () => {
    if (away.dataset.pressed) return void gone(item);
    away.dataset.pressed = '1';
    away.textContent = away.dataset.sure || '';
  });
  return row;
}

async function gone(item: Item) {
  await drop(item.id);
  tell();
}
