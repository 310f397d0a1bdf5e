// Writes the span of an event out.
import { t } from '../i18n';
import type { ZonedText } from '../ipc/bindings';
import { dayOfIso, minuteOfIso } from '../state/moments';
import type { Formats } from '../time';

export interface SpanText {
  day: string;
  /** "15:00 – 16:00", "All day", or with the day of the end when that is another one. */
  time: string;
}

export function spanText(span: ZonedText, allDay: boolean, formats: Formats): SpanText {
  const first = dayOfIso(span.start);
  const end = dayOfIso(span.end);
  if (allDay) {
    const last = Math.max(first, end - 1);
    const day = formats.dayFull(first);
    return {
      day: last === first ? day : `${formats.dayLong(first)} – ${formats.dayFull(last)}`,
      time: t('allDay'),
    };
  }
  const [from, to] = [minuteOfIso(span.start), minuteOfIso(span.end)];
  const endsAtMidnight = end === first + 1 && to === 0;
  const sameDay = end === first || endsAtMidnight;
  if (sameDay && from === to && !endsAtMidnight)
    return { day: formats.dayFull(first), time: formats.time(from) };
  const time = sameDay
    ? formats.times(from, to)
    : `${formats.time(from)} – ${formats.dateShort(end)}, ${formats.time(to)}`;
  return { day: formats.dayFull(first), time };
}

/** "10 minutes, 1 day before". */
export function alarmText(alarms: readonly number[]): string {
  const before = alarms.filter((minutes) => minutes > 0).map(durationText);
  const parts = before.length > 0 ? [t('remindersLine', { list: before.join(', ') })] : [];
  if (alarms.some((minutes) => minutes <= 0)) parts.push(t('atStart'));
  return parts.join(', ');
}

/** "45 minutes", "2 hours", "1 day": the largest unit that fits exactly. */
export function durationText(minutes: number): string {
  if (minutes > 0 && minutes % 1440 === 0) return t('days', { n: minutes / 1440 });
  if (minutes > 0 && minutes % 60 === 0) return t('hours', { n: minutes / 60 });
  return t('minutes', { n: minutes });
}
