// A box drawn on a photo fills the numbers of its form; the server burns it in. The numbers work without this.
function draw(figure: HTMLElement) {
  const image = figure.querySelector('img');
  const form = figure.parentElement?.querySelector<HTMLFormElement>('form[action$="/blackening"]');
  if (!image || !form) return;
  const side = (name: string) => form.querySelector<HTMLInputElement>(`[data-side=${name}]`);
  let start: { x: number; y: number } | null = null;
  const box = document.createElement('div');
  box.className = 'drawn';
  figure.dataset.drawing = '';

  const at = (event: PointerEvent) => {
    const frame = image.getBoundingClientRect();
    const within = (v: number, most: number) => Math.max(0, Math.min(v, most));
    return { x: within(event.clientX - frame.left, frame.width), y: within(event.clientY - frame.top, frame.height) };
  };
  const span = (end: { x: number; y: number }) => {
    const from = start || end;
    return { x: Math.min(from.x, end.x), y: Math.min(from.y, end.y), w: Math.abs(from.x - end.x), h: Math.abs(from.y - end.y) };
  };
  figure.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return;
    event.preventDefault();
    start = at(event);
    figure.setPointerCapture(event.pointerId);
    figure.append(box);
  });
  figure.addEventListener('pointermove', (event) => {
    if (!start) return;
    const drawn = span(at(event));
    for (const [name, value] of [['left', drawn.x], ['top', drawn.y], ['width', drawn.w], ['height', drawn.h]] as const) {
      box.style.setProperty(name, `${value}px`);
    }
  });
  figure.addEventListener('pointerup', (event) => {
    if (!start) return;
    const drawn = span(at(event));
    start = null;
    // From the picture as it is shown to its own pixels.
    const scale = Number(image.getAttribute('width')) / image.getBoundingClientRect().width;
    for (const name of ['x', 'y', 'w', 'h'] as const) {
      const input = side(name);
      if (input) input.value = String(Math.round(drawn[name] * scale));
    }
  });
}

export function blackenings() {
  for (const figure of document.querySelectorAll<HTMLElement>('figure[data-blacken]')) draw(figure);
}
