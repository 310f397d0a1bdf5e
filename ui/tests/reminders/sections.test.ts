import { describe, expect, test } from 'vitest';
import type { ReminderView } from '../../src/lib/ipc/bindings';
import { dueText, eventTimeText, sectionsOf } from '../../src/lib/reminders/sections';
import { at, friday, instant, reminder } from './views';

const day = (startDay: number, change: Partial<ReminderView> = {}) => reminder({ startDay, ...change });

test('each reminder is in the section of its state, and what comes in that of its day', () => {
  const list = [
    day(friday + 3, { id: 'later' }),
    day(friday + 1, { id: 'tomorrow' }),
    reminder({ id: 'today' }),
    reminder({ id: 'snoozed', state: 'snoozed', until: instant(friday, '14:55') }),
    reminder({ id: 'shown', state: 'shown' }),
    reminder({ id: 'missed', state: 'missed' }),
    reminder({ id: 'gone', state: 'dismissed' }),
    // Whole days remind the evening before.
    day(friday + 1, { id: 'eve', allDay: true, due: instant(friday, '18:00') }),
  ];
  expect(sectionsOf(list, at('14:20')).map(({ name, list }) => [name, list.map(({ id }) => id).join(' ')]))
    .toMatchInlineSnapshot(`
      [
        [
          "missed",
          "missed",
        ],
        [
          "now",
          "shown",
        ],
        [
          "snoozed",
          "snoozed",
        ],
        [
          "today",
          "today eve",
        ],
        [
          "tomorrow",
          "tomorrow",
        ],
        [
          "later",
          "later",
        ],
      ]
    `);
});

test('a long section lists the first and counts the others', () => {
  const list = Array.from({ length: 75 }, (_, index) => reminder({ id: String(index) }));
  const [section] = sectionsOf(list, at('14:20'));
  expect(section?.list).toHaveLength(60);
  expect(section?.more).toBe(15);
});

describe('when it is, in words', () => {
  const cases: [string, ReminderView, string, string][] = [
    ['14:20', reminder(), '15:00 – 16:00', 'at 14:50'],
    ['14:20', day(friday + 1), '15:00 – 16:00', 'at 14:50'],
    ['14:20', day(friday + 3), 'Mon 23 Nov, 15:00 – 16:00', '10 min before'],
    [
      '14:20',
      day(friday + 3, { due: instant(friday + 3, '15:00') }),
      'Mon 23 Nov, 15:00 – 16:00',
      'at the start',
    ],
    [
      '14:20',
      day(friday + 4, { due: instant(friday + 2, '15:00') }),
      'Tue 24 Nov, 15:00 – 16:00',
      'Sun 22 Nov, 15:00',
    ],
    [
      '14:20',
      day(friday + 1, { allDay: true, endDay: friday + 2, due: instant(friday, '18:00') }),
      'Tomorrow, all day',
      'at 18:00',
    ],
    ['14:50', reminder({ state: 'shown' }), '15:00 – 16:00', 'in 10 min'],
    ['15:00', reminder({ state: 'shown' }), '15:00 – 16:00', 'now'],
    ['15:10', reminder({ state: 'shown' }), '15:00 – 16:00', 'started 10 min ago'],
    ['14:20', day(friday + 1, { state: 'shown' }), 'Tomorrow, 15:00 – 16:00', 'tomorrow'],
    [
      '14:50',
      reminder({ state: 'snoozed', until: instant(friday, '14:55') }),
      '15:00 – 16:00',
      'again 14:55',
    ],
    [
      '14:50',
      day(friday + 1, { state: 'snoozed', until: instant(friday + 1, '15:00') }),
      'Tomorrow, 15:00 – 16:00',
      'again tomorrow 15:00',
    ],
    ['18:00', reminder({ state: 'missed' }), '15:00 – 16:00', 'ended 16:00'],
    ['09:00', day(friday - 1, { state: 'missed' }), 'Yesterday, 15:00 – 16:00', 'ended yesterday 16:00'],
    ['14:20', reminder({ endDay: friday + 1, endMinute: 600 }), '15:00 – 21 Nov, 10:00', 'at 14:50'],
    ['14:20', reminder({ endDay: friday + 1, endMinute: 0 }), '15:00 – 00:00', 'at 14:50'],
  ];
  test.each(cases)('at %s %#', (clock, one, time, due) => {
    expect([eventTimeText(one, at(clock)), dueText(one, at(clock))]).toEqual([time, due]);
  });
});
