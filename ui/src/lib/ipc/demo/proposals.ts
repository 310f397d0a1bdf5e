// What agents propose in the demo: one of each kind, with what each has to say.
import type { Backend, Listeners } from '../backend';
import type { Asking } from '../asked';
import type { Decision, Problem, ProposalView, SpanView } from '../bindings';
import { timed } from '../../edit/blank';
import { spanOfEvent } from '../../grid/span';
import { mondayOf, type Stored } from './events';

type Commands = Pick<
  Asking,
  | 'listProposals'
  | 'approveProposal'
  | 'approveEdited'
  | 'previewProposal'
  | 'rejectProposal'
  | 'reviewProposal'
  | 'approvePlain'
>;

interface Around {
  events: Map<string, Stored>;
  edits: Pick<Backend, 'createEvent' | 'editEvent' | 'deleteEvent' | 'respond'>;
  today: number;
  zone: string;
  now: string;
  offline: boolean;
  push: Listeners;
}

export interface Proposing {
  list: ProposalView[];
}

const nobody = {
  batch: null,
  position: 0,
  notify: 'none',
  scope: 'this',
  target: null,
  change: null,
  response: null,
  diff: [],
  now: null,
  after: null,
  occurrencesAffected: 1,
  resets: 0,
  mailsInside: [],
  mailsOutside: [],
  conflicts: [],
  busyElsewhere: [],
  unknown: [],
  warnings: [],
  stale: false,
  problem: null,
  note: '',
  decidedAt: null,
  decidedBy: '',
  waitsFor: null,
  result: null,
  error: null,
  undo: null,
} satisfies Partial<ProposalView>;

const gone: Problem = { kind: 'not_found', message: 'This proposal is no longer there.', remedy: '' };

export function demoProposals(around: Around): {
  proposing: Proposing;
  commands: Commands;
  plan(): ProposalView[];
} {
  const { events, edits, today, zone, now, push } = around;
  const monday = mondayOf(today);
  const proposing: Proposing = { list: [] };
  const at = (hour: number, minute: number, minutes: number, day: number) =>
    spanOfEvent(timed(day, hour * 60 + minute, minutes, zone));
  const ago = (minutes: number) => new Date(Date.parse(now) - minutes * 60_000).toISOString();

  function base(
    id: string,
    minutes: number,
  ): Pick<
    ProposalView,
    'id' | 'agentId' | 'agentName' | 'state' | 'createdAt' | 'expiresAt' | 'hash' | 'asOf'
  > &
    typeof nobody {
    const claude = { agentId: 'claude', agentName: 'Claude' };
    return {
      ...nobody,
      ...claude,
      id,
      state: 'pending',
      createdAt: ago(minutes),
      expiresAt: ago(minutes - 72 * 60),
      hash: `${id}-1`,
      asOf: ago(3),
    };
  }

  const find = (title: string) => [...events.values()].find(({ form }) => form.title === title)?.form;
  const placeOf = (title: string) => {
    const form = find(title);
    return form ? { eventId: form.eventId, originalStart: null } : null;
  };

  function plan(): ProposalView[] {
    const friday = monday + 4;
    const moved = at(15, 30, 60, friday + 3);
    const rehearsal: SpanView = at(15, 0, 60, friday);
    const review = at(16, 30, 60, friday);
    return [
      {
        ...base('move', 18),
        kind: 'update',
        reason: 'Jonas asked for later: he is still on the train at 15:30.',
        notify: 'all',
        calendarId: 'work',
        target: placeOf('Security review'),
        title: 'Security review',
        change: { time: { ...review, zone } },
        diff: [{ name: 'time', before: '15:30 – 16:30', after: '16:30 – 17:30' }],
        now: at(15, 30, 60, friday),
        after: review,
        mailsInside: ['jonas@northwind.example', 'ana@northwind.example'],
        mailsOutside: ['lee.chen@mail.example'],
        conflicts: [
          {
            severity: 'low',
            eventId: 'school/Parents’ evening',
            calendarId: 'school',
            title: 'Parents’ evening',
            span: at(17, 30, 90, friday),
            overlapMinutes: 0,
          },
        ],
        warnings: [{ kind: 'outside-guests', emails: ['lee.chen@mail.example'] }],
      },
      {
        ...base('add', 32),
        kind: 'create',
        reason: 'Board prep starts at 16:00 and has no time set aside for reading.',
        calendarId: 'personal',
        title: 'Prep: board deck',
        change: {
          calendarId: 'personal',
          title: 'Prep: board deck',
          time: { ...at(13, 0, 90, monday + 2), zone },
          reminders: { useDefault: false, minutes: [10], mails: [] },
        },
        diff: [
          { name: 'title', before: '', after: 'Prep: board deck' },
          { name: 'reminders', before: '', after: '10 min before' },
        ],
        after: at(13, 0, 90, monday + 2),
      },
      {
        ...base('delete', 180),
        agentId: 'inbox',
        agentName: 'inbox-bot',
        kind: 'delete',
        reason: 'The vendor cancelled by e-mail.',
        calendarId: 'work',
        target: placeOf('Vendor sync'),
        title: 'Vendor sync',
        diff: [{ name: 'deleted', before: '', after: 'deleted' }],
        now: at(11, 0, 30, monday + 3),
        warnings: [{ kind: 'delete' }],
      },
      {
        ...base('trip-1', 200),
        batch: 'trip',
        kind: 'create',
        reason: 'Travel to Hamburg as you asked.',
        calendarId: 'personal',
        title: 'Train to Hamburg',
        change: {
          calendarId: 'personal',
          title: 'Train to Hamburg',
          time: { ...at(8, 5, 115, friday + 4), zone },
        },
        diff: [{ name: 'title', before: '', after: 'Train to Hamburg' }],
        after: at(8, 5, 115, friday + 4),
      },
      {
        ...base('trip-2', 200),
        batch: 'trip',
        position: 1,
        kind: 'create',
        reason: 'Travel to Hamburg as you asked.',
        calendarId: 'personal',
        title: 'Train home',
        change: {
          calendarId: 'personal',
          title: 'Train home',
          time: { ...at(17, 34, 110, friday + 4), zone },
        },
        diff: [{ name: 'title', before: '', after: 'Train home' }],
        after: at(17, 34, 110, friday + 4),
      },
      {
        ...base('late', 300),
        state: 'out-of-date',
        kind: 'update',
        reason: 'Room Ada is taken; Room Lovelace is free.',
        calendarId: 'team',
        target: placeOf('Demo rehearsal'),
        title: 'Demo rehearsal',
        change: { location: 'Room Lovelace' },
        diff: [{ name: 'location', before: 'Room Ada', after: 'Room Lovelace' }],
        now: rehearsal,
      },
      {
        ...base('failed', 400),
        state: 'failed',
        kind: 'update',
        reason: 'Contoso asked for Monday.',
        calendarId: 'work',
        target: placeOf('Customer call: Contoso'),
        title: 'Customer call: Contoso',
        now: at(11, 0, 60, monday + 2),
        after: moved,
        decidedAt: ago(390),
        decidedBy: 'user',
        error: {
          kind: 'forbidden',
          message: 'Only the organiser can change this event.',
          remedy: 'Ask the organiser.',
        },
      },
      {
        ...base('done', 500),
        state: 'done',
        kind: 'create',
        reason: 'Lunch with Ana.',
        calendarId: 'personal',
        title: 'Lunch with Ana',
        after: at(12, 30, 45, friday),
        decidedAt: ago(480),
        decidedBy: 'user',
      },
      {
        ...base('expired', 1200),
        state: 'expired',
        kind: 'create',
        reason: 'A walk before the day begins.',
        calendarId: 'personal',
        title: 'Walk',
        after: at(8, 0, 30, friday),
        decidedAt: ago(380),
      },
    ];
  }

  function known(id: string): ProposalView {
    const found = proposing.list.find((one) => one.id === id);
    if (!found) throw gone;
    return found;
  }

  function put(proposal: ProposalView): ProposalView {
    proposing.list = proposing.list.map((one) => (one.id === proposal.id ? proposal : one));
    push.proposalsChanged();
    return proposal;
  }

  async function carryOut(proposal: ProposalView, change = proposal.change) {
    const { target, scope, notify, response } = proposal;
    if (!target) return edits.createEvent({ calendarId: proposal.calendarId, ...change }, notify);
    if (response) return edits.respond(target.eventId, target.originalStart, response, null, scope, notify);
    if (!change) return edits.deleteEvent(target.eventId, target.originalStart, scope, notify);
    return edits.editEvent(target.eventId, target.originalStart, change, scope, notify);
  }

  async function approve(id: string, hash: string, change?: ProposalView['change']): Promise<Decision> {
    const proposal = known(id);
    if (proposal.hash !== hash || proposal.state !== 'pending') return { edited: null, proposal };
    const edited = await carryOut(proposal, change ?? proposal.change);
    const after: ProposalView = {
      ...proposal,
      state: around.offline ? 'approved' : 'done',
      waitsFor: around.offline ? 'There is no network.' : null,
      decidedAt: now,
      decidedBy: 'user',
      result: { eventId: edited.eventId, originalStart: edited.originalStart },
      undo: edited.undo,
    };
    return { edited, proposal: put(after) };
  }

  const commands: Commands = {
    listProposals: async () => proposing.list,
    approveProposal: (id, hash) => approve(id, hash),
    approveEdited: (id, hash, change) => approve(id, hash, change),
    previewProposal: async (id) => known(id),
    async rejectProposal(id, note) {
      put({ ...known(id), state: 'rejected', note, decidedAt: now, decidedBy: 'user' });
    },
    async reviewProposal(id) {
      const proposal = known(id);
      return put({ ...proposal, state: 'pending', hash: `${proposal.hash}+` });
    },
    async approvePlain() {
      const approved: { id: string; undo: number }[] = [];
      const leftOut: { id: string; why: string[] }[] = [];
      for (const one of proposing.list.filter(
        ({ state }) => state === 'pending' || state === 'out-of-date',
      )) {
        const why = [
          ...(one.state === 'out-of-date' ? ['The event changed since it was proposed.'] : []),
          ...(one.conflicts.length > 0 ? ['It collides with another event.'] : []),
          ...(one.warnings.some(({ kind }) => kind === 'outside-guests') ? ['It mails people outside.'] : []),
          ...(one.warnings.some(({ kind }) => kind === 'delete') ? ['It deletes an event.'] : []),
        ];
        if (why.length > 0) leftOut.push({ id: one.id, why });
        else {
          const { edited } = await approve(one.id, one.hash);
          if (edited) approved.push({ id: one.id, undo: edited.undo });
        }
      }
      return { approved, leftOut };
    },
  };
  return { proposing, commands, plan };
}
