// Reminders and meetings on Friday 20 November 2026 in Berlin, with what a test says changed.
import type { Meeting, ReminderView } from '../../src/lib/ipc/bindings';
import type { Reader } from '../../src/lib/reminders/sections';
import { formats } from '../../src/lib/time';

export const friday = 20_777;

/** A minute of a day as an instant in Berlin's winter. */
export const instant = (day: number, clock: string): string =>
  new Date((day * 1440 + minuteOf(clock) - 60) * 60_000).toISOString();

export function minuteOf(clock: string): number {
  const [hours = 0, minutes = 0] = clock.split(':').map(Number);
  return hours * 60 + minutes;
}

export const at = (clock: string, day = friday): Reader => ({
  now: { day, minute: minuteOf(clock) },
  zone: 'Europe/Berlin',
  formats: formats('en-GB', false),
});

/** 15:00 – 16:00 of a day, reminding ten minutes before. */
export function reminder(change: Partial<ReminderView> = {}): ReminderView {
  const startDay = change.startDay ?? friday;
  return {
    id: 'one',
    kind: 'alarm',
    state: 'coming',
    due: instant(startDay, '14:50'),
    until: null,
    eventId: 'event',
    originalStart: 0,
    calendarId: 'work',
    title: 'Demo',
    location: '',
    allDay: false,
    startDay,
    startMinute: 900,
    endDay: startDay,
    endMinute: 960,
    joinUrl: null,
    ...change,
  };
}

export function meeting(title: string, span: string, change: Partial<Meeting> = {}): Meeting {
  const [start = '', end = ''] = span.split('-');
  return {
    eventId: title,
    originalStart: 0,
    calendarId: 'work',
    title,
    location: '',
    startDay: friday,
    startMinute: minuteOf(start),
    endDay: friday,
    endMinute: minuteOf(end),
    joinUrl: null,
    canJoin: false,
    ...change,
  };
}
