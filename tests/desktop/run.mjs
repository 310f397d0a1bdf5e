// Runs each test file in a desktop session of its own, one after the other: two windows on one
// session bus would take each other for a second start. Where the system lets us, each also gets a
// network of its own, which a test can take away.
//
// usage: node run.mjs [NAME...]      names of test files, without `.test.mjs`; all by default
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { appBinary, cliBinary } from './support/places.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const root = resolve(here, '../..');
const wanted = process.argv.slice(2);
const files = readdirSync(here)
  .filter((name) => name.endsWith('.test.mjs'))
  .filter((name) => wanted.length === 0 || wanted.includes(name.replace('.test.mjs', '')))
  .sort();

if (files.length === 0) {
  console.error(`no such test file: ${wanted.join(', ')}`);
  process.exit(2);
}

for (const binary of [appBinary, cliBinary])
  if (!existsSync(binary)) {
    console.error(`${binary} is not there: make test-window builds it`);
    process.exit(2);
  }

/** What gives a command a network of its own, with its loopback up; nothing where that is not allowed. */
const loopback = ['sh', '-c', 'ip link set lo up && exec "$@"', 'sh'];
const ownNetwork = [
  ['unshare', '--net'],
  ['unshare', '--net', '--map-root-user'],
]
  .map((unshare) => [...unshare, ...loopback])
  .find(([program, ...rest]) => spawnSync(program, [...rest, 'true']).status === 0);
if (!ownNetwork) console.error('no network of its own here: what needs one is skipped');

const run = (file) =>
  new Promise((done) => {
    const test = ['node', '--test', '--test-timeout=120000', '--test-reporter=spec', join(here, file)];
    const [program, ...rest] = [...(ownNetwork ?? []), join(root, 'scripts/headless.sh'), ...test];
    const env = { ...process.env, KALENDS_OWN_NETWORK: ownNetwork ? '1' : '' };
    spawn(program, rest, { stdio: 'inherit', env }).on('exit', (code) => done(code ?? 1));
  });

const failed = [];
for (const file of files) if ((await run(file)) !== 0) failed.push(file);
if (failed.length > 0) {
  console.error(`failed: ${failed.join(', ')}`);
  process.exit(1);
}
