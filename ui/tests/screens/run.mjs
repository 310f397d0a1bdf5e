// Photographs every screen in both themes under target/screens and runs axe on each, colours included.
// `node tests/screens/run.mjs [screen…]`; exits 1 when axe finds something or a page reports an error.
import { createRequire } from 'node:module';
import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { build, preview } from 'vite';
import { screens } from './screens.mjs';

const ui = fileURLToPath(new URL('../..', import.meta.url));
const built = fileURLToPath(new URL('../../../target/screens/site', import.meta.url));
const pictures = fileURLToPath(new URL('../../../target/screens', import.meta.url));
const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const asked = process.argv.slice(2);
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
];

async function serve() {
  const site = { root: ui, mode: 'demo', logLevel: 'warn', build: { outDir: built, emptyOutDir: true } };
  await build(site);
  const server = await preview({ ...site, preview: { port: 0, host: '127.0.0.1' } });
  return { server, address: server.resolvedUrls.local[0] };
}

/** What is wrong with one screen in one theme, as lines of text. */
async function inspect(page, address, theme, name) {
  const found = [];
  page.setDefaultTimeout(8_000);
  page.on('pageerror', (error) => found.push(`error: ${error.message}`));
  const [query, reach, { hash = '' } = {}] = screens[name];
  await page.goto(`${address}?theme=${theme}&${query}${hash}`);
  await page.locator('main').waitFor();
  await reach(page);
  await page.evaluate(() => document.fonts.ready);
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  await page.screenshot({ path: `${pictures}/${name}-${theme}.png` });
  await page.addScriptTag({ path: axe });
  const { violations } = await page.evaluate(() => window.axe.run());
  for (const { id, nodes } of violations) {
    for (const node of nodes) found.push(`${id}: ${node.target.join(' ')} ${node.any[0]?.message ?? ''}`);
  }
  return found;
}

await mkdir(pictures, { recursive: true });
const { server, address } = await serve();
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: flags });
let problems = 0;
for (const theme of ['light', 'dark']) {
  for (const name of asked.length > 0 ? asked : Object.keys(screens)) {
    const viewport = screens[name][2]?.size ?? { width: 1440, height: 900 };
    const page = await browser.newPage({ viewport, reducedMotion: 'reduce' });
    const found = await inspect(page, address, theme, name).catch((error) => [error.message]);
    await page.close();
    problems += found.length;
    for (const line of found) console.log(`${name} (${theme}): ${line}`);
  }
}
await browser.close();
await server.close();
console.log(problems === 0 ? 'every screen is clean' : `${problems} problems`);
process.exitCode = problems === 0 ? 0 : 1;
