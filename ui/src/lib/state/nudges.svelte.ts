// Moving and resizing by keys. A run of presses is one edit: one question, one undo.
import { targetOf } from '../pane/target';
import { occurrenceKey } from '../grid/types';
import { isSameSpan, spanOfEvent, type Span } from '../grid/span';
import type { OccurrenceView } from '../ipc/bindings';
import type { Edits } from './edits.svelte';
import type { Occurrences } from './occurrences.svelte';

/** A pause as long as this ends a run. */
const PAUSE_MS = 700;

export interface Nudges {
  /** Draws the change at once and saves it after a pause. */
  nudge(occurrence: OccurrenceView, change: (span: Span) => Span): void;
  /** Saves what waits, now. */
  flush(): Promise<boolean>;
  /** Puts back what waits; false when nothing did. */
  cancel(): boolean;
}

interface Run {
  before: OccurrenceView;
  span: Span;
  lift: () => void;
  timer: ReturnType<typeof setTimeout>;
}

export function createNudges(occurrences: Occurrences, edits: Edits, zone: string): Nudges {
  let run: Run | null = null;

  function end(): Run | null {
    const ended = run;
    if (ended) clearTimeout(ended.timer);
    run = null;
    return ended;
  }

  async function flush(): Promise<boolean> {
    const ended = end();
    if (!ended) return false;
    const { before, span, lift } = ended;
    // The edit draws it from here on, in the same turn.
    lift();
    if (isSameSpan(span, spanOfEvent(before))) return false;
    return edits.quick(targetOf(before), { time: { ...span, zone } });
  }

  return {
    nudge(occurrence, change) {
      const key = occurrenceKey(occurrence);
      if (run && occurrenceKey(run.before) !== key) void flush();
      const before = run?.before ?? occurrence;
      const span = change(run?.span ?? spanOfEvent(occurrence));
      const previous = end();
      const lift = occurrences.lay({ ...before, ...span }, key);
      previous?.lift();
      run = { before, span, lift, timer: setTimeout(() => void flush(), PAUSE_MS) };
    },
    flush,
    cancel() {
      const ended = end();
      ended?.lift();
      return ended !== null;
    },
  };
}
