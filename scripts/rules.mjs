// Fails when docs/google.md names a test that does not exist, or leaves one of its 45 rules out.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const rows = readFileSync('docs/google.md', 'utf8')
  .split('\n')
  .map((line) => /^\| (\d+) \|(.*)\|(.*)\|$/.exec(line))
  .filter(Boolean);
const wrong = [];
for (let rule = 1; rule <= 45; rule += 1) {
  const row = rows.filter((one) => Number(one[1]) === rule);
  if (row.length !== 1) wrong.push(`rule ${rule} is there ${row.length} times`);
}

const tests = new Set();
for (const top of ['crates', 'tests'])
  for (const file of readdirSync(top, { recursive: true }))
    if (file.endsWith('.rs') && !file.includes('node_modules'))
      for (const [, name] of readFileSync(join(top, file), 'utf8').matchAll(/\bfn (\w+)/g)) tests.add(name);

for (const [, rule, , held] of rows) {
  const named = [...held.matchAll(/`([a-z]\w*_\w*)`/g)].map(([, name]) => name);
  if (named.length === 0 && !held.includes('Not applicable')) wrong.push(`rule ${rule} names no test`);
  for (const name of named) if (!tests.has(name)) wrong.push(`rule ${rule}: there is no test ${name}`);
}

if (wrong.length > 0) {
  console.error(wrong.join('\n'));
  process.exit(1);
}
