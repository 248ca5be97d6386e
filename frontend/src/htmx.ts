// htmx 4. Its settings come from the page's meta tag `htmx-config`, which the server writes.
import 'htmx.org/dist/htmx.esm.js';

// The form's token travels with every request htmx sends.
document.addEventListener('htmx:config:request', (event) => {
  const token = document.querySelector<HTMLMetaElement>('meta[name="csrf"]')?.content;
  const context = (event as CustomEvent).detail?.ctx;
  if (token && context?.request?.headers) context.request.headers['x-csrf-token'] = token;
});
