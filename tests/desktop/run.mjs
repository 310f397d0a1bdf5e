// Runs each test file in a desktop session of its own, one after the other: two windows on one
// session bus would take each other for a second start.
//
// usage: node run.mjs [NAME...]      names of test files, without `.test.mjs`; all by default
import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

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

const run = (file) =>
  new Promise((done) => {
    const arguments_ = ['node', '--test', '--test-reporter=spec', join(here, file)];
    const child = spawn(join(root, 'scripts/headless.sh'), arguments_, { stdio: 'inherit' });
    child.on('exit', (code) => done(code ?? 1));
  });

const failed = [];
for (const file of files) if ((await run(file)) !== 0) failed.push(file);
if (failed.length > 0) {
  console.error(`failed: ${failed.join(', ')}`);
  process.exit(1);
}
