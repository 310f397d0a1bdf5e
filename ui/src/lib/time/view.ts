/** Which days each view shows, and where the next and the previous one lie. */
import { addMonths, startOfMonth, startOfWeek } from './day';

/** A number is that many days from the anchor on. */
export type View = 'day' | 'work-week' | 'week' | 'month' | 2 | 3 | 4 | 6;

export interface DaySpan {
  first: number;
  count: number;
}

/** Rows a month view shows, enough for every month with every first weekday. */
const MONTH_ROWS = 6;

/** The days that `view` shows when it stands on `anchor`. `firstWeekday` is an ISO weekday. */
export function spanOf(view: View, anchor: number, firstWeekday: number): DaySpan {
  switch (view) {
    case 'day':
      return { first: anchor, count: 1 };
    case 'work-week':
      return { first: startOfWeek(anchor, 1), count: 5 };
    case 'week':
      return { first: startOfWeek(anchor, firstWeekday), count: 7 };
    case 'month':
      return { first: startOfWeek(startOfMonth(anchor), firstWeekday), count: MONTH_ROWS * 7 };
    default:
      return { first: anchor, count: view };
  }
}

/** The anchor one period later (`by` 1) or earlier (`by` -1). */
export function stepAnchor(view: View, anchor: number, by: number): number {
  switch (view) {
    case 'day':
      return anchor + by;
    case 'work-week':
    case 'week':
      return anchor + 7 * by;
    case 'month':
      return addMonths(anchor, by);
    default:
      return anchor + view * by;
  }
}
