// Names what is on screen.
import { civil, startOfMonth, type Formats } from '../time';
import { monthsText } from './moments';
import type { Shown } from './occurrences.svelte';

/** "November 2026" for weeks and months, the full day for one day. */
export function shownTitle({ view, cursor, span }: Shown, formats: Formats): string {
  if (view === 'day') return formats.dayFull(span.first);
  if (view === 'month') return formats.month(startOfMonth(cursor));
  const last = span.first + span.count - 1;
  const sameMonth = civil(span.first).month === civil(last).month;
  return sameMonth ? formats.month(span.first) : monthsText(span.first, last, formats);
}

/** The same in fewer letters, for a narrow toolbar: "Nov 2026", "Fri 20 Nov". */
export function shortTitle({ view, cursor, span }: Shown, formats: Formats): string {
  if (view === 'day') return `${formats.weekdayShort(span.first)} ${formats.dateShort(span.first)}`;
  if (view === 'month') return formats.monthShort(startOfMonth(cursor));
  const last = span.first + span.count - 1;
  const sameMonth = civil(span.first).month === civil(last).month;
  return sameMonth ? formats.monthShort(span.first) : monthsText(span.first, last, formats);
}
