// Bundles style and script into hashed files with brotli copies, a manifest naming them, and the service worker.
import * as esbuild from 'esbuild';
import crypto from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import zlib from 'node:zlib';
import { fileURLToPath } from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));
const out = path.join(here, 'dist');
fs.rmSync(out, { recursive: true, force: true });

const shared = {
  absWorkingDir: here,
  bundle: true,
  minify: true,
  format: 'iife',
  target: ['chrome79', 'safari13.1'],
  supported: { destructuring: true },
  legalComments: 'none',
  logLevel: 'warning',
};
const result = await esbuild.build({
  ...shared,
  entryPoints: ['src/app.ts', 'src/keep.ts', 'src/desk.ts', 'src/app.css', 'src/desk.css'],
  outdir: out,
  entryNames: '[name]-[hash]',
  metafile: true,
});

const manifest = {};
for (const [file, info] of Object.entries(result.metafile.outputs)) {
  if (info.entryPoint) manifest[path.basename(info.entryPoint).replace(/\.ts$/, '.js')] = path.basename(file);
}
const sizes = {};
for (const [name, file] of Object.entries(manifest)) {
  const bytes = fs.readFileSync(path.join(out, file));
  const packed = zlib.brotliCompressSync(bytes, { params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 11 } });
  fs.writeFileSync(path.join(out, `${file}.br`), packed);
  sizes[name] = packed.length;
}
// The worker has one address for ever, so its name has no hash; what it keeps is named after the files it keeps.
const files = Object.values(manifest).map((file) => `/assets/${file}`);
const build = crypto.createHash('sha256').update(files.join()).digest('hex').slice(0, 8);
await esbuild.build({
  ...shared,
  entryPoints: ['src/sw.ts'],
  outfile: path.join(out, 'sw.js'),
  define: { __ASSETS__: JSON.stringify(files), __BUILD__: JSON.stringify(build) },
});
fs.writeFileSync(path.join(out, 'manifest.json'), JSON.stringify(manifest, null, 1));
const first = sizes['app.js'] + sizes['app.css'];
console.log(`${JSON.stringify(sizes)} first load on a resident page: ${first} bytes`);
if (first > 25_000) {
  console.error('the first load of a resident page must stay under 25,000 bytes of script and style');
  process.exit(1);
}
