/** Where a span is drawn while it is dragged: plain numbers for a few boxes. */
import { DAY_MINUTES } from './timed';
import type { Span } from './span';

/** A box over columns `from` to `to`; `top` and `bottom` are minutes of the day. */
export interface HourPiece {
  column: number;
  top: number;
  bottom: number;
}

export interface DayPiece {
  row: number;
  from: number;
  to: number;
}

/** One for each shown day that the span touches. */
export function hourPieces(span: Span, first: number, count: number): HourPiece[] {
  if (span.allDay) return [];
  const pieces: HourPiece[] = [];
  for (let column = 0; column < count; column++) {
    const day = first + column;
    if (day < span.startDay || day > span.endDay) continue;
    const top = day === span.startDay ? span.startMinute : 0;
    const bottom = day === span.endDay ? span.endMinute : DAY_MINUTES;
    if (bottom > top) pieces.push({ column, top, bottom });
  }
  return pieces;
}

/** One for each row of `columns` days that the span touches. */
export function dayPieces(span: Span, first: number, count: number, columns: number): DayPiece[] {
  const endsBefore = !span.allDay && span.endMinute > 0 ? 0 : 1;
  const last = Math.min(Math.max(span.endDay - endsBefore, span.startDay) - first, count - 1);
  const pieces: DayPiece[] = [];
  for (let at = Math.max(span.startDay - first, 0); at <= last;) {
    const row = Math.floor(at / columns);
    const to = Math.min(last, row * columns + columns - 1);
    pieces.push({ row, from: at - row * columns, to: to - row * columns });
    at = to + 1;
  }
  return pieces;
}
