// Where the device stands, and "is it this one?", while a report is written. Both are helps; the form needs neither.
const hintFields = ['text', 'category', 'address_note', 'place', 'lat', 'lon'];

async function hint(form: HTMLFormElement, box: HTMLElement) {
  const words = new FormData();
  const all = new FormData(form);
  // Names, numbers and photos stay where they are.
  for (const name of hintFields) {
    const value = all.get(name);
    if (typeof value === 'string') words.set(name, value);
  }
  const key = JSON.stringify(hintFields.map((n) => words.get(n)));
  if (box.dataset.asked === key) return;
  box.dataset.asked = key;
  const answer = await fetch('/report/hints', {
    method: 'POST', body: new URLSearchParams(words as unknown as Record<string, string>),
    headers: { 'hx-request': 'true', 'x-csrf-token': document.querySelector<HTMLMetaElement>('meta[name="csrf"]')?.content || '' },
  }).catch(() => null);
  if (answer?.ok) box.innerHTML = await answer.text();
}

// Places that fit what is typed so far.
function suggest(box: HTMLElement) {
  const input = box.querySelector('input');
  const found = document.getElementById(box.dataset.suggest || '');
  let waiting = 0;
  input?.addEventListener('input', () => {
    clearTimeout(waiting);
    waiting = window.setTimeout(async () => {
      const typed = input.value.trim();
      const answer = typed.length < 2 ? null : await ask(`/report/places?address_note=${encodeURIComponent(typed)}`);
      // A slow answer to fewer letters must not replace the answer to more.
      if (found && input.value.trim() === typed) found.innerHTML = answer || '';
    }, 200);
  });
}

async function ask(address: string) {
  const answer = await fetch(address, { headers: { 'hx-request': 'true' } }).catch(() => null);
  return answer?.ok ? answer.text() : '';
}

function locate(button: HTMLButtonElement, form: HTMLFormElement) {
  const said = form.querySelector<HTMLElement>('[data-located]');
  const put = (name: string, value: string) => { const i = form.querySelector<HTMLInputElement>(`input[name=${name}]`); if (i) i.value = value; };
  button.disabled = true;
  navigator.geolocation.getCurrentPosition(async ({ coords }) => {
    button.disabled = false;
    put('lat', coords.latitude.toFixed(6));
    put('lon', coords.longitude.toFixed(6));
    if (said) said.textContent = button.dataset.done || '';
    const found = document.getElementById('places-found');
    if (found) found.innerHTML = await ask(`/report/places?lat=${coords.latitude.toFixed(6)}&lon=${coords.longitude.toFixed(6)}`);
    form.dispatchEvent(new Event('change', { bubbles: true }));
  }, () => {
    button.disabled = false;
    if (said) said.textContent = button.dataset.failed || '';
  }, { timeout: 10_000, enableHighAccuracy: true });
}

export function nearby() {
  document.querySelectorAll<HTMLElement>('[data-suggest]').forEach(suggest);
  for (const button of document.querySelectorAll<HTMLButtonElement>('button[data-locate]')) {
    const form = button.closest('form');
    if (!form || !navigator.geolocation) continue;
    button.hidden = false;
    button.addEventListener('click', () => locate(button, form));
  }
  for (const box of document.querySelectorAll<HTMLElement>('[data-hints]')) {
    const form = box.closest('form');
    if (!form) continue;
    let waiting = 0;
    const soon = () => { clearTimeout(waiting); waiting = window.setTimeout(() => hint(form, box), 400); };
    form.addEventListener('input', soon);
    form.addEventListener('change', soon);
    document.addEventListener('step', soon);
  }
}
