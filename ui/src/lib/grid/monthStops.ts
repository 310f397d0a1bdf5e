/** Where the arrow keys lead in a month: each day is a pile of stops, its date, its bars and chips, and "3 more". */
import type { Bar } from './lanes';
import type { MonthRow } from './month';
import type { Move } from './roving';
import { occurrenceKey, type OccurrenceKey } from './types';

export type MonthStop =
  | { day: number; kind: 'date' }
  | { day: number; kind: 'bar'; key: OccurrenceKey }
  | { day: number; kind: 'more' };

const rowOf = (rows: readonly MonthRow[], day: number): number =>
  Math.floor((day - (rows[0]?.first ?? day)) / 7);

const barsOf = (row: MonthRow, day: number): Bar[] =>
  row.shown
    .filter((bar) => row.first + bar.from <= day && day <= row.first + bar.to)
    .sort((a, b) => a.lane - b.lane);

/** The stops of one day from top to bottom; empty when the day is not shown. */
export function stopsOn(rows: readonly MonthRow[], day: number): MonthStop[] {
  const row = rows[rowOf(rows, day)];
  if (row === undefined || day < row.first) return [];
  const bars = barsOf(row, day).map((bar): MonthStop => ({
    day,
    kind: 'bar',
    key: occurrenceKey(bar.occurrence),
  }));
  const hidden = (row.hidden[day - row.first] ?? 0) > 0;
  return [{ day, kind: 'date' }, ...bars, ...(hidden ? [{ day, kind: 'more' } as const] : [])];
}

const isSame = (a: MonthStop, b: MonthStop): boolean =>
  a.day === b.day && a.kind === b.kind && (a.kind !== 'bar' || b.kind !== 'bar' || a.key === b.key);

/** Whether the stop still exists. */
export const isStop = (rows: readonly MonthRow[], stop: MonthStop): boolean =>
  stopsOn(rows, stop.day).some((other) => isSame(other, stop));

/**
 * Names the button of a stop. A bar is one button in each row it crosses, so all its days in a row
 * share a name.
 */
export const stopKey = (rows: readonly MonthRow[], stop: MonthStop): string =>
  stop.kind === 'bar' ? `${rowOf(rows, stop.day)} ${stop.key}` : `${stop.kind} ${stop.day}`;

/** The stop a move leads to, undefined at the edge of the month. Up and down go on into the next week. */
export function nextStop(rows: readonly MonthRow[], from: MonthStop, move: Move): MonthStop | undefined {
  const here = stopsOn(rows, from.day);
  const at = here.findIndex((stop) => isSame(stop, from));
  switch (move) {
    case 'down':
      return here[at + 1] ?? stopsOn(rows, from.day + 7)[0];
    case 'up':
      return at > 0 ? here[at - 1] : stopsOn(rows, from.day - 7).at(-1);
    case 'forward':
      return beside(rows, from, at, 1);
    case 'back':
      return beside(rows, from, at, -1);
    case 'first':
      return stopsOn(rows, rows[rowOf(rows, from.day)]?.first ?? from.day)[0];
    case 'last':
      return stopsOn(rows, (rows[rowOf(rows, from.day)]?.first ?? from.day) + 6)[0];
  }
}

/** The stop at the same height on the nearest day that is not under the same bar. */
function beside(rows: readonly MonthRow[], from: MonthStop, at: number, by: 1 | -1): MonthStop | undefined {
  const name = stopKey(rows, from);
  for (let day = from.day + by; ; day += by) {
    const stops = stopsOn(rows, day);
    const stop = stops[Math.min(at, stops.length - 1)];
    if (stop === undefined || stopKey(rows, stop) !== name) return stop;
  }
}
