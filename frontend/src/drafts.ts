// What a resident typed survives a closed page: forms marked data-draft keep their words on this device.
const fieldsOf = (form: HTMLFormElement) =>
  Array.from(form.querySelectorAll<HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement>('textarea,select,input'))
    .filter((e) => e.name && !e.name.startsWith('_') && !['file', 'password', 'hidden', 'submit'].includes(e.type) && !e.hasAttribute('data-no-draft'));

const read = (key: string): Record<string, string> => {
  try { return JSON.parse(localStorage.getItem(key) || '{}'); } catch { return {}; }
};

function keep(form: HTMLFormElement, key: string) {
  const words: Record<string, string> = {};
  for (const e of fieldsOf(form)) {
    if (e instanceof HTMLInputElement && ['radio', 'checkbox'].includes(e.type)) { if (e.checked) words[`${e.name}=${e.value}`] = '1'; }
    else if (e.value) words[e.name] = e.value;
  }
  try { localStorage.setItem(key, JSON.stringify(words)); } catch { /* a full or closed store keeps nothing */ }
}

function restore(form: HTMLFormElement, key: string) {
  const words = read(key);
  let any = false;
  for (const e of fieldsOf(form)) {
    if (e instanceof HTMLInputElement && ['radio', 'checkbox'].includes(e.type)) {
      if (words[`${e.name}=${e.value}`] && !e.checked) { e.checked = true; any = true; }
    } else if (!e.value && words[e.name]) { e.value = words[e.name]; any = true; }
  }
  const note = form.querySelector<HTMLElement>('[data-draft-note]');
  if (any && note) note.hidden = false;
}

export function drafts() {
  for (const form of document.querySelectorAll<HTMLFormElement>('form[data-draft]')) {
    const key = `draft:${form.dataset.draft}`;
    // A page that came back with problems already holds the words.
    if (!form.querySelector('[aria-invalid]')) restore(form, key);
    form.addEventListener('input', () => keep(form, key));
    form.addEventListener('submit', () => {
      // Forgotten only when a page without this form arrives: a refusal needs the words again.
      try { sessionStorage.setItem('draft-sent', key); } catch { /* nothing to forget */ }
    });
  }
  try {
    const sent = sessionStorage.getItem('draft-sent');
    if (sent && !document.querySelector(`form[data-draft="${sent.slice(6)}"]`)) {
      localStorage.removeItem(sent);
      sessionStorage.removeItem('draft-sent');
    }
  } catch { /* nothing to forget */ }
}
