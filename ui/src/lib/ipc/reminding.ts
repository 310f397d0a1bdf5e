// The shapes of reminders, now and next, the life in the background, and imports.

import type { EveryMinutes, Hue, Problem } from './bindings';

export type ReminderKind = 'alarm' | 'rsvp';

/** `shown` is on screen or was, and its event has not ended; `missed` was due while nobody could be told. */
export type ReminderState = 'coming' | 'shown' | 'snoozed' | 'missed' | 'dismissed';

/** One reminder of one occurrence, placed in the display zone like an `OccurrenceView`. */
export interface ReminderView {
  id: string;
  kind: ReminderKind;
  state: ReminderState;
  /** RFC 3339. */
  due: string;
  /** RFC 3339; when a snoozed one comes back. */
  until: string | null;
  eventId: string;
  originalStart: number;
  calendarId: string;
  title: string;
  location: string;
  allDay: boolean;
  startDay: number;
  startMinute: number;
  endDay: number;
  endMinute: number;
  joinUrl: string | null;
}

/** A local time on a day before an all-day event, or on it. */
export interface AllDayReminder {
  daysBefore: number;
  /** Minute of the day. */
  minute: number;
}

/** Minutes of the day; over midnight when `to` is before `from`. */
export interface QuietHours {
  from: number;
  to: number;
}

export interface ReminderSettings {
  on: boolean;
  /** Notes stay until they are acted on. */
  persistent: boolean;
  hideTitles: boolean;
  quiet: QuietHours | null;
  tentative: boolean;
  invitations: boolean;
  /** For all-day events of calendars that say nothing themselves. */
  allDay: AllDayReminder[];
  /** RFC 3339. */
  pausedUntil: string | null;
}

/** What the reader chose for one calendar; null is what its source says. */
export interface CalendarReminders {
  muted: boolean;
  /** Minutes before the start. */
  timed: number[] | null;
  allDay: AllDayReminder[] | null;
}

export interface Meeting {
  eventId: string;
  originalStart: number;
  calendarId: string;
  title: string;
  location: string;
  startDay: number;
  startMinute: number;
  endDay: number;
  endMinute: number;
  joinUrl: string | null;
  /** There is a link, and the time for it has come. */
  canJoin: boolean;
}

export interface NowNext {
  now: Meeting[];
  /** Those that begin first, within 30 minutes. */
  next: Meeting[];
  /** Ended less than 15 minutes ago, the latest first. */
  recent: Meeting[];
  /** RFC 3339; when this stops being true, events staying as they are. */
  changesAt: string;
}

/** What answered a test. */
export interface TestNote {
  /** Name of the notification service. */
  server: string;
  /** Whether it shows buttons. */
  actions: boolean;
}

export interface Background {
  tray: boolean;
  /** Why there is no tray. */
  trayReason: string | null;
  closeToTray: boolean;
  startAtLogin: boolean;
  /** Keys that open quick creation from anywhere. */
  shortcut: string | null;
  /** Why there are none. */
  shortcutReason: string | null;
  /** Why reminders cannot be shown on this desktop. */
  notifications: Problem | null;
}

export interface BackgroundChange {
  closeToTray?: boolean;
  startAtLogin?: boolean;
}

export interface ImportPreview {
  /** What the file or link calls itself, or empty. */
  name: string;
  /** File name or masked address. */
  address: string;
  source: 'file' | 'link';
  events: number;
  /** Dates, as in `FeedTest`. */
  first: string | null;
  last: string | null;
  /** Five at most. */
  titles: string[];
  setAside: number;
  warnings: string[];
  suggestedMinutes: EveryMinutes | null;
  suggestedHue: Hue | null;
}

/** What a second start, a note or the tray asks the window to show. */
export type OpenTarget =
  | { kind: 'event'; eventId: string; originalStart: number; day: number }
  | { kind: 'reminders' }
  | { kind: 'quick-add' }
  | { kind: 'approvals' }
  | { kind: 'import'; token: string };
