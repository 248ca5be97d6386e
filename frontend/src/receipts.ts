// Receipt codes: grouped in fours while typed, copied with one press.
export function receipts() {
  document.addEventListener('input', (event) => {
    const input = event.target as HTMLInputElement;
    if (!input.matches?.('input[data-code]')) return;
    const atEnd = input.selectionStart === input.value.length;
    const grouped = input.value.toUpperCase().replace(/[^0-9A-Z]/g, '').replace(/(.{4})(?=.)/g, '$1-');
    if (atEnd && grouped !== input.value) input.value = grouped;
  });
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
