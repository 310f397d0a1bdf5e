// What collides: marks for the days on screen, and the list of what lies ahead.
import { asProblem, type Backend } from '../ipc/backend';
import type { ConflictView, Place } from '../ipc/bindings';
import { keysOf } from '../conflicts/keys';
import type { OccurrenceKey } from '../grid/types';
import { t } from '../i18n';
import type { DaySpan } from '../time';
import { coalesced } from './coalesced';
import type { Notices } from './notices.svelte';
import { problemText } from './sentences';

/** How far ahead the list looks. */
const AHEAD_DAYS = 28;

export interface Conflicts {
  /** What collides on these days; null while that is not known. */
  marks(span: DaySpan): ReadonlySet<OccurrenceKey> | null;
  /** Those ahead, by time. */
  readonly list: readonly ConflictView[];
  readonly loaded: boolean;
  /** Ignored ones are in the list too. */
  readonly withIgnored: boolean;
  /** Grows with every change of what collides. */
  readonly revision: number;
  showIgnored(on: boolean): void;
  /** Keeps the marks of these days up to date from now on. */
  follow(span: DaySpan): Promise<void>;
  /** Keeps the list, until the returned function is called. */
  keepList(): () => void;
  reload(): Promise<void>;
  /** Reads the list anew where it is kept. */
  refreshList(): Promise<void>;
  /** With a way back. */
  ignore(conflict: ConflictView, series: boolean): Promise<void>;
  heed(conflict: ConflictView): Promise<void>;
}

/** As the engine names it: a single event has no original start. */
export const placeOf = ({ eventId, originalStart, recurring }: ConflictView['a']): Place => ({
  eventId,
  originalStart: recurring ? originalStart : null,
});

export function createConflicts(backend: Backend, notices: Notices, today: () => number): Conflicts {
  let known = $state.raw<{ span: DaySpan; keys: ReadonlySet<OccurrenceKey> } | null>(null);
  let list = $state.raw<readonly ConflictView[]>([]);
  let loaded = $state(false);
  let withIgnored = $state(false);
  let revision = $state(0);
  let keepers = 0;
  let wanted: DaySpan | null = null;
  let turn = 0;

  async function readMarks() {
    const span = wanted;
    if (!span) return;
    const mine = (turn += 1);
    const found = await backend.listConflicts(span.first, span.first + span.count, false);
    if (mine !== turn) return;
    known = { span, keys: keysOf(found) };
  }

  const readList = coalesced(async () => {
    if (keepers === 0) return;
    list = await backend.listConflicts(today(), today() + AHEAD_DAYS, withIgnored);
    loaded = true;
  });

  async function reload() {
    revision += 1;
    await Promise.all([readMarks(), readList()]);
  }

  async function attempt(act: () => Promise<void>, text: string) {
    try {
      await act();
      notices.tell(text);
    } catch (reason) {
      notices.tell(problemText(asProblem(reason)));
    }
    await reload().catch(() => undefined);
  }

  const heed = (conflict: ConflictView) =>
    attempt(() => backend.heedConflict(placeOf(conflict.a), placeOf(conflict.b)), t('conflictHeeded'));

  return {
    marks: ({ first, count }) =>
      known?.span.first === first && known.span.count === count ? known.keys : null,
    get list() {
      return list;
    },
    get loaded() {
      return loaded;
    },
    get withIgnored() {
      return withIgnored;
    },
    get revision() {
      return revision;
    },
    showIgnored(on) {
      withIgnored = on;
      void readList().catch((reason: unknown) => notices.tell(problemText(asProblem(reason))));
    },
    follow(span) {
      wanted = span;
      return readMarks().catch(() => undefined);
    },
    keepList() {
      keepers += 1;
      void readList().catch((reason: unknown) => notices.tell(problemText(asProblem(reason))));
      return () => (keepers -= 1);
    },
    reload,
    refreshList: readList,
    async ignore(conflict, series) {
      try {
        await backend.ignoreConflict(placeOf(conflict.a), placeOf(conflict.b), series);
        notices.offerUndo({
          text: t('conflictIgnored'),
          slot: 'conflict',
          revert: () => void heed(conflict),
          commit: () => undefined,
        });
      } catch (reason) {
        notices.tell(problemText(asProblem(reason)));
      }
      await reload().catch(() => undefined);
    },
    heed,
  };
}
