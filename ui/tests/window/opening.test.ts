import { screen, waitFor, within } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import { friday } from '../reminders/views';
import { openWindow, type Opened } from './open';

async function openImport(token: string): Promise<Opened> {
  const opened = await openWindow();
  opened.backend.push.openRequested({ kind: 'import', token });
  await screen.findByTestId('import');
  return opened;
}

test('an event is shown on its day', async () => {
  const { backend } = await openWindow();
  const [found] = await backend.listOccurrences(friday + 7, friday + 8);
  if (!found) throw new Error('the demo has no events next Friday');
  const { eventId, originalStart } = found;
  backend.push.openRequested({ kind: 'event', eventId, originalStart, day: friday + 7 });
  expect(await screen.findByTestId('event-details')).toBeVisible();
  expect(screen.getByRole('heading', { name: found.title })).toHaveFocus();
});

test('reminders and quick creation are shown, from the settings too', async () => {
  const { backend, user } = await openWindow();
  await user.keyboard('{Control>},{/Control}');
  backend.push.openRequested({ kind: 'reminders' });
  expect(await screen.findByTestId('section-missed')).toBeVisible();
  backend.push.openRequested({ kind: 'quick-add' });
  expect(await screen.findByTestId('quick-create')).toBeVisible();
});

test('a file is looked at first, and imported where the reader says', async () => {
  const { backend, user } = await openImport('file');
  const summary = await screen.findByTestId('import-summary');
  expect(summary).toHaveTextContent(/Rowing club.*rowing\.ics.*42 events, 22 Nov 2026 to 13 Jun 2027/);
  expect(within(summary).getAllByRole('listitem')).toHaveLength(5);
  expect(summary).toHaveTextContent('1 entry could not be read');
  // Only what is on this computer alone can take it.
  const target = screen.getByLabelText('Import into');
  expect(
    within(target)
      .getAllByRole('option')
      .map(({ textContent }) => textContent),
  ).toEqual(['Focus', 'New calendar on this computer: Rowing club']);
  const taken: string[] = [];
  backend.importFile = async (token, calendar) => {
    taken.push(`${token} into ${calendar}`);
    return 42;
  };
  await user.click(screen.getByRole('button', { name: 'Import 42 events' }));
  expect(await screen.findByTestId('toast')).toHaveTextContent('42 events imported into “Focus”.');
  expect(taken).toEqual(['file into personal']);
  expect(screen.queryByTestId('import')).not.toBeInTheDocument();
});

test('a file can have a calendar of its own, which a second try does not make again', async () => {
  const { backend, user } = await openImport('file');
  await user.selectOptions(
    await screen.findByLabelText('Import into'),
    'New calendar on this computer: Rowing club',
  );
  const { importFile } = backend;
  backend.importFile = () => Promise.reject({ kind: 'opened', message: 'the file is gone', remedy: '' });
  await user.click(screen.getByRole('button', { name: 'Import 42 events' }));
  expect(await screen.findByTestId('problem')).toHaveTextContent('The file is gone.');
  backend.importFile = importFile;
  await user.click(screen.getByRole('button', { name: 'Import 42 events' }));
  expect(await screen.findByTestId('toast')).toHaveTextContent('imported into “Rowing club”');
  expect(backend.calendars.filter(({ name }) => name === 'Rowing club')).toHaveLength(1);
});

test('a link is followed', async () => {
  const { backend, user } = await openImport('link');
  await screen.findByTestId('import-summary');
  expect(screen.queryByLabelText('Import into')).not.toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: 'Add as a link' }));
  expect(await screen.findByTestId('toast')).toHaveTextContent('Rowing club');
  expect(backend.calendars.at(-1)).toMatchObject({ name: 'Rowing club', hue: 'teal' });
});

test('what cannot be read is said in words, and is forgotten', async () => {
  const { backend, user } = await openImport('notes');
  expect(await screen.findByTestId('problem')).toHaveTextContent(
    /notes\.ics is a web page.*Download it again/,
  );
  expect(screen.queryByRole('button', { name: /^Import/ })).not.toBeInTheDocument();
  await user.click(screen.getAllByRole('button', { name: 'Close' })[0] as Element);
  await waitFor(() => expect(backend.dropped).toEqual(['notes']));
});

test('another opened file takes the place of the first', async () => {
  const { backend } = await openImport('notes');
  backend.push.openRequested({ kind: 'import', token: 'file' });
  expect(await screen.findByTestId('import-summary')).toBeVisible();
});

test('what the shell says once stays until it was read', async () => {
  const { backend, user } = await openWindow();
  backend.push.told('Kalends keeps running in the tray.');
  expect(await screen.findByText('Kalends keeps running in the tray.')).toBeVisible();
  await user.click(screen.getByRole('button', { name: 'All right' }));
  expect(screen.queryByText('Kalends keeps running in the tray.')).not.toBeInTheDocument();
});
