// How edits reach the engine: asked about, sent in the order of the reader's acts, told with the way
// back. A refusal is told in a toast.
import type { Decision } from '../edit/question';
import { t } from '../i18n';
import type { Backend } from '../ipc/backend';
import { asProblem } from '../ipc/backend';
import type { Edited } from '../ipc/bindings';
import type { Notices } from './notices.svelte';
import type { Occurrences } from './occurrences.svelte';
import type { Planned, Questions } from './questions.svelte';
import { problemText } from './sentences';
import { createUndoStack, type UndoEntry } from './undo';

/** What is known of an edit that can be taken back. */
export type Reversible = Pick<Edited, 'undo' | 'pending'>;

/** With the title of its event. */
export type Named = Reversible & { title: string };

export interface Carrying {
  /** A command is on its way; whoever hears of changed data leaves reading it to this. */
  readonly busy: boolean;
  /** Sends after what was sent before, and reads the grid again; `lift` as there. */
  inTurn<T>(command: () => Promise<T>, lift?: () => void): Promise<T>;
  /** Decides, sends, and offers the way back. False when the reader changed their mind. */
  carryOut(
    planned: Planned,
    send: (decision: Decision) => Promise<Edited>,
    text: string,
    /** What is drawn until then; asked for when it was decided. */
    layer?: () => (() => void) | undefined,
  ): Promise<boolean>;
  /** False when it failed, which is told. */
  attempt(act: () => Promise<boolean>): Promise<boolean>;
  /**
   * Tells what was done, with the way back; `title` is of the event. Of edits one button is on offer,
   * unless it is to stay beside others.
   */
  offerUndo(edited: Reversible, title: string, text: string, stay?: 'beside'): void;
  /** The same of several that were made together. */
  offerUndoOfAll(edits: readonly Named[], text: string, stay?: 'beside'): void;
  /** Takes back the latest of the last 50 edits, also one that is still under way. */
  undo(): Promise<void>;
}

interface Surroundings {
  backend: Backend;
  notices: Notices;
  occurrences: Occurrences;
  questions: Questions;
  offline: () => boolean;
}

export function createCarrying(around: Surroundings): Carrying {
  const { backend, notices, occurrences, questions } = around;
  const undoable = createUndoStack();
  let busy = $state(0);
  let turn: Promise<unknown> = Promise.resolve();
  let takingBack: Promise<void> = Promise.resolve();
  /** The latest act that has not ended; whether it was carried out. */
  let latest: Promise<boolean> | null = null;

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

  function offerUndoOfAll(edits: readonly Named[], text: string, stay?: 'beside') {
    const entries = edits.map(({ undo, title }) => ({ undo, title }));
    entries.forEach(undoable.push);
    const waits = edits.some(({ pending }) => pending) && around.offline();
    notices.offerUndo({
      text: waits ? t('toastWaiting', { text }) : text,
      ...(stay ? {} : { slot: 'edit' }),
      revert: () => entries.reverse().forEach((entry) => void takeBack(() => undoable.drop(entry))),
      commit: () => undefined,
    });
  }

  return {
    get busy() {
      return busy > 0;
    },
    inTurn,
    async carryOut(planned, send, text, layer = () => undefined) {
      const decision = await questions.decide(planned);
      if (!decision) return false;
      const edited = await inTurn(() => send(decision), layer());
      offerUndoOfAll([{ ...edited, title: planned.title }], text);
      return true;
    },
    async attempt(act) {
      const mine = act().catch((reason: unknown) => {
        notices.tell(problemText(asProblem(reason)));
        return false;
      });
      latest = mine;
      const carriedOut = await mine;
      if (latest === mine) latest = null;
      return carriedOut;
    },
    offerUndo: (edited, title, text, stay) => offerUndoOfAll([{ ...edited, title }], text, stay),
    offerUndoOfAll,
    async undo() {
      // What is under way is meant, not what was done before it.
      if (latest && !(await latest)) return;
      if (!notices.undo()) await takeBack(undoable.pop);
    },
  };
}
