import { screen, waitFor, within } from '@testing-library/svelte';
import { expect, test, vi } from 'vitest';
import { openRemote as openWindow, type Opened } from './open';

async function openConflicts(): Promise<Opened & { list: HTMLElement }> {
  const opened = await openWindow();
  await opened.user.keyboard('gx');
  return { ...opened, list: await screen.findByTestId('conflicts') };
}

/** Whether the event on the grid carries the dot. */
const isMarked = (name: RegExp) =>
  screen.getAllByRole('button', { name }).some((one) => one.matches('.ev.conflict'));

const first = async () => (await screen.findAllByTestId('conflict'))[0] as HTMLElement;

test('an event says what it overlaps, and leads there', async () => {
  const { user } = await openWindow();
  await user.click(screen.getAllByRole('button', { name: /^Security review/ })[0] as Element);
  const overlaps = within(await screen.findByTestId('overlaps'));
  await user.click(overlaps.getByRole('button', { name: 'Overlaps “Demo rehearsal” by 30 min' }));
  expect(await screen.findByRole('heading', { name: 'Demo rehearsal' })).toBeInTheDocument();
});

test('the list has what lies ahead, worst and why in words', async () => {
  await openConflicts();
  const row = within(await first());
  expect(row.getByText('Overlap by 30 min')).toBeVisible();
  expect(row.getByText('Not certain yet')).toBeVisible();
  expect(row.getByRole('button', { name: /^Demo rehearsal Fri 20 Nov, 15:00 – 16:00$/ })).toBeVisible();
  expect(row.getByRole('button', { name: /^Security review Fri 20 Nov, 15:30 – 16:30$/ })).toBeVisible();
});

test('an ignored one leaves the list and the grid, and can be heeded again', async () => {
  const { backend, user, list } = await openConflicts();
  const ignoreConflict = vi.spyOn(backend, 'ignoreConflict');
  await user.click(within(await first()).getByRole('button', { name: /^Ignore the conflict/ }));
  expect(ignoreConflict).toHaveBeenCalledExactlyOnceWith(
    { eventId: expect.stringContaining('Demo rehearsal'), originalStart: null },
    { eventId: expect.stringContaining('Security review'), originalStart: null },
    false,
  );
  await waitFor(() => expect(list).not.toHaveTextContent('Security review'));
  expect(isMarked(/^Security review/)).toBe(false);
  await user.click(screen.getByRole('switch', { name: 'Show ignored ones' }));
  await user.click(await screen.findByRole('button', { name: 'Stop ignoring' }));
  await waitFor(() => expect(isMarked(/^Security review/)).toBe(true));
});

test('another time is proposed from what is free, and the choice moves the event', async () => {
  const { backend, user } = await openConflicts();
  const editEvent = vi.spyOn(backend, 'editEvent');
  // An invitation is not the reader's to move: only the other one is.
  await user.click(within(await first()).getByRole('button', { name: 'Another time for “Demo rehearsal”' }));
  const times = within(await screen.findByTestId('other-times'));
  const [slot] = await times.findAllByRole('button');
  expect(slot).toHaveTextContent(/^Mon 23 Nov ?11:30 – 12:30$/);
  await user.click(slot as Element);
  await user.click(await screen.findByRole('button', { name: 'Don’t send' }));
  await waitFor(() =>
    expect(editEvent.mock.calls[0]?.[2].time).toMatchObject({ startMinute: 690, endMinute: 750 }),
  );
});

test('working hours, the time between events and between places are kept', async () => {
  const { backend, user } = await openWindow();
  const setPlanning = vi.spyOn(backend, 'setPlanning');
  await user.keyboard('{Control>},{/Control}');
  const section = within(await screen.findByTestId('settings-planning'));
  await user.click(await section.findByRole('switch', { name: 'Friday' }));
  expect(setPlanning.mock.lastCall?.[0].hours[4]).toEqual([]);
  await user.selectOptions(section.getByLabelText('Time between events'), '15');
  expect(setPlanning.mock.lastCall?.[0]).toMatchObject({ bufferMinutes: 15, travelMinutes: null });
  await user.selectOptions(section.getByLabelText('Time between places'), '30');
  expect(setPlanning.mock.lastCall?.[0]).toMatchObject({ bufferMinutes: 15, travelMinutes: 30 });
});

test('what was solved leaves the list, and what came is in it, without opening it anew', async () => {
  const { backend, list } = await openConflicts();
  await first();
  const listConflicts = vi.spyOn(backend, 'listConflicts').mockResolvedValue([]);
  backend.push.dataChanged(['work']);
  await waitFor(() => expect(list).toHaveTextContent('No conflicts'));
  listConflicts.mockRestore();
  backend.push.dataChanged(['work']);
  await waitFor(() => expect(list).toHaveTextContent('Security review'));
});

test('the answer to the later question is the one that stays', async () => {
  const { backend, user, list } = await openConflicts();
  await first();
  const [found] = await backend.listConflicts(20_777, 20_805, true);
  if (!found) throw new Error('the demo has a conflict');
  let late: (answer: never[]) => void = () => undefined;
  const listConflicts = vi.spyOn(backend, 'listConflicts');
  listConflicts.mockReturnValueOnce(new Promise((resolve) => (late = resolve)));
  listConflicts.mockResolvedValue([{ ...found, ignored: true }]);
  await user.click(screen.getByRole('switch', { name: 'Show ignored ones' }));
  await user.click(screen.getByRole('switch', { name: 'Show ignored ones' }));
  late([]);
  await waitFor(() => expect(list).toHaveTextContent('Stop ignoring'));
});

test('a series is ignored whenever the two meet', async () => {
  const { backend, user } = await openWindow();
  const ignoreConflict = vi.spyOn(backend, 'ignoreConflict');
  const { listConflicts } = backend;
  backend.listConflicts = async (...days) =>
    (await listConflicts(...days)).map((one) => ({ ...one, b: { ...one.b, recurring: true } }));
  await user.keyboard('gx');
  await user.click(within(await first()).getByRole('button', { name: /^Ignore the conflict/ }));
  await user.click(await screen.findByRole('button', { name: 'Whenever they meet' }));
  expect(ignoreConflict.mock.calls[0]?.[2]).toBe(true);
});

test('a long list is drawn in parts, and the keyboard stays in it', async () => {
  const { user } = await openWindow({}, (backend) => {
    const { listConflicts } = backend;
    let gone = 0;
    backend.ignoreConflict = async () => void (gone += 1);
    backend.listConflicts = async (...days) => {
      const [one] = await listConflicts(...days);
      if (!one) return [];
      const at = (n: number) => ({ ...one, b: { ...one.b, originalStart: n, recurring: false } });
      return Array.from({ length: 250 }, (_, n) => at(n)).slice(gone);
    };
  });
  await user.keyboard('gx');
  await first();
  expect(screen.getAllByTestId('conflict')).toHaveLength(100);
  await user.click(screen.getByRole('button', { name: 'Show 150 more' }));
  expect(screen.getAllByTestId('conflict')).toHaveLength(200);
  const row = await first();
  within(row)
    .getByRole('button', { name: /^Ignore the conflict/ })
    .focus();
  await user.keyboard('{Enter}');
  await waitFor(() => expect(row).not.toBeInTheDocument());
  await waitFor(() =>
    expect((screen.getAllByTestId('conflict')[0] as Element).contains(document.activeElement)).toBe(true),
  );
});

test('looking for another time and leaving it keeps the keyboard in the row', async () => {
  const { user } = await openConflicts();
  const row = await first();
  await user.click(within(row).getByRole('button', { name: 'Another time for “Demo rehearsal”' }));
  await waitFor(() => expect(within(row).getByRole('button', { name: 'Cancel' })).toHaveFocus());
  await user.keyboard('{Enter}');
  await waitFor(() =>
    expect(within(row).getByRole('button', { name: 'Another time for “Demo rehearsal”' })).toHaveFocus(),
  );
});
