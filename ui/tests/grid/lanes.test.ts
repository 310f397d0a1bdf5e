import { describe, expect, it } from 'vitest';
import { clipLanes, laneCount, layoutBars } from '../../src/lib/grid/lanes';
import { lanesThatFit, layoutMonth } from '../../src/lib/grid/month';
import { isBar, lastDay } from '../../src/lib/grid/timed';
import type { OccurrenceView } from '../../src/lib/ipc/bindings';
import { allDay, anything, monday, timed } from './events';

describe('lanes', () => {
  it('stacks what shares a day and marks what goes on', () => {
    const bars = layoutBars([allDay('x', -2, 2), allDay('y', 1, 2), allDay('z', 5, 9)], monday, 7);
    expect(
      bars.map(({ occurrence, from, to, lane, continuesBefore, continuesAfter }) => [
        occurrence.eventId,
        from,
        to,
        lane,
        continuesBefore,
        continuesAfter,
      ]),
    ).toEqual([
      ['x', 0, 1, 0, true, false],
      ['y', 1, 1, 1, false, false],
      ['z', 5, 6, 0, false, true],
    ]);
  });

  it('puts longer ones first, then whole days, then by time', () => {
    const bars = layoutBars(
      [timed('late', 0, 9, 10), timed('early', 0, 8, 9), allDay('day', 0, 1), allDay('two', 0, 2)],
      monday,
      7,
    );
    expect(bars.map((bar) => bar.occurrence.eventId)).toEqual(['two', 'day', 'early', 'late']);
  });

  it('places every bar, never two in one lane and day, in as few lanes as the fullest day needs', () => {
    for (let seed = 1; seed <= 80; seed++) {
      const occurrences = anything(seed, 60).filter(isBar);
      const bars = layoutBars(occurrences, monday, 7);
      const touching = occurrences.filter((o) => o.startDay < monday + 7 && lastDay(o) >= monday);
      expect(bars.length).toBe(touching.length);
      const taken = new Set<string>();
      const perDay = new Array<number>(7).fill(0);
      for (const bar of bars) {
        for (let day = bar.from; day <= bar.to; day++) {
          const place = `${day} ${bar.lane}`;
          expect(taken.has(place)).toBe(false);
          taken.add(place);
          perDay[day] = (perDay[day] ?? 0) + 1;
        }
      }
      expect(laneCount(bars)).toBe(Math.max(0, ...perDay));
    }
  });
});

describe('clipping', () => {
  const nine = (count: number) => Array.from({ length: count }, (_, index) => allDay(`n${index}`, 0, 1));

  it.each([
    [3, 4, 3, 0],
    [4, 4, 4, 0],
    [5, 4, 3, 2],
    [9, 4, 3, 6],
    [2, 1, 0, 2],
    [1, 1, 1, 0],
  ])('of %i in %i lanes shows %i and hides %i', (count, max, shown, hidden) => {
    const clipped = clipLanes(layoutBars(nine(count), monday, 7), 7, max);
    expect(clipped.shown.length).toBe(shown);
    expect(clipped.hidden).toEqual([hidden, 0, 0, 0, 0, 0, 0]);
  });

  it('gives the last lane to a bar or to the words, never to both, and counts all that is hidden', () => {
    for (let seed = 1; seed <= 80; seed++) {
      const bars = layoutBars(anything(seed, 50), monday, 7);
      for (const max of [1, 2, 3, 5]) {
        const { shown, hidden } = clipLanes(bars, 7, max);
        for (let day = 0; day < 7; day++) {
          const on = (list: typeof bars) => list.filter((bar) => bar.from <= day && day <= bar.to);
          expect(on(shown).length + (hidden[day] ?? 0)).toBe(on(bars).length);
          for (const bar of on(shown)) expect(bar.lane).toBeLessThan((hidden[day] ?? 0) > 0 ? max - 1 : max);
        }
      }
    }
  });
});

describe('what is proposed', () => {
  const marked = (o: OccurrenceView) => o.eventId.startsWith('p');
  const drawn = (bars: OccurrenceView[], max: number) => {
    const { shown, hidden, hiddenProposed } = clipLanes(layoutBars(bars, monday, 7), 7, max, marked);
    const ids = shown.map(({ occurrence, lane }) => `${occurrence.eventId}:${lane}`);
    return [ids.join(' '), hidden.slice(0, 2).join(' '), hiddenProposed.slice(0, 2).join(' ')];
  };
  const one = (id: string, from = 0, to = 1) => allDay(id, from, to);

  it.each<[string, OccurrenceView[], number, string[]]>([
    ['stays where it is while all fit', [one('a'), one('b'), one('p')], 3, ['a:0 b:1 p:2', '0 0', '0 0']],
    [
      'comes first where it would be hidden',
      ['a', 'b', 'c', 'p'].map((id) => one(id)),
      3,
      ['a:1 p:0', '2 0', '0 0'],
    ],
    [
      'is counted where it does not fit',
      ['a', 'p1', 'p2', 'p3'].map((id) => one(id)),
      3,
      ['p1:0 p2:1', '2 0', '1 0'],
    ],
    [
      'is not hidden by a long bar',
      [one('x', -2, 5), one('y', -2, 5), one('p', 1, 2)],
      2,
      ['p:0', '2 2', '0 0'],
    ],
    ['has no room beside the words in one lane', [one('a'), one('p')], 1, ['', '2 0', '1 0']],
  ])('%s', (_, bars, max, expected) => {
    expect(drawn(bars, max)).toEqual(expected);
  });

  it('and all else is shown or counted on every day, never two in a lane', () => {
    for (let seed = 1; seed <= 80; seed++) {
      const isProposed = ({ eventId }: OccurrenceView) => Number(eventId.slice(1)) % 9 === 0;
      const bars = layoutBars(anything(seed, 60), monday, 7);
      for (const max of [1, 2, 3, 5]) {
        const { shown, hidden, hiddenProposed } = clipLanes(bars, 7, max, isProposed);
        for (let day = 0; day < 7; day++) {
          const on = (list: typeof bars) => list.filter((bar) => bar.from <= day && day <= bar.to);
          const ghosts = on(bars).filter((bar) => isProposed(bar.occurrence)).length;
          const drawnGhosts = on(shown).filter((bar) => isProposed(bar.occurrence)).length;
          expect(on(shown).length + (hidden[day] ?? 0)).toBe(on(bars).length);
          expect(drawnGhosts + (hiddenProposed[day] ?? 0)).toBe(ghosts);
          const lanes = on(shown).map(({ lane }) => lane);
          expect(new Set(lanes).size).toBe(lanes.length);
          for (const lane of lanes) expect(lane).toBeLessThan((hidden[day] ?? 0) > 0 ? max - 1 : max);
        }
      }
    }
  });
});

describe('months', () => {
  const month = (occurrences: OccurrenceView[], max = 100) => layoutMonth(occurrences, monday, 42, max);
  const rowsOf = (o: OccurrenceView) =>
    month([o]).flatMap((row, index) => row.shown.map(({ from, to }) => [index, from, to]));

  it.each<[string, OccurrenceView, number[][]]>([
    ['one day', allDay('a', 8, 9), [[1, 1, 1]]],
    [
      'over a week end',
      allDay('a', 5, 9),
      [
        [0, 5, 6],
        [1, 0, 1],
      ],
    ],
    ['from before to after', allDay('a', -9, 99), [0, 1, 2, 3, 4, 5].map((row) => [row, 0, 6])],
    ['an evening past midnight, on its evening', timed('a', 6, 22, 26), [[0, 6, 6]]],
    ['an evening before the first day, nowhere', timed('a', -1, 22, 26), []],
    [
      'more than a day, on all its days',
      timed('a', 6, 9, 34),
      [
        [0, 6, 6],
        [1, 0, 0],
      ],
    ],
  ])('%s', (_, o, expected) => {
    expect(rowsOf(o)).toEqual(expected);
  });

  it('shows or counts every event of every day', () => {
    for (let seed = 1; seed <= 30; seed++) {
      const occurrences = anything(seed, 80);
      const all = month(occurrences);
      const clipped = month(occurrences, 3);
      clipped.forEach((row, index) => {
        row.hidden.forEach((hidden, day) => {
          const on = (shown: typeof row.shown) =>
            shown.filter((bar) => bar.from <= day && day <= bar.to).length;
          expect(on(row.shown) + hidden).toBe(on(all[index]?.shown ?? []));
        });
      });
    }
  });

  it.each([
    [840, 6, 4],
    [720, 6, 3],
    [100, 6, 1],
    [0, 6, 1],
    [900, 5, 6],
  ])('in %i pixels, %i rows fit %i lanes', (height, rows, lanes) => {
    expect(lanesThatFit(height, rows)).toBe(lanes);
  });
});
