import { expect, test } from 'vitest';
import type { Shown } from '../../src/lib/state/occurrences.svelte';
import { shortTitle, shownTitle } from '../../src/lib/state/title';
import { dayOf, formats } from '../../src/lib/time';

const day = dayOf(2026, 11, 20);
const shown: Shown = { view: 'day', cursor: day, span: { first: day, count: 1 }, list: [] };

test('a day is named without its year where there is little room', () => {
  expect(shownTitle(shown, formats('en-GB', false))).toMatch(/^Friday,? 20 November 2026$/);
  expect(shortTitle(shown, formats('en-GB', false))).toBe('Fri 20 Nov');
});
