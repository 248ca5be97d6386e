// The words and photos of a form on their way into this device's store, and back into the form.
import { type Item, dropPhoto, photosOf, put, putPhoto, uuid } from './store';

type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

// Pages that may come from this device itself, at their own address or at one that could not be reached: who is signed
// in, they only remember.
export const SHELL = ['/report', '/mailbox', '/drafts'];
const remembers = () => !!document.querySelector('[data-outbox],form[data-draft]');
const WHO = 'linqiao.who';

export function who(): string {
  const said = document.querySelector<HTMLMetaElement>('meta[name=who]')?.content || '';
  if (!remembers()) return said;
  try { return localStorage.getItem(WHO) ?? said; } catch { return said; }
}

// Pages kept for somebody's work go when that somebody does.
export async function noted() {
  if (remembers()) return;
  try {
    const [before, now] = [localStorage.getItem(WHO), who()];
    localStorage.setItem(WHO, now);
    if (before && before !== now) await caches.delete('work');
  } catch { /* nothing is kept */ }
}

const isChoice = (e: Field) => ['radio', 'checkbox'].includes(e.type);
// A form's own token and key are made fresh; the key of a draft is the item's.
const isOwn = (name: string) => !name || name.startsWith('_') || name === 'client_key';

function fields(form: HTMLFormElement): Field[] {
  const all = Array.from(form.querySelectorAll<Field>('input,textarea,select'));
  return all.filter((e) => !isOwn(e.name) && !['file', 'password', 'submit'].includes(e.type));
}

export const words = (form: HTMLFormElement): [string, string][] =>
  Array.from(new FormData(form)).filter((pair): pair is [string, string] => typeof pair[1] === 'string' && !isOwn(pair[0]) && pair[1] !== '');

export function begun(form: HTMLFormElement, kind: string): Item {
  return {
    id: uuid(), kind, state: 'writing', who: who(), lang: document.documentElement.lang, at: Date.now(), what: '',
    page: location.pathname + location.search, action: new URL(form.action).pathname, fields: [], photos: 0, arrived: {}, problems: [],
  };
}

// Brings an item up to what stands in the form.
export function read(item: Item, form: HTMLFormElement): Item {
  const chosen = form.querySelector<HTMLInputElement>('#places-found input[name=place]:checked');
  item.fields = words(form);
  item.place = (chosen?.value && chosen.closest('label')?.textContent?.trim()) || undefined;
  item.who = who();
  item.problems = [];
  return item;
}

// Puts words back where nothing else stands; tells whether there were any.
export function fill(form: HTMLFormElement, item: Item): boolean {
  offerPlace(item);
  let any = false;
  for (const e of fields(form)) {
    const values = item.fields.filter(([name]) => name === e.name).map(([, value]) => value);
    if (isChoice(e)) {
      const choice = e as HTMLInputElement;
      if (!values.includes(choice.value) || choice.checked) continue;
      choice.checked = true;
      choice.closest('details')?.setAttribute('open', '');
      any = true;
    } else if (values.length && (!e.value || e.type === 'hidden')) {
      e.value = values[0];
      any = any || e.type !== 'hidden';
    }
  }
  return any || item.photos > 0;
}

// The place chosen while there was a network can be chosen without one.
function offerPlace(item: Item) {
  const box = document.getElementById('places-found');
  const value = item.fields.find(([name]) => name === 'place')?.[1];
  if (!box || !value || !item.place || box.querySelector('input')) return;
  const [group, legend, options, label, input, text] = ['fieldset', 'legend', 'div', 'label', 'input', 'span'].map((n) => document.createElement(n));
  group.className = 'field choices';
  options.className = 'options places';
  label.className = 'choice';
  Object.assign(input, { type: 'radio', name: 'place', value });
  legend.textContent = box.dataset.legend || '';
  text.textContent = item.place;
  label.append(input, text);
  options.append(label);
  group.append(legend, options);
  box.append(group);
}

export function clear(form: HTMLFormElement) {
  for (const e of fields(form)) {
    if (isChoice(e)) (e as HTMLInputElement).checked = e.type === 'radio' && e.value === '';
    else if (e instanceof HTMLSelectElement) e.selectedIndex = 0;
    else if (e.type !== 'hidden' || ['lat', 'lon'].includes(e.name)) e.value = '';
  }
  form.querySelectorAll('#places-found,#hints,.previews,[data-located]').forEach((box) => box.replaceChildren());
  form.dispatchEvent(new Event('cleared', { bubbles: true }));
}

// What became of what was typed, where the reader looks.
export function say(form: HTMLFormElement, what: 'restored' | 'sending' | 'saved' | 'full' | '') {
  const note = form.querySelector<HTMLElement>('[data-kept-note]');
  if (!note) return;
  note.textContent = (what && note.dataset[what]) || '';
  note.hidden = !what;
  if (what !== 'saved') return;
  note.focus();
  note.scrollIntoView({ block: 'center' });
}

export function still(form: HTMLFormElement, off: boolean) {
  for (const button of form.querySelectorAll<HTMLButtonElement>('button:not([type=button])')) button.disabled = off;
}

const fileInput = (form: HTMLFormElement) => form.querySelector<HTMLInputElement>('input[type=file]');

// Takes the chosen photos over: first all of them are kept, then the field is empty again.
export async function takePhotos(form: HTMLFormElement, item: Item) {
  const input = fileInput(form);
  const chosen = Array.from(input?.files || []);
  if (!input || !chosen.length) return;
  for (const [n, file] of chosen.entries()) {
    const bytes = await new Response(file).arrayBuffer();
    await putPhoto({ id: uuid(), item: item.id, at: Date.now() + n, name: file.name, type: file.type, bytes });
  }
  item.photos += chosen.length;
  await put(item);
  input.value = '';
  await showPhotos(form, item);
}

export async function showPhotos(form: HTMLFormElement, item: Item) {
  const box = document.getElementById(`${fileInput(form)?.id}-preview`);
  if (!box) return;
  const figures = (await photosOf(item.id)).map((photo) => {
    const [figure, image, name, remove] = ['figure', 'img', 'figcaption', 'button'].map((n) => document.createElement(n));
    const address = URL.createObjectURL(new Blob([photo.bytes], { type: photo.type }));
    Object.assign(image, { alt: '', src: address, onload: () => URL.revokeObjectURL(address) });
    name.textContent = `${photo.name} · ${(photo.bytes.byteLength / 1048576).toFixed(1)} MB`;
    Object.assign(remove, { type: 'button', className: 'btn ghost', textContent: box.dataset.remove });
    remove.addEventListener('click', async () => {
      await dropPhoto(photo.id);
      item.photos -= 1;
      delete item.arrived[photo.id];
      await put(item);
      figure.remove();
    });
    figure.append(image, name, remove);
    return figure;
  });
  box.replaceChildren(...figures);
}

// The form itself goes to the server, and the page it answers with is the reader's; its photos have gone before.
export function submit(form: HTMLFormElement, action: string, extra: [string, string][]) {
  for (const [name, value] of extra) {
    const known = form.querySelector<HTMLInputElement>(`input[name="${name}"]`);
    const input = name !== '_uploaded' && known ? known : Object.assign(document.createElement('input'), { type: 'hidden', name });
    input.value = value;
    form.append(...(input === known ? [] : [input]));
  }
  const files = fileInput(form);
  if (files) files.disabled = true;
  form.action = action;
  HTMLFormElement.prototype.submit.call(form);
}
