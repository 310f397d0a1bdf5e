import { describe, expect, it } from 'vitest';
import { isBar, lastDay, layoutTimed, LINE, PADDING, type Block } from '../../src/lib/grid/timed';
import type { OccurrenceView } from '../../src/lib/ipc/bindings';
import { allDay, anything, monday, occurrence, timed } from './events';

const week = (occurrences: OccurrenceView[], hourHeight = 48) =>
  layoutTimed(occurrences, monday, 7, hourHeight);
const places = (blocks: Block[]) =>
  blocks.map(({ occurrence: { eventId }, column, columns, span }) => [eventId, column, columns, span]);

describe('columns', () => {
  it.each<[string, OccurrenceView[], unknown[]]>([
    [
      'side by side when they overlap',
      [timed('a', 0, 9, 10), timed('b', 0, 9.5, 10.5)],
      [
        ['a', 0, 2, 1],
        ['b', 1, 2, 1],
      ],
    ],
    [
      'full width when back to back',
      [timed('a', 0, 9, 10), timed('b', 0, 10, 11)],
      [
        ['a', 0, 1, 1],
        ['b', 0, 1, 1],
      ],
    ],
    [
      'full width when a short one ends where the next begins',
      [timed('a', 0, 9.25, 9.5), timed('b', 0, 9.5, 10.5)],
      [
        ['a', 0, 1, 1],
        ['b', 0, 1, 1],
      ],
    ],
    [
      'longer first at the same start',
      [timed('a', 0, 9, 10), timed('b', 0, 9, 11)],
      [
        ['b', 0, 2, 1],
        ['a', 1, 2, 1],
      ],
    ],
    [
      'wider where nothing is beside',
      [timed('a', 0, 9, 12), timed('b', 0, 9, 10), timed('c', 0, 9, 10), timed('d', 0, 10.5, 11)],
      [
        ['a', 0, 3, 1],
        ['b', 1, 3, 1],
        ['c', 2, 3, 1],
        ['d', 1, 3, 2],
      ],
    ],
    [
      'apart when labels would collide',
      [timed('a', 0, 9, 9.1), timed('b', 0, 9.2, 9.5)],
      [
        ['a', 0, 2, 1],
        ['b', 1, 2, 1],
      ],
    ],
    [
      'alike on different days',
      [timed('a', 0, 9, 10), timed('b', 1, 9, 10)],
      [
        ['a', 0, 1, 1],
        ['b', 0, 1, 1],
      ],
    ],
  ])('%s', (_, occurrences, expected) => {
    expect(places(week(occurrences))).toEqual(expected);
  });
});

describe('short blocks', () => {
  /** Columns they are packed into, and how many pixels of their line the first one lacks. */
  const short = (hourHeight: number, minutes: number, next: number) => {
    const end = 9 + minutes / 60;
    const [a] = week([timed('a', 0, 9, end), timed('b', 0, end, end + next / 60)], hourHeight);
    return [a?.columns, Math.round(LINE - (((a?.bottom ?? 0) - (a?.top ?? 0)) * hourHeight) / 60)];
  };

  it.each([
    ['a quarter of an hour covers the padding of what follows', 48, 15, 60, [1, 3]],
    ['and of half an hour', 48, 15, 30, [1, 3]],
    ['but stands beside another short one, whose text it would cover', 48, 15, 15, [2, -5]],
    ['and beside what begins before its line could end', 48, 10, 60, [2, -5]],
    ['twenty minutes have room for a line', 48, 20, 20, [1, -1]],
    ['in a low grid a quarter has none', 36, 15, 60, [2, -5]],
    ['in a low grid half an hour has', 36, 30, 30, [1, -3]],
    ['in a high grid a quarter has', 64, 15, 15, [1, -1]],
  ])('%s', (_, hourHeight, minutes, next, expected) => {
    expect(short(hourHeight, minutes, next)).toEqual(expected);
  });
});

describe('days', () => {
  const pieces = (o: OccurrenceView) =>
    week([o]).map(({ day, start, end, continuesBefore, continuesAfter }) => [
      day,
      start,
      end,
      continuesBefore,
      continuesAfter,
    ]);

  it('splits at midnight', () => {
    expect(pieces(timed('a', 0, 22, 26))).toEqual([
      [0, 1320, 1440, false, true],
      [1, 0, 120, true, false],
    ]);
  });

  it('ends at midnight without touching the next day', () => {
    expect(pieces(timed('a', 0, 22, 24))).toEqual([[0, 1320, 1440, false, false]]);
  });

  it('keeps an event without length, even at midnight', () => {
    expect(pieces(occurrence('a', { startMinute: 0, endMinute: 0 }))).toEqual([[0, 0, 0, false, false]]);
    expect(week([occurrence('a', { startMinute: 1435, endMinute: 1435 })])[0]).toMatchObject({
      top: 1415,
      bottom: 1440,
    });
  });

  it('shows the part inside the shown days', () => {
    expect(pieces(timed('a', -1, 22, 26))).toEqual([[0, 0, 120, true, false]]);
    expect(pieces(timed('a', 6, 22, 26))).toEqual([[6, 1320, 1440, false, true]]);
    expect(pieces(timed('a', 8, 9, 10))).toEqual([]);
    expect(pieces(timed('a', -2, 9, 10))).toEqual([]);
  });

  it('leaves a full day and longer to the bars', () => {
    expect(isBar(timed('a', 0, 9, 33))).toBe(true);
    expect(isBar(timed('a', 0, 0, 24))).toBe(true);
    expect(isBar(timed('a', 0, 9, 32.9))).toBe(false);
    expect(isBar(allDay('a', 0, 1))).toBe(true);
    expect(week([allDay('a', 0, 1), timed('b', 0, 9, 33)])).toEqual([]);
  });

  it('knows the last day touched', () => {
    expect(lastDay(allDay('a', 0, 1)) - monday).toBe(0);
    expect(lastDay(allDay('a', 0, 3)) - monday).toBe(2);
    expect(lastDay(timed('a', 0, 22, 24)) - monday).toBe(0);
    expect(lastDay(timed('a', 0, 22, 26)) - monday).toBe(1);
  });
});

describe('conflicts', () => {
  const conflicting = (occurrences: OccurrenceView[]) =>
    week(occurrences)
      .filter((block) => block.conflict)
      .map((block) => block.occurrence.eventId)
      .sort();

  it.each<[string, OccurrenceView[], string[]]>([
    ['both sides of an overlap', [timed('a', 0, 9, 10), timed('b', 0, 9.5, 10.5)], ['a', 'b']],
    ['not back to back', [timed('a', 0, 9, 10), timed('b', 0, 10, 11)], []],
    ['not what only looks long', [timed('a', 0, 9, 9.1), timed('b', 0, 9.25, 9.5)], []],
    ['not free time', [timed('a', 0, 9, 10, { busy: false }), timed('b', 0, 9, 10)], []],
    ['not declined', [timed('a', 0, 9, 10, { declined: true }), timed('b', 0, 9, 10)], []],
    ['not cancelled', [timed('a', 0, 9, 10, { status: 'cancelled' }), timed('b', 0, 9, 10)], []],
    ['tentative too', [timed('a', 0, 9, 10, { status: 'tentative' }), timed('b', 0, 9, 10)], ['a', 'b']],
    [
      'all under a long one',
      [timed('a', 0, 9, 17), timed('b', 0, 10, 11), timed('c', 0, 12, 13)],
      ['a', 'b', 'c'],
    ],
    ['after midnight', [timed('a', 0, 22, 26), timed('b', 1, 1, 2)], ['a', 'b']],
  ])('%s', (_, occurrences, expected) => {
    expect(conflicting(occurrences)).toEqual(expected);
  });

  it('agrees with comparing every pair', () => {
    for (let seed = 1; seed <= 60; seed++) {
      const blocks = week(anything(seed, 40));
      for (const block of blocks) {
        const overlaps = (a: Block, b: Block) =>
          a !== b &&
          a.day === b.day &&
          a.occurrence.busy &&
          b.occurrence.busy &&
          a.end > a.start &&
          b.end > b.start
            ? a.start < b.end && b.start < a.end
            : false;
        expect(block.conflict, `seed ${seed}, ${block.occurrence.eventId}`).toBe(
          blocks.some((other) => overlaps(block, other)),
        );
      }
    }
  });
});

describe('any week', () => {
  const weeks = Array.from({ length: 80 }, (_, seed) => anything(seed + 1, 5 + seed));

  it('shows every timed event on each day it touches, once', () => {
    for (const occurrences of weeks) {
      const expected = occurrences
        .filter((o) => !isBar(o))
        .flatMap((o) =>
          [o.startDay, ...(lastDay(o) > o.startDay ? [lastDay(o)] : [])].map(
            (day) => `${o.eventId} ${day - monday}`,
          ),
        )
        .filter((name) => /^e\d+ [0-6]$/.test(name));
      const drawn = week(occurrences).map((block) => `${block.occurrence.eventId} ${block.day}`);
      expect(drawn.toSorted()).toEqual(expected.toSorted());
    }
  });

  it('lets no two blocks cover each other', () => {
    for (const occurrences of weeks) {
      const blocks = week(occurrences);
      for (const a of blocks) {
        for (const b of blocks) {
          if (a === b || a.day !== b.day || a.top >= b.bottom || b.top >= a.bottom) continue;
          expect(a.columns).toBe(b.columns);
          expect(a.column + a.span <= b.column || b.column + b.span <= a.column).toBe(true);
        }
      }
    }
  });

  it('stays inside its day and its columns', () => {
    for (const block of weeks.flatMap((one) => week(one))) {
      expect(block.top).toBeGreaterThanOrEqual(0);
      expect(block.bottom).toBeLessThanOrEqual(1440);
      expect(block.column + block.span).toBeLessThanOrEqual(block.columns);
    }
  });

  it.each([36, 48, 64])(
    'has room for a line, or covers padding alone, at %i pixels an hour',
    (hourHeight) => {
      const pixels = hourHeight / 60;
      for (const occurrences of weeks) {
        const blocks = week(occurrences, hourHeight);
        for (const block of blocks) {
          const missing = LINE - (block.bottom - block.top) * pixels;
          if (missing <= 0) continue;
          expect(missing).toBeLessThanOrEqual(PADDING);
          const covered = blocks.filter(
            (other) =>
              other.day === block.day &&
              other.top >= block.bottom &&
              other.top < block.bottom + missing / pixels,
          );
          expect(covered.length).toBeGreaterThan(0);
          for (const other of covered)
            expect((other.end - other.top) * pixels).toBeGreaterThan(LINE + 2 * PADDING);
        }
      }
    },
  );

  it('uses no more columns than overlap at once', () => {
    for (const blocks of weeks.map((one) => week(one))) {
      for (const block of blocks) {
        const at = (minute: number) =>
          blocks.filter((other) => other.day === block.day && other.top <= minute && other.bottom > minute)
            .length;
        const most = Math.max(
          ...blocks.filter((other) => other.day === block.day).map((other) => at(other.top)),
        );
        expect(block.columns).toBeLessThanOrEqual(most);
      }
    }
  });

  it('does not depend on the order of what comes in', () => {
    for (const occurrences of weeks) expect(week(occurrences.toReversed())).toEqual(week(occurrences));
  });

  it('lays out 3,000 events of one hour in well under a second', () => {
    const many = Array.from({ length: 3000 }, (_, index) => timed(`e${index}`, 0, 9, 10));
    const blocks = week(many);
    expect(new Set(blocks.map((block) => block.column)).size).toBe(3000);
  });
});
