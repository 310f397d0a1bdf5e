/** Bars over one row of days, stacked in lanes. Used above the hours and in each row of a month. */
import type { OccurrenceView } from '../ipc/bindings';
import { lastDay } from './timed';

export interface Bar {
  occurrence: OccurrenceView;
  /** First and last shown day it covers, as indices. */
  from: number;
  to: number;
  lane: number;
  continuesBefore: boolean;
  continuesAfter: boolean;
}

/**
 * Puts each occurrence that touches the days into the first lane free for all its days, in the order
 * of their first day, so no more lanes are used than the fullest day needs. Longer ones come first.
 * `until` gives the last day an occurrence covers.
 */
export function layoutBars(
  occurrences: readonly OccurrenceView[],
  first: number,
  count: number,
  until: (o: OccurrenceView) => number = lastDay,
): Bar[] {
  const bars: Bar[] = [];
  for (const occurrence of occurrences) {
    const from = occurrence.startDay - first;
    const to = until(occurrence) - first;
    if (to < 0 || from >= count) continue;
    bars.push({
      occurrence,
      from: Math.max(from, 0),
      to: Math.min(to, count - 1),
      lane: 0,
      continuesBefore: from < 0,
      continuesAfter: to >= count,
    });
  }
  return stacked(bars.sort(inStackingOrder));
}

/** Gives each bar in turn the first lane that is free on all its days. */
function stacked(bars: Bar[]): Bar[] {
  /** One bit for each day that is taken: rows are a week long at most. */
  const lanes: number[] = [];
  for (const bar of bars) {
    const days = (2 << bar.to) - (1 << bar.from);
    const free = lanes.findIndex((taken) => (taken & days) === 0);
    bar.lane = free < 0 ? lanes.length : free;
    lanes[bar.lane] = (lanes[bar.lane] ?? 0) | days;
  }
  return bars;
}

function inStackingOrder(a: Bar, b: Bar): number {
  return (
    a.from - b.from ||
    b.to - a.to ||
    Number(b.occurrence.allDay) - Number(a.occurrence.allDay) ||
    a.occurrence.startMinute - b.occurrence.startMinute ||
    (a.occurrence.eventId < b.occurrence.eventId ? -1 : 1)
  );
}

export interface Clipped {
  shown: Bar[];
  /** How many occurrences each day hides. */
  hidden: number[];
  /** How many of those somebody proposes to add, to move or to change. */
  hiddenProposed: number[];
}

export type IsProposed = (occurrence: OccurrenceView) => boolean;

/**
 * What fits into `max` lanes. A day that needs more gives its last lane to the words "3 more", so a
 * bar in that lane shows only where none of its days needs more. Where that would hide what is
 * proposed, that goes into the first lanes, before all others.
 */
export function clipLanes(
  bars: readonly Bar[],
  count: number,
  max: number,
  isProposed?: IsProposed | null,
): Clipped {
  const clipped = clip(bars, count, max);
  if (!isProposed) return clipped;
  const marked = bars.filter((bar) => isProposed(bar.occurrence));
  if (marked.every((bar) => clipped.shown.includes(bar))) return clipped;
  const others = bars.filter((bar) => !marked.includes(bar));
  const again = clip(stacked([...marked, ...others].map((bar) => ({ ...bar }))), count, max);
  again.shown.sort(inStackingOrder);
  for (const bar of marked) for (let day = bar.from; day <= bar.to; day++) add(again.hiddenProposed, day, 1);
  for (const bar of again.shown.filter((one) => isProposed(one.occurrence)))
    for (let day = bar.from; day <= bar.to; day++) add(again.hiddenProposed, day, -1);
  return again;
}

const add = (counts: number[], day: number, n: number) => (counts[day] = (counts[day] ?? 0) + n);

function clip(bars: readonly Bar[], count: number, max: number): Clipped {
  const needed = new Array<number>(count).fill(0);
  for (const bar of bars) {
    for (let day = bar.from; day <= bar.to; day++) needed[day] = Math.max(needed[day] ?? 0, bar.lane + 1);
  }
  const hidden = new Array<number>(count).fill(0);
  const shown = bars.filter((bar) => {
    const fits = bar.lane < max - 1 || (bar.lane === max - 1 && isFittingThroughout(bar, needed, max));
    if (!fits) for (let day = bar.from; day <= bar.to; day++) hidden[day] = (hidden[day] ?? 0) + 1;
    return fits;
  });
  return { shown, hidden, hiddenProposed: new Array<number>(count).fill(0) };
}

function isFittingThroughout(bar: Bar, needed: readonly number[], max: number): boolean {
  for (let day = bar.from; day <= bar.to; day++) if ((needed[day] ?? 0) > max) return false;
  return true;
}

/** Lanes in use, 0 without bars. */
export const laneCount = (bars: readonly Bar[]): number =>
  bars.reduce((most, bar) => Math.max(most, bar.lane + 1), 0);
