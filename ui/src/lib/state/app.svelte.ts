// Puts the parts of the window's state together and connects them to what the engine pushes.
import type { Backend } from '../ipc/backend';
import { asProblem } from '../ipc/backend';
import type { OccurrenceView, Problem, SyncState } from '../ipc/bindings';
import { createApprovals, type Approvals } from './approvals.svelte';
import { createConflicts, type Conflicts } from './conflicts.svelte';
import { createAccounts, type Accounts } from './accounts.svelte';
import { createCalendars, type Calendars } from './calendars.svelte';
import { createClock, type Clock } from './clock.svelte';
import { createEdits, type Edits } from './edits.svelte';
import { createHeld, type Held } from './held.svelte';
import { pointIn } from './moments';
import { createMoving } from './moving';
import { createNavigation, type Navigation } from './navigation.svelte';
import { createNotices, type Notices } from './notices.svelte';
import { createOccurrences, type Occurrences } from './occurrences.svelte';
import { createPanes, type Panes } from './panes.svelte';
import { createPreferences, type Preferences } from './preferences.svelte';
import { createNudges, type Nudges } from './nudges.svelte';
import { createOpening, type Opening } from './opening.svelte';
import { createQueue, type Queue } from './queue.svelte';
import { createQuick, type Quick } from './quick.svelte';
import { createReminders, type Reminders } from './reminders.svelte';
import { sentence } from './sentences';

export interface App {
  readonly backend: Backend;
  readonly clock: Clock;
  readonly notices: Notices;
  readonly preferences: Preferences;
  readonly calendars: Calendars;
  readonly navigation: Navigation;
  readonly occurrences: Occurrences;
  readonly panes: Panes;
  readonly edits: Edits;
  readonly quick: Quick;
  readonly nudges: Nudges;
  readonly held: Held;
  readonly accounts: Accounts;
  readonly queue: Queue;
  readonly reminders: Reminders;
  readonly opening: Opening;
  readonly approvals: Approvals;
  readonly conflicts: Conflicts;
  readonly sync: SyncState;
  /** Grows by one with every change of data, so that open details read again. */
  readonly revision: number;
  /** Grows by one when an agent came, went or stands differently. */
  readonly agentsRevision: number;
  /** Grows by one when a tray came or went, or what was chosen about it changed. */
  readonly backgroundRevision: number;
  readonly problem: Problem | null;
  /** What the shell says once, until the reader has read it. */
  readonly told: string | null;
  dismissTold(): void;
  dismissProblem(): void;
  /** Opens its details in place of an editor on another event, whose draft can be taken up again. */
  openEvent(event: Pick<OccurrenceView, 'eventId' | 'originalStart'>): void;
  openLink(url: string): Promise<void>;
  changeSettings: Preferences['update'];
  /** Stops listening and ticking; an undo still on offer becomes final. */
  stop(): void;
}

/** Resolves when the first range is on screen. Rejects when the engine does not start. */
export async function startApp(backend: Backend, read: () => number = Date.now): Promise<App> {
  const startUp = await backend.startUp();
  const notices = createNotices();
  const preferences = createPreferences(backend, notices, startUp);
  const calendars = createCalendars(backend, notices, startUp.calendars);
  const panes = createPanes(startUp.firstRun ? 'first-run' : 'calendar', makeRoom);
  const clock = createClock({ day: startUp.today, minute: startUp.nowMinute }, read, (instant) =>
    pointIn(startUp.zone, instant),
  );
  const navigation = createNavigation(
    startUp.today,
    () => preferences.firstWeekday,
    () => void show(),
  );
  const occurrences = createOccurrences(backend, navigation.target());
  let sync = $state.raw<SyncState>({
    syncing: false,
    offline: false,
    lastGood: null,
    failing: 0,
    unsent: 0,
    needsUser: 0,
  });
  const accounts = createAccounts(backend);
  const queue = createQueue(backend);
  const reminders = createReminders(backend, notices);
  const edits = createEdits({
    backend,
    notices,
    occurrences,
    calendars: () => calendars.list,
    defaultCalendar: () => preferences.settings.defaultCalendar,
    zone: startUp.zone,
    offline: () => sync.offline,
    now,
    dayForNew,
  });
  const approvals = createApprovals({
    backend,
    notices,
    edits,
    calendars: () => calendars.list,
    zone: startUp.zone,
  });
  const conflicts = createConflicts(backend, notices, () => clock.today);
  const quick = createQuick({ edits, notices, zone: startUp.zone, now, dayForNew });
  const nudges = createNudges(occurrences, edits, startUp.zone);
  const held = createHeld(occurrences, panes);
  const moving = createMoving(backend, startUp.zone, isHeld);
  const opening = createOpening({ panes, navigation, quick, approvals, openEvent });
  let revision = $state(0);
  let problem = $state.raw<Problem | null>(startUp.problem);
  let backgroundRevision = $state(0);
  let agentsRevision = $state(0);
  let told = $state<string | null>(null);

  function show() {
    const around = navigation.neighbours().map((target) => target.span);
    return occurrences.show(navigation.target(), around);
  }

  function now() {
    return { day: clock.today, minute: clock.minute };
  }

  /** Something is being written, saved or asked, or can still be taken back. */
  function isHeld() {
    return (
      edits.draft !== null ||
      edits.question !== null ||
      edits.busy ||
      quick.slot !== null ||
      panes.dialog !== null ||
      notices.toasts.some(({ undo }) => undo !== null)
    );
  }

  /** Makes final what waits or can be taken back; resolves once it is. */
  async function settle() {
    await Promise.all([nudges.flush(), notices.settle()]);
  }

  /** Today where it is shown, else the day the reader went to. */
  function dayForNew() {
    const { first, count } = occurrences.shown.span;
    const showsToday = clock.today >= first && clock.today < first + count;
    return showsToday ? clock.today : navigation.cursor;
  }

  /** The editor lies over the panes. Its draft can be taken up again; one that is being saved stays. */
  function makeRoom() {
    if (!edits.draft?.saving) edits.close();
  }

  function openEvent({ eventId, originalStart }: Pick<OccurrenceView, 'eventId' | 'originalStart'>) {
    const edited = edits.draft?.editable;
    if (edited?.eventId === eventId && (edited.originalStart ?? originalStart) === originalStart) return;
    panes.openPane({ kind: 'event', eventId, originalStart });
  }

  const stopListening = await backend.listen({
    dataChanged() {
      revision += 1;
      // An edit under way reads again by itself, when its answer is in.
      if (!edits.busy) void occurrences.refresh();
      // What waits for an approval may be out of date now, or collide with more.
      if (approvals.waiting > 0) void approvals.reload().catch(() => undefined);
      void conflicts.refreshList().catch(() => undefined);
    },
    proposalsChanged: () => void approvals.reload().catch(() => undefined),
    conflictsChanged: () => void conflicts.reload().catch(() => undefined),
    agentsChanged: () => (agentsRevision += 1),
    remindersChanged: () => void reminders.reload().catch(() => undefined),
    nowNextChanged: reminders.putNowNext,
    openRequested: opening.show,
    backgroundChanged: () => (backgroundRevision += 1),
    quitRequested: () => void settle().finally(() => backend.settled().catch(() => undefined)),
    told: (message) => (told = message),
    calendarsChanged: () => void calendars.reload().catch(() => undefined),
    accountsChanged: () => void accounts.reload().catch(() => undefined),
    queueChanged: () => void queue.reload().catch(() => undefined),
    syncStateChanged(next) {
      sync = next;
    },
    zoneChanged: moving.zoneChanged,
    dayChanged(today) {
      const followsToday = navigation.cursor === clock.today;
      clock.dayChanged(today);
      if (followsToday) navigation.goTo(today);
    },
  });
  const stopClock = clock.run();
  const stopTheme = preferences.applyToDocument();
  const leave = () => void settle();
  window.addEventListener('pagehide', leave);

  void accounts.reload().catch(() => undefined);
  void queue.reload().catch(() => undefined);
  void reminders.reload().catch(() => undefined);
  void approvals.reload().catch(() => undefined);
  void reminders.reloadNowNext().catch(() => undefined);
  await Promise.all([
    show(),
    backend.syncState().then(
      (state) => (sync = state),
      () => undefined,
    ),
  ]);

  return {
    backend,
    clock,
    notices,
    preferences,
    calendars,
    navigation,
    occurrences,
    panes,
    edits,
    quick,
    nudges,
    held,
    accounts,
    queue,
    reminders,
    opening,
    approvals,
    conflicts,
    get sync() {
      return sync;
    },
    get revision() {
      return revision;
    },
    get agentsRevision() {
      return agentsRevision;
    },
    get backgroundRevision() {
      return backgroundRevision;
    },
    get told() {
      return told;
    },
    dismissTold() {
      told = null;
    },
    get problem() {
      return problem;
    },
    dismissProblem() {
      problem = null;
    },
    openEvent,
    async openLink(url) {
      try {
        await backend.openLink(url);
      } catch (reason) {
        notices.tell(sentence(asProblem(reason).message));
      }
    },
    async changeSettings(change) {
      const saved = preferences.update(change);
      if (change.weekStart) void show();
      await saved;
    },
    stop() {
      leave();
      stopListening();
      moving.stop();
      stopClock();
      stopTheme();
      window.removeEventListener('pagehide', leave);
    },
  };
}
