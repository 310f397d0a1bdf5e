// Edits that the demo's server does not have yet: one in conflict, one refused, and offline some that wait.
import type { QueueEntry, QueueOp } from '../bindings';
import type { Stored } from './events';

const ago = (now: string, minutes: number) => new Date(Date.parse(now) - minutes * 60_000).toISOString();

function entry({ form }: Stored, op: QueueOp, since: string): QueueEntry {
  return {
    id: `queued/${form.eventId}`,
    eventId: form.eventId,
    original: form.recurring ? form.originalStart : null,
    calendarId: form.calendarId,
    title: form.title,
    op,
    state: 'waiting',
    since,
    attempts: 0,
    nextTry: null,
    reason: 'Waiting for the network.',
    problem: null,
    fields: [],
  };
}

export const waitingEntry = (event: Stored, op: QueueOp, now: string): QueueEntry => entry(event, op, now);

export function conflictEntry(event: Stored, now: string): QueueEntry {
  return {
    ...entry(event, 'update', ago(now, 95)),
    state: 'conflict',
    attempts: 1,
    reason: 'Changed at Google too.',
    fields: [
      {
        name: 'time',
        base: 'Thu 19 Nov, 10:00 – 11:00',
        mine: 'Thu 19 Nov, 10:00 – 12:00',
        theirs: 'Thu 19 Nov, 14:00 – 15:00',
        conflict: true,
      },
      { name: 'location', base: '', mine: '', theirs: 'Room Lovelace', conflict: false },
    ],
  };
}

export function refusedEntry(event: Stored, now: string): QueueEntry {
  return {
    ...entry(event, 'update', ago(now, 40)),
    state: 'refused',
    attempts: 1,
    reason: 'Google does not allow this.',
    problem: {
      kind: 'not_organizer',
      message: 'Google refused the change: only the organiser can change this event.',
      remedy: 'Ask the organiser, or discard the change.',
    },
    fields: [
      {
        name: 'title',
        base: event.form.title,
        mine: `${event.form.title}, prep`,
        theirs: event.form.title,
        conflict: false,
      },
    ],
  };
}
