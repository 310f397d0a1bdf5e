// The keys of the approvals pane. They act while the keyboard is in it.
import { t } from '../i18n';
import { chordOf } from './chords';
import type { Command } from './commands';

export type DecidingAct = 'next' | 'previous' | 'approve' | 'reject' | 'edit' | 'all';

const typing = 'input, textarea, select';

const acts: readonly [act: DecidingAct, key: string, label: () => string][] = [
  ['next', 'J', () => t('commandApprovalNext')],
  ['previous', 'K', () => t('commandApprovalPrevious')],
  ['approve', 'A', () => t('commandApprove')],
  ['reject', 'R', () => t('commandReject')],
  ['edit', 'E', () => t('commandEditProposal')],
  ['all', 'Shift+A', () => t('commandApproveAll')],
];

/** What a key press within the pane asks for; undefined for every other one, and while text is typed. */
export function decidingKeys(event: KeyboardEvent): DecidingAct | undefined {
  if (event.target instanceof Element && event.target.closest(typing)) return undefined;
  const chord = chordOf(event);
  const pressed = event.shiftKey && chord?.length === 1 ? `Shift+${chord}` : chord;
  return acts.find(([, key]) => key === pressed)?.[0];
}

/** For the sheet of keys; the pane itself hears them. */
export const deciding: readonly Command[] = acts.map(([act, key, label]) => ({
  id: `approvals.${act}`,
  group: 'approvals',
  label,
  keys: [key],
  when: () => false,
  run: () => undefined,
}));
