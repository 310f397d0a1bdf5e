// Measures the grids in Chromium: main-thread CPU of mounting, of going to the next period and of each
// move of a drag, and DOM nodes. Prints one table, exits 1 when a gate is missed. `--json` prints the figures as JSON.
import { openBench } from './browser.mjs';

const ROUNDS = 15;
const MOVES = 60;
const cases = [
  { name: 'week, 50 events', query: 'view=week&events=50', next: 16, drag: 5 },
  { name: 'week, 300 events', query: 'view=week&events=300', next: 60, drag: 5, nodes: 1500 },
  { name: 'month, 3,000 events', query: 'view=month&events=3000', next: 25, drag: 5 },
];

const bench = await openBench();
if (bench === null) {
  console.log('grids: no Chromium here, nothing measured');
  process.exit(0);
}

const rows = [];
for (const one of cases) rows.push(await measure(one));
await bench.close();

if (process.argv.includes('--json')) {
  console.log(JSON.stringify(rows));
} else {
  console.log('grids, Chromium main-thread CPU, median of', ROUNDS);
  for (const { name, mount, next, drag, nodes, gates } of rows) {
    const node = gates.nodes ? ` (≤ ${gates.nodes})` : '';
    console.log(
      `  ${name.padEnd(20)} mount ${ms(mount)}   next ${ms(next)} (≤ ${gates.next})   ` +
        `drag ${ms(drag)} a move (≤ ${gates.drag})   nodes ${nodes}${node}`,
    );
  }
}
const missed = rows.filter(
  ({ next, drag, nodes, gates }) =>
    next > gates.next || drag > gates.drag || nodes > (gates.nodes ?? Infinity),
);
process.exit(missed.length > 0 ? 1 : 0);

async function measure({ name, query, ...gates }) {
  const page = await bench.browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.goto(`${bench.address}?${query}&bare`);
  await page.waitForFunction(() => window.bench !== undefined);
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  const run = async (expression) => {
    const { exceptionDetails } = await session.send('Runtime.evaluate', { expression, awaitPromise: true });
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
  };
  const cpu = async (expression) => {
    const before = await taskSeconds(session);
    await run(expression);
    return ((await taskSeconds(session)) - before) * 1000;
  };

  await run('document.fonts.ready.then(() => undefined)');
  const mounts = [];
  for (let round = 0; round < 5; round++) {
    mounts.push(await cpu('bench.mount()'));
    if (round < 4) await run('bench.unmount()');
  }
  // The first switches warm the engine's caches, as the first minute of use does.
  for (let round = 0; round < 3; round++) await run('bench.next()');
  const nexts = [];
  for (let round = 0; round < ROUNDS; round++) nexts.push(await cpu('bench.next()'));
  const nodes = await page.evaluate(() => document.body.querySelectorAll('*').length);
  const drag = await dragCost(page, session);
  await page.close();
  return { name, mount: median(mounts), next: median(nexts), drag, nodes, gates };
}

/** Milliseconds for each move of a pointer that drags an event through the grid. */
async function dragCost(page, session) {
  const box = await page.locator('.block, .item').first().boundingBox();
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x, y + 12);
  const before = await taskSeconds(session);
  for (let move = 0; move < MOVES; move++) await page.mouse.move(x + move * 6, y + 12 + move * 3);
  const cost = ((await taskSeconds(session)) - before) * 1000;
  await page.keyboard.press('Escape');
  await page.mouse.up();
  return cost / MOVES;
}

async function taskSeconds(session) {
  const { metrics } = await session.send('Performance.getMetrics');
  return metrics.find((metric) => metric.name === 'TaskDuration').value;
}

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

function ms(value) {
  return `${value.toFixed(1).padStart(5)} ms`;
}
