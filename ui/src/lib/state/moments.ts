// Places instants on the reader's calendar, and reads the local ISO text of event details.
import { dayOf, offsetMinutes, utcMidnight, type Formats } from '../time';

/** A place on the reader's calendar. */
export interface Point {
  day: number;
  minute: number;
}

/** Where an instant in milliseconds falls in `zone`. */
export function pointIn(zone: string, instant: number): Point {
  const minutes = Math.floor(instant / 60_000) + offsetMinutes(zone, instant);
  const day = Math.floor(minutes / 1440);
  return { day, minute: minutes - day * 1440 };
}

/** "14:19" for an instant of `today`, else "19 Nov, 14:19". */
export function momentText(instant: string, zone: string, today: number, formats: Formats): string {
  const { day, minute } = pointIn(zone, Date.parse(instant));
  return day === today ? formats.time(minute) : `${formats.dateShort(day)}, ${formats.time(minute)}`;
}

/** The day of a local ISO date or date-time, read without any zone. */
export function dayOfIso(iso: string): number {
  const [year = 1970, month = 1, date = 1] = iso.slice(0, 10).split('-').map(Number);
  return dayOf(year, month, date);
}

/** The minute of a local ISO date-time; 0 for a date. */
export function minuteOfIso(iso: string): number {
  const [hour = 0, minute = 0] = iso.slice(11, 16).split(':').map(Number);
  return hour * 60 + minute;
}

/** "November 2026", or "Nov – Dec 2026" across months; `last` is the last day shown. */
export function monthsText(first: number, last: number, formats: Formats): string {
  const one = formats.month(first);
  if (one === formats.month(last)) return one;
  return new Intl.DateTimeFormat(formats.locale, {
    timeZone: 'UTC',
    month: 'short',
    year: 'numeric',
  }).formatRange(utcMidnight(first), utcMidnight(last));
}
