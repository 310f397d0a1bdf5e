import { screen, waitFor, within } from '@testing-library/svelte';
import { expect, test, vi } from 'vitest';
import type { Demo } from '../../src/lib/ipc/demo';
import { openRemote as openWindow, type Opened } from './open';

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
  expect(within(card('Delete “Vendor sync”')).getByText('Deletes the event')).toBeVisible();
  expect(within(card(add)).getByText('Mails nobody')).toBeVisible();
});

test('calendars that are not kept here are told apart: busy, or not known', async () => {
  await openApprovals((demo) => {
    demo.proposing.list = demo.proposing.list.map((one) =>
      one.id === 'add' ? { ...one, busyElsewhere: ['Team'], unknown: ['Ana', 'Sport'] } : one,
    );
  });
  const added = within(card(add));
  expect(added.getByText('Busy then: Team')).toBeVisible();
  expect(added.getByText('Not known whether free: Ana, Sport')).toBeVisible();
  expect(within(card(move)).queryByText(/^Busy then|^Not known/)).toBeNull();
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
  expect(await way.findByText('Approved, waiting to be sent')).toBeVisible();
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
  await user.click(await enabled(`Review again: ${add}`));
  await user.click(await enabled(`Approve: ${add}`));
  await waitFor(() => expect(approveProposal).toHaveBeenCalledTimes(2));
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
  const editor = within(await screen.findByRole('form', { name: 'Edit Claude’s proposal' }));
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
  await waitFor(() => expect(isOpen(add)).toBe(false));
  await user.keyboard('r');
  expect(screen.getByLabelText(/^Why not\?/)).toHaveFocus();
  await user.keyboard('jar{Escape}');
  await waitFor(() => expect(screen.getByRole('button', { name: 'Delete “Vendor sync”' })).toHaveFocus());
  expect(approveProposal).toHaveBeenCalledOnce();
  await user.keyboard('ke');
  expect(await screen.findByRole('form', { name: 'Edit Claude’s proposal' })).toBeInTheDocument();
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
  await waitFor(() => expect(isOpen(add)).toBe(false));
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
  const way = within(
    within(pane).getByRole('heading', { name: 'Could not be done' }).parentElement as HTMLElement,
  );
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

/** As if somebody had decided it elsewhere: it expired, was withdrawn, or rejected at the command line. */
function endElsewhere(backend: Demo, state: 'expired' | 'withdrawn' | 'rejected', ...ids: string[]) {
  backend.proposing.list = backend.proposing.list.map((one) =>
    ids.length === 0 || ids.includes(one.id) ? { ...one, state } : one,
  );
  backend.push.proposalsChanged();
}

const only =
  (...ids: string[]) =>
  (backend: Demo) => {
    backend.proposing.list = backend.proposing.list.filter(({ id }) => ids.includes(id));
  };
const hasFocus = (name: string) =>
  waitFor(() => {
    expect(document.activeElement).toHaveClass('what');
    expect(document.activeElement).toHaveAccessibleName(name);
  });
const enabled = async (name: string) => {
  const button = await screen.findByRole('button', { name });
  await waitFor(() => expect(button).toBeEnabled());
  return button;
};
const heading = () => screen.getByRole('heading', { name: 'Approvals' });

test('after the last answer the keyboard is on the heading, not on the page', async () => {
  const { user } = await openApprovals(only('add', 'done'));
  await hasFocus(add);
  await user.keyboard('a');
  expect(heading()).toHaveFocus();
  await waitFor(() => expect(isOpen(add)).toBe(false));
  expect(heading()).toHaveFocus();
});

test('J stays among what can be decided, and the keys stay alive', async () => {
  const { backend, user } = await openApprovals(only('add', 'failed', 'done', 'expired'));
  const approveProposal = vi.spyOn(backend, 'approveProposal');
  await hasFocus(add);
  await user.keyboard('jjj');
  expect(screen.getByRole('button', { name: add })).toHaveFocus();
  await user.keyboard('a');
  expect(approveProposal).toHaveBeenCalledOnce();
});

test.each(['expired', 'withdrawn', 'rejected'] as const)(
  'a card that is %s elsewhere hands the keyboard to the next one',
  async (state) => {
    const { backend, user } = await openApprovals();
    await hasFocus(move);
    await user.keyboard('j');
    await hasFocus(add);
    endElsewhere(backend, state, 'add');
    await hasFocus('Delete “Vendor sync”');
    endElsewhere(backend, state);
    await waitFor(() => expect(heading()).toHaveFocus());
  },
);

test('approving all hands the keyboard to what is left', async () => {
  const { user } = await openApprovals();
  await hasFocus(move);
  await user.keyboard('j');
  await hasFocus(add);
  await user.keyboard('{Shift>}a{/Shift}');
  await waitFor(() => expect(isOpen(add)).toBe(false));
  await hasFocus('Delete “Vendor sync”');
});

test('whoever does not reject after all, or looks again, stays on the card', async () => {
  const { user } = await openApprovals();
  const remove = 'Delete “Vendor sync”';
  await user.click(screen.getByRole('button', { name: `Reject: ${remove}` }));
  await user.click(within(card(remove)).getByRole('button', { name: 'Cancel' }));
  await hasFocus(remove);
  const late = 'Change “Demo rehearsal”';
  await user.click(screen.getByRole('button', { name: `Review again: ${late}` }));
  await waitFor(() => expect(screen.getByRole('button', { name: `Approve: ${late}` })).toBeEnabled());
  expect(screen.getByRole('button', { name: late })).toHaveFocus();
});

test('rejecting one of a batch leaves the other as it is, half a word to the agent included', async () => {
  const { user } = await openApprovals();
  const [there, back] = ['Add “Train to Hamburg”', 'Add “Train home”'];
  await user.click(screen.getByRole('button', { name: `Reject: ${there}` }));
  await user.keyboard('Too early{Enter}');
  await hasFocus(back);
  expect(screen.getByTestId('batch')).toBeInTheDocument();
  await user.keyboard('r');
  await user.keyboard('I wan');
  const note = screen.getByLabelText(/^Why not\?/);
  await user.click(within(screen.getByTestId('toast')).getByRole('button', { name: 'Dismiss' }));
  await waitFor(() => expect(screen.getByTestId('batch')).toHaveTextContent('1 of 2 to decide'));
  expect(screen.getByLabelText(/^Why not\?/)).toBe(note);
  expect(note).toHaveDisplayValue('I wan');
});

test('a notification of what has only just come waits for its card and never takes another', async () => {
  const added: Demo['proposing']['list'] = [];
  const { backend, user } = await openWindow({ agents: true }, (demo) => {
    added.push(...demo.proposing.list.filter(({ id }) => id === 'move'));
    only('add', 'delete')(demo);
  });
  const approveProposal = vi.spyOn(backend, 'approveProposal');
  await screen.findByTestId('approvals-badge');
  const answers: (() => void)[] = [];
  const give = () => answers.splice(0).forEach((answer) => answer());
  vi.spyOn(backend, 'listProposals').mockImplementation(
    () => new Promise((resolve) => answers.push(() => resolve(backend.proposing.list))),
  );
  backend.proposing.list = [...added, ...backend.proposing.list];
  backend.push.proposalsChanged();
  backend.push.openRequested({ kind: 'approvals', proposal: 'move' });
  await screen.findByTestId('approvals');
  await waitFor(() => expect(heading()).toHaveFocus());
  await user.keyboard('a');
  expect(approveProposal).not.toHaveBeenCalled();
  await waitFor(() => {
    give();
    expect(screen.getByRole('button', { name: move })).toHaveFocus();
  });
});

test('the inbox comes out from under an open editor, whose draft can be taken up again', async () => {
  const { backend, user } = await openWindow({ agents: true });
  await user.keyboard('{Shift>}c{/Shift}');
  const [title] = within(await screen.findByTestId('editor')).getAllByRole('textbox');
  await user.type(title as Element, 'Dentist');
  backend.push.openRequested({ kind: 'approvals', proposal: 'delete' });
  await hasFocus('Delete “Vendor sync”');
  const [undo] = screen.getAllByRole('button', { name: /^Undo/ });
  await user.click(undo as Element);
  expect(await screen.findByDisplayValue('Dentist')).toBeVisible();
  await user.click(screen.getByRole('button', { name: 'Approvals, 6 proposals wait' }));
  expect(await screen.findByTestId('approvals')).toBeVisible();
  expect(screen.queryByDisplayValue('Dentist')).not.toBeInTheDocument();
});

test('G and a letter are for the window, in the pane too', async () => {
  const { user } = await openApprovals();
  await hasFocus(move);
  await user.keyboard('gr');
  expect(await screen.findByRole('complementary', { name: 'Reminders' })).toBeVisible();
  expect(screen.queryByLabelText(/^Why not\?/)).not.toBeInTheDocument();
});

test('the grid goes to the day of the card that has the keyboard, once its week has come', async () => {
  const { user } = await openWindow({ agents: true }, only('trip-1', 'move'));
  const shown: string[] = [];
  Element.prototype.scrollIntoView = function () {
    if (this.matches('.ev')) shown.push(this.getAttribute('aria-label') ?? '');
  };
  await user.keyboard('gi');
  await hasFocus(move);
  await waitFor(() => expect(shown.at(-1)).toMatch(/^Security review, Friday/));
  await user.keyboard('j');
  await waitFor(() => expect(shown.at(-1)).toMatch(/^Train to Hamburg, Tuesday 24 November/));
  shown.length = 0;
  await user.click(screen.getByRole('button', { name: 'Add “Train to Hamburg”' }));
  await waitFor(() => expect(shown).toHaveLength(1));
});

test('a month that has no room for it opens the day for the title of a card, not for the keys', async () => {
  const { user } = await openWindow({ agents: true });
  const view = () => (screen.getByRole('combobox', { name: 'View' }) as HTMLSelectElement).value;
  await user.keyboard('m');
  await screen.findByRole('region', { name: 'November 2026' });
  await user.keyboard('gi');
  await hasFocus(move);
  await user.keyboard('j');
  await hasFocus(add);
  expect(
    await screen.findByRole('button', { name: /more, 1 proposed, Wednesday 18 November$/ }),
  ).toBeVisible();
  expect(view()).toBe('month');
  await user.click(screen.getByRole('button', { name: add }));
  expect(await screen.findByRole('button', { name: /^Prep: board deck, Wednesday.*proposed/ })).toBeVisible();
  expect(view()).toBe('day');
});

test('a card that changed before it was ever shown is not called changed', async () => {
  const { backend, user } = await openWindow({ agents: true });
  await screen.findByTestId('approvals-badge');
  backend.proposing.list = backend.proposing.list.map((one) =>
    one.id === 'add' ? { ...one, hash: 'add-2' } : one,
  );
  backend.push.proposalsChanged();
  const listProposals = vi.spyOn(backend, 'listProposals');
  backend.push.proposalsChanged();
  await waitFor(() => expect(listProposals).toHaveBeenCalled());
  await user.keyboard('gi');
  expect(await screen.findByRole('button', { name: `Approve: ${add}` })).toBeEnabled();
});

test('what changed under the eyes of the reader is left by approving all, and named', async () => {
  const { backend, user } = await openApprovals();
  const approvePlain = vi.spyOn(backend, 'approvePlain');
  backend.proposing.list = backend.proposing.list.map((one) =>
    one.id === 'add' ? { ...one, hash: 'add-2' } : one,
  );
  backend.push.proposalsChanged();
  await screen.findByRole('button', { name: `Review again: ${add}` });
  approvePlain.mockResolvedValue({ approved: [], leftOut: [] });
  await user.click(screen.getByRole('button', { name: 'Approve all without conflicts' }));
  const left = within(await screen.findByTestId('left-out'));
  expect(left.getByText('It changed while you looked.')).toBeVisible();
  expect(approvePlain.mock.calls[0]?.[0].map(({ id }) => id)).not.toContain('add');
});

test('approving all twice asks once', async () => {
  const { backend, user } = await openApprovals();
  const approvePlain = vi.spyOn(backend, 'approvePlain');
  await hasFocus(move);
  await user.keyboard('{Shift>}aa{/Shift}');
  await screen.findByTestId('left-out');
  expect(approvePlain).toHaveBeenCalledOnce();
  expect(screen.getByTestId('toast')).toHaveTextContent('3 proposals approved');
});

test('a burst of changes reads the list twice, not each time', async () => {
  const { backend } = await openApprovals();
  await hasFocus(move);
  const listProposals = vi.spyOn(backend, 'listProposals');
  for (let n = 0; n < 10; n++) backend.push.proposalsChanged();
  await waitFor(() => expect(listProposals).toHaveBeenCalledTimes(2));
  await new Promise((resolve) => setTimeout(resolve));
  expect(listProposals).toHaveBeenCalledTimes(2);
});

test('two approvals can each be taken back', async () => {
  const { user } = await openApprovals();
  await user.click(screen.getByRole('button', { name: `Approve: ${add}` }));
  await waitFor(() => expect(isOpen(add)).toBe(false));
  await user.click(screen.getByRole('button', { name: `Approve: Add “Train home”` }));
  await waitFor(() => expect(screen.getAllByTestId('toast')).toHaveLength(2));
  const [first] = screen.getAllByTestId('toast');
  expect(first).toHaveTextContent(`Approved: ${add}`);
  await user.click(within(first as HTMLElement).getByRole('button', { name: /^Undo/ }));
  await waitFor(() =>
    expect(screen.queryByRole('button', { name: /^Prep: board deck, Wednesday/ })).not.toBeInTheDocument(),
  );
});

test('a proposal of which nothing is left in the editor is not taken as approved', async () => {
  const { backend, user } = await openApprovals();
  const approveEdited = vi.spyOn(backend, 'approveEdited');
  const name = 'Change “Demo rehearsal”';
  await user.click(screen.getByRole('button', { name: `Review again: ${name}` }));
  await user.click(await enabled(`Edit before approving: ${name}`));
  const editor = within(await screen.findByRole('form', { name: 'Edit Claude’s proposal' }));
  const place = editor.getByDisplayValue('Room Lovelace');
  await user.clear(place);
  await user.type(place, 'Room Ada');
  await user.click(editor.getByRole('button', { name: 'Approve' }));
  expect(await editor.findByText(/^Nothing of what was proposed is left/)).toBeVisible();
  expect(approveEdited).not.toHaveBeenCalled();
});
