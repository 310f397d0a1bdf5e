// Photographs the grids in both themes into bench/dist/shots and runs axe on each. Exits 1 on a violation.
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { openBench } from './browser.mjs';

const scenes = {
  week: 'view=week&zone',
  'work-week': 'view=work-week',
  'three-days': 'view=3&lang=en-US',
  day: 'view=day&lang=de-DE',
  month: 'view=month',
  compact: 'view=week&density=compact',
  roomy: 'view=week&density=roomy',
  rtl: 'view=week&lang=ar-EG&zone',
  'month-rtl': 'view=month&lang=he-IL',
  crowded: 'view=week&events=300',
  'crowded-month': 'view=month&events=900',
};

const bench = await openBench();
if (bench === null) {
  console.log('grids: no Chromium here, nothing looked at');
  process.exit(0);
}
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const shots = join(import.meta.dirname, 'dist/shots');
mkdirSync(shots, { recursive: true });
const wanted = process.argv.slice(2);
let violations = 0;

for (const [name, query] of Object.entries(scenes)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  for (const theme of ['light', 'dark']) {
    const page = await bench.browser.newPage({ viewport: { width: 1212, height: 850 } });
    page.on('pageerror', (error) => {
      violations += 1;
      console.log(`${name}, ${theme}: ${error.message}`);
    });
    await page.goto(`${bench.address}?${query}&theme=${theme}`);
    await page.waitForFunction(() => document.querySelector('.ev') !== null);
    await page.evaluate(() => document.fonts.ready);
    await page.screenshot({ path: join(shots, `${name}-${theme}.png`) });
    await page.evaluate(axe);
    const found = await page.evaluate(async () => {
      const { violations: list } = await window.axe.run(document, {
        runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
        rules: { 'page-has-heading-one': { enabled: false } },
      });
      return list.map(
        ({ id, nodes }) =>
          `${id} (${nodes.length}): ${nodes[0].html.slice(0, 160)} ${nodes[0].failureSummary}`,
      );
    });
    violations += found.length;
    for (const line of found) console.log(`${name}, ${theme}: ${line}`);
    await page.close();
  }
}
await bench.close();
console.log(`${violations} violations; pictures in bench/dist/shots`);
process.exit(violations > 0 ? 1 : 0);
