// Lists of reminder times, and what they are called.
import { t } from '../i18n';
import type { AllDayReminder } from '../ipc/bindings';
import type { Formats } from '../time';

const usualMinutes = [10, 30, 60, 1440, 5, 15];
const usualTimes: readonly AllDayReminder[] = [
  { daysBefore: 1, minute: 18 * 60 },
  { daysBefore: 0, minute: 9 * 60 },
  { daysBefore: 7, minute: 9 * 60 },
];

/** "The day before at 18:00" and "On the day at 09:00", which most people want. */
export const theDayBefore: AllDayReminder = { daysBefore: 1, minute: 18 * 60 };
export const onTheDay: AllDayReminder = { daysBefore: 0, minute: 9 * 60 };

/** With one more, at the first of the usual times that is not taken. */
export function withAnother(minutes: readonly number[]): number[] {
  return [...minutes, usualMinutes.find((one) => !minutes.includes(one)) ?? 0];
}

export function withAnotherTime(times: readonly AllDayReminder[]): AllDayReminder[] {
  return [...times, usualTimes.find((one) => !times.some((other) => isSame(one, other))) ?? onTheDay];
}

export const isSame = (a: AllDayReminder, b: AllDayReminder): boolean =>
  a.daysBefore === b.daysBefore && a.minute === b.minute;

/** "The day before at 18:00". */
export function allDayText({ daysBefore, minute }: AllDayReminder, formats: Formats): string {
  const time = formats.time(minute);
  if (daysBefore === 0) return t('allDayOn', { time });
  return daysBefore === 1 ? t('allDayBefore', { time }) : t('allDayDays', { n: daysBefore, time });
}

/** Farthest first, each once. */
export function sortedTimes(times: readonly AllDayReminder[]): AllDayReminder[] {
  return eachOnce(times).sort((a, b) => b.daysBefore - a.daysBefore || a.minute - b.minute);
}

/** In their order, each once. */
export const eachOnce = (times: readonly AllDayReminder[]): AllDayReminder[] =>
  times.filter((one, index) => times.findIndex((other) => isSame(one, other)) === index);
