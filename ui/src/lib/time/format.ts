/**
 * Days and minutes as text of a locale. Formatters are made once for each locale and hour cycle and
 * texts of minutes and days are remembered, since formatting is what makes calendars slow.
 */
import { utcMidnight } from './day';

export interface Formats {
  readonly locale: string;
  readonly hour12: boolean;
  /** "09:15", "9:15 AM"; whole hours are "9 AM" in the 12 hour cycle. 1440 reads like 0. */
  time(minute: number): string;
  /** "09:15 – 09:30", "9:15 – 9:30 AM". */
  times(start: number, end: number): string;
  /** A label beside the grid: "09:00" or "9 AM". */
  hour(hour: number): string;
  /** "Mon". */
  weekdayShort(day: number): string;
  /** "M", for narrow tables. */
  weekdayNarrow(day: number): string;
  /** "Monday". */
  weekdayLong(day: number): string;
  /** "16". */
  date(day: number): string;
  /** "16 Nov". */
  dateShort(day: number): string;
  /** "Monday 16 November". */
  dayLong(day: number): string;
  /** "Monday 16 November 2026". */
  dayFull(day: number): string;
  /** "Mon, 16 Nov 2026". */
  dayMedium(day: number): string;
  /** "November 2026". */
  month(day: number): string;
  /** "Nov 2026". */
  monthShort(day: number): string;
}

const made = new Map<string, Formats>();

/** The formats of a locale (BCP 47) and hour cycle. Equal arguments give the same object. */
export function formats(locale: string, hour12: boolean): Formats {
  const key = `${locale} ${hour12}`;
  let known = made.get(key);
  if (known === undefined) {
    known = makeFormats(locale, hour12);
    made.set(key, known);
  }
  return known;
}

function makeFormats(locale: string, hour12: boolean): Formats {
  const hourCycle = hour12 ? ('h12' as const) : ('h23' as const);
  const onTheHour = formatter(
    locale,
    hour12 ? { hour: 'numeric', hourCycle } : { hour: '2-digit', minute: '2-digit', hourCycle },
  );
  const exact = formatter(locale, { hour: hour12 ? 'numeric' : '2-digit', minute: '2-digit', hourCycle });
  const time = remembered((minute) => (minute % 60 === 0 ? onTheHour : exact).format(minute * 60_000));
  const range = (start: number, end: number) => {
    if (!hour12 || end <= start) return `${time(start)} – ${time(end)}`;
    // The locale says "AM" once where both sides share it.
    const format = start % 60 === 0 && end % 60 === 0 ? onTheHour : exact;
    return format.formatRange(start * 60_000, end * 60_000);
  };
  const ranges = remembered((pair) => range(Math.floor(pair / 1440), pair % 1440));
  const ofDay = (options: Intl.DateTimeFormatOptions) => {
    const format = formatter(locale, options);
    return remembered((day) => format.format(utcMidnight(day)));
  };
  return {
    locale,
    hour12,
    time: (minute) => time(minute % 1440),
    times: (start, end) => ranges((start % 1440) * 1440 + (end % 1440)),
    hour: (hour) => time((hour % 24) * 60),
    weekdayShort: ofDay({ weekday: 'short' }),
    weekdayNarrow: ofDay({ weekday: 'narrow' }),
    weekdayLong: ofDay({ weekday: 'long' }),
    date: ofDay({ day: 'numeric' }),
    dateShort: ofDay({ day: 'numeric', month: 'short' }),
    dayLong: ofDay({ weekday: 'long', day: 'numeric', month: 'long' }),
    dayFull: ofDay({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' }),
    dayMedium: ofDay({ weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' }),
    month: ofDay({ month: 'long', year: 'numeric' }),
    monthShort: ofDay({ month: 'short', year: 'numeric' }),
  };
}

const formatter = (locale: string, options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat(locale, { timeZone: 'UTC', calendar: 'gregory', ...options });

/** Enough for every minute of a day and for some years of days. */
const REMEMBERED = 3000;

function remembered(text: (value: number) => string): (value: number) => string {
  const texts = new Map<number, string>();
  return (value) => {
    let known = texts.get(value);
    if (known === undefined) {
      if (texts.size >= REMEMBERED) texts.clear();
      known = text(value);
      texts.set(value, known);
    }
    return known;
  };
}
