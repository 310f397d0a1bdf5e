// Leads from a card to the grid: to the day it is about, or to the details of its event.
import { asProblem } from '../ipc/backend';
import type { Place, ProposalView } from '../ipc/bindings';
import type { App } from '../state/app.svelte';
import { problemText } from '../state/sentences';

/** Goes to the day where it would take place, else where it does; opens that day where a month has no room for it. */
export function showProposal(app: App, { id, after, now }: ProposalView, open = false): void {
  app.panes.openPage('calendar');
  app.approvals.focus(id);
  const day = (after ?? now)?.startDay;
  if (day === undefined) return;
  const { first, count } = app.navigation.target().span;
  if (day < first || day >= first + count) app.navigation.goTo(day);
  app.approvals.show({ day, open });
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
