import { screen, waitFor } from '@testing-library/svelte';
import { describe, expect, test } from 'vitest';
import { chordOf, isSingleKey, printedKeys } from '../../src/lib/keys/chords';
import { commands } from '../../src/lib/keys/commands';
import { openWindow } from './open';

const title = () => screen.getByTestId('title').textContent;
const view = () => (screen.getByRole('combobox', { name: 'View', hidden: true }) as HTMLSelectElement).value;

describe('the calendar follows its keys', () => {
  test.each([
    ['d', 'day', 'Friday, 20 November 2026'],
    ['1', 'day', 'Friday, 20 November 2026'],
    ['w', 'week', 'November 2026'],
    ['0', 'week', 'November 2026'],
    ['5', 'work-week', 'November 2026'],
    ['m', 'month', 'November 2026'],
    ['2', '2', 'November 2026'],
    ['3', '3', 'November 2026'],
    ['4', '4', 'November 2026'],
    ['6', '6', 'November 2026'],
    ['mj', 'month', 'December 2026'],
    ['mn', 'month', 'December 2026'],
    ['mk', 'month', 'October 2026'],
    ['mp', 'month', 'October 2026'],
    ['m{ArrowRight}{ArrowRight}', 'month', 'January 2027'],
    ['m{ArrowLeft}', 'month', 'October 2026'],
    ['dj', 'day', 'Saturday, 21 November 2026'],
    ['djjt', 'day', 'Friday, 20 November 2026'],
    ['jj', 'week', /Nov.*Dec.* 2026/],
  ])('%s shows %s', async (keys, expectedView, expectedTitle) => {
    const { user } = await openWindow();
    await user.keyboard(keys);
    await waitFor(() => expect(title()).toMatch(expectedTitle));
    expect(view()).toBe(expectedView);
  });
});

describe('the window follows its keys', () => {
  test.each([
    ['{Control>}k{/Control}', 'Search or run a command'],
    ['/', 'Search or run a command'],
    ['gd', 'Go to date'],
    ['?', 'Keyboard'],
  ])('%s opens “%s”, Escape closes it', async (keys, name) => {
    const { user } = await openWindow();
    await user.keyboard(keys);
    const dialog = screen.getByRole('dialog', { name });
    dialog.dispatchEvent(new Event('cancel', { cancelable: true }));
    await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument());
  });

  test('Ctrl+\\ hides and shows the sidebar', async () => {
    const { user } = await openWindow();
    await user.keyboard('{Control>}\\{/Control}');
    expect(screen.queryByTestId('sidebar')).not.toBeInTheDocument();
    await user.keyboard('{Control>}\\{/Control}');
    expect(screen.getByTestId('sidebar')).toBeVisible();
  });

  test('G S opens the activity, I and Escape close what is open', async () => {
    const { user } = await openWindow();
    await user.keyboard('gs');
    expect(screen.getByRole('complementary', { name: 'Activity' })).toBeVisible();
    await user.keyboard('i');
    expect(screen.queryByRole('complementary')).not.toBeInTheDocument();
    await user.keyboard('i');
    expect(screen.getByRole('complementary', { name: 'Activity' })).toBeVisible();
    await user.keyboard('{Escape}');
    expect(screen.queryByRole('complementary')).not.toBeInTheDocument();
  });

  test('Ctrl+, opens the settings, Escape leads back', async () => {
    const { user } = await openWindow();
    await user.keyboard('{Control>},{/Control}');
    expect(screen.getByRole('heading', { level: 1, name: 'Settings' })).toHaveFocus();
    await user.keyboard('{Escape}');
    expect(screen.getByTestId('title')).toBeVisible();
  });

  test('Z shows and hides the second zone, and says when there is none', async () => {
    const { user } = await openWindow({ settings: { secondZone: 'America/New_York' } });
    expect(screen.getByText('GMT−5')).toBeVisible();
    await user.keyboard('z');
    expect(screen.queryByText('GMT−5')).not.toBeInTheDocument();
    await user.keyboard('z');
    expect(screen.getByText('GMT−5')).toBeVisible();
  });

  test('a date is gone to', async () => {
    const { user } = await openWindow();
    await user.keyboard('gd');
    const date = screen.getByLabelText('Date');
    expect(date).toHaveValue('2026-11-20');
    await user.clear(date);
    await user.type(date, '2028-02-29');
    await user.click(screen.getByRole('button', { name: 'Go' }));
    await waitFor(() => expect(title()).toMatch(/Feb.*Mar.* 2028/));
  });
});

test('single letters do nothing while typing, nor when they are switched off', async () => {
  const { user } = await openWindow({ settings: { singleKeys: false } });
  await user.keyboard('mgd?/');
  expect(view()).toBe('week');
  expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
  await user.keyboard('{Control>}k{/Control}');
  await user.keyboard('m');
  expect(screen.getByTestId('search-box')).toHaveValue('m');
  expect(view()).toBe('week');
});

test('no two commands share a key', () => {
  // What acts on an event comes first while there is one.
  const keys = commands.filter(({ when }) => !when).flatMap((command) => command.keys);
  expect(new Set(keys).size).toBe(keys.length);
});

test('the key sheet lists every key', async () => {
  const { user } = await openWindow();
  await user.keyboard('?');
  const sheet = screen.getByRole('dialog', { name: 'Keyboard' });
  for (const command of commands.filter(({ keys }) => keys.length > 0)) {
    expect(sheet).toHaveTextContent(command.label());
  }
});

describe('chords', () => {
  test.each([
    [{ key: 't' }, 'T'],
    [{ key: 'T', shiftKey: true }, 'T'],
    [{ key: 'е', code: 'KeyT' }, 'T'],
    [{ key: 'k', ctrlKey: true }, 'Mod+K'],
    [{ key: 'k', metaKey: true }, 'Mod+K'],
    [{ key: 'Escape' }, 'Escape'],
    [{ key: 't', altKey: true }, null],
    [{ key: 'Control', ctrlKey: true }, null],
  ])('%j is %s', (init, chord) => {
    expect(chordOf(new KeyboardEvent('keydown', init))).toBe(chord);
  });

  test('Ctrl is printed here, and sequences as two keys', () => {
    expect(printedKeys('Mod+K')).toEqual(['Ctrl+K']);
    expect(printedKeys('G D')).toEqual(['G', 'D']);
    expect(isSingleKey('G D')).toBe(true);
    expect(isSingleKey('Mod+K')).toBe(false);
    expect(isSingleKey('Escape')).toBe(false);
  });
});
