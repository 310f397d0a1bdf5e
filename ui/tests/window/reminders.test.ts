import { screen, waitFor, within } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import { openWindow, type Opened } from './open';

async function openPane(change?: Parameters<typeof openWindow>[1]): Promise<Opened> {
  const opened = await openWindow({}, change);
  await opened.user.keyboard('gr');
  await screen.findByTestId('section-today');
  return opened;
}

const section = (name: string) => within(screen.getByTestId(`section-${name}`));
const stateOf = ({ backend }: Opened, title: string) =>
  backend.reminding.list.find((one) => one.title === title)?.state;

test('the bell says what was missed and opens the list', async () => {
  const { user } = await openWindow();
  const bell = await screen.findByRole('button', { name: /^Reminders/ });
  await waitFor(() => expect(bell).toHaveTextContent('2 reminders were missed'));
  await user.click(bell);
  expect(await screen.findByTestId('section-missed')).toBeVisible();
  await user.click(bell);
  expect(screen.queryByTestId('section-missed')).not.toBeInTheDocument();
});

test('what was missed, is on and comes is listed with its time', async () => {
  await openPane();
  expect(section('missed').getAllByTestId('reminder')).toHaveLength(2);
  expect(section('now').getByText('in 1 h 10 min')).toBeVisible();
  expect(section('today').getByText('at 14:50')).toBeVisible();
  expect(section('tomorrow').getByText('Market and brunch')).toBeVisible();
  expect(section('later').getByText('Sun 22 Nov, 17:00 – 17:45')).toBeVisible();
});

test('an event opens on its day', async () => {
  const { user } = await openPane();
  await user.click(section('later').getByRole('button', { name: 'Call with Mum' }));
  expect(await screen.findByTestId('event-details')).toBeVisible();
  expect(screen.getByRole('heading', { name: 'Call with Mum' })).toHaveFocus();
});

test('a snoozed reminder says when it comes back, the keyboard stays in the list', async () => {
  const { user, ...opened } = await openPane();
  await user.click(screen.getByRole('button', { name: 'Snooze “Parents’ evening”' }));
  await user.keyboard('{ArrowDown}{Enter}');
  expect(await within(await screen.findByTestId('section-snoozed')).findByText('again 14:30')).toBeVisible();
  expect(stateOf({ user, ...opened }, 'Parents’ evening')).toBe('snoozed');
  await waitFor(() => expect(document.activeElement).not.toBe(document.body));
});

/** The engine answers as slowly as a real one does, and its list comes late too. */
function slowly(backend: Opened['backend']) {
  const wait = () => new Promise((next) => setTimeout(next, 20));
  const { snoozeReminder, dismissReminder, listReminders, respond } = backend;
  backend.snoozeReminder = (...given) => wait().then(() => snoozeReminder(...given));
  backend.dismissReminder = (...given) => wait().then(() => dismissReminder(...given));
  backend.listReminders = (...given) => wait().then(() => listReminders(...given));
  backend.respond = (...given) => wait().then(() => respond(...given));
}

test('what follows a snoozed one has the keyboard, however slow the answer', async () => {
  const { user } = await openPane(slowly);
  await user.click(await screen.findByRole('button', { name: 'Snooze “Parents’ evening”' }));
  await user.keyboard('{ArrowDown}{Enter}');
  expect(section('today').getByRole('button', { name: 'Demo rehearsal' })).toHaveFocus();
  await screen.findByTestId('section-snoozed');
  expect(section('today').getByRole('button', { name: 'Demo rehearsal' })).toHaveFocus();
});

test('what follows an answered invitation has the keyboard', async () => {
  const { user } = await openPane(slowly);
  await user.click(await screen.findByRole('button', { name: 'Accept' }));
  const question = await screen.findByTestId('question');
  await user.click(within(question).getByRole('button', { name: /Don’t send/ }));
  await waitFor(() => expect(screen.queryByRole('button', { name: 'Accept' })).not.toBeInTheDocument());
  expect(section('now').getByRole('button', { name: 'Parents’ evening' })).toHaveFocus();
});

test('what follows one that was dismissed elsewhere has the keyboard', async () => {
  const { backend } = await openPane();
  section('now').getByRole('button', { name: 'Dismiss “Parents’ evening”' }).focus();
  backend.reminding.list = backend.reminding.list.filter(({ title }) => title !== 'Parents’ evening');
  backend.push.remindersChanged();
  await waitFor(() =>
    expect(screen.queryByRole('button', { name: 'Dismiss “Parents’ evening”' })).not.toBeInTheDocument(),
  );
  expect(section('today').getByRole('button', { name: 'Demo rehearsal' })).toHaveFocus();
});

test('a call may be joined until it ends', async () => {
  const { backend } = await openPane((backend) => {
    const began = { joinUrl: 'https://meet.example/a', startMinute: 780, endMinute: 861 };
    backend.reminding.list = backend.reminding.list.map((one) =>
      one.title === 'Parents’ evening' ? { ...one, ...began } : one,
    );
  });
  expect(section('now').getByRole('button', { name: /^Join/ })).toBeVisible();
  backend.reminding.list = backend.reminding.list.map((one) =>
    one.title === 'Parents’ evening' ? { ...one, endMinute: 860 } : one,
  );
  backend.push.remindersChanged();
  await waitFor(() =>
    expect(section('now').queryByRole('button', { name: /^Join/ })).not.toBeInTheDocument(),
  );
  expect(section('now').getByText('Parents’ evening')).toBeVisible();
});

test('until its start is offered while it has not started', async () => {
  const { user } = await openPane();
  await user.click(screen.getByRole('button', { name: 'Snooze “Parents’ evening”' }));
  await user.click(screen.getByRole('button', { name: 'Until it starts' }));
  expect(await within(await screen.findByTestId('section-snoozed')).findByText('again 17:30')).toBeVisible();
});

test('a dismissed reminder goes, and what follows has the keyboard', async () => {
  const { backend, user } = await openPane();
  await user.click(section('now').getByRole('button', { name: 'Dismiss “Parents’ evening”' }));
  await waitFor(() =>
    expect(backend.reminding.list.map(({ title }) => title)).not.toContain('Parents’ evening'),
  );
  await waitFor(() => expect(section('today').getByRole('button', { name: 'Demo rehearsal' })).toHaveFocus());
});

test('what was missed is dismissed together, with a way back', async () => {
  const { backend, user } = await openPane();
  await user.click(screen.getByRole('button', { name: 'Dismiss all missed reminders' }));
  expect(screen.queryByTestId('section-missed')).not.toBeInTheDocument();
  expect(await screen.findByTestId('toast')).toHaveTextContent('2 missed reminders dismissed.');
  await user.keyboard('{Control>}z{/Control}');
  expect(await screen.findByTestId('section-missed')).toBeVisible();
  await user.click(screen.getByRole('button', { name: 'Dismiss all missed reminders' }));
  await user.click(within(screen.getByTestId('toast')).getByRole('button', { name: 'Dismiss' }));
  await waitFor(() => expect(backend.reminding.list.some(({ state }) => state === 'missed')).toBe(false));
});

test('an invitation is answered where it is reminded of', async () => {
  const { backend, user } = await openPane();
  const answered: string[] = [];
  const { respond } = backend;
  backend.respond = (...given) => {
    answered.push(`${given[0]} ${given[2]}`);
    return respond(...given);
  };
  await user.click(section('now').getByRole('button', { name: 'Accept' }));
  const question = await screen.findByTestId('question');
  await user.click(within(question).getByRole('button', { name: /Don’t send/ }));
  await waitFor(() => expect(answered).toEqual([expect.stringMatching(/Security review.* accepted$/)]));
  await waitFor(() => expect(screen.queryByRole('button', { name: 'Accept' })).not.toBeInTheDocument());
});

test('a refusal is told and the reminder is there again', async () => {
  const { user } = await openPane((backend) => {
    backend.dismissReminder = () => Promise.reject({ kind: 'x', message: 'disk full', remedy: '' });
  });
  await user.click(section('now').getByRole('button', { name: 'Dismiss “Parents’ evening”' }));
  expect(await screen.findByTestId('toast')).toHaveTextContent('Disk full.');
  expect(await section('now').findByText('Parents’ evening')).toBeVisible();
});

test('a pause shows, and goes on with one press', async () => {
  const { backend, user } = await openPane((backend) => {
    backend.reminding.settings.pausedUntil = '2026-11-20T14:20:00Z';
  });
  expect(await screen.findByText('Paused until 15:20.')).toBeVisible();
  await user.click(screen.getByRole('button', { name: 'Go on' }));
  await waitFor(() => expect(backend.reminding.settings.pausedUntil).toBeNull());
  await waitFor(() => expect(screen.queryByText('Paused until 15:20.')).not.toBeInTheDocument());
});

test('nothing to remind of says so', async () => {
  const { user } = await openWindow({}, (backend) => (backend.reminding.list = []));
  await user.keyboard('gr');
  expect(await screen.findByText('Nothing to remind you of this week.')).toBeVisible();
});

test('the list follows what the engine pushes', async () => {
  const { backend } = await openPane();
  backend.reminding.list = backend.reminding.list.map((one) =>
    one.title === 'Demo rehearsal' ? { ...one, state: 'shown' } : one,
  );
  backend.push.remindersChanged();
  expect(await section('now').findByText('Demo rehearsal')).toBeVisible();
  expect(screen.queryByTestId('section-today')).not.toBeInTheDocument();
});
