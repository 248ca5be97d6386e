// The service worker of this device, and in which look it keeps its pages.
import { who } from './kept';

const LOOK = 'linqiao.look';

export function device() {
  // Without a token the page comes from no server.
  const csrf = document.querySelector<HTMLMetaElement>('meta[name=csrf]')?.content;
  if (!('serviceWorker' in navigator) || !csrf) return;
  navigator.serviceWorker.register('/sw.js').catch(() => { /* the page works without it */ });
  const html = document.documentElement;
  const look = [html.lang, html.dataset.mode, who()].join();
  try {
    const before = localStorage.getItem(LOOK);
    if (before === look || html.dataset.density || !navigator.serviceWorker.controller) return;
    localStorage.setItem(LOOK, look);
    navigator.serviceWorker.controller.postMessage('refresh');
  } catch { /* a closed store remembers no look */ }
}
