// Reads times of day and dates the way people type them. Nothing here reads a clock.
import { addMonths, civil, dayOf, daysInMonth, startOfMonth, utcMidnight, weekday } from '../../time';

/** The minute of "9", "930", "9:30", "9.30", "9h30", "9pm", "9:30 p.m."; null when it is none. */
export function parseTime(text: string): number | null {
  const clean = text.trim().toLowerCase().replace(/\s+/g, ' ');
  const found = /^(\d{1,2}?)(?:[:.h ]?(\d{2}))?h? ?(?:([ap])\.?(?:m\.?)?)?$/.exec(clean);
  if (!found) return null;
  const [, hours = '', minutes = '0', half] = found;
  const [hour, minute] = [Number(hours), Number(minutes)];
  if (minute > 59) return null;
  if (half) return hour >= 1 && hour <= 12 ? ((hour % 12) + (half === 'p' ? 12 : 0)) * 60 + minute : null;
  if (hour === 24) return minute === 0 ? 0 : null;
  return hour < 24 ? hour * 60 + minute : null;
}

/**
 * The day of "2026-11-20", "20.11.", "20/11/2026" (in the locale's order), "20 Nov", "Nov 20, 2026",
 * "friday", "today", "tomorrow", "+3"; null when it is none. Without a year it is the one nearest to
 * `today` that does not lie more than half a year back.
 */
export function parseDate(text: string, today: number, locale: string): number | null {
  const clean = text.trim().toLowerCase();
  const ahead = /^\+(\d{1,4})$/.exec(clean);
  if (ahead) return today + Number(ahead[1]);
  const near = nearWord(clean, locale);
  if (near !== null) return today + near;
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(clean);
  if (iso) return valid(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  const named = namedWeekday(clean, today, locale);
  if (named !== null) return named;
  return fromParts(clean, today, locale);
}

/** Numbers and month names, in whatever order; a leading weekday is passed over. */
function fromParts(clean: string, today: number, locale: string): number | null {
  const parts = clean.match(/\p{L}+|\d+/gu) ?? [];
  const numbers = parts.filter((part) => /^\d+$/.test(part)).map(Number);
  const month = parts.map((part) => monthNamed(part, locale)).find((one) => one !== null) ?? null;
  const words = parts.filter((part) => !/^\d+$/.test(part) && monthNamed(part, locale) === null);
  if (words.some((word) => weekdayNamed(word, locale) === null)) return null;
  const wanted = month === null ? [2, 3] : [1, 2];
  if (!wanted.includes(numbers.length)) return null;
  const [first = 0, second = 0, third] = numbers;
  if (month !== null)
    return first > 31 ? valid(first, month, second) : dated(month, first, numbers[1], today);
  return dayFirst(locale) ? dated(second, first, third, today) : dated(first, second, third, today);
}

function dated(month: number, date: number, year: number | undefined, today: number): number | null {
  if (year !== undefined) return valid(year < 100 ? 2000 + year : year, month, date);
  const thisYear = civil(today).year;
  const day = valid(thisYear, month, date) ?? valid(thisYear + 1, month, date);
  if (day === null) return null;
  return day < addMonths(today, -6) ? valid(thisYear + 1, month, date) : day;
}

function valid(year: number, month: number, date: number): number | null {
  if (year < 1900 || year > 2200 || month < 1 || month > 12 || date < 1) return null;
  const first = dayOf(year, month, 1);
  return date <= daysInMonth(startOfMonth(first)) ? first + date - 1 : null;
}

/** Whether the locale writes the day of the month before the month. */
function dayFirst(locale: string): boolean {
  const parts = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'numeric' }).formatToParts(0);
  return parts.findIndex(({ type }) => type === 'day') < parts.findIndex(({ type }) => type === 'month');
}

function nearWord(word: string, locale: string): number | null {
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  const english = { today: 0, tomorrow: 1, yesterday: -1 }[word];
  return english ?? [0, 1, -1].find((days) => relative.format(days, 'day').toLowerCase() === word) ?? null;
}

function namedWeekday(word: string, today: number, locale: string): number | null {
  const named = weekdayNamed(word, locale);
  return named === null ? null : today + ((named - weekday(today) + 7) % 7);
}

/** 1970-01-05 was a Monday. */
function weekdayNamed(word: string, locale: string): number | null {
  return position(word, 7, (index) => name(locale, { weekday: 'long' }, 4 + index));
}

function monthNamed(word: string, locale: string): number | null {
  return position(word, 12, (index) => name(locale, { month: 'long' }, dayOf(1970, index + 1, 15)));
}

/** The one name that begins with `word`, counted from 1; English names are understood everywhere. */
function position(word: string, count: number, nameAt: (index: number) => (language: string) => string) {
  if (word.length < 2 || /\d/.test(word)) return null;
  for (const language of ['', 'en']) {
    const found = Array.from({ length: count }, (_, index) => index).filter((index) =>
      nameAt(index)(language).startsWith(word),
    );
    if (found.length === 1) return (found[0] ?? 0) + 1;
  }
  return null;
}

const name = (locale: string, options: Intl.DateTimeFormatOptions, day: number) => (language: string) =>
  new Intl.DateTimeFormat(language || locale, { ...options, timeZone: 'UTC' })
    .format(utcMidnight(day))
    .toLowerCase();
