// A recurrence rule (RFC 5545 §3.3.10) as the form of the editor, and back. What the form cannot say
// is not read at all, so that the rule stays as it was written.
import type { TimeForm } from '../../ipc/bindings';
import { civil, dayOf, daysInMonth, instantOf, startOfMonth, wallTimeIn, weekday } from '../../time';

export type Frequency = 'DAILY' | 'WEEKLY' | 'MONTHLY' | 'YEARLY';
export const frequencies: readonly Frequency[] = ['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'];

/** By day of the month (-1 is the last), or by the nth weekday (-1 is the last). */
export type Monthly = { by: 'day'; day: number } | { by: 'weekday'; nth: number; weekday: number };

/** `written` is the UNTIL as it was read, used as long as the day stays. */
export type Ends =
  { kind: 'never' } | { kind: 'on'; day: number; written?: string } | { kind: 'after'; count: number };

export interface RepeatForm {
  frequency: Frequency;
  every: number;
  /** ISO weekdays of a weekly rule, ascending, at least one. */
  weekdays: number[];
  monthly: Monthly;
  ends: Ends;
  /** WKST as it was read. */
  weekStart: string | null;
}

const codes = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];
const weekdayOf = (code: string | undefined) => codes.indexOf(code ?? '') + 1;
const codeOf = (isoWeekday: number) => codes[isoWeekday - 1] ?? 'MO';
export const workdays: readonly number[] = [1, 2, 3, 4, 5];

/** Which one of its weekday a day is within its month, 1 to 5. */
export const nthOf = (day: number): number => Math.ceil(civil(day).date / 7);
/** Whether no later day of the month has the same weekday. */
export const isLastOf = (day: number): boolean => civil(day).date + 7 > daysInMonth(startOfMonth(day));

/** Every week on the weekday of the start, without an end. */
export function freshForm(time: TimeForm): RepeatForm {
  return {
    frequency: 'WEEKLY',
    every: 1,
    weekdays: [weekday(time.startDay)],
    monthly: { by: 'day', day: civil(time.startDay).date },
    ends: { kind: 'never' },
    weekStart: null,
  };
}

/** Null for a rule that the form cannot show in full. */
export function readRule(rule: string, time: TimeForm): RepeatForm | null {
  const parts = new Map(
    rule
      .toUpperCase()
      .split(';')
      .filter(Boolean)
      .map((part) => part.split('=', 2) as [string, string | undefined])
      .map(([name, value]) => [name, value ?? '']),
  );
  const known = ['FREQ', 'INTERVAL', 'BYDAY', 'BYMONTHDAY', 'BYMONTH', 'COUNT', 'UNTIL', 'WKST'];
  const frequency = frequencies.find((one) => one === parts.get('FREQ'));
  const every = Number(parts.get('INTERVAL') ?? 1);
  const ends = readEnds(parts.get('COUNT'), parts.get('UNTIL'), time);
  if (!frequency || !ends || !Number.isInteger(every) || every < 1) return null;
  if ([...parts.keys()].some((name) => !known.includes(name))) return null;
  const base = { ...freshForm(time), frequency, every, ends, weekStart: parts.get('WKST') ?? null };
  const [byDay, byMonthDay, byMonth] = ['BYDAY', 'BYMONTHDAY', 'BYMONTH'].map((name) => parts.get(name));
  switch (frequency) {
    case 'DAILY':
      return byDay || byMonthDay || byMonth ? null : base;
    case 'WEEKLY': {
      const weekdays = byDay?.split(',').map(weekdayOf) ?? base.weekdays;
      const plain = !byMonthDay && !byMonth && !weekdays.includes(0);
      return plain ? { ...base, weekdays: sortedOnce(weekdays) } : null;
    }
    case 'MONTHLY': {
      const monthly = byMonth ? null : readMonthly(byDay, byMonthDay, time);
      return monthly && { ...base, monthly };
    }
    case 'YEARLY': {
      const { month, date } = civil(time.startDay);
      const asStart = (byMonth ?? `${month}`) === `${month}` && (byMonthDay ?? `${date}`) === `${date}`;
      return !byDay && asStart && (byMonth || !byMonthDay) ? base : null;
    }
  }
}

function readMonthly(
  byDay: string | undefined,
  byMonthDay: string | undefined,
  time: TimeForm,
): Monthly | null {
  if (byDay && byMonthDay) return null;
  if (byDay) {
    const [, nth = '', code] = /^\+?(-1|[1-5])(MO|TU|WE|TH|FR|SA|SU)$/.exec(byDay) ?? [];
    return code ? { by: 'weekday', nth: Number(nth), weekday: weekdayOf(code) } : null;
  }
  const day = Number(byMonthDay ?? civil(time.startDay).date);
  const possible = day === -1 || (Number.isInteger(day) && day >= 1 && day <= 31);
  return possible ? { by: 'day', day } : null;
}

function readEnds(count: string | undefined, until: string | undefined, time: TimeForm): Ends | null {
  if (count !== undefined && until !== undefined) return null;
  if (count !== undefined) return /^[1-9]\d*$/.test(count) ? { kind: 'after', count: Number(count) } : null;
  if (until === undefined) return { kind: 'never' };
  const found = /^(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)\d\d(Z?))?$/.exec(until);
  if (!found) return null;
  const [, year, month, date, hour, minute, utc] = found;
  const day = dayOf(Number(year), Number(month), Number(date));
  const local = utc
    ? wallTimeIn({ day, minute: Number(hour) * 60 + Number(minute) }, 'UTC', time.zone).day
    : day;
  return { kind: 'on', day: local, written: until };
}

export function writeRule(form: RepeatForm, time: TimeForm): string {
  const parts = [`FREQ=${form.frequency}`];
  if (form.every > 1) parts.push(`INTERVAL=${form.every}`);
  if (form.weekStart) parts.push(`WKST=${form.weekStart}`);
  if (form.frequency === 'WEEKLY') parts.push(`BYDAY=${sortedOnce(form.weekdays).map(codeOf).join(',')}`);
  if (form.frequency === 'MONTHLY') parts.push(monthlyPart(form.monthly));
  if (form.ends.kind === 'after') parts.push(`COUNT=${form.ends.count}`);
  if (form.ends.kind === 'on') parts.push(`UNTIL=${untilOf(form.ends, time)}`);
  return parts.join(';');
}

function monthlyPart(monthly: Monthly): string {
  return monthly.by === 'day'
    ? `BYMONTHDAY=${monthly.day}`
    : `BYDAY=${monthly.nth}${codeOf(monthly.weekday)}`;
}

/** The end of that local day: a date for whole days, else an instant of UTC, as DTSTART has it. */
function untilOf({ day, written }: { day: number; written?: string }, time: TimeForm): string {
  if (written && written.includes('T') !== time.allDay) return written;
  const { year, month, date } = civil(day);
  const text = `${year}${two(month)}${two(date)}`;
  if (time.allDay) return text;
  if (time.zone === '') return `${text}T235959`;
  const last = new Date(instantOf({ day: day + 1, minute: 0 }, time.zone) - 1000);
  return last.toISOString().replace(/[-:]|\.\d+/g, '');
}

const two = (value: number) => String(value).padStart(2, '0');
const sortedOnce = (values: readonly number[]) => [...new Set(values)].sort((a, b) => a - b);

/**
 * The rule of a new event after its start moved: what followed the old start follows the new one.
 * A rule that the form cannot show stays.
 */
export function followStart(rule: string, before: TimeForm, after: TimeForm): string {
  const form = readRule(rule, before);
  if (!form) return rule;
  const [was, is] = [before.startDay, after.startDay];
  const weekdays = sortedOnce(
    form.weekdays.length === 1 && form.weekdays[0] === weekday(was) ? [weekday(is)] : form.weekdays,
  );
  return writeRule({ ...form, weekdays, monthly: followMonthly(form.monthly, was, is) }, after);
}

function followMonthly(monthly: Monthly, was: number, is: number): Monthly {
  if (monthly.by === 'day')
    return monthly.day === civil(was).date ? { by: 'day', day: civil(is).date } : monthly;
  const followed = monthly.weekday === weekday(was) && (monthly.nth === nthOf(was) || monthly.nth === -1);
  if (!followed) return monthly;
  const nth = (monthly.nth === -1 && isLastOf(is)) || nthOf(is) === 5 ? -1 : nthOf(is);
  return { by: 'weekday', nth, weekday: weekday(is) };
}
