// The report one question at a time. Without this the three steps stand on one page and work the same.
export function steps() {
  for (const frame of document.querySelectorAll<HTMLElement>('[data-steps]')) {
    const all = Array.from(frame.querySelectorAll<HTMLElement>('[data-step]'));
    const back = frame.querySelector<HTMLButtonElement>('[data-step-back]');
    const on = frame.querySelector<HTMLButtonElement>('[data-step-on]');
    const send = frame.querySelector<HTMLButtonElement>('[data-step-send]');
    if (!back || !on || !send || all.length < 2) continue;
    // A form that came back opens where something is to be mended.
    let now = Math.max(0, all.findIndex((s) => s.querySelector('[aria-invalid=true],.err')));
    const show = (focus: boolean) => {
      all.forEach((s, i) => { s.hidden = i !== now; });
      back.hidden = now === 0;
      on.hidden = now === all.length - 1;
      send.hidden = now !== all.length - 1;
      frame.dispatchEvent(new CustomEvent('step', { detail: now, bubbles: true }));
      if (!focus) return;
      all[now].querySelector<HTMLElement>('h2')?.focus();
      window.scrollTo(0, 0);
    };
    back.addEventListener('click', () => { now -= 1; show(true); });
    on.addEventListener('click', () => { now += 1; show(true); });
    frame.addEventListener('keydown', (event) => {
      const target = event.target as HTMLElement;
      // Enter in a line of text goes on; it does not send a half-filled form. At the end it sends, and presses no other
      // button that stands before.
      if (event.key === 'Enter' && target.matches('input:not([type=checkbox]):not([type=radio])')) {
        event.preventDefault();
        (now < all.length - 1 ? on : send).click();
      }
    });
    // A link of the list of what to mend leads into a hidden step.
    document.querySelector('.errors')?.addEventListener('click', (event) => {
      const id = (event.target as HTMLElement).closest('a')?.getAttribute('href')?.slice(1);
      const at = all.findIndex((s) => id && s.querySelector(`[id="${id}"]`));
      if (at >= 0) { now = at; show(false); }
    });
    frame.addEventListener('cleared', () => { now = 0; show(false); });
    show(false);
  }
}
