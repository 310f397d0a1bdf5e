// What a calendar that is added begins with: how often it is fetched, its colour, its span in words.
import { t } from '../i18n';
import type { CalendarView, EveryMinutes, Hue } from '../ipc/bindings';
import { dayOfIso } from '../state/moments';
import { hues } from '../style/palette';
import { civil, type Formats } from '../time';

const intervals: EveryMinutes[] = [1, 5, 10, 30, 60];
export const DEFAULT_INTERVAL: EveryMinutes = 5;

/** The longest interval we offer that is not longer than what the feed suggests. */
export function intervalFor(suggested: number | null): EveryMinutes {
  if (suggested === null) return DEFAULT_INTERVAL;
  return intervals.filter((every) => every <= suggested).at(-1) ?? 1;
}

/** The hue that the fewest calendars have; the first of these. */
export function freeHue(calendars: readonly CalendarView[]): Hue {
  const uses = (hue: Hue) => calendars.filter((calendar) => calendar.hue === hue).length;
  return hues.reduce((best, hue) => (uses(hue) < uses(best) ? hue : best), 'blue' as Hue);
}

/** The days from its first to its last event, given as dates; empty when there is none. */
export function spanText(first: string | null, last: string | null, formats: Formats): string {
  if (!first || !last) return '';
  const date = (iso: string) => `${formats.dateShort(dayOfIso(iso))} ${civil(dayOfIso(iso)).year}`;
  return first === last ? date(first) : t('previewSpan', { first: date(first), last: date(last) });
}
