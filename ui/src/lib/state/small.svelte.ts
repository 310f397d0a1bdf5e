// What the small windows need of the engine: settings, clock, calendars. No grid, no panes.
import { asProblem, type Backend, type Listeners } from '../ipc/backend';
import type { CalendarView, Problem } from '../ipc/bindings';
import { createClock, type Clock } from './clock.svelte';
import { pointIn } from './moments';
import { createMoving } from './moving';
import { createNotices } from './notices.svelte';
import { createPreferences, type Preferences } from './preferences.svelte';

export interface Small {
  readonly backend: Backend;
  readonly clock: Clock;
  readonly preferences: Preferences;
  readonly calendars: readonly CalendarView[];
  /** Why the last act failed. */
  readonly problem: Problem | null;
  attempt(act: () => Promise<unknown>): Promise<boolean>;
  openLink(url: string): void;
  stop(): void;
}

/** Nothing happens for these in a small window. */
const deaf: Listeners = {
  dataChanged: () => undefined,
  calendarsChanged: () => undefined,
  accountsChanged: () => undefined,
  queueChanged: () => undefined,
  syncStateChanged: () => undefined,
  dayChanged: () => undefined,
  zoneChanged: () => undefined,
  remindersChanged: () => undefined,
  nowNextChanged: () => undefined,
  openRequested: () => undefined,
  backgroundChanged: () => undefined,
  quitRequested: () => undefined,
  told: () => undefined,
  proposalsChanged: () => undefined,
  conflictsChanged: () => undefined,
  agentsChanged: () => undefined,
};

/**
 * `hears` is told what the engine pushes; `seen` runs each time the window comes to sight, after the
 * settings were read again; `holds` says that something is unsaved. Rejects when the engine does not start.
 */
export async function startSmall(
  backend: Backend,
  read: () => number,
  hears: Partial<Listeners>,
  seen: () => void,
  holds: () => boolean = () => false,
): Promise<Small> {
  const startUp = await backend.startUp();
  const preferences = createPreferences(backend, createNotices(), startUp);
  const clock = createClock({ day: startUp.today, minute: startUp.nowMinute }, read, (instant) =>
    pointIn(startUp.zone, instant),
  );
  let calendars = $state.raw<readonly CalendarView[]>(startUp.calendars);
  let problem = $state.raw<Problem | null>(startUp.problem);

  async function readAgain() {
    const now = await backend.startUp();
    calendars = now.calendars;
    preferences.follow(now.settings);
  }

  const moving = createMoving(backend, startUp.zone, holds);
  const stopListening = await backend.listen({
    ...deaf,
    ...hears,
    zoneChanged: moving.zoneChanged,
    calendarsChanged() {
      void readAgain().catch(() => undefined);
      hears.calendarsChanged?.();
    },
    dayChanged(today) {
      clock.dayChanged(today);
      hears.dayChanged?.(today);
    },
  });
  const comes = () => {
    if (document.visibilityState !== 'visible') return;
    void readAgain()
      .catch(() => undefined)
      .then(seen);
  };
  document.addEventListener('visibilitychange', comes);
  const stopClock = clock.run();
  const stopTheme = preferences.applyToDocument();

  async function attempt(act: () => Promise<unknown>) {
    problem = null;
    try {
      await act();
      return true;
    } catch (reason) {
      problem = asProblem(reason);
      return false;
    }
  }

  return {
    backend,
    clock,
    preferences,
    get calendars() {
      return calendars;
    },
    get problem() {
      return problem;
    },
    attempt,
    openLink: (url) => void attempt(() => backend.openLink(url)),
    stop() {
      stopListening();
      moving.stop();
      stopClock();
      stopTheme();
      document.removeEventListener('visibilitychange', comes);
    },
  };
}
