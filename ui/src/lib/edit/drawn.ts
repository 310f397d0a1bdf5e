// Occurrences as an edit will leave them, drawn until the engine has answered.
import type { EventChange, OccurrenceView, TimeForm } from '../ipc/bindings';
import { spanOfEvent } from '../grid/span';
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
