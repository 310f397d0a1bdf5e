import { screen, waitFor, within } from '@testing-library/svelte';
import { afterEach, expect, test, vi } from 'vitest';
import type { Imported, Notify } from '../../src/lib/ipc/bindings';
import { friday } from '../reminders/views';
import { openWindow, type Opened } from './open';

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

async function openImport(token: string): Promise<Opened> {
  const opened = await openWindow();
  opened.backend.push.openRequested({ kind: 'import', token });
  await screen.findByTestId('import');
  return opened;
}

test('a window that is hidden before its first frame keeps nobody waiting', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout'] });
  vi.spyOn(window, 'requestAnimationFrame').mockReturnValue(0);
  const painted = vi.fn(() => Promise.resolve());
  await openWindow({}, (backend) => Object.assign(backend, { painted }));
  expect(painted).not.toHaveBeenCalled();
  vi.advanceTimersByTime(2_000);
  expect(painted).toHaveBeenCalledOnce();
});

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

const imported: Imported = { created: 42, updated: 0, unchanged: 0, withoutGuests: 0, undo: null };

test('a file is looked at first, and copied where the reader says', async () => {
  const { backend, user } = await openImport('file');
  const summary = await screen.findByTestId('import-summary');
  expect(summary).toHaveTextContent(/Rowing club.*rowing\.ics.*42 events, 22 Nov 2026 to 13 Jun 2027/);
  expect(within(summary).getAllByRole('listitem')).toHaveLength(5);
  expect(summary).toHaveTextContent('1 entry could not be read');
  expect(screen.getByRole('radio', { name: 'Import a copy' })).toBeChecked();
  const options = within(screen.getByLabelText('Import into')).getAllByRole('option');
  expect(options.map(({ textContent }) => textContent)).toEqual([
    'Focus',
    'New calendar on this computer: Rowing club',
    'Work',
    'Team',
  ]);
  expect(screen.getByLabelText('Import into')).toHaveValue('personal');
  const taken: string[] = [];
  backend.importOpened = async (token, calendar) => {
    taken.push(`${token} into ${calendar}`);
    return imported;
  };
  await user.click(screen.getByRole('button', { name: 'Import 42 events' }));
  expect(await screen.findByTestId('toast')).toHaveTextContent('42 events imported into “Focus”.');
  expect(taken).toEqual(['file into personal']);
  expect(screen.queryByTestId('import')).not.toBeInTheDocument();
});

test('into an account events go without their guests, which is said, and can be taken back', async () => {
  const { backend, user } = await openImport('file');
  await user.selectOptions(await screen.findByLabelText('Import into'), 'Work');
  expect(screen.getByLabelText('Import into')).toHaveAccessibleDescription(/nobody is invited/);
  backend.importOpened = async () => ({ ...imported, created: 1, withoutGuests: 1, undo: 7 });
  const undone: [number, Notify][] = [];
  backend.previewUndo = async () => ({ scopes: [], inside: [], outside: [], resets: 0, problem: null });
  backend.undoEdit = async (undo, notify) => void undone.push([undo, notify]);
  await user.click(screen.getByRole('button', { name: 'Import 42 events' }));
  expect(await screen.findByTestId('toast')).toHaveTextContent(
    '1 event imported into “Work”. The guests of 1 were left out.',
  );
  await user.click(screen.getByRole('button', { name: /^Undo/ }));
  await waitFor(() => expect(undone).toEqual([[7, 'none']]));
});

test('what is there already is not imported twice, and that is said', async () => {
  const { backend, user } = await openImport('file');
  backend.importOpened = async () => ({ ...imported, created: 0, unchanged: 42 });
  await user.click(await screen.findByRole('button', { name: 'Import 42 events' }));
  expect(await screen.findByTestId('toast')).toHaveTextContent('Everything in it is in “Focus” already.');
});

test('one event goes where new events go', async () => {
  await openImport('ticket');
  expect(await screen.findByLabelText('Import into')).toHaveValue('work');
  expect(screen.getByRole('button', { name: 'Import 1 event' })).toBeEnabled();
});

test('a file can have a calendar of its own, which a second try does not make again', async () => {
  const { backend, user } = await openImport('file');
  await user.selectOptions(
    await screen.findByLabelText('Import into'),
    'New calendar on this computer: Rowing club',
  );
  const { importOpened } = backend;
  backend.importOpened = () => Promise.reject({ kind: 'opened', message: 'the file is gone', remedy: '' });
  await user.click(screen.getByRole('button', { name: 'Import 42 events' }));
  expect(await screen.findByTestId('problem')).toHaveTextContent('The file is gone.');
  backend.importOpened = importOpened;
  await user.click(screen.getByRole('button', { name: 'Import 42 events' }));
  expect(await screen.findByTestId('toast')).toHaveTextContent('imported into “Rowing club”');
  expect(backend.calendars.filter(({ name }) => name === 'Rowing club')).toHaveLength(1);
});

test.each(['link', 'file'])('a %s can be followed', async (token) => {
  const { backend, user } = await openImport(token);
  await screen.findByTestId('import-summary');
  if (token === 'file') await user.click(screen.getByRole('radio', { name: 'Follow the file' }));
  expect(screen.queryByLabelText('Import into')).not.toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: 'Add calendar' }));
  expect(await screen.findByTestId('toast')).toHaveTextContent('Rowing club');
  expect(backend.calendars.at(-1)).toMatchObject({ name: 'Rowing club', hue: 'teal' });
});

test('a link can be copied once', async () => {
  const { backend, user } = await openImport('link');
  await user.click(await screen.findByRole('radio', { name: 'Import a copy' }));
  const before = backend.calendars.length;
  await user.click(screen.getByRole('button', { name: 'Import 42 events' }));
  expect(await screen.findByTestId('toast')).toHaveTextContent('42 events imported into “Focus”.');
  expect(backend.calendars).toHaveLength(before);
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
  await user.click(screen.getByRole('button', { name: 'Got it' }));
  expect(screen.queryByText('Kalends keeps running in the tray.')).not.toBeInTheDocument();
});
