import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { demo, demoMoment, type Demo } from '../../src/lib/ipc/demo';
import type { OccurrenceView, TimeForm } from '../../src/lib/ipc/bindings';
import { startApp, type App } from '../../src/lib/state/app.svelte';

let app: App;
let backend: Demo;

async function start(options: Parameters<typeof demo>[0] = {}): Promise<void> {
  localStorage.clear();
  backend = demo(options);
  app = await startApp(backend, () => Date.parse(demoMoment.now));
}

beforeEach(() => start());
afterEach(() => app.stop());

const drawn = (title: string): OccurrenceView | undefined =>
  app.occurrences.shown.list.find((one) => one.title === title);
const known = (title: string): OccurrenceView => {
  const found = drawn(title);
  if (!found) throw new Error(`${title} is not drawn`);
  return found;
};
const target = ({ eventId, originalStart }: OccurrenceView) => ({ eventId, originalStart });
const later = (event: OccurrenceView, hours: number): TimeForm => ({
  allDay: false,
  zone: 'Europe/Berlin',
  startDay: event.startDay,
  startMinute: event.startMinute + hours * 60,
  endDay: event.endDay,
  endMinute: event.endMinute + hours * 60,
});
const asked = () => vi.waitFor(() => expect(app.edits.question).not.toBeNull());
const toasts = () => app.notices.toasts.map(({ text }) => text);

describe('an edit on the grid', () => {
  test('is drawn before the engine was asked anything', async () => {
    const before = known('Board prep');
    const get = vi.spyOn(backend, 'getEditable');
    const moved = app.edits.quick(target(before), { time: later(before, 1) });
    expect(known('Board prep').startMinute).toBe(before.startMinute + 60);
    expect(get.mock.results[0]?.type).toBe('return');
    expect(await moved).toBe(true);
    expect(known('Board prep').startMinute).toBe(before.startMinute + 60);
    expect(toasts()).toEqual(['“Board prep” moved.']);
  });

  test('that changes only the length is called resized', async () => {
    const before = known('Board prep');
    const { startMinute } = before;
    await app.edits.quick(target(before), { time: { ...later(before, 1), startMinute } });
    expect(toasts()).toEqual(['“Board prep” resized.']);
  });

  test('goes back when the engine refuses, and says why', async () => {
    const before = known('Board prep');
    backend.editEvent = () =>
      Promise.reject({ kind: 'busy', message: 'the disk is full', remedy: 'Make room.' });
    expect(await app.edits.quick(target(before), { time: later(before, 1) })).toBe(false);
    expect(known('Board prep').startMinute).toBe(before.startMinute);
    expect(toasts()).toEqual(['The disk is full. Make room.']);
  });

  test('keeps the zone the event was written in', async () => {
    const before = known('Board prep');
    const get = backend.getEditable;
    backend.getEditable = async (...asked) => {
      const form = await get(...asked);
      return { ...form, time: { ...form.time, zone: 'America/New_York' } };
    };
    const edit = vi.spyOn(backend, 'editEvent');
    await app.edits.quick(target(before), { time: later(before, 1) });
    expect(edit.mock.calls[0]?.[2].time).toMatchObject({ zone: 'America/New_York', startMinute: 11 * 60 });
  });

  test('that must be drawn elsewhere stays there while other news arrive', async () => {
    const before = known('Board prep');
    let answer: () => void = () => undefined;
    const edit = backend.editEvent;
    backend.editEvent = async (...args) => {
      await new Promise<void>((resolve) => (answer = resolve));
      return edit(...args);
    };
    const moved = app.edits.quick(target(before), { time: later(before, 2) });
    await vi.waitFor(() => expect(app.edits.busy).toBe(true));
    backend.push.dataChanged(['family']);
    await Promise.resolve();
    expect(known('Board prep').startMinute).toBe(before.startMinute + 120);
    answer();
    await moved;
    expect(known('Board prep').startMinute).toBe(before.startMinute + 120);
  });
});

describe('undo', () => {
  test('takes back one edit after the other, latest first', async () => {
    const before = known('Board prep');
    await app.edits.quick(target(before), { time: later(before, 1) });
    await app.edits.quick(target(before), { time: later(before, 2) });
    await app.edits.undo();
    await vi.waitFor(() => expect(known('Board prep').startMinute).toBe(before.startMinute + 60));
    await app.edits.undo();
    await vi.waitFor(() => expect(known('Board prep').startMinute).toBe(before.startMinute));
    await app.edits.undo();
    expect(app.notices.announcement).toBe('Nothing to undo.');
  });

  test('brings a deleted event back from its toast', async () => {
    expect(await app.edits.remove(target(known('Board prep')))).toBe(true);
    expect(drawn('Board prep')).toBeUndefined();
    app.notices.toasts.at(-1)?.undo?.();
    await vi.waitFor(() => expect(drawn('Board prep')).toBeDefined());
    // Not once more by the key.
    await app.edits.undo();
    expect(app.notices.announcement).toBe('Nothing to undo.');
  });

  test('means the edit that is under way, not the one before it', async () => {
    const before = known('Board prep');
    await app.edits.quick(target(before), { time: later(before, 1) });
    const removed = app.edits.remove(target(before));
    await app.edits.undo();
    expect(await removed).toBe(true);
    await vi.waitFor(() => expect(known('Board prep').startMinute).toBe(before.startMinute + 60));
  });

  test('asks once whether guests who were mailed are told, and can be thought better of', async () => {
    backend.previewUndo = async () => ({
      scopes: [],
      inside: ['ana@northwind.example'],
      outside: [],
      resets: 0,
      problem: null,
    });
    const undo = vi.spyOn(backend, 'undoEdit');
    const before = known('Board prep');
    await app.edits.quick(target(before), { time: later(before, 1) });
    void app.edits.undo();
    await asked();
    expect(app.edits.question).toMatchObject({ kind: 'mail', act: 'undo', title: 'Board prep' });
    app.edits.answer(null);
    expect(undo).not.toHaveBeenCalled();
    void app.edits.undo();
    await asked();
    app.edits.answer('all');
    await vi.waitFor(() => expect(known('Board prep').startMinute).toBe(before.startMinute));
    expect(undo.mock.calls).toEqual([[expect.any(Number), 'all']]);
  });
});

describe('an invitation', () => {
  const invited = () => ({ ...target(known('Security review')), originalStart: null });

  test('answered asks whether the organiser is mailed, who is then named', async () => {
    const respond = vi.spyOn(backend, 'respond');
    const answered = app.edits.respond(invited(), 'tentative', null);
    await asked();
    expect(app.edits.question).toMatchObject({ kind: 'mail', act: 'respond' });
    app.edits.answer('all');
    expect(await answered).toBe(true);
    expect(respond.mock.calls[0]?.slice(2)).toEqual(['tentative', null, 'all', 'all']);
    expect(known('Security review').maybe).toBe(true);
  });

  test('is not answered when the reader changes their mind', async () => {
    const respond = vi.spyOn(backend, 'respond');
    const answered = app.edits.respond(invited(), 'accepted', null);
    await asked();
    app.edits.answer(null);
    expect(await answered).toBe(false);
    expect(respond).not.toHaveBeenCalled();
  });

  test('whose organiser is unknown is answered without a question', async () => {
    const preview = backend.previewEdit;
    backend.previewEdit = async (...about) => ({ ...(await preview(...about)), inside: [], outside: [] });
    expect(await app.edits.respond(invited(), 'accepted', null)).toBe(true);
  });

  test('deleted is declined, not cancelled', async () => {
    const removed = app.edits.remove(invited());
    await asked();
    expect(app.edits.question).toMatchObject({ kind: 'mail', act: 'leave' });
    app.edits.answer('none');
    expect(await removed).toBe(true);
    expect(toasts()).toEqual(['“Security review” declined and removed from this calendar.']);
  });
});

describe('a draft', () => {
  const edit = async (title: string, changed: string) => {
    const { eventId, originalStart } = known(title);
    await app.edits.startEdit(eventId, originalStart);
    app.edits.change({ title: changed });
  };

  test('is put aside for the details of another event, and comes back by undo', async () => {
    await edit('Board prep', 'Board talk');
    app.openEvent(known('Dentist'));
    expect(app.edits.draft).toBeNull();
    expect(app.panes.pane).toMatchObject({ kind: 'event', eventId: known('Dentist').eventId });
    expect(toasts()).toEqual(['Draft discarded.']);
    app.notices.undo();
    expect(app.edits.draft?.editable.title).toBe('Board talk');
    expect(toasts()).toEqual([]);
  });

  test('stays when its own event is clicked', async () => {
    await edit('Board prep', 'Board talk');
    app.openEvent(known('Board prep'));
    expect(app.edits.draft?.editable.title).toBe('Board talk');
    expect(toasts()).toEqual([]);
  });

  test('taken up again puts the one in its place aside', async () => {
    await edit('Board prep', 'Board talk');
    await edit('Dentist', 'Doctor');
    app.notices.undo();
    expect(app.edits.draft?.editable.title).toBe('Board talk');
    expect(toasts()).toEqual(['Draft discarded.']);
    app.notices.undo();
    expect(app.edits.draft?.editable.title).toBe('Doctor');
  });
});

describe('questions', () => {
  test('nothing is asked about an event of one’s own', async () => {
    const preview = vi.spyOn(backend, 'previewEdit');
    await app.edits.quick(target(known('Board prep')), { time: later(known('Board prep'), 1) });
    expect(preview).toHaveBeenCalledOnce();
    expect(app.edits.question).toBeNull();
  });

  test('a series asks how much of it, and Escape puts it back', async () => {
    const before = known('Sprint planning');
    const moved = app.edits.quick(target(before), { time: later(before, 1) });
    await asked();
    expect(app.edits.question).toMatchObject({
      kind: 'scope',
      act: 'change',
      choices: [{ scope: 'this' }, { scope: 'following' }, { scope: 'all' }],
    });
    expect(known('Sprint planning').startMinute).toBe(before.startMinute + 60);
    app.edits.answer(null);
    expect(await moved).toBe(false);
    expect(known('Sprint planning').startMinute).toBe(before.startMinute);
  });

  test.each(['this', 'following', 'all'] as const)('“%s” is what the engine is told', async (scope) => {
    const edit = vi.spyOn(backend, 'editEvent');
    const before = known('Sprint planning');
    const moved = app.edits.quick(target(before), { time: later(before, 1) });
    await asked();
    app.edits.answer(scope);
    expect(await moved).toBe(true);
    expect(edit.mock.calls[0]?.slice(3)).toEqual([scope, 'none']);
  });

  test('changed occurrences that fall back are counted', async () => {
    const before = known('Sprint planning');
    const one = app.edits.quick(target(before), { time: later(before, 1) });
    await asked();
    app.edits.answer('this');
    await one;
    const two = app.edits.quick(target(before), { title: 'Planning' });
    await asked();
    expect(app.edits.question).toMatchObject({
      choices: [{ resets: 0 }, { resets: 1 }, { resets: 1 }],
    });
    app.edits.answer(null);
    await two;
  });

  test.each(['none', 'external', 'all'] as const)('guests are mailed as answered: %s', async (notify) => {
    const edit = vi.spyOn(backend, 'editEvent');
    const before = known('Interview: backend');
    const moved = app.edits.quick(target(before), { time: later(before, 1) });
    await asked();
    expect(app.edits.question).toMatchObject({
      kind: 'mail',
      inside: ['jonas@northwind.example'],
      outside: ['lee.chen@mail.example'],
    });
    app.edits.answer(notify);
    await moved;
    expect(edit.mock.calls[0]?.slice(3)).toEqual(['all', notify].map((one, at) => (at === 0 ? 'this' : one)));
  });

  test('what only the reader sees asks nobody', async () => {
    await app.edits.quick(target(known('Interview: backend')), { hue: 'green' });
    expect(app.edits.question).toBeNull();
    expect(known('Interview: backend').hue).toBe('green');
  });

  test('an event of somebody else is refused with the reason', async () => {
    const before = known('Security review');
    expect(await app.edits.quick(target(before), { time: later(before, 1) })).toBe(false);
    expect(toasts()[0]).toMatch(/^Only jonas@northwind.example can change this event/);
  });
});

describe('the draft', () => {
  test('starts at the next half hour of today, in the main calendar', () => {
    app.edits.startNew(null);
    expect(app.edits.draft).toMatchObject({ original: null, changed: false });
    expect(app.edits.draft?.editable).toMatchObject({
      calendarId: 'work',
      time: { startDay: demoMoment.today, startMinute: 870, endMinute: 930 },
    });
  });

  test('sends only what was changed, and closes', async () => {
    const edit = vi.spyOn(backend, 'editEvent');
    const { eventId, originalStart } = known('Board prep');
    await app.edits.startEdit(eventId, originalStart);
    expect(app.edits.draft?.changed).toBe(false);
    app.edits.change({ title: 'Board' });
    expect(app.edits.draft?.changed).toBe(true);
    expect(await app.edits.save()).toBe(true);
    expect(edit.mock.calls[0]?.[2]).toEqual({ title: 'Board' });
    expect(app.edits.draft).toBeNull();
    expect(drawn('Board')).toBeDefined();
  });

  test('stays with the reason when it is refused', async () => {
    app.edits.startNew(null);
    app.edits.change({ title: 'Lunch' });
    backend.createEvent = () => Promise.reject({ kind: 'busy', message: 'Not now.', remedy: '' });
    expect(await app.edits.save()).toBe(false);
    expect(app.edits.draft).toMatchObject({
      saving: false,
      problem: { message: 'Not now.' },
      editable: { title: 'Lunch' },
    });
  });

  test('unchanged it closes without a word; changed it can be taken up again', () => {
    app.edits.startNew(null);
    app.edits.close();
    expect(toasts()).toEqual([]);
    app.edits.startNew(null);
    app.edits.change({ title: 'Lunch' });
    app.edits.close();
    expect(app.edits.draft).toBeNull();
    app.notices.undo();
    expect(app.edits.draft?.editable.title).toBe('Lunch');
  });

  test('without a calendar to write to, that is said', async () => {
    app.stop();
    await start({ firstRun: true });
    app.edits.startNew(null);
    expect(app.edits.draft).toBeNull();
    expect(toasts()[0]).toMatch(/no calendar to write to/);
  });
});

describe('a run of keys', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  test('is one edit and one undo', async () => {
    const edit = vi.spyOn(backend, 'editEvent');
    const before = known('Board prep');
    for (let press = 0; press < 4; press++) {
      app.nudges.nudge(known('Board prep'), (span) => ({
        ...span,
        startMinute: span.startMinute + 15,
        endMinute: span.endMinute + 15,
      }));
    }
    expect(known('Board prep').startMinute).toBe(before.startMinute + 60);
    expect(edit).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(edit).toHaveBeenCalledOnce();
    expect(known('Board prep').startMinute).toBe(before.startMinute + 60);
  });

  test('that is cancelled, or leads back, sends nothing', async () => {
    const edit = vi.spyOn(backend, 'editEvent');
    const before = known('Board prep');
    const by = (minutes: number) =>
      app.nudges.nudge(known('Board prep'), (span) => ({ ...span, startMinute: span.startMinute + minutes }));
    by(15);
    expect(app.nudges.cancel()).toBe(true);
    expect(known('Board prep').startMinute).toBe(before.startMinute);
    by(15);
    by(-15);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(edit).not.toHaveBeenCalled();
  });
});

test('offline an edit is kept, marked, and said to wait', async () => {
  app.stop();
  await start({ offline: true });
  await app.edits.quick(target(known('Budget Q4')), { title: 'Budget' });
  await vi.waitFor(() => expect(known('Budget').unsent).toBe('waiting'));
  expect(toasts()).toEqual(['“Budget” saved. Waiting to be sent.']);
  expect(app.queue.entries.map(({ title }) => title)).toContain('Budget');
});
