import { expect, test } from 'vitest';
import type { RemindersForm } from '../../src/lib/ipc/bindings';
import { inUnits, ownReminders, replaced, toMinutes, withOneMore } from '../../src/lib/pane/editor/reminders';

const own = (...minutes: number[]): RemindersForm => ({ useDefault: false, minutes, mails: [] });

test.each([
  [0, 0, 'minutes'],
  [10, 10, 'minutes'],
  [90, 90, 'minutes'],
  [120, 2, 'hours'],
  [1440, 1, 'days'],
  [20_160, 2, 'weeks'],
] as const)('%i minutes are %i %s', (minutes, n, unit) => {
  expect(inUnits(minutes)).toEqual({ n, unit });
  expect(toMinutes(n, unit)).toBe(minutes);
});

test('what the server refuses is not kept', () => {
  expect(toMinutes(4, 'weeks')).toBe(40_320);
  expect(toMinutes(5, 'weeks')).toBeNull();
  expect(toMinutes(-1, 'minutes')).toBeNull();
  expect(toMinutes(NaN, 'days')).toBeNull();
});

test('one’s own list begins as the default and grows to five, mails included', () => {
  const begun = ownReminders({ useDefault: true, minutes: [], mails: [60] }, [30, 10]);
  expect(begun).toEqual({ useDefault: false, minutes: [10, 30], mails: [60] });
  const grown = withOneMore(withOneMore(begun));
  expect(grown.minutes).toEqual([10, 30, 60, 1440]);
  expect(withOneMore(grown)).toBe(grown);
});

test('the same reminder twice is one', () => expect(replaced(own(10, 30), 0, 30).minutes).toEqual([30]));
