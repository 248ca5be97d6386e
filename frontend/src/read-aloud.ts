// Reads the page's main part aloud where the browser can speak; elsewhere the button stays hidden.
export function readAloud() {
  if (!('speechSynthesis' in window)) return;
  for (const button of document.querySelectorAll<HTMLButtonElement>('button[data-read-aloud]')) {
    button.hidden = false;
    button.addEventListener('click', () => {
      if (speechSynthesis.speaking) { speechSynthesis.cancel(); button.setAttribute('aria-pressed', 'false'); return; }
      const words = new SpeechSynthesisUtterance((document.getElementById('main')?.innerText || '').slice(0, 4000));
      words.lang = document.documentElement.lang;
      words.rate = 0.9;
      words.onend = () => button.setAttribute('aria-pressed', 'false');
      button.setAttribute('aria-pressed', 'true');
      speechSynthesis.speak(words);
    });
  }
}
