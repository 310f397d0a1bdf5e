/** From where a pointer is to the day and minute under it. Pure: the frames are measured elsewhere. */
import type { DaySpan } from '../time';

const DAY_MINUTES = 1440;

/** Columns of days on screen, in pixels of the window. */
export interface Frame extends DaySpan {
  left: number;
  top: number;
  width: number;
  height: number;
  rtl: boolean;
}

/** Rows of seven days. */
export interface MonthFrame extends Frame {
  rows: number;
}

/** Where a gesture is: among the hours, or where whole days are. */
export type Place = { area: 'hours'; day: number; minute: number } | { area: 'days'; day: number };

const clamped = (value: number, most: number): number => Math.min(Math.max(value, 0), most);

function columnAt({ left, width, rtl }: Frame, columns: number, x: number): number {
  const share = (x - left) / width;
  return clamped(Math.floor((rtl ? 1 - share : share) * columns), columns - 1);
}

/** Beyond the frame it is the nearest day and minute. */
export function hourAt(frame: Frame, x: number, y: number): Place {
  const minute = clamped(((y - frame.top) / frame.height) * DAY_MINUTES, DAY_MINUTES);
  return { area: 'hours', day: frame.first + columnAt(frame, frame.count, x), minute };
}

export function dayAt(frame: Frame, x: number): Place {
  return { area: 'days', day: frame.first + columnAt(frame, frame.count, x) };
}

export function monthDayAt(frame: MonthFrame, x: number, y: number): Place {
  const row = clamped(Math.floor(((y - frame.top) / frame.height) * frame.rows), frame.rows - 1);
  return { area: 'days', day: frame.first + row * 7 + columnAt(frame, 7, x) };
}

/** The edge of a box that a pointer is on, along one axis; in a small box the middle stays free. */
export function edgeAt(start: number, size: number, at: number): 'start' | 'end' | null {
  const reach = Math.min(EDGE, size / 4);
  if (at - start <= reach) return 'start';
  return start + size - at <= reach ? 'end' : null;
}

const EDGE = 6;

/** Pixels to scroll by in a frame while a pointer is held near an edge; 0 away from them. */
export function edgeScroll(top: number, height: number, y: number): number {
  const above = top + EDGE_ZONE - y;
  const below = y - (top + height - EDGE_ZONE);
  const depth = Math.max(above, below);
  if (depth <= 0) return 0;
  const speed = Math.ceil((Math.min(depth, EDGE_ZONE) / EDGE_ZONE) * FASTEST);
  return above > below ? -speed : speed;
}

const EDGE_ZONE = 36;
const FASTEST = 14;
