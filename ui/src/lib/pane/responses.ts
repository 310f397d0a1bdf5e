// The three answers to an invitation, in the order of their keys 1, 2 and 3.
import { t } from '../i18n';
import type { Participation } from '../ipc/bindings';

export interface Response {
  response: Participation;
  label: () => string;
}

export const responses: readonly Response[] = [
  { response: 'accepted', label: () => t('rsvpYes') },
  { response: 'declined', label: () => t('rsvpNo') },
  { response: 'tentative', label: () => t('rsvpMaybe') },
];

/** The answer of a key press; undefined for every other one. */
export function responseOfKey(event: KeyboardEvent): Participation | undefined {
  if (event.ctrlKey || event.metaKey || event.altKey) return undefined;
  return /^[123]$/.test(event.key) ? responses[Number(event.key) - 1]?.response : undefined;
}
