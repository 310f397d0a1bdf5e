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
    maybe: false,
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

/** What is being made or edited, as it will be drawn; `target` is null for a new event. */
export interface Drafted {
  target: { eventId: string; originalStart: number | null } | null;
  occurrence: OccurrenceView;
}

/**
 * What the editor, or else the quick form, is about, on the reader's clock. Null while both are closed,
 * and for a stored event as long as nothing about it changed.
 */
export function draftOccurrence(draft: Draft | null, slot: Slot | null, zone: string): Drafted | null {
  if (!draft) return slot && { target: null, occurrence: { ...provisional(slot, zone), editable: true } };
  const { editable, original, changed } = draft;
  if (original && !changed) return null;
  const occurrence = { ...provisional(wholeChange(editable), zone), editable: true };
  if (!original) return { target: null, occurrence };
  const { eventId, originalStart, recurring } = editable;
  return { target: { eventId, originalStart }, occurrence: { ...occurrence, eventId, recurring } };
}

/** The list with the draft in place of what it is about, and the draft's key. */
export function withDraft(
  list: readonly OccurrenceView[],
  { target, occurrence }: Drafted,
): { key: OccurrenceKey; list: OccurrenceView[] } {
  const stored = target && list.find((one) => isTarget(one, target));
  const drawn = { ...occurrence, originalStart: stored?.originalStart ?? target?.originalStart ?? 0 };
  return { key: occurrenceKey(drawn), list: [...list.filter((one) => one !== stored), drawn] };
}

/** A single event is named without an original start. */
const isTarget = (one: OccurrenceView, { eventId, originalStart }: NonNullable<Drafted['target']>) =>
  one.eventId === eventId && (originalStart === null || one.originalStart === originalStart);
