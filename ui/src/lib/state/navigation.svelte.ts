// Where the reader is: view and cursor day. Every move tells `moved`, which fetches what to show.
import { spanOf, startOfMonth, stepAnchor, type View } from '../time';
import { recall, remember } from './remembered';
import type { Target } from './occurrences.svelte';

export interface Navigation {
  readonly view: View;
  readonly cursor: number;
  /** What the current view shows around the cursor. */
  target(): Target;
  /** The ranges one step back and ahead. */
  neighbours(): Target[];
  setView(view: View): void;
  goTo(day: number, view?: View): void;
  step(direction: 1 | -1): void;
}

export const allViews: readonly View[] = ['day', 2, 3, 4, 'work-week', 6, 'week', 'month'];

function viewNamed(name: string | null): View | undefined {
  return allViews.find((view) => String(view) === name);
}

export function createNavigation(today: number, firstWeekday: () => number, moved: () => void): Navigation {
  let view = $state<View>(viewNamed(recall('view')) ?? 'week');
  let cursor = $state(today);

  const at = (day: number): Target => ({ view, cursor: day, span: spanOf(view, day, firstWeekday()) });

  function goTo(day: number, next: View = view) {
    cursor = day;
    view = next;
    remember('view', String(next));
    moved();
  }

  return {
    get view() {
      return view;
    },
    get cursor() {
      return cursor;
    },
    target: () => at(cursor),
    neighbours: () => [at(stepAnchor(view, cursor, 1)), at(stepAnchor(view, cursor, -1))],
    setView: (next) => goTo(cursor, next),
    goTo,
    step(direction) {
      // A month has no single day that the reader looks at, so it is entered at its start.
      const day = view === 'month' ? startOfMonth(cursor) : cursor;
      goTo(stepAnchor(view, day, direction));
    },
  };
}
