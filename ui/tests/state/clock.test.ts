import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createClock } from '../../src/lib/state/clock.svelte';
import { pointIn } from '../../src/lib/state/moments';

const noon = Date.parse('2026-11-20T11:00:30Z');

beforeEach(() => vi.useFakeTimers({ now: noon }));
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

function visibility(state: DocumentVisibilityState) {
  vi.spyOn(document, 'visibilityState', 'get').mockReturnValue(state);
  document.dispatchEvent(new Event('visibilitychange'));
}

function startClock() {
  const locate = vi.fn((instant: number) => pointIn('Europe/Berlin', instant));
  const clock = createClock(locate(noon), () => Date.now(), locate);
  locate.mockClear();
  return { clock, locate, stop: clock.run() };
}

test('the clock ticks with the minute', () => {
  const { clock, stop } = startClock();
  expect(clock.minute).toBe(720);
  vi.advanceTimersByTime(29_999);
  expect(clock.minute).toBe(720);
  vi.advanceTimersByTime(1);
  expect(clock.minute).toBe(721);
  vi.advanceTimersByTime(600_000);
  expect(clock.minute).toBe(731);
  stop();
});

test('a hidden window rests, and is right at once when it is seen again', () => {
  const { clock, locate, stop } = startClock();
  visibility('hidden');
  vi.advanceTimersByTime(3_600_000);
  expect(locate).not.toHaveBeenCalled();
  expect(vi.getTimerCount()).toBe(0);
  visibility('visible');
  expect(clock.minute).toBe(780);
  vi.advanceTimersByTime(30_000);
  expect(clock.minute).toBe(781);
  stop();
  expect(vi.getTimerCount()).toBe(0);
});
