import { expect, test } from 'vitest';
import { nextOf } from '../../src/lib/shell/handover.svelte';

const ids = ['a', 'b', 'c', 'd'];

test.each<[string | null, string[], string | null]>([
  ['b', ['a', 'b', 'c', 'd'], 'b'],
  ['b', ['a', 'c', 'd'], 'c'],
  ['b', ['a', 'd'], 'd'],
  ['d', ['a', 'b'], 'b'],
  ['d', ['new', 'a'], 'a'],
  ['b', ['new'], null],
  ['b', [], null],
  [null, ['b', 'd'], 'b'],
  ['elsewhere', ['c'], 'c'],
])('of a, b, c and d, from %s to those left of %j it is %s', (id, left, expected) => {
  expect(nextOf({ id, ids }, left)).toBe(expected);
});
