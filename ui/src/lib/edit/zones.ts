// Times of events on another clock than the one they were written on.
import type { TimeForm } from '../ipc/bindings';
import { wallTimeIn } from '../time';

/** The same instants on the clock of `zone`. Whole days, and floating times, are the same on every clock. */
export function timeInZone(time: TimeForm, zone: string): TimeForm {
  if (time.allDay) return time;
  const start = wallTimeIn({ day: time.startDay, minute: time.startMinute }, time.zone, zone);
  const end = wallTimeIn({ day: time.endDay, minute: time.endMinute }, time.zone, zone);
  return {
    allDay: false,
    zone,
    startDay: start.day,
    startMinute: start.minute,
    endDay: end.day,
    endMinute: end.minute,
  };
}
