// What the app costs while it is measured: processor time and memory of all its processes.
import { readFileSync, readdirSync } from 'node:fs';
import { appBinary } from './support/places.mjs';

/** The app and everything it started: the web view's processes too. */
function processes() {
  const parents = new Map();
  let root;
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      parents.set(pid, { parent: fields[1], ticks: Number(fields[11]) + Number(fields[12]) });
      if (readFileSync(`/proc/${pid}/cmdline`, 'utf8').startsWith(appBinary)) root = pid;
    } catch {
      // It ended while we looked.
    }
  }
  const ours = (pid) => pid === root || (parents.has(pid) && ours(parents.get(pid).parent));
  return [...parents].filter(([pid]) => ours(pid)).map(([pid, { ticks }]) => ({ pid, ticks }));
}

export function cpuSeconds() {
  return processes().reduce((sum, { ticks }) => sum + ticks / 100, 0);
}

/** How often a thread of the app or its web view went to sleep, and so woke up before, since it began. */
export function wakeUps() {
  const slept = (path) => {
    try {
      return Number(/^voluntary_ctxt_switches:\s+(\d+)/m.exec(readFileSync(path, 'utf8'))[1]);
    } catch {
      // It ended while we looked.
      return 0;
    }
  };
  const threads = ({ pid }) => readdirSync(`/proc/${pid}/task`).map((id) => `/proc/${pid}/task/${id}/status`);
  return processes()
    .flatMap(threads)
    .reduce((sum, path) => sum + slept(path), 0);
}

/** Proportional set size, so that shared pages count once. */
export function memoryMegabytes() {
  const kilobytes = ({ pid }) => {
    const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
    return Number(/^Pss:\s+(\d+)/m.exec(rollup)[1]);
  };
  return processes().reduce((sum, process) => sum + kilobytes(process), 0) / 1024;
}

/** Resolves once the app has used next to no processor for three seconds. */
export async function settled() {
  for (let tries = 0; tries < 120; tries += 1) {
    const before = cpuSeconds();
    await seconds(3);
    if (cpuSeconds() - before < 0.06) return;
  }
}

/** The value that this share of all lies below. */
export function quantile(values, share) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length * share)];
}

export const median = (values) => quantile(values, 0.5);

export function seconds(number) {
  return new Promise((done) => setTimeout(done, number * 1000));
}
