// The commands about proposals, conflicts and agents, and what is pushed about them.
import { invoke } from '@tauri-apps/api/core';
import { listen } from '@tauri-apps/api/event';
import type { Asking, AskingListeners } from './asked';

export const asking: Asking = {
  listProposals: () => invoke('list_proposals'),
  approveProposal: (id, hash) => invoke('approve_proposal', { id, hash }),
  previewProposal: (id, change, scope, notify) => invoke('preview_proposal', { id, change, scope, notify }),
  approveEdited: (id, hash, change, scope, notify) =>
    invoke('approve_edited', { id, hash, change, scope, notify }),
  rejectProposal: (id, note) => invoke('reject_proposal', { id, note }),
  reviewProposal: (id) => invoke('review_proposal', { id }),
  approvePlain: (shown) => invoke('approve_plain', { shown }),
  listConflicts: (fromDay, toDay, ignored) => invoke('list_conflicts', { fromDay, toDay, ignored }),
  ignoreConflict: (a, b, series) => invoke('ignore_conflict', { a, b, series }),
  heedConflict: (a, b) => invoke('heed_conflict', { a, b }),
  proposeTimes: (eventId, originalStart) => invoke('propose_times', { eventId, originalStart }),
  planning: () => invoke('planning'),
  setPlanning: (planning) => invoke('set_planning', { planning }),
  listAgents: () => invoke('list_agents'),
  addAgent: (name) => invoke('add_agent', { name }),
  agentConfig: (id, client) => invoke('agent_config', { id, client }),
  pauseAgent: (id, paused) => invoke('pause_agent', { id, paused }),
  pauseAllAgents: (paused) => invoke('pause_all_agents', { paused }),
  revokeAgent: (id) => invoke('revoke_agent', { id }),
  allowAgent: (id, calendarId, sight) => invoke('allow_agent', { id, calendarId, sight }),
  setAgentCaps: (id, maxPending, maxPerHour) => invoke('set_agent_caps', { id, maxPending, maxPerHour }),
  listAudit: (agentId, before, limit) => invoke('list_audit', { agentId, before, limit }),
  exportAudit: (agentId) => invoke('export_audit', { agentId }),
};

export const hear = (listeners: AskingListeners): Promise<() => void>[] => [
  listen('proposals-changed', () => listeners.proposalsChanged()),
  listen('conflicts-changed', () => listeners.conflictsChanged()),
  listen('agents-changed', () => listeners.agentsChanged()),
];
