// A new event in a few words: title, time and calendar beside its place on the grid.
import { nextSlot } from '../edit/blank';
import { t } from '../i18n';
import type { EventChange, TimeForm } from '../ipc/bindings';
import type { Edits } from './edits.svelte';
import type { Point } from './moments';
import type { Notices } from './notices.svelte';

export interface Slot {
  title: string;
  /** On the reader's clock. */
  time: TimeForm;
  calendarId: string;
}

export interface Quick {
  /** Null while nothing is being created this way. */
  readonly slot: Slot | null;
  /** Without a time at the next half hour. Says so when no calendar can be written. */
  open(time: TimeForm | null): void;
  change(patch: Partial<Slot>): void;
  /** Closes at once; the event is drawn while it is being saved. */
  save(): Promise<boolean>;
  /** Goes on in the editor. */
  more(): void;
  /** A title that was typed can be taken up again. */
  close(): void;
  /** Whether it was closed a moment ago, by the press that is under way. */
  justClosed(): boolean;
}

/** What quick creation needs to know of the window. */
export interface Around {
  edits: Edits;
  notices: Notices;
  zone: string;
  now: () => Point;
  dayForNew: () => number;
}

const ONE_PRESS_MS = 400;

export function createQuick({ edits, notices, zone, now, dayForNew }: Around): Quick {
  let slot = $state.raw<Slot | null>(null);
  let closedAt = -Infinity;

  function leave(): Slot | null {
    const left = slot;
    slot = null;
    closedAt = performance.now();
    return left;
  }

  function close() {
    const left = leave();
    if (!left || left.title.trim() === '') return;
    notices.offerUndo({
      text: t('draftDiscarded'),
      slot: 'draft',
      revert: () => (slot = left),
      commit: () => undefined,
    });
  }

  return {
    get slot() {
      return slot;
    },
    open(time) {
      const calendar = edits.calendarForNew();
      if (!calendar) return;
      close();
      const at = time ?? nextSlot(dayForNew(), now(), zone);
      slot = { title: '', time: at, calendarId: calendar.id };
    },
    change(patch) {
      if (slot) slot = { ...slot, ...patch };
    },
    async save() {
      const left = leave();
      if (!left) return false;
      const change: EventChange = {
        title: left.title.trim(),
        time: left.time,
        calendarId: left.calendarId,
        busy: !left.time.allDay,
      };
      const saved = await edits.create(change);
      // What was typed is not lost when the engine refuses it.
      if (!saved && slot === null) slot = left;
      return saved;
    },
    more() {
      const left = leave();
      if (left) edits.startNew(left.time, left.calendarId, left.title);
    },
    close,
    justClosed: () => performance.now() - closedAt < ONE_PRESS_MS,
  };
}
