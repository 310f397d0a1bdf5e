// Sorts reminders into the sections of the list, and says when each is.
import { lengthText } from '../approvals/words';
import { t } from '../i18n';
import type { ReminderView } from '../ipc/bindings';
import { distanceText, minutesTo } from '../now/countdown';
import { pointIn, type Point } from '../state/moments';
import type { Formats } from '../time';

export type SectionName = 'missed' | 'now' | 'snoozed' | 'today' | 'tomorrow' | 'later';

export interface Section {
  name: SectionName;
  list: readonly ReminderView[];
  /** How many more there are than listed. */
  more: number;
}

/** What a reminder is told against. */
export interface Reader {
  now: Point;
  zone: string;
  formats: Formats;
}

const order: readonly SectionName[] = ['missed', 'now', 'snoozed', 'today', 'tomorrow', 'later'];
/** More would be nothing to read. */
const MOST = 60;

/** Missed, now, snoozed, and what comes by the day it is due; without empty sections. */
export function sectionsOf(list: readonly ReminderView[], reader: Reader): Section[] {
  return order.flatMap((name) => {
    const found = list.filter((one) => sectionOf(one, reader) === name);
    return found.length > 0
      ? [{ name, list: found.slice(0, MOST), more: Math.max(0, found.length - MOST) }]
      : [];
  });
}

function sectionOf(reminder: ReminderView, { now, zone }: Reader): SectionName | null {
  switch (reminder.state) {
    case 'missed':
      return 'missed';
    case 'shown':
      return 'now';
    case 'snoozed':
      return 'snoozed';
    case 'dismissed':
      return null;
    case 'coming': {
      const day = dueDay(reminder, zone);
      if (day <= now.day) return 'today';
      return day === now.day + 1 ? 'tomorrow' : 'later';
    }
  }
}

const dueDay = ({ due }: ReminderView, zone: string) => pointIn(zone, Date.parse(due)).day;

/** "15:00 – 16:00", "Tomorrow, 10:00 – 12:00", "Mon 23 Nov, all day". */
export function eventTimeText(reminder: ReminderView, { now, zone, formats }: Reader): string {
  const { allDay, startDay, startMinute, endDay, endMinute } = reminder;
  const days = endDay - startDay;
  const lasts = days === 0 || (days === 1 && endMinute === 0);
  const ends = lasts
    ? formats.times(startMinute, endMinute)
    : `${formats.time(startMinute)} – ${formats.dateShort(endDay)}, ${formats.time(endMinute)}`;
  const time = allDay ? t('wholeDay') : ends;
  // The heading of the section names the day already.
  const named =
    reminder.state === 'coming' && startDay === now.day + 1 && dueDay(reminder, zone) === startDay;
  return startDay === now.day || named
    ? capital(time)
    : `${capital(dayText(startDay, now.day, formats))}, ${time}`;
}

/** When it reminds, or how far its event is, in a few words. */
export function dueText(reminder: ReminderView, reader: Reader): string {
  const { now, zone, formats } = reader;
  const moment = (instant: string) => momentText(pointIn(zone, Date.parse(instant)), now.day, formats);
  switch (reminder.state) {
    case 'missed': {
      const { allDay, endDay, endMinute } = reminder;
      const end = allDay ? { day: endDay - 1, minute: 0 } : { day: endDay, minute: endMinute };
      return t('endedAt', {
        when: allDay ? dayText(end.day, now.day, formats) : momentText(end, now.day, formats),
      });
    }
    case 'snoozed':
      return t('againAt', { when: moment(reminder.until ?? reminder.due) });
    case 'shown':
      return shownText(reminder, reader);
    case 'coming':
    case 'dismissed': {
      const due = pointIn(zone, Date.parse(reminder.due));
      // The heading of the section names the day.
      if (due.day <= now.day + 1) return t('remindsAt', { when: formats.time(due.minute) });
      // The event's own day is beside it then.
      return due.day === reminder.startDay ? aheadText(reminder, due, formats) : moment(reminder.due);
    }
  }
}

/** How long before its event, on the same day. */
function aheadText({ allDay, startMinute }: ReminderView, { minute }: Point, formats: Formats): string {
  if (allDay || minute > startMinute) return t('remindsAt', { when: formats.time(minute) });
  return minute === startMinute
    ? t('atStart')
    : t('remindsBefore', { length: lengthText(startMinute - minute) });
}

/** Minutes while it is near, else the day. */
function shownText(reminder: ReminderView, { now, formats }: Reader): string {
  const { allDay, startDay } = reminder;
  const minutes = minutesTo(reminder, now);
  if (allDay || minutes >= 720) return dayText(startDay, now.day, formats);
  return distanceText(minutes);
}

/** "14:50", "tomorrow 09:30", "Mon 23 Nov, 09:05". */
function momentText({ day, minute }: Point, today: number, formats: Formats): string {
  const time = formats.time(minute);
  if (day === today) return time;
  const name = dayText(day, today, formats);
  return Math.abs(day - today) === 1 ? `${name} ${time}` : `${name}, ${time}`;
}

function dayText(day: number, today: number, formats: Formats): string {
  if (day === today) return t('dayToday');
  if (day === today + 1) return t('dayTomorrow');
  if (day === today - 1) return t('dayYesterday');
  return `${formats.weekdayShort(day)} ${formats.dateShort(day)}`;
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
