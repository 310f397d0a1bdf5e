// The ways of repeating in words.
import { t, type Key } from '../../i18n';
import type { TimeForm } from '../../ipc/bindings';
import { startOfWeek, type Formats } from '../../time';
import { dateIn, nthIn, type Preset } from './presets';

/** "third", "last". */
export function nthText(nth: number): string {
  const key = nth === -1 ? 'nth_last' : (`nth_${nth}` as Key);
  return t(key as 'nth_1');
}

/** "Friday" for 5. */
export function weekdayText(isoWeekday: number, formats: Formats): string {
  return formats.weekdayLong(startOfWeek(0, 1) + isoWeekday - 1);
}

export function presetText(preset: Preset, time: TimeForm, formats: Formats): string {
  const day = formats.weekdayLong(time.startDay);
  switch (preset) {
    case 'none':
      return t('repeatNone');
    case 'daily':
      return t('repeatDaily');
    case 'workdays': {
      const monday = startOfWeek(time.startDay, 1);
      return t('repeatWorkdays', {
        from: formats.weekdayShort(monday),
        to: formats.weekdayShort(monday + 4),
      });
    }
    case 'weekly':
      return t('repeatWeekly', { day });
    case 'monthly-day':
      return t('repeatMonthlyDay', { date: dateIn(time) });
    case 'monthly-weekday':
      return t('repeatMonthlyWeekday', { nth: nthText(nthIn(time)), day });
    case 'yearly':
      return t('repeatYearly', { date: formats.dateShort(time.startDay) });
  }
}
