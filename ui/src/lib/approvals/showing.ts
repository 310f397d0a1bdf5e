// Leads from a card to the grid: to the day it is about, or to the details of its event.
import { tick } from 'svelte';
import { asProblem } from '../ipc/backend';
import type { Place, ProposalView } from '../ipc/bindings';
import type { App } from '../state/app.svelte';
import { problemText } from '../state/sentences';

/** Goes to the day where it would take place, else where it does. */
export function showProposal(app: App, { id, after, now }: ProposalView): void {
  app.panes.openPage('calendar');
  app.approvals.focus(id);
  const day = (after ?? now)?.startDay;
  const { first, count } = app.occurrences.shown.span;
  if (day !== undefined && (day < first || day >= first + count)) app.navigation.goTo(day);
  void tick().then(() =>
    document.querySelector('#calendar .ev.selected')?.scrollIntoView({ block: 'nearest' }),
  );
}

/** Opens the details of an event, which may have gone. */
export async function showPlace(app: App, { eventId, originalStart }: Place): Promise<void> {
  const isIt = (one: { eventId: string; originalStart: number }) =>
    one.eventId === eventId && (originalStart === null || one.originalStart === originalStart);
  const drawn = app.occurrences.shown.list.find(isIt);
  if (drawn) return app.openEvent(drawn);
  try {
    const { time } = await app.backend.getEditable(eventId, originalStart);
    const found = (await app.backend.listOccurrences(time.startDay, time.startDay + 1)).find(isIt);
    app.navigation.goTo(time.startDay);
    const start = time.startDay * 86_400 + time.startMinute * 60;
    app.openEvent({ eventId, originalStart: found?.originalStart ?? originalStart ?? start });
  } catch (reason) {
    app.notices.tell(problemText(asProblem(reason)));
  }
}
