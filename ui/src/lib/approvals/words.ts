// What a proposal is about, in words: its title, its fields, what it collides with, where it stands.
import { spanOfEvent, isSameSpan } from '../grid/span';
import { t } from '../i18n';
import type { ProposalConflict, ProposalView, ProposalWarning, Severity, SpanView } from '../ipc/bindings';
import { fieldName } from '../queue/words';
import type { Formats } from '../time';

export const isUndecided = ({ state }: ProposalView): boolean =>
  state === 'pending' || state === 'out-of-date';

export const isMove = ({ kind, now, after }: ProposalView): boolean =>
  kind === 'update' && now !== null && after !== null && !isSameSpan(spanOfEvent(now), spanOfEvent(after));

/** "Move “Customer call: Fabrikam”". */
export function whatText(proposal: ProposalView): string {
  const title = proposal.title || t('noTitle');
  switch (proposal.kind) {
    case 'create':
      return t('proposalCreate', { title });
    case 'update':
      return isMove(proposal) ? t('proposalMove', { title }) : t('proposalChange', { title });
    case 'delete':
      return t('proposalDelete', { title });
    case 'respond':
      return t('proposalRespond', { title });
  }
}

/** "Fri 20 Nov", or the first and the last of several. */
export function dayText(span: SpanView, formats: Formats): string {
  const day = (one: number) => `${formats.weekdayShort(one)} ${formats.dateShort(one)}`;
  const last = lastDayOf(span);
  return last === span.startDay ? day(span.startDay) : `${day(span.startDay)} – ${day(last)}`;
}

export function lastDayOf(span: SpanView): number {
  const endsBefore = span.allDay || span.endMinute === 0;
  return endsBefore && span.endDay > span.startDay ? span.endDay - 1 : span.endDay;
}

/** "13:00 – 14:00", or "All day". */
export const timeText = (span: SpanView, formats: Formats): string =>
  span.allDay ? t('allDay') : formats.times(span.startMinute, span.endMinute);

/** "Fri 20 Nov, 13:00 – 14:00". */
export const whenText = (span: SpanView, formats: Formats): string =>
  `${dayText(span, formats)}, ${timeText(span, formats)}`;

/** "45 min", "2 h", "1 h 30 min". */
export function lengthText(minutes: number): string {
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  if (hours === 0) return t('lengthMinutes', { n: minutes });
  return rest === 0 ? t('lengthHours', { n: hours }) : t('lengthBoth', { hours, minutes: rest });
}

export function conflictText({ title, span, overlapMinutes }: ProposalConflict, formats: Formats): string {
  const names = { title: title || t('noTitle'), time: timeText(span, formats) };
  if (overlapMinutes === 0) return t('overlapsNext', names);
  return t('overlapsBy', { ...names, length: lengthText(overlapMinutes) });
}

export const severityText = (severity: Severity): string =>
  ({ high: t('severityHigh'), medium: t('severityMedium'), low: t('severityLow') })[severity];

export function warningText(warning: ProposalWarning): string {
  switch (warning.kind) {
    case 'outside-guests':
      return t('warnOutside', { n: warning.emails.length, list: warning.emails.join(', ') });
    case 'copied-text':
      return t('warnCopied', { title: warning.title || t('noTitle') });
    case 'whole-series':
      return t('warnSeries');
    case 'delete':
      return t('warnDelete');
  }
}

/** "Mails 3 guests, 1 outside". */
export function mailText({ mailsInside, mailsOutside }: ProposalView): string {
  const [outside, n] = [mailsOutside.length, mailsInside.length + mailsOutside.length];
  if (n === 0) return t('proposalMailsNobody');
  return outside > 0 ? t('proposalMailsOutside', { n, outside }) : t('proposalMails', { n });
}

/** What is repeated of a series; null where it goes without saying. */
export function extentText({ scope, kind, occurrencesAffected: n }: ProposalView): string | null {
  if (kind === 'create' || scope === 'this')
    return n !== null && n > 1 ? t('proposalOccurrences', { n }) : null;
  return n === null ? t('proposalEndless') : t('proposalOccurrences', { n });
}

export function stateText(proposal: ProposalView): string {
  switch (proposal.state) {
    case 'pending':
      return '';
    case 'out-of-date':
      return t('outOfDate');
    case 'approved':
      return proposal.waitsFor ? t('stateWaits') : t('stateApproved');
    case 'sent':
      return t('stateSent');
    case 'done':
      return t('stateDone');
    case 'failed':
      return t('stateFailed');
    case 'rejected':
      return t('stateRejected');
    case 'withdrawn':
      return t('stateWithdrawn', { agent: proposal.agentName });
    case 'expired':
      return t('stateExpired');
  }
}

/** One line of before and after. */
export interface Line {
  name: string;
  before: string;
  after: string;
  /** Neither new nor gone: said for orientation. */
  still: boolean;
}

/** The difference, times first and in the reader's words. */
export function linesOf(proposal: ProposalView, calendar: string, formats: Formats): Line[] {
  const { kind, now, after, diff } = proposal;
  const rest = diff
    .filter(
      ({ name }) => !['time', 'title', 'deleted'].includes(name) || (name === 'title' && kind === 'update'),
    )
    .filter(({ name }) => name !== 'calendar' || kind !== 'create')
    .map(({ name, before, after: then }) => ({ name: fieldName(name), before, after: then, still: false }));
  const calendarLine =
    kind === 'create' ? [{ name: t('proposalCalendar'), before: '', after: calendar, still: false }] : [];
  return [...timeLines(kind, now, after, formats), ...calendarLine, ...rest];
}

function timeLines(
  kind: ProposalView['kind'],
  now: SpanView | null,
  after: SpanView | null,
  formats: Formats,
): Line[] {
  const line = (name: string, before: string, then: string, still = false): Line => ({
    name,
    before,
    after: then,
    still,
  });
  if (kind === 'delete' && now) {
    return [
      line(t('proposalEvent'), timeText(now, formats), ''),
      line(t('proposalDay'), '', dayText(now, formats), true),
    ];
  }
  if (now && after && !isSameSpan(spanOfEvent(now), spanOfEvent(after))) {
    const sameDay = dayText(now, formats) === dayText(after, formats);
    const sameTime = timeText(now, formats) === timeText(after, formats);
    return [
      sameTime
        ? line(fieldName('time'), '', timeText(after, formats), true)
        : line(fieldName('time'), timeText(now, formats), timeText(after, formats)),
      sameDay
        ? line(t('proposalDay'), '', dayText(after, formats), true)
        : line(t('proposalDay'), dayText(now, formats), dayText(after, formats)),
    ];
  }
  const span = after ?? now;
  if (!span) return [];
  const isNew = kind === 'create';
  return [
    line(fieldName('time'), '', timeText(span, formats), !isNew),
    line(t('proposalDay'), '', dayText(span, formats), true),
  ];
}
