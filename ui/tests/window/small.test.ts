import { render, screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import axe from 'axe-core';
import { expect, test } from 'vitest';
import { demo, demoMoment, type Demo, type DemoOptions } from '../../src/lib/ipc/demo';
import QuickPage from '../../src/lib/quickadd/QuickPage.svelte';
import TodayPage from '../../src/lib/today/TodayPage.svelte';
import { standIns } from './open';

async function openPage(
  page: typeof TodayPage | typeof QuickPage,
  options: Partial<DemoOptions> = {},
  change: (backend: Demo) => void = () => undefined,
) {
  standIns();
  const backend = demo(options);
  change(backend);
  const user = userEvent.setup({ delay: null });
  render(page, { backend, now: () => Date.parse(options.now ?? demoMoment.now) });
  return { backend, user };
}

const soon = { nowMinute: 888, now: '2026-11-20T13:48:00Z' };
const synced = demo().syncState();
const checked = async () => {
  const { violations } = await axe.run(document.body, { rules: { 'color-contrast': { enabled: false } } });
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`);
};

test('the day at a glance: next with its countdown, the rest, tomorrow’s first', async () => {
  const { backend, user } = await openPage(TodayPage, soon);
  const card = within(await screen.findByTestId('now-next'));
  expect(screen.getByRole('heading', { level: 1 })).toHaveTextContent('Friday 20 Nov');
  expect(card.getByText('In 12 min')).toBeVisible();
  await user.click(card.getByRole('button', { name: /^Join/ }));
  expect(backend.opened).toHaveLength(1);
  const rest = within(screen.getByRole('list', { name: 'Rest of today' }));
  expect(rest.getAllByRole('button').map(({ textContent }) => textContent)).toEqual([
    expect.stringContaining('Security review'),
    expect.stringContaining('Parents’ evening'),
  ]);
  const tomorrow = within(screen.getByRole('list', { name: 'Tomorrow' }));
  expect(tomorrow.getByText('Market and brunch')).toBeVisible();
  expect(await checked()).toEqual([]);
});

test('with no meeting near, the next event says how far away it is', async () => {
  await openPage(TodayPage);
  const rest = within(await screen.findByRole('list', { name: 'Rest of today' }));
  expect(rest.getAllByRole('button')[0]).toHaveTextContent(/15:00.*Demo rehearsal.*in 40 min/);
});

test('an event opens in the main window, and this one hides', async () => {
  const { backend, user } = await openPage(TodayPage);
  await user.click(await screen.findByRole('button', { name: /Parents’ evening/ }));
  expect(backend.asked).toEqual([expect.objectContaining({ kind: 'event', day: demoMoment.today })]);
  await waitFor(() => expect(backend.hidden).toBe(1));
  await user.click(screen.getByRole('button', { name: 'Quick add' }));
  await user.click(screen.getByRole('button', { name: 'Open Kalends' }));
  await waitFor(() => expect(backend.asked.slice(1)).toEqual([{ kind: 'quick-add' }, null]));
});

test('an evening with nothing left says so; Escape hides', async () => {
  const { backend, user } = await openPage(TodayPage, { nowMinute: 1290, now: '2026-11-20T20:30:00Z' });
  expect(await screen.findByText('Nothing more today.')).toBeVisible();
  await user.keyboard('{Escape}');
  expect(backend.hidden).toBe(1);
});

test('the day follows the data, and what is pushed about meetings', async () => {
  const { backend } = await openPage(TodayPage);
  await screen.findByRole('list', { name: 'Rest of today' });
  backend.calendars = backend.calendars.filter(({ id }) => id !== 'school');
  backend.push.dataChanged(['school']);
  await waitFor(() =>
    expect(screen.queryByRole('button', { name: /Parents’ evening/ })).not.toBeInTheDocument(),
  );
});

test('what waits for approval is counted and reviewed in the main window', async () => {
  const { backend, user } = await openPage(TodayPage, { agents: true });
  const line = within(await screen.findByTestId('today-approvals'));
  expect(line.getByText('6 approvals')).toBeVisible();
  expect(await checked()).toEqual([]);
  await user.click(line.getByRole('button', { name: 'Review' }));
  expect(backend.asked).toEqual([{ kind: 'approvals', proposal: null }]);
  await waitFor(() => expect(backend.hidden).toBe(1));
  backend.proposing.list = [];
  backend.push.proposalsChanged();
  await waitFor(() => expect(screen.queryByTestId('today-approvals')).not.toBeInTheDocument());
});

test('it says when anything was last received, and asks for more', async () => {
  const asked: (string | null)[] = [];
  const { backend, user } = await openPage(TodayPage, {}, (backend) => {
    backend.syncNow = async (id) => void asked.push(id);
    backend.syncState = async () => ({ ...(await synced), lastGood: '2026-11-20T13:19:00Z' });
  });
  const sync = await screen.findByRole('button', { name: 'Sync now. Last synced 14:19.' });
  expect(sync).toHaveTextContent('14:19');
  await user.click(sync);
  expect(asked).toEqual([null]);
  backend.push.syncStateChanged({ ...(await synced), lastGood: '2026-11-20T13:29:00Z' });
  expect(await screen.findByRole('button', { name: 'Sync now. Last synced 14:29.' })).toBeEnabled();
  backend.push.syncStateChanged({ ...(await synced), lastGood: null, syncing: true });
  await waitFor(() => expect(screen.getByRole('button', { name: 'Sync now' })).toBeDisabled());
});

test('quick creation saves with Enter, hides, and begins anew', async () => {
  const { backend, user } = await openPage(QuickPage);
  const title = await screen.findByLabelText('Title');
  await waitFor(() => expect(title).toHaveFocus());
  expect(await checked()).toEqual([]);
  await user.type(title, 'Lunch with Ana{Enter}');
  await waitFor(() => expect(backend.hidden).toBe(1));
  const today = await backend.listOccurrences(demoMoment.today, demoMoment.today + 1);
  const made = today.find((one) => one.title === 'Lunch with Ana');
  expect(made).toMatchObject({ calendarId: 'work', startMinute: 870, endMinute: 930 });
  expect(title).toHaveValue('');
});

test('quick creation keeps what was typed: when it is refused, and when it was hidden', async () => {
  const { backend, user } = await openPage(QuickPage, {}, (backend) => {
    backend.createEvent = () => Promise.reject({ kind: 'x', message: 'the disk is full', remedy: '' });
  });
  const title = await screen.findByLabelText('Title');
  await user.type(title, 'Lunch{Enter}');
  expect(await screen.findByTestId('problem')).toHaveTextContent('The disk is full.');
  expect(backend.hidden).toBe(0);
  await user.keyboard('{Escape}');
  expect(backend.hidden).toBe(1);
  expect(title).toHaveValue('Lunch');
});

test('Escape in an open list closes the list alone', async () => {
  const { backend, user } = await openPage(QuickPage);
  await user.click(await screen.findByRole('combobox', { name: 'End time' }));
  await user.keyboard('{Escape}');
  expect(backend.hidden).toBe(0);
  await user.keyboard('{Escape}');
  expect(backend.hidden).toBe(1);
});

test('an engine that does not start is told', async () => {
  await openPage(TodayPage, {}, (backend) => {
    backend.startUp = () => Promise.reject({ kind: 'x', message: 'the database is damaged', remedy: '' });
  });
  expect(await screen.findByTestId('problem')).toHaveTextContent('The database is damaged.');
});
