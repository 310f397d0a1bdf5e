// Keeps the keyboard in a list whose rows come and go: when the row it stands in leaves, the next one
// takes it, else the one before, else what stands above the list.

import { untrack } from 'svelte';

interface List {
  root: () => HTMLElement | undefined;
  /** The ids of the rows it can stand in, from top to bottom. */
  ids: () => readonly string[];
  /** The row an element is in. */
  idOf: (element: Element) => string | null;
  /** Moves the keyboard to a row; null for what stands above the list. */
  go: (id: string | null) => void;
  /** Reads whatever the list is drawn from. */
  drawn: () => unknown;
}

interface Standing {
  element: HTMLElement;
  id: string | null;
  ids: readonly string[];
}

/** Called while a component is set up. */
export function handOver(list: List): void {
  let before: Standing | null = null;

  function standing(): Standing | null {
    const element = document.activeElement;
    if (!(element instanceof HTMLElement) || !list.root()?.contains(element)) return null;
    return { element, id: list.idOf(element), ids: list.ids() };
  }

  $effect.pre(() => {
    list.drawn();
    before = untrack(standing);
  });
  $effect(() => {
    list.drawn();
    const was = before;
    before = null;
    if (was) untrack(() => keepUp(was));
  });

  function keepUp(was: Standing) {
    // Whoever took it meanwhile keeps it.
    if (document.activeElement && document.activeElement !== document.body) return;
    if (was.element.isConnected) was.element.focus({ preventScroll: true });
    if (document.activeElement !== was.element) list.go(nextOf(was, list.ids()));
  }
}

/** Its own row, else the nearest one below that is still there, else the nearest one above. */
export function nextOf({ id, ids }: Pick<Standing, 'id' | 'ids'>, left: readonly string[]): string | null {
  const at = id === null ? -1 : ids.indexOf(id);
  const below = ids.slice(Math.max(at, 0));
  const above = ids.slice(0, Math.max(at, 0)).reverse();
  return [...below, ...above].find((one) => left.includes(one)) ?? null;
}
