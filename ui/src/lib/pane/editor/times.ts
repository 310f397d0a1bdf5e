// The times a time field suggests, and lengths in few letters.
import { t } from '../../i18n';
import type { TimeForm } from '../../ipc/bindings';
import type { Formats } from '../../time';
import type { Option } from './options';
import { wallLength } from './timeform';

const DAY = 1440;
const HALF_HOUR = 30;
/** Minutes after the start at which most events end; from there on every half hour. */
const firstLengths = [0, 15, 30, 45, 60, 90];

/** Every half hour of a day, and the present time when it is another one. */
export function startOptions(current: number, formats: Formats): Option<number>[] {
  const usual = Array.from({ length: DAY / HALF_HOUR }, (_, index) => index * HALF_HOUR);
  const minutes = usual.includes(current) ? usual : [...usual, current].sort((a, b) => a - b);
  return minutes.map((minute) => ({ value: minute, label: formats.time(minute) }));
}

/** Ends within a day after the start, each with the length it gives. */
export function endOptions(time: TimeForm, formats: Formats): Option<number>[] {
  const later = Array.from({ length: 44 }, (_, index) => 120 + index * HALF_HOUR);
  const known = [...firstLengths, ...later];
  const length = wallLength(time);
  const lengths = known.includes(length) || length >= DAY ? known : [...known, length].sort((a, b) => a - b);
  return lengths.map((minutes) => ({
    value: (time.startMinute + minutes) % DAY,
    label: formats.time(time.startMinute + minutes),
    hint: minutes === 0 ? t('noLength') : lengthText(minutes),
  }));
}

/** "45 min", "1 h", "1 h 30 min", "2 days". */
export function lengthText(minutes: number): string {
  if (minutes > 0 && minutes % DAY === 0) return t('days', { n: minutes / DAY });
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  if (hours === 0) return t('shortMinutes', { n: rest });
  return rest === 0 ? t('shortHours', { n: hours }) : t('shortHoursMinutes', { h: hours, m: rest });
}
