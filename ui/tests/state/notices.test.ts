import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createNotices } from '../../src/lib/state/notices.svelte';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function offered() {
  const act = { text: 'Removed.', commit: vi.fn(), revert: vi.fn() };
  const notices = createNotices();
  notices.offerUndo(act);
  return { act, notices };
}

test('an act becomes final when its undo has been on offer for 8 seconds', () => {
  const { act, notices } = offered();
  vi.advanceTimersByTime(7_999);
  expect(act.commit).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(act.commit).toHaveBeenCalledOnce();
  expect(notices.toast).toBeNull();
});

test('an undone act never becomes final', () => {
  const { act, notices } = offered();
  expect(notices.undo()).toBe(true);
  vi.advanceTimersByTime(60_000);
  expect(act.revert).toHaveBeenCalledOnce();
  expect(act.commit).not.toHaveBeenCalled();
  expect(notices.undo()).toBe(false);
});

test('the clock stands still while the toast is pointed at', () => {
  const { act, notices } = offered();
  notices.hold();
  vi.advanceTimersByTime(60_000);
  expect(act.commit).not.toHaveBeenCalled();
  notices.release();
  vi.advanceTimersByTime(8_000);
  expect(act.commit).toHaveBeenCalledOnce();
});

test('the next message makes the act before it final', () => {
  const { act, notices } = offered();
  notices.tell('Added.');
  expect(act.commit).toHaveBeenCalledOnce();
  expect(notices.toast?.text).toBe('Added.');
  expect(notices.announcement).toBe('Added.');
});
