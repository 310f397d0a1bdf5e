// How an account stands: a tone, words, and the one act that helps.
import { t } from '../i18n';
import type { AccountView, MirrorView } from '../ipc/bindings';

export type Tone = 'ok' | 'warn' | 'bad' | 'quiet';
/** What helps: `sign-in` again, ask for what is missing with `permission`, or `sync` once more. */
export type Remedy = 'sign-in' | 'permission' | 'sync' | null;

export interface Standing {
  tone: Tone;
  text: string;
  remedy: Remedy;
}

export function standingOf(account: AccountView): Standing {
  const text = t(`account_${account.state}`);
  switch (account.state) {
    case 'sign-in':
      return { tone: 'bad', text, remedy: 'sign-in' };
    case 'signed-out':
      return { tone: 'quiet', text, remedy: 'sign-in' };
    case 'partial':
      return { tone: 'warn', text, remedy: 'permission' };
    case 'ok':
      return account.problem
        ? { tone: 'warn', text: t('accountTrouble'), remedy: 'sync' }
        : { tone: 'ok', text, remedy: null };
  }
}

/** Whether an account may write into a calendar at all. */
export const mayWrite = ({ role }: MirrorView): boolean =>
  role === 'owner' || role === 'writer' || role === 'writerWithoutPrivateAccess';
