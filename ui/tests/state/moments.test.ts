import { describe, expect, test } from 'vitest';
import { dayOfIso, minuteOfIso, momentText, monthsText, pointIn } from '../../src/lib/state/moments';
import { shortTitle, shownTitle } from '../../src/lib/state/title';
import { formats, spanOf, type View } from '../../src/lib/time';

const texts = formats('en-GB', false);

test.each([
  ['Europe/Berlin', '2026-11-20T13:20:00Z', 20_777, 860],
  ['Europe/Berlin', '2026-11-19T23:00:00Z', 20_777, 0],
  ['America/New_York', '2026-11-20T03:00:00Z', 20_776, 1320],
  ['Asia/Kolkata', '2026-11-20T00:00:00Z', 20_777, 330],
  ['UTC', '1969-12-31T23:59:00Z', -1, 1439],
])('in %s, %s is day %i, minute %i', (zone, instant, day, minute) => {
  expect(pointIn(zone, Date.parse(instant))).toEqual({ day, minute });
});

test('local text is read without a zone', () => {
  expect(dayOfIso('2026-11-20')).toBe(20_777);
  expect(dayOfIso('2026-11-20T23:59:00')).toBe(20_777);
  expect(minuteOfIso('2026-11-20T23:59:00')).toBe(1439);
  expect(minuteOfIso('2026-11-20')).toBe(0);
});

test('an instant of today is a time, an older one has its day', () => {
  expect(momentText('2026-11-20T13:20:00Z', 'Europe/Berlin', 20_777, texts)).toBe('14:20');
  expect(momentText('2026-11-18T13:20:00Z', 'Europe/Berlin', 20_777, texts)).toBe('18 Nov, 14:20');
});

test('months across a change of year', () => {
  expect(monthsText(20_777, 20_780, texts)).toBe('November 2026');
  expect(monthsText(20_815, 20_821, texts)).toMatch(/Dec 2026\s–\sJan 2027/);
});

describe('titles', () => {
  test.each<[View, number, RegExp, RegExp]>([
    ['day', 20_777, /^Friday,? 20 November 2026$/, /^Fri,? 20 Nov$/],
    ['week', 20_777, /^November 2026$/, /^Nov 2026$/],
    ['week', 20_787, /^Nov.*Dec 2026$/, /^Nov.*Dec 2026$/],
    ['month', 20_787, /^November 2026$/, /^Nov 2026$/],
    [3, 20_786, /^Nov.*Dec 2026$/, /^Nov.*Dec 2026$/],
  ])('%s on day %i', (view, cursor, long, short) => {
    const shown = { view, cursor, span: spanOf(view, cursor, 1), list: [] };
    expect(shownTitle(shown, texts)).toMatch(long);
    expect(shortTitle(shown, texts)).toMatch(short);
  });
});
