// What every page must stand up to: accessibility, the measures of elder mode, no sideways scrolling, a quiet console.
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { sees, shots } from './rig.mjs';

const axe = fs.readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export async function judge(visit, name, look) {
  const { page, complaints } = visit;
  await page.screenshot({ path: path.join(shots, `${name}-${look}.png`), fullPage: true });
  const faults = [...(await accessibility(page)), ...(await measures(page, look)), ...complaints.splice(0).map((c) => `console: ${c}`)];
  sees(!faults.length, faults.join('\n'));
}

async function accessibility(page) {
  // Evaluated from outside the page, so that the page's policy need not allow it.
  await page.evaluate(axe);
  const found = await page.evaluate(() => window.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'] }));
  return found.violations
    .filter((v) => ['serious', 'critical'].includes(v.impact))
    .map((v) => `${v.id} (${v.impact}, ${v.nodes.length}): ${v.nodes[0].html.slice(0, 140)}`);
}

// Elder mode: text at least 18 px, line height at least 1.3, targets at least 60 px. Elsewhere 12 px and 44 px (24 at a desk).
async function measures(page, look) {
  return page.evaluate((elderLook) => {
    const root = document.documentElement;
    const desk = root.dataset.density === 'desk';
    const elder = elderLook && root.dataset.mode === 'elder';
    const least = elder ? { text: 18, target: 60 } : { text: 12, target: desk ? 24 : 44 };
    const faults = [];
    if (elderLook && !desk && !elder) faults.push('the page is not in elder mode');
    if (root.scrollWidth > innerWidth + 1) faults.push(`scrolls sideways: ${root.scrollWidth} in ${innerWidth}`);
    const visible = (e) => {
      const r = e.getBoundingClientRect();
      const s = getComputedStyle(e);
      return r.width > 1 && r.height > 1 && s.visibility !== 'hidden' && !e.closest('.vh,.skip,svg') && e.checkVisibility();
    };
    for (const e of document.querySelectorAll('a,button,input:not([type=hidden]),select,textarea,summary')) {
      if (!visible(e)) continue;
      // A tick box is pressed by its label; a link inside a sentence flows with the text.
      const box = (e.matches('[type=radio],[type=checkbox]') ? e.closest('label') || e : e).getBoundingClientRect();
      const inSentence = e.matches('p a,li a,td a,dd a,dt a') && getComputedStyle(e).display === 'inline' && !elder;
      if (!inSentence && (box.height < least.target - 0.5 || (elder && box.width < least.target - 0.5))) {
        faults.push(`target ${Math.round(box.width)}×${Math.round(box.height)}: ${e.tagName} ${(e.textContent || e.name || '').trim().slice(0, 14)}`);
      }
    }
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) {
      const e = walk.currentNode.parentElement;
      const text = walk.currentNode.data.trim();
      if (!text || !visible(e) || e.matches('script,style')) continue;
      const s = getComputedStyle(e);
      if (parseFloat(s.fontSize) < least.text - 0.05) faults.push(`text ${s.fontSize}: ${text.slice(0, 14)}`);
      if (elder && parseFloat(s.lineHeight) / parseFloat(s.fontSize) < 1.29 && text.length > 12) faults.push(`line height ${s.lineHeight}: ${text.slice(0, 14)}`);
    }
    return [...new Set(faults)].slice(0, 14);
  }, look === 'elder');
}
