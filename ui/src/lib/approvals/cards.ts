// Proposals as cards: those of a batch share one.
import type { ProposalView } from '../ipc/bindings';

/** One card: a proposal, or all of a batch. */
export interface Card {
  id: string;
  /** Of several that were proposed together, however many of them are left. */
  batch: boolean;
  /** In the order of the batch. */
  proposals: readonly ProposalView[];
}

/** Newest first. */
export function cardsOf(list: readonly ProposalView[]): Card[] {
  const cards = new Map<string, ProposalView[]>();
  for (const proposal of [...list].sort((a, b) => Date.parse(b.createdAt) - Date.parse(a.createdAt))) {
    const id = proposal.batch ?? proposal.id;
    cards.set(id, [...(cards.get(id) ?? []), proposal]);
  }
  return [...cards].map(([id, proposals]) => ({
    id,
    batch: proposals.some(({ batch }) => batch !== null),
    proposals: proposals.sort((a, b) => a.position - b.position),
  }));
}
