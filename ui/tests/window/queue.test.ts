import { screen, waitFor, within } from '@testing-library/svelte';
import { expect, test, vi } from 'vitest';
import { demoMoment } from '../../src/lib/ipc/demo';
import type { QueueEntry } from '../../src/lib/ipc/bindings';
import { openWindow, type Opened } from './open';

async function openQueue(
  change: Parameters<typeof openWindow>[1] = () => undefined,
  options: Parameters<typeof openWindow>[0] = {},
): Promise<Opened & { queue: HTMLElement }> {
  const opened = await openWindow(options, change);
  await opened.user.click(await screen.findByRole('button', { name: /^\d+ unsent$/ }));
  return { ...opened, queue: await screen.findByTestId('queue') };
}

const card = (name: RegExp) => screen.getByRole('article', { name });
const unconfirmed: QueueEntry = {
  id: 'q',
  eventId: 'work/Board prep/20775',
  original: null,
  calendarId: 'work',
  title: 'Board prep',
  op: 'delete',
  state: 'conflict',
  since: '2026-11-20T10:00:00Z',
  attempts: 0,
  nextTry: null,
  reason: '',
  problem: null,
  fields: [{ name: 'deleted', base: '', mine: 'deleted', theirs: 'changed', conflict: true }],
};

test('what was not sent is listed, those that need the reader first', async () => {
  const { queue } = await openQueue(undefined, { offline: true });
  const cards = within(queue).getAllByRole('article');
  expect(cards.map((one) => one.getAttribute('aria-label'))).toEqual([
    expect.stringMatching(/, Changed elsewhere$/),
    expect.stringMatching(/, Refused by the server$/),
    'Change: Board prep, Not sent yet',
  ]);
  expect(cards[2]).toHaveTextContent('Since 14:20 Waiting for the network. Send now Discard');
});

test('what is tried again says so once, with when', async () => {
  const again: QueueEntry = {
    ...unconfirmed,
    state: 'retrying',
    nextTry: new Date(Date.parse(demoMoment.now) + 300_000).toISOString(),
    fields: [],
  };
  await openQueue((demo) => demo.queue.splice(0, demo.queue.length, again));
  expect(card(/Not sent yet/)).toHaveTextContent(/Since \d\d:\d\d Next try in 5 minutes\. Send now/);
});

test.each([
  ['Keep mine', { how: 'mine' }],
  ['Take theirs', { how: 'theirs' }],
  ['Keep both', { how: 'both' }],
] as const)('a conflict is settled at once: %s', async (button, resolution) => {
  const { backend, user } = await openQueue();
  const resolveQueue = vi.spyOn(backend, 'resolveQueue');
  const [entry] = backend.queue;
  await user.click(within(card(/Budget Q4, Changed/)).getByRole('button', { name: button }));
  await waitFor(() => expect(resolveQueue).toHaveBeenCalledExactlyOnceWith(entry?.id, resolution));
  await waitFor(() => expect(screen.queryByRole('article', { name: /Budget Q4/ })).not.toBeInTheDocument());
});

test('or field by field, once each is chosen', async () => {
  const { backend, user } = await openQueue((demo) => {
    const [first] = demo.queue;
    if (!first) return;
    const title = {
      name: 'title',
      base: 'Budget',
      mine: 'Budget 2027',
      theirs: 'Budget, final',
      conflict: true,
    };
    demo.queue[0] = { ...first, fields: [...first.fields, title] };
  });
  const resolveQueue = vi.spyOn(backend, 'resolveQueue');
  const conflict = within(card(/Budget Q4, Changed/));
  const time = within(conflict.getByRole('group', { name: 'Time' }));
  expect(conflict.queryByRole('button', { name: 'Apply choices' })).not.toBeInTheDocument();
  await user.click(time.getByRole('radio', { name: /^Theirs.*14:00/ }));
  expect(conflict.getByRole('button', { name: 'Apply choices' })).toBeDisabled();
  await user.click(
    within(conflict.getByRole('group', { name: 'Title' })).getByRole('radio', { name: /^Yours/ }),
  );
  await user.click(conflict.getByRole('button', { name: 'Apply choices' }));
  await waitFor(() =>
    expect(resolveQueue).toHaveBeenCalledExactlyOnceWith(expect.any(String), {
      how: 'fields',
      mine: ['title'],
    }),
  );
});

test('a deletion that meets a change is one choice of two', async () => {
  const { backend, user } = await openQueue((demo) => (demo.queue = [unconfirmed]));
  const resolveQueue = vi.spyOn(backend, 'resolveQueue');
  const conflict = within(card(/^Delete: Board prep/));
  expect(conflict.queryByRole('radio')).not.toBeInTheDocument();
  expect(conflict.queryByRole('button', { name: 'Keep both' })).not.toBeInTheDocument();
  expect(conflict.getByRole('button', { name: 'Delete anyway' })).toBeVisible();
  await user.click(conflict.getByRole('button', { name: 'Keep the event' }));
  await waitFor(() => expect(resolveQueue).toHaveBeenCalledExactlyOnceWith('q', { how: 'theirs' }));
});

test('a refused edit shows the reason and keeps the reader’s version until it is dismissed', async () => {
  const { backend, user } = await openQueue();
  const discardQueue = vi.spyOn(backend, 'discardQueue');
  const refused = card(/Refused by the server$/);
  expect(refused).toHaveTextContent('only the organiser can change this event. Ask the organiser');
  expect(within(refused).getByRole('insertion')).toHaveTextContent('Customer call: Contoso, prep');
  await user.click(within(refused).getByRole('button', { name: 'Dismiss' }));
  expect(screen.queryByRole('article', { name: /Refused/ })).not.toBeInTheDocument();
  await user.keyboard('{Control>}z{/Control}');
  expect(card(/Refused/)).toBeVisible();
  expect(discardQueue).not.toHaveBeenCalled();
  await user.click(within(card(/Refused/)).getByRole('button', { name: 'Dismiss' }));
  await user.click(screen.getByRole('button', { name: 'Dismiss' }));
  await waitFor(() => expect(discardQueue).toHaveBeenCalledOnce());
});

test('trying again is for one, sending now for all', async () => {
  const { backend, user, queue } = await openQueue(undefined, { offline: true });
  const retryQueue = vi.spyOn(backend, 'retryQueue');
  await user.click(within(card(/Refused/)).getByRole('button', { name: 'Try again' }));
  await user.click(
    within(queue.parentElement as HTMLElement).getAllByRole('button', { name: 'Send now' })[0] as Element,
  );
  await waitFor(() => expect(retryQueue.mock.calls).toEqual([[expect.stringContaining('Contoso')], [null]]));
});

test('what goes wrong is said and the entry stays', async () => {
  const { user } = await openQueue((demo) => {
    demo.resolveQueue = () =>
      Promise.reject({ kind: 'stale', message: 'the event changed again', remedy: '' });
  });
  await user.click(within(card(/Budget Q4/)).getByRole('button', { name: 'Keep mine' }));
  expect(await screen.findByTestId('toast')).toHaveTextContent('The event changed again.');
  await waitFor(() =>
    expect(within(card(/Budget Q4/)).getByRole('button', { name: 'Keep mine' })).toBeEnabled(),
  );
});

test('the details of an event show its conflict', async () => {
  const { user } = await openWindow();
  await user.click(screen.getAllByRole('button', { name: /^Budget Q4/ })[0] as Element);
  const pane = await screen.findByRole('complementary', { name: 'Event details' });
  expect(await within(pane).findByRole('group', { name: 'Time' })).toHaveTextContent(
    /Before Thu 19 Nov, 10:00 – 11:00 Yours Thu 19 Nov, 10:00 – 12:00 Theirs Thu 19 Nov, 14:00 – 15:00/,
  );
});

test('the title of an entry leads to its event', async () => {
  const { user } = await openQueue();
  await user.click(within(card(/Budget Q4/)).getByRole('button', { name: 'Change: Budget Q4' }));
  expect(await screen.findByRole('heading', { name: 'Budget Q4' })).toHaveFocus();
});
