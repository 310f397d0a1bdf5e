import { screen, waitFor, within } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import { openWindow, type Opened } from './open';

async function openSettings(change?: Parameters<typeof openWindow>[1]): Promise<Opened> {
  const opened = await openWindow({}, change);
  await opened.user.click(screen.getByRole('button', { name: 'Settings' }));
  return opened;
}

const pick = (group: string, option: string) =>
  within(screen.getByRole('radiogroup', { name: group })).getByRole('radio', { name: option });

test('the theme changes at once and is saved', async () => {
  const { backend, user } = await openSettings();
  expect(pick('Theme', 'Like the system')).toBeChecked();
  expect(document.documentElement.dataset['theme']).toBe('light');
  await user.click(pick('Theme', 'Dark'));
  expect(document.documentElement.dataset['theme']).toBe('dark');
  await waitFor(() => expect(backend.settings.theme).toBe('dark'));
});

test('times are written as set', async () => {
  const { user } = await openSettings();
  expect(pick('Time format', 'Like the system (15:00)')).toBeChecked();
  await user.click(pick('Time format', '12-hour (3:00 PM)'));
  expect(screen.getByTestId('sync-line').textContent).toMatch(/Synced 2:19\spm/i);
});

test('the list of sections says where the reader is', async () => {
  const { user } = await openSettings();
  const sections = within(screen.getByRole('navigation', { name: 'Sections' }));
  expect(sections.getByRole('button', { current: 'location' })).toHaveTextContent('Accounts');
  await user.click(sections.getByRole('button', { name: 'Keyboard' }));
  expect(sections.getByRole('button', { current: 'location' })).toHaveTextContent('Keyboard');
});

test('the week starts where it is set to start', async () => {
  const { user } = await openSettings();
  await user.click(pick('Week starts on', 'Sunday'));
  const [first] = within(screen.getByRole('table', { name: 'November 2026' })).getAllByRole('columnheader');
  expect(first).toHaveAttribute('abbr', 'Sunday');
});

test('density, second zone and single-letter keys are saved', async () => {
  const { backend, user } = await openSettings();
  await user.click(pick('Hour height', 'Roomy'));
  await user.selectOptions(screen.getByLabelText('Second time zone'), 'America/New_York');
  await user.click(screen.getByRole('switch', { name: /Single-letter keys/ }));
  expect(document.documentElement.dataset['density']).toBe('roomy');
  await waitFor(() =>
    expect(backend.settings).toMatchObject({
      density: 'roomy',
      secondZone: 'America/New_York',
      singleKeys: false,
    }),
  );
});

test('a setting that cannot be saved goes back and says so', async () => {
  const { user } = await openSettings((backend) => (backend.setSettings = () => Promise.reject('disk full')));
  await user.click(pick('Theme', 'Dark'));
  expect(await screen.findByTestId('toast')).toHaveTextContent('The setting was not saved.');
  expect(document.documentElement.dataset['theme']).toBe('light');
  expect(pick('Theme', 'Like the system')).toBeChecked();
});

test('links are listed with their state and can be paused', async () => {
  const { backend, user } = await openSettings();
  await user.click(screen.getByRole('button', { name: 'Pause Family' }));
  await waitFor(() =>
    expect(backend.calendars.find(({ id }) => id === 'family')?.feed?.state).toBe('paused'),
  );
  expect(await screen.findByRole('button', { name: 'Resume Family' })).toBeVisible();
});
