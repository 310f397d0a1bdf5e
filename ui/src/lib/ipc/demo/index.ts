// An engine in memory with a believable week, for tests, screenshots and a browser without Tauri.
// It is never part of the production build.
import type { Backend, Listeners } from '../backend';
import type {
  AccountState,
  AccountView,
  CalendarView,
  GoogleClientView,
  OpenTarget,
  Problem,
  QueueEntry,
  Settings,
  SyncState,
} from '../bindings';
import { demoAgents, type Acting } from './agents';
import { demoConflicts } from './conflicts';
import { demoProposals, type Proposing } from './proposals';
import { demoAccount, googleCalendar, secondAccount } from './accounts';
import { addedFeed, demoCalendars, localCalendar, sampleCalendars } from './calendars';
import { describe } from './details';
import { demoEdits } from './edits';
import { demoEvents, formOf, occurrencesIn, type Stored } from './events';
import { testDemoFeed } from './feeds';
import { importedDemo, previewDemoImport } from './imports';
import { conflictEntry, refusedEntry, waitingEntry } from './queue';
import { demoReminders, type Reminding } from './reminders';
import { demoRuns } from './runs';

export interface DemoOptions {
  /** Start with nothing, as on a new computer. */
  firstRun: boolean;
  offline: boolean;
  /** Agents are there, and proposed something. */
  agents: boolean;
  /** Start with the sample calendars. */
  samples: boolean;
  /** How the Google account stands. */
  account: AccountState;
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
  agents: false,
  samples: false,
  account: 'ok',
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
  defaultCalendar: null,
};

/** The demo with the engine's pushes exposed, so tests can send them. */
export interface Demo extends Backend {
  push: Listeners;
  opened: string[];
  settings: Settings;
  calendars: CalendarView[];
  accounts: AccountView[];
  queue: QueueEntry[];
  reminding: Reminding;
  proposing: Proposing;
  acting: Acting;
  /** What other windows asked the main one to show. */
  asked: (OpenTarget | null)[];
  /** What was opened and not wanted. */
  dropped: string[];
  /** How often its window was hidden. */
  hidden: number;
  /** How often its page began anew. */
  reloads: number;
  quit: boolean;
  /** How often the page said that nothing is left to write. */
  settlings: number;
}

/** How long the reader of the demo is away in the browser. */
const SIGN_IN_MS = 30;

const needsUser = ({ state }: QueueEntry) => state === 'conflict' || state === 'refused';

function problem(kind: string, message: string): Problem {
  return { kind, message, remedy: '' };
}

export function demo(options: Partial<DemoOptions> = {}): Demo {
  const at: DemoOptions = { ...demoMoment, ...options };
  const account = demoAccount(at.account, at.now);
  const listeners = new Set<Listeners>();
  const push: Listeners = {
    dataChanged: (calendars) => listeners.forEach((one) => one.dataChanged(calendars)),
    calendarsChanged: () => listeners.forEach((one) => one.calendarsChanged()),
    accountsChanged: () => listeners.forEach((one) => one.accountsChanged()),
    queueChanged: () => listeners.forEach((one) => one.queueChanged()),
    syncStateChanged: (state) => listeners.forEach((one) => one.syncStateChanged(state)),
    dayChanged: (today) => listeners.forEach((one) => one.dayChanged(today)),
    zoneChanged: (zone) => listeners.forEach((one) => one.zoneChanged(zone)),
    remindersChanged: () => listeners.forEach((one) => one.remindersChanged()),
    nowNextChanged: (nowNext) => listeners.forEach((one) => one.nowNextChanged(nowNext)),
    proposalsChanged: () => listeners.forEach((one) => one.proposalsChanged()),
    conflictsChanged: () => listeners.forEach((one) => one.conflictsChanged()),
    agentsChanged: () => listeners.forEach((one) => one.agentsChanged()),
    backgroundChanged: () => listeners.forEach((one) => one.backgroundChanged()),
    quitRequested: () => listeners.forEach((one) => one.quitRequested()),
    told: (message) => listeners.forEach((one) => one.told(message)),
    openRequested: (target) => listeners.forEach((one) => one.openRequested(target)),
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
  const events = demoEvents(at.today, at.zone);
  const occurrences = (fromDay: number, toDay: number) =>
    occurrencesIn(
      events,
      self.calendars.filter((one) => one.visible),
      fromDay,
      toDay,
    );
  const add = (...calendars: CalendarView[]) => {
    self.calendars = [...self.calendars, ...calendars];
    push.calendarsChanged();
    push.dataChanged(calendars.map((calendar) => calendar.id));
  };
  const syncState = (): SyncState => {
    const feeds = self.calendars.flatMap((calendar) => calendar.feed ?? []);
    const received = self.calendars.flatMap((one) => (one.feed ?? one.mirror)?.lastGood ?? []).sort();
    return {
      syncing: false,
      offline: at.offline,
      lastGood: received.at(-1) ?? null,
      failing: feeds.filter((feed) => feed.state === 'failing').length,
      unsent: self.queue.length,
      needsUser:
        self.queue.filter(needsUser).length + self.accounts.filter((one) => one.state === 'sign-in').length,
    };
  };

  function setQueue(queue: QueueEntry[]) {
    self.queue = queue;
    for (const [id, event] of events) {
      const entry = queue.find((one) => one.eventId === id);
      const unsent = entry ? (needsUser(entry) ? 'problem' : 'waiting') : 'none';
      if (event.unsent !== unsent) events.set(id, { ...event, unsent });
    }
  }
  function changeQueue(queue: QueueEntry[]) {
    setQueue(queue);
    push.queueChanged();
    push.dataChanged(['work']);
    push.syncStateChanged(syncState());
  }
  const settle = (id: string) => changeQueue(self.queue.filter((one) => one.id !== id));
  const edits = demoEdits({
    events,
    find,
    zone: at.zone,
    push,
    sent(event, op) {
      const entry = waitingEntry(event, op, at.now);
      changeQueue([...self.queue.filter((one) => one.id !== entry.id), entry]);
      if (!at.offline) setTimeout(() => settle(entry.id));
    },
  });
  const titled = (title: string): Stored[] => [...events.values()].filter(({ form }) => form.title === title);
  const signIns = new Map<
    number,
    { account: string | null; email: string; give: (problem: Problem) => void }
  >();
  let client: GoogleClientView = { source: 'built-in', id: '4711-kalends' };

  const reminders = demoReminders({
    occurrences,
    today: at.today,
    nowMinute: at.nowMinute,
    now: at.now,
    push,
  });
  const proposals = demoProposals({
    events,
    edits,
    today: at.today,
    zone: at.zone,
    now: at.now,
    offline: at.offline,
    push,
  });
  const agents = demoAgents({ calendars: () => self.calendars, now: at.now, push });
  const conflicts = demoConflicts({ occurrences, today: at.today, nowMinute: at.nowMinute, push });
  const self: Demo = {
    push,
    proposing: proposals.proposing,
    acting: agents.acting,
    reminding: reminders.reminding,
    opened: [],
    asked: [],
    dropped: [],
    hidden: 0,
    reloads: 0,
    quit: false,
    settlings: 0,
    settings: { ...defaults, ...at.settings },
    accounts: at.firstRun ? [] : [account],
    queue: [],
    calendars: [
      ...(at.firstRun ? [] : demoCalendars(account, at.now)),
      ...(at.samples ? sampleCalendars() : []),
    ],

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
      const event = events.get(eventId);
      const form = event && formOf(event, originalStart);
      const found =
        form &&
        occurrencesIn(events, self.calendars, form.time.startDay, form.time.startDay + 1).find(
          (one) => one.eventId === eventId && one.originalStart === originalStart,
        );
      if (!form || !found) throw problem('not_found', 'This event is no longer there.');
      const queued = self.queue.find((one) => one.eventId === eventId) ?? null;
      return describe(found, form, find(found.calendarId), at.zone, queued);
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
      const { everyMinutes, ...rest } = change;
      replace(id, (calendar) => ({
        ...calendar,
        ...rest,
        mirror: calendar.mirror && {
          ...calendar.mirror,
          everyMinutes: everyMinutes ?? calendar.mirror.everyMinutes,
        },
      }));
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
      const local = localCalendar('local-1', name);
      add(local);
      return local;
    },
    async setSettings(settings) {
      self.settings = settings;
    },
    ...edits,
    ...reminders.commands,
    ...proposals.commands,
    ...conflicts,
    ...agents.commands,
    previewImport: async (token) => previewDemoImport(token),
    async importOpened(token, calendarId) {
      push.dataChanged([find(calendarId).id]);
      return importedDemo(token, find(calendarId));
    },
    async dropImport(token) {
      self.dropped.push(token);
    },
    async openQuick() {
      self.asked.push({ kind: 'quick-add' });
    },
    async openMain(target) {
      self.asked.push(target);
    },
    async hideWindow() {
      self.hidden += 1;
    },
    reload() {
      self.reloads += 1;
    },
    async settled() {
      self.settlings += 1;
    },
    async quitApp() {
      self.quit = true;
    },
    listAccounts: async () => self.accounts,
    async beginSignIn(account, hint) {
      const id = signIns.size + 1;
      signIns.set(id, { account, email: hint ?? 'mia.private@mail.example', give: () => undefined });
      return { id, url: `https://accounts.google.example/o/oauth2/v2/auth?state=${id}`, opened: true };
    },
    async finishSignIn(id) {
      const waiting = signIns.get(id);
      if (!waiting) throw problem('cancelled', 'The sign-in was given up.');
      await new Promise<void>((resolve, reject) => {
        waiting.give = reject;
        setTimeout(resolve, SIGN_IN_MS);
      });
      const { account, email } = waiting;
      const known = self.accounts.find((one) => one.id === account);
      const signedIn: AccountView = known
        ? { ...known, state: 'ok', missing: [], problem: null }
        : secondAccount(email, at.now);
      self.accounts = [...self.accounts.filter((one) => one.id !== signedIn.id), signedIn];
      push.accountsChanged();
      push.syncStateChanged(syncState());
      if (!known) add(googleCalendar(signedIn, 'private', email, 'pink', { primary: true, events: 0 }));
      return signedIn;
    },
    async cancelSignIn(id) {
      signIns.get(id)?.give(problem('cancelled', 'The sign-in was given up.'));
      signIns.delete(id);
    },
    async removeAccount(id, keepEvents) {
      const keeps = (one: CalendarView) => keepEvents || one.accountId !== id;
      self.accounts = keepEvents
        ? self.accounts.map((one) => (one.id === id ? { ...one, state: 'signed-out' } : one))
        : self.accounts.filter((one) => one.id !== id);
      self.calendars = self.calendars.filter(keeps);
      push.accountsChanged();
      push.calendarsChanged();
      push.dataChanged([]);
    },
    googleClient: async () => client,
    async setGoogleClient(id) {
      client = { source: id === '' ? 'built-in' : 'settings', id: id.slice(0, 12) };
    },
    listQueue: async () => self.queue,
    async retryQueue(id) {
      const sent = (one: QueueEntry) => !needsUser(one) && (id === null || one.id === id) && !at.offline;
      changeQueue(self.queue.filter((one) => !sent(one)));
    },
    discardQueue: async (id) => settle(id),
    resolveQueue: async (id) => settle(id),
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
  if (!at.firstRun) {
    self.reminding.list = reminders.plan();
    if (at.agents) {
      self.proposing.list = proposals.plan();
      agents.plan();
    }
    setQueue([
      ...titled('Budget Q4').map((one) => conflictEntry(one, at.now)),
      ...titled('Customer call: Contoso').map((one) => refusedEntry(one, at.now)),
      ...(at.offline ? titled('Board prep').map((one) => waitingEntry(one, 'update', at.now)) : []),
    ]);
  }
  return self;
}
