/** What a drag makes of an event: pure, from where it began and where the pointer is now. */
import type { Place } from './pointer';
import { daySpan, endOf, isSameSpan, lengthOf, shifted, startOf, timedSpan, type Span } from './span';

const DAY_MINUTES = 1440;
/** What a whole day becomes among the hours. */
const HOUR = 60;

export type Gesture =
  | { kind: 'create'; from: Place }
  | { kind: 'move'; span: Span; from: Place }
  | { kind: 'resize'; span: Span; from: Place; edge: 'start' | 'end' };

/** Minutes that times snap to; with Alt held. */
export const STEP = 15;
export const FINE_STEP = 5;

/** The span that dropping here would give. */
export function spanUnder(gesture: Gesture, at: Place, step: number): Span {
  switch (gesture.kind) {
    case 'create':
      return created(gesture.from, at, step);
    case 'move':
      return moved(gesture.span, gesture.from, at, step);
    case 'resize':
      return resized(gesture.span, gesture.edge, gesture.from, at, step);
  }
}

/** What a press without a drag creates: an hour from the half hour under it, or the day. */
export function spanOfPress(at: Place): Span {
  if (at.area === 'days') return daySpan(at.day, at.day);
  const start = at.day * DAY_MINUTES + Math.min(Math.floor(at.minute / 30) * 30, DAY_MINUTES - 30);
  return timedSpan(start, start + HOUR);
}

export const isMoved = (gesture: Gesture, to: Span): boolean =>
  gesture.kind === 'create' || !isSameSpan(gesture.span, to);

const snapped = (minutes: number, step: number): number => Math.round(minutes / step) * step;
const minutesAt = (at: Place): number => at.day * DAY_MINUTES + (at.area === 'hours' ? at.minute : 0);

function created(from: Place, at: Place, step: number): Span {
  if (from.area === 'days') return daySpan(from.day, at.day);
  const anchor = Math.floor(minutesAt(from) / step) * step;
  const to = minutesAt(at);
  // The part under the press belongs to it, whichever way the pointer goes.
  if (to >= anchor) return timedSpan(anchor, Math.max(anchor + step, snapped(to, step)));
  return timedSpan(snapped(to, step), anchor + step);
}

function moved(span: Span, from: Place, at: Place, step: number): Span {
  if (from.area !== at.area) return convertedTo(span, at, step);
  const days = (at.day - from.day) * DAY_MINUTES;
  if (from.area === 'days' || at.area === 'days') return shifted(span, days);
  // Sideways alone, an odd minute stays.
  const minutes = at.minute - from.minute;
  if (Math.abs(minutes) < step / 2) return shifted(span, days);
  return shifted(span, snapped(startOf(span) + days + minutes, step) - startOf(span));
}

/** Between the hours and the whole days. */
function convertedTo(span: Span, at: Place, step: number): Span {
  if (at.area === 'days') return daySpan(at.day, at.day);
  const start = Math.min(Math.floor(at.minute / step) * step, DAY_MINUTES - step);
  const length = span.allDay ? HOUR : lengthOf(span);
  return timedSpan(at.day * DAY_MINUTES + start, at.day * DAY_MINUTES + start + length);
}

function resized(span: Span, edge: 'start' | 'end', from: Place, at: Place, step: number): Span {
  if (span.allDay) {
    return edge === 'end'
      ? { ...span, endDay: Math.max(span.startDay + 1, at.day + 1) }
      : { ...span, startDay: Math.min(span.endDay - 1, at.day) };
  }
  const [start, end] = [startOf(span), endOf(span)];
  // Among whole days an edge keeps its time and changes its day.
  const to =
    at.area === 'days' || from.area === 'days'
      ? (edge === 'end' ? end : start) + (at.day - from.day) * DAY_MINUTES
      : snapped(minutesAt(at), step);
  return edge === 'end'
    ? timedSpan(start, Math.max(start + step, to))
    : timedSpan(Math.min(end - step, to), end);
}
