import { describe, expect, it } from 'vitest';
import {
  dayOf,
  directionOf,
  formats,
  minutesAhead,
  offsetLabel,
  usesHour12,
  weekOf,
} from '../../src/lib/time';

const monday = dayOf(2026, 11, 16);
/** Locales put narrow no-break spaces before AM and PM. */
const plain = (text: string) => text.replaceAll(/\s/g, ' ');

describe('formats', () => {
  it('writes days', () => {
    const en = formats('en-GB', false);
    expect(en.dayLong(monday)).toBe('Monday 16 November');
    expect(en.weekdayShort(monday)).toBe('Mon');
    expect(en.date(monday)).toBe('16');
    expect(en.month(monday)).toBe('November 2026');
    expect(formats('de-DE', false).dayLong(monday)).toBe('Montag, 16. November');
    expect(formats('fa-IR', false).month(monday)).toContain('نوامبر');
  });

  it.each([
    ['en-GB', false, 555, '09:15'],
    ['en-GB', false, 0, '00:00'],
    ['en-GB', false, 1440, '00:00'],
    ['en-US', true, 555, '9:15 AM'],
    ['en-US', true, 540, '9 AM'],
    ['en-US', true, 720, '12 PM'],
    ['en-US', true, 0, '12 AM'],
    ['en-US', false, 540, '09:00'],
    ['de-DE', false, 1020, '17:00'],
  ])('%s, 12 h %s: minute %i is %s', (locale, hour12, minute, text) => {
    expect(plain(formats(locale, hour12).time(minute))).toBe(text);
  });

  it('makes each locale once', () => {
    expect(formats('en-GB', false)).toBe(formats('en-GB', false));
    expect(formats('en-GB', false)).not.toBe(formats('en-GB', true));
  });
});

describe('locales', () => {
  it('knows the first day of the week and the weekend', () => {
    expect(weekOf('de-DE')).toEqual({ firstWeekday: 1, weekend: [6, 7] });
    expect(weekOf('en-US').firstWeekday).toBe(7);
    expect(weekOf('not a locale')).toEqual({ firstWeekday: 1, weekend: [6, 7] });
  });

  it('knows the clock and the direction', () => {
    expect(usesHour12('en-US')).toBe(true);
    expect(usesHour12('de-DE')).toBe(false);
    expect(usesHour12('not a locale')).toBe(false);
    expect(directionOf('ar-EG')).toBe('rtl');
    expect(directionOf('en-GB')).toBe('ltr');
  });
});

describe('zones', () => {
  it.each([
    ['Europe/Berlin', monday, 'GMT+1'],
    ['Europe/Berlin', dayOf(2026, 7, 1), 'GMT+2'],
    ['America/New_York', monday, 'GMT−5'],
    ['Asia/Kolkata', monday, 'GMT+5:30'],
    ['America/St_Johns', monday, 'GMT−3:30'],
    ['UTC', monday, 'GMT'],
    ['Nowhere/Land', monday, 'GMT'],
  ])('%s on day %i is %s', (zone, day, label) => {
    expect(offsetLabel(zone, day)).toBe(label);
  });

  it('follows both zones through their changes', () => {
    expect(minutesAhead('Europe/Berlin', 'America/New_York', monday)).toBe(-360);
    // New York leaves summer time a week after Berlin.
    expect(minutesAhead('Europe/Berlin', 'America/New_York', dayOf(2026, 10, 28))).toBe(-300);
    expect(minutesAhead('Europe/Berlin', 'Asia/Kolkata', monday)).toBe(270);
    expect(minutesAhead('Europe/Berlin', 'Europe/Berlin', monday)).toBe(0);
    expect(minutesAhead('Asia/Tokyo', 'Pacific/Honolulu', monday)).toBe(-1140);
  });
});
