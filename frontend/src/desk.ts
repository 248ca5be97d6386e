// The desk: its keyboard (below), and boxes drawn on photos.
import { blackenings } from './blacken';
if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', blackenings); else blackenings();

// The desk's keyboard: / search, N new, ? the map of keys, arrows and Enter in lists.
const typing = (e: Event) => (e.target as HTMLElement).matches?.('input,textarea,select,[contenteditable]');

function move(step: number) {
  const links = Array.from(document.querySelectorAll<HTMLElement>('[data-keys] a[data-row], [data-keys] .rows a'));
  if (!links.length) return false;
  const at = links.indexOf(document.activeElement as HTMLElement);
  links[Math.max(0, Math.min(links.length - 1, at < 0 ? 0 : at + step))].focus();
  return true;
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
