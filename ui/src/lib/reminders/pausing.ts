// Pausing all reminders for a while.
import { t } from '../i18n';
import type { ReminderSettings } from '../ipc/bindings';
import type { App } from '../state/app.svelte';
import { momentText, pointIn } from '../state/moments';
import { instantOf } from '../time';

const MINUTE_MS = 60_000;

export function isPaused(settings: ReminderSettings | null, now: number): boolean {
  return settings?.pausedUntil ? Date.parse(settings.pausedUntil) > now : false;
}

/** "Paused until 15:20.", or with the day where that is another one. */
export function pausedText(settings: ReminderSettings, app: Pick<App, 'preferences' | 'clock'>): string {
  const { zone, formats } = app.preferences;
  const until = settings.pausedUntil ?? '';
  const { day, minute } = pointIn(zone, Date.parse(until));
  // Midnight is no time of a clock that anybody waits for.
  const tomorrow = day === app.clock.today + 1 && minute === 0;
  return t('pausedUntil', {
    when: tomorrow ? t('dayTomorrow') : momentText(until, zone, app.clock.today, formats),
  });
}

/** Minutes from `now` to the reader's next midnight. */
export function minutesToTomorrow(now: number, zone: string): number {
  const { day } = pointIn(zone, now);
  return Math.max(1, Math.round((instantOf({ day: day + 1, minute: 0 }, zone) - now) / MINUTE_MS));
}
