import { screen, waitFor, within } from '@testing-library/svelte';
import { expect, test, vi } from 'vitest';
import { openWindow } from './open';

test('the log tells each run, and problems alone when asked', async () => {
  const { user } = await openWindow();
  await user.click(screen.getByTestId('sync-line'));
  const pane = screen.getByRole('complementary', { name: 'Activity' });
  const runs = within(pane).getByTestId('runs');
  await waitFor(() => expect(within(runs).getAllByRole('listitem')).toHaveLength(8));
  expect(runs).toHaveTextContent('Team 14:19 1 added, 2 changed, 0 removed.');
  await user.click(within(pane).getByRole('radio', { name: 'Problems' }));
  expect(within(runs).getAllByRole('listitem')).toHaveLength(2);
  expect(runs).toHaveTextContent('did not answer within 30 seconds');
});

test('only the newest failure offers to try again', async () => {
  const { backend, user } = await openWindow();
  const syncNow = vi.spyOn(backend, 'syncNow');
  await user.keyboard('gs');
  await user.click(await screen.findByRole('button', { name: 'Try again' }));
  expect(syncNow).toHaveBeenCalledExactlyOnceWith('school');
  await waitFor(() => expect(screen.getByTestId('announcer')).toHaveTextContent('Sync finished'));
});

test('a run that ends refreshes the log without asking again and again', async () => {
  const { backend, user } = await openWindow();
  const listRuns = vi.spyOn(backend, 'listRuns');
  await user.keyboard('gs');
  await waitFor(() => expect(listRuns).toHaveBeenCalledTimes(1));
  backend.push.syncStateChanged(await backend.syncState());
  await waitFor(() => expect(listRuns).toHaveBeenCalledTimes(2));
});
