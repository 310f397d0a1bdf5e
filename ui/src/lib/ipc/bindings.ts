export type Hue = "tomato"|"orange"|"amber"|"olive"|"green"|"teal"|"sky"|"blue"|"violet"|"pink"|"slate";
export type AccountKind = "google"|"feed"|"local"|"sample";
export type Theme = "system"|"light"|"dark";
export interface Settings { theme: Theme; timeFormat: "auto"|"h12"|"h24"; weekStart: "auto"|"monday"|"saturday"|"sunday"; secondZone: string|null; singleKeys: boolean; density: "compact"|"normal"|"roomy"; keepOnClose?: never }
export interface StartUp { settings: Settings; locale: string; /** BCP 47 from the OS */ zone: string; today: number; nowMinute: number; firstRun: boolean; calendars: CalendarView[]; problem: Problem|null /** e.g. damaged database set aside, no keychain */ }
export interface Problem { kind: string; message: string; remedy: string }
export interface CalendarView { id: string; accountId: string; accountKind: AccountKind; accountName: string; name: string; hue: Hue; visible: boolean; readOnly: boolean; feed: FeedView|null }
export type FeedState = "never"|"ok"|"syncing"|"failing"|"paused";
export interface FeedView { address: string /** masked */; everyMinutes: 1|5|10|30|60; suggestedMinutes: number|null; state: FeedState; lastGood: string|null; nextTry: string|null; problem: Problem|null; events: number; setAside: number; insecure: boolean; network: boolean /** false for a local file */ }
/** One drawn occurrence in the display zone. Plain data. */
export interface OccurrenceView { eventId: string; originalStart: number /** seconds, identity within the series */; calendarId: string; title: string; location: string; allDay: boolean;
  startDay: number; startMinute: number; endDay: number; endMinute: number; // all-day: endDay exclusive, minutes 0. Timed: end may be the same point as start; endMinute of 0 on the next day is written as (endDay, 0)
  status: "confirmed"|"tentative"|"cancelled"; declined: boolean; busy: boolean; recurring: boolean; joinable: boolean; unanswered: boolean }
export interface ZonedText { zone: string; abbreviation: string; start: string /** local ISO without offset */; end: string; }
export interface EventDetails { eventId: string; originalStart: number; calendarId: string; calendarName: string; hue: Hue; title: string; allDay: boolean; here: ZonedText /** all-day: dates, end exclusive */; there: ZonedText|null /** the event's own zone when it differs at that time */; location: string; joinUrl: string|null; organizer: PersonView|null; people: PersonView[]; notesHtml: string /** sanitised in Rust: only p br a b i ul ol li, a[href] https/http/mailto/tel */; repeats: string|null /** RRULE text */; repeatsText: string|null; status: "confirmed"|"tentative"|"cancelled"; busy: boolean; source: string /** masked address, file name, "On this computer" */; url: string|null; flags: string[]; updated: string|null; alarms: number[] /** minutes before start */ }
export interface PersonView { name: string; email: string; participation: "needs-action"|"accepted"|"declined"|"tentative"|"delegated"; role: "required"|"optional"|"chair"|"informed"; resource: boolean }
export interface FeedTest { ok: boolean; events: number; first: string|null; last: string|null; name: string|null; suggestedMinutes: number|null; suggestedHue: Hue|null; setAside: number; warnings: string[]; problem: Problem|null; maskedAddress: string }
export interface NewFeed { address: string; name: string|null; hue: Hue|null; everyMinutes: 1|5|10|30|60 }
export interface CalendarChange { name?: string; hue?: Hue; visible?: boolean }
export interface FeedChange { everyMinutes?: 1|5|10|30|60; paused?: boolean }
export interface SearchHit { eventId: string; originalStart: number; calendarId: string; title: string; snippet: string /** plain text */; allDay: boolean; startDay: number; startMinute: number; location: string }
export interface RunView { id: number; at: string; calendarId: string|null; calendarName: string; trigger: string; result: "ok"|"unchanged"|"failed"; created: number; updated: number; deleted: number; setAside: number; durationMs: number; problem: Problem|null }
export interface SyncState { syncing: boolean; offline: boolean; lastGood: string|null; failing: number }
