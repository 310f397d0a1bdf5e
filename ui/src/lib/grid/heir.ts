/** Which of the drawn occurrences the keyboard stands on after an edit. Pure; the grids move the focus. */
import type { OccurrenceView } from '../ipc/bindings';
import { occurrenceKey, type Heir, type OccurrenceKey } from './types';

/** The event the keyboard stood on. */
export interface HeldEvent {
  key: OccurrenceKey;
  eventId: string;
}

export const heldEvent = (o: OccurrenceView): HeldEvent => ({ key: occurrenceKey(o), eventId: o.eventId });

/** The index of what became of `held` by the latest edit; -1 when that was about another, or is not here. */
export function indexOfHeir(
  occurrences: readonly OccurrenceView[],
  { key }: HeldEvent,
  heir: Heir | null,
): number {
  if (heir?.of !== key) return -1;
  const isThere = (o: OccurrenceView) =>
    o.startDay === heir.startDay && (o.allDay || o.startMinute === heir.startMinute);
  const there = occurrences.findIndex((o) => isThere(o) && o.eventId === heir.eventId);
  return there >= 0 ? there : occurrences.findIndex((o) => isThere(o) && occurrenceKey(o) === key);
}

/**
 * The index of the occurrence of its name, else, since moving it can give a single event another name,
 * of the one of its event. -1 when it is not among them.
 */
export function indexOfHeld(occurrences: readonly OccurrenceView[], { key, eventId }: HeldEvent): number {
  const kept = occurrences.findIndex((o) => occurrenceKey(o) === key);
  return kept >= 0 ? kept : occurrences.findIndex((o) => !o.recurring && o.eventId === eventId);
}
