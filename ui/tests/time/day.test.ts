import { describe, expect, it } from 'vitest';
import {
  addMonths,
  civil,
  dayOf,
  daysInMonth,
  isoWeek,
  spanOf,
  startOfMonth,
  startOfWeek,
  stepAnchor,
  weekday,
  type View,
} from '../../src/lib/time';

describe('day numbers', () => {
  it.each([
    [0, 1970, 1, 1, 4],
    [-1, 1969, 12, 31, 3],
    [20_773, 2026, 11, 16, 1],
    [11_016, 2000, 2, 29, 2],
    [-719_162, 1, 1, 1, 1],
  ])('day %i is %i-%i-%i, weekday %i', (day, year, month, date, onWeekday) => {
    expect(civil(day)).toEqual({ year, month, date });
    expect(dayOf(year, month, date)).toBe(day);
    expect(weekday(day)).toBe(onWeekday);
  });

  it('round-trips every day of 400 years', () => {
    for (let day = dayOf(1900, 1, 1); day < dayOf(2300, 1, 1); day++) {
      const { year, month, date } = civil(day);
      if (dayOf(year, month, date) !== day) expect.fail(`day ${day}`);
    }
  });

  it('carries months and dates beyond their range', () => {
    expect(dayOf(2026, 13, 1)).toBe(dayOf(2027, 1, 1));
    expect(dayOf(2026, 3, 0)).toBe(dayOf(2026, 2, 28));
  });

  it.each([1, 6, 7])('starts weeks on weekday %i', (first) => {
    for (let day = -30; day < 30; day++) {
      const start = startOfWeek(day, first);
      expect(weekday(start)).toBe(first);
      expect(day - start).toBeGreaterThanOrEqual(0);
      expect(day - start).toBeLessThan(7);
    }
  });

  it('clamps the date when months differ in length', () => {
    expect(addMonths(dayOf(2026, 1, 31), 1)).toBe(dayOf(2026, 2, 28));
    expect(addMonths(dayOf(2028, 3, 31), -1)).toBe(dayOf(2028, 2, 29));
    expect(addMonths(dayOf(2026, 11, 20), 2)).toBe(dayOf(2027, 1, 20));
    expect(daysInMonth(dayOf(2028, 2, 10))).toBe(29);
    expect(startOfMonth(dayOf(2026, 11, 20))).toBe(dayOf(2026, 11, 1));
  });

  it.each([
    [2026, 11, 20, 47],
    [2021, 1, 3, 53],
    [2024, 12, 30, 1],
    [2026, 1, 1, 1],
  ])('%i-%i-%i is in ISO week %i', (year, month, date, week) => {
    expect(isoWeek(dayOf(year, month, date))).toBe(week);
  });
});

describe('views', () => {
  const friday = dayOf(2026, 11, 20);
  it.each<[View, number, number, number]>([
    ['day', 1, friday, 1],
    ['week', 1, dayOf(2026, 11, 16), 7],
    ['week', 7, dayOf(2026, 11, 15), 7],
    ['work-week', 7, dayOf(2026, 11, 16), 5],
    ['month', 1, dayOf(2026, 10, 26), 42],
    [3, 1, friday, 3],
  ])('%s with weeks from %i', (view, firstWeekday, first, count) => {
    expect(spanOf(view, friday, firstWeekday)).toEqual({ first, count });
  });

  it('steps back to where it came from', () => {
    for (const view of ['day', 'work-week', 'week', 2, 3, 4, 6, 'month'] as const) {
      const next = stepAnchor(view, friday, 1);
      expect(next).toBeGreaterThan(friday);
      expect(stepAnchor(view, next, -1)).toBe(friday);
    }
  });

  it('shows every day of every month', () => {
    for (let month = 1; month <= 60; month++) {
      const first = dayOf(2024, month, 1);
      for (const start of [1, 6, 7]) {
        const span = spanOf('month', first, start);
        expect(span.first).toBeLessThanOrEqual(first);
        expect(span.first + span.count).toBeGreaterThanOrEqual(first + daysInMonth(first));
      }
    }
  });
});
