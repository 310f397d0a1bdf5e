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
import { coalesced } from './coalesced';
import { problemText } from './sentences';

export type { Card } from '../approvals/cards';

export interface Jump {
  day: number;
  open: boolean;
}

export interface Approvals {
  readonly list: readonly ProposalView[];
  readonly loaded: boolean;
  /** How many wait for the reader. */
  readonly waiting: number;
  /** With something to decide, newest first. */
  readonly open: readonly Card[];
  /** Approved, and could not be done. */
  readonly failed: readonly ProposalView[];
  /** Approved and not confirmed. */
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
  /** Brings the keyboard to a card, wherever it is now and once it is there; to the first for null. */
  call(id: string | null): void;
  /** What is listed is before the reader's eyes, until the returned function is called. */
  watch(): () => void;
  /** What the grid was last asked to show; `open` the day itself where a month has no room for it. */
  readonly jump: Jump | null;
  show(jump: Jump): void;
  approve(proposal: ProposalView): Promise<void>;
  /** The reader takes another look: the keyboard goes to the card's title. */
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
  /** The hashes of what the reader last saw. */
  let seen: Readonly<Record<string, string>> = {};
  let watchers = 0;
  let jump = $state.raw<Jump | null>(null);
  let approvingAll = false;
  let leftOut = $state.raw<PlainApproval['leftOut']>([]);
  let turn = 0;

  const list = $derived(stored.filter(({ id }) => !leaving.includes(id)));
  const undecided = $derived(list.filter(isUndecided));
  const open = $derived(cardsOf(list).filter(({ proposals }) => proposals.some(isUndecided)));
  const onOpenCards = $derived(open.flatMap(({ proposals }) => proposals.map(({ id }) => id)));
  const others = $derived(list.filter(({ id }) => !onOpenCards.includes(id)));
  const isUnderWay = ({ state }: ProposalView) => state === 'approved' || state === 'sent';
  const failed = $derived(others.filter(({ state }) => state === 'failed'));
  const underWay = $derived(others.filter(isUnderWay));
  const settled = $derived(others.filter((one) => !isUnderWay(one) && one.state !== 'failed'));

  function put(next: readonly ProposalView[]) {
    const changed = next.filter((one) => isUndecided(one) && isAltered(one)).map(({ id }) => id);
    altered = [...altered, ...changed.filter((id) => !altered.includes(id))];
    stored = next;
    loaded = true;
    if (watchers > 0) see();
  }

  function see() {
    seen = { ...seen, ...Object.fromEntries(stored.map(({ id, hash }) => [id, hash])) };
  }

  /** Seen with another hash. One that went out of date says so by itself. */
  function isAltered({ id, hash, state }: ProposalView): boolean {
    const before = stored.find((one) => one.id === id);
    return before?.state === state && (seen[id] ?? hash) !== hash;
  }

  const reload = coalesced(async () => {
    const mine = (turn += 1);
    const next = await backend.listProposals();
    if (mine === turn) put(next);
  });

  async function call(id: string | null) {
    focused = id;
    calls += 1;
    if (id === null || find(id)) return;
    // It has only just come.
    await reload().catch(() => undefined);
    if (focused === id) calls += 1;
  }

  function replace(proposal: ProposalView) {
    turn += 1;
    put(stored.map((one) => (one.id === proposal.id ? proposal : one)));
  }

  const find = (id: string) => stored.find((one) => one.id === id);
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
    get failed() {
      return failed;
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
    find,
    needsLook: ({ id, state }) => state === 'out-of-date' || altered.includes(id),
    reload,
    focus(id) {
      focused = id;
    },
    call: (id) => void call(id),
    watch() {
      watchers += 1;
      see();
      return () => (watchers -= 1);
    },
    get jump() {
      return jump;
    },
    show(next) {
      jump = next;
    },
    approve: (proposal) =>
      attempt(proposal.id, async () => {
        const edited = hear(await backend.approveProposal(proposal.id, proposal.hash));
        const text = t('toastApproved', { what: whatText(proposal) });
        if (edited) edits.offerUndo(edited, proposal.title, text, 'beside');
      }),
    review(proposal) {
      const { id, state } = proposal;
      void call(id);
      return attempt(id, async () => {
        if (state === 'out-of-date') replace(await backend.reviewProposal(id));
        altered = without(altered, id);
      });
    },
    reject(proposal, note) {
      const { id } = proposal;
      leaving = [...leaving, id];
      const back = () => (leaving = without(leaving, id));
      notices.offerUndo({
        text: t('toastRejected', { what: whatText(proposal) }),
        revert: () => {
          back();
          void call(id);
        },
        commit: () => attempt(id, () => backend.rejectProposal(id, note)).finally(back),
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
      if (approvingAll) return;
      approvingAll = true;
      const shown = shownNow();
      const ids = shown.map(({ id }) => id);
      busy = [...busy, ...ids];
      const skipped = undecided.filter(({ id }) => altered.includes(id));
      try {
        const { approved, leftOut: left } = await backend.approvePlain(shown);
        leftOut = [...skipped.map(({ id }) => ({ id, why: [t('leftOutChanged')] })), ...left];
        const text = t('toastApprovedMany', { n: approved.length });
        if (approved.length === 0) notices.tell(t('approveAllNone'));
        else edits.offerUndoOfAll(approved.map(named), text, 'beside');
      } catch (reason) {
        notices.tell(problemText(asProblem(reason)));
      }
      await reload().catch(() => undefined);
      busy = busy.filter((id) => !ids.includes(id));
      approvingAll = false;
    },
  };

  /** What the reader can have read: not what changed since, nor what is being answered. */
  function shownNow() {
    return undecided
      .filter(({ id }) => !altered.includes(id) && !busy.includes(id))
      .map(({ id, hash }) => ({ id, hash }));
  }

  function named({ id, undo }: PlainApproval['approved'][number]) {
    const proposal = stored.find((one) => one.id === id);
    const calendar = around.calendars().find((one) => one.id === proposal?.calendarId);
    return { undo, pending: calendar?.accountKind === 'google', title: proposal?.title ?? '' };
  }
}
