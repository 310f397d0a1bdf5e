import { screen, waitFor } from '@testing-library/svelte';
import { expect, test, vi } from 'vitest';
import type { OccurrenceView } from '../../src/lib/ipc/bindings';
import { openWindow } from './open';

test('the week follows what the engine pushes', async () => {
  const { backend } = await openWindow();
  const before = backend.listOccurrences;
  backend.listOccurrences = async (from, to) =>
    (await before(from, to)).map((one) =>
      one.title === 'Dentist' ? { ...one, title: 'Orthodontist' } : one,
    );
  backend.push.dataChanged(['family']);
  expect(await screen.findByRole('button', { name: /^Orthodontist/ })).toBeInTheDocument();
});

test('a burst of changes asks a few times, not once for each', async () => {
  const { backend } = await openWindow();
  const list = vi.spyOn(backend, 'listOccurrences');
  for (let change = 0; change < 50; change++) backend.push.dataChanged(['work']);
  await waitFor(() => expect(list).toHaveBeenCalled());
  await new Promise((resolve) => setTimeout(resolve));
  expect(list.mock.calls.length).toBeLessThanOrEqual(6);
});

test('the day rolls over', async () => {
  const { backend } = await openWindow();
  backend.push.dayChanged(20_778);
  const today = await screen.findByRole('button', { name: /Saturday,? 21 November 2026/, current: 'date' });
  expect(today).toBeInTheDocument();
});

test('offline is said in the toolbar and nothing is taken away', async () => {
  const { backend } = await openWindow();
  expect(screen.queryByTestId('offline')).not.toBeInTheDocument();
  backend.push.syncStateChanged({
    syncing: false,
    offline: true,
    lastGood: '2026-11-19T13:19:00Z',
    failing: 0,
    unsent: 0,
    needsUser: 0,
  });
  expect(await screen.findByTestId('offline')).toHaveTextContent('Offline');
  expect(screen.getByTestId('sync-line')).toHaveTextContent('Events are from yesterday');
  expect(screen.getByRole('button', { name: /^Dentist/ })).toBeInTheDocument();
});

test('the old week stays until the next one is there', async () => {
  let answer: (list: OccurrenceView[]) => void = () => undefined;
  const { backend, user } = await openWindow();
  const list = backend.listOccurrences;
  backend.listOccurrences = (from, to) =>
    from === 20_777 + 10 ? new Promise((resolve) => (answer = resolve)) : list(from, to);
  backend.push.dataChanged(['work']);
  await user.keyboard('jj');
  expect(screen.getByTestId('title')).toHaveTextContent('November 2026');
  expect(await screen.findByRole('progressbar', { name: 'Loading…' })).toBeInTheDocument();
  answer([]);
  await waitFor(() => expect(screen.getByTestId('title').textContent).toMatch(/Nov.*Dec/));
  expect(screen.queryByRole('progressbar')).not.toBeInTheDocument();
});

test('a range that cannot be read is said with a way to try again', async () => {
  const { backend, user } = await openWindow();
  const list = backend.listOccurrences;
  backend.listOccurrences = () =>
    Promise.reject({ kind: 'store', message: 'The database is busy.', remedy: '' });
  backend.push.dataChanged(['work']);
  expect(await screen.findByRole('alert')).toHaveTextContent('The database is busy.');
  expect(screen.getByRole('button', { name: /^Dentist/ })).toBeInTheDocument();
  backend.listOccurrences = list;
  await user.click(screen.getByRole('button', { name: 'Try again' }));
  await waitFor(() => expect(screen.queryByRole('alert')).not.toBeInTheDocument());
});

test('an engine that does not start says why and can be tried again', async () => {
  const { backend, user } = await openWindow({}, (engine) => {
    const start = engine.startUp;
    engine.startUp = () => {
      engine.startUp = start;
      return Promise.reject({
        kind: 'newer',
        message: 'The data is from a newer Kalends.',
        remedy: 'Update.',
      });
    };
  });
  expect(await screen.findByRole('alert')).toHaveTextContent('The data is from a newer Kalends. Update.');
  await user.click(screen.getByRole('button', { name: 'Try again' }));
  expect(await screen.findByTestId('title')).toHaveTextContent('November 2026');
  expect(backend.calendars.length).toBeGreaterThan(0);
});

test.each([false, true])('what happened at the start is told once (first run: %s)', async (firstRun) => {
  const { user } = await openWindow({ firstRun }, (engine) => {
    const start = engine.startUp;
    const problem = {
      kind: 'damaged',
      message: 'The database was damaged.',
      remedy: 'A copy was set aside.',
    };
    engine.startUp = async () => ({ ...(await start()), problem });
  });
  expect(screen.getByRole('alert')).toHaveTextContent('The database was damaged. A copy was set aside.');
  await user.click(screen.getByRole('button', { name: 'Dismiss' }));
  expect(screen.queryByRole('alert')).not.toBeInTheDocument();
});
