import { screen, waitFor, within } from '@testing-library/svelte';
import axe from 'axe-core';
import { describe, expect, test, vi } from 'vitest';
import { openWindow, type Opened } from './open';

const block = (name: RegExp) => screen.getAllByRole('button', { name })[0] as HTMLElement;
const toast = () => screen.findByTestId('toast', undefined, { timeout: 2_000 });

/** The window with the keyboard on an event. */
async function on(name: RegExp, options: Parameters<typeof openWindow>[0] = {}): Promise<Opened> {
  const opened = await openWindow(options);
  block(name).focus();
  return opened;
}

describe('keys move and resize without a drag', () => {
  test.each([
    ['{Alt>}{ArrowDown}{ArrowDown}{/Alt}', /^Board prep, Wednesday,? 18 November, 16:30 to 18:00/],
    ['{Alt>}{ArrowUp}{/Alt}', /^Board prep, Wednesday,? 18 November, 15:45 to 17:15/],
    ['{Alt>}{ArrowRight}{/Alt}', /^Board prep, Thursday,? 19 November, 16:00 to 17:30/],
    ['{Alt>}{ArrowLeft}{/Alt}', /^Board prep, Tuesday,? 17 November, 16:00 to 17:30/],
    ['{Alt>}{Shift>}{ArrowDown}{/Shift}{/Alt}', /^Board prep, Wednesday,? 18 November, 16:00 to 17:45/],
    ['{Alt>}{Shift>}{ArrowUp}{/Shift}{/Alt}', /^Board prep, Wednesday,? 18 November, 16:00 to 17:15/],
  ])('%s', async (keys, name) => {
    const { user } = await on(/^Board prep/);
    await user.keyboard(keys);
    await waitFor(() => expect(document.activeElement).toHaveAccessibleName(name));
    const said = keys.includes('Shift') ? '“Board prep” resized.' : '“Board prep” moved.';
    expect(await toast()).toHaveTextContent(said);
    expect(document.activeElement).toHaveAccessibleName(name);
  });

  test('again after a move was saved', async () => {
    const { backend, user } = await on(/^Board prep/);
    const edit = vi.spyOn(backend, 'editEvent');
    await user.keyboard('{Alt>}{ArrowDown}{/Alt}');
    await toast();
    await user.keyboard('{Alt>}{ArrowRight}{/Alt}');
    await waitFor(() => expect(edit).toHaveBeenCalledTimes(2), { timeout: 2_000 });
    expect(document.activeElement).toHaveAccessibleName(/^Board prep, Thursday.*16:15 to 17:45/);
  });

  test('again after a move was taken back', async () => {
    const { user } = await on(/^Board prep/);
    await user.keyboard('{Alt>}{ArrowRight}{/Alt}');
    await toast();
    await user.keyboard('{Control>}z{/Control}');
    await waitFor(() => expect(document.activeElement).toHaveAccessibleName(/^Board prep, Wednesday/));
    await user.keyboard('{Alt>}{ArrowDown}{/Alt}');
    await waitFor(() => expect(document.activeElement).toHaveAccessibleName(/^Board prep.*16:15 to 17:45/));
  });

  test('Ctrl+Z puts a run back that is not saved yet', async () => {
    const { backend, user } = await on(/^Board prep/);
    const edit = vi.spyOn(backend, 'editEvent');
    await user.keyboard('{Alt>}{ArrowDown}{/Alt}{Control>}z{/Control}');
    await waitFor(() => expect(block(/^Board prep/)).toHaveAccessibleName(/16:00 to 17:30/));
    expect(edit).not.toHaveBeenCalled();
  });

  test('what can only be read says why', async () => {
    const { user } = await on(/^Dentist/);
    await user.keyboard('{Alt>}{ArrowDown}{/Alt}');
    expect(await toast()).toHaveTextContent('“Family” can only be read here.');
  });
});

describe('keys on an event', () => {
  test('Del deletes with an undo, and the keyboard goes on', async () => {
    const { user } = await on(/^Board prep/);
    await user.keyboard('{Delete}');
    expect(await toast()).toHaveTextContent('“Board prep” deleted.');
    expect(screen.queryByRole('button', { name: /^Board prep/ })).not.toBeInTheDocument();
    expect(document.activeElement).toHaveClass('ev');
    await user.click(screen.getByRole('button', { name: /^Undo/ }));
    expect(await screen.findByRole('button', { name: /^Board prep/ })).toBeInTheDocument();
  });

  test.each(['e', '{Enter}'])('%s edits, and the draft is drawn while typing', async (key) => {
    const { user } = await on(/^Board prep/);
    await user.keyboard(key);
    const title = await screen.findByRole('textbox', { name: 'Title' });
    await user.clear(title);
    await user.type(title, 'Board');
    expect(await screen.findByRole('button', { name: /^Board, .*draft/ })).toBeInTheDocument();
    await user.keyboard('{Escape}');
    await waitFor(() => expect(block(/^Board prep/)).toHaveFocus());
    expect(await toast()).toHaveTextContent('Draft discarded.');
  });

  test('the keyboard is on the bar that an event became in the editor, and on the event again', async () => {
    const { user } = await on(/^Board prep/);
    for (const [name, becomes] of [
      [/16:00 to 17:30/, 'bar'],
      [/all day/, 'block'],
    ] as const) {
      expect(document.activeElement).toHaveAccessibleName(name);
      await user.keyboard('e');
      await user.click(await screen.findByRole('switch', { name: 'All day' }));
      await user.keyboard('{Control>}{Enter}{/Control}');
      await waitFor(() => expect(document.activeElement).toHaveClass(becomes));
      expect(document.activeElement).toHaveAccessibleName(/^Board prep/);
    }
  });

  test('the keyboard stays on an event moved in a month', async () => {
    vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(900);
    const { user } = await openWindow();
    await user.keyboard('m');
    const chip = await screen.findByRole('button', { name: /^Lisbon offsite, Thursday/ });
    chip.focus();
    await user.keyboard('{Alt>}{ArrowLeft}{/Alt}');
    await toast();
    await waitFor(() => expect(document.activeElement).toHaveAccessibleName(/^Lisbon offsite, Wednesday/));
  });

  test('Enter opens what cannot be changed, as a click does', async () => {
    const { user } = await on(/^Dentist/);
    await user.keyboard('{Enter}');
    expect(await screen.findByRole('complementary', { name: 'Event details' })).toBeVisible();
  });

  test.each([
    ['1', 'accepted'],
    ['2', 'declined'],
    ['3', 'tentative'],
  ])('%s answers an invitation: %s', async (key, response) => {
    const { backend, user } = await on(/^Security review/);
    const respond = vi.spyOn(backend, 'respond');
    await user.keyboard(key);
    await user.click(await screen.findByRole('button', { name: 'Don’t send' }));
    await waitFor(() => expect(respond.mock.calls[0]?.[2]).toBe(response));
  });

  test('on any other event the same keys change the view', async () => {
    const { user } = await on(/^Board prep/);
    await user.keyboard('1');
    await waitFor(() => expect(screen.getByTestId('title')).toHaveTextContent('Friday, 20 November 2026'));
  });
});

describe('questions', () => {
  test('the smallest scope is under the keyboard, arrows walk, Escape takes nothing', async () => {
    const { backend, user } = await on(/^Retro/);
    const remove = vi.spyOn(backend, 'deleteEvent');
    await user.keyboard('{Delete}');
    const dialog = await screen.findByRole('dialog', { name: 'Delete a repeating event' });
    expect(within(dialog).getByRole('button', { name: 'This event' })).toHaveFocus();
    await user.keyboard('{ArrowDown}{ArrowDown}');
    expect(within(dialog).getByRole('button', { name: 'All events' })).toHaveFocus();
    dialog.dispatchEvent(new Event('cancel', { cancelable: true }));
    await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument());
    expect(remove).not.toHaveBeenCalled();
    expect(block(/^Retro/)).toHaveFocus();
  });

  test.each(['This event', 'This and following events', 'All events'])(
    'the keyboard stays on the moved event after “%s”',
    async (scope) => {
      const { user } = await on(/^Retro/);
      await user.keyboard('{Alt>}{ArrowLeft}{ArrowDown}{/Alt}');
      const dialog = await screen.findByRole('dialog', { name: 'Change a repeating event' });
      await user.click(within(dialog).getByRole('button', { name: scope }));
      await screen.findByText(/^“Retro” /, { selector: '[data-testid=toast] *' });
      await waitFor(() => expect(block(/^Retro, Wednesday/)).toHaveFocus());
      expect(document.querySelector('.block[tabindex="0"]')).toBe(block(/^Retro, Wednesday/));
    },
  );

  test('mail names everybody, and not to send is under the keyboard', async () => {
    const { backend, user } = await on(/^Interview/);
    const remove = vi.spyOn(backend, 'deleteEvent');
    await user.keyboard('{Delete}');
    const dialog = await screen.findByRole('dialog', { name: 'Send mail to 2 guests?' });
    expect(dialog).toHaveTextContent(
      /In your organisation\s*jonas@northwind.example\s*Outside\s*lee.chen@mail.example/,
    );
    expect(within(dialog).getByRole('button', { name: 'Don’t send' })).toHaveFocus();
    await user.click(within(dialog).getByRole('button', { name: 'Only outside' }));
    await waitFor(() => expect(remove.mock.calls[0]?.slice(2)).toEqual(['all', 'external']));
  });
});

describe('quick creation', () => {
  test('C asks for a title, Enter saves', async () => {
    const { backend, user } = await openWindow();
    const create = vi.spyOn(backend, 'createEvent');
    await user.keyboard('c');
    const panel = await screen.findByRole('dialog', { name: 'New event' });
    expect(within(panel).getByRole('textbox', { name: 'Title' })).toHaveFocus();
    await user.keyboard('Lunch{Enter}');
    await waitFor(() => expect(create).toHaveBeenCalledOnce());
    expect(create.mock.calls[0]).toMatchObject([
      { title: 'Lunch', calendarId: 'work', time: { startDay: 20_777, startMinute: 870, endMinute: 930 } },
      'none',
    ]);
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
    expect(
      await screen.findByRole('button', { name: /^Lunch, Friday,? 20 November, 14:30/ }),
    ).toBeInTheDocument();
    expect(await toast()).toHaveTextContent('“Lunch” saved.');
  });

  test('More goes on in the editor with what was typed', async () => {
    const { user } = await openWindow();
    await user.keyboard('cLunch');
    await user.click(screen.getByRole('button', { name: /^More/ }));
    expect(await screen.findByRole('complementary', { name: 'Editor' })).toBeVisible();
    expect(screen.getByRole('textbox', { name: 'Title' })).toHaveValue('Lunch');
  });

  test('Escape leaves; what was typed can be taken up again', async () => {
    const { user } = await openWindow();
    await user.keyboard('c{Escape}');
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
    expect(screen.queryByTestId('toast')).not.toBeInTheDocument();
    await user.keyboard('cLunch{Escape}');
    await user.click(await screen.findByRole('button', { name: /^Undo/ }));
    expect(await screen.findByRole('textbox', { name: 'Title' })).toHaveValue('Lunch');
  });

  test('Shift+C opens the editor', async () => {
    const { user } = await openWindow();
    await user.keyboard('{Shift>}C{/Shift}');
    expect(await screen.findByRole('complementary', { name: 'Editor' })).toBeVisible();
  });
});

test('unsent edits are marked on the grid in words, and counted in the toolbar', async () => {
  const { user } = await openWindow({ offline: true });
  expect(block(/^Board prep/)).toHaveAccessibleName(/not sent yet/);
  expect(block(/^Budget Q4/)).toHaveAccessibleName(/was not taken by the server/);
  expect(block(/^Board prep/)).toHaveClass('h-pink', 'unsent');
  expect(screen.getByTestId('offline')).toBeVisible();
  expect(screen.getByTestId('unsent')).toHaveTextContent('3 unsent');
  await user.click(screen.getByTestId('unsent'));
  expect(await screen.findByTestId('pane')).toBeVisible();
});

test.each<[string, (opened: Opened) => Promise<unknown>]>([
  ['quick creation', ({ user }) => user.keyboard('cLunch')],
  [
    'the question about a series',
    async ({ user }) => {
      block(/^Retro/).focus();
      await user.keyboard('{Delete}');
      await screen.findByTestId('question');
    },
  ],
  [
    'the question about mail',
    async ({ user }) => {
      block(/^Interview/).focus();
      await user.keyboard('{Delete}');
      await screen.findByTestId('question');
    },
  ],
])('axe finds nothing: %s', async (_, act) => {
  await act(await openWindow());
  const { violations } = await axe.run(document.body, { rules: { 'color-contrast': { enabled: false } } });
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`)).toEqual([]);
});
