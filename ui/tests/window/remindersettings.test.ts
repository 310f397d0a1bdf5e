import { fireEvent, screen, waitFor, within } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import { openWindow, type Opened } from './open';

async function openSettings(change?: Parameters<typeof openWindow>[1]): Promise<Opened> {
  const opened = await openWindow({}, change);
  await opened.user.keyboard('{Control>},{/Control}');
  await screen.findByRole('switch', { name: /^Remind me/ });
  return opened;
}

const part = (name: string) => within(screen.getByTestId(`settings-${name}`));

test('every switch is saved, and is off while nothing reminds', async () => {
  const { backend, user } = await openSettings();
  for (const name of [/^Keep until I act/, /^Hide titles/, /^Events I may attend/, /^Unanswered/]) {
    await user.click(part('reminders').getByRole('switch', { name }));
  }
  await waitFor(() =>
    expect(backend.reminding.settings).toMatchObject({
      persistent: true,
      hideTitles: true,
      tentative: false,
      invitations: false,
    }),
  );
  await user.click(part('reminders').getByRole('switch', { name: /^Remind me/ }));
  await waitFor(() => expect(backend.reminding.settings.on).toBe(false));
  expect(part('reminders').getByRole('switch', { name: /^Hide titles/ })).toBeDisabled();
});

test('quiet hours begin as a night and can be set', async () => {
  const { backend, user } = await openSettings();
  await user.click(part('reminders').getByRole('switch', { name: 'Quiet hours' }));
  await waitFor(() => expect(backend.reminding.settings.quiet).toEqual({ from: 1320, to: 420 }));
  const until = part('reminders').getByRole('combobox', { name: 'Quiet until' });
  await user.clear(until);
  await user.type(until, '8:30{Enter}');
  await waitFor(() => expect(backend.reminding.settings.quiet).toEqual({ from: 1320, to: 510 }));
  await user.click(part('reminders').getByRole('switch', { name: 'Quiet hours' }));
  await waitFor(() => expect(backend.reminding.settings.quiet).toBeNull());
});

test('all-day events remind at a usual time, or at own ones', async () => {
  const { backend, user } = await openSettings();
  const choice = part('reminders').getByLabelText('All-day events');
  await user.selectOptions(choice, 'The day before at 18:00');
  await waitFor(() => expect(backend.reminding.settings.allDay).toEqual([{ daysBefore: 1, minute: 1080 }]));
  await user.selectOptions(choice, 'Own times…');
  await user.click(part('reminders').getByRole('button', { name: 'Add a time' }));
  await waitFor(() =>
    expect(backend.reminding.settings.allDay).toEqual([
      { daysBefore: 1, minute: 1080 },
      { daysBefore: 0, minute: 540 },
    ]),
  );
  await user.click(part('reminders').getByRole('button', { name: 'Remove: The day before at 18:00' }));
  await user.click(part('reminders').getByRole('button', { name: 'Remove: On the day at 09:00' }));
  await waitFor(() => expect(backend.reminding.settings.allDay).toEqual([]));
});

test('pausing is for an hour or until tomorrow, and ends with one press', async () => {
  const { backend, user } = await openSettings();
  await user.click(part('reminders').getByRole('button', { name: 'Until tomorrow' }));
  expect(await part('reminders').findByText('Paused until tomorrow.')).toBeVisible();
  expect(backend.reminding.settings.pausedUntil).toBe('2026-11-20T23:00:00.000Z');
  await user.click(part('reminders').getByRole('button', { name: 'Go on' }));
  await user.click(await part('reminders').findByRole('button', { name: 'For an hour' }));
  expect(await part('reminders').findByText('Paused until 15:20.')).toBeVisible();
});

test('a test says who answered', async () => {
  const { backend, user } = await openSettings();
  backend.sendTestNote = async () => ({ server: 'plain', actions: false });
  await user.click(screen.getByRole('button', { name: 'Send a test notification' }));
  expect(await screen.findByText(/^Answered by plain\..*It shows no buttons/)).toBeVisible();
});

test('a test says that nobody answers and what to do', async () => {
  const { backend, user } = await openSettings();
  backend.reminding.silent = { kind: 'notifications', message: 'no service answers', remedy: 'Start one.' };
  await user.click(screen.getByRole('button', { name: 'Send a test notification' }));
  expect(await screen.findByTestId('problem')).toHaveTextContent('No service answers. Start one.');
});

test('a desktop without notifications says so before any test', async () => {
  await openSettings((backend) => {
    const problem = { kind: 'notifications', message: 'no service answers', remedy: 'Start one.' };
    backend.reminding.background = { ...backend.reminding.background, notifications: problem };
  });
  expect(await part('reminders').findByTestId('problem')).toHaveTextContent('Start one.');
});

test('the background is as chosen, and goes back when that fails', async () => {
  const { backend, user } = await openSettings();
  const close = await part('background').findByRole('switch', { name: /^Keep running/ });
  expect(close).toBeChecked();
  await user.click(close);
  await waitFor(() => expect(backend.reminding.background.closeToTray).toBe(false));
  backend.setBackground = () => Promise.reject({ kind: 'x', message: 'no autostart folder', remedy: '' });
  await user.click(part('background').getByRole('switch', { name: /^Start at login/ }));
  expect(await part('background').findByTestId('problem')).toHaveTextContent('No autostart folder.');
  await waitFor(() =>
    expect(part('background').getByRole('switch', { name: /^Start at login/ })).not.toBeChecked(),
  );
});

test('no tray is explained, also when it goes while the page is open', async () => {
  const { backend } = await openSettings();
  await part('background').findByText('Ctrl+Shift+Space');
  backend.reminding.background = {
    ...backend.reminding.background,
    tray: false,
    trayReason: 'nothing takes icons',
    shortcut: null,
  };
  backend.push.backgroundChanged();
  expect(await part('background').findByTestId('no-tray')).toHaveTextContent('Nothing takes icons.');
  expect(part('background').getByText(/keys of your choice can start/)).toBeVisible();
});

test('a calendar reminds as its source says, at own times, or not', async () => {
  const { backend, user } = await openWindow();
  await user.click(screen.getByRole('button', { name: 'Options for Family' }));
  const options = within(await screen.findByTestId('calendar-reminders'));
  const of = () => backend.reminding.calendars.get('family');
  await user.selectOptions(options.getByLabelText('Reminders'), 'Own times');
  await waitFor(() =>
    expect(of()).toEqual({ muted: false, timed: [10], allDay: [{ daysBefore: 0, minute: 540 }] }),
  );
  await user.click(options.getByRole('button', { name: 'Add a reminder' }));
  await waitFor(() => expect(of()?.timed).toEqual([10, 30]));
  await user.selectOptions(options.getByLabelText('Reminders'), 'None');
  await waitFor(() => expect(of()).toMatchObject({ timed: [], allDay: [] }));
  await user.click(options.getByRole('switch', { name: /^Mute/ }));
  await waitFor(() => expect(of()?.muted).toBe(true));
  expect(options.getByLabelText('Reminders')).toBeDisabled();
});

test('any event takes a reminder of one’s own, also one that can only be read', async () => {
  const { backend, user } = await openWindow();
  await user.click(screen.getAllByRole('button', { name: /^Concert/ })[0] as Element);
  await user.click(await screen.findByRole('button', { name: 'Remind me here' }));
  await user.click(screen.getByRole('button', { name: '30 minutes before' }));
  await waitFor(() => expect([...backend.reminding.own.values()]).toEqual([[30]]));
  const own = within(screen.getByTestId('own-reminder'));
  expect(own.getByText(/Kept on this computer/)).toBeVisible();
  await user.click(await own.findByRole('button', { name: 'Remove the reminder 30 minutes before' }));
  await waitFor(() => expect([...backend.reminding.own.values()]).toEqual([[]]));
});

test('a switch changes nothing that was set elsewhere meanwhile', async () => {
  const { backend, user } = await openSettings();
  const quiet = { from: 1260, to: 360 };
  backend.reminding.settings = { ...backend.reminding.settings, quiet };
  await user.click(part('reminders').getByRole('switch', { name: /^Hide titles/ }));
  await waitFor(() => expect(backend.reminding.settings).toMatchObject({ hideTitles: true, quiet }));
});

test('a time that is changed keeps its place, and the keyboard its field', async () => {
  const { backend, user } = await openSettings();
  const choice = part('reminders').getByLabelText('All-day events');
  await user.selectOptions(choice, 'Own times…');
  await user.click(part('reminders').getByRole('button', { name: 'Add a time' }));
  const [first] = part('reminders').getAllByRole('spinbutton', { name: 'Days before' });
  (first as HTMLElement).focus();
  await fireEvent.change(first as HTMLElement, { target: { value: '0' } });
  await waitFor(() =>
    expect(backend.reminding.settings.allDay).toEqual([
      { daysBefore: 0, minute: 1080 },
      { daysBefore: 0, minute: 540 },
    ]),
  );
  expect(first).toHaveFocus();
  expect(first).toBeInTheDocument();
});
