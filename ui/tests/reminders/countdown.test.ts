import { describe, expect, test } from 'vitest';
import { distanceText, listMeetings } from '../../src/lib/now/countdown';
import type { NowNext } from '../../src/lib/ipc/bindings';
import { at, meeting } from './views';

const found = (change: Partial<NowNext>): NowNext => ({
  now: [],
  next: [],
  recent: [],
  changesAt: '',
  ...change,
});

const listed = (change: Partial<NowNext>, clock: string) => {
  const { now, formats } = at(clock);
  return listMeetings(found(change), now, formats).map(({ meeting, text }) => `${meeting.title}: ${text}`);
};

describe('now and next follow the clock without asking', () => {
  const next = { next: [meeting('Demo', '15:00-16:00')] };
  test.each([
    ['14:29', []],
    ['14:30', ['Demo: In 30 min']],
    ['14:59', ['Demo: In 1 min']],
    ['15:00', ['Demo: Now, until 16:00']],
    ['15:59', ['Demo: Now, until 16:00']],
    ['16:00', ['Demo: Ended 16:00']],
    ['16:14', ['Demo: Ended 16:00']],
    ['16:15', []],
  ])('%s', (clock, expected) => expect(listed(next, clock)).toEqual(expected));
});

test('meetings at once are all listed, consecutive ones stay apart, what is on comes first', () => {
  const meetings = {
    recent: [meeting('Standup', '14:00-14:30')],
    now: [meeting('Design', '14:30-15:00'), meeting('Interview', '14:00-15:00')],
    next: [meeting('Demo', '15:00-16:00'), meeting('Review', '15:00-15:30')],
  };
  expect(listed(meetings, '14:40')).toEqual([
    'Design: Now, until 15:00',
    'Interview: Now, until 15:00',
    'Demo: In 20 min',
    'Review: In 20 min',
    'Standup: Ended 14:30',
  ]);
});

test('a meeting over midnight is on until it ends', () => {
  const night = meeting('Deploy', '23:30-00:30');
  const over = { now: [{ ...night, endDay: night.startDay + 1 }] };
  expect(listed(over, '23:45')).toEqual(['Deploy: Now, until 00:30']);
});

test.each([
  [90, 'in 1 h 30 min'],
  [1, 'in 1 min'],
  [0, 'now'],
  [-10, 'started 10 min ago'],
])('%i minutes away is “%s”', (minutes, text) => expect(distanceText(minutes)).toBe(text));
