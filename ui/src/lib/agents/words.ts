// Lines of the log in words.
import { t } from '../i18n';
import type { AuditLine } from '../ipc/bindings';

/** By the word that the engine writes. */
export const auditWords: Readonly<Record<string, () => string>> = {
  agent_added: () => t('audit_agent_added'),
  agent_paused: () => t('audit_agent_paused'),
  agent_resumed: () => t('audit_agent_resumed'),
  agent_revoked: () => t('audit_agent_revoked'),
  all_agents_paused: () => t('audit_all_agents_paused'),
  all_agents_resumed: () => t('audit_all_agents_resumed'),
  agent_allowed: () => t('audit_agent_allowed'),
  agent_caps: () => t('audit_agent_caps'),
  proposed: () => t('audit_proposed'),
  looked_at_again: () => t('audit_looked_at_again'),
  approved: () => t('audit_approved'),
  approved_edited: () => t('audit_approved_edited'),
  rejected: () => t('audit_rejected'),
  withdrawn: () => t('audit_withdrawn'),
  expired: () => t('audit_expired'),
  sent: () => t('audit_sent'),
  done: () => t('audit_done'),
  failed: () => t('audit_failed'),
  undone: () => t('audit_undone'),
};

/** What the reader did to a proposal: the agent is not who did it. */
const byReader: Readonly<Record<string, (agent: string) => string>> = {
  approved: (agent) => t('auditYouApproved', { agent }),
  approved_edited: (agent) => t('auditYouApprovedEdited', { agent }),
  rejected: (agent) => t('auditYouRejected', { agent }),
};

const results: Readonly<Record<string, () => string>> = {
  pending: () => t('auditWaiting'),
  failed: () => t('stateFailed'),
  done: () => t('stateDone'),
};

/** A word that is not known here is shown as it came. */
export function auditText({ what, who, agentName }: AuditLine): string {
  const own = who === 'user' && agentName ? byReader[what]?.(agentName) : undefined;
  if (own) return own;
  const text = auditWords[what]?.() ?? what.replaceAll('_', ' ');
  return agentName ? `${agentName}: ${text}` : text;
}

/** Who did it where the heading does not say so, and what came of it. */
export function outcomeText({ what, who, agentName, result }: AuditLine): string {
  const isSaid = who === 'agent' || (agentName && byReader[what]);
  const by = who === 'user' ? t('auditByYou') : t('auditByItself');
  return [isSaid ? '' : by, results[result]?.() ?? result].filter(Boolean).join(' · ');
}
