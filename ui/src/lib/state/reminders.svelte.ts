// Reminders as the window shows them: what was missed, what is on, what comes; and how they are set.
import { asProblem, type Backend } from '../ipc/backend';
import type { NowNext, ReminderChange, ReminderSettings, ReminderView } from '../ipc/bindings';
import { t } from '../i18n';
import type { Notices } from './notices.svelte';
import { problemText } from './sentences';

export interface Reminders {
  /** Without dismissed ones. Those to come are in it while `follow` says so. */
  readonly list: readonly ReminderView[];
  readonly missed: number;
  readonly loaded: boolean;
  /** Null until they were read. */
  readonly settings: ReminderSettings | null;
  readonly nowNext: NowNext;
  /** Keeps what comes in the list, until the returned function is called. */
  follow(): () => void;
  reload(): Promise<void>;
  putNowNext(nowNext: NowNext): void;
  reloadNowNext(): Promise<void>;
  /** `minutes` null: until its event starts. */
  snooze(id: string, minutes: number | null): Promise<void>;
  dismiss(id: string): Promise<void>;
  /** Final when the undo is no longer on offer. */
  dismissMissed(): void;
  change(change: ReminderChange): Promise<void>;
  /** `minutes` null: goes on. */
  pause(minutes: number | null): Promise<void>;
}

/** How far ahead the list looks. */
const AHEAD_HOURS = 7 * 24;

export function createReminders(backend: Backend, notices: Notices): Reminders {
  let stored = $state.raw<readonly ReminderView[]>([]);
  let settings = $state.raw<ReminderSettings | null>(null);
  let nowNext = $state.raw<NowNext>({ now: [], next: [], recent: [], changesAt: '' });
  let loaded = $state(false);
  /** Dismissed together, while that can still be taken back. */
  let leaving = $state.raw<readonly string[]>([]);
  let followers = 0;
  let turn = 0;
  const list = $derived(stored.filter(({ id, state }) => state !== 'dismissed' && !leaving.includes(id)));
  const missed = $derived(list.filter(({ state }) => state === 'missed').length);

  async function reload() {
    const mine = (turn += 1);
    const hours = followers > 0 ? AHEAD_HOURS : 0;
    const [found, set] = await Promise.all([backend.listReminders(hours), backend.reminderSettings()]);
    if (mine !== turn) return;
    [stored, settings] = [found, set];
    loaded = true;
  }

  async function attempt(act: () => Promise<unknown>) {
    try {
      await act();
      await reload();
    } catch (reason) {
      notices.tell(problemText(asProblem(reason)));
      await reload().catch(() => undefined);
    }
  }

  return {
    get list() {
      return list;
    },
    get missed() {
      return missed;
    },
    get loaded() {
      return loaded;
    },
    get settings() {
      return settings;
    },
    get nowNext() {
      return nowNext;
    },
    follow() {
      followers += 1;
      void reload().catch((reason: unknown) => notices.tell(problemText(asProblem(reason))));
      return () => (followers -= 1);
    },
    reload,
    putNowNext(next) {
      nowNext = next;
    },
    async reloadNowNext() {
      nowNext = await backend.nowAndNext();
    },
    snooze: (id, minutes) => attempt(() => backend.snoozeReminder(id, minutes)),
    dismiss(id) {
      stored = stored.filter((one) => one.id !== id);
      return attempt(() => backend.dismissReminder(id));
    },
    dismissMissed() {
      const ids = list.filter(({ state }) => state === 'missed').map(({ id }) => id);
      leaving = [...leaving, ...ids];
      const back = () => (leaving = leaving.filter((id) => !ids.includes(id)));
      notices.offerUndo({
        text: t('missedDismissed', { n: ids.length }),
        slot: 'missed',
        revert: back,
        commit: () => attempt(() => backend.dismissMissed()).finally(back),
      });
    },
    async change(change) {
      if (!settings) return;
      settings = { ...settings, ...change };
      await attempt(() => backend.setReminderSettings(change));
    },
    pause: (minutes) => attempt(() => backend.pauseReminders(minutes)),
  };
}
