// The editor's draft: opened, changed, saved or left. Leaving asks nothing, since it can be taken up
// again.
import { blankEvent, nextSlot } from '../edit/blank';
import { changeBetween, isEmpty, wholeChange } from '../edit/changes';
import type { Decision } from '../edit/question';
import { t } from '../i18n';
import type { Backend } from '../ipc/backend';
import { asProblem } from '../ipc/backend';
import type { CalendarView, Editable, Edited, EventChange, Problem, TimeForm } from '../ipc/bindings';
import type { Carrying } from './carrying.svelte';
import type { Point } from './moments';
import type { Notices } from './notices.svelte';

/** What an agent proposed, in the editor: what is saved is what is approved. */
export interface Proposed {
  id: string;
  agent: string;
  /** Rejects with the `Problem` that stands against it. */
  approve(change: EventChange, decision: Decision): Promise<Edited>;
}

/** What the editor shows. */
export interface Draft {
  editable: Editable;
  /** As it was read; null for a new event. */
  original: Editable | null;
  /** Null for an edit of the reader's own. */
  proposed: Proposed | null;
  changed: boolean;
  saving: boolean;
  problem: Problem | null;
}

export interface Drafting {
  /** Null while the editor is closed. */
  readonly draft: Draft | null;
  /** Opens the editor; without a time at the next half hour. Says so when no calendar can be written. */
  startNew(time: TimeForm | null, calendarId?: string, title?: string): void;
  startEdit(eventId: string, originalStart: number | null): Promise<void>;
  /** Opens the editor on what was proposed; `original` null for a new event. */
  startProposed(editable: Editable, original: Editable | null, proposed: Proposed): void;
  change(patch: Partial<Editable>): void;
  /** False when the reader changed their mind, or it was refused: the draft then says why. */
  save(): Promise<boolean>;
  /** Asks nothing: a changed draft can be taken up again. */
  close(): void;
  /** Closes it for good when it is about this event, which is gone. */
  forget(eventId: string): void;
}

interface Surroundings {
  backend: Backend;
  notices: Notices;
  carrying: Carrying;
  calendarForNew: (calendarId?: string) => CalendarView | undefined;
  zone: string;
  now: () => Point;
  dayForNew: () => number;
}

export function createDrafting(around: Surroundings): Drafting {
  const { backend, notices, carrying, zone } = around;
  let draft = $state.raw<Draft | null>(null);

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

  function open(
    editable: Editable,
    original: Editable | null,
    changed: boolean,
    proposed: Proposed | null = null,
  ) {
    close();
    draft = { editable, original, proposed, changed, saving: false, problem: null };
  }

  async function send({ editable, original, proposed }: Draft): Promise<boolean> {
    const { eventId, originalStart } = editable;
    const title = editable.title.trim() || t('noTitle');
    const change = original ? changeBetween(original, editable) : wholeChange(editable);
    if (isEmpty(change)) {
      if (proposed) throw nothingLeft();
      return true;
    }
    if (proposed) {
      const approve = (decision: Decision) => proposed.approve(change, decision);
      const target = original && { eventId, originalStart };
      const planned = { act: original ? 'change' : 'create', target, change, title } as const;
      return carrying.carryOut(planned, approve, t('toastApproved', { what: title }));
    }
    if (!original) {
      const create = ({ notify }: Decision) => backend.createEvent(change, notify);
      const planned = { act: 'create', target: null, change, title } as const;
      return carrying.carryOut(planned, create, t('toastCreated', { title }));
    }
    const edit = ({ scope, notify }: Decision) =>
      backend.editEvent(eventId, originalStart, change, scope, notify);
    const target = { eventId, originalStart };
    return carrying.carryOut({ act: 'change', target, change, title }, edit, t('toastSaved', { title }));
  }

  return {
    get draft() {
      return draft;
    },
    startNew(time, calendarId, title = '') {
      const calendar = around.calendarForNew(calendarId);
      if (!calendar) return;
      const at = time ?? nextSlot(around.dayForNew(), around.now(), zone);
      open({ ...blankEvent(calendar.id, at), title }, null, title !== '');
    },
    async startEdit(eventId, originalStart) {
      await carrying.attempt(async () => {
        const editable = await backend.getEditable(eventId, originalStart);
        open(editable, editable, false);
        return true;
      });
    },
    startProposed(editable, original, proposed) {
      open(editable, original, true, proposed);
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
        const saved = await send(saving);
        if (draft === saving) draft = saved ? null : { ...saving, saving: false };
        return saved;
      } catch (reason) {
        if (draft === saving) draft = { ...saving, saving: false, problem: asProblem(reason) };
        return false;
      }
    },
    close,
    forget(eventId) {
      if (draft?.editable.eventId === eventId) draft = null;
    },
  };
}

/** An answer is awaited, and this would be none. */
const nothingLeft = (): Problem => ({
  kind: 'invalid',
  message: t('proposalNothingLeft'),
  remedy: t('proposalNothingLeftHint'),
});
