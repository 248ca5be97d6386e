// The desk: its keyboard (below), and boxes drawn on photos.
import { blackenings } from './blacken';
if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', blackenings); else blackenings();

// The desk's keyboard: / search, N new, ? the map of keys, arrows and Enter in lists; on a case A what is due, O what
// else can be done, J and K the next and the one before in the list it was opened from, Q back to that list; in a list B one verb on all of it.
const typing = (e: Event) => (e.target as HTMLElement).matches?.('input,textarea,select,[contenteditable]');

function move(step: number) {
  const links = Array.from(document.querySelectorAll<HTMLElement>('[data-keys] a[data-row], [data-keys] .rows a, .others > details > summary'));
  if (!links.length) return false;
  const at = links.indexOf(document.activeElement as HTMLElement);
  links[Math.max(0, Math.min(links.length - 1, at < 0 ? 0 : at + step))].focus();
  return true;
}

// The list a case is opened from stays at hand in this tab.
const kept = 'linqiao.list';
function keepList() {
  const rows = Array.from(document.querySelectorAll<HTMLAnchorElement>('[data-keys] a[data-row]'), (a) => a.pathname);
  if (rows.length) sessionStorage.setItem(kept, JSON.stringify({ from: location.pathname + location.search, rows }));
}
addEventListener('pagehide', keepList);

function keptList(): { from: string; rows: string[] } {
  try { return JSON.parse(sessionStorage.getItem(kept) || '') as { from: string; rows: string[] }; } catch { return { from: '/desk/cases', rows: [] }; }
}

function beside(step: number) {
  const { rows } = keptList();
  const at = rows.indexOf(location.pathname);
  const next = at < 0 ? undefined : rows[at + step];
  if (next) location.assign(next);
  return !!next;
}

// What is due: the first thing still to be filled in, else the button that does it.
function focusDue() {
  const form = document.querySelector<HTMLFormElement>('.card.next > form');
  const fields = Array.from(form?.querySelectorAll<HTMLInputElement>('input:not([type=hidden]),select,textarea') || []);
  const target = fields.find((f) => f.required && !f.value) || form?.querySelector<HTMLElement>('button:not([type=button])');
  target?.focus();
  return !!target;
}

function focusOthers() {
  const first = document.querySelector<HTMLElement>('.others > details > summary');
  first?.focus();
  return !!first;
}

document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const help = document.getElementById('keys') as HTMLDialogElement | null;
  if (event.key === 'Escape' && typing(event)) { (event.target as HTMLElement).blur(); return; }
  if (typing(event) || help?.open) return;
  const done = (() => {
    switch (event.key) {
      case '/': { const box = document.querySelector<HTMLElement>('.bar input[type=search]'); box?.focus(); return !!box; }
      case 'n': case 'N': { const link = document.querySelector<HTMLElement>('a[data-new]'); link?.click(); return !!link; }
      case '?': help?.showModal?.(); return !!help;
      case 'a': case 'A': return focusDue();
      case 'o': case 'O': return focusOthers();
      case 'j': case 'J': return beside(1);
      case 'k': case 'K': return beside(-1);
      case 'q': case 'Q': { const on = !!document.querySelector('.case-head'); if (on) location.assign(keptList().from); return on; }
      case 'b': case 'B': { const way = document.querySelector<HTMLElement>('a[data-bulk]'); way?.click(); return !!way; }
      case 'ArrowDown': return move(1);
      case 'ArrowUp': return move(-1);
      default: return false;
    }
  })();
  if (done) event.preventDefault();
});
document.addEventListener('click', (event) => {
  if ((event.target as HTMLElement).closest?.('[data-show-keys]')) (document.getElementById('keys') as HTMLDialogElement | null)?.showModal?.();
});
