import { screen, waitFor, within } from '@testing-library/svelte';
import { afterEach, expect, test, vi } from 'vitest';
import { openWindow, type Opened } from './open';

afterEach(() => vi.useRealTimers());

async function openOptions(name: string): Promise<Opened & { options: HTMLElement }> {
  const opened = await openWindow();
  await opened.user.click(screen.getByRole('button', { name: `Options for ${name}` }));
  return { ...opened, options: screen.getByRole('dialog', { name: `Options for ${name}` }) };
}

test('calendars stand under their account, with what is wrong in words', async () => {
  await openWindow();
  const sidebar = screen.getByRole('navigation', { name: 'Calendars' });
  expect(within(sidebar).getByRole('button', { name: 'Calendar links' })).toBeVisible();
  expect(within(sidebar).getByRole('button', { name: 'On this computer' })).toBeVisible();
  const badge = within(sidebar).getByRole('button', { name: 'Kids & school has a problem' });
  expect(badge).toHaveAccessibleDescription(
    /did not answer within 30 seconds.*Events are from yesterday.*Next try in 25 minutes/,
  );
  expect(within(sidebar).getByTestId('sync-line')).toHaveTextContent('Synced 14:19 3 problems');
});

test('hiding a calendar takes its events away at once', async () => {
  const { backend, user } = await openWindow();
  expect(screen.getByRole('button', { name: /^Dentist/ })).toBeInTheDocument();
  await user.click(screen.getByRole('checkbox', { name: 'Show Family' }));
  expect(screen.queryByRole('button', { name: /^Dentist/ })).not.toBeInTheDocument();
  await waitFor(() => expect(backend.calendars.find(({ id }) => id === 'family')?.visible).toBe(false));
});

test('a change that is refused goes back and says so', async () => {
  const refuse = { kind: 'busy', message: 'The calendar was not changed.', remedy: '' };
  const { user } = await openWindow({}, (backend) => (backend.changeCalendar = () => Promise.reject(refuse)));
  await user.click(screen.getByRole('checkbox', { name: 'Show Family' }));
  expect(await screen.findByTestId('toast')).toHaveTextContent('The calendar was not changed.');
  await waitFor(() => expect(screen.getByRole('checkbox', { name: 'Show Family' })).toBeChecked());
});

test('name, colour and interval are set in the options', async () => {
  const { backend, user, options } = await openOptions('Family');
  const name = within(options).getByLabelText('Name');
  expect(name).toHaveFocus();
  await user.clear(name);
  await user.type(name, 'Office');
  await user.click(within(options).getByRole('radio', { name: 'Pink' }));
  await user.selectOptions(within(options).getByLabelText('Check for changes every'), 'hour');
  await waitFor(() =>
    expect(backend.calendars.find(({ id }) => id === 'family')).toMatchObject({
      name: 'Office',
      hue: 'pink',
      feed: { everyMinutes: 60 },
    }),
  );
});

test('a paused link says so and can be resumed', async () => {
  const { backend, user, options } = await openOptions('Family');
  const state = () => backend.calendars.find(({ id }) => id === 'family')?.feed?.state;
  await user.click(within(options).getByRole('button', { name: 'Pause' }));
  await waitFor(() => expect(state()).toBe('paused'));
  await waitFor(() => expect(screen.getAllByText('Paused')).toHaveLength(2));
  await user.click(screen.getByRole('button', { name: 'Options for Family' }));
  await user.click(screen.getByRole('button', { name: 'Resume' }));
  await waitFor(() => expect(state()).toBe('ok'));
});

test('Escape closes the options and the focus returns', async () => {
  const { user } = await openOptions('Work');
  await user.keyboard('{Escape}');
  expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
  expect(screen.getByRole('button', { name: 'Options for Work' })).toHaveFocus();
});

test('a removed calendar is gone at once and comes back with undo', async () => {
  const { backend, user, options } = await openOptions('Family');
  await user.click(within(options).getByRole('button', { name: 'Remove' }));
  expect(screen.queryByRole('checkbox', { name: 'Show Family' })).not.toBeInTheDocument();
  expect(screen.queryByRole('button', { name: /^Dentist/ })).not.toBeInTheDocument();
  expect(screen.getByTestId('announcer')).toHaveTextContent('“Family” removed.');
  await user.keyboard('{Control>}z{/Control}');
  expect(screen.getByRole('checkbox', { name: 'Show Family' })).toBeChecked();
  expect(backend.calendars.some(({ id }) => id === 'family')).toBe(true);
});

test('a removal becomes final when the undo goes away', async () => {
  const { backend, user, options } = await openOptions('Family');
  vi.useFakeTimers();
  within(options).getByRole('button', { name: 'Remove' }).click();
  await vi.advanceTimersByTimeAsync(7_900);
  expect(backend.calendars.some(({ id }) => id === 'family')).toBe(true);
  await vi.advanceTimersByTimeAsync(200);
  expect(backend.calendars.some(({ id }) => id === 'family')).toBe(false);
  expect(screen.queryByTestId('toast')).not.toBeInTheDocument();
  vi.useRealTimers();
  expect(user).toBeDefined();
});

test('the month is walked with the keyboard and Enter goes there', async () => {
  const { user } = await openWindow();
  const month = screen.getByRole('table', { name: 'November 2026' });
  within(month)
    .getByRole('button', { name: /Friday,? 20 November 2026/ })
    .focus();
  await user.keyboard('{ArrowDown}{ArrowRight}{PageDown}');
  const day = screen.getByRole('button', { name: /Monday,? 28 December 2026/ });
  expect(day).toHaveFocus();
  await user.keyboard('{Enter}');
  expect(
    await screen.findByRole('heading', { level: 1, name: /Dec 2026.*Jan 2027|Dec.*2027/ }),
  ).toBeVisible();
});

test('a group stays folded', async () => {
  const { user } = await openWindow();
  await user.click(screen.getByRole('button', { name: 'Calendar links' }));
  expect(screen.getByRole('button', { name: 'Calendar links' })).toHaveAttribute('aria-expanded', 'false');
  expect(screen.getByText('Family')).not.toBeVisible();
  expect(localStorage.getItem('kalends.collapsed')).toBe('feeds');
});

test('a calendar of an account says what may be done with it', async () => {
  const { user } = await openWindow({}, (backend) => {
    backend.calendars = backend.calendars.map((one) =>
      one.id === 'team' && one.mirror ? { ...one, mirror: { ...one.mirror, role: 'reader' } } : one,
    );
  });
  await user.click(screen.getByRole('button', { name: 'Options for Team' }));
  const options = within(screen.getByRole('dialog', { name: 'Options for Team' }));
  expect(options.getByText(/You can read it/)).toBeVisible();
  expect(options.queryByRole('button', { name: 'Remove' })).not.toBeInTheDocument();
  await user.click(options.getByRole('button', { name: 'Leave out of lists' }));
  await waitFor(() => expect(screen.queryByRole('checkbox', { name: 'Show Team' })).not.toBeInTheDocument());
});

test('unsent edits are counted beside their calendar', async () => {
  const { user } = await openWindow();
  await user.click(screen.getByRole('button', { name: '2 unsent, Work' }));
  expect(await screen.findByTestId('queue')).toBeVisible();
});

test('the conflicts ahead are a click away, from the settings too', async () => {
  const { user } = await openWindow();
  await user.click(screen.getByRole('button', { name: 'Settings' }));
  await user.click(within(screen.getByTestId('sidebar')).getByRole('button', { name: 'Conflicts' }));
  expect(await screen.findByRole('complementary', { name: 'Conflicts' })).toBeVisible();
});
