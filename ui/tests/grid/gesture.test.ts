import { describe, expect, test } from 'vitest';
import { isMoved, spanOfPress, spanUnder, type Gesture } from '../../src/lib/grid/gesture';
import { dayPieces, hourPieces } from '../../src/lib/grid/ghost';
import { dayAt, edgeAt, edgeScroll, hourAt, monthDayAt, type Place } from '../../src/lib/grid/pointer';
import { daySpan, lengthened, shifted, timedSpan, type Span } from '../../src/lib/grid/span';
import { monday } from './events';

const at = (day: number, hour: number): Place => ({ area: 'hours', day: monday + day, minute: hour * 60 });
const on = (day: number): Place => ({ area: 'days', day: monday + day });
const hours = (day: number, from: number, to: number): Span =>
  timedSpan((monday + day) * 1440 + from * 60, (monday + day) * 1440 + to * 60);
const days = (first: number, last: number): Span => daySpan(monday + first, monday + last);

/** "0 09:00 – 0 10:30" with days counted from Monday, or "0 – 2" for whole days. */
function text(span: Span): string {
  if (span.allDay) return `${span.startDay - monday} – ${span.endDay - 1 - monday}`;
  const time = (minute: number) =>
    `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
  return `${span.startDay - monday} ${time(span.startMinute)} – ${span.endDay - monday} ${time(span.endMinute)}`;
}

describe('drawing a new event', () => {
  test.each<[string, Place, Place, string]>([
    ['down', at(0, 9.1), at(0, 10.4), '0 09:00 – 0 10:30'],
    ['up, the pressed part stays in', at(0, 9.1), at(0, 8.05), '0 08:00 – 0 09:15'],
    ['nowhere yet: one step', at(0, 9.1), at(0, 9.12), '0 09:00 – 0 09:15'],
    ['over midnight', at(0, 23), at(1, 1), '0 23:00 – 1 01:00'],
    ['to the end of the day', at(0, 23), at(0, 24), '0 23:00 – 1 00:00'],
    ['whole days', on(1), on(3), '1 – 3'],
    ['whole days backwards', on(3), on(1), '1 – 3'],
  ])('%s', (_, from, to, expected) => {
    expect(text(spanUnder({ kind: 'create', from }, to, 15))).toBe(expected);
  });

  test('a press alone is an hour from the half hour, or a day', () => {
    expect(text(spanOfPress(at(2, 9.7)))).toBe('2 09:30 – 2 10:30');
    expect(text(spanOfPress(at(2, 24)))).toBe('2 23:30 – 3 00:30');
    expect(text(spanOfPress(on(2)))).toBe('2 – 2');
  });
});

describe('moving', () => {
  const move = (span: Span, from: Place): Gesture => ({ kind: 'move', span, from });
  test.each<[string, Gesture, Place, number, string]>([
    ['by quarters', move(hours(0, 9, 10), at(0, 9.5)), at(0, 10.8), 15, '0 10:15 – 0 11:15'],
    ['by five minutes', move(hours(0, 9, 10), at(0, 9.5)), at(0, 9.58), 5, '0 09:05 – 0 10:05'],
    ['to another day', move(hours(0, 9, 10), at(0, 9.5)), at(3, 9.5), 15, '3 09:00 – 3 10:00'],
    [
      'sideways an odd minute stays',
      move(hours(0, 9.1, 10), at(0, 9.5)),
      at(1, 9.52),
      15,
      '1 09:06 – 1 10:00',
    ],
    ['up and down it snaps', move(hours(0, 9.1, 10.1), at(0, 9.5)), at(0, 10.5), 15, '0 10:00 – 0 11:00'],
    ['across midnight', move(hours(0, 23, 24), at(0, 23.5)), at(1, 0.5), 15, '1 00:00 – 1 01:00'],
    ['to the whole days', move(hours(0, 9, 10), at(0, 9.5)), on(2), 15, '2 – 2'],
    ['from the whole days', move(days(0, 2), on(1)), at(3, 9.2), 15, '3 09:00 – 3 10:00'],
    ['along the whole days', move(days(0, 2), on(1)), on(3), 15, '2 – 4'],
    [
      'a long event among the days keeps its times',
      move(hours(0, 20, 50), on(0)),
      on(1),
      15,
      '1 20:00 – 3 02:00',
    ],
  ])('%s', (_, gesture, to, step, expected) => {
    expect(text(spanUnder(gesture, to, step))).toBe(expected);
  });

  test('a place like before is no change', () => {
    const gesture = move(hours(0, 9.1, 10), at(0, 9.5));
    expect(isMoved(gesture, spanUnder(gesture, at(0, 9.55), 15))).toBe(false);
    expect(isMoved(gesture, spanUnder(gesture, at(0, 9.8), 15))).toBe(true);
  });
});

describe('resizing', () => {
  const resize = (span: Span, from: Place, edge: 'start' | 'end'): Gesture => ({
    kind: 'resize',
    span,
    from,
    edge,
  });
  test.each<[string, Gesture, Place, string]>([
    ['later end', resize(hours(0, 9, 10), at(0, 10), 'end'), at(0, 11.1), '0 09:00 – 0 11:00'],
    ['earlier start', resize(hours(0, 9, 10), at(0, 9), 'start'), at(0, 8.3), '0 08:15 – 0 10:00'],
    ['never over the other edge', resize(hours(0, 9, 10), at(0, 10), 'end'), at(0, 7), '0 09:00 – 0 09:15'],
    [
      'nor the start over the end',
      resize(hours(0, 9, 10), at(0, 9), 'start'),
      at(0, 12),
      '0 09:45 – 0 10:00',
    ],
    ['into the next day', resize(hours(0, 22, 23), at(0, 23), 'end'), at(1, 1), '0 22:00 – 1 01:00'],
    ['whole days', resize(days(1, 1), on(1), 'end'), on(3), '1 – 3'],
    ['whole days from the front', resize(days(1, 3), on(1), 'start'), on(0), '0 – 3'],
    ['at least one day', resize(days(1, 3), on(3), 'end'), on(0), '1 – 1'],
  ])('%s', (_, gesture, to, expected) => {
    expect(text(spanUnder(gesture, to, 15))).toBe(expected);
  });
});

describe('keys', () => {
  test('move by minutes, and whole days by days', () => {
    expect(text(shifted(hours(0, 23.75, 24.5), 15))).toBe('1 00:00 – 1 00:45');
    expect(text(shifted(days(0, 1), 1440))).toBe('1 – 2');
    expect(text(shifted(days(0, 1), 15))).toBe('0 – 1');
  });

  test('change the length, never to nothing', () => {
    expect(text(lengthened(hours(0, 9, 9.5), -15, 15))).toBe('0 09:00 – 0 09:15');
    expect(text(lengthened(hours(0, 9, 9.25), -15, 15))).toBe('0 09:00 – 0 09:15');
    expect(text(lengthened(days(0, 0), -15, 15))).toBe('0 – 0');
    expect(text(lengthened(days(0, 0), 15, 15))).toBe('0 – 1');
  });
});

describe('where a pointer is', () => {
  const frame = { left: 100, top: 50, width: 700, height: 1200, first: monday, count: 7, rtl: false };
  test('day and minute', () => {
    expect(hourAt(frame, 450, 650)).toEqual(at(3, 12));
    expect(hourAt({ ...frame, rtl: true }, 110, 50)).toEqual(at(6, 0));
    expect(dayAt(frame, 799)).toEqual(on(6));
  });

  test('beyond the grid it is the nearest', () => {
    expect(hourAt(frame, -50, 9000)).toEqual(at(0, 24));
    expect(dayAt(frame, 5000)).toEqual(on(6));
  });

  test('a month counts by rows', () => {
    const month = { ...frame, count: 42, rows: 6 };
    expect(monthDayAt(month, 101, 51)).toEqual(on(0));
    expect(monthDayAt(month, 799, 1249)).toEqual(on(41));
    expect(monthDayAt(month, 350, 450)).toEqual(on(16));
  });

  test.each([
    [100, 'start'],
    [106, 'start'],
    [107, null],
    [194, 'end'],
    [200, 'end'],
  ] as const)('%i of a box from 100 to 200 is %s', (y, edge) => expect(edgeAt(100, 100, y)).toBe(edge));

  test('a small box keeps a middle to hold', () => expect(edgeAt(0, 12, 6)).toBeNull());

  test('near an edge the grid scrolls, faster the nearer', () => {
    expect(edgeScroll(0, 500, 250)).toBe(0);
    expect(edgeScroll(0, 500, 490)).toBeGreaterThan(edgeScroll(0, 500, 470));
    expect(edgeScroll(0, 500, -90)).toBe(-edgeScroll(0, 500, 590));
  });
});

describe('what is drawn while dragging', () => {
  test('one piece for each day it touches', () => {
    expect(hourPieces(hours(0, 22, 26), monday, 7)).toEqual([
      { column: 0, top: 1320, bottom: 1440 },
      { column: 1, top: 0, bottom: 120 },
    ]);
    expect(hourPieces(hours(0, 22, 24), monday, 7)).toHaveLength(1);
    expect(hourPieces(hours(6, 22, 26), monday, 7)).toHaveLength(1);
  });

  test('one piece for each week it touches', () => {
    expect(dayPieces(days(5, 15), monday, 42, 7)).toEqual([
      { row: 0, from: 5, to: 6 },
      { row: 1, from: 0, to: 6 },
      { row: 2, from: 0, to: 1 },
    ]);
    expect(dayPieces(days(-3, 0), monday, 7, 7)).toEqual([{ row: 0, from: 0, to: 0 }]);
    expect(dayPieces(hours(0, 20, 50), monday, 7, 7)).toEqual([{ row: 0, from: 0, to: 2 }]);
  });
});
