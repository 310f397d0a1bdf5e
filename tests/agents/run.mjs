// Drives the agent server, `kalends mcp`, by clients that are not ours: each test file in turn.
//
// usage: node run.mjs [NAME...]      names of test files, without `.test.mjs`; all by default
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { binary } from './support/data.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const wanted = process.argv.slice(2);
const files = readdirSync(here)
  .filter((name) => name.endsWith('.test.mjs'))
  .filter((name) => wanted.length === 0 || wanted.includes(name.replace('.test.mjs', '')))
  .sort();

if (files.length === 0) {
  console.error(`no such test file: ${wanted.join(', ')}`);
  process.exit(2);
}
if (!existsSync(binary)) {
  console.error(`${binary} is not there: make test-agents builds it`);
  process.exit(2);
}
const run = spawnSync(
  'node',
  ['--test', '--test-concurrency=1', '--test-timeout=180000', '--test-reporter=spec', ...files.map((file) => join(here, file))],
  { stdio: 'inherit' },
);
process.exit(run.status ?? 1);
