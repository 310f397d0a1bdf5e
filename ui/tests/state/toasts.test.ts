import { render, screen } from '@testing-library/svelte';
import { tick } from 'svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import Toasts from '../../src/lib/shell/Toasts.svelte';
import { createNotices } from '../../src/lib/state/notices.svelte';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

async function shown() {
  const notices = createNotices();
  const acts = ['Removed.', 'Moved.'].map((text) => ({ text, commit: vi.fn(), revert: vi.fn() }));
  acts.forEach(notices.offerUndo);
  render(Toasts, { notices });
  await tick();
  const [first, second] = screen.getAllByRole('button', { name: 'Dismiss' });
  if (!first || !second) throw new Error('two toasts are shown');
  return { acts, first, second };
}

test('the clocks stand still while a toast has the keyboard', async () => {
  const { acts, second } = await shown();
  second.focus();
  vi.advanceTimersByTime(60_000);
  expect(acts.map(({ commit }) => commit.mock.calls.length)).toEqual([0, 0]);
  second.blur();
  vi.advanceTimersByTime(8_000);
  expect(acts.map(({ commit }) => commit.mock.calls.length)).toEqual([1, 1]);
});

test('a toast dismissed by the keyboard does not stop the clocks of the others', async () => {
  const { acts, first } = await shown();
  first.focus();
  first.addEventListener('focusout', (event) => event.stopImmediatePropagation());
  first.click();
  await tick();
  expect(screen.getAllByTestId('toast')).toHaveLength(1);
  expect(acts[1]?.commit).not.toHaveBeenCalled();
  vi.advanceTimersByTime(8_000);
  expect(acts[1]?.commit).toHaveBeenCalledOnce();
});
