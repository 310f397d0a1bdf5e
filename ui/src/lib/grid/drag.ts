/**
 * Follows one pointer from press to drop: lifts after a few pixels, or after a long press by touch,
 * scrolls at the edges, and gives up on Escape. Nothing reactive happens before the drop.
 */
import type { OccurrenceView } from '../ipc/bindings';
import { FINE_STEP, isMoved, spanUnder, STEP, type Gesture } from './gesture';
import { edgeScroll, type Place } from './pointer';
import { isSameSpan, type Span } from './span';

/** What a press is about to drag; no occurrence for a new one. */
export interface Lifted {
  gesture: Gesture;
  occurrence: OccurrenceView | null;
  source: HTMLElement | null;
}

/** The grid that is dragged on. */
export interface DragHost {
  /** Null where there is nothing to drag; `refused` for an event that cannot be changed. */
  lift(event: PointerEvent): Lifted | { refused: OccurrenceView } | null;
  /** Measures what `placeAt` needs: at the start, and whenever the grid scrolled. */
  measure(): void;
  placeAt(x: number, y: number): Place;
  /** Draws the span as it would be dropped; null draws nothing. */
  paint(span: Span | null, lifted: Lifted): void;
  drop(span: Span, lifted: Lifted): void;
  /** Pressed without dragging where there is no event. */
  press(at: Place): void;
  refuse(occurrence: OccurrenceView): void;
  /** What scrolls at its edges. */
  scroller(): HTMLElement | null;
}

/** Pixels before a press becomes a drag; by touch it is scrolling then. */
const SLACK = 4;
const TOUCH_SLACK = 10;
const LONG_PRESS_MS = 450;

type Press = { x: number; y: number; pointer: number; lifted: Lifted | null; refused: OccurrenceView | null };

/** Runs in the task after the next two frames: a timer set in the first may come before its paint. */
function afterPaint(then: () => void): void {
  requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(then)));
}

export function dragging(host: DragHost): (root: HTMLElement) => () => void {
  return (root) => {
    let press: Press | null = null;
    let active: Lifted | null = null;
    let span: Span | null = null;
    let at = { x: 0, y: 0, fine: false };
    let timer: ReturnType<typeof setTimeout> | undefined;
    let frame = 0;

    function down(event: PointerEvent) {
      if (event.button !== 0 || !event.isPrimary || press) return;
      const found = host.lift(event);
      if (!found) return;
      const { clientX: x, clientY: y, pointerId: pointer } = event;
      const isRefused = 'refused' in found;
      press = {
        x,
        y,
        pointer,
        lifted: isRefused ? null : found,
        refused: isRefused ? found.refused : null,
      };
      at = { x, y, fine: event.altKey };
      if (event.pointerType === 'touch') timer = setTimeout(start, LONG_PRESS_MS);
      watch();
    }

    function start() {
      if (!press) return;
      const { lifted, refused, pointer } = press;
      if (!lifted) {
        stop();
        if (refused) host.refuse(refused);
        return;
      }
      active = lifted;
      root.setPointerCapture?.(pointer);
      root.classList.add('dragging');
      lifted.source?.classList.add('lifted');
      host.measure();
      follow();
      frame = requestAnimationFrame(scroll);
    }

    function move(event: PointerEvent) {
      if (!press || event.pointerId !== press.pointer) return;
      at = { x: event.clientX, y: event.clientY, fine: event.altKey };
      if (active) return follow();
      const far = Math.hypot(at.x - press.x, at.y - press.y);
      if (event.pointerType === 'touch') {
        if (far > TOUCH_SLACK) stop();
      } else if (far > SLACK) start();
    }

    function follow() {
      if (!active) return;
      const next = spanUnder(active.gesture, host.placeAt(at.x, at.y), at.fine ? FINE_STEP : STEP);
      if (span && isSameSpan(span, next)) return;
      span = next;
      host.paint(next, active);
    }

    function scroll() {
      const scroller = host.scroller();
      if (!active) return;
      if (scroller) {
        const { top, height } = scroller.getBoundingClientRect();
        const by = span?.allDay ? 0 : edgeScroll(top, height, at.y);
        const before = scroller.scrollTop;
        if (by !== 0) scroller.scrollTop += by;
        if (scroller.scrollTop !== before) {
          host.measure();
          follow();
        }
      }
      frame = requestAnimationFrame(scroll);
    }

    function up(event: PointerEvent) {
      if (!press || event.pointerId !== press.pointer) return;
      const [lifted, to, wasActive] = [press.lifted, span, active !== null];
      const drops = wasActive && lifted !== null && to !== null && isMoved(lifted.gesture, to);
      // The capture ends with this event by itself.
      stop({ releases: false, drops });
      if (wasActive) swallowClick();
      if (!lifted) return;
      if (drops) host.drop(to, lifted);
      else if (!wasActive && lifted.gesture.kind === 'create' && event.pointerType !== 'touch') {
        host.press(lifted.gesture.from);
      }
    }

    function cancel(event: PointerEvent) {
      if (event.pointerId === press?.pointer) stop();
    }

    function escape(event: KeyboardEvent) {
      if (event.key !== 'Escape' || !active) return;
      event.preventDefault();
      event.stopPropagation();
      stop();
      window.addEventListener('pointerup', swallowClick, { capture: true, once: true });
    }

    /** Says by the pointer what a press here would do. */
    function hover(event: PointerEvent) {
      if (press || event.pointerType !== 'mouse' || event.buttons !== 0) return;
      const found = host.lift(event);
      const resizes = found && 'gesture' in found && found.gesture.kind === 'resize' ? found.gesture : null;
      const cursor = resizes ? resizes.from.area : '';
      if (root.dataset.resizes !== cursor) root.dataset.resizes = cursor;
    }

    /** Once it is a drag, the page does not scroll under the finger. */
    function touch(event: TouchEvent) {
      if (active) event.preventDefault();
    }

    /** The click that ends a drag opens nothing. */
    function swallowClick() {
      const swallow = (event: Event) => {
        event.preventDefault();
        event.stopPropagation();
      };
      window.addEventListener('click', swallow, { capture: true, once: true });
      setTimeout(() => window.removeEventListener('click', swallow, { capture: true }));
    }

    function watch() {
      window.addEventListener('pointermove', move);
      window.addEventListener('pointerup', up);
      window.addEventListener('pointercancel', cancel);
      window.addEventListener('keydown', escape, true);
      root.addEventListener('touchmove', touch, { passive: false });
    }

    function stop({ releases, drops } = { releases: true, drops: false }) {
      clearTimeout(timer);
      cancelAnimationFrame(frame);
      window.removeEventListener('pointermove', move);
      window.removeEventListener('pointerup', up);
      window.removeEventListener('pointercancel', cancel);
      window.removeEventListener('keydown', escape, true);
      root.removeEventListener('touchmove', touch);
      if (active) {
        if (releases && press && root.hasPointerCapture?.(press.pointer)) {
          root.releasePointerCapture(press.pointer);
        }
        const ended = active;
        ended.source?.classList.remove('lifted');
        if (!drops) host.paint(null, ended);
        // What is dropped lies over its event until that is on screen: taken away in the same frame,
        // all that it lies over would be painted again in it. The cursor is inherited by all of that.
        afterPaint(() => {
          if (active) return;
          if (drops) host.paint(null, ended);
          root.classList.remove('dragging');
        });
      }
      press = null;
      active = null;
      span = null;
    }

    root.addEventListener('pointerdown', down);
    root.addEventListener('pointermove', hover);
    return () => {
      stop();
      root.removeEventListener('pointerdown', down);
      root.removeEventListener('pointermove', hover);
    };
  };
}
