// Keys that act on the event under the keyboard: what a drag does, without a drag.
import { lengthened, shifted, type Span } from '../grid/span';
import { STEP } from '../grid/gesture';
import { isRtl } from '../grid/roving';
import { t } from '../i18n';
import { isWritable } from '../edit/blank';
import { responses } from '../pane/responses';
import { targetOf } from '../pane/target';
import type { App } from '../state/app.svelte';
import type { Command } from './commands';

const DAY = 1440;

type Row = [
  id: string,
  label: () => string,
  keys: string[],
  when: NonNullable<Command['when']>,
  run: Command['run'],
];

const inGrid = (app: App) => app.held.inGrid !== null;

/** An event of somebody else in a calendar that can be written: it can be answered. */
function isInvitation(app: App): boolean {
  const held = app.held.inGrid;
  const calendar = held && app.calendars.find(held.calendarId);
  return calendar ? !held.editable && isWritable(calendar) && calendar.accountKind === 'google' : false;
}

function nudged(change: (span: Span) => Span): Command['run'] {
  return (app) => {
    const held = app.held.inGrid;
    if (held?.editable) app.nudges.nudge(held, change);
    else if (held) void app.edits.explain(targetOf(held));
  };
}

/** Sideways is a day on or back, by the direction of writing. */
const byDays = (days: number) =>
  nudged((span) => shifted(span, (isRtl(document.documentElement) ? -days : days) * DAY));

const answers = responses.map(({ response, label }, index): Row => {
  const run = (app: App) => {
    const held = app.held.inGrid;
    if (held) void app.edits.respond(targetOf(held), response, null);
  };
  const name = () => t('commandAnswer', { answer: label() });
  return [`answer-${response}`, name, [String(index + 1)], isInvitation, run];
});

function edit(app: App) {
  const held = app.held.any;
  if (held) {
    const { eventId, originalStart } = targetOf(held);
    void app.nudges.flush().then(() => app.edits.startEdit(eventId, originalStart));
  }
}

function remove(app: App) {
  const held = app.held.any;
  if (!held) return;
  app.nudges.cancel();
  void app.edits.remove(targetOf(held)).then((removed) => {
    const open = app.panes.pane;
    if (removed && open?.kind === 'event' && open.eventId === held.eventId) app.panes.closePane();
  });
}

const rows: Row[] = [
  // Enter on what cannot be changed opens its details, as a click does.
  ['edit-event', () => t('commandEdit'), ['E', 'Enter'], canEdit, edit],
  ['delete-event', () => t('commandDelete'), ['Delete', 'Backspace'], (app) => app.held.any !== null, remove],
  ['earlier', () => t('commandEarlier'), ['Alt+ArrowUp'], inGrid, nudged((span) => shifted(span, -STEP))],
  ['later', () => t('commandLater'), ['Alt+ArrowDown'], inGrid, nudged((span) => shifted(span, STEP))],
  ['day-back', () => t('commandDayBack'), ['Alt+ArrowLeft'], inGrid, byDays(-1)],
  ['day-on', () => t('commandDayOn'), ['Alt+ArrowRight'], inGrid, byDays(1)],
  [
    'shorter',
    () => t('commandShorter'),
    ['Alt+Shift+ArrowUp'],
    inGrid,
    nudged((span) => lengthened(span, -STEP, STEP)),
  ],
  [
    'longer',
    () => t('commandLonger'),
    ['Alt+Shift+ArrowDown'],
    inGrid,
    nudged((span) => lengthened(span, STEP, STEP)),
  ],
  ...answers,
];

function canEdit(app: App, chord: string): boolean {
  if (chord === 'Enter') return app.held.inGrid?.editable ?? false;
  return app.held.any !== null;
}

export const editing: readonly Command[] = rows.map(([id, label, keys, when, run]) => ({
  id,
  group: 'event',
  label,
  keys,
  when,
  run,
}));
