// What the window asks of the engine, whoever answers: the real one or the in-memory demo.
import type { Asking, AskingListeners } from './asked';
import type {
  AccountView,
  Background,
  BackgroundChange,
  CalendarChange,
  CalendarReminders,
  CalendarView,
  Consequences,
  Editable,
  Edited,
  EditScope,
  EventChange,
  EventDetails,
  FeedChange,
  FeedTest,
  GoogleClientView,
  ImportPreview,
  Imported,
  NewFeed,
  Notify,
  NowNext,
  OccurrenceView,
  OpenTarget,
  Participation,
  Problem,
  QueueEntry,
  ReminderChange,
  ReminderSettings,
  ReminderView,
  Resolution,
  RunView,
  SearchHit,
  Settings,
  SignIn,
  StartUp,
  SyncState,
  TestNote,
  TimeForm,
} from './bindings';

/** Pushed by the engine. The window never polls. */
export interface Listeners extends AskingListeners {
  dataChanged(calendars: string[]): void;
  calendarsChanged(): void;
  accountsChanged(): void;
  queueChanged(): void;
  syncStateChanged(state: SyncState): void;
  dayChanged(today: number): void;
  /** The reader is in this zone, which may be the one of before. */
  zoneChanged(zone: string): void;
  remindersChanged(): void;
  nowNextChanged(nowNext: NowNext): void;
  openRequested(target: OpenTarget): void;
  backgroundChanged(): void;
  /** The program ends: what can still be taken back becomes final, and `settled` is the answer. */
  quitRequested(): void;
  /** Something that is said once. */
  told(message: string): void;
}

/** Every method rejects with a `Problem`. */
export interface Backend extends Asking {
  startUp(): Promise<StartUp>;
  /** The page begins anew, as after a start. */
  reload(): void;
  listCalendars(): Promise<CalendarView[]>;
  /** Visible calendars only, sorted by start; `toDay` is exclusive. */
  listOccurrences(fromDay: number, toDay: number): Promise<OccurrenceView[]>;
  getEvent(eventId: string, originalStart: number): Promise<EventDetails>;
  search(text: string): Promise<SearchHit[]>;
  syncState(): Promise<SyncState>;
  listRuns(limit: number): Promise<RunView[]>;
  testFeed(address: string): Promise<FeedTest>;
  addFeed(feed: NewFeed): Promise<CalendarView>;
  changeCalendar(id: string, change: CalendarChange): Promise<void>;
  changeFeed(id: string, change: FeedChange): Promise<void>;
  removeCalendar(id: string): Promise<void>;
  /** One calendar, or all of them for null. */
  syncNow(id: string | null): Promise<void>;
  addSamples(): Promise<void>;
  removeSamples(): Promise<void>;
  startLocal(name: string): Promise<CalendarView>;
  setSettings(settings: Settings): Promise<void>;
  listAccounts(): Promise<AccountView[]>;
  /** Opens the system's browser. `account` signs in again, or asks for the permissions it lacks. */
  beginSignIn(account: string | null, hint: string | null): Promise<SignIn>;
  /** Resolves when the reader is back from the browser. */
  finishSignIn(id: number): Promise<AccountView>;
  cancelSignIn(id: number): Promise<void>;
  removeAccount(id: string, keepEvents: boolean): Promise<void>;
  googleClient(): Promise<GoogleClientView>;
  setGoogleClient(id: string, secret: string): Promise<void>;
  /** `originalStart` null: the whole series. */
  getEditable(eventId: string, originalStart: number | null): Promise<Editable>;
  /** `eventId` null: a new event; `change` null: a deletion. */
  previewEdit(
    eventId: string | null,
    originalStart: number | null,
    change: EventChange | null,
    scope: EditScope,
  ): Promise<Consequences>;
  createEvent(change: EventChange, notify: Notify): Promise<Edited>;
  editEvent(
    eventId: string,
    originalStart: number | null,
    change: EventChange,
    scope: EditScope,
    notify: Notify,
  ): Promise<Edited>;
  deleteEvent(
    eventId: string,
    originalStart: number | null,
    scope: EditScope,
    notify: Notify,
  ): Promise<Edited>;
  respond(
    eventId: string,
    originalStart: number | null,
    response: Participation,
    comment: string | null,
    scope: EditScope,
    notify: Notify,
  ): Promise<Edited>;
  /** Who would be told that an edit is undone; `undo` as an `Edited` has it. */
  previewUndo(undo: number): Promise<Consequences>;
  undoEdit(undo: number, notify: Notify): Promise<void>;
  /** A rule in words, or empty when it is no plain one. */
  describeRule(rule: string, time: TimeForm): Promise<string>;
  listQueue(): Promise<QueueEntry[]>;
  /** One entry, or all of them for null. */
  retryQueue(id: string | null): Promise<void>;
  discardQueue(id: string): Promise<void>;
  resolveQueue(id: string, resolution: Resolution): Promise<void>;
  /** Missed, shown and snoozed ones, and those that come within so many hours; by due time. */
  listReminders(hours: number): Promise<ReminderView[]>;
  /** `minutes` null: until its event starts. */
  snoozeReminder(id: string, minutes: number | null): Promise<void>;
  dismissReminder(id: string): Promise<void>;
  dismissMissed(): Promise<void>;
  reminderSettings(): Promise<ReminderSettings>;
  setReminderSettings(change: ReminderChange): Promise<void>;
  /** `minutes` null: goes on. */
  pauseReminders(minutes: number | null): Promise<void>;
  calendarReminders(id: string): Promise<CalendarReminders>;
  setCalendarReminders(id: string, reminders: CalendarReminders): Promise<void>;
  /** Minutes before the start, kept on this computer. `originalStart` null: the whole series. */
  ownReminders(eventId: string, originalStart: number | null): Promise<number[]>;
  setOwnReminders(eventId: string, originalStart: number | null, minutes: number[]): Promise<void>;
  sendTestNote(): Promise<TestNote>;
  nowAndNext(): Promise<NowNext>;
  background(): Promise<Background>;
  setBackground(change: BackgroundChange): Promise<void>;
  previewImport(token: string): Promise<ImportPreview>;
  /** Copies the events of what was opened; a link is fetched once. */
  importOpened(token: string, calendarId: string): Promise<Imported>;
  /** What was opened is not wanted. */
  dropImport(token: string): Promise<void>;
  openQuick(): Promise<void>;
  /** Brings up the window and shows something in it. */
  openMain(target: OpenTarget | null): Promise<void>;
  /** Hides the window this page is in. */
  hideWindow(): Promise<void>;
  /** Ends the program, whatever closing the window does. */
  quitApp(): Promise<void>;
  /** The answer to `quitRequested`: nothing is left to write. */
  settled(): Promise<void>;
  openLink(url: string): Promise<void>;
  /** The path of a picked file, or null when the reader changed their mind. */
  chooseFile(): Promise<string | null>;
  /** The first range is on screen; whoever measures wants to know. */
  painted(): Promise<void>;
  /** Resolves to a function that stops listening. */
  listen(listeners: Listeners): Promise<() => void>;
}

/** Reads whatever a command was rejected with as a `Problem`; text becomes its message. */
export function asProblem(reason: unknown): Problem {
  if (typeof reason === 'object' && reason !== null && 'message' in reason) {
    const { kind, message, remedy } = reason as Partial<Problem>;
    return { kind: kind ?? 'unknown', message: String(message), remedy: remedy ?? '' };
  }
  return { kind: 'unknown', message: String(reason), remedy: '' };
}
