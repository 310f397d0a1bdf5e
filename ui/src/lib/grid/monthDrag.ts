/** Dragging in a month: everything moves and grows by days. */
import type { OccurrenceView } from '../ipc/bindings';
import type { DragHost, Lifted } from './drag';
import { dayPieces } from './ghost';
import { spanOfPress } from './gesture';
import { CHIP_PITCH, DATE_HEIGHT, type MonthRow } from './month';
import { monthDayAt, type MonthFrame } from './pointer';
import { spanOfEvent } from './span';
import { isBar } from './timed';
import type { Hands, Look, Shown } from './types';
import { barEdge, gestureOf, ghostLook, openEdge, type Ghosts } from './weekDrag';

export interface MonthParts {
  hands(): Hands;
  shown(): Shown;
  look(): Look;
  row(index: number): MonthRow | undefined;
  /** The element of all rows. */
  rows(): HTMLElement;
  ghosts(): Ghosts;
  rtl(): boolean;
}

export function monthDrag(parts: MonthParts): DragHost {
  let frame = measured();

  function measured(): MonthFrame {
    const { left, top, width, height } = parts.rows().getBoundingClientRect();
    const { first, count } = parts.shown();
    return { left, top, width, height, first, count, rows: count / 7, rtl: parts.rtl() };
  }

  function lift(event: PointerEvent): Lifted | { refused: OccurrenceView } | null {
    const under = (event.target as Element).closest<HTMLElement>('button, [data-row]');
    const row = under?.closest<HTMLElement>('[data-row]');
    if (!under || !row) return null;
    frame = measured();
    const from = monthDayAt(frame, event.clientX, event.clientY);
    if (under === row) return { gesture: { kind: 'create', from }, occurrence: null, source: null };
    const bar = under.classList.contains('item')
      ? parts.row(Number(row.dataset.row))?.shown[Number(under.dataset.i)]
      : undefined;
    if (!bar) return null;
    const { occurrence } = bar;
    if (!occurrence.editable) return { refused: occurrence };
    const grown = isBar(occurrence) ? barEdge(under.getBoundingClientRect(), event, parts.rtl()) : null;
    const gesture = gestureOf(spanOfEvent(occurrence), from, openEdge(grown, bar));
    return { gesture, occurrence, source: under };
  }

  return {
    lift,
    measure: () => (frame = measured()),
    scroller: () => null,
    placeAt: (x, y) => monthDayAt(frame, x, y),
    paint(span, lifted) {
      const [title, time, classes] = span ? ghostLook(span, lifted, parts.look()) : ['', '', 'ghost'];
      const pieces = span ? dayPieces(span, frame.first, frame.count, 7) : [];
      const rowHeight = frame.height / frame.rows;
      parts.ghosts().paint(
        pieces.map(({ row, from, to }) => ({
          column: from,
          span: to - from + 1,
          columns: 7,
          top: row * rowHeight + DATE_HEIGHT,
          height: CHIP_PITCH - 1,
        })),
        `${classes} flat`,
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
