// Shows the photos that were chosen, so that nobody sends the wrong one.
export function photos() {
  document.addEventListener('change', (event) => {
    const input = event.target as HTMLInputElement;
    const box = input.type === 'file' && document.getElementById(`${input.id}-preview`);
    if (!box) return;
    box.replaceChildren();
    for (const file of Array.from(input.files || []).slice(0, 9)) {
      const figure = document.createElement('figure');
      if (file.type.startsWith('image/')) {
        const image = document.createElement('img');
        image.alt = '';
        image.src = URL.createObjectURL(file);
        image.onload = () => URL.revokeObjectURL(image.src);
        figure.append(image);
      }
      const name = document.createElement('figcaption');
      name.textContent = `${file.name} · ${(file.size / 1048576).toFixed(1)} MB`;
      figure.append(name);
      box.append(figure);
    }
  });
}
