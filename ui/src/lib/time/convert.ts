/** Wall clock times of one zone on the clock of another. */
import { utcMidnight } from './day';
import { offsetMinutes } from './zone';

const MS_PER_MINUTE = 60_000;

export interface WallTime {
  day: number;
  minute: number;
}

/**
 * The same instant on the clock of `to`. An empty zone is a floating time and stays as written. A time
 * that a clock skips counts with the offset before, one that it shows twice is the first of the two.
 */
export function wallTimeIn(at: WallTime, from: string, to: string): WallTime {
  if (from === to || from === '' || to === '') return at;
  const instant = instantOf(at, from);
  const minutes = Math.round(instant / MS_PER_MINUTE) + offsetMinutes(to, instant);
  const day = Math.floor(minutes / 1440);
  return { day, minute: minutes - day * 1440 };
}

/** Milliseconds since 1970 of a wall time. */
export function instantOf({ day, minute }: WallTime, zone: string): number {
  const asUtc = utcMidnight(day) + minute * MS_PER_MINUTE;
  const before = offsetMinutes(zone, asUtc - 1440 * MS_PER_MINUTE);
  const early = asUtc - before * MS_PER_MINUTE;
  if (offsetMinutes(zone, early) === before) return early;
  const later = asUtc - offsetMinutes(zone, early) * MS_PER_MINUTE;
  return offsetMinutes(zone, later) === offsetMinutes(zone, early) ? later : early;
}
