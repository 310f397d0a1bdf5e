// What the window asks of the engine, whoever answers: the real one or the in-memory demo.
import type {
  CalendarChange,
  CalendarView,
  EventDetails,
  FeedChange,
  FeedTest,
  NewFeed,
  OccurrenceView,
  Problem,
  RunView,
  SearchHit,
  Settings,
  StartUp,
  SyncState,
} from './bindings';

/** Pushed by the engine. The window never polls. */
export interface Listeners {
  dataChanged(calendars: string[]): void;
  calendarsChanged(): void;
  syncStateChanged(state: SyncState): void;
  dayChanged(today: number): void;
}

/** Every method rejects with a `Problem`. */
export interface Backend {
  startUp(): Promise<StartUp>;
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
