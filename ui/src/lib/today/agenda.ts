// What is left of today, and what tomorrow begins with.
import type { OccurrenceView } from '../ipc/bindings';
import { minutesOf } from '../now/countdown';
import type { Point } from '../state/moments';

export interface Agenda {
  /** Whole days, and what began before today and goes on. */
  allDay: readonly OccurrenceView[];
  /** Begins or goes on today, soonest first. */
  rest: readonly OccurrenceView[];
  /** The first of tomorrow, timed where there is one. */
  tomorrow: OccurrenceView | null;
}

/** `list` has today and tomorrow. Cancelled and declined events are left out. */
export function agendaOf(list: readonly OccurrenceView[], now: Point): Agenda {
  const real = list.filter(({ status, declined }) => status !== 'cancelled' && !declined);
  const timed = real
    .filter(({ allDay }) => !allDay)
    .sort((a, b) => a.startDay - b.startDay || a.startMinute - b.startMinute);
  const starts = (one: OccurrenceView) => minutesOf({ day: one.startDay, minute: one.startMinute });
  const ends = (one: OccurrenceView) => minutesOf({ day: one.endDay, minute: one.endMinute });
  const next = now.day + 1;
  const wholeTomorrow = real.find(({ allDay, startDay }) => allDay && startDay === next);
  return {
    allDay: real.filter(({ allDay, startDay, endDay }) => allDay && startDay <= now.day && endDay > now.day),
    rest: timed.filter(
      (one) => one.startDay <= now.day && Math.max(ends(one), starts(one) + 1) > minutesOf(now),
    ),
    tomorrow: timed.find(({ startDay }) => startDay === next) ?? wholeTomorrow ?? null,
  };
}
