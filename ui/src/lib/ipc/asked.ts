// What the window asks of the engine about proposals, conflicts and agents: a part of `Backend`.
import type {
  AgentClient,
  AgentConfig,
  AgentList,
  AgentView,
  AuditLine,
  ConflictView,
  Decision,
  EditScope,
  EventChange,
  Notify,
  Place,
  PlainApproval,
  Planning,
  ProposalView,
  ShownProposal,
  Sight,
  SpanView,
} from './bindings';

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
