// After a refusal the reader stands at the list of what to mend; a second press sends nothing twice.
export function errors() {
  document.querySelector<HTMLElement>('.errors[role=alert]')?.focus();
  document.addEventListener('submit', (event) => {
    const form = event.target as HTMLFormElement;
    if (form.method !== 'post' || event.defaultPrevented) return;
    // The pressed button's own name and value must still be sent, so it is disabled a moment later.
    setTimeout(() => {
      for (const b of form.querySelectorAll<HTMLButtonElement>('button:not([type=button])')) b.disabled = true;
    });
  });
  window.addEventListener('pageshow', () => {
    for (const b of document.querySelectorAll<HTMLButtonElement>('form button[disabled]:not([data-off])')) b.disabled = false;
  });
}
