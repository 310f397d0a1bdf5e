// Occurrences as an edit will leave them, drawn until the engine has answered.
import type { EventChange, OccurrenceView, TimeForm } from '../ipc/bindings';
import { spanOfEvent } from '../grid/span';
import { occurrenceKey, type OccurrenceKey } from '../grid/types';
import type { Draft } from '../state/edits.svelte';
import type { Slot } from '../state/quick.svelte';
import { wholeChange } from './changes';
import { timeInZone } from './zones';

/** A time on the reader's clock. */
export function withChange(before: OccurrenceView, change: EventChange): OccurrenceView {
  return {
    ...before,
    ...(change.time ? spanOfEvent(change.time) : {}),
    title: change.title ?? before.title,
    location: change.location ?? before.location,
    calendarId: change.calendarId ?? before.calendarId,
    busy: change.busy ?? before.busy,
    hue: change.hue === undefined ? before.hue : change.hue,
  };
}

const nowhere: TimeForm = {
  allDay: true,
  zone: '',
  startDay: 0,
  startMinute: 0,
  endDay: 1,
  endMinute: 0,
};

/** An event that has no name yet; not to be edited before it has one. */
export function provisional(change: EventChange, zone: string): OccurrenceView {
  return {
    eventId: '',
    originalStart: 0,
    calendarId: change.calendarId ?? '',
    title: change.title ?? '',
    location: change.location ?? '',
    ...spanOfEvent(timeInZone(change.time ?? nowhere, zone)),
    status: change.tentative ? 'tentative' : 'confirmed',
    declined: false,
    busy: change.busy ?? true,
    recurring: (change.rules ?? []).length > 0,
    joinable: change.conference ?? false,
    unanswered: false,
    unsent: 'none',
    editable: false,
    hue: change.hue ?? null,
  };
}

/** Names the occurrence of a new event that is not saved yet. */
export const draftKey: OccurrenceKey = occurrenceKey({ eventId: '', originalStart: 0 });

/**
 * What the editor, or else the quick form, is about, as it will be drawn on the reader's clock. Null while
 * both are closed, and for a stored event as long as nothing about it changed.
 */
export function draftOccurrence(
  draft: Draft | null,
  slot: Slot | null,
  zone: string,
): { key: OccurrenceKey; occurrence: OccurrenceView } | null {
  if (!draft) {
    return slot && { key: draftKey, occurrence: { ...provisional(slot, zone), editable: true } };
  }
  const { editable, original, changed } = draft;
  if (original && !changed) return null;
  const occurrence = { ...provisional(wholeChange(editable), zone), editable: true };
  if (!original) return { key: draftKey, occurrence };
  const { eventId, originalStart } = editable;
  const named = { eventId, originalStart: originalStart ?? 0 };
  return {
    key: occurrenceKey(named),
    occurrence: { ...occurrence, ...named, recurring: editable.recurring },
  };
}
