/** Days as integers: the number of days since 1970-01-01 of the proleptic Gregorian calendar. No zones, no clocks. */

export interface Civil {
  year: number;
  /** 1 to 12. */
  month: number;
  /** 1 to 31. */
  date: number;
}

const MS_PER_DAY = 86_400_000;

export function civil(day: number): Civil {
  const date = new Date(day * MS_PER_DAY);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, date: date.getUTCDate() };
}

/** Months and dates beyond their range carry over: month 13 is January of the next year, date 0 the day before the 1st. */
export function dayOf(year: number, month: number, date: number): number {
  const at = new Date(0);
  at.setUTCFullYear(year, month - 1, date);
  return Math.round(at.getTime() / MS_PER_DAY);
}

/** Milliseconds since 1970 of the day's midnight in UTC, for `Intl` with `timeZone: 'UTC'`. */
export const utcMidnight = (day: number): number => day * MS_PER_DAY;

/** ISO weekday, 1 Monday to 7 Sunday. */
export const weekday = (day: number): number => modulo(day + 3, 7) + 1;

/** The last day at or before `day` that is the ISO weekday `firstWeekday`. */
export const startOfWeek = (day: number, firstWeekday: number): number =>
  day - modulo(weekday(day) - firstWeekday, 7);

export function startOfMonth(day: number): number {
  return day - civil(day).date + 1;
}

export function daysInMonth(day: number): number {
  const { year, month } = civil(day);
  return dayOf(year, month + 1, 1) - dayOf(year, month, 1);
}

/** The same date `months` later, or the last of that month where the date does not exist. */
export function addMonths(day: number, months: number): number {
  const { year, month, date } = civil(day);
  const first = dayOf(year, month + months, 1);
  return first + Math.min(date, daysInMonth(first)) - 1;
}

/** ISO 8601 week number, 1 to 53. */
export function isoWeek(day: number): number {
  const thursday = startOfWeek(day, 1) + 3;
  return Math.floor((thursday - dayOf(civil(thursday).year, 1, 1)) / 7) + 1;
}

/** `count` days from `first` on. */
export const dayRange = (first: number, count: number): number[] =>
  Array.from({ length: count }, (_, index) => first + index);

const modulo = (value: number, by: number): number => ((value % by) + by) % by;
