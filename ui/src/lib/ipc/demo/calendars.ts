// The calendars of the demo: one of each kind and each state a reader can meet.
import type { AccountView, CalendarView, FeedView } from '../bindings';
import { googleCalendar } from './accounts';

const healthy: FeedView = {
  address: 'calendar.northwind.example/ical/4f2a…',
  everyMinutes: 5,
  suggestedMinutes: null,
  state: 'ok',
  lastGood: null,
  nextTry: null,
  problem: null,
  events: 412,
  setAside: 0,
  insecure: false,
  network: true,
};

/** What only calendars of an account have. */
export const noAccount = {
  mirror: null,
  direction: 'read',
  hidden: false,
  selected: true,
  zone: 'Europe/Berlin',
  defaultAlarms: [],
} satisfies Partial<CalendarView>;

const local = { ...noAccount, direction: 'both' } satisfies Partial<CalendarView>;

function feed(id: string, name: string, hue: CalendarView['hue'], view: FeedView): CalendarView {
  return {
    id,
    accountId: 'feeds',
    accountKind: 'feed',
    accountName: 'Calendar links',
    name,
    hue,
    visible: true,
    readOnly: true,
    feed: view,
    ...noAccount,
  };
}

/** The calendars as they stand at `now`, an RFC 3339 instant. */
export function demoCalendars(account: AccountView, now: string): CalendarView[] {
  const at = (minutes: number) => new Date(Date.parse(now) + minutes * 60_000).toISOString();
  return [
    googleCalendar(account, 'work', 'Work', 'blue', { primary: true, unsent: 2 }),
    googleCalendar(account, 'team', 'Team', 'teal', { role: 'writer', events: 186 }),
    feed('family', 'Family', 'tomato', {
      ...healthy,
      address: 'p24-caldav.family.example/publi…',
      everyMinutes: 10,
      lastGood: at(-3),
      nextTry: at(7),
      events: 186,
    }),
    feed('school', 'Kids & school', 'amber', {
      ...healthy,
      address: 'school.example/export/kita…',
      everyMinutes: 30,
      state: 'failing',
      lastGood: at(-26 * 60),
      nextTry: at(25),
      problem: {
        kind: 'timeout',
        message: 'school.example did not answer within 30 seconds.',
        remedy: 'Kalends keeps trying. Open the link in a browser to see whether it still works.',
      },
      events: 74,
      setAside: 2,
      insecure: true,
    }),
    feed('holidays', 'Holidays DE', 'olive', {
      ...healthy,
      address: 'holidays.example/de/…',
      everyMinutes: 60,
      suggestedMinutes: 60,
      state: 'paused',
      lastGood: at(-60 * 20),
      events: 33,
    }),
    {
      id: 'personal',
      accountId: 'local',
      accountKind: 'local',
      accountName: 'On this computer',
      name: 'Focus',
      hue: 'violet',
      visible: true,
      readOnly: false,
      feed: null,
      ...local,
    },
  ];
}

/** What "look around" adds. */
export function sampleCalendars(): CalendarView[] {
  const sample = (id: string, name: string, hue: CalendarView['hue']): CalendarView => ({
    id,
    accountId: 'samples',
    accountKind: 'sample',
    accountName: 'Samples',
    name,
    hue,
    visible: true,
    readOnly: true,
    feed: null,
    ...noAccount,
  });
  return [sample('sample-work', 'Sample: work', 'sky'), sample('sample-home', 'Sample: home', 'pink')];
}

/** A calendar on this computer. */
export function localCalendar(id: string, name: string): CalendarView {
  return {
    id,
    accountId: 'local',
    accountKind: 'local',
    accountName: 'On this computer',
    name,
    hue: 'blue',
    visible: true,
    readOnly: false,
    feed: null,
    ...local,
  };
}

/** The account every demo link is filed under, for links added while the demo runs. */
export function addedFeed(id: string, name: string, hue: CalendarView['hue'], now: string) {
  return feed(id, name, hue, {
    ...healthy,
    address: 'feeds.example/added…',
    lastGood: now,
    events: 128,
  });
}
