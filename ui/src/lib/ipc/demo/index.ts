// An engine in memory with a believable week, for tests, screenshots and a browser without Tauri.
// It is never part of the production build.
import type { Backend, Listeners } from '../backend';
import type { CalendarView, Problem, Settings, SyncState } from '../bindings';
import { addedFeed, demoCalendars, sampleCalendars } from './calendars';
import { describe } from './details';
import { testDemoFeed } from './feeds';
import { demoOccurrences } from './occurrences';
import { demoRuns } from './runs';

export interface DemoOptions {
  /** Start with nothing, as on a new computer. */
  firstRun: boolean;
  offline: boolean;
  /** Start with the sample calendars. */
  samples: boolean;
  today: number;
  nowMinute: number;
  /** The same moment as an RFC 3339 instant. */
  now: string;
  locale: string;
  zone: string;
  settings: Partial<Settings>;
}

/** Friday 20 November 2026, 14:20 in Berlin. */
export const demoMoment: DemoOptions = {
  firstRun: false,
  offline: false,
  samples: false,
  today: 20_777,
  nowMinute: 860,
  now: '2026-11-20T13:20:00Z',
  locale: 'en-GB',
  zone: 'Europe/Berlin',
  settings: {},
};

const defaults: Settings = {
  theme: 'system',
  timeFormat: 'auto',
  weekStart: 'auto',
  secondZone: null,
  singleKeys: true,
  density: 'normal',
};

/** The demo with the engine's pushes exposed, so tests can send them. */
export interface Demo extends Backend {
  push: Listeners;
  opened: string[];
  settings: Settings;
  calendars: CalendarView[];
}

function problem(kind: string, message: string): Problem {
  return { kind, message, remedy: '' };
}

export function demo(options: Partial<DemoOptions> = {}): Demo {
  const at: DemoOptions = { ...demoMoment, ...options };
  const listeners = new Set<Listeners>();
  const push: Listeners = {
    dataChanged: (calendars) => listeners.forEach((one) => one.dataChanged(calendars)),
    calendarsChanged: () => listeners.forEach((one) => one.calendarsChanged()),
    syncStateChanged: (state) => listeners.forEach((one) => one.syncStateChanged(state)),
    dayChanged: (today) => listeners.forEach((one) => one.dayChanged(today)),
  };
  const find = (id: string): CalendarView => {
    const found = self.calendars.find((calendar) => calendar.id === id);
    if (!found) throw problem('not_found', `calendar ${id} does not exist`);
    return found;
  };
  const replace = (id: string, change: (calendar: CalendarView) => CalendarView) => {
    find(id);
    self.calendars = self.calendars.map((one) => (one.id === id ? change(one) : one));
    push.calendarsChanged();
    push.dataChanged([id]);
  };
  const occurrences = (fromDay: number, toDay: number) => {
    const visible = new Set(self.calendars.filter((one) => one.visible).map((one) => one.id));
    return demoOccurrences(fromDay, toDay, at.today).filter((one) => visible.has(one.calendarId));
  };
  const add = (...calendars: CalendarView[]) => {
    self.calendars = [...self.calendars, ...calendars];
    push.calendarsChanged();
    push.dataChanged(calendars.map((calendar) => calendar.id));
  };
  const syncState = (): SyncState => {
    const feeds = self.calendars.flatMap((calendar) => calendar.feed ?? []);
    const received = feeds.flatMap((feed) => feed.lastGood ?? []).sort();
    return {
      syncing: false,
      offline: at.offline,
      lastGood: received.at(-1) ?? null,
      failing: feeds.filter((feed) => feed.state === 'failing').length,
    };
  };

  const self: Demo = {
    push,
    opened: [],
    settings: { ...defaults, ...at.settings },
    calendars: [...(at.firstRun ? [] : demoCalendars(at.now)), ...(at.samples ? sampleCalendars() : [])],

    async startUp() {
      return {
        settings: self.settings,
        locale: at.locale,
        zone: at.zone,
        today: at.today,
        nowMinute: at.nowMinute,
        firstRun: at.firstRun && self.calendars.length === 0,
        calendars: self.calendars,
        problem: null,
      };
    },
    listCalendars: async () => self.calendars,
    listOccurrences: async (fromDay, toDay) => occurrences(fromDay, toDay),
    async getEvent(eventId, originalStart) {
      const day = Math.floor(originalStart / 86_400);
      const found = demoOccurrences(day, day + 1, at.today).find(
        (one) => one.eventId === eventId && one.originalStart === originalStart,
      );
      if (!found) throw problem('not_found', 'This event is no longer there.');
      return describe(found, find(found.calendarId), at.zone);
    },
    async search(text) {
      const needle = text.trim().toLocaleLowerCase();
      if (needle === '') return [];
      return occurrences(at.today - 28, at.today + 60)
        .filter((one) => `${one.title} ${one.location}`.toLocaleLowerCase().includes(needle))
        .map((one) => ({ ...one, snippet: one.location }))
        .slice(0, 50);
    },
    syncState: async () => syncState(),
    listRuns: async (limit) => demoRuns(at.now).slice(0, limit),
    testFeed: async (address) => testDemoFeed(address),
    async addFeed(feed) {
      const id = `added-${self.calendars.length}`;
      const added = addedFeed(id, feed.name ?? 'Calendar', feed.hue ?? 'green', at.now);
      add(added);
      return added;
    },
    async changeCalendar(id, change) {
      replace(id, (calendar) => ({ ...calendar, ...change }));
    },
    async changeFeed(id, change) {
      replace(id, (calendar) => {
        if (!calendar.feed) throw problem('no_feed', 'This calendar has no link.');
        const state = change.paused === undefined ? calendar.feed.state : 'ok';
        return {
          ...calendar,
          feed: {
            ...calendar.feed,
            state: change.paused ? 'paused' : state,
            everyMinutes: change.everyMinutes ?? calendar.feed.everyMinutes,
          },
        };
      });
    },
    async removeCalendar(id) {
      find(id);
      self.calendars = self.calendars.filter((one) => one.id !== id);
      push.calendarsChanged();
      push.dataChanged([id]);
    },
    async syncNow() {
      push.syncStateChanged({ ...syncState(), syncing: true });
      queueMicrotask(() => push.syncStateChanged(syncState()));
    },
    async addSamples() {
      add(...sampleCalendars());
    },
    async removeSamples() {
      self.calendars = self.calendars.filter((one) => one.accountKind !== 'sample');
      push.calendarsChanged();
      push.dataChanged(sampleCalendars().map((one) => one.id));
    },
    async startLocal(name) {
      const local: CalendarView = {
        id: 'local-1',
        accountId: 'local',
        accountKind: 'local',
        accountName: 'On this computer',
        name,
        hue: 'blue',
        visible: true,
        readOnly: false,
        feed: null,
      };
      add(local);
      return local;
    },
    async setSettings(settings) {
      self.settings = settings;
    },
    async openLink(url) {
      self.opened.push(url);
    },
    chooseFile: async () => '/home/mia/Downloads/rowing.ics',
    async painted() {},
    async listen(one) {
      listeners.add(one);
      return () => listeners.delete(one);
    },
  };
  return self;
}
