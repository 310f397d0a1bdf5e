// The demo's events as they can be edited, and the occurrences drawn from them.
import { timed } from '../../edit/blank';
import { spanOfEvent } from '../../grid/span';
import type { CalendarView, Editable, OccurrenceView, TimeForm, Unsent } from '../bindings';
import { mia, peopleOf } from './people';
import { rightsOf } from './rights';
import { stepOf } from './rule';
import { everyWeek, notes, place, sampleWeek, thisWeek, type DemoEvent } from './week';

/** An event or a whole series. */
export interface Stored {
  /** The first occurrence, or some occurrence of a series without beginning. */
  form: Editable;
  /** Days before which and from which on there are no occurrences. */
  from: number;
  until: number;
  /** By original start; null where one was deleted. */
  exceptions: ReadonlyMap<number, Editable | null>;
  cancelled: boolean;
  joinable: boolean;
  unsent: Unsent;
}

export type Events = ReadonlyMap<string, Stored>;

/** 1970-01-01 was a Thursday, so day 4 was a Monday. */
export const mondayOf = (day: number): number => day - ((((day - 4) % 7) + 7) % 7);

const startOf = ({ startDay, startMinute }: TimeForm) => startDay * 86_400 + startMinute * 60;

export function demoEvents(today: number, zone: string): Map<string, Stored> {
  const monday = mondayOf(today);
  const all = [...everyWeek, ...sampleWeek, ...thisWeek];
  return new Map(all.map((event) => stored(event, monday, zone)).map((one) => [one.form.eventId, one]));
}

function stored(event: DemoEvent, monday: number, zone: string): Stored {
  const time: TimeForm = { ...place(event, monday), zone };
  const guests = peopleOf(event.title, event.join ?? false);
  const weekly = event.weekly ?? false;
  const form: Editable = {
    eventId: `${event.calendar}/${event.title}/${weekly ? event.day : monday + event.day}`,
    originalStart: startOf(time),
    calendarId: event.calendar,
    title: event.title,
    time,
    rules: weekly ? ['FREQ=WEEKLY'] : [],
    recurring: weekly,
    location: event.location ?? '',
    notes: guests.length > 0 ? notes : '',
    guests,
    guestsHidden: false,
    organizer: guests[0]?.email ?? '',
    guestRights: { seeOthers: true, inviteOthers: true, modify: false },
    conference: event.join ?? false,
    reminders: { useDefault: guests.length === 0, minutes: guests.length > 0 ? [10] : [], mails: [] },
    hue: event.hue ?? null,
    busy: !event.free,
    visibility: 'default',
    tentative: event.tentative ?? false,
    kind: 'default',
    attachments: [],
    myResponse: myResponse(event, guests),
    rights: { shared: true, personal: true, moveTo: true, delete: true, respond: false, problem: null },
  };
  return {
    form,
    from: -Infinity,
    until: Infinity,
    exceptions: new Map(),
    cancelled: event.cancelled ?? false,
    joinable: event.join ?? false,
    unsent: 'none',
  };
}

function myResponse(event: DemoEvent, guests: Editable['guests']): Editable['myResponse'] {
  if (event.declined) return 'declined';
  if (event.unanswered) return 'needs-action';
  return guests.length > 0 ? mia.participation : null;
}

/** The form of one occurrence, or of the series for null; undefined when there is none. */
export function formOf(event: Stored, original: number | null): Editable | undefined {
  if (original === null) return event.form;
  const exception = event.exceptions.get(original);
  if (exception !== undefined) return exception ?? undefined;
  const days = Math.round((original - startOf(event.form.time)) / 86_400);
  if (days !== 0 && stepOf(event.form.rules) === 0) return undefined;
  return { ...event.form, originalStart: original, time: laterBy(event.form.time, days) };
}

export const laterBy = (time: TimeForm, days: number): TimeForm => ({
  ...time,
  startDay: time.startDay + days,
  endDay: time.endDay + days,
});

/** Everything that touches `fromDay..toDay`, sorted by start. */
export function occurrencesIn(
  events: Events,
  calendars: readonly CalendarView[],
  fromDay: number,
  toDay: number,
): OccurrenceView[] {
  const found: OccurrenceView[] = [];
  for (const event of events.values()) {
    for (const original of originalsNear(event, fromDay, toDay)) {
      const form = formOf(event, original);
      const calendar = calendars.find((one) => one.id === form?.calendarId);
      if (!form || !calendar) continue;
      const occurrence = drawn(event, form, original, calendar);
      const lastDay = occurrence.allDay ? occurrence.endDay - 1 : occurrence.endDay;
      if (occurrence.startDay < toDay && lastDay >= fromDay) found.push(occurrence);
    }
  }
  return found.sort((a, b) => a.startDay - b.startDay || a.startMinute - b.startMinute);
}

/** Original starts within a week of the range; an occurrence is moved no further in the demo. */
function originalsNear({ form, from, until }: Stored, fromDay: number, toDay: number): number[] {
  const step = stepOf(form.rules);
  const first = startOf(form.time);
  if (step === 0) return [first];
  const originals: number[] = [];
  const behind = Math.floor((fromDay - 7 - form.time.startDay) / step);
  for (let index = behind; form.time.startDay + index * step < toDay + 7; index++) {
    const day = form.time.startDay + index * step;
    if (day >= from && day < until) originals.push(first + index * step * 86_400);
  }
  return originals;
}

function drawn(event: Stored, form: Editable, original: number, calendar: CalendarView): OccurrenceView {
  return {
    eventId: form.eventId,
    originalStart: original,
    calendarId: form.calendarId,
    title: form.title,
    location: form.location,
    ...spanOfEvent(form.time),
    status: event.cancelled ? 'cancelled' : form.tentative ? 'tentative' : 'confirmed',
    declined: form.myResponse === 'declined',
    maybe: form.myResponse === 'tentative',
    busy: form.busy,
    recurring: form.recurring,
    joinable: event.joinable,
    unanswered: form.myResponse === 'needs-action',
    unsent: event.unsent,
    editable: rightsOf(calendar, form).shared,
    hue: form.hue,
  };
}

/** A single event or series from a form that has its own id. */
export function storedFrom(form: Editable): Stored {
  const recurring = stepOf(form.rules) > 0;
  return {
    form: { ...form, recurring, originalStart: startOf(form.time) },
    from: recurring ? form.time.startDay : -Infinity,
    until: Infinity,
    exceptions: new Map(),
    cancelled: false,
    joinable: form.conference,
    unsent: 'none',
  };
}

/** The same length from another start. */
export function movedLike(time: TimeForm, before: TimeForm, after: TimeForm): TimeForm {
  if (after.allDay) return laterBy(after, time.startDay - before.startDay);
  const minutes = (after.endDay - after.startDay) * 1440 + after.endMinute - after.startMinute;
  const day = time.startDay + after.startDay - before.startDay;
  return timed(day, after.startMinute, minutes, after.zone);
}
