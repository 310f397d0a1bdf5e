import { describe, expect, test } from 'vitest';
import type { TimeForm } from '../../src/lib/ipc/bindings';
import { moveStart, realLength, setAllDay, setEndTime, setLastDay } from '../../src/lib/pane/editor/timeform';
import { dayOf } from '../../src/lib/time';

const day = dayOf(2026, 11, 20);
const timed = (startMinute: number, endMinute: number, days = 0, zone = 'Europe/Berlin'): TimeForm => ({
  allDay: false,
  zone,
  startDay: day,
  startMinute,
  endDay: day + days,
  endMinute,
});
const whole = (first: number, end: number): TimeForm => ({
  allDay: true,
  zone: 'Europe/Berlin',
  startDay: day + first,
  startMinute: 0,
  endDay: day + end,
  endMinute: 0,
});
/** "0 15:00 – 1 02:00": days count from the 20th. */
function text(time: TimeForm): string {
  const clock = (minute: number) =>
    `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
  const [from, to] = [time.startDay - day, time.endDay - day];
  return time.allDay
    ? `${from} – ${to}`
    : `${from} ${clock(time.startMinute)} – ${to} ${clock(time.endMinute)}`;
}

describe('one end moves, the other follows where it must', () => {
  test.each([
    ['a later start keeps the length', moveStart(timed(900, 960), day, 1410), '0 23:30 – 1 00:30'],
    ['another day keeps the times', moveStart(timed(900, 960), day + 2, 900), '2 15:00 – 2 16:00'],
    ['whole days keep their number', moveStart(whole(0, 3), day - 1, 0), '-1 – 2'],
    ['a later end', setEndTime(timed(900, 960), 1020), '0 15:00 – 0 17:00'],
    ['an end before the start is tomorrow', setEndTime(timed(1320, 1380), 120), '0 22:00 – 1 02:00'],
    ['an end of tomorrow comes back to today', setEndTime(timed(1320, 120, 1), 1380), '0 22:00 – 0 23:00'],
    ['of two days and more the last one stays', setEndTime(timed(900, 960, 2), 600), '0 15:00 – 2 10:00'],
    ['an end at the start has no length', setEndTime(timed(900, 960), 900), '0 15:00 – 0 15:00'],
    ['a later last day', setLastDay(timed(900, 960), day + 1), '0 15:00 – 1 16:00'],
    [
      'a last day before the start takes it along',
      setLastDay(timed(900, 960), day - 2),
      '-2 15:00 – -2 16:00',
    ],
    ['the last whole day is inclusive', setLastDay(whole(0, 1), day + 2), '0 – 3'],
    ['whole days are taken along too', setLastDay(whole(0, 2), day - 3), '-4 – -2'],
  ])('%s', (_, time, expected) => expect(text(time)).toBe(expected));
});

describe('whole days and times of day', () => {
  test.each([
    ['an hour becomes its day', setAllDay(timed(900, 960), true, null), '0 – 1'],
    ['a night becomes two days', setAllDay(timed(1320, 120, 1), true, null), '0 – 2'],
    ['until midnight is one day', setAllDay(timed(1320, 0, 1), true, null), '0 – 1'],
    ['a day becomes an hour in the morning', setAllDay(whole(0, 1), false, null), '0 09:00 – 0 10:00'],
    ['three days keep their days', setAllDay(whole(0, 3), false, null), '0 09:00 – 2 10:00'],
    ['the times of before come back', setAllDay(whole(0, 1), false, timed(900, 990)), '0 15:00 – 0 16:30'],
    ['nothing to change', setAllDay(whole(0, 1), true, null), '0 – 1'],
  ])('%s', (_, time, expected) => expect(text(time)).toBe(expected));
});

test('the length counts what passes, also in the night when clocks change', () => {
  expect(realLength(timed(900, 990))).toBe(90);
  const spring = dayOf(2026, 3, 29);
  const night = { ...timed(60, 240), startDay: spring, endDay: spring };
  expect(realLength(night)).toBe(120);
  expect(realLength({ ...night, zone: 'UTC' })).toBe(180);
});
