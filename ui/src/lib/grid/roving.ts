/** Where the arrow keys lead from one event to the next. One element of each group is a tab stop. */
import type { Bar } from './lanes';
import type { Block } from './timed';

export type Move = 'up' | 'down' | 'forward' | 'back' | 'first' | 'last';

/** The move a key asks for. Left and right swap where writing runs from right to left. */
export function moveOf(event: KeyboardEvent, rtl: boolean): Move | undefined {
  if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return undefined;
  switch (event.key) {
    case 'ArrowUp':
      return 'up';
    case 'ArrowDown':
      return 'down';
    case 'ArrowRight':
      return rtl ? 'back' : 'forward';
    case 'ArrowLeft':
      return rtl ? 'forward' : 'back';
    case 'Home':
      return 'first';
    case 'End':
      return 'last';
    default:
      return undefined;
  }
}

export const isRtl = (element: Element): boolean => getComputedStyle(element).direction === 'rtl';

/**
 * The index of the block to go to, undefined where there is none. Up and down walk one day in reading
 * order; forward and back go to the block nearest in time on the next day that has any; first and last
 * are those of the day.
 */
export function nextBlock(blocks: readonly Block[], from: number, move: Move): number | undefined {
  const current = blocks[from];
  if (current === undefined) return undefined;
  switch (move) {
    case 'down':
      return blocks[from + 1]?.day === current.day ? from + 1 : undefined;
    case 'up':
      return blocks[from - 1]?.day === current.day ? from - 1 : undefined;
    case 'first':
      return blocks.findIndex((block) => block.day === current.day);
    case 'last':
      return blocks.findLastIndex((block) => block.day === current.day);
    case 'forward':
      return nearestOn(blocks, blocks.find((block) => block.day > current.day)?.day, current.top);
    case 'back':
      return nearestOn(blocks, blocks.findLast((block) => block.day < current.day)?.day, current.top);
  }
}

function nearestOn(blocks: readonly Block[], day: number | undefined, top: number): number | undefined {
  let nearest: number | undefined;
  let distance = Infinity;
  blocks.forEach((block, index) => {
    if (block.day === day && Math.abs(block.top - top) < distance) {
      distance = Math.abs(block.top - top);
      nearest = index;
    }
  });
  return nearest;
}

/** Like `nextBlock` for bars: up and down change the lane, forward and back the day. */
export function nextBar(bars: readonly Bar[], from: number, move: Move): number | undefined {
  const current = bars[from];
  if (current === undefined) return undefined;
  switch (move) {
    case 'first':
      return 0;
    case 'last':
      return bars.length - 1;
    case 'down':
      return closest(bars, (bar) =>
        bar.lane > current.lane ? [bar.lane - current.lane, gap(bar, current)] : undefined,
      );
    case 'up':
      return closest(bars, (bar) =>
        bar.lane < current.lane ? [current.lane - bar.lane, gap(bar, current)] : undefined,
      );
    case 'forward':
      return closest(bars, (bar) =>
        bar.from > current.from ? [bar.from - current.from, laneGap(bar, current)] : undefined,
      );
    case 'back':
      return closest(bars, (bar) =>
        bar.from < current.from ? [current.from - bar.from, laneGap(bar, current)] : undefined,
      );
  }
}

/** Days between two bars, 0 when they share one. */
const gap = (a: Bar, b: Bar): number => Math.max(0, a.from - b.to, b.from - a.to);
const laneGap = (a: Bar, b: Bar): number => Math.abs(a.lane - b.lane);

function closest(
  bars: readonly Bar[],
  distance: (bar: Bar) => [number, number] | undefined,
): number | undefined {
  let nearest: number | undefined;
  let best = Infinity;
  bars.forEach((bar, index) => {
    const [main, cross] = distance(bar) ?? [Infinity, 0];
    const score = main + cross * 10;
    if (score < best) {
      best = score;
      nearest = index;
    }
  });
  return nearest;
}
