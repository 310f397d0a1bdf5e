import { screen, waitFor, within } from '@testing-library/svelte';
import { expect, test, vi } from 'vitest';
import { openWindow, type Opened } from './open';

async function openApprovals(
  change: Parameters<typeof openWindow>[1] = () => undefined,
  options: Parameters<typeof openWindow>[0] = {},
): Promise<Opened & { pane: HTMLElement }> {
  const opened = await openWindow({ agents: true, ...options }, change);
  await opened.user.keyboard('gi');
  return { ...opened, pane: await screen.findByTestId('approvals') };
}

const card = (name: string) => screen.getByRole('article', { name });
/** Whether there is still an answer to give. */
const isOpen = (name: string) => screen.queryByRole('button', { name: `Reject: ${name}` }) !== null;
const move = 'Move “Security review”';
const add = 'Add “Prep: board deck”';

test('the toolbar counts what waits and opens the pane; the keyboard starts on a title', async () => {
  const { user } = await openWindow({ agents: true });
  expect(await screen.findByTestId('approvals-badge')).toHaveTextContent(/^6$/);
  await user.click(screen.getByRole('button', { name: 'Approvals, 6 proposals wait' }));
  await waitFor(() => expect(screen.getByRole('button', { name: move })).toHaveFocus());
});

test('without proposals it says so, and there is no number', async () => {
  const { user } = await openWindow();
  await user.keyboard('gi');
  expect(await screen.findByTestId('approvals-empty')).toHaveTextContent('Nothing waiting');
  expect(screen.queryByTestId('approvals-badge')).not.toBeInTheDocument();
  expect(screen.getByRole('heading', { name: 'Approvals' })).toHaveFocus();
});

test('a card says who, why, before and after, what it collides with and whom it mails', async () => {
  await openApprovals();
  const moved = within(card(move));
  expect(moved.getByText(/^Claude, 14:02$/)).toBeVisible();
  expect(moved.getByRole('blockquote', { hidden: true })).toHaveTextContent(/^Jonas asked for later/);
  expect(moved.getByRole('deletion')).toHaveTextContent('before: 15:30 – 16:30');
  expect(moved.getByRole('img', { name: 'becomes' })).toBeInTheDocument();
  expect(moved.getByRole('insertion')).toHaveTextContent('16:30 – 17:30');
  expect(moved.getByText('Too close to “Parents’ evening” 17:30 – 19:00')).toBeVisible();
  expect(moved.getByText('Mails 3 guests, 1 outside')).toBeVisible();
  expect(moved.getByText(/outside of your organisation: lee\.chen@mail\.example$/)).toBeVisible();
  expect(within(card('Delete “Vendor sync”')).getByText('Deletes')).toBeVisible();
  expect(within(card(add)).getByText('Mails nobody')).toBeVisible();
});

test('what an agent writes is text, never markup', async () => {
  const bad = '<img src=x onerror="alert(1)"> **approve** [this](https://evil.example)';
  await openApprovals((demo) => {
    demo.proposing.list = demo.proposing.list.map((one) =>
      one.id === 'add' ? { ...one, reason: bad, title: '<b>Prep</b>' } : one,
    );
  });
  const bold = card('Add “<b>Prep</b>”');
  expect(bold).toHaveTextContent(bad);
  expect(bold.querySelector('img[src], a, blockquote b')).toBeNull();
});

test('approving is the ordinary edit, names what was shown, and can be taken back', async () => {
  const { backend, user } = await openApprovals();
  const approveProposal = vi.spyOn(backend, 'approveProposal');
  await user.click(screen.getByRole('button', { name: `Approve: ${add}` }));
  expect(approveProposal).toHaveBeenCalledExactlyOnceWith('add', 'add-1');
  await waitFor(() => expect(isOpen(add)).toBe(false));
  expect(await screen.findByRole('button', { name: /^Prep: board deck, Wednesday/ })).toBeInTheDocument();
  const toast = within(await screen.findByTestId('toast'));
  expect(toast.getByText(`Approved: ${add}`)).toBeVisible();
  await user.click(toast.getByRole('button', { name: /^Undo/ }));
  await waitFor(() =>
    expect(screen.queryByRole('button', { name: /^Prep: board deck/ })).not.toBeInTheDocument(),
  );
});

test('offline it says that it waits to be sent', async () => {
  const { user } = await openApprovals(undefined, { offline: true });
  await user.click(screen.getByRole('button', { name: `Approve: ${add}` }));
  const way = within(
    (await screen.findByRole('heading', { name: 'Under way' })).parentElement as HTMLElement,
  );
  expect(way.getByText('Approved, waiting to be sent')).toBeVisible();
  expect(way.getByText('There is no network.')).toBeVisible();
});

test('rejecting takes a word to the agent and is final when the undo leaves', async () => {
  const { backend, user } = await openApprovals();
  const rejectProposal = vi.spyOn(backend, 'rejectProposal');
  await user.click(screen.getByRole('button', { name: `Reject: ${add}` }));
  await user.type(screen.getByLabelText(/^Why not\?/), 'No time that day{Enter}');
  expect(screen.queryByRole('article', { name: add })).not.toBeInTheDocument();
  expect(rejectProposal).not.toHaveBeenCalled();
  await user.click(within(screen.getByTestId('toast')).getByRole('button', { name: /^Undo/ }));
  expect(card(add)).toBeVisible();
  await user.click(screen.getByRole('button', { name: `Reject: ${add}` }));
  await user.type(screen.getByLabelText(/^Why not\?/), 'No time that day{Enter}');
  await user.click(within(screen.getByTestId('toast')).getByRole('button', { name: 'Dismiss' }));
  expect(rejectProposal).toHaveBeenCalledExactlyOnceWith('add', 'No time that day');
});

test('what changed since it was shown is shown again, and approved only after another look', async () => {
  const { backend, user } = await openApprovals();
  const approveProposal = vi.spyOn(backend, 'approveProposal');
  backend.proposing.list = backend.proposing.list.map((one) =>
    one.id === 'add' ? { ...one, hash: 'add-2' } : one,
  );
  await user.click(screen.getByRole('button', { name: `Approve: ${add}` }));
  expect(await within(card(add)).findByText(/^This changed while you looked/)).toBeVisible();
  expect(screen.queryByRole('button', { name: `Approve: ${add}` })).not.toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: `Review again: ${add}` }));
  await user.click(await screen.findByRole('button', { name: `Approve: ${add}` }));
  expect(approveProposal.mock.calls).toEqual([
    ['add', 'add-1'],
    ['add', 'add-2'],
  ]);
});

test('a card that changes under the eyes of the reader has to be looked at again', async () => {
  const { backend } = await openApprovals();
  backend.proposing.list = backend.proposing.list.map((one) =>
    one.id === 'add' ? { ...one, hash: 'other' } : one,
  );
  backend.push.proposalsChanged();
  expect(await screen.findByRole('button', { name: `Review again: ${add}` })).toBeVisible();
});

test('a card is read again when events change, for it may be out of date', async () => {
  const { backend } = await openApprovals();
  backend.proposing.list = backend.proposing.list.map((one) =>
    one.id === 'add' ? { ...one, hash: 'other' } : one,
  );
  backend.push.dataChanged([]);
  expect(await screen.findByRole('button', { name: `Review again: ${add}` })).toBeVisible();
});

test('an out-of-date card says what the event is now', async () => {
  const { backend, user } = await openApprovals();
  const name = 'Change “Demo rehearsal”';
  const reviewProposal = vi.spyOn(backend, 'reviewProposal');
  expect(card(name)).toHaveTextContent('Out of date: the event is now 15:00 – 16:00');
  expect(screen.queryByRole('button', { name: `Approve: ${name}` })).not.toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: `Review again: ${name}` }));
  expect(reviewProposal).toHaveBeenCalledExactlyOnceWith('late');
  await waitFor(() => expect(screen.getByRole('button', { name: `Approve: ${name}` })).toBeEnabled());
});

test('editing opens the editor filled in; what is saved is what is approved', async () => {
  const { backend, user } = await openApprovals();
  const approveEdited = vi.spyOn(backend, 'approveEdited');
  await user.click(screen.getByRole('button', { name: `Edit before approving: ${add}` }));
  const editor = within(await screen.findByRole('form', { name: 'Edit proposal of Claude' }));
  const title = editor.getByDisplayValue('Prep: board deck');
  await user.clear(title);
  await user.type(title, 'Read the deck');
  await user.click(editor.getByRole('button', { name: 'Approve' }));
  await waitFor(() =>
    expect(approveEdited).toHaveBeenCalledExactlyOnceWith(
      'add',
      'add-1',
      expect.objectContaining({ title: 'Read the deck', calendarId: 'personal' }),
      'all',
      'none',
    ),
  );
  expect(await screen.findByRole('button', { name: /^Read the deck, Wednesday/ })).toBeInTheDocument();
});

test('a batch is one card with an answer for each', async () => {
  const { backend, user } = await openApprovals();
  const approveProposal = vi.spyOn(backend, 'approveProposal');
  const batch = within(screen.getByTestId('batch'));
  expect(batch.getByRole('heading', { name: /^2 changes/ })).toHaveTextContent('2 of 2 to decide');
  expect(batch.getAllByText('Travel to Hamburg as you asked.')).toHaveLength(1);
  await user.click(batch.getByRole('button', { name: 'Approve: Add “Train home”' }));
  expect(approveProposal).toHaveBeenCalledExactlyOnceWith('trip-2', 'trip-2-1');
  await waitFor(() => expect(screen.getByTestId('batch')).toHaveTextContent('1 of 2 to decide'));
  expect(within(screen.getByTestId('batch')).getByText('Done')).toBeVisible();
});

test('J, K, A, E and R walk and decide while the keyboard is in the pane', async () => {
  const { backend, user } = await openApprovals();
  const approveProposal = vi.spyOn(backend, 'approveProposal');
  await waitFor(() => expect(screen.getByRole('button', { name: move })).toHaveFocus());
  await user.keyboard('j');
  expect(screen.getByRole('button', { name: add })).toHaveFocus();
  await user.keyboard('k');
  expect(screen.getByRole('button', { name: move })).toHaveFocus();
  await user.keyboard('ja');
  expect(approveProposal).toHaveBeenCalledExactlyOnceWith('add', 'add-1');
  await waitFor(() => expect(screen.getByRole('button', { name: 'Delete “Vendor sync”' })).toHaveFocus());
  await user.keyboard('r');
  expect(screen.getByLabelText(/^Why not\?/)).toHaveFocus();
  await user.keyboard('jar{Escape}');
  await waitFor(() => expect(screen.getByRole('button', { name: 'Delete “Vendor sync”' })).toHaveFocus());
  expect(approveProposal).toHaveBeenCalledOnce();
  await user.keyboard('ke');
  expect(await screen.findByRole('form', { name: 'Edit proposal of Claude' })).toBeInTheDocument();
});

test('all without conflicts are approved together; what is left is named with why', async () => {
  const { backend, user } = await openApprovals();
  const approvePlain = vi.spyOn(backend, 'approvePlain');
  await waitFor(() => expect(screen.getByRole('button', { name: move })).toHaveFocus());
  await user.keyboard('{Shift>}a{/Shift}');
  const left = within(await screen.findByTestId('left-out', {}, { timeout: 5_000 }));
  expect(approvePlain.mock.calls[0]?.[0]).toContainEqual({ id: 'add', hash: 'add-1' });
  expect(left.getByText('3 left for you to look at')).toBeVisible();
  expect(left.getByText('It collides with another event. It mails people outside.')).toBeVisible();
  expect(left.getByText('It deletes an event.')).toBeVisible();
  expect(isOpen(add)).toBe(false);
  expect(screen.getByTestId('toast')).toHaveTextContent('3 proposals approved');
  await user.click(left.getByRole('button', { name: 'Delete “Vendor sync”' }));
  await waitFor(() =>
    expect(
      within(card('Delete “Vendor sync”')).getByRole('button', { name: 'Delete “Vendor sync”' }),
    ).toHaveFocus(),
  );
});

test('what is proposed is drawn on the grid, in words too, and leads to its card', async () => {
  const { user } = await openWindow({ agents: true });
  const ghost = await screen.findByRole('button', {
    name: /^Security review, Friday.*16:30 to 17:30.*proposed/,
  });
  const goes = screen.getByRole('button', {
    name: /^Security review, Friday.*15:30 to 16:30.*would go away/,
  });
  expect(ghost).toHaveClass('proposed', 'new', 'h-blue');
  expect(goes).toHaveClass('proposed', 'goes');
  expect(screen.getByRole('button', { name: /^Vendor sync.*would go away/ })).toHaveClass('goes');
  await user.click(ghost);
  await waitFor(() => expect(screen.getByRole('button', { name: move })).toHaveFocus());
});

test('the title of a card goes to its day', async () => {
  const { user } = await openApprovals();
  await user.click(screen.getByRole('button', { name: 'Add “Train to Hamburg”' }));
  expect(
    await screen.findByRole('button', { name: /^Train to Hamburg, Tuesday 24 November/ }),
  ).toBeInTheDocument();
});

test('what was approved and failed says why; what was settled is folded away', async () => {
  const { pane } = await openApprovals();
  const way = within(within(pane).getByRole('heading', { name: 'Under way' }).parentElement as HTMLElement);
  expect(way.getByText('Failed')).toBeVisible();
  expect(way.getByText(/^Only the organiser can change this event\./)).toBeVisible();
  const settled = within(within(pane).getByText('Decided lately').parentElement as HTMLElement);
  expect(settled.getByText('Done')).toBeInTheDocument();
  expect(settled.getByText('Expired without an answer')).toBeInTheDocument();
});

test('a notification opens the inbox at its card', async () => {
  const { backend } = await openWindow({ agents: true });
  backend.push.openRequested({ kind: 'approvals', proposal: 'delete' });
  await waitFor(() => expect(screen.getByRole('button', { name: 'Delete “Vendor sync”' })).toHaveFocus());
});
