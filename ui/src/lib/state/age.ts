// Says how old what is on screen is.
import { t } from '../i18n';
import type { SyncState } from '../ipc/bindings';
import type { Formats } from '../time';
import { pointIn, type Point } from './moments';

export type Tone = 'ok' | 'busy' | 'warn' | 'quiet';

export interface Age {
  tone: Tone;
  text: string;
}

/** What a time is told against. */
export interface Reader {
  today: number;
  zone: string;
  formats: Formats;
}

const placed = (instant: string, reader: Reader): Point => pointIn(reader.zone, Date.parse(instant));

/** The line at the foot of the sidebar. `feeds` counts what can be synced at all. */
export function ageOf(sync: SyncState, feeds: number, reader: Reader): Age {
  if (feeds === 0) return { tone: 'quiet', text: t('nothingToSync') };
  if (sync.syncing) return { tone: 'busy', text: t('syncing') };
  if (sync.lastGood === null) return { tone: 'warn', text: t('neverSyncedShort') };
  const { day, minute } = placed(sync.lastGood, reader);
  const tone: Tone = sync.failing > 0 || sync.offline ? 'warn' : 'ok';
  if (day >= reader.today) return { tone, text: t('synced', { time: reader.formats.time(minute) }) };
  if (day === reader.today - 1) return { tone: 'warn', text: t('eventsFromYesterday') };
  return { tone: 'warn', text: t('eventsFromDay', { day: reader.formats.dateShort(day) }) };
}

/** "14:19", "yesterday" or "17 Nov": when a calendar was last received. */
export function since(instant: string, reader: Reader): string {
  const { day, minute } = placed(instant, reader);
  if (day >= reader.today) return reader.formats.time(minute);
  return day === reader.today - 1 ? t('yesterday') : reader.formats.dateShort(day);
}

/** "in 25 minutes", from `now` in milliseconds. */
export function until(instant: string, now: number): string {
  const minutes = Math.round((Date.parse(instant) - now) / 60_000);
  return minutes < 1 ? t('inLessThanAMinute') : t('inMinutes', { n: minutes });
}
