// What an edit of the open details is about.
import type { EventDetails } from '../ipc/bindings';
import type { Target } from '../state/edits.svelte';

/** Of a series the one occurrence, else the event itself. */
export function targetOf(event: Pick<EventDetails, 'eventId' | 'originalStart' | 'recurring'>): Target {
  return { eventId: event.eventId, originalStart: event.recurring ? event.originalStart : null };
}
