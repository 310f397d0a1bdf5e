import { screen, waitFor, within } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import { openWindow } from './open';

/** A promise and what resolves it. */
function later() {
  let come = () => undefined as void;
  const promise = new Promise<void>((resolve) => (come = resolve));
  return { promise, come };
}

test('a rejection that can be taken back is final before the page says that it is ready', async () => {
  const { promise, come } = later();
  const rejected: [string, string][] = [];
  const { backend, user } = await openWindow({ agents: true }, (backend) => {
    const { rejectProposal } = backend;
    backend.rejectProposal = async (id, note) => {
      rejected.push([id, note]);
      await promise;
      await rejectProposal(id, note);
    };
  });
  await user.keyboard('gi');
  await screen.findByTestId('approvals');
  await user.click(screen.getByRole('button', { name: /^Reject: Add “Prep: board deck”/ }));
  await user.keyboard('{Enter}');
  await screen.findByTestId('toast');
  expect(rejected).toEqual([]);
  backend.push.quitRequested();
  await waitFor(() => expect(rejected).toEqual([['add', '']]));
  expect(backend.settlings).toBe(0);
  come();
  await waitFor(() => expect(backend.settlings).toBe(1));
  expect(screen.queryByTestId('toast')).not.toBeInTheDocument();
});

test('what is under way is waited for, however often the end is asked for', async () => {
  const { promise, come } = later();
  const { backend, user } = await openWindow({}, (backend) => {
    const { dismissMissed } = backend;
    backend.dismissMissed = () => promise.then(dismissMissed);
  });
  await user.keyboard('gr');
  await user.click(await screen.findByRole('button', { name: 'Dismiss all missed reminders' }));
  await user.click(within(screen.getByTestId('toast')).getByRole('button', { name: 'Dismiss' }));
  backend.push.quitRequested();
  backend.push.quitRequested();
  await new Promise((next) => setTimeout(next));
  expect(backend.settlings).toBe(0);
  come();
  await waitFor(() => expect(backend.settlings).toBe(2));
  expect(backend.reminding.list.some(({ state }) => state === 'missed')).toBe(false);
});

test('a move by keys that has not been sent is sent', async () => {
  const { backend, user } = await openWindow();
  const [block] = screen.getAllByRole('button', { name: /^Board prep/ });
  block?.focus();
  await user.keyboard('{Alt>}{ArrowDown}{/Alt}');
  backend.push.quitRequested();
  await waitFor(() => expect(backend.settlings).toBe(1));
  const { startDay } = (await backend.listOccurrences(20_775, 20_776)).find(
    ({ title, startMinute }) => title === 'Board prep' && startMinute === 975,
  ) ?? { startDay: null };
  expect(startDay).toBe(20_775);
});

test('with nothing to write the page is ready at once', async () => {
  const { backend } = await openWindow();
  backend.push.quitRequested();
  await waitFor(() => expect(backend.settlings).toBe(1));
});
