/**
 * Timed events as side-by-side columns. Pure: the same occurrences and days give the same blocks, so a
 * drag can lay out a changed copy. Events of a day or more are bars (`lanes.ts`) and not placed here.
 */
import type { OccurrenceView } from '../ipc/bindings';

export const DAY_MINUTES = 1440;
/** Pixels of a line of text, of the gap below a block, and of the padding above its first line. */
export const LINE = 15;
export const GAP = 2;
export const PADDING = 3;
/** Pixels from one block to the next where nothing follows at once: a line with some room. */
const WANTED = 20;
/** Below this a block has one line, in its middle, and no padding that another could cover. */
const PADDED = LINE + 2 * PADDING + GAP;

/** The part of a timed event inside one day. */
export interface Block {
  occurrence: OccurrenceView;
  /** Index into the shown days. */
  day: number;
  /** True minutes of this day; `end` is 1440 when the event goes on after midnight. */
  start: number;
  end: number;
  /**
   * Drawn minutes, inside the day and what columns are packed by: high enough for a line of text, or
   * short of it by no more than the padding of what follows, which the line then covers.
   */
  top: number;
  bottom: number;
  column: number;
  /** Columns in this block's cluster; the block is `span` of them wide, from `column` on. */
  columns: number;
  span: number;
  /** Overlaps another event that takes time. */
  conflict: boolean;
  continuesBefore: boolean;
  continuesAfter: boolean;
}

/** Whether an occurrence is drawn as a bar above the hours: all-day, or a full day and longer. */
export const isBar = (o: OccurrenceView): boolean =>
  o.allDay || (o.endDay - o.startDay) * DAY_MINUTES + o.endMinute - o.startMinute >= DAY_MINUTES;

/** The last day an occurrence touches. An end at midnight does not touch the day it begins. */
export function lastDay(o: OccurrenceView): number {
  const endsAtMidnight = o.allDay || o.endMinute === 0;
  return endsAtMidnight && o.endDay > o.startDay ? o.endDay - 1 : o.endDay;
}

/**
 * Blocks of `count` days from `first` on, in reading order: by day, then start, longer first. An hour
 * is `hourHeight` pixels high; the lower it is, the more minutes a line of text takes.
 */
export function layoutTimed(
  occurrences: readonly OccurrenceView[],
  first: number,
  count: number,
  hourHeight: number,
): Block[] {
  const pixels = hourHeight / 60;
  const days: Block[][] = Array.from({ length: count }, () => []);
  for (const occurrence of occurrences) {
    if (isBar(occurrence)) continue;
    const to = Math.min(lastDay(occurrence) - first, count - 1);
    for (let day = Math.max(occurrence.startDay - first, 0); day <= to; day++) {
      days[day]?.push(blockOn(occurrence, first, day, WANTED / pixels));
    }
  }
  for (const blocks of days) {
    blocks.sort(inReadingOrder);
    makeRoom(blocks, pixels);
    packColumns(blocks);
    markConflicts(blocks);
  }
  return days.flat();
}

function blockOn(occurrence: OccurrenceView, first: number, day: number, wanted: number): Block {
  const continuesBefore = occurrence.startDay < first + day;
  const continuesAfter = occurrence.endDay > first + day;
  const start = continuesBefore ? 0 : occurrence.startMinute;
  const end = continuesAfter ? DAY_MINUTES : Math.max(occurrence.endMinute, start);
  const top = Math.min(start, DAY_MINUTES - wanted);
  return {
    occurrence,
    day,
    start,
    end,
    top,
    bottom: Math.max(end, top + wanted),
    column: 0,
    columns: 1,
    span: 1,
    conflict: false,
    continuesBefore,
    continuesAfter: continuesAfter && !(occurrence.endDay === first + day + 1 && occurrence.endMinute === 0),
  };
}

function inReadingOrder(a: Block, b: Block): number {
  return (
    a.start - b.start ||
    b.end - a.end ||
    compareText(a.occurrence.calendarId, b.occurrence.calendarId) ||
    compareText(a.occurrence.eventId, b.occurrence.eventId) ||
    a.occurrence.originalStart - b.occurrence.originalStart
  );
}

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/**
 * A short block whose successor begins when it is over ends there, not beside it, when a line of text
 * fits: above the successor, or with its lowest pixels over the successor's padding.
 */
function makeRoom(blocks: readonly Block[], pixels: number): void {
  blocks.forEach((block, index) => {
    if (block.bottom === block.end) return;
    let next = index + 1;
    while ((blocks[next]?.start ?? Infinity) < block.end) next++;
    const follows = blocks[next]?.top ?? Infinity;
    if (follows >= block.bottom) return;
    const covered = LINE - (follows - block.top) * pixels;
    if (covered <= 0 || (covered <= PADDING && isPadded(blocks, next, block.bottom, pixels)))
      block.bottom = follows;
  });
}

/** Whether all that begin before `bottom`, from `next` on, have padding above their text. */
function isPadded(blocks: readonly Block[], next: number, bottom: number, pixels: number): boolean {
  for (let at = next; ; at++) {
    const block = blocks[at];
    if (block === undefined || block.top >= bottom) return true;
    if ((block.end - block.top) * pixels < PADDED) return false;
  }
}

/** Gives each block the first free column; blocks that touch each other through others share one width. */
function packColumns(blocks: readonly Block[]): void {
  let columns: Block[][] = [];
  let clusterEnd = 0;
  for (const block of blocks) {
    if (block.top >= clusterEnd) {
      widen(columns);
      columns = [];
    }
    let at = columns.findIndex((column) => (column.at(-1)?.bottom ?? 0) <= block.top);
    if (at < 0) at = columns.push([]) - 1;
    columns[at]?.push(block);
    block.column = at;
    clusterEnd = Math.max(clusterEnd, block.bottom);
  }
  widen(columns);
}

/** Lets each block of a finished cluster grow over the columns beside it that are free for its whole time. */
function widen(columns: readonly Block[][]): void {
  for (const column of columns) {
    for (const block of column) {
      block.columns = columns.length;
      let next = block.column + 1;
      while (next < columns.length && isFree(columns[next], block)) next++;
      block.span = next - block.column;
    }
  }
}

const isFree = (column: readonly Block[] | undefined, block: Block): boolean =>
  column?.every((other) => other.bottom <= block.top || other.top >= block.bottom) ?? true;

/**
 * Marks both sides of each true overlap. It is enough to compare with the latest end so far: whoever
 * else overlaps was already marked against that one.
 */
function markConflicts(blocks: readonly Block[]): void {
  let latest: Block | undefined;
  for (const block of blocks) {
    if (!takesTime(block)) continue;
    if (latest !== undefined && block.start < latest.end) {
      block.conflict = true;
      latest.conflict = true;
    }
    if (latest === undefined || block.end > latest.end) latest = block;
  }
}

const takesTime = ({ occurrence: o, start, end }: Block): boolean =>
  o.busy && !o.declined && o.status !== 'cancelled' && end > start;
