/** What a screen reader says of an occurrence, and the classes that show the same to the eye. */
import type { OccurrenceView } from '../ipc/bindings';
import { hueClass } from '../style/palette';
import type { Formats } from '../time';
import { lastDay } from './timed';
import type { Span } from './span';
import { occurrenceKey, type Look } from './types';

/** "Standup, Monday 16 November, 09:15 to 09:30, Team, tentative". */
export function describe(o: OccurrenceView, look: Look, formats: Formats, conflict: boolean): string {
  const { words } = look;
  const parts = [o.title || words.untitled, whenOf(o, look, formats)];
  const calendar = look.calendars.get(o.calendarId)?.name;
  if (calendar) parts.push(calendar);
  if (o.status === 'tentative') parts.push(words.tentative);
  if (o.status === 'cancelled') parts.push(words.cancelled);
  if (o.declined) parts.push(words.declined);
  if (o.maybe) parts.push(words.maybe);
  if (o.unanswered) parts.push(words.unanswered);
  if (conflict) parts.push(words.conflict);
  if (o.joinable) parts.push(words.joinable);
  if (isDraft(o, look)) parts.push(words.draft);
  const mark = look.proposed?.get(occurrenceKey(o));
  if (mark) parts.push(words.proposed[mark]);
  if (o.unsent === 'waiting') parts.push(words.waiting);
  if (o.unsent === 'problem') parts.push(words.problem);
  return parts.join(', ');
}

const isDraft = (o: OccurrenceView, { draft }: Look): boolean =>
  draft !== undefined && draft !== null && occurrenceKey(o) === draft;

/** "09:15 – 10:00", or the days of what has no times. */
export function spanText(span: Span, look: Look, formats: Formats): string {
  if (!span.allDay) return formats.times(span.startMinute, span.endMinute);
  const [first, last] = [formats.dateShort(span.startDay), formats.dateShort(span.endDay - 1)];
  return first === last ? look.words.allDay : `${first} – ${last}`;
}

function whenOf(o: OccurrenceView, { words }: Look, formats: Formats): string {
  const start = formats.dayLong(o.startDay);
  const last = lastDay(o);
  if (o.allDay) {
    return last === o.startDay
      ? `${start}, ${words.allDay.toLocaleLowerCase(formats.locale)}`
      : `${start} ${words.to} ${formats.dayLong(last)}`;
  }
  const from = `${start}, ${formats.time(o.startMinute)}`;
  if (last === o.startDay && o.endMinute === o.startMinute && o.endDay === o.startDay) return from;
  const until = last === o.startDay ? '' : `${formats.dayLong(o.endDay)}, `;
  return `${from} ${words.to} ${until}${formats.time(o.endMinute)}`;
}

/** Whether it is over at `nowMinute` of `today`. */
export const isPast = (o: OccurrenceView, today: number, nowMinute: number): boolean =>
  o.allDay ? o.endDay <= today : o.endDay < today || (o.endDay === today && o.endMinute <= nowMinute);

/** The classes of `style/events.css` for an occurrence. */
export function eventClasses(o: OccurrenceView, look: Look, past: boolean): string {
  let classes = `ev ${hueClass(o.hue ?? look.calendars.get(o.calendarId)?.hue ?? 'slate')}`;
  if (o.status !== 'confirmed') classes += ` ${o.status}`;
  else if (o.maybe) classes += ' tentative';
  if (o.declined) classes += ' declined';
  if (o.unanswered) classes += ' unanswered';
  if (o.joinable) classes += ' joinable';
  if (past) classes += ' past';
  if (o.unsent !== 'none') classes += o.unsent === 'waiting' ? ' unsent' : ' unsent problem';
  if (isDraft(o, look)) classes += ' draft';
  const mark = look.proposed?.get(occurrenceKey(o));
  if (mark) classes += ` proposed ${mark}`;
  return classes;
}
