import { screen, waitFor, within } from '@testing-library/svelte';
import { expect, test, vi } from 'vitest';
import type { RunView } from '../../src/lib/ipc/bindings';
import type { Demo } from '../../src/lib/ipc/demo';
import { openWindow } from './open';

test('the log tells each run, and problems alone when asked', async () => {
  const { user } = await openWindow();
  await user.click(screen.getByTestId('sync-line'));
  const pane = screen.getByRole('complementary', { name: 'Activity' });
  const runs = within(pane).getByTestId('runs');
  await waitFor(() => expect(within(runs).getAllByRole('listitem')).toHaveLength(8));
  expect(runs).toHaveTextContent('Team 14:19 On schedule 1 edit sent, 1 event added, 2 events changed.');
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

/** The newest run of a calendar, altered. */
const withRun = (change: Partial<RunView>) => (backend: Demo) => {
  const list = backend.listRuns;
  backend.listRuns = async (limit) => {
    const [newest, ...rest] = await list(limit);
    return newest ? [{ ...newest, ...change }, ...rest] : [];
  };
};

test('what fails for a whole account is one line that names the calendars and tries all again', async () => {
  const problem = { kind: 'offline', message: 'there is no network', remedy: '' };
  const also = ['Team', 'Projects'];
  const { backend, user } = await openWindow({}, withRun({ result: 'failed', problem, also }));
  const syncNow = vi.spyOn(backend, 'syncNow');
  await user.keyboard('gs');
  const run = (await screen.findByText(/^3 calendars of/)).closest('li') as HTMLElement;
  expect(run).toHaveTextContent('There is no network. Work, Team, Projects');
  await user.click(within(run).getByRole('button', { name: 'Try again' }));
  expect(syncNow).toHaveBeenCalledExactlyOnceWith(null);
});

test('a run tells what set it off, what was sent and what waits for a choice', async () => {
  const { user } = await openWindow({}, withRun({ trigger: 'wake', pushed: 2, conflicts: 1 }));
  await user.keyboard('gs');
  const run = (await screen.findAllByText('After waking up'))[0]?.closest('li') as HTMLElement;
  expect(run).toHaveTextContent('Work 14:19 After waking up 2 edits sent. 1 conflict. Choose…');
  await user.click(within(run).getByRole('button', { name: 'Choose…' }));
  expect(await screen.findByTestId('queue')).toBeVisible();
  expect(screen.getByRole('radio', { name: /^Unsent/ })).toBeChecked();
});

test.each([
  ['sign-in', /^Sign in again ?, mia@northwind\.example$/],
  ['partial', /^Add permission ?, mia@northwind\.example$/],
] as const)('a failed run of an account that is %s offers that', async (account, action) => {
  const problem = { kind: 'signed_out', message: 'the account is signed out', remedy: '' };
  const { user } = await openWindow({ account }, withRun({ result: 'failed', problem }));
  await user.keyboard('gs');
  const run = (await screen.findByText('The account is signed out.')).closest('li') as HTMLElement;
  expect(within(run).getByRole('button')).toHaveAccessibleName(action);
});

test('problems hold accounts, edits and runs, each with one act', async () => {
  const { user } = await openWindow({ account: 'sign-in' });
  await user.keyboard('gs');
  await user.click(screen.getByRole('radio', { name: 'Problems' }));
  const accounts = await screen.findByTestId('account-problems');
  expect(accounts).toHaveTextContent('Nothing is lost: edits wait until then.');
  expect(within(accounts).getAllByRole('button')).toHaveLength(1);
  expect(within(screen.getByTestId('queue')).getAllByRole('article')).toHaveLength(2);
});

test('edits that need the reader are told above the log', async () => {
  const { user } = await openWindow();
  await user.keyboard('gs');
  await user.click(await screen.findByRole('button', { name: '2 edits need you. Choose…' }));
  expect(await screen.findByTestId('queue')).toBeVisible();
});
