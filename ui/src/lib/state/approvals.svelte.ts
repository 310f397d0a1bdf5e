// What agents proposed, and the reader's word on it. What is shown is what an approval names: a card
// that changes under the reader's eyes has to be looked at again.
import { asProblem, type Backend } from '../ipc/backend';
import { cardsOf, type Card } from '../approvals/cards';
import type { Decision } from '../edit/question';
import { isUndecided, whatText } from '../approvals/words';
import { t } from '../i18n';
import type {
  CalendarView,
  Decision as Word,
  EventChange,
  PlainApproval,
  ProposalView,
} from '../ipc/bindings';
import type { Notices } from './notices.svelte';
import type { Edits } from './edits.svelte';
import { openProposed } from '../approvals/editing';
import { problemText } from './sentences';

export type { Card } from '../approvals/cards';

export interface Approvals {
  readonly list: readonly ProposalView[];
  readonly loaded: boolean;
  /** How many wait for the reader. */
  readonly waiting: number;
  /** With something to decide, newest first. */
  readonly open: readonly Card[];
  /** Approved and not confirmed, or failed. */
  readonly underWay: readonly ProposalView[];
  readonly settled: readonly ProposalView[];
  /** The proposal whose card has the keyboard. */
  readonly focused: string | null;
  /** Grows when a card is to take the keyboard. */
  readonly calls: number;
  /** Whose answer is awaited. */
  readonly busy: readonly string[];
  /** What the last approval of all left, and why. */
  readonly leftOut: PlainApproval['leftOut'];
  find(id: string): ProposalView | undefined;
  /** Whether it has to be looked at again before it can be approved. */
  needsLook(proposal: ProposalView): boolean;
  reload(): Promise<void>;
  focus(id: string | null): void;
  /** Brings the keyboard to a card, wherever it is now; to the first for null. */
  call(id: string | null): void;
  approve(proposal: ProposalView): Promise<void>;
  review(proposal: ProposalView): Promise<void>;
  /** Final when the undo is no longer on offer. */
  reject(proposal: ProposalView, note: string): void;
  edit(proposal: ProposalView): Promise<void>;
  approvePlain(): Promise<void>;
}

interface Surroundings {
  backend: Backend;
  notices: Notices;
  edits: Edits;
  calendars: () => readonly CalendarView[];
  zone: string;
}

export function createApprovals(around: Surroundings): Approvals {
  const { backend, notices, edits, zone } = around;
  let stored = $state.raw<readonly ProposalView[]>([]);
  let loaded = $state(false);
  let focused = $state<string | null>(null);
  let calls = $state(0);
  let busy = $state.raw<readonly string[]>([]);
  let leaving = $state.raw<readonly string[]>([]);
  /** Changed since the reader saw it. */
  let altered = $state.raw<readonly string[]>([]);
  let leftOut = $state.raw<PlainApproval['leftOut']>([]);
  let turn = 0;

  const list = $derived(stored.filter(({ id }) => !leaving.includes(id)));
  const undecided = $derived(list.filter(isUndecided));
  const open = $derived(cardsOf(list).filter(({ proposals }) => proposals.some(isUndecided)));
  const onOpenCards = $derived(open.flatMap(({ proposals }) => proposals.map(({ id }) => id)));
  const others = $derived(list.filter(({ id }) => !onOpenCards.includes(id)));
  const isUnderWay = ({ state }: ProposalView) => ['approved', 'sent', 'failed'].includes(state);
  const underWay = $derived(others.filter(isUnderWay));
  const settled = $derived(others.filter((one) => !isUnderWay(one)));

  function put(next: readonly ProposalView[]) {
    const before = (id: string) => stored.find((one) => one.id === id);
    const changed = next.filter((one) => isUndecided(one) && isAltered(before(one.id), one));
    if (changed.length > 0) altered = [...altered, ...changed.map(({ id }) => id)];
    stored = next;
    loaded = true;
  }

  async function reload() {
    const mine = (turn += 1);
    const next = await backend.listProposals();
    if (mine === turn) put(next);
  }

  function replace(proposal: ProposalView) {
    turn += 1;
    put(stored.map((one) => (one.id === proposal.id ? proposal : one)));
  }

  const without = (ids: readonly string[], id: string) => ids.filter((one) => one !== id);

  async function attempt(id: string, act: () => Promise<void>) {
    if (busy.includes(id)) return;
    busy = [...busy, id];
    try {
      await act();
      await reload();
    } catch (reason) {
      notices.tell(problemText(asProblem(reason)));
      await reload().catch(() => undefined);
    } finally {
      busy = without(busy, id);
    }
  }

  /** The edit, or null where the card has to be looked at again. */
  function hear({ edited, proposal }: Word) {
    if (edited) {
      altered = without(altered, proposal.id);
      replace(proposal);
    } else {
      replace(proposal);
      altered = [...altered, proposal.id];
      notices.announce(t('changedJustNow'));
    }
    return edited;
  }

  return {
    get list() {
      return list;
    },
    get loaded() {
      return loaded;
    },
    get waiting() {
      return undecided.length;
    },
    get open() {
      return open;
    },
    get underWay() {
      return underWay;
    },
    get settled() {
      return settled;
    },
    get focused() {
      return focused;
    },
    get calls() {
      return calls;
    },
    get busy() {
      return busy;
    },
    get leftOut() {
      return leftOut;
    },
    find: (id) => stored.find((one) => one.id === id),
    needsLook: ({ id, state }) => state === 'out-of-date' || altered.includes(id),
    reload,
    focus(id) {
      focused = id;
    },
    call(id) {
      focused = id;
      calls += 1;
    },
    approve: (proposal) =>
      attempt(proposal.id, async () => {
        const edited = hear(await backend.approveProposal(proposal.id, proposal.hash));
        if (edited) edits.offerUndo(edited, proposal.title, t('toastApproved', { what: whatText(proposal) }));
      }),
    review: (proposal) =>
      attempt(proposal.id, async () => {
        if (proposal.state === 'out-of-date') replace(await backend.reviewProposal(proposal.id));
        altered = without(altered, proposal.id);
      }),
    reject(proposal, note) {
      const { id } = proposal;
      leaving = [...leaving, id];
      const back = () => (leaving = without(leaving, id));
      notices.offerUndo({
        text: t('toastRejected', { what: whatText(proposal) }),
        revert: () => {
          back();
          focused = id;
          calls += 1;
        },
        commit: () => void attempt(id, () => backend.rejectProposal(id, note)).finally(back),
      });
    },
    edit: (proposal) =>
      attempt(proposal.id, async () => {
        const approve = async (change: EventChange, { scope, notify }: Decision) => {
          const { id } = proposal;
          const { hash, problem } = await backend.previewProposal(id, change, scope, notify);
          if (problem) throw problem;
          const word = await backend.approveEdited(id, hash, change, scope, notify);
          const edited = hear(word);
          if (!edited) throw { kind: 'stale', message: t('proposalChangedEditing'), remedy: '' };
          void reload().catch(() => undefined);
          return edited;
        };
        await openProposed({ backend, edits, zone }, proposal, approve);
      }),
    async approvePlain() {
      try {
        const { approved, leftOut: left } = await backend.approvePlain(shownNow());
        leftOut = left;
        const text = t('toastApprovedMany', { n: approved.length });
        if (approved.length === 0) notices.tell(t('approveAllNone'));
        else edits.offerUndoOfAll(approved.map(named), text);
      } catch (reason) {
        notices.tell(problemText(asProblem(reason)));
      }
      await reload().catch(() => undefined);
    },
  };

  /** What the reader can have read: not what changed since. */
  function shownNow() {
    return undecided.filter(({ id }) => !altered.includes(id)).map(({ id, hash }) => ({ id, hash }));
  }

  function named({ id, undo }: PlainApproval['approved'][number]) {
    const proposal = stored.find((one) => one.id === id);
    const calendar = around.calendars().find((one) => one.id === proposal?.calendarId);
    return { undo, pending: calendar?.accountKind === 'google', title: proposal?.title ?? '' };
  }
}

/** What was shown with another hash. One that went out of date says so by itself. */
const isAltered = (before: ProposalView | undefined, now: ProposalView): boolean =>
  before !== undefined && isUndecided(before) && before.state === now.state && before.hash !== now.hash;
