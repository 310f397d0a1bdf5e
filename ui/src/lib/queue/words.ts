// Names of queued edits and of the fields they change.
import { t, type Key } from '../i18n';
import type { QueueEntry } from '../ipc/bindings';

const fieldKeys = [
  'title',
  'time',
  'recurrence',
  'location',
  'notes',
  'guests',
  'guest_rights',
  'conference',
  'reminders',
  'color',
  'busy',
  'visibility',
  'status',
  'response',
  'attachments',
  'calendar',
  'deleted',
] as const;

/** A name that is not known here is shown as it came. */
export function fieldName(name: string): string {
  const known = fieldKeys.find((one) => one === name);
  return known ? t(`field_${known}` satisfies Key) : name;
}

/** "Change: Dentist". */
export function whatText({ op, title }: Pick<QueueEntry, 'op' | 'title'>): string {
  return t(`op_${op}` satisfies Key, { title: title || t('noTitle') });
}

export const isProblem = ({ state }: QueueEntry): boolean => state === 'conflict' || state === 'refused';
