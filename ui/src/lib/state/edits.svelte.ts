// Everything the reader changes about events, in the editor or straight on the grid. What is drawn
// changes at once and goes back when the engine refuses.
import { defaultCalendar } from '../edit/blank';
import { provisional, withChange } from '../edit/drawn';
import type { Choice, Decision, Question } from '../edit/question';
import { timeInZone } from '../edit/zones';
import { lengthOf } from '../grid/span';
import { occurrenceKey, type Heir } from '../grid/types';
import { t } from '../i18n';
import type { Backend } from '../ipc/backend';
import type { CalendarView, Edited, EventChange, OccurrenceView, Participation } from '../ipc/bindings';
import { createCarrying, type Carrying } from './carrying.svelte';
import { createDrafting, type Drafting } from './drafting.svelte';
import type { Point } from './moments';
import type { Notices } from './notices.svelte';
import type { Occurrences } from './occurrences.svelte';
import { createQuestions, type Planned, type Target } from './questions.svelte';
import { problemText } from './sentences';

export type { Draft } from './drafting.svelte';
export type { Target } from './questions.svelte';

export interface Edits extends Omit<Drafting, 'forget'> {
  /** A command is on its way; whoever hears of changed data leaves reading it to this. */
  readonly busy: boolean;
  readonly question: Question | null;
  /** What the latest edit on the grid is called now. */
  readonly heir: Heir | null;
  answer(choice: Choice): void;
  /** Where new events go, when there is any place for them. */
  calendarForNew(calendarId?: string): CalendarView | undefined;
  /** A new event without the editor. */
  create(change: EventChange): Promise<boolean>;
  /** A change without the editor; a time is on the reader's clock. */
  quick(target: Target, change: EventChange): Promise<boolean>;
  remove(target: Target): Promise<boolean>;
  /** Says why an event cannot be changed. */
  explain(target: Target): Promise<void>;
  respond(target: Target, response: Participation, comment: string | null): Promise<boolean>;
  /** Tells of an edit that was made elsewhere, with the way back. */
  offerUndo: Carrying['offerUndo'];
  /** The same of several that were made together; one way back for all. */
  offerUndoOfAll: Carrying['offerUndoOfAll'];
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
  const carrying = createCarrying({ ...around, questions });
  const drafting = createDrafting({ ...around, carrying, calendarForNew });
  const { attempt, carryOut } = carrying;
  let heir = $state.raw<Heir | null>(null);

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

  /** The change as the engine takes it: in the event's own zone, so that a drag does not change that. */
  async function inOwnZone(target: Target, change: EventChange): Promise<EventChange> {
    if (!change.time || change.time.allDay) return change;
    const { time } = await backend.getEditable(target.eventId, target.originalStart);
    return time.allDay ? change : { ...change, time: timeInZone(change.time, time.zone) };
  }

  return {
    get draft() {
      return drafting.draft;
    },
    get busy() {
      return carrying.busy;
    },
    get question() {
      return questions.open;
    },
    get heir() {
      return heir;
    },
    answer: questions.answer,
    calendarForNew,
    startNew: drafting.startNew,
    startEdit: drafting.startEdit,
    startProposed: drafting.startProposed,
    change: drafting.change,
    save: drafting.save,
    close: drafting.close,
    async create(change) {
      const title = change.title || t('noTitle');
      const lift = change.time ? occurrences.lay(provisional(change, zone)) : () => undefined;
      const planned: Planned = { act: 'create', target: null, change, title };
      const send = ({ notify }: Decision) => backend.createEvent(change, notify);
      return attempt(() => carryOut(planned, send, t('toastCreated', { title }), () => lift)).finally(lift);
    },
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
      const { eventId, originalStart } = target;
      const send = ({ scope, notify }: Decision) =>
        backend.deleteEvent(eventId, originalStart, scope, notify);
      let lift = () => undefined as void;
      // While there is a question about it, it stays where it is.
      const hide = () => {
        if (before) lift = occurrences.lay(null, occurrenceKey(before));
        return lift;
      };
      const removed = await attempt(async () => {
        const { rights } = await backend.getEditable(eventId, originalStart);
        const leaves = rights.respond && !rights.shared;
        const planned: Planned = { act: leaves ? 'leave' : 'delete', target, change: null, title };
        return carryOut(planned, send, t(leaves ? 'toastLeft' : 'toastDeleted', { title }), hide);
      }).finally(() => lift());
      if (removed) drafting.forget(eventId);
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
        const edited = await carrying.inTurn(() =>
          backend.respond(eventId, originalStart, response, comment, scope, notify),
        );
        carrying.offerUndo(edited, title, t('toastAnswered', { title }));
        return true;
      });
    },
    offerUndo: carrying.offerUndo,
    offerUndoOfAll: carrying.offerUndoOfAll,
    undo: carrying.undo,
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
