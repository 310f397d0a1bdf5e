// Reminders as a number and a unit. Google keeps at most five, up to four weeks before.
import type { RemindersForm } from '../../ipc/bindings';

export type Unit = 'minutes' | 'hours' | 'days' | 'weeks';
export const units: readonly Unit[] = ['minutes', 'hours', 'days', 'weeks'];
export const MOST_REMINDERS = 5;
export const MOST_MINUTES = 40_320;

const lengths: Record<Unit, number> = { minutes: 1, hours: 60, days: 1440, weeks: 10_080 };

/** 90 is 90 minutes, 120 is 2 hours: the largest unit that fits exactly. */
export function inUnits(minutes: number): { n: number; unit: Unit } {
  const unit = units.findLast((one) => minutes > 0 && minutes % lengths[one] === 0) ?? 'minutes';
  return { n: minutes / lengths[unit], unit };
}

/** Null when the number is none, or too large for the server. */
export function toMinutes(n: number, unit: Unit): number | null {
  const minutes = Math.round(n) * lengths[unit];
  return Number.isFinite(minutes) && minutes >= 0 && minutes <= MOST_MINUTES ? minutes : null;
}

export const isFull = (form: RemindersForm): boolean =>
  form.minutes.length + form.mails.length >= MOST_REMINDERS;

/** A list of one's own; it begins as what the calendar's default says. */
export function ownReminders(form: RemindersForm, defaults: readonly number[]): RemindersForm {
  return form.useDefault ? { ...form, useDefault: false, minutes: sorted(defaults) } : form;
}

/** With one more, at the first of the usual times that is not taken. */
export function withOneMore(form: RemindersForm): RemindersForm {
  const usual = [10, 30, 60, 1440, 5, 15];
  const next = usual.find((minutes) => !form.minutes.includes(minutes)) ?? 0;
  return isFull(form) ? form : { ...form, minutes: sorted([...form.minutes, next]) };
}

export function replaced(form: RemindersForm, index: number, minutes: number): RemindersForm {
  return { ...form, minutes: sorted(form.minutes.map((one, at) => (at === index ? minutes : one))) };
}

export function without(form: RemindersForm, index: number): RemindersForm {
  return { ...form, minutes: form.minutes.filter((_, at) => at !== index) };
}

const sorted = (minutes: readonly number[]) => [...new Set(minutes)].sort((a, b) => a - b);
