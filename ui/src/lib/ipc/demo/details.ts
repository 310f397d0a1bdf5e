// The details pane's view of a demo occurrence.
import type { CalendarView, EventDetails, OccurrenceView, PersonView } from '../bindings';

const person = (
  name: string,
  participation: PersonView['participation'],
  role: PersonView['role'] = 'required',
  resource = false,
): PersonView => ({
  name,
  email: `${(name.split(' ')[0] ?? name).toLowerCase()}@northwind.example`,
  participation,
  role,
  resource,
});

const mia = person('Mia Krüger', 'accepted', 'chair');
const guests = [
  mia,
  person('Ana Sousa', 'accepted'),
  person('Jonas Weber', 'tentative'),
  person('Priya Nair', 'needs-action', 'optional'),
  person('Room Ada', 'accepted', 'required', true),
];

const notes =
  '<p>Run through the demo once without stopping, then collect what was unclear.</p>' +
  '<ul><li>Slides: <a href="https://docs.northwind.example/demo">docs.northwind.example/demo</a></li>' +
  '<li>Bring the <b>second laptop</b></li></ul>' +
  '<p>Questions to <a href="mailto:mia@northwind.example">mia@northwind.example</a>.</p>';

function iso(day: number, minute: number): string {
  return new Date((day * 1440 + minute) * 60_000).toISOString().slice(0, 19);
}

export function describe(occurrence: OccurrenceView, calendar: CalendarView, zone: string): EventDetails {
  const { startDay, startMinute, endDay, endMinute, allDay } = occurrence;
  const meeting = occurrence.joinable;
  const shift = -360;
  return {
    eventId: occurrence.eventId,
    originalStart: occurrence.originalStart,
    calendarId: calendar.id,
    calendarName: calendar.name,
    hue: calendar.hue,
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
    organizer: meeting ? mia : null,
    people: meeting ? guests : [],
    notesHtml: meeting ? notes : '',
    repeats: occurrence.recurring ? 'FREQ=WEEKLY' : null,
    repeatsText: occurrence.recurring ? 'Every week' : null,
    status: occurrence.status,
    busy: occurrence.busy,
    source: calendar.feed?.address ?? 'On this computer',
    url: null,
    flags:
      occurrence.title === 'Dentist'
        ? ['The time zone “Berlin Standard” is unknown; the time is shown as Europe/Berlin.']
        : [],
    updated: null,
    alarms: meeting ? [10] : [],
  };
}
