// Answers to an invitation: a sign and a word each, never colour alone.
import Check from '@lucide/svelte/icons/check';
import CircleHelp from '@lucide/svelte/icons/circle-question-mark';
import Forward from '@lucide/svelte/icons/forward';
import Minus from '@lucide/svelte/icons/minus';
import X from '@lucide/svelte/icons/x';
import { t } from '../i18n';
import type { Participation } from '../ipc/bindings';

export interface Answer {
  icon: typeof Check;
  text: () => string;
}

export const answers: Readonly<Record<Participation, Answer>> = {
  accepted: { icon: Check, text: () => t('accepted') },
  declined: { icon: X, text: () => t('declined') },
  tentative: { icon: CircleHelp, text: () => t('maybe') },
  delegated: { icon: Forward, text: () => t('delegated') },
  'needs-action': { icon: Minus, text: () => t('noAnswer') },
};
