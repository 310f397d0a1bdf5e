import { fireEvent, screen, waitFor, within } from '@testing-library/svelte';
import type { UserEvent } from '@testing-library/user-event';
import { describe, expect, test, vi } from 'vitest';
import type { EventChange } from '../../src/lib/ipc/bindings';
import type { Demo } from '../../src/lib/ipc/demo';
import { openWindow, type Opened } from './open';

interface Editing extends Opened {
  editor: HTMLElement;
  field: ReturnType<typeof within>;
}

async function edit(title: RegExp, change?: Parameters<typeof openWindow>[1]): Promise<Editing> {
  const opened = await openWindow({}, change);
  const [event] = screen.getAllByRole('button', { name: title });
  if (event) await opened.user.click(event);
  await opened.user.click(await screen.findByTestId('edit-event'));
  const editor = await screen.findByTestId('editor');
  return { ...opened, editor, field: within(editor) };
}

/** What the engine is asked to change when the form is saved. */
async function saved(backend: Demo, user: UserEvent): Promise<EventChange> {
  const editEvent = vi.spyOn(backend, 'editEvent');
  await user.click(screen.getByTestId('editor-save'));
  await waitFor(() => expect(editEvent).toHaveBeenCalledOnce());
  return editEvent.mock.calls[0]?.[2] ?? {};
}

/** A Google event of one's own without guests, Wednesday 18 November, 16:00 to 17:30. */
const boardPrep = /^Board prep/;
const wednesday = 20_775;
const time = {
  allDay: false,
  zone: 'Europe/Berlin',
  startDay: wednesday,
  startMinute: 960,
  endDay: wednesday,
  endMinute: 1050,
};

type Act = (editing: Editing) => Promise<unknown>;
const replace = async ({ user, field }: Editing, label: string, text: string) => {
  const input = field.getByLabelText(label);
  await user.clear(input);
  await user.type(input, `${text}{Enter}`);
};

describe('each field changes its part of the event and nothing else', () => {
  const cases: [string, Act, EventChange][] = [
    [
      'title',
      ({ user, field }) => user.type(field.getByLabelText('Title'), ', second'),
      { title: 'Board prep, second' },
    ],
    [
      'start time, which takes the end along',
      (on) => replace(on, 'Start time', '9.30'),
      { time: { ...time, startMinute: 570, endMinute: 660 } },
    ],
    ['end time', (on) => replace(on, 'End time', '6pm'), { time: { ...time, endMinute: 1080 } }],
    [
      'end time before the start',
      (on) => replace(on, 'End time', '1'),
      { time: { ...time, endDay: wednesday + 1, endMinute: 60 } },
    ],
    [
      'start date in words',
      (on) => replace(on, 'Start date', 'tomorrow'),
      { time: { ...time, startDay: wednesday + 3, endDay: wednesday + 3 } },
    ],
    [
      'start date by arrow key',
      ({ user, field }) => user.type(field.getByLabelText('Start date'), '{ArrowUp}'),
      { time: { ...time, startDay: wednesday + 1, endDay: wednesday + 1 } },
    ],
    [
      'whole day',
      ({ user, field }) => user.click(field.getByRole('switch', { name: 'All day' })),
      { time: { ...time, allDay: true, startMinute: 0, endMinute: 0, endDay: wednesday + 1 } },
    ],
    [
      'zone',
      async ({ user, field }) => {
        await user.click(field.getByLabelText('Time zone'));
        await user.keyboard('new york{Enter}');
      },
      { time: { ...time, zone: 'America/New_York' } },
    ],
    [
      'repeat by name',
      ({ user, field }) => user.selectOptions(field.getByLabelText('Repeat'), 'Every week on Wednesday'),
      { rules: ['FREQ=WEEKLY;BYDAY=WE'] },
    ],
    [
      'calendar',
      async ({ user, field }) => {
        await user.click(field.getByRole('button', { name: 'Calendar: Work' }));
        await user.click(screen.getByRole('menuitemradio', { name: 'Team' }));
      },
      { calendarId: 'team' },
    ],
    [
      'place',
      ({ user, field }) => user.type(field.getByLabelText('Place'), 'Room Ada'),
      { location: 'Room Ada' },
    ],
    [
      'video call',
      ({ user, field }) => user.click(field.getByRole('button', { name: 'Add a video call' })),
      { conference: true },
    ],
    ['notes', ({ user, field }) => user.type(field.getByLabelText('Notes'), 'a{Enter}b'), { notes: 'a\nb' }],
    [
      'reminders',
      async ({ user, field }) => {
        await user.click(field.getByRole('button', { name: 'Change reminders' }));
        await user.click(field.getByRole('button', { name: 'Add a reminder' }));
      },
      { reminders: { useDefault: false, minutes: [10, 30], mails: [] } },
    ],
    [
      'a reminder’s unit',
      async ({ user, field }) => {
        await user.click(field.getByRole('button', { name: 'Change reminders' }));
        await user.selectOptions(field.getByLabelText('Unit'), 'hours before');
      },
      { reminders: { useDefault: false, minutes: [600], mails: [] } },
    ],
    [
      'colour',
      ({ user, field }) => user.click(field.getByRole('radio', { name: 'Green' })),
      { hue: 'green' },
    ],
    [
      'busy or free',
      ({ user, field }) => user.selectOptions(field.getByLabelText('Show as'), 'Free'),
      { busy: false },
    ],
    [
      'visibility',
      ({ user, field }) => user.selectOptions(field.getByLabelText('Visibility'), 'Private'),
      { visibility: 'private' },
    ],
    [
      'tentative',
      ({ user, field }) => user.click(field.getByRole('switch', { name: 'Tentative' })),
      { tentative: true },
    ],
  ];

  test.each(cases)('%s', async (_, act, change) => {
    const editing = await edit(boardPrep);
    await act(editing);
    expect(await saved(editing.backend, editing.user)).toEqual(change);
  });
});

describe('typed times', () => {
  test('what means nothing stays, with a hint, and is not saved', async () => {
    const { field, user } = await edit(boardPrep);
    const start = field.getByLabelText('Start time');
    await user.clear(start);
    await user.type(start, 'noonish{Enter}');
    expect(start).toHaveValue('noonish');
    expect(start).toHaveAccessibleDescription('Type a time such as 9:30.');
    expect(screen.getByTestId('editor-save')).toBeDisabled();
    await user.keyboard('{Escape}');
    expect(start).toHaveValue('16:00');
    expect(screen.getByTestId('editor')).toBeVisible();
  });

  test('ends are offered with the length they give, and taken by pointer', async () => {
    const { backend, field, user } = await edit(boardPrep);
    await user.click(field.getByLabelText('End time'));
    expect(screen.getByRole('option', { name: '16:45 45 min' })).toBeInTheDocument();
    await user.click(screen.getByRole('option', { name: '18:00 2 h' }));
    expect(field.getByTestId('length')).toHaveTextContent('2 h');
    expect(await saved(backend, user)).toEqual({ time: { ...time, endMinute: 1080 } });
  });

  test('another zone says what it means for the reader', async () => {
    const { field, user } = await edit(boardPrep);
    await user.click(field.getByLabelText('Time zone'));
    await user.keyboard('tokyo{Enter}');
    expect(field.getByTestId('length')).toHaveTextContent('1 h 30 min, 08:00 – 09:30 for you (Berlin)');
  });

  test('a month can be picked from, and the focus returns', async () => {
    const { field, user } = await edit(boardPrep);
    const opener = field.getByRole('button', { name: 'Choose a date, End date' });
    await user.click(opener);
    const picker = screen.getByRole('dialog', { name: 'Choose a date' });
    expect(within(picker).getByRole('button', { name: /18 November/ })).toHaveFocus();
    await user.click(within(picker).getByRole('button', { name: /19 November/ }));
    expect(field.getByLabelText('End date')).toHaveValue('Thu 19 Nov');
    expect(opener).toHaveFocus();
  });
});

describe('repeating', () => {
  test('the builder makes a rule and says it in words', async () => {
    const { backend, field, user } = await edit(boardPrep);
    await user.selectOptions(field.getByLabelText('Repeat'), 'custom');
    const builder = within(field.getByTestId('repeat-builder'));
    const every = builder.getByLabelText('Every');
    await user.clear(every);
    await user.type(every, '2{Tab}');
    await user.click(builder.getByRole('button', { name: 'Monday' }));
    await user.selectOptions(builder.getByLabelText('Ends'), 'after');
    expect(await field.findByText(/Every 2 weeks on Monday, Wednesday, 10 times/)).toBeVisible();
    expect(await saved(backend, user)).toEqual({ rules: ['FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE;COUNT=10'] });
  });

  test('the last day of a week cannot be taken out', async () => {
    const { field, user } = await edit(boardPrep);
    await user.selectOptions(field.getByLabelText('Repeat'), 'custom');
    const only = field.getByRole('button', { name: 'Wednesday' });
    await user.click(only);
    expect(only).toHaveAttribute('aria-pressed', 'true');
  });

  test('a rule that cannot be shown stays as it is until it is replaced', async () => {
    const odd = 'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1';
    const { field, user } = await edit(/^Standup/, (backend) => {
      const read = backend.getEditable;
      backend.getEditable = async (...asked) => ({ ...(await read(...asked)), rules: [odd] });
    });
    const kept = await field.findByTestId('rule-kept');
    expect(kept).toHaveTextContent('It stays as it is.');
    await user.click(within(kept).getByRole('button', { name: 'Replace' }));
    expect(field.getByTestId('repeat-builder')).toBeVisible();
  });

  test('an occurrence of a series says that its rule is that of all', async () => {
    const { editor } = await edit(/^Standup/);
    expect(editor).toHaveTextContent('One of a series.');
    expect(editor).toHaveTextContent('A change here is a change of the series.');
  });
});

describe('guests', () => {
  test('many are pasted at once; what is no address stays to be put right', async () => {
    const { field, user } = await edit(boardPrep);
    const input = field.getByLabelText('Add guests by mail address');
    await user.click(input);
    await user.paste('Ana Sousa <ana@northwind.example>, jonas@northwind.example; nobody');
    const list = within(field.getByRole('list', { name: 'Guests' }));
    expect(list.getAllByRole('listitem').map((one) => one.textContent?.trim())).toEqual([
      expect.stringContaining('Ana Sousa, no answer yet'),
      expect.stringContaining('jonas@northwind.example, no answer yet'),
    ]);
    expect(input).toHaveValue('nobody');
    expect(input).toHaveAccessibleDescription('“nobody” is not a mail address.');
  });

  test('Enter, comma and leaving the field each take what was typed', async () => {
    const { field, user } = await edit(boardPrep);
    const input = field.getByLabelText('Add guests by mail address');
    await user.type(input, 'a@x.example{Enter}b@x.example,c@x.example{Tab}');
    expect(within(field.getByRole('list', { name: 'Guests' })).getAllByRole('listitem')).toHaveLength(3);
  });

  test('guests are optional, removed, and given rights', async () => {
    const { backend, field, user } = await edit(boardPrep);
    await user.type(field.getByLabelText('Add guests by mail address'), 'a@x.example,b@x.example{Enter}');
    await user.click(field.getByRole('button', { name: 'Optional: a@x.example' }));
    await user.click(field.getByRole('button', { name: 'Remove b@x.example' }));
    await user.click(field.getByRole('switch', { name: 'Change the event' }));
    await user.click(field.getByRole('switch', { name: 'See who else is invited' }));
    backend.previewEdit = async () => ({ scopes: [], inside: [], outside: [], resets: 0, problem: null });
    expect(await saved(backend, user)).toEqual({
      guests: [{ email: 'a@x.example', name: '', optional: true }],
      guestRights: { seeOthers: false, inviteOthers: true, modify: true },
    });
  });

  test('answers are a sign and a word', async () => {
    const { field } = await edit(/^Demo rehearsal/);
    const list = field.getByRole('list', { name: 'Guests' });
    expect(list).toHaveTextContent(/Ana Sousa, accepted/);
    expect(list).toHaveTextContent(/Jonas Weber, maybe/);
  });

  test('a list that is not whole is not touched', async () => {
    const { field } = await edit(boardPrep, (backend) => {
      const read = backend.getEditable;
      backend.getEditable = async (...asked) => ({ ...(await read(...asked)), guestsHidden: true });
    });
    expect(field.queryByLabelText('Add guests by mail address')).not.toBeInTheDocument();
    expect(field.getByText(/The list of guests is not complete/)).toBeVisible();
  });
});

describe('leaving and failing', () => {
  test('Ctrl+Enter saves what is still being typed', async () => {
    const { backend, field, user } = await edit(boardPrep);
    const editEvent = vi.spyOn(backend, 'editEvent');
    const start = field.getByLabelText('Start time');
    await user.clear(start);
    await user.type(start, '10{Control>}{Enter}{/Control}');
    await waitFor(() => expect(editEvent).toHaveBeenCalledOnce());
    expect(editEvent.mock.calls[0]?.[2]).toMatchObject({ time: { startMinute: 600 } });
    await waitFor(() => expect(screen.queryByTestId('editor')).not.toBeInTheDocument());
  });

  test('Escape goes back to the details, and the draft comes back with undo', async () => {
    const { field, user } = await edit(boardPrep);
    await user.type(field.getByLabelText('Title'), ' two');
    await user.keyboard('{Escape}');
    expect(screen.queryByTestId('editor')).not.toBeInTheDocument();
    expect(await screen.findByTestId('event-details')).toBeVisible();
    expect(screen.getByRole('heading', { name: 'Board prep' })).toHaveFocus();
    await user.keyboard('{Control>}z{/Control}');
    expect(await screen.findByLabelText('Title')).toHaveValue('Board prep two');
  });

  test('Escape closes what is open within before the editor itself', async () => {
    const { field, user } = await edit(boardPrep);
    await user.click(field.getByLabelText('End time'));
    expect(screen.getByRole('listbox')).toBeInTheDocument();
    await user.keyboard('{Escape}');
    expect(screen.queryByRole('listbox')).not.toBeInTheDocument();
    expect(screen.getByTestId('editor')).toBeVisible();
  });

  test('a refusal is told beside Save, and nothing that was typed is lost', async () => {
    const refuse = { kind: 'busy', message: 'the event was not saved', remedy: 'Try again.' };
    const { field, user } = await edit(boardPrep, (backend) => {
      backend.editEvent = () => Promise.reject(refuse);
    });
    await user.type(field.getByLabelText('Title'), ' two');
    await user.click(screen.getByTestId('editor-save'));
    expect(await field.findByRole('alert')).toHaveTextContent('The event was not saved. Try again.');
    expect(field.getByLabelText('Title')).toHaveValue('Board prep two');
    expect(screen.getByTestId('editor-save')).toBeEnabled();
  });

  test('what only the organiser may change is shown, not editable, and said once', async () => {
    const { field } = await edit(/^Security review/);
    expect(field.getByTestId('editor-locked')).toHaveTextContent(
      /Only jonas@northwind\.example can change this event\. You can set your own reminders/,
    );
    for (const label of ['Title', 'Start time', 'Repeat', 'Notes']) {
      expect(field.getByLabelText(label)).toBeDisabled();
    }
    expect(field.getByRole('button', { name: /^Calendar:/ })).toBeDisabled();
    for (const label of ['Show as', 'Visibility']) expect(field.getByLabelText(label)).toBeEnabled();
  });
});

test('a duplicate is a new event that begins as the other one', async () => {
  const { backend, user } = await openWindow();
  const createEvent = vi.spyOn(backend, 'createEvent');
  const [event] = screen.getAllByRole('button', { name: /^Dentist/ });
  if (event) await user.click(event);
  await user.click(await screen.findByRole('button', { name: 'Duplicate' }));
  const title = await screen.findByTestId('editor-title');
  expect(title).toHaveFocus();
  expect(title).toHaveValue('Dentist');
  await user.selectOptions(screen.getByLabelText('Repeat'), 'Every day');
  await fireEvent.click(screen.getByTestId('editor-save'));
  await waitFor(() => expect(createEvent).toHaveBeenCalledOnce());
  // The calendar it came from can only be read.
  expect(createEvent.mock.calls[0]?.[0]).toMatchObject({
    title: 'Dentist',
    calendarId: 'work',
    location: 'Lindenstraße 4',
    rules: ['FREQ=DAILY'],
  });
});

test('the rule of a new event follows the day it is moved to', async () => {
  const { user } = await openWindow();
  const [event] = screen.getAllByRole('button', { name: /^Dentist/ });
  if (event) await user.click(event);
  await user.click(await screen.findByRole('button', { name: 'Duplicate' }));
  await user.selectOptions(await screen.findByLabelText('Repeat'), 'Every week on Wednesday');
  await user.type(screen.getByLabelText('Start date'), '{ArrowUp}');
  expect(screen.getByLabelText('Repeat')).toHaveDisplayValue('Every week on Thursday');
});

test('a new event can be saved as it stands, without a title', async () => {
  const { backend, user } = await openWindow();
  const createEvent = vi.spyOn(backend, 'createEvent');
  await user.keyboard('{Shift>}C{/Shift}');
  expect(await screen.findByTestId('editor-title')).toHaveFocus();
  await user.keyboard('{Control>}{Enter}{/Control}');
  await waitFor(() => expect(createEvent).toHaveBeenCalledOnce());
  expect(createEvent.mock.calls[0]?.[0]).toMatchObject({ title: '', calendarId: 'work' });
});
