/** One believable week, with every state an event can have. */
import type { Hue, OccurrenceView } from '../src/lib/ipc/bindings';
import { startOfWeek } from '../src/lib/time';

export const sampleCalendars = new Map<string, { name: string; hue: Hue }>([
  ['work', { name: 'Work', hue: 'blue' }],
  ['team', { name: 'Team', hue: 'teal' }],
  ['home', { name: 'Home', hue: 'tomato' }],
  ['kids', { name: 'Kids & school', hue: 'amber' }],
  ['holidays', { name: 'Holidays', hue: 'olive' }],
  ['focus', { name: 'Focus', hue: 'violet' }],
]);

type Extra = Partial<OccurrenceView>;

/** The week around `today`. Days count from its Monday. */
export function sampleWeek(today: number): OccurrenceView[] {
  const monday = startOfWeek(today, 1);
  let made = 0;
  const make = (calendarId: string, title: string, extra: Extra): OccurrenceView => ({
    eventId: `sample-${made++}`,
    originalStart: 0,
    calendarId,
    title,
    location: '',
    allDay: false,
    startDay: monday,
    startMinute: 0,
    endDay: monday,
    endMinute: 0,
    status: 'confirmed',
    declined: false,
    maybe: false,
    busy: true,
    recurring: false,
    joinable: false,
    unanswered: false,
    unsent: 'none',
    editable: true,
    hue: null,
    ...extra,
  });
  const timed = (calendar: string, title: string, day: number, from: number, to: number, extra: Extra = {}) =>
    make(calendar, title, {
      startDay: monday + day,
      startMinute: Math.round(from * 60),
      endDay: monday + day + Math.floor(to / 24),
      endMinute: Math.round((to % 24) * 60),
      ...extra,
    });
  const allDay = (calendar: string, title: string, from: number, to: number, extra: Extra = {}) =>
    make(calendar, title, {
      allDay: true,
      startDay: monday + from,
      endDay: monday + to,
      busy: false,
      ...extra,
    });

  return [
    allDay('kids', 'School project week', 0, 5),
    allDay('holidays', 'Buß- und Bettag', 2, 3),
    allDay('work', 'Lisbon offsite', 3, 6),
    allDay('home', 'Ana’s birthday', 5, 6),
    allDay('home', 'Hut, with the Bergers', 5, 9, { status: 'tentative' }),
    allDay('kids', 'Flea market', 5, 6),
    ...[0, 1, 2, 3, 4].map((day) =>
      timed('team', 'Standup', day, 9.25, 9.5, { recurring: true, joinable: true }),
    ),
    timed('work', 'Sprint planning', 0, 10, 11.5),
    timed('work', '1:1 with Ana', 0, 14, 14.5),
    timed('home', 'Gym', 0, 18, 19.25),
    timed('focus', 'Focus: pricing page', 1, 10, 12),
    timed('work', 'Interview: backend', 1, 13, 14),
    timed('team', 'Design review', 1, 13.5, 14.5, { joinable: true }),
    timed('kids', 'Kindergarten pick-up', 1, 16, 16.5),
    timed('work', 'Customer call: Contoso', 2, 11, 12, { status: 'tentative', joinable: true }),
    timed('home', 'Dentist', 2, 15, 16),
    timed('work', 'Board preparation with finance', 2, 16, 17.5),
    timed('work', 'Night train to Lisbon', 2, 22.25, 31.5, { busy: false }),
    timed('work', 'Budget Q4', 3, 10, 11),
    timed('work', 'Vendor sync', 3, 11, 11.5, { declined: true }),
    timed('team', 'Retro', 3, 14, 15.5),
    timed('home', 'Concert, Philharmonie', 3, 20, 22.5),
    timed('focus', 'Focus: roadmap', 4, 10, 11.5),
    timed('work', 'Lunch with Fabrikam', 4, 12.5, 13.5, { status: 'cancelled' }),
    timed('team', 'Demo rehearsal', 4, 15, 16, { joinable: true }),
    timed('work', 'Customer call: Fabrikam', 4, 15.5, 16.5, { joinable: true }),
    timed('kids', 'Parents’ evening', 4, 17.5, 19),
    timed('home', 'Market and brunch', 5, 10, 12),
    timed('team', 'Hackathon pitch', 5, 14, 15, { unanswered: true }),
    timed('home', 'Call with Mum', 6, 17, 17.75),
  ];
}
