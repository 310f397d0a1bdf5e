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
  expect(notices.toasts).toEqual([]);
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

test('messages stand beside each other, and the latest act is undone first', () => {
  const { act, notices } = offered();
  const second = { text: 'Moved.', commit: vi.fn(), revert: vi.fn() };
  notices.offerUndo(second);
  notices.tell('Added.');
  expect(notices.toasts.map(({ text }) => text)).toEqual(['Removed.', 'Moved.', 'Added.']);
  expect(notices.announcement).toBe('Added.');
  notices.undo();
  expect([act.revert, second.revert].map((one) => one.mock.calls.length)).toEqual([0, 1]);
  notices.undo();
  expect(act.revert).toHaveBeenCalledOnce();
});

test('no more than three are shown, and one of a slot takes the place of the other', () => {
  const { act, notices } = offered();
  const texts = () => notices.toasts.map(({ text }) => text);
  notices.tell('one');
  notices.tell('one');
  notices.tell('two');
  expect(texts()).toEqual(['Removed.', 'one', 'two']);
  notices.tell('three');
  expect(texts()).toEqual(['Removed.', 'two', 'three']);
  expect(act.commit).not.toHaveBeenCalled();
  notices.dismiss();
  notices.tell('two');
  notices.tell('three');
  const edit = { text: 'first', slot: 'edit', commit: vi.fn(), revert: vi.fn() };
  notices.offerUndo(edit);
  notices.offerUndo({ ...edit, text: 'second', commit: vi.fn() });
  expect(edit.commit).toHaveBeenCalledOnce();
  expect(texts()).toEqual(['two', 'three', 'second']);
});

test('a fourth act does not make the first final: each can be taken back for 8 seconds', () => {
  const { act, notices } = offered();
  const next = () => ({ text: 'Next.', commit: vi.fn(), revert: vi.fn() });
  const others = [next(), next(), next()];
  vi.advanceTimersByTime(1_000);
  others.forEach(notices.offerUndo);
  expect(notices.toasts).toHaveLength(3);
  expect(act.commit).not.toHaveBeenCalled();
  notices.tell('Told.');
  expect(notices.toasts.at(-1)?.text).toBe('Told.');
  for (const _ of others) notices.undo();
  expect(notices.toasts.map(({ text }) => text)).toEqual(['Removed.', 'Told.']);
  vi.advanceTimersByTime(7_000);
  expect(act.commit).toHaveBeenCalledOnce();
});
