/** Many events, the same for the same arguments. */
import type { OccurrenceView } from '../src/lib/ipc/bindings';
import { sampleCalendars } from './sample';

const TITLES = [
  'Standup',
  'Design review',
  'Customer call: Contoso',
  'Lunch',
  'Focus: roadmap',
  '1:1 with Ana',
  'Planning',
];
const LENGTHS = [15, 30, 30, 45, 60, 60, 90, 120];

/** `total` occurrences over `count` days from `first` on; one in twelve lasts whole days. */
export function manyEvents(first: number, count: number, total: number, seed: number): OccurrenceView[] {
  const random = generator(seed + 1);
  const pick = <T>(values: readonly T[]): T | undefined => values[Math.floor(random() * values.length)];
  const calendars = [...sampleCalendars.keys()];
  return Array.from({ length: total }, (_, index): OccurrenceView => {
    const allDay = index % 12 === 0;
    const day = first + Math.floor(random() * count);
    const minute = 420 + Math.floor(random() * 48) * 15;
    const length = pick(LENGTHS) ?? 30;
    return {
      eventId: `${seed}-${index}`,
      originalStart: day * 86_400,
      calendarId: pick(calendars) ?? 'work',
      title: `${pick(TITLES)} ${index}`,
      location: '',
      allDay,
      startDay: day,
      startMinute: allDay ? 0 : minute,
      endDay: allDay ? day + 1 + Math.floor(random() * 3) : day,
      endMinute: allDay ? 0 : Math.min(minute + length, 1439),
      status: random() < 0.1 ? 'tentative' : 'confirmed',
      declined: random() < 0.05,
      maybe: false,
      busy: !allDay,
      recurring: false,
      joinable: random() < 0.2,
      unanswered: false,
      unsent: 'none',
      editable: true,
      hue: null,
    };
  });
}

/** Lehmer's generator: small, and the same everywhere. */
function generator(seed: number): () => number {
  let state = (seed * 7919) % 2147483647;
  return () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
}
