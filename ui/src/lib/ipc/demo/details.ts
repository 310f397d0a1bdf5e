// The details pane's view of a demo occurrence.
import type { CalendarView, Editable, EventDetails, OccurrenceView, QueueEntry } from '../bindings';
import { rightsOf } from './rights';
import { inWords } from './rule';

/** The notes as the engine would show them: paragraphs, with links that can be opened. */
const html = (notes: string) =>
  notes
    .split('\n\n')
    .map(
      (text) =>
        `<p>${text.replace(/https:\/\/([^\s]+)/g, '<a href="https://$1">$1</a>').replace(/\n/g, '<br>')}</p>`,
    )
    .join('') + '<p>Questions to <a href="mailto:mia@northwind.example">mia@northwind.example</a>.</p>';

function iso(day: number, minute: number): string {
  return new Date((day * 1440 + minute) * 60_000).toISOString().slice(0, 19);
}

export function describe(
  occurrence: OccurrenceView,
  form: Editable,
  calendar: CalendarView,
  zone: string,
  queued: QueueEntry | null,
): EventDetails {
  const { startDay, startMinute, endDay, endMinute, allDay } = occurrence;
  const meeting = occurrence.joinable;
  const [organizer] = form.guests;
  const [rule] = form.rules;
  const shift = -360;
  return {
    eventId: occurrence.eventId,
    originalStart: occurrence.originalStart,
    calendarId: calendar.id,
    calendarName: calendar.name,
    hue: form.hue ?? calendar.hue,
    title: occurrence.title,
    allDay,
    here: {
      zone,
      abbreviation: allDay ? '' : 'GMT+1',
      start: allDay ? iso(startDay, 0).slice(0, 10) : iso(startDay, startMinute),
      end: allDay ? iso(endDay, 0).slice(0, 10) : iso(endDay, endMinute),
    },
    there:
      meeting && !allDay
        ? {
            zone: 'America/New_York',
            abbreviation: 'GMT-5',
            start: iso(startDay, startMinute + shift),
            end: iso(endDay, endMinute + shift),
          }
        : null,
    location: occurrence.location,
    joinUrl: meeting ? 'https://meet.northwind.example/abc-defg-hij' : null,
    organizer: organizer ?? null,
    people: form.guests,
    notesHtml: form.notes === '' ? '' : html(form.notes),
    repeats: rule ?? null,
    repeatsText: rule ? inWords(rule) : null,
    status: occurrence.status,
    busy: occurrence.busy,
    source: calendar.feed?.address ?? calendar.accountName,
    url: null,
    flags:
      occurrence.title === 'Dentist'
        ? ['The time zone “Berlin Standard” is unknown; the time is shown as Europe/Berlin.']
        : [],
    updated: null,
    alarms: form.reminders.useDefault ? calendar.defaultAlarms : form.reminders.minutes,
    rights: rightsOf(calendar, form),
    peopleHidden: form.guestsHidden,
    kind: form.kind,
    attachments: form.attachments,
    visibility: form.visibility,
    queued,
    myResponse: form.myResponse,
    recurring: form.recurring,
  };
}
