import { describe, expect, test } from 'vitest';
import {
  allDayText,
  onTheDay,
  sortedTimes,
  theDayBefore,
  withAnother,
  withAnotherTime,
} from '../../src/lib/reminders/lists';
import { isPaused, minutesToTomorrow } from '../../src/lib/reminders/pausing';
import { agendaOf } from '../../src/lib/today/agenda';
import { allDay, timed } from '../grid/events';
import { at } from './views';

const { formats } = at('12:00');

test.each([
  [theDayBefore, 'The day before at 18:00'],
  [onTheDay, 'On the day at 09:00'],
  [{ daysBefore: 3, minute: 480 }, '3 days before at 08:00'],
])('%o is “%s”', (time, text) => expect(allDayText(time, formats)).toBe(text));

test('another reminder is at a usual time that is not taken', () => {
  expect(withAnother([])).toEqual([10]);
  expect(withAnother([10, 30])).toEqual([10, 30, 60]);
  expect(withAnotherTime([theDayBefore])).toEqual([theDayBefore, onTheDay]);
});

test('times are listed the farthest first, each once', () => {
  const week = { daysBefore: 7, minute: 540 };
  expect(sortedTimes([onTheDay, week, theDayBefore, { ...onTheDay }])).toEqual([
    week,
    theDayBefore,
    onTheDay,
  ]);
});

describe('pausing', () => {
  const instant = (text: string) => Date.parse(text);
  const settings = {
    on: true,
    persistent: false,
    hideTitles: false,
    quiet: null,
    tentative: true,
    invitations: true,
    allDay: [],
    pausedUntil: '2026-11-20T14:20:00Z',
  };

  test('ends by itself', () => {
    expect(isPaused(settings, instant('2026-11-20T14:19:59Z'))).toBe(true);
    expect(isPaused(settings, instant('2026-11-20T14:20:00Z'))).toBe(false);
    expect(isPaused({ ...settings, pausedUntil: null }, 0)).toBe(false);
    expect(isPaused(null, 0)).toBe(false);
  });

  test.each([
    ['2026-11-20T13:20:00Z', 580],
    // Clocks go back in the night to 25 October, forward in that to 29 March.
    ['2026-10-24T22:00:00Z', 1500],
    ['2026-03-28T23:00:00Z', 1380],
  ])('from %s it is %i minutes until tomorrow', (now, minutes) =>
    expect(minutesToTomorrow(instant(now), 'Europe/Berlin')).toBe(minutes),
  );
});

test('the rest of today goes on or begins, and tomorrow begins with what has a time', () => {
  const list = [
    timed('over', 4, 10, 11),
    timed('on', 4, 14, 15),
    timed('to come', 4, 17, 18),
    timed('declined', 4, 17, 18, { declined: true }),
    timed('cancelled', 4, 17, 18, { status: 'cancelled' }),
    allDay('offsite', 3, 6),
    allDay('fair', 5, 6),
    timed('brunch', 5, 10, 12),
  ];
  const { allDay: whole, rest, tomorrow } = agendaOf(list, at('14:20').now);
  expect(whole.map(({ title }) => title)).toEqual(['offsite']);
  expect(rest.map(({ title }) => title)).toEqual(['on', 'to come']);
  expect(tomorrow?.title).toBe('brunch');
  expect(agendaOf(list.slice(0, -1), at('14:20').now).tomorrow?.title).toBe('fair');
});
