// Everything the reader changes about events: the editor's draft, edits without it, their questions,
// and the way back. What is drawn changes at once and goes back when the engine refuses.
import { blankEvent, defaultCalendar, nextSlot } from '../edit/blank';
import { changeBetween, isEmpty, wholeChange } from '../edit/changes';
import { provisional, withChange } from '../edit/drawn';
import { lengthOf } from '../grid/span';
import type { Choice, Decision, Question } from '../edit/question';
import { occurrenceKey, type Heir } from '../grid/types';
import { t } from '../i18n';
import type { Backend } from '../ipc/backend';
import { asProblem } from '../ipc/backend';
import type {
  CalendarView,
  Editable,
  Edited,
  EventChange,
  OccurrenceView,
  Participation,
  Problem,
  TimeForm,
} from '../ipc/bindings';
import { timeInZone } from '../edit/zones';
import type { Point } from './moments';
import type { Notices } from './notices.svelte';
import type { Occurrences } from './occurrences.svelte';
import { createQuestions, type Planned, type Target } from './questions.svelte';
import { problemText } from './sentences';
import { createUndoStack, type UndoEntry } from './undo';

export type { Target } from './questions.svelte';

/** What the editor shows. */
export interface Draft {
  editable: Editable;
  /** As it was read; null for a new event. */
  original: Editable | null;
  changed: boolean;
  saving: boolean;
  problem: Problem | null;
}

export interface Edits {
  /** Null while the editor is closed. */
  readonly draft: Draft | null;
  /** A command is on its way; whoever hears of changed data leaves reading it to this. */
  readonly busy: boolean;
  readonly question: Question | null;
  /** What the latest edit on the grid is called now. */
  readonly heir: Heir | null;
  answer(choice: Choice): void;
  /** Where new events go, when there is any place for them. */
  calendarForNew(calendarId?: string): CalendarView | undefined;
  /** Opens the editor; without a time at the next half hour. Says so when no calendar can be written. */
  startNew(time: TimeForm | null, calendarId?: string, title?: string): void;
  startEdit(eventId: string, originalStart: number | null): Promise<void>;
  change(patch: Partial<Editable>): void;
  /** False when the reader changed their mind, or it was refused: the draft then says why. */
  save(): Promise<boolean>;
  /** Asks nothing: a changed draft can be taken up again. */
  close(): void;
  /** A new event without the editor. */
  create(change: EventChange): Promise<boolean>;
  /** A change without the editor; a time is on the reader's clock. */
  quick(target: Target, change: EventChange): Promise<boolean>;
  remove(target: Target): Promise<boolean>;
  /** Says why an event cannot be changed. */
  explain(target: Target): Promise<void>;
  respond(target: Target, response: Participation, comment: string | null): Promise<boolean>;
  /** Takes back the latest of the last 50 edits. */
  undo(): Promise<void>;
}

/** What edits need to know of the window. */
export interface Surroundings {
  backend: Backend;
  notices: Notices;
  occurrences: Occurrences;
  calendars: () => readonly CalendarView[];
  defaultCalendar: () => string | null;
  zone: string;
  /** Edits wait until there is a network. */
  offline: () => boolean;
  /** The reader's day and minute. */
  now: () => Point;
  /** The day a new event falls on when no time was named. */
  dayForNew: () => number;
}

export function createEdits(around: Surroundings): Edits {
  const { backend, notices, occurrences, zone } = around;
  const questions = createQuestions(backend);
  const undoable = createUndoStack();
  let draft = $state.raw<Draft | null>(null);
  let heir = $state.raw<Heir | null>(null);
  let busy = $state(0);
  let turn: Promise<unknown> = Promise.resolve();
  let takingBack: Promise<void> = Promise.resolve();

  /** Commands go to the engine in the order of the reader's acts, and the grid follows each; `lift` as there. */
  async function inTurn<T>(command: () => Promise<T>, lift?: () => void): Promise<T> {
    busy += 1;
    const mine = turn.then(command);
    turn = mine.catch(() => undefined);
    try {
      return await mine;
    } finally {
      busy -= 1;
      await occurrences.refresh(lift);
    }
  }

  function offerUndo({ undo, pending }: Edited, title: string, text: string) {
    const entry = { undo, title };
    undoable.push(entry);
    notices.offerUndo({
      text: pending && around.offline() ? t('toastWaiting', { text }) : text,
      slot: 'edit',
      revert: () => void takeBack(() => undoable.drop(entry)),
      commit: () => undefined,
    });
  }

  /** One after the other, however long each waits for an answer. */
  function takeBack(take: () => UndoEntry | undefined): Promise<void> {
    takingBack = takingBack.then(() => takeOneBack(take()));
    return takingBack;
  }

  async function takeOneBack(entry: UndoEntry | undefined): Promise<void> {
    if (!entry) return notices.announce(t('nothingToUndo'));
    try {
      const notify = await questions.decideUndo(entry.undo, entry.title);
      // Whoever thinks better of it can still take the edit back.
      if (!notify) return undoable.push(entry);
      await inTurn(() => backend.undoEdit(entry.undo, notify));
      notices.announce(t('undone'));
    } catch (reason) {
      notices.tell(problemText(asProblem(reason)));
    }
  }

  /** Decides, sends, and offers the way back. False when the reader changed their mind. */
  async function carryOut(
    planned: Planned,
    send: (decision: Decision) => Promise<Edited>,
    text: string,
    /** What is drawn until then; asked for when it was decided. */
    layer: () => (() => void) | undefined = () => undefined,
  ) {
    const decision = await questions.decide(planned);
    if (!decision) return false;
    offerUndo(await inTurn(() => send(decision), layer()), planned.title, text);
    return true;
  }

  /** The same outside of the editor, where a refusal is told in a toast. */
  async function attempt(act: () => Promise<boolean>): Promise<boolean> {
    try {
      return await act();
    } catch (reason) {
      notices.tell(problemText(asProblem(reason)));
      return false;
    }
  }

  const drawn = ({ eventId, originalStart }: Target): OccurrenceView | undefined =>
    occurrences.shown.list.find(
      (one) => one.eventId === eventId && (originalStart === null || one.originalStart === originalStart),
    );

  const titleOf = (target: Target) => drawn(target)?.title || t('noTitle');

  function calendarForNew(id?: string) {
    const all = around.calendars();
    const asked = defaultCalendar(all, id ?? around.defaultCalendar());
    if (!asked) notices.tell(t('noWritableCalendar'));
    return asked;
  }

  function close() {
    const left = draft;
    draft = null;
    if (!left?.changed || left.saving) return;
    notices.offerUndo({
      text: t('draftDiscarded'),
      slot: 'draft',
      revert: () => {
        close();
        draft = left;
      },
      commit: () => undefined,
    });
  }

  function open(editable: Editable, original: Editable | null, changed: boolean) {
    close();
    draft = { editable, original, changed, saving: false, problem: null };
  }

  async function create(change: EventChange) {
    const title = change.title || t('noTitle');
    const lift = change.time ? occurrences.lay(provisional(change, zone)) : () => undefined;
    const planned: Planned = { act: 'create', target: null, change, title };
    const send = ({ notify }: Decision) => backend.createEvent(change, notify);
    return attempt(() => carryOut(planned, send, t('toastCreated', { title }), () => lift)).finally(lift);
  }

  /** The change as the engine takes it: in the event's own zone, so that a drag does not change that. */
  async function inOwnZone(target: Target, change: EventChange): Promise<EventChange> {
    if (!change.time || change.time.allDay) return change;
    const { time } = await backend.getEditable(target.eventId, target.originalStart);
    return time.allDay ? change : { ...change, time: timeInZone(change.time, time.zone) };
  }

  async function saveDraft({ editable, original }: Draft): Promise<boolean> {
    const { eventId, originalStart } = editable;
    const title = editable.title.trim() || t('noTitle');
    const change = original ? changeBetween(original, editable) : wholeChange(editable);
    if (isEmpty(change)) return true;
    if (!original) {
      const send = ({ notify }: Decision) => backend.createEvent(change, notify);
      return carryOut({ act: 'create', target: null, change, title }, send, t('toastCreated', { title }));
    }
    const send = ({ scope, notify }: Decision) =>
      backend.editEvent(eventId, originalStart, change, scope, notify);
    const target = { eventId, originalStart };
    return carryOut({ act: 'change', target, change, title }, send, t('toastSaved', { title }));
  }

  return {
    get draft() {
      return draft;
    },
    get busy() {
      return busy > 0;
    },
    get question() {
      return questions.open;
    },
    get heir() {
      return heir;
    },
    answer: questions.answer,
    calendarForNew,
    startNew(time, calendarId, title = '') {
      const calendar = calendarForNew(calendarId);
      if (!calendar) return;
      const at = time ?? nextSlot(around.dayForNew(), around.now(), zone);
      open({ ...blankEvent(calendar.id, at), title }, null, title !== '');
    },
    async startEdit(eventId, originalStart) {
      await attempt(async () => {
        const editable = await backend.getEditable(eventId, originalStart);
        open(editable, editable, false);
        return true;
      });
    },
    change(patch) {
      if (!draft || draft.saving) return;
      const editable = { ...draft.editable, ...patch };
      const { original } = draft;
      const changed = original === null || !isEmpty(changeBetween(original, editable));
      draft = { ...draft, editable, changed, problem: null };
    },
    async save() {
      if (!draft || draft.saving) return false;
      const saving: Draft = { ...draft, saving: true, problem: null };
      draft = saving;
      try {
        const saved = await saveDraft(saving);
        if (draft === saving) draft = saved ? null : { ...saving, saving: false };
        return saved;
      } catch (reason) {
        if (draft === saving) draft = { ...saving, saving: false, problem: asProblem(reason) };
        return false;
      }
    },
    close,
    create,
    async quick(target, change) {
      const before = drawn(target);
      const lift = before
        ? occurrences.lay(withChange(before, change), occurrenceKey(before))
        : () => undefined;
      const title = titleOf(target);
      const text = t(before ? toastOf(before, change) : 'toastSaved', { title });
      return attempt(async () => {
        const sent = await inOwnZone(target, change);
        const send = async ({ scope, notify }: Decision) => {
          const { eventId, originalStart } = target;
          const edited = await backend.editEvent(eventId, originalStart, sent, scope, notify);
          if (before) heir = heirOf(before, withChange(before, change), edited);
          return edited;
        };
        return carryOut({ act: 'change', target, change: sent, title }, send, text, () => lift);
      }).finally(lift);
    },
    async remove(target) {
      const before = drawn(target);
      const title = titleOf(target);
      const send = ({ scope, notify }: Decision) =>
        backend.deleteEvent(target.eventId, target.originalStart, scope, notify);
      let lift = () => undefined as void;
      // While there is a question about it, it stays where it is.
      const hide = () => {
        if (before) lift = occurrences.lay(null, occurrenceKey(before));
        return lift;
      };
      const removed = await attempt(async () => {
        const { eventId, originalStart } = target;
        const { rights } = await backend.getEditable(eventId, originalStart);
        const leaves = rights.respond && !rights.shared;
        const planned: Planned = { act: leaves ? 'leave' : 'delete', target, change: null, title };
        return carryOut(planned, send, t(leaves ? 'toastLeft' : 'toastDeleted', { title }), hide);
      }).finally(() => lift());
      const open = draft?.editable;
      if (removed && open?.eventId === target.eventId) {
        draft = null;
      }
      return removed;
    },
    async explain(target) {
      await attempt(async () => {
        const { rights } = await backend.getEditable(target.eventId, target.originalStart);
        notices.tell(rights.problem ? problemText(rights.problem) : t('readOnlyEvent'));
        return true;
      });
    },
    async respond(target, response, comment) {
      const title = titleOf(target);
      return attempt(async () => {
        let scope: Decision['scope'] = target.originalStart === null ? 'all' : 'this';
        if (scope === 'this' && (await backend.getEditable(target.eventId, target.originalStart)).recurring) {
          const choices = (['this', 'all'] as const).map((one) => ({ scope: one, resets: 0 }));
          const chosen = await questions.ask({ kind: 'scope', act: 'respond', title, choices });
          if (chosen !== 'this' && chosen !== 'all') return false;
          scope = chosen;
        }
        const { eventId, originalStart } = target;
        // A note goes by mail, or nobody reads it.
        const notify = comment ? 'all' : await questions.decideAnswer(target, scope, title);
        if (!notify) return false;
        const edited = await inTurn(() =>
          backend.respond(eventId, originalStart, response, comment, scope, notify),
        );
        offerUndo(edited, title, t('toastAnswered', { title }));
        return true;
      });
    },
    async undo() {
      if (!notices.undo()) await takeBack(undoable.pop);
    },
  };
}

const heirOf = (before: OccurrenceView, after: OccurrenceView, { eventId }: Edited): Heir => ({
  of: occurrenceKey(before),
  eventId,
  startDay: after.startDay,
  startMinute: after.startMinute,
});

function toastOf(before: OccurrenceView, { time }: EventChange) {
  if (!time) return 'toastSaved';
  const isResized = time.allDay === before.allDay && lengthOf(time) !== lengthOf(before);
  return isResized ? 'toastResized' : 'toastMoved';
}
