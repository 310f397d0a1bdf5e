// What a new event starts with.
import type { CalendarView, Editable, TimeForm } from '../ipc/bindings';
import type { Point } from '../state/moments';

const HOUR = 60;
const HALF_HOUR = 30;
const DAY = 1440;
const MORNING = 540;

/** Whether events can be put into it here. */
export const isWritable = (calendar: CalendarView): boolean =>
  !calendar.readOnly && calendar.direction !== 'read';

/** Whether it is among those that a new event can be put into: one that is left out of lists is not. */
export const isOffered = (calendar: CalendarView): boolean => isWritable(calendar) && !calendar.hidden;

/** The calendar new events go into: the chosen one, else the main one of an account, else the first of all. */
export function defaultCalendar(
  calendars: readonly CalendarView[],
  chosen: string | null,
): CalendarView | undefined {
  const writable = calendars.filter(isWritable);
  const offered = writable.filter((one) => !one.hidden);
  const visible = offered.filter((one) => one.visible);
  return (
    writable.find((one) => one.id === chosen) ??
    visible.find((one) => one.mirror?.primary) ??
    visible[0] ??
    offered[0] ??
    writable[0]
  );
}

/** An hour from the next half hour on if `day` is today, else in the morning. */
export function nextSlot(day: number, now: Point, zone: string): TimeForm {
  const start = day === now.day ? (Math.floor(now.minute / HALF_HOUR) + 1) * HALF_HOUR : MORNING;
  return timed(day, start, HOUR, zone);
}

/** A span from a minute of a day on; minutes beyond the day carry over. */
export function timed(day: number, start: number, minutes: number, zone: string): TimeForm {
  const at = day * DAY + start;
  const end = at + minutes;
  return {
    allDay: false,
    zone,
    startDay: Math.floor(at / DAY),
    startMinute: at % DAY,
    endDay: Math.floor(end / DAY),
    endMinute: end % DAY,
  };
}

export function blankEvent(calendarId: string, time: TimeForm): Editable {
  return {
    eventId: '',
    originalStart: null,
    calendarId,
    title: '',
    time,
    rules: [],
    recurring: false,
    location: '',
    notes: '',
    guests: [],
    guestsHidden: false,
    organizer: '',
    guestRights: { seeOthers: true, inviteOthers: true, modify: false },
    conference: false,
    reminders: { useDefault: true, minutes: [], mails: [] },
    hue: null,
    busy: !time.allDay,
    visibility: 'default',
    tentative: false,
    kind: 'default',
    attachments: [],
    myResponse: null,
    rights: { shared: true, personal: true, moveTo: true, delete: true, respond: false, problem: null },
  };
}
