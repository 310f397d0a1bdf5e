// The reader comes to another zone: everything on the page stands on another wall clock, and the page
// begins anew.
import type { Backend } from '../ipc/backend';

/** How soon is looked again whether what held the page is done. */
const AGAIN_MS = 2_000;

export interface Moving {
  /** The zone as the shell tells it, which may be the page's own. */
  zoneChanged(zone: string): void;
  stop(): void;
}

/** Whether something that was typed stands in a field. */
function isWriting(): boolean {
  const field = document.activeElement;
  const typed = field instanceof HTMLInputElement && !['checkbox', 'radio'].includes(field.type);
  const long = [...document.querySelectorAll('textarea')].some(({ value }) => value !== '');
  return long || (typed && field.value !== '') || document.querySelector('dialog[open]') !== null;
}

/**
 * Reloads the page once it is in another zone than `ours` and nothing is unsaved: neither what
 * `holds` knows of, nor what stands in a field.
 */
export function createMoving(backend: Backend, ours: string, holds: () => boolean): Moving {
  let theirs = ours;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function move() {
    clearTimeout(timer);
    if (theirs === ours) return;
    if (holds() || isWriting()) timer = setTimeout(move, AGAIN_MS);
    else backend.reload();
  }

  return {
    zoneChanged(zone) {
      theirs = zone;
      move();
    },
    stop: () => clearTimeout(timer),
  };
}
