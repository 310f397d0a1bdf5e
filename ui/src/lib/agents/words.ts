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

/** A word that is not known here is shown as it came. */
export function auditText({ what, agentName }: AuditLine): string {
  const text = auditWords[what]?.() ?? what.replaceAll('_', ' ');
  return agentName ? `${agentName}: ${text}` : text;
}

export function whoText({ who, agentName }: AuditLine): string {
  if (who === 'user') return t('auditByYou');
  return who === 'agent' ? agentName : t('auditByItself');
}
