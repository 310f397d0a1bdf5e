// A believable week: work, family and school, with overlaps, all-day spans, tentative and declined meetings.
import type { Hue } from '../bindings';
import type { Span } from '../../grid/span';

export interface DemoEvent {
  calendar: string;
  title: string;
  /** Day of the week, Monday is 0. */
  day: number;
  /** "09:15-10:00", or a number of whole days. */
  span: string | number;
  location?: string;
  tentative?: true;
  cancelled?: true;
  declined?: true;
  unanswered?: true;
  free?: true;
  join?: true;
  weekly?: true;
  /** Its own colour. */
  hue?: Hue;
}

const weekdays = [0, 1, 2, 3, 4];

/** Happens every week. */
export const everyWeek: DemoEvent[] = [
  ...weekdays.map((day): DemoEvent => ({
    calendar: 'team',
    title: 'Standup',
    day,
    span: '09:15-09:30',
    join: true,
    weekly: true,
  })),
  { calendar: 'work', title: 'Sprint planning', day: 0, span: '10:00-11:30', location: 'Room Ada' },
  { calendar: 'work', title: '1:1 with Ana', day: 0, span: '14:00-14:30', join: true },
  { calendar: 'family', title: 'Gym', day: 0, span: '18:00-19:15', free: true },
  { calendar: 'personal', title: 'Focus: pricing page', day: 1, span: '10:00-12:00' },
  { calendar: 'school', title: 'Kindergarten pick-up', day: 1, span: '16:00-16:30' },
  { calendar: 'team', title: 'Retro', day: 3, span: '14:00-15:30', location: 'Room Lovelace' },
  { calendar: 'personal', title: 'Focus: roadmap', day: 4, span: '10:00-11:30' },
  { calendar: 'family', title: 'Call with Mum', day: 6, span: '17:00-17:45', join: true },
].map((event) => ({ ...event, weekly: true }) as DemoEvent);

/** Happens in the week of today only. */
export const thisWeek: DemoEvent[] = [
  { calendar: 'school', title: 'School project week', day: 0, span: 5, free: true },
  { calendar: 'holidays', title: 'Buß- und Bettag', day: 2, span: 1, free: true },
  { calendar: 'work', title: 'Lisbon offsite', day: 3, span: 3, location: 'Lisbon' },
  { calendar: 'work', title: 'Interview: backend', day: 1, span: '13:00-14:00', join: true },
  { calendar: 'team', title: 'Design review', day: 1, span: '13:30-14:30', location: 'Room Ada' },
  {
    calendar: 'work',
    title: 'Customer call: Contoso',
    day: 2,
    span: '11:00-12:00',
    tentative: true,
    unanswered: true,
    join: true,
  },
  { calendar: 'family', title: 'Dentist', day: 2, span: '15:00-16:00', location: 'Lindenstraße 4' },
  { calendar: 'work', title: 'Board prep', day: 2, span: '16:00-17:30', hue: 'pink' },
  { calendar: 'work', title: 'Budget Q4', day: 3, span: '10:00-11:00' },
  { calendar: 'work', title: 'Vendor sync', day: 3, span: '11:00-11:30', declined: true },
  {
    calendar: 'family',
    title: 'Concert, Philharmonie',
    day: 3,
    span: '20:00-22:30',
    location: 'Herbert-von-Karajan-Straße 1, Berlin',
  },
  { calendar: 'work', title: 'Customer call: Fabrikam', day: 4, span: '13:00-14:00', cancelled: true },
  {
    calendar: 'team',
    title: 'Demo rehearsal',
    day: 4,
    span: '15:00-16:00',
    location: 'Room Ada',
    join: true,
  },
  { calendar: 'work', title: 'Security review', day: 4, span: '15:30-16:30', unanswered: true },
  { calendar: 'school', title: 'Parents’ evening', day: 4, span: '17:30-19:00', location: 'Aula' },
  { calendar: 'family', title: 'Market and brunch', day: 5, span: '10:00-12:00' },
];

/** What "look around" shows, every week. */
export const sampleWeek: DemoEvent[] = [
  { calendar: 'sample-work', title: 'Team breakfast', day: 0, span: '09:00-10:00' },
  { calendar: 'sample-work', title: 'Project review', day: 2, span: '14:00-15:30', join: true },
  { calendar: 'sample-home', title: 'Swimming', day: 3, span: '18:00-19:00' },
  { calendar: 'sample-home', title: 'Weekend away', day: 5, span: 2 },
];

/** When `event` is in the week that starts on `monday`. */
export function place(event: DemoEvent, monday: number): Span {
  const day = monday + event.day;
  if (typeof event.span === 'number') {
    return { allDay: true, startDay: day, startMinute: 0, endDay: day + event.span, endMinute: 0 };
  }
  const [start, end] = event.span.split('-').map(minuteOf);
  return { allDay: false, startDay: day, startMinute: start ?? 0, endDay: day, endMinute: end ?? 0 };
}

export const notes =
  'Run through the demo once without stopping, then collect what was unclear.\n\n' +
  'Slides: https://docs.northwind.example/demo\n' +
  'Bring the second laptop.';

function minuteOf(clock = '00:00'): number {
  const [hours = 0, minutes = 0] = clock.split(':').map(Number);
  return hours * 60 + minutes;
}
