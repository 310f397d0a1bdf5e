/** Offsets of IANA zones, only for labels and a second column of hours: events arrive already in the display zone. */
import { utcMidnight } from './day';

const MS_PER_MINUTE = 60_000;
const formatters = new Map<string, Intl.DateTimeFormat>();

/** Minutes east of UTC at an instant in milliseconds. An unknown zone counts as UTC. */
export function offsetMinutes(zone: string, instant: number): number {
  const parts = formatterOf(zone).formatToParts(instant);
  const value = (type: Intl.DateTimeFormatPartTypes) =>
    Number(parts.find((part) => part.type === type)?.value ?? 0);
  const wall = Date.UTC(
    value('year'),
    value('month') - 1,
    value('day'),
    value('hour'),
    value('minute'),
    value('second'),
  );
  return Math.round((wall - instant) / MS_PER_MINUTE);
}

/** Minutes to add to a wall time in `zone` at noon of `day` to get the wall time in `other`. */
export function minutesAhead(zone: string, other: string, day: number): number {
  const noonAsUtc = utcMidnight(day) + 720 * MS_PER_MINUTE;
  const instant = noonAsUtc - offsetMinutes(zone, noonAsUtc) * MS_PER_MINUTE;
  return offsetMinutes(other, instant) - offsetMinutes(zone, instant);
}

/** "GMT+1", "GMT−3:30", "GMT" for the offset of `zone` at noon UTC of `day`. */
export function offsetLabel(zone: string, day: number): string {
  const offset = offsetMinutes(zone, utcMidnight(day) + 720 * MS_PER_MINUTE);
  if (offset === 0) return 'GMT';
  const hours = Math.floor(Math.abs(offset) / 60);
  const minutes = Math.abs(offset) % 60;
  const rest = minutes === 0 ? '' : `:${String(minutes).padStart(2, '0')}`;
  return `GMT${offset < 0 ? '−' : '+'}${hours}${rest}`;
}

function formatterOf(zone: string): Intl.DateTimeFormat {
  let known = formatters.get(zone);
  if (known === undefined) {
    known = makeFormatter(zone) ?? makeFormatter('UTC') ?? new Intl.DateTimeFormat('en-US');
    formatters.set(zone, known);
  }
  return known;
}

function makeFormatter(timeZone: string): Intl.DateTimeFormat | undefined {
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone,
      calendar: 'gregory',
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  } catch {
    return undefined;
  }
}
