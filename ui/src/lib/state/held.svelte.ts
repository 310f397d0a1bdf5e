// The event that keys act on: the one the keyboard stands on in the grid, or the open one from its pane.
import { occurrenceKey } from '../grid/types';
import type { OccurrenceView } from '../ipc/bindings';
import type { Occurrences } from './occurrences.svelte';
import type { Panes } from './panes.svelte';

export interface Held {
  /** As the grid draws it now; null when the keyboard is elsewhere. */
  readonly inGrid: OccurrenceView | null;
  /** The one in the grid, else that of the pane if the keyboard is there. */
  readonly any: OccurrenceView | null;
  hold(occurrence: OccurrenceView | null): void;
}

const inPane = () => Boolean(document.activeElement?.closest('[data-testid="pane"]'));

type Named = Pick<OccurrenceView, 'eventId' | 'originalStart'>;

export function createHeld(occurrences: Occurrences, panes: Panes): Held {
  let held = $state.raw<Named | null>(null);

  /** An event that does not repeat is the same one when it was moved and has another key. */
  function find(wanted: Named): OccurrenceView | null {
    const { list } = occurrences.shown;
    const key = occurrenceKey(wanted);
    return (
      list.find((one) => occurrenceKey(one) === key) ??
      list.find((one) => !one.recurring && one.eventId === wanted.eventId) ??
      null
    );
  }

  return {
    get inGrid() {
      return held && find(held);
    },
    get any() {
      if (held) return find(held);
      return panes.pane?.kind === 'event' && inPane() ? find(panes.pane) : null;
    },
    hold(occurrence) {
      held = occurrence;
    },
  };
}
