/** Dragging in one to seven days: events and empty time among the hours, bars and empty days above. */
import type { OccurrenceView } from '../ipc/bindings';
import { formats } from '../time';
import { eventClasses, spanText } from './describe';
import type { DragHost, Lifted } from './drag';
import { dayPieces, hourPieces } from './ghost';
import type { Box } from './GhostLayer.svelte';
import type { Bar } from './lanes';
import { dayAt, edgeAt, hourAt, type Frame } from './pointer';
import { spanOfPress, type Gesture } from './gesture';
import { spanOfEvent, type Span } from './span';
import type { Block } from './timed';
import type { Hands, Look, Shown } from './types';

export interface Ghosts {
  paint(shown: readonly Box[], classes: string, title: string, time: string): void;
}

/** The parts of a week grid, as they are at the moment of asking. */
export interface WeekParts {
  hands(): Hands;
  shown(): Shown;
  look(): Look;
  hourHeight(): number;
  block(index: number): Block | undefined;
  bar(index: number): Bar | undefined;
  columns(): HTMLElement;
  lanes(): HTMLElement;
  scroller(): HTMLElement;
  hourGhosts(): Ghosts;
  dayGhosts(): Ghosts;
  rtl(): boolean;
}

interface Held {
  occurrence: OccurrenceView;
  area: 'hours' | 'days';
  edge: 'start' | 'end' | null;
}

export function weekDrag(parts: WeekParts): DragHost {
  let hours: Frame = frameOf(parts.columns());
  let days: Frame = hours;

  function frameOf(element: HTMLElement): Frame {
    const { left, top, width, height } = element.getBoundingClientRect();
    const { first, count } = parts.shown();
    return { left, top, width, height, first, count, rtl: parts.rtl() };
  }

  function measure() {
    hours = frameOf(parts.columns());
    days = frameOf(parts.lanes());
  }

  function heldAt(button: HTMLElement, event: PointerEvent): Held | null {
    const index = Number(button.dataset.i);
    const box = button.getBoundingClientRect();
    if (button.classList.contains('block')) {
      const block = parts.block(index);
      if (!block) return null;
      const edge = edgeAt(box.top, box.height, event.clientY);
      return { occurrence: block.occurrence, area: 'hours', edge: openEdge(edge, block) };
    }
    const bar = button.classList.contains('bar') ? parts.bar(index) : undefined;
    if (!bar) return null;
    return {
      occurrence: bar.occurrence,
      area: 'days',
      edge: openEdge(barEdge(box, event, parts.rtl()), bar),
    };
  }

  function lift(event: PointerEvent): Lifted | { refused: OccurrenceView } | null {
    const target = event.target as Element;
    const under = target.closest<HTMLElement>('button, .columns, .lanes');
    if (!under) return null;
    measure();
    const { clientX: x, clientY: y } = event;
    const inHours = parts.columns().contains(under);
    const from = inHours ? hourAt(hours, x, y) : dayAt(days, x);
    if (under.tagName !== 'BUTTON') {
      return { gesture: { kind: 'create', from }, occurrence: null, source: null };
    }
    const held = heldAt(under, event);
    if (!held) return null;
    const { occurrence, edge } = held;
    if (!occurrence.editable) return { refused: occurrence };
    return { gesture: gestureOf(spanOfEvent(occurrence), from, edge), occurrence, source: under };
  }

  return {
    lift,
    measure,
    scroller: () => parts.scroller(),
    placeAt: (x, y) => (y < days.top + days.height ? dayAt(days, x) : hourAt(hours, x, y)),
    paint(span, lifted) {
      const { first, count } = parts.shown();
      const scale = parts.hourHeight() / 60;
      const [title, time, classes] = span ? ghostLook(span, lifted, parts.look()) : ['', '', 'ghost'];
      const asBar = span !== null && (span.allDay || lifted.gesture.from.area === 'days');
      const inHours = span && !asBar ? hourPieces(span, first, count) : [];
      const above = span && asBar ? dayPieces(span, first, count, count) : [];
      parts.hourGhosts().paint(
        inHours.map(({ column, top, bottom }) => ({
          column,
          span: 1,
          columns: count,
          top: top * scale,
          height: (bottom - top) * scale - 1,
        })),
        classes,
        title,
        time,
      );
      parts.dayGhosts().paint(
        above.map(({ from, to }) => ({
          column: from,
          span: to - from + 1,
          columns: count,
          top: 2,
          height: days.height - 4,
        })),
        classes,
        title,
        time,
      );
    },
    drop(span, { occurrence }) {
      if (occurrence) parts.hands().change(occurrence, span);
      else parts.hands().create(span, false);
    },
    press: (at) => parts.hands().create(spanOfPress(at), true),
    refuse: (occurrence) => parts.hands().refuse(occurrence),
  };
}

export function gestureOf(span: Span, from: Gesture['from'], edge: 'start' | 'end' | null): Gesture {
  return edge ? { kind: 'resize', span, from, edge } : { kind: 'move', span, from };
}

/** An edge where the event really begins or ends. */
export function openEdge(
  edge: 'start' | 'end' | null,
  { continuesBefore, continuesAfter }: Pick<Block, 'continuesBefore' | 'continuesAfter'>,
): 'start' | 'end' | null {
  return (edge === 'start' && continuesBefore) || (edge === 'end' && continuesAfter) ? null : edge;
}

/** The edge of a bar, by the direction of writing. */
export function barEdge(box: DOMRect, { clientX }: PointerEvent, rtl: boolean): 'start' | 'end' | null {
  const edge = edgeAt(box.left, box.width, clientX);
  if (!rtl || edge === null) return edge;
  return edge === 'start' ? 'end' : 'start';
}

/** Title, time and classes of what is dragged. */
export function ghostLook(span: Span, { occurrence }: Lifted, look: Look): [string, string, string] {
  const time = spanText(span, look, formats(look.locale, look.hour12));
  if (!occurrence) return [time, '', 'ghost new'];
  const hue = eventClasses(occurrence, look, false).split(' ').slice(1, 2).join('');
  return [occurrence.title || look.words.untitled, time, `ghost ${hue}`];
}
