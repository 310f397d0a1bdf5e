// The event that keys act on: the one the keyboard stands on in the grid, or the open one from its pane.
import { occurrenceKey, type OccurrenceKey } from '../grid/types';
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

export function createHeld(occurrences: Occurrences, panes: Panes): Held {
  let key = $state<OccurrenceKey | null>(null);

  const find = (wanted: OccurrenceKey) =>
    occurrences.shown.list.find((one) => occurrenceKey(one) === wanted) ?? null;

  return {
    get inGrid() {
      return key === null ? null : find(key);
    },
    get any() {
      if (key !== null) return find(key);
      return panes.pane?.kind === 'event' && inPane() ? find(occurrenceKey(panes.pane)) : null;
    },
    hold(occurrence) {
      key = occurrence && occurrenceKey(occurrence);
    },
  };
}
