import { expect, test } from 'vitest';
import { blockDrawer } from '../../src/lib/grid/draw';
import { layoutTimed } from '../../src/lib/grid/timed';
import type { Look } from '../../src/lib/grid/types';
import { gridWords } from '../../src/lib/shell/words';
import type { OccurrenceView } from '../../src/lib/ipc/bindings';
import { anything, monday, randomFrom, timed } from './events';

const look: Look = {
  locale: 'en-GB',
  hour12: false,
  weekend: [6, 7],
  calendars: new Map(),
  words: gridWords,
  draft: null,
  proposed: null,
  conflicts: null,
};
const grid = { count: 7, hourHeight: 48, today: monday + 2, nowMinute: 600 };
const week = (occurrences: readonly OccurrenceView[]) => layoutTimed(occurrences, monday, 7, grid.hourHeight);

test('whatever was drawn before, a week is drawn as if it were the first', () => {
  const draw = blockDrawer();
  for (let seed = 1; seed <= 60; seed += 1) {
    const below = randomFrom(seed);
    const all = anything(seed, 40);
    for (let turn = 0; turn < 4; turn += 1) {
      const moved = all.map((one) =>
        below(5) === 0 ? { ...one, title: `${one.title}!`, startMinute: below(1_380) } : one,
      );
      const shown = below(2) === 0 ? all : moved;
      const changed = [{ ...look, hour12: true }, look][below(2)] ?? look;
      const later = { ...grid, nowMinute: below(1_440) };
      expect(draw(week(shown), changed, later)).toEqual(blockDrawer()(week(shown), changed, later));
    }
  }
});

test('where one event moves, the others stay the same objects', () => {
  const draw = blockDrawer();
  const [first, second, third] = [timed('a', 0, 9, 10), timed('b', 1, 9, 10), timed('c', 2, 9, 10)];
  const before = draw(week([first, second, third]), look, { ...grid });
  const after = draw(week([first, { ...second, startMinute: 570 }, third]), look, { ...grid });
  expect(after[0]).toBe(before[0]);
  expect(after[1]).not.toBe(before[1]);
  expect(after[2]).toBe(before[2]);
});
