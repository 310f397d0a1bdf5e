// The calendars and what can be done with them. Changes show at once and go back when refused.
import type { Backend } from '../ipc/backend';
import { asProblem } from '../ipc/backend';
import type { CalendarChange, CalendarView, FeedChange, NewFeed } from '../ipc/bindings';
import { t } from '../i18n';
import type { Notices } from './notices.svelte';
import { problemText } from './sentences';
import { groupsOf, looksOf, visibleIds, type Group, type SourceLook } from './sources';

export interface Calendars {
  readonly list: readonly CalendarView[];
  readonly groups: readonly Group[];
  readonly visible: ReadonlySet<string>;
  /** Name and hue by id, also of a calendar whose removal can still be undone. */
  readonly looks: ReadonlyMap<string, SourceLook>;
  readonly hasSamples: boolean;
  find(id: string): CalendarView | undefined;
  reload(): Promise<void>;
  change(id: string, change: CalendarChange): Promise<void>;
  changeFeed(id: string, change: FeedChange): Promise<void>;
  syncNow(id: string | null): Promise<void>;
  /** Rejects with a `Problem`, which the dialog that asked shows. */
  addFeed(feed: NewFeed): Promise<CalendarView>;
  /** Hides it at once and removes it when the undo is no longer on offer. */
  remove(id: string): void;
  addSamples(): Promise<void>;
  removeSamples(): Promise<void>;
  startLocal(): Promise<void>;
}

export function createCalendars(backend: Backend, notices: Notices, initial: CalendarView[]): Calendars {
  let stored = $state.raw<readonly CalendarView[]>(initial);
  /** Removed, but the undo is still on offer. */
  let leaving = $state.raw<readonly string[]>([]);
  const list = $derived(stored.filter((calendar) => !leaving.includes(calendar.id)));
  const groups = $derived(groupsOf(list));
  const visible = $derived(visibleIds(list));
  const looks = $derived(looksOf(stored));
  const hasSamples = $derived(list.some((calendar) => calendar.accountKind === 'sample'));

  const find = (id: string) => stored.find((calendar) => calendar.id === id);

  async function reload() {
    stored = await backend.listCalendars();
  }

  function put(id: string, change: (calendar: CalendarView) => CalendarView) {
    stored = stored.map((calendar) => (calendar.id === id ? change(calendar) : calendar));
  }

  async function attempt(act: () => Promise<void>) {
    try {
      await act();
    } catch (reason) {
      notices.tell(problemText(asProblem(reason)));
      await reload().catch(() => undefined);
    }
  }

  function keep(id: string) {
    leaving = leaving.filter((one) => one !== id);
  }

  return {
    get list() {
      return list;
    },
    get groups() {
      return groups;
    },
    get visible() {
      return visible;
    },
    get looks() {
      return looks;
    },
    get hasSamples() {
      return hasSamples;
    },
    find,
    reload,
    async change(id, change) {
      put(id, (calendar) => ({ ...calendar, ...change }));
      await attempt(() => backend.changeCalendar(id, change));
    },
    async changeFeed(id, change) {
      await attempt(async () => {
        await backend.changeFeed(id, change);
        await reload();
      });
    },
    // Only what the reader asked for is announced; the schedule runs without a word.
    syncNow: (id) =>
      attempt(async () => {
        notices.announce(t('syncing'));
        await backend.syncNow(id);
        notices.announce(t('syncDone'));
      }),
    async addFeed(feed) {
      const added = await backend.addFeed(feed);
      await reload();
      return added;
    },
    remove(id) {
      const name = find(id)?.name ?? '';
      leaving = [...leaving, id];
      notices.offerUndo({
        text: t('removed', { name }),
        revert() {
          keep(id);
          notices.announce(t('keptCalendar', { name }));
        },
        commit() {
          void attempt(async () => {
            await backend.removeCalendar(id);
            await reload();
          }).finally(() => keep(id));
        },
      });
    },
    addSamples: () =>
      attempt(async () => {
        await backend.addSamples();
        await reload();
      }),
    removeSamples: () =>
      attempt(async () => {
        await backend.removeSamples();
        await reload();
        notices.tell(t('samplesRemoved'));
      }),
    startLocal: () =>
      attempt(async () => {
        await backend.startLocal(t('localCalendarName'));
        await reload();
      }),
  };
}
