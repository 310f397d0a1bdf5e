// The demo's reminders: some missed, some on screen, some to come; and what is on now and next.
import type { Backend, Listeners } from '../backend';
import type {
  Background,
  CalendarReminders,
  Meeting,
  NowNext,
  OccurrenceView,
  Problem,
  ReminderSettings,
  ReminderState,
  ReminderView,
} from '../bindings';

type Commands = Pick<
  Backend,
  | 'listReminders'
  | 'snoozeReminder'
  | 'dismissReminder'
  | 'dismissMissed'
  | 'reminderSettings'
  | 'setReminderSettings'
  | 'pauseReminders'
  | 'calendarReminders'
  | 'setCalendarReminders'
  | 'ownReminders'
  | 'setOwnReminders'
  | 'sendTestNote'
  | 'nowAndNext'
  | 'background'
  | 'setBackground'
>;

/** What tests look at and alter. */
export interface Reminding {
  list: ReminderView[];
  settings: ReminderSettings;
  background: Background;
  /** By calendar. */
  calendars: Map<string, CalendarReminders>;
  /** By event. */
  own: Map<string, number[]>;
  /** Why no notification service answers; null when one does. */
  silent: Problem | null;
}

export interface Around {
  occurrences: (fromDay: number, toDay: number) => OccurrenceView[];
  today: number;
  nowMinute: number;
  now: string;
  push: Listeners;
}

const defaults: ReminderSettings = {
  on: true,
  persistent: false,
  hideTitles: false,
  quiet: null,
  tentative: true,
  invitations: true,
  allDay: [],
  pausedUntil: null,
};

const asSource: CalendarReminders = { muted: false, timed: null, allDay: null };

/** title, days after today, minutes before the start, state */
type Planned = [title: string, day: number, before: number, state: ReminderState, kind?: 'rsvp'];

const planned: Planned[] = [
  ['Standup', 0, 10, 'missed'],
  ['Focus: roadmap', 0, 10, 'missed'],
  ['Security review', 0, 120, 'shown', 'rsvp'],
  ['Parents’ evening', 0, 195, 'shown'],
  ['Demo rehearsal', 0, 10, 'coming'],
  ['Market and brunch', 1, 60, 'coming'],
  ['Call with Mum', 2, 10, 'coming'],
  ['Standup', 3, 10, 'coming'],
  ['1:1 with Ana', 3, 10, 'coming'],
];

const MEETING = 'https://meet.northwind.example/abc-defg-hij';

export interface DemoReminders {
  reminding: Reminding;
  commands: Commands;
  /** What reminds, once there are calendars. */
  plan: () => ReminderView[];
}

export function demoReminders(around: Around): DemoReminders {
  const { occurrences, today, nowMinute, push } = around;
  const instantOf = (day: number, minute: number) =>
    new Date(Date.parse(around.now) + ((day - today) * 1440 + minute - nowMinute) * 60_000).toISOString();
  const find = (id: string) => {
    const found = reminding.list.find((one) => one.id === id);
    if (!found) throw { kind: 'not_found', message: 'This reminder is no longer there.', remedy: '' };
    return found;
  };
  const keep = (list: ReminderView[]) => {
    reminding.list = list;
    push.remindersChanged();
  };

  function viewOf([title, day, before, state, kind]: Planned): ReminderView[] {
    const on = today + day;
    const one = occurrences(on, on + 1).find((event) => event.title === title && event.startDay === on);
    if (!one) return [];
    const { eventId, originalStart, calendarId, location, allDay } = one;
    const { startDay, startMinute, endDay, endMinute } = one;
    return [
      {
        id: `${eventId} ${originalStart} ${before}`,
        kind: kind ?? 'alarm',
        state,
        due: instantOf(startDay, startMinute - before),
        until: null,
        ...{ eventId, originalStart, calendarId, title, location, allDay },
        ...{ startDay, startMinute, endDay, endMinute },
        joinUrl: one.joinable ? MEETING : null,
      },
    ];
  }

  const reminding: Reminding = {
    list: [],
    settings: { ...defaults },
    background: {
      tray: true,
      trayReason: null,
      closeToTray: true,
      startAtLogin: false,
      shortcut: 'Ctrl+Shift+Space',
      shortcutReason: null,
      notifications: null,
    },
    calendars: new Map(),
    own: new Map(),
    silent: null,
  };

  const commands: Commands = {
    async listReminders(hours) {
      const until = Date.parse(around.now) + hours * 3_600_000;
      return reminding.list
        .filter(({ state, due }) => state !== 'coming' || Date.parse(due) < until)
        .sort((a, b) => Date.parse(a.due) - Date.parse(b.due));
    },
    async snoozeReminder(id, minutes) {
      const { startDay, startMinute } = find(id);
      const until =
        minutes === null
          ? instantOf(startDay, startMinute)
          : new Date(Date.parse(around.now) + minutes * 60_000).toISOString();
      keep(reminding.list.map((one) => (one.id === id ? { ...one, state: 'snoozed', until } : one)));
    },
    async dismissReminder(id) {
      find(id);
      keep(reminding.list.filter((one) => one.id !== id));
    },
    dismissMissed: async () => keep(reminding.list.filter(({ state }) => state !== 'missed')),
    reminderSettings: async () => reminding.settings,
    async setReminderSettings(change) {
      reminding.settings = { ...reminding.settings, ...change };
      push.remindersChanged();
    },
    async pauseReminders(minutes) {
      const pausedUntil =
        minutes === null ? null : new Date(Date.parse(around.now) + minutes * 60_000).toISOString();
      reminding.settings = { ...reminding.settings, pausedUntil };
      push.remindersChanged();
    },
    calendarReminders: async (id) => reminding.calendars.get(id) ?? asSource,
    async setCalendarReminders(id, reminders) {
      reminding.calendars.set(id, reminders);
      push.remindersChanged();
    },
    ownReminders: async (eventId) => reminding.own.get(eventId) ?? [],
    async setOwnReminders(eventId, _, minutes) {
      reminding.own.set(eventId, minutes);
      push.remindersChanged();
    },
    async sendTestNote() {
      if (reminding.silent) throw reminding.silent;
      return { server: 'dunst', actions: true };
    },
    nowAndNext: async () => ({
      ...meetingsAt(occurrences(today, today + 2), today, nowMinute),
      changesAt: around.now,
    }),
    background: async () => reminding.background,
    async setBackground(change) {
      reminding.background = { ...reminding.background, ...change };
      push.backgroundChanged();
    },
  };
  return { reminding, commands, plan: () => planned.flatMap(viewOf) };
}

export const toldOnce = 'Kalends keeps running in the tray. Quit it from the menu there.';

const noService: Problem = {
  kind: 'notifications',
  message: 'no notification service answers on this desktop',
  remedy: 'Install and start one, such as dunst, mako or your desktop’s own, then send a test.',
};

export function withoutNotifications(reminding: Reminding): void {
  reminding.silent = noService;
  reminding.background = { ...reminding.background, notifications: noService };
}

export function withoutTray(reminding: Reminding): void {
  reminding.background = {
    ...reminding.background,
    tray: false,
    trayReason: 'nothing on this desktop takes tray icons (StatusNotifierItem)',
    shortcut: null,
    shortcutReason: 'the desktop did not answer',
  };
}

/** All meetings that are on, come next or ended a moment ago, as the engine finds them. */
function meetingsAt(
  list: readonly OccurrenceView[],
  today: number,
  minute: number,
): Omit<NowNext, 'changesAt'> {
  const now = today * 1440 + minute;
  const meetings = list
    .filter(({ allDay, declined, busy, status }) => !allDay && !declined && busy && status !== 'cancelled')
    .map((one) => ({
      one,
      start: one.startDay * 1440 + one.startMinute,
      end: one.endDay * 1440 + one.endMinute,
    }));
  const soon = meetings.filter(({ start }) => start > now && start <= now + 30);
  const first = Math.min(...soon.map(({ start }) => start));
  const drawn = (found: typeof meetings) =>
    found.map(({ one, start, end }): Meeting => {
      const { eventId, originalStart, calendarId, title, location } = one;
      const { startDay, startMinute, endDay, endMinute } = one;
      const canJoin = one.joinable && now >= start - 15 && now < end + 15;
      const joinUrl = one.joinable ? MEETING : null;
      return {
        ...{ eventId, originalStart, calendarId, title, location },
        ...{ startDay, startMinute, endDay, endMinute, joinUrl, canJoin },
      };
    });
  return {
    now: drawn(meetings.filter(({ start, end }) => start <= now && now < end)),
    next: drawn(soon.filter(({ start }) => start === first)),
    recent: drawn(meetings.filter(({ end }) => end <= now && now < end + 15)),
  };
}
