// The calendars and what can be done with them. Changes show at once and go back when refused.
import type { Backend } from '../ipc/backend';
import { asProblem } from '../ipc/backend';
import type { AccountKind, CalendarChange, CalendarView, FeedChange, Hue, NewFeed } from '../ipc/bindings';
import { t } from '../i18n';
import type { Notices } from './notices.svelte';

export interface Group {
  kind: AccountKind;
  accountId: string;
  name: string;
  calendars: CalendarView[];
}

export interface Calendars {
  readonly list: readonly CalendarView[];
  readonly groups: readonly Group[];
  readonly visible: ReadonlySet<string>;
  readonly hues: ReadonlyMap<string, Hue>;
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

const kindOrder: AccountKind[] = ['google', 'feed', 'local', 'sample'];
const kindName: Record<AccountKind, (calendar: CalendarView) => string> = {
  google: (calendar) => calendar.accountName,
  feed: () => t('groupFeed'),
  local: () => t('groupLocal'),
  sample: () => t('groupSample'),
};

function groupsOf(calendars: readonly CalendarView[]): Group[] {
  const groups = new Map<string, Group>();
  for (const kind of kindOrder) {
    for (const calendar of calendars) {
      if (calendar.accountKind !== kind) continue;
      const group = groups.get(calendar.accountId) ?? {
        kind,
        accountId: calendar.accountId,
        name: kindName[kind](calendar),
        calendars: [],
      };
      group.calendars.push(calendar);
      groups.set(calendar.accountId, group);
    }
  }
  return [...groups.values()];
}

export function createCalendars(backend: Backend, notices: Notices, initial: CalendarView[]): Calendars {
  let stored = $state.raw<readonly CalendarView[]>(initial);
  let leaving = $state.raw<ReadonlySet<string>>(new Set());
  const list = $derived(stored.filter((calendar) => !leaving.has(calendar.id)));
  const groups = $derived(groupsOf(list));
  const visible = $derived(
    new Set(list.filter((calendar) => calendar.visible).map((calendar) => calendar.id)),
  );
  const hues = $derived(new Map(stored.map((calendar) => [calendar.id, calendar.hue])));
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
      const { message, remedy } = asProblem(reason);
      notices.tell(`${message} ${remedy}`.trim());
      await reload().catch(() => undefined);
    }
  }

  function keep(id: string) {
    leaving = new Set([...leaving].filter((one) => one !== id));
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
    get hues() {
      return hues;
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
    syncNow: (id) => attempt(() => backend.syncNow(id)),
    async addFeed(feed) {
      const added = await backend.addFeed(feed);
      await reload();
      return added;
    },
    remove(id) {
      const name = find(id)?.name ?? '';
      leaving = new Set([...leaving, id]);
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
