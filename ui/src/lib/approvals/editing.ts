// Fills the editor with what was proposed.
import { blankEvent, nextSlot } from '../edit/blank';
import { applied } from '../edit/changes';
import type { Backend } from '../ipc/backend';
import type { ProposalView } from '../ipc/bindings';
import type { Edits } from '../state/edits.svelte';
import type { Proposed } from '../state/drafting.svelte';

interface Around {
  backend: Backend;
  edits: Edits;
  zone: string;
}

/** Nothing for what has no fields: a deletion, an answer. */
export async function openProposed(
  { backend, edits, zone }: Around,
  { id, change, target, calendarId, agentName }: ProposalView,
  approve: Proposed['approve'],
): Promise<void> {
  if (!change) return;
  const proposed = { id, agent: agentName, approve };
  if (!target) {
    const blank = blankEvent(calendarId, change.time ?? nextSlot(0, { day: 0, minute: 0 }, zone));
    return edits.startProposed(applied(blank, change), null, proposed);
  }
  const original = await backend.getEditable(target.eventId, target.originalStart);
  edits.startProposed(applied(original, change), original, proposed);
}
