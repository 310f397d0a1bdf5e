// What can be done with an edit that was not sent. A discarded one is gone when its undo is no longer on offer.
import { t } from '../i18n';
import { asProblem } from '../ipc/backend';
import type { QueueEntry, Resolution } from '../ipc/bindings';
import type { App } from '../state/app.svelte';
import { problemText } from '../state/sentences';
import { whatText } from './words';

/** Ids of entries whose discarding can still be taken back. */
let leaving = $state.raw<readonly string[]>([]);

/** The entries that are not on their way out. */
export function staying(entries: readonly QueueEntry[]): QueueEntry[] {
  return entries.filter(({ id }) => !leaving.includes(id));
}

async function attempt(app: App, act: () => Promise<void>): Promise<void> {
  try {
    await act();
    await app.queue.reload();
  } catch (reason) {
    app.notices.tell(problemText(asProblem(reason)));
    await app.queue.reload().catch(() => undefined);
  }
}

/** One entry, or all of them for null. */
export const retry = (app: App, id: string | null): Promise<void> =>
  attempt(app, () => app.backend.retryQueue(id));

export const resolve = (app: App, id: string, resolution: Resolution): Promise<void> =>
  attempt(app, () => app.backend.resolveQueue(id, resolution));

export function discard(app: App, entry: QueueEntry): void {
  const keep = () => (leaving = leaving.filter((id) => id !== entry.id));
  leaving = [...leaving, entry.id];
  app.notices.offerUndo({
    text: t('discarded', { what: whatText(entry) }),
    revert: keep,
    commit: () => void attempt(app, () => app.backend.discardQueue(entry.id)).finally(keep),
  });
}

/** Opens the event of an entry and shows its day. */
export async function openEntry(app: App, { eventId, original }: QueueEntry): Promise<void> {
  const drawn = app.occurrences.shown.list.find(
    (one) => one.eventId === eventId && (original === null || one.originalStart === original),
  );
  if (drawn) return app.openEvent(drawn);
  await attempt(app, async () => {
    const { time } = await app.backend.getEditable(eventId, original);
    app.navigation.goTo(time.startDay);
    app.openEvent({ eventId, originalStart: original ?? time.startDay * 86_400 + time.startMinute * 60 });
  });
}
