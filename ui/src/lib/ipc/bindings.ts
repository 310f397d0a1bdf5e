// The values that cross between the engine and the window.
// Days are integers since 1970-01-01 in the display zone, minutes are 0..1440 of that local day,
// instants are RFC 3339 strings.

export type Hue =
  | 'tomato'
  | 'orange'
  | 'amber'
  | 'olive'
  | 'green'
  | 'teal'
  | 'sky'
  | 'blue'
  | 'violet'
  | 'pink'
  | 'slate';

export type AccountKind = 'google' | 'feed' | 'local' | 'sample';
export type Theme = 'system' | 'light' | 'dark';
export type TimeFormat = 'auto' | 'h12' | 'h24';
export type WeekStart = 'auto' | 'monday' | 'saturday' | 'sunday';
export type Density = 'compact' | 'normal' | 'roomy';
export type EveryMinutes = 1 | 5 | 10 | 30 | 60;
export type FeedState = 'never' | 'ok' | 'syncing' | 'failing' | 'paused';
export type Status = 'confirmed' | 'tentative' | 'cancelled';
export type Participation = 'needs-action' | 'accepted' | 'declined' | 'tentative' | 'delegated';
export type Role = 'required' | 'optional' | 'chair' | 'informed';
export type Trigger = 'schedule' | 'manual' | 'start' | 'added' | 'import';
export type RunResult = 'ok' | 'unchanged' | 'failed';

export interface Settings {
  theme: Theme;
  timeFormat: TimeFormat;
  weekStart: WeekStart;
  secondZone: string | null;
  singleKeys: boolean;
  density: Density;
}

/** What went wrong and what the reader can do about it. Commands reject with this. */
export interface Problem {
  kind: string;
  message: string;
  remedy: string;
}

export interface StartUp {
  settings: Settings;
  /** BCP 47, from the operating system. */
  locale: string;
  /** IANA name of the display zone. */
  zone: string;
  today: number;
  nowMinute: number;
  firstRun: boolean;
  calendars: CalendarView[];
  problem: Problem | null;
}

export interface CalendarView {
  id: string;
  accountId: string;
  accountKind: AccountKind;
  accountName: string;
  name: string;
  hue: Hue;
  visible: boolean;
  readOnly: boolean;
  feed: FeedView | null;
}

export interface FeedView {
  /** Masked: the host and the first characters. */
  address: string;
  everyMinutes: EveryMinutes;
  suggestedMinutes: number | null;
  state: FeedState;
  lastGood: string | null;
  nextTry: string | null;
  problem: Problem | null;
  events: number;
  setAside: number;
  insecure: boolean;
  /** False for a file on this computer. */
  network: boolean;
}

/** One drawn occurrence in the display zone. */
export interface OccurrenceView {
  eventId: string;
  /** Seconds of the original start: the identity within its series. */
  originalStart: number;
  calendarId: string;
  title: string;
  location: string;
  allDay: boolean;
  startDay: number;
  startMinute: number;
  /** Exclusive for all-day occurrences. */
  endDay: number;
  endMinute: number;
  status: Status;
  declined: boolean;
  busy: boolean;
  recurring: boolean;
  joinable: boolean;
  unanswered: boolean;
}

/** A span as local ISO text without an offset, with the zone it is meant in. */
export interface ZonedText {
  zone: string;
  abbreviation: string;
  start: string;
  end: string;
}

export interface PersonView {
  name: string;
  email: string;
  participation: Participation;
  role: Role;
  resource: boolean;
}

export interface EventDetails {
  eventId: string;
  originalStart: number;
  calendarId: string;
  calendarName: string;
  hue: Hue;
  title: string;
  allDay: boolean;
  /** All-day: dates, the end exclusive. */
  here: ZonedText;
  /** The event's own zone where its clock differs from the display zone at that time. */
  there: ZonedText | null;
  location: string;
  joinUrl: string | null;
  organizer: PersonView | null;
  people: PersonView[];
  /** Sanitised by the engine: only p br a b i ul ol li, links http(s), mailto, tel. */
  notesHtml: string;
  /** The RRULE text. */
  repeats: string | null;
  repeatsText: string | null;
  status: Status;
  busy: boolean;
  source: string;
  url: string | null;
  flags: string[];
  updated: string | null;
  /** Minutes before the start. */
  alarms: number[];
}

export interface FeedTest {
  ok: boolean;
  events: number;
  /** First and last day with an event, as dates; null for an empty feed. */
  first: string | null;
  last: string | null;
  name: string | null;
  suggestedMinutes: number | null;
  suggestedHue: Hue | null;
  setAside: number;
  warnings: string[];
  problem: Problem | null;
  maskedAddress: string;
}

export interface NewFeed {
  address: string;
  name: string | null;
  hue: Hue | null;
  everyMinutes: EveryMinutes;
}

export interface CalendarChange {
  name?: string;
  hue?: Hue;
  visible?: boolean;
}

export interface FeedChange {
  everyMinutes?: EveryMinutes;
  paused?: boolean;
}

export interface SearchHit {
  eventId: string;
  originalStart: number;
  calendarId: string;
  title: string;
  /** Plain text around the match. */
  snippet: string;
  allDay: boolean;
  startDay: number;
  startMinute: number;
  location: string;
}

export interface RunView {
  id: number;
  at: string;
  calendarId: string | null;
  calendarName: string;
  trigger: Trigger;
  result: RunResult;
  created: number;
  updated: number;
  deleted: number;
  setAside: number;
  durationMs: number;
  problem: Problem | null;
}

export interface SyncState {
  syncing: boolean;
  offline: boolean;
  lastGood: string | null;
  failing: number;
}
