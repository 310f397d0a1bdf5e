/** A month as rows of seven days. Nothing is measured but the height of the whole. */
import type { OccurrenceView } from '../ipc/bindings';
import { clipLanes, layoutBars, type Clipped, type IsProposed } from './lanes';
import { isBar, lastDay } from './timed';

export const CHIP_PITCH = 24;
/** Room for the dates above the chips. */
export const DATE_HEIGHT = 28;

export interface MonthRow extends Clipped {
  /** First day of the row. */
  first: number;
}

/** How many chips fit under each other in one of `rows` equal rows; at least one. */
export const lanesThatFit = (height: number, rows: number): number =>
  Math.max(1, Math.floor((height / rows - DATE_HEIGHT) / CHIP_PITCH));

/** Each row laid out by itself from the occurrences that touch it; what is proposed is hidden last. */
export function layoutMonth(
  occurrences: readonly OccurrenceView[],
  first: number,
  count: number,
  maxLanes: number,
  isProposed: IsProposed | null = null,
): MonthRow[] {
  const rows: OccurrenceView[][] = Array.from({ length: Math.ceil(count / 7) }, () => []);
  for (const occurrence of occurrences) {
    const to = Math.min(Math.floor((lastMonthDay(occurrence) - first) / 7), rows.length - 1);
    for (let row = Math.max(0, Math.floor((occurrence.startDay - first) / 7)); row <= to; row++) {
      rows[row]?.push(occurrence);
    }
  }
  return rows.map((touching, index) => {
    const start = first + index * 7;
    const bars = layoutBars(touching, start, 7, lastMonthDay);
    return { first: start, ...clipLanes(bars, 7, maxLanes, isProposed) };
  });
}

/** What ends after midnight within a day of its start belongs to the day it starts on. */
const lastMonthDay = (o: OccurrenceView): number => (isBar(o) ? lastDay(o) : o.startDay);
