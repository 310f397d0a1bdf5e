import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { dragging, type DragHost } from '../../src/lib/grid/drag';
import { timedSpan } from '../../src/lib/grid/span';
import { monday, timed } from './events';

/** A grid of one day in which a pixel is a minute. */
function grid(lift?: DragHost['lift']) {
  const root = document.createElement('div');
  document.body.append(root);
  const occurrence = timed('Planning', 0, 10, 11);
  const span = timedSpan(monday * 1440 + 600, monday * 1440 + 660);
  const placeAt = (_: number, y: number) => ({ area: 'hours' as const, day: monday, minute: y });
  const host = {
    lift: vi.fn(
      lift ??
        ((event: PointerEvent) => ({
          gesture: { kind: 'move' as const, span, from: placeAt(0, event.clientY) },
          occurrence,
          source: root,
        })),
    ),
    measure: vi.fn(),
    placeAt,
    paint: vi.fn(),
    drop: vi.fn(),
    press: vi.fn(),
    refuse: vi.fn(),
    scroller: () => null,
  };
  const stop = dragging(host)(root);
  return { root, host, stop, occurrence };
}

function send(target: EventTarget, type: string, y: number, extra: Partial<PointerEventInit> = {}) {
  const init = { bubbles: true, cancelable: true, button: 0, clientX: 0, clientY: y, ...extra };
  const event = new MouseEvent(type, init);
  const pointer = { pointerId: 1, isPrimary: true, pointerType: extra.pointerType ?? 'mouse' };
  for (const [name, value] of Object.entries(pointer)) Object.defineProperty(event, name, { value });
  target.dispatchEvent(event);
}

beforeEach(() => vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  document.body.replaceChildren();
});

describe('a mouse', () => {
  test('drags after a few pixels, and tells where it was dropped', () => {
    const { root, host } = grid();
    send(root, 'pointerdown', 610);
    send(window, 'pointermove', 612);
    expect(host.paint).not.toHaveBeenCalled();
    send(window, 'pointermove', 640);
    expect(root.classList.contains('dragging')).toBe(true);
    send(window, 'pointerup', 640);
    expect(host.drop.mock.calls[0]?.[0]).toMatchObject({ startMinute: 630, endMinute: 690 });
    vi.runAllTimers();
    expect(root.classList.contains('dragging')).toBe(false);
  });

  test('keeps its cursor when the next drag begins before the last drop is on screen', () => {
    const { root } = grid();
    send(root, 'pointerdown', 610);
    send(window, 'pointermove', 640);
    send(window, 'pointerup', 640);
    send(root, 'pointerdown', 640);
    send(window, 'pointermove', 670);
    vi.advanceTimersByTime(100);
    expect(root.classList.contains('dragging')).toBe(true);
  });

  test('paints once for each place, not for each move', () => {
    const { root, host } = grid();
    send(root, 'pointerdown', 610);
    for (let y = 620; y <= 640; y++) send(window, 'pointermove', y);
    expect(host.paint).toHaveBeenCalledTimes(2);
  });

  test('snaps finer with Alt', () => {
    const { root, host } = grid();
    send(root, 'pointerdown', 610);
    send(window, 'pointermove', 621, { altKey: true });
    send(window, 'pointerup', 621);
    expect(host.drop.mock.calls[0]?.[0]).toMatchObject({ startMinute: 610 });
  });

  test('that comes back changes nothing', () => {
    const { root, host } = grid();
    send(root, 'pointerdown', 610);
    send(window, 'pointermove', 700);
    send(window, 'pointermove', 611);
    send(window, 'pointerup', 611);
    expect(host.drop).not.toHaveBeenCalled();
  });

  test('gives up on Escape, and the click after it opens nothing', () => {
    const { root, host } = grid();
    const click = vi.fn();
    root.addEventListener('click', click);
    send(root, 'pointerdown', 610);
    send(window, 'pointermove', 700);
    window.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape' }));
    expect(host.paint).toHaveBeenLastCalledWith(null, expect.anything());
    send(window, 'pointerup', 700);
    send(root, 'click', 700);
    expect(host.drop).not.toHaveBeenCalled();
    expect(click).not.toHaveBeenCalled();
    vi.runAllTimers();
    send(root, 'click', 700);
    expect(click).toHaveBeenCalledOnce();
  });

  test('that does not move leaves the click alone', () => {
    const { root, host } = grid();
    const click = vi.fn();
    root.addEventListener('click', click);
    send(root, 'pointerdown', 610);
    send(window, 'pointerup', 610);
    send(root, 'click', 610);
    expect(click).toHaveBeenCalledOnce();
    expect(host.press).not.toHaveBeenCalled();
  });

  test('presses on empty time', () => {
    const from = { area: 'hours' as const, day: monday, minute: 615 };
    const { root, host } = grid(() => ({
      gesture: { kind: 'create', from },
      occurrence: null,
      source: null,
    }));
    send(root, 'pointerdown', 610);
    send(window, 'pointerup', 610);
    expect(host.press).toHaveBeenCalledWith(from);
  });

  test('does not lift what cannot be changed, and says so', () => {
    const fixed = timed('Holiday', 0, 9, 10, { editable: false });
    const { root, host } = grid(() => ({ refused: fixed }));
    send(root, 'pointerdown', 610);
    send(window, 'pointerup', 610);
    expect(host.refuse).not.toHaveBeenCalled();
    send(root, 'pointerdown', 610);
    send(window, 'pointermove', 640);
    expect(host.refuse).toHaveBeenCalledWith(fixed);
    expect(host.paint).not.toHaveBeenCalled();
  });
});

describe('a finger', () => {
  const finger = { pointerType: 'touch' };

  test('scrolls when it moves at once', () => {
    const { root, host } = grid();
    send(root, 'pointerdown', 610, finger);
    send(window, 'pointermove', 700, finger);
    vi.advanceTimersByTime(1000);
    expect(host.paint).not.toHaveBeenCalled();
  });

  test('drags after a long press', () => {
    const { root, host } = grid();
    send(root, 'pointerdown', 610, finger);
    vi.advanceTimersByTime(500);
    send(window, 'pointermove', 640, finger);
    send(window, 'pointerup', 640, finger);
    expect(host.drop).toHaveBeenCalledOnce();
  });
});
