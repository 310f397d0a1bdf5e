/** Blocks and bars as the attributes their buttons take. Computed together, so a switch writes only what differs. */
import { formats, type Formats } from '../time';
import { describe, eventClasses, isPast } from './describe';
import type { Bar } from './lanes';
import { DAY_MINUTES, GAP, LINE, PADDING, type Block } from './timed';
import { occurrenceKey, type Look, type OccurrenceKey } from './types';

export interface Drawn {
  key: OccurrenceKey;
  classes: string;
  style: string;
  label: string;
  title: string;
  /** Undefined where there is no room or no time. */
  time: string | undefined;
}

export interface Moment {
  today: number;
  nowMinute: number;
}

/** More lines than this are not told apart. */
const MOST_LINES = 6;
/** A day of a week, or less: beside a title on one line there is room for the time only in a wide window. */
const SLIM = 1 / 6;
/** A block narrower than this share of the grid shows when it starts, but not when it ends. */
const NARROW = 1 / 9;
/** Narrower still: a word does not fit. */
const THIN = 1 / 25;

export interface TimeGrid extends Moment {
  count: number;
  /** Pixels an hour is high. */
  hourHeight: number;
}

export function drawBlocks(blocks: readonly Block[], look: Look, grid: TimeGrid): Drawn[] {
  const texts = formats(look.locale, look.hour12);
  return blocks.map((block) => drawBlock(block, look, texts, grid));
}

function drawBlock(block: Block, look: Look, texts: Formats, grid: TimeGrid): Drawn {
  const o = block.occurrence;
  const room = ((block.bottom - block.top) * grid.hourHeight) / 60;
  const isOver = room < LINE;
  // With a pixel for the edge over what it covers.
  const height = isOver ? LINE + 1 : Math.max(room - GAP, LINE);
  const lines = Math.min(Math.floor((height - PADDING) / LINE), MOST_LINES);
  const share = block.span / block.columns / grid.count;
  const wide = share >= NARROW;
  let classes = `${eventClasses(o, look, isPast(o, grid.today, grid.nowMinute))} lines-${Math.max(lines, 1)}`;
  if (isOver) classes += ' over';
  if (share < SLIM) classes += ' slim';
  if (!wide) classes += share < THIN ? ' narrow thin' : ' narrow';
  const conflict = look.conflicts ? look.conflicts.has(occurrenceKey(o)) : block.conflict;
  if (conflict) classes += ' conflict';
  return {
    key: occurrenceKey(o),
    classes,
    style: blockStyle(block, height, grid),
    label: describe(o, look, texts, conflict),
    title: o.title || look.words.untitled,
    time: timeOf(block, lines, wide, texts),
  };
}

function timeOf(
  { continuesBefore, continuesAfter, start, end }: Block,
  lines: number,
  wide: boolean,
  texts: Formats,
) {
  // Beside a title on one narrow line there is no room.
  if (lines < 2 && !wide) return undefined;
  if (continuesBefore) return `– ${texts.time(end)}`;
  return lines >= 2 && wide && !continuesAfter && end > start ? texts.times(start, end) : texts.time(start);
}

/** Plain numbers and percentages: the browser parses them faster than sums of custom properties. */
function blockStyle(block: Block, height: number, { count, hourHeight }: TimeGrid): string {
  const columnWidth = 100 / count / block.columns;
  const start = (block.day * 100) / count + block.column * columnWidth;
  const top = (block.top * hourHeight) / 60;
  return `top:${round(top)}px;height:${round(height)}px;inset-inline:${round(start)}% ${round(100 - start - block.span * columnWidth)}%`;
}

const round = (value: number): number => Math.round(value * 1000) / 1000;

/** Bars above the hours or in a row of a month; `firstRow` is the grid row of lane 0. */
export function drawBars(bars: readonly Bar[], look: Look, moment: Moment, firstRow: number): Drawn[] {
  const texts = formats(look.locale, look.hour12);
  return bars.map((bar) => {
    const o = bar.occurrence;
    let classes = eventClasses(o, look, isPast(o, moment.today, moment.nowMinute));
    if (bar.continuesBefore) classes += ' before';
    if (bar.continuesAfter) classes += ' after';
    const conflict = look.conflicts?.has(occurrenceKey(o)) ?? false;
    if (conflict) classes += ' conflict';
    const wholeDays = o.allDay || (o.startMinute === 0 && o.endMinute % DAY_MINUTES === 0);
    return {
      key: occurrenceKey(o),
      classes,
      style: `grid-column:${bar.from + 1}/${bar.to + 2};grid-row:${bar.lane + firstRow}`,
      label: describe(o, look, texts, conflict),
      title: o.title || look.words.untitled,
      time: wholeDays || bar.continuesBefore ? undefined : texts.time(o.startMinute),
    };
  });
}
