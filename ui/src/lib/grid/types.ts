/** What the grids draw and tell. Plain data: keep it in `$state.raw`. */
import type { Hue, OccurrenceView } from '../ipc/bindings';
import type { Span } from './span';

/**
 * A run of days with every occurrence that touches them. Swapped as one value, so that a switch keeps
 * the old days on screen until the new ones have arrived.
 */
export interface Shown {
  /** First day. */
  first: number;
  /** Number of days: 1 to 7 in the day and week views, a multiple of 7 in the month view. */
  count: number;
  occurrences: readonly OccurrenceView[];
}

/** How times, names and colours are written. Change it and the whole grid is drawn again. */
export interface Look {
  locale: string;
  hour12: boolean;
  /** ISO weekdays (1 Monday to 7 Sunday) that are tinted. */
  weekend: readonly number[];
  /** By calendar id. An unknown calendar is slate and unnamed. */
  calendars: ReadonlyMap<string, { name: string; hue: Hue }>;
  words: GridWords;
  /** The occurrence that is being edited and not saved yet. */
  draft?: OccurrenceKey | null;
  /** What somebody proposes and the reader has not decided. */
  proposed?: ReadonlyMap<OccurrenceKey, ProposedMark> | null;
  /** What collides with something; unknown, those that overlap others of the same day. */
  conflicts?: ReadonlySet<OccurrenceKey> | null;
}

/** How an undecided proposal marks an occurrence: it would be new, go away from here, or stay and change. */
export type ProposedMark = 'new' | 'goes' | 'changes';

/** The words of the grids. `englishWords` is the default. */
export interface GridWords {
  allDay: string;
  /** Between two times or days read aloud: "09:15 to 09:30". */
  to: string;
  tentative: string;
  declined: string;
  maybe: string;
  cancelled: string;
  unanswered: string;
  conflict: string;
  joinable: string;
  untitled: string;
  /** Not sent to the server yet; refused by it, or changed there too. */
  waiting: string;
  problem: string;
  /** Being edited, not saved. */
  draft: string;
  /** What a proposal would do. */
  proposed: Record<ProposedMark, string>;
  /** Stands for the day when more occurrences than fit are hidden, so many of them marked by proposals. */
  more: (count: number, proposed: number) => string;
  fewer: string;
  events: (count: number) => string;
  /** Names the part of the grid with hours, and the part with bars. */
  hours: string;
  bars: string;
  /** How to move about, read once on entering the grid. */
  keys: string;
}

/** What hands do to events. The grids only draw: whoever is told keeps and redraws. */
export interface Hands {
  /** A span was drawn over empty time, or pressed. */
  create(span: Span, pressed: boolean): void;
  /** An event was put elsewhere, or made longer or shorter. */
  change(occurrence: OccurrenceView, span: Span): void;
  /** An event that cannot be changed was pulled at. */
  refuse(occurrence: OccurrenceView): void;
}

/** Pixels an hour is high. */
export const hourHeights = { compact: 36, normal: 48, roomy: 64 } as const;

/** A second column of hours beside the first. */
export interface SecondZone {
  /** Short label above the column, such as `GMT−5`. */
  label: string;
  /** The zone's name, shown on hovering. */
  name: string;
  /** Minutes to add to a wall time of the display zone on that day. */
  minutesAhead: (day: number) => number;
}

/** Where an edited occurrence is once the edit is made: a split or moved series gives it another key. */
export interface Heir {
  of: OccurrenceKey;
  eventId: string;
  startDay: number;
  startMinute: number;
}

/** Names one drawn occurrence across reloads. */
export type OccurrenceKey = string;

export const occurrenceKey = (o: Pick<OccurrenceView, 'eventId' | 'originalStart'>): OccurrenceKey =>
  `${o.eventId}@${o.originalStart}`;
