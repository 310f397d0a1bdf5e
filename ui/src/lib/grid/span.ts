/** When an event is, as plain numbers: what gestures and keys change about it. */
import type { OccurrenceView } from '../ipc/bindings';

const DAY_MINUTES = 1440;

/** Whole days have `endDay` exclusive and both minutes 0; an end at midnight is minute 0 of the next day. */
export type Span = Pick<OccurrenceView, 'allDay' | 'startDay' | 'startMinute' | 'endDay' | 'endMinute'>;

export const spanOfEvent = ({ allDay, startDay, startMinute, endDay, endMinute }: Span): Span => ({
  allDay,
  startDay,
  startMinute,
  endDay,
  endMinute,
});

export const isSameSpan = (a: Span, b: Span): boolean =>
  a.allDay === b.allDay && startOf(a) === startOf(b) && endOf(a) === endOf(b);

/** Minutes since 1970 on the clock of the reader. */
export const startOf = (span: Span): number => span.startDay * DAY_MINUTES + span.startMinute;
export const endOf = (span: Span): number => span.endDay * DAY_MINUTES + span.endMinute;

/** Minutes from start to end. */
export const lengthOf = (span: Span): number => endOf(span) - startOf(span);

export function timedSpan(start: number, end: number): Span {
  const [startDay, endDay] = [Math.floor(start / DAY_MINUTES), Math.floor(end / DAY_MINUTES)];
  return {
    allDay: false,
    startDay,
    startMinute: start - startDay * DAY_MINUTES,
    endDay,
    endMinute: end - endDay * DAY_MINUTES,
  };
}

/** Whole days from `first` to `last`, both included, in either order. */
export function daySpan(first: number, last: number): Span {
  const [from, to] = first <= last ? [first, last] : [last, first];
  return { allDay: true, startDay: from, startMinute: 0, endDay: to + 1, endMinute: 0 };
}

/** Later by so many minutes; whole days move by whole days. */
export function shifted(span: Span, minutes: number): Span {
  if (!span.allDay) return timedSpan(startOf(span) + minutes, endOf(span) + minutes);
  const days = Math.round(minutes / DAY_MINUTES);
  return { ...span, startDay: span.startDay + days, endDay: span.endDay + days };
}

/** With its end so many minutes later, but never shorter than `least`; whole days change by whole days. */
export function lengthened(span: Span, minutes: number, least: number): Span {
  if (span.allDay) {
    const days = minutes < 0 ? -1 : 1;
    return { ...span, endDay: Math.max(span.startDay + 1, span.endDay + days) };
  }
  const start = startOf(span);
  return timedSpan(start, Math.max(start + Math.min(least, lengthOf(span)), endOf(span) + minutes));
}
