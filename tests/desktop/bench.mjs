// Measures the release app with 100,000 events stored and prints one line of JSON: the first week
// painted after start, the next week painted after a click, idle CPU, memory of all processes.
// Runs inside `scripts/headless.sh`; `KALENDS_PROFILE=release` chooses the release build.
import { spawn } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cpuSeconds, median, memoryMegabytes, seconds, settled } from './bench-load.mjs';
import { openApp } from './support/app.mjs';
import { kalends } from './support/cli.mjs';
import { appBinary, freshDataDir } from './support/places.mjs';
import { weekIsDrawn } from './support/window.mjs';

const EVENTS = 100_000;
const PER_WEEK = 300;
const IDLE_SECONDS = 30;
const WEEK_MS = 7 * 86_400_000;

const dataDir = freshDataDir();
try {
  await fill();
  const painted = [];
  for (let run = 0; run < 5; run += 1) painted.push(await startToPaint());
  const { nextWeek, idle, memory } = await inTheWindow();
  console.log(
    JSON.stringify({
      painted_ms: median(painted),
      next_week_ms: median(nextWeek),
      idle_cpu_percent: idle,
      memory_mb: memory,
    }),
  );
} finally {
  rmSync(dataDir, { recursive: true, force: true });
}

/** Puts 100,000 events into a calendar of this computer, 300 in every week around this one. */
async function fill() {
  const { id } = await kalends(dataDir, 'calendar', 'add', '--local', 'Bench');
  const file = join(dataDir, 'bench.ics');
  writeFileSync(file, feed());
  await kalends(dataDir, 'import', file, '--calendar', id);
  rmSync(file);
}

function feed() {
  const weeks = Math.ceil(EVENTS / PER_WEEK);
  const first = Date.now() - (weeks / 2) * WEEK_MS;
  const lines = ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Kalends//bench//EN'];
  for (let number = 0; number < EVENTS; number += 1) {
    const week = Math.floor(number / PER_WEEK);
    const slot = number % PER_WEEK;
    const at = first + week * WEEK_MS + (slot / PER_WEEK) * WEEK_MS;
    lines.push(
      'BEGIN:VEVENT',
      `UID:${number}@bench`,
      `DTSTAMP:20260101T000000Z`,
      `DTSTART:${stamp(at)}`,
      `DTEND:${stamp(at + 45 * 60_000)}`,
      `SUMMARY:Meeting ${number} about the quarter`,
      'LOCATION:Room 4',
      'DESCRIPTION:Agenda\\, notes and what was decided last time.',
      'END:VEVENT',
    );
  }
  lines.push('END:VCALENDAR', '');
  return lines.join('\r\n');
}

function stamp(ms) {
  return `${new Date(ms).toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`;
}

/** Milliseconds from the start of the process to the first week painted. */
function startToPaint() {
  return new Promise((done, failed) => {
    const begun = Date.now();
    const app = spawn(appBinary, {
      env: { ...process.env, KALENDS_DATA_DIR: dataDir, KALENDS_TIMING: '1' },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let said = '';
    let painted = 0;
    app.stderr.on('data', (part) => {
      said += part;
      const line = /"painted_unix_ms":(\d+)/.exec(said);
      if (!line || painted) return;
      painted = Number(line[1]);
      app.kill();
    });
    app.on('error', failed);
    app.on('exit', () => (painted ? done(painted - begun) : failed(new Error(said))));
  });
}

async function inTheWindow() {
  const app = await openApp(dataDir, { binary: appBinary });
  try {
    await weekIsDrawn(app.browser);
    const nextWeek = [];
    for (let run = 0; run < 15; run += 1) nextWeek.push(await goToNextWeek(app.browser));
    await settled();
    const before = cpuSeconds();
    await seconds(IDLE_SECONDS);
    const idle = ((cpuSeconds() - before) / IDLE_SECONDS) * 100;
    return { nextWeek, idle, memory: memoryMegabytes() };
  } finally {
    await app.close();
  }
}

/** Milliseconds from a click on "next" until the frame that shows other events was painted. */
function goToNextWeek(browser) {
  return browser.executeAsync((done) => {
    const shown = () => document.querySelector('main .block')?.getAttribute('aria-label');
    const next = [...document.querySelectorAll('button')].find((button) =>
      /^Next/.test(button.getAttribute('aria-label') ?? ''),
    );
    const old = shown();
    const begun = performance.now();
    const look = () => {
      if (shown() === old) requestAnimationFrame(look);
      else requestAnimationFrame(() => setTimeout(() => done(performance.now() - begun)));
    };
    next.click();
    requestAnimationFrame(look);
  });
}
