// The demo's Google account, and a sign-in that opens nothing and ends well.
import type { AccountState, AccountView, CalendarView, MirrorView, Problem } from '../bindings';
import { me } from './people';

export const accountId = 'google-mia';

export function demoAccount(state: AccountState, now: string): AccountView {
  return {
    id: accountId,
    kind: 'google',
    name: 'Mia Krüger',
    email: me,
    state,
    missing: state === 'partial' ? ['write-events'] : [],
    problem: state === 'sign-in' ? signedOut : null,
    lastGood: new Date(Date.parse(now) - 60_000).toISOString(),
    calendars: 2,
    unsent: 0,
  };
}

const signedOut: Problem = {
  kind: 'signed_out',
  message: 'Google no longer accepts the sign-in of mia@northwind.example.',
  remedy: 'Sign in again. Nothing is lost: edits wait until then.',
};

const mirror: MirrorView = {
  role: 'owner',
  primary: false,
  everyMinutes: 15,
  state: 'ok',
  lastGood: null,
  nextTry: null,
  problem: null,
  events: 412,
  setAside: 0,
  unsent: 0,
};

export function googleCalendar(
  account: AccountView,
  id: string,
  name: string,
  hue: CalendarView['hue'],
  change: Partial<MirrorView>,
): CalendarView {
  return {
    id,
    accountId: account.id,
    accountKind: 'google',
    accountName: account.email,
    name,
    hue,
    visible: true,
    readOnly: false,
    feed: null,
    mirror: { ...mirror, lastGood: account.lastGood, ...change },
    direction: 'both',
    hidden: false,
    selected: true,
    zone: 'Europe/Berlin',
    defaultAlarms: [10],
  };
}

/** The account that a sign-in adds. */
export function secondAccount(email: string, now: string): AccountView {
  return { ...demoAccount('ok', now), id: 'google-second', name: '', email, calendars: 1 };
}
