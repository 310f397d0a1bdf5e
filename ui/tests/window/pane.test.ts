import { screen, waitFor, within } from '@testing-library/svelte';
import { describe, expect, test, vi } from 'vitest';
import { hostOf, linkIn } from '../../src/lib/pane/links';
import { alarmText, durationText, spanText } from '../../src/lib/pane/when';
import { formats } from '../../src/lib/time';
import { openWindow, type Opened } from './open';

async function openEvent(title: RegExp): Promise<Opened & { pane: HTMLElement }> {
  const opened = await openWindow();
  const [event] = screen.getAllByRole('button', { name: title });
  if (event) await opened.user.click(event);
  const pane = await screen.findByRole('complementary', { name: 'Event details' });
  await within(pane).findByTestId('event-details');
  return { ...opened, pane };
}

test('an event tells when, where, who and from which calendar', async () => {
  const { pane } = await openEvent(/^Demo rehearsal/);
  expect(within(pane).getByRole('heading', { name: 'Demo rehearsal' })).toHaveFocus();
  for (const fact of [
    'Friday 20 November 2026',
    '15:00 – 16:00',
    'Berlin, Europe · GMT+1',
    '09:00 – 10:00',
    'New York, America · GMT−5',
    'Room Ada',
    '5 people',
    '3 yes, 1 maybe, 1 open',
    'Mia Krüger accepted you organiser',
    'Priya Nair no answer yet optional',
    '10 minutes before',
    'Team',
    'mia@northwind.example',
  ]) {
    expect(pane.textContent?.replace(/\s+/g, ' ').replace('Friday,', 'Friday')).toContain(fact);
  }
});

test('links leave through the engine and nowhere else', async () => {
  const { backend, pane, user } = await openEvent(/^Demo rehearsal/);
  await user.click(within(pane).getByRole('button', { name: 'Join' }));
  await user.click(within(pane).getByRole('link', { name: 'docs.northwind.example/demo' }));
  await user.click(within(pane).getByRole('link', { name: 'mia@northwind.example' }));
  expect(backend.opened).toEqual([
    'https://meet.northwind.example/abc-defg-hij',
    'https://docs.northwind.example/demo',
    'mailto:mia@northwind.example',
  ]);
});

test('what is odd about an event is said in words', async () => {
  const { pane } = await openEvent(/^Dentist/);
  expect(pane).toHaveTextContent('The time zone “Berlin Standard” is unknown');
});

test('Escape closes the details and the focus returns to the event', async () => {
  const { user } = await openEvent(/^Dentist/);
  await user.keyboard('{Escape}');
  expect(screen.queryByRole('complementary')).not.toBeInTheDocument();
  await waitFor(() => expect(document.activeElement?.textContent).toContain('Dentist'));
});

test('open details follow the data, also when the event is gone', async () => {
  const { backend, pane } = await openEvent(/^Dentist/);
  const gone = { kind: 'not_found', message: 'This event was removed.', remedy: '' };
  backend.getEvent = () => Promise.reject(gone);
  backend.push.dataChanged(['family']);
  expect(await within(pane).findByText(/This event was removed/)).toBeVisible();
});

describe('the answer to an invitation', () => {
  async function openInvitation() {
    const opened = await openEvent(/^Security review/);
    const respond = vi.spyOn(opened.backend, 'respond');
    return { ...opened, respond };
  }

  test.each([
    ['Yes', 'accepted'],
    ['Maybe', 'tentative'],
    ['No', 'declined'],
  ] as const)('%s', async (label, response) => {
    const { pane, respond, user } = await openInvitation();
    await user.click(within(pane).getByRole('button', { name: label }));
    await user.click(await screen.findByRole('button', { name: 'Don’t send' }));
    await waitFor(() => expect(respond).toHaveBeenCalledOnce());
    expect(respond.mock.calls[0]?.slice(2)).toEqual([response, null, 'all', 'none']);
    await waitFor(() =>
      expect(within(pane).getByRole('button', { name: label })).toHaveAttribute('aria-pressed', 'true'),
    );
  });

  test.each([
    ['1', 'accepted'],
    ['2', 'declined'],
    ['3', 'tentative'],
  ] as const)('key %s in the pane answers and leaves the view alone', async (key, response) => {
    const { respond, user } = await openInvitation();
    await user.keyboard(key);
    await user.click(await screen.findByRole('button', { name: 'Don’t send' }));
    await waitFor(() => expect(respond.mock.calls[0]?.[2]).toBe(response));
    expect((screen.getByRole('combobox', { name: 'View' }) as HTMLSelectElement).value).toBe('week');
  });

  test('a note goes along, digits in it answer nothing, Escape takes it back', async () => {
    const { pane, respond, user } = await openInvitation();
    await user.click(within(pane).getByRole('button', { name: 'Add a note' }));
    const note = within(pane).getByLabelText('A note to the organiser');
    expect(note).toHaveFocus();
    await user.keyboard('x{Escape}');
    expect(within(pane).getByRole('button', { name: 'Add a note' })).toHaveFocus();
    await user.click(within(pane).getByRole('button', { name: 'Add a note' }));
    await user.keyboard('10 minutes late');
    expect(respond).not.toHaveBeenCalled();
    await user.click(within(pane).getByRole('button', { name: 'Yes' }));
    await waitFor(() => expect(respond.mock.calls[0]?.slice(2, 4)).toEqual(['accepted', '10 minutes late']));
  });
});

test.each([
  ['one’s own', /^Board prep/, ['Edit', 'Duplicate', 'Delete']],
  ['an invitation', /^Security review/, ['Edit', 'Duplicate', 'Delete']],
  ['a calendar link', /^Dentist/, ['Duplicate']],
] as const)('what can be done follows the rights: %s', async (_, title, names) => {
  const { pane } = await openEvent(title);
  const actions = within(pane).getByRole('group', { name: 'What to do with this event' });
  expect(
    within(actions)
      .getAllByRole('button')
      .map((one) => one.textContent?.trim()),
  ).toEqual(names);
});

test('people say what they wrote, and who is not shown is said', async () => {
  const { backend, pane } = await openEvent(/^Demo rehearsal/);
  expect(pane).toHaveTextContent('Mia Krüger accepted you organiser');
  expect(within(pane).getByText('May be ten minutes late.')).toBeVisible();
  const read = backend.getEvent;
  const attachments = [{ url: 'https://docs.northwind.example/deck', title: 'Deck', mime: 'text/html' }];
  backend.getEvent = async (...asked) => ({
    ...(await read(...asked)),
    peopleHidden: true,
    visibility: 'private',
    attachments,
  });
  backend.push.dataChanged(['team']);
  expect(await within(pane).findByText('Not everybody who is invited is shown here.')).toBeVisible();
  expect(pane).toHaveTextContent('Private');
  within(pane).getByRole('button', { name: 'Deck' }).click();
  await waitFor(() => expect(backend.opened).toContain('https://docs.northwind.example/deck'));
});

describe('times written out', () => {
  const texts = formats('en-GB', false);
  const span = (start: string, end: string) => ({ zone: 'UTC', abbreviation: 'UTC', start, end });
  test.each([
    ['within a day', '2026-11-20T15:00:00', '2026-11-20T16:30:00', false, '15:00 – 16:30'],
    ['until midnight', '2026-11-20T22:00:00', '2026-11-21T00:00:00', false, '22:00 – 00:00'],
    ['over midnight', '2026-11-20T22:00:00', '2026-11-21T02:00:00', false, '22:00 – 21 Nov, 02:00'],
    ['a moment', '2026-11-20T22:00:00', '2026-11-20T22:00:00', false, '22:00'],
    ['a day', '2026-11-20', '2026-11-21', true, 'All day'],
  ])('%s', (_, start, end, allDay, time) => {
    expect(spanText(span(start, end), allDay, texts).time).toBe(time);
  });

  test('an all-day end is the last day, not the one after', () => {
    const { day } = spanText(span('2026-11-19', '2026-11-22'), true, texts);
    expect(day).toMatch(/19 November – .*21 November 2026/);
  });

  test.each([
    [0, '0 minutes'],
    [1, '1 minute'],
    [60, '1 hour'],
    [90, '90 minutes'],
    [2880, '2 days'],
  ])('%i minutes are “%s”', (minutes, text) => expect(durationText(minutes)).toBe(text));

  test('reminders', () => {
    expect(alarmText([10, 1440])).toBe('10 minutes, 1 day before');
    expect(alarmText([0])).toBe('at the start');
  });
});

test.each([
  ['https://meet.example.com/x', 'https://meet.example.com/x'],
  [' http://a.example ', 'http://a.example'],
  ['Room Ada, https://a.example', null],
  ['javascript:alert(1)', null],
  ['', null],
])('a place %j opens %j', (place, link) => expect(linkIn(place)).toBe(link));

test('a link is shown by its host', () => {
  expect(hostOf('https://meet.example.com/x?y')).toBe('meet.example.com');
  expect(hostOf('tel:+49')).toBe('tel:+49');
});
