// What is proposed, drawn among what is: the new place of an event, and the old one of what would go.
import { spanOfEvent } from '../grid/span';
import { occurrenceKey, type OccurrenceKey, type ProposedMark } from '../grid/types';
import type { OccurrenceView, ProposalView } from '../ipc/bindings';
import { isMove, isUndecided } from './words';

const PREFIX = 'proposal:';

export interface Ghosts {
  /** What is drawn beside what is stored. */
  list: readonly OccurrenceView[];
  marks: ReadonlyMap<OccurrenceKey, ProposedMark>;
  /** The proposal that a marked occurrence is about. */
  proposals: ReadonlyMap<OccurrenceKey, string>;
  /** Those that collide with something. */
  conflicts: readonly OccurrenceKey[];
}

export const ghostKey = (id: string): OccurrenceKey =>
  occurrenceKey({ eventId: PREFIX + id, originalStart: 0 });

export const isGhost = ({ eventId }: Pick<OccurrenceView, 'eventId'>): boolean => eventId.startsWith(PREFIX);

/** Null when nothing is proposed. */
export function ghostsOf(
  proposals: readonly ProposalView[],
  drawn: readonly OccurrenceView[],
): Ghosts | null {
  const undecided = proposals.filter(isUndecided);
  if (undecided.length === 0) return null;
  const list: OccurrenceView[] = [];
  const marks = new Map<OccurrenceKey, ProposedMark>();
  const about = new Map<OccurrenceKey, string>();
  const conflicts: OccurrenceKey[] = [];
  for (const proposal of undecided) {
    const ghost = ghostOf(proposal);
    if (ghost) {
      const key = occurrenceKey(ghost);
      list.push(ghost);
      marks.set(key, 'new');
      about.set(key, proposal.id);
      if (proposal.conflicts.length > 0) conflicts.push(key);
    }
    for (const one of drawn.filter((one) => isMeant(one, proposal))) {
      const key = occurrenceKey(one);
      marks.set(key, ghost || proposal.kind === 'delete' ? 'goes' : 'changes');
      about.set(key, proposal.id);
    }
  }
  return { list, marks, proposals: about, conflicts };
}

function isMeant(one: OccurrenceView, { target, scope }: ProposalView): boolean {
  if (!target || one.eventId !== target.eventId) return false;
  if (target.originalStart === null || scope === 'all') return true;
  return scope === 'following'
    ? one.originalStart >= target.originalStart
    : one.originalStart === target.originalStart;
}

/** At the place where it would be; null for what stays where it is or goes. */
function ghostOf(proposal: ProposalView): OccurrenceView | null {
  const { after, change, kind, id } = proposal;
  const leaves = change?.calendarId !== undefined && change.calendarId !== proposal.calendarId;
  if (!after || !(kind === 'create' || isMove(proposal) || leaves)) return null;
  return {
    eventId: PREFIX + id,
    originalStart: 0,
    calendarId: change?.calendarId ?? proposal.calendarId,
    title: change?.title ?? proposal.title,
    location: change?.location ?? '',
    ...spanOfEvent(after),
    status: 'confirmed',
    declined: false,
    maybe: false,
    busy: false,
    recurring: false,
    joinable: false,
    unanswered: false,
    unsent: 'none',
    editable: false,
    hue: change?.hue ?? null,
  };
}
