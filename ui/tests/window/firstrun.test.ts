import { screen, waitFor, within } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import { openWindow } from './open';

test('from the first window over a tested link to a week with its calendar', async () => {
  const { backend, user } = await openWindow({ firstRun: true });
  await user.click(screen.getByRole('button', { name: /Paste a calendar link/ }));

  const dialog = screen.getByRole('dialog', { name: 'Add a calendar link' });
  expect(within(dialog).getByLabelText('Calendar link')).toHaveFocus();
  await user.type(within(dialog).getByLabelText('Calendar link'), 'https://rowing.example/basic.ics');
  await user.click(within(dialog).getByRole('button', { name: 'Check link' }));

  const preview = await within(dialog).findByTestId('feed-preview');
  expect(preview).toHaveTextContent('128 events');
  expect(preview).toHaveTextContent('6 Jan 2026 to 30 Jun 2027');
  expect(preview).toHaveTextContent('The calendar suggests 30 minutes.');
  expect(within(preview).getByLabelText('Name')).toHaveValue('Rowing club');
  expect(within(preview).getByLabelText('Check for changes every')).toHaveDisplayValue('30 minutes');
  expect(within(preview).getByRole('radio', { name: 'Green' })).toBeChecked();

  await user.click(within(preview).getByRole('radio', { name: 'Violet' }));
  await user.click(within(dialog).getByRole('button', { name: 'Add calendar' }));

  await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument());
  expect(screen.getByRole('checkbox', { name: 'Show Rowing club' })).toBeChecked();
  expect(screen.getByRole('heading', { level: 1, name: 'November 2026' })).toBeVisible();
  expect(screen.getByTestId('toast')).toHaveTextContent('“Rowing club” added.');
  expect(backend.calendars[0]).toMatchObject({ name: 'Rowing club', hue: 'violet' });
});

test('starting on this computer needs nothing else', async () => {
  const { user } = await openWindow({ firstRun: true });
  await user.click(screen.getByRole('button', { name: /Start on this computer/ }));
  expect(await screen.findByRole('checkbox', { name: 'Show Personal' })).toBeChecked();
});

test('samples come and go with one click each', async () => {
  const { user } = await openWindow({ firstRun: true });
  await user.click(screen.getByRole('button', { name: /Look around/ }));
  expect(await screen.findByText(/These are sample calendars/)).toBeVisible();
  await user.click(screen.getByRole('button', { name: 'Remove samples' }));
  await waitFor(() => expect(screen.queryByText(/These are sample calendars/)).not.toBeInTheDocument());
  expect(screen.queryByRole('checkbox', { name: /Show Sample/ })).not.toBeInTheDocument();
});
