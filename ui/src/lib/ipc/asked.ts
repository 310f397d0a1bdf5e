// What agents ask for, what collides, and who the agents are, as the engine says it.
import type {
  Edited,
  EditScope,
  EventChange,
  Notify,
  OccurrenceView,
  Participation,
  Problem,
} from './bindings';

/** A span in the display zone, as an `OccurrenceView` has it. */
export type SpanView = Pick<OccurrenceView, 'allDay' | 'startDay' | 'startMinute' | 'endDay' | 'endMinute'>;

export type ProposalKind = 'create' | 'update' | 'delete' | 'respond';

export type ProposalState =
  'pending' | 'out-of-date' | 'approved' | 'sent' | 'done' | 'failed' | 'rejected' | 'withdrawn' | 'expired';

export type DiffLine = { name: string; before: string; after: string };

export type Severity = 'low' | 'medium' | 'high';

export type ProposalConflict = {
  severity: Severity;
  eventId: string;
  calendarId: string;
  title: string;
  span: SpanView;
  /** 0 where only a gap is too short. */
  overlapMinutes: number;
};

export type ProposalWarning =
  | { kind: 'outside-guests'; emails: string[] }
  | { kind: 'copied-text'; title: string }
  | { kind: 'whole-series' }
  | { kind: 'delete' };

export type Place = { eventId: string; originalStart: number | null };

export type ProposalView = {
  id: string;
  agentId: string;
  agentName: string;
  batch: string | null;
  position: number;
  kind: ProposalKind;
  state: ProposalState;
  reason: string;
  createdAt: string;
  expiresAt: string;
  notify: Notify;
  scope: EditScope;
  calendarId: string;
  target: Place | null;
  title: string;
  /** To fill an editor with; null of a deletion or an answer. */
  change: EventChange | null;
  response: Participation | null;
  diff: DiffLine[];
  /** When it takes place now, and when it would. */
  now: SpanView | null;
  after: SpanView | null;
  occurrencesAffected: number | null;
  resets: number;
  mailsInside: string[];
  mailsOutside: string[];
  conflicts: ProposalConflict[];
  warnings: ProposalWarning[];
  asOf: string | null;
  stale: boolean;
  hash: string;
  problem: Problem | null;
  note: string;
  decidedAt: string | null;
  decidedBy: string;
  waitsFor: string | null;
  result: Place | null;
  error: Problem | null;
  undo: number | null;
};

export type Decision = { edited: Edited | null; proposal: ProposalView };

/** Names exactly what the reader saw. */
export type ShownProposal = { id: string; hash: string };

export type LeftOut = { id: string; why: string[] };
export type PlainApproval = { approved: { id: string; undo: number }[]; leftOut: LeftOut[] };

export type ConflictCause = 'overlap' | 'buffer' | 'travel';

export type ConflictSide = {
  eventId: string;
  originalStart: number;
  calendarId: string;
  title: string;
  location: string;
  span: SpanView;
  recurring: boolean;
};

/** Two occurrences that take the same time, or follow each other too closely. */
export type ConflictView = {
  severity: Severity;
  cause: ConflictCause;
  /** The one that begins first. */
  a: ConflictSide;
  b: ConflictSide;
  /** How long both go on together; of a gap how long it is. */
  minutes: number;
  ignored: boolean;
};

/** What counts as too close, and when the reader works. Minutes of the day. */
export type Planning = {
  /** Monday first; a day off is empty. */
  hours: { from: number; to: number }[][];
  bufferMinutes: number;
  /** Null: places are not looked at. */
  travelMinutes: number | null;
  /** Calendars whose events are in nobody's way. */
  leftOut: string[];
};

export type AgentState = 'active' | 'paused' | 'revoked';
export type Sight = 'hidden' | 'busy' | 'titles' | 'full';
export type AgentClient = 'claude-desktop' | 'claude-code' | 'cursor' | 'vs-code';

export type AgentView = {
  id: string;
  name: string;
  state: AgentState;
  createdAt: string;
  lastSeenAt: string | null;
  /** What it calls itself, or empty. */
  client: string;
  pending: number;
  maxPending: number;
  maxPerHour: number;
  /** Of every calendar. */
  sights: { calendarId: string; sight: Sight }[];
};

export type AgentList = { agents: AgentView[]; allPaused: boolean };

/** What goes into a client's configuration. Holds the token. */
export type AgentConfig = { client: AgentClient; file: string; text: string };

export type AuditLine = {
  id: number;
  at: string;
  agentId: string | null;
  agentName: string;
  proposalId: string | null;
  what: string;
  who: string;
  title: string;
  diff: DiffLine[];
  result: string;
};

/** Every method rejects with a `Problem`. */
export interface Asking {
  /** Those that wait or are under way, and what was settled within a day; newest first. */
  listProposals(): Promise<ProposalView[]>;
  /** `hash` as the shown proposal has it. No edit in the answer: it is not what was shown any more. */
  approveProposal(id: string, hash: string): Promise<Decision>;
  /** What an edited proposal would come to, with the hash to approve it by. */
  previewProposal(id: string, change: EventChange, scope: EditScope, notify: Notify): Promise<ProposalView>;
  /** `hash` as the preview of the same edit has it. */
  approveEdited(
    id: string,
    hash: string,
    change: EventChange,
    scope: EditScope,
    notify: Notify,
  ): Promise<Decision>;
  rejectProposal(id: string, note: string): Promise<void>;
  /** What is out of date was looked at again. */
  reviewProposal(id: string): Promise<ProposalView>;
  /** Of what is shown, approves what collides with nothing and needs no word of warning. */
  approvePlain(shown: ShownProposal[]): Promise<PlainApproval>;
  /** On these days, `toDay` exclusive, by time. */
  listConflicts(fromDay: number, toDay: number, ignored: boolean): Promise<ConflictView[]>;
  ignoreConflict(a: Place, b: Place, series: boolean): Promise<void>;
  heedConflict(a: Place, b: Place): Promise<void>;
  /** The next free times within the working hours, as long as the event is. */
  proposeTimes(eventId: string, originalStart: number | null): Promise<SpanView[]>;
  planning(): Promise<Planning>;
  setPlanning(planning: Planning): Promise<void>;
  listAgents(): Promise<AgentList>;
  addAgent(name: string): Promise<AgentView>;
  agentConfig(id: string, client: AgentClient): Promise<AgentConfig>;
  pauseAgent(id: string, paused: boolean): Promise<void>;
  pauseAllAgents(paused: boolean): Promise<void>;
  revokeAgent(id: string): Promise<void>;
  allowAgent(id: string, calendarId: string, sight: Sight): Promise<void>;
  setAgentCaps(id: string, maxPending: number, maxPerHour: number): Promise<void>;
  /** Newest first; `before` is the id of the last line known. */
  listAudit(agentId: string | null, before: number | null, limit: number): Promise<AuditLine[]>;
  /** Lets the reader choose a file and writes JSON lines to it; its name, or null for a changed mind. */
  exportAudit(agentId: string | null): Promise<string | null>;
}

/** Pushed by the engine. */
export interface AskingListeners {
  proposalsChanged(): void;
  conflictsChanged(): void;
  agentsChanged(): void;
}
