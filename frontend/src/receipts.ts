// Receipt codes: grouped in fours while typed, copied with one press.
export function receipts() {
  document.addEventListener('input', (event) => {
    const input = event.target as HTMLInputElement;
    if (!input.matches?.('input[name=code][inputmode=numeric]') || input.maxLength === 6) return;
    const atEnd = input.selectionStart === input.value.length;
    const grouped = input.value.replace(/\D/g, '').slice(0, 16).replace(/(.{4})(?=.)/g, '$1 ');
    if (atEnd && grouped !== input.value) input.value = grouped;
  });
  // A receipt's picture leads here with the code behind the #: typed and sent for the reader, then forgotten.
  const code = location.pathname === '/receipt' && location.hash.slice(1).match(/^\d{16}$/)?.[0];
  const form = code && document.querySelector<HTMLFormElement>('form[action="/receipt"]');
  if (form) {
    history.replaceState(null, '', location.pathname);
    (form.elements.namedItem('code') as HTMLInputElement).value = code;
    form.submit();
  }
  for (const button of document.querySelectorAll<HTMLButtonElement>('button[data-copy]')) {
    button.hidden = !navigator.clipboard;
    button.addEventListener('click', async () => {
      await navigator.clipboard.writeText(button.dataset.copy || '');
      const word = button.textContent;
      button.textContent = button.dataset.copied || word;
      setTimeout(() => { button.textContent = word; }, 2000);
    });
  }
  for (const button of document.querySelectorAll<HTMLButtonElement>('button[data-print]')) {
    button.hidden = false;
    button.addEventListener('click', () => window.print());
  }
}
