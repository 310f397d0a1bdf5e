// What happens to start and end when one of them is changed. Wall clocks of the form's own zone.
import type { TimeForm } from '../../ipc/bindings';
import { instantOf } from '../../time';

const DAY = 1440;
const MS_PER_MINUTE = 60_000;
const HOUR = 60;
const DEFAULT_START = 9 * HOUR;

const startOf = (time: TimeForm) => time.startDay * DAY + time.startMinute;
const endOf = (time: TimeForm) => time.endDay * DAY + time.endMinute;

function at(time: TimeForm, start: number, end: number): TimeForm {
  const [startDay, endDay] = [Math.floor(start / DAY), Math.floor(end / DAY)];
  return {
    ...time,
    startDay,
    startMinute: start - startDay * DAY,
    endDay,
    endMinute: end - endDay * DAY,
  };
}

/** Minutes from start to end as the wall clock counts them. */
export const wallLength = (time: TimeForm): number => endOf(time) - startOf(time);

/** Moves the start and takes the end along. */
export function moveStart(time: TimeForm, day: number, minute: number): TimeForm {
  const start = day * DAY + minute;
  return at(time, start, start + wallLength(time));
}

/** The first such time after the start; of what lasts a day or longer that of its last day. */
export function setEndTime(time: TimeForm, minute: number): TimeForm {
  const end = time.endDay * DAY + minute;
  if (wallLength(time) >= DAY && end >= startOf(time)) return at(time, startOf(time), end);
  const sameDay = time.startDay * DAY + minute;
  return at(time, startOf(time), sameDay >= startOf(time) ? sameDay : sameDay + DAY);
}

/** `last` is the day on which it ends, inclusive. A day before the start takes the start along. */
export function setLastDay(time: TimeForm, last: number): TimeForm {
  const end = time.allDay ? (last + 1) * DAY : last * DAY + time.endMinute;
  const possible = time.allDay ? end > startOf(time) : end >= startOf(time);
  return at(time, possible ? startOf(time) : end - wallLength(time), end);
}

/** The last day it touches: the one before an exclusive end. */
export const lastDay = (time: TimeForm): number => (time.allDay ? time.endDay - 1 : time.endDay);

/**
 * Whole days, or times of day. `before` is what the times were when they were last shown; without
 * it an hour at nine in the morning of the first day.
 */
export function setAllDay(time: TimeForm, allDay: boolean, before: TimeForm | null): TimeForm {
  if (time.allDay === allDay) return time;
  if (allDay) {
    const ends = time.endMinute === 0 && time.endDay > time.startDay ? time.endDay : time.endDay + 1;
    return { ...time, allDay, startMinute: 0, endMinute: 0, endDay: ends };
  }
  const [minute, length] = before ? [before.startMinute, wallLength(before)] : [DEFAULT_START, HOUR];
  const days = Math.max(0, lastDay(time) - time.startDay);
  const within = before ? length : HOUR;
  const end = (time.startDay + days) * DAY + minute + (days > 0 ? within % DAY : within);
  return at({ ...time, allDay }, time.startDay * DAY + minute, end);
}

/** Minutes that really pass, which on two days of the year are not those of the wall clock. */
export function realLength(time: TimeForm): number {
  if (time.allDay || time.zone === '') return wallLength(time);
  const start = instantOf({ day: time.startDay, minute: time.startMinute }, time.zone);
  const end = instantOf({ day: time.endDay, minute: time.endMinute }, time.zone);
  return Math.round((end - start) / MS_PER_MINUTE);
}
