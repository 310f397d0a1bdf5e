/** Occurrences for tests, and numbers that are random but the same each time. */
import type { OccurrenceView } from '../../src/lib/ipc/bindings';
import { dayOf } from '../../src/lib/time';

export const monday = dayOf(2026, 11, 16);

/** A confirmed, busy hour at midnight of Monday unless told otherwise. The title is the id. */
export function occurrence(eventId: string, extra: Partial<OccurrenceView> = {}): OccurrenceView {
  return {
    eventId,
    originalStart: 0,
    calendarId: 'team',
    title: eventId,
    location: '',
    allDay: false,
    startDay: monday,
    startMinute: 0,
    endDay: extra.startDay ?? monday,
    endMinute: 60,
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
  };
}

/** Hours on a day of the week from Monday on, 9.25 for 09:15; beyond 24 on the days after. */
export const timed = (
  id: string,
  day: number,
  from: number,
  to: number,
  extra: Partial<OccurrenceView> = {},
) =>
  occurrence(id, {
    startDay: monday + day,
    startMinute: Math.round((from % 24) * 60),
    endDay: monday + day + Math.floor(to / 24),
    endMinute: Math.round((to % 24) * 60),
    ...extra,
  });

/** Whole days from Monday on, the end exclusive. */
export const allDay = (id: string, from: number, to: number, extra: Partial<OccurrenceView> = {}) =>
  occurrence(id, { allDay: true, startDay: monday + from, endDay: monday + to, endMinute: 0, ...extra });

/** Lehmer's generator. */
export function randomFrom(seed: number): (below: number) => number {
  let state = seed * 7919 + 1;
  return (below) => {
    state = (state * 48271) % 2147483647;
    return Math.floor((state / 2147483647) * below);
  };
}

/** A mix of short, long, zero-length, all-day and several-day occurrences around a week. */
export function anything(seed: number, total: number): OccurrenceView[] {
  const random = randomFrom(seed);
  return Array.from({ length: total }, (_, index) => {
    const startDay = monday - 3 + random(12);
    const startMinute = random(1440);
    if (random(4) === 0) return allDay(`e${index}`, startDay - monday, startDay - monday + 1 + random(5));
    const length = [0, 5, 15, 30, 60, 90, 240, 700, 1439, 1440, 3000][random(11)] ?? 0;
    const end = startMinute + length;
    return occurrence(`e${index}`, {
      startDay,
      startMinute,
      endDay: startDay + Math.floor(end / 1440),
      endMinute: end % 1440,
      busy: random(3) > 0,
    });
  });
}
