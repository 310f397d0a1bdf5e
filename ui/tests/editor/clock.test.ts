import { describe, expect, test } from 'vitest';
import { parseDate, parseTime } from '../../src/lib/pane/editor/clock';
import { dayOf } from '../../src/lib/time';

describe('a time of day is read as people type it', () => {
  test.each([
    ['9', 540],
    ['09', 540],
    ['930', 570],
    ['0930', 570],
    ['1730', 1050],
    ['9:30', 570],
    ['9.30', 570],
    ['9h30', 570],
    ['9h', 540],
    [' 21:05 ', 1265],
    ['9pm', 1260],
    ['9 PM', 1260],
    ['9:30 p.m.', 1290],
    ['9p', 1260],
    ['12am', 0],
    ['12 pm', 720],
    ['0', 0],
    ['24:00', 0],
  ])('%j is minute %i', (text, minute) => expect(parseTime(text)).toBe(minute));

  test.each([[''], ['nine'], ['25'], ['9:60'], ['13pm'], ['0am'], ['9:3'], ['12345'], ['-1'], ['9:30:00']])(
    '%j is none',
    (text) => expect(parseTime(text)).toBeNull(),
  );
});

describe('a date is read as people type it', () => {
  /** A Friday. */
  const today = dayOf(2026, 11, 20);
  test.each([
    ['2026-12-01', 'en-GB', [2026, 12, 1]],
    ['20.11.2026', 'de-DE', [2026, 11, 20]],
    ['1.12.', 'de-DE', [2026, 12, 1]],
    ['1/12/27', 'en-GB', [2027, 12, 1]],
    ['12/1/2027', 'en-US', [2027, 12, 1]],
    ['24 Dec', 'en-GB', [2026, 12, 24]],
    ['Dec 24', 'en-US', [2026, 12, 24]],
    ['December 24, 2027', 'en-US', [2027, 12, 24]],
    ['24. Dezember', 'de-DE', [2026, 12, 24]],
    ['Fri, 27 Nov 2026', 'en-GB', [2026, 11, 27]],
    ['3 Feb', 'en-GB', [2027, 2, 3]],
    ['29 Feb 2028', 'en-GB', [2028, 2, 29]],
    ['today', 'de-DE', [2026, 11, 20]],
    ['morgen', 'de-DE', [2026, 11, 21]],
    ['tomorrow', 'en-GB', [2026, 11, 21]],
    ['friday', 'en-GB', [2026, 11, 20]],
    ['mon', 'en-GB', [2026, 11, 23]],
    ['+3', 'en-GB', [2026, 11, 23]],
  ] as const)('%j in %s', (text, locale, [year, month, date]) => {
    expect(parseDate(text, today, locale)).toBe(dayOf(year, month, date));
  });

  test.each([
    [''],
    ['soon'],
    ['31.2.2026'],
    ['30 Feb'],
    ['1.2.3.4'],
    ['13/40/2026'],
    ['2026-13-01'],
    ['x 3 Dec'],
  ])('%j is none', (text) => expect(parseDate(text, today, 'en-GB')).toBeNull());
});
