// One table of what keys and the command list can do. The key handler, the search dialog and the key
// sheet all read it.
import { t } from '../i18n';
import { asProblem } from '../ipc/backend';
import type { Theme } from '../ipc/bindings';
import type { App } from '../state/app.svelte';
import { problemText } from '../state/sentences';
import type { View } from '../time';
import { deciding } from './deciding';
import { editing } from './editing';

export type CommandGroup = 'view' | 'move' | 'event' | 'approvals' | 'app';

export interface Command {
  id: string;
  group: CommandGroup;
  label: () => string;
  /** The first is the one that is printed. */
  keys: string[];
  /** Absent: always. Where two commands share a key, the first that can be run is. */
  when?: (app: App, chord: string) => boolean;
  run: (app: App) => void;
}

export function viewName(view: View): string {
  if (typeof view === 'number') return t('nDays', { n: view });
  return { day: t('day'), 'work-week': t('workWeek'), week: t('week'), month: t('month') }[view];
}

export const themeName: Record<Theme, () => string> = {
  system: () => t('themeSystem'),
  light: () => t('themeLight'),
  dark: () => t('themeDark'),
};

const viewKeys: [View, string[]][] = [
  ['day', ['D', '1']],
  ['week', ['W', '0']],
  ['work-week', ['5']],
  ['month', ['M']],
  [2, ['2']],
  [3, ['3']],
  [4, ['4']],
  [6, ['6']],
];

function viewCommand([view, keys]: [View, string[]]): Command {
  return {
    id: `view.${view}`,
    group: 'view',
    label: () => viewName(view),
    keys,
    run(app) {
      app.panes.openPage('calendar');
      app.navigation.setView(view);
    },
  };
}

function themeCommand(theme: Theme): Command {
  return {
    id: `theme.${theme}`,
    group: 'app',
    label: () => t('commandThemeTo', { name: themeName[theme]() }),
    keys: [],
    run: (app) => void app.changeSettings({ theme }),
  };
}

const moves: [id: string, label: () => string, keys: string[], run: Command['run']][] = [
  ['today', () => t('today'), ['T'], (app) => app.navigation.goTo(app.clock.today)],
  ['next', () => t('next'), ['J', 'N', 'ArrowRight'], (app) => app.navigation.step(1)],
  ['previous', () => t('previous'), ['K', 'P', 'ArrowLeft'], (app) => app.navigation.step(-1)],
  ['date', () => t('goToDate'), ['G D'], (app) => app.panes.openDialog('go-to-date')],
];

const create: [id: string, label: () => string, keys: string[], run: Command['run']][] = [
  ['quick-event', () => t('commandQuick'), ['C'], quickEvent],
  ['new-event', () => t('commandNew'), ['Shift+C'], newEvent],
];

const showPane =
  (kind: 'reminders' | 'approvals' | 'conflicts'): Command['run'] =>
  (app) => {
    app.panes.openPage('calendar');
    app.panes.openPane({ kind });
  };

const rest: [id: string, label: () => string, keys: string[], run: Command['run']][] = [
  ['search', () => t('searchOrRun'), ['Mod+K', '/'], (app) => app.panes.openDialog('search')],
  ['add-link', () => t('addLinkTitle'), [], (app) => app.panes.openDialog('add-link')],
  ['sidebar', () => t('commandToggleSidebar'), ['Mod+\\'], (app) => app.panes.toggleSidebar()],
  ['pane', () => t('commandTogglePane'), ['I'], (app) => app.panes.togglePane()],
  ['second-zone', () => t('commandToggleZone'), ['Z'], toggleSecondZone],
  ['sync', () => t('commandSyncAll'), [], (app) => void app.calendars.syncNow(null)],
  ['activity', () => t('activity'), ['G S'], (app) => app.panes.openPane({ kind: 'activity' })],
  ['reminders', () => t('remindersPane'), ['G R'], showPane('reminders')],
  ['approvals', () => t('commandApprovals'), ['G I'], showPane('approvals')],
  ['conflicts', () => t('commandConflicts'), ['G X'], showPane('conflicts')],
  ['settings', () => t('settings'), ['Mod+,'], (app) => app.panes.openPage('settings')],
  ['undo', () => t('undo'), ['Mod+Z'], undo],
  ['keys', () => t('showKeys'), ['?'], (app) => app.panes.openDialog('keys')],
  ['back', () => t('commandBack'), ['Escape'], goBack],
  ['quit', () => t('commandQuit'), ['Mod+Q'], quit],
];

export const commands: readonly Command[] = [
  ...editing,
  ...viewKeys.map(viewCommand),
  ...moves.map(([id, label, keys, run]): Command => ({ id, group: 'move', label, keys, run })),
  ...create.map(([id, label, keys, run]): Command => ({ id, group: 'event', label, keys, run })),
  ...deciding,
  ...rest.map(([id, label, keys, run]): Command => ({ id, group: 'app', label, keys, run })),
  ...(['system', 'light', 'dark'] as const).map(themeCommand),
  {
    id: 'samples',
    group: 'app',
    label: () => t('commandSamples'),
    keys: [],
    run: (app) => void app.calendars.addSamples(),
  },
];

function toggleSecondZone(app: App) {
  if (!app.preferences.toggleSecondZone()) app.notices.tell(t('secondZoneNeeded'));
}

function quickEvent(app: App) {
  app.panes.openPage('calendar');
  app.quick.open(null);
}

function newEvent(app: App) {
  app.panes.openPage('calendar');
  app.edits.startNew(null);
}

function undo(app: App) {
  if (app.nudges.cancel()) app.notices.announce(t('undone'));
  else void app.edits.undo();
}

/** Whatever closing the window does. */
function quit(app: App) {
  app.backend.quitApp().catch((reason) => app.notices.tell(problemText(asProblem(reason))));
}

function goBack(app: App) {
  if (app.nudges.cancel()) return;
  if (app.edits.draft && app.panes.page === 'calendar') app.edits.close();
  else if (app.panes.page === 'settings') app.panes.openPage('calendar');
  else app.panes.closePane();
}
