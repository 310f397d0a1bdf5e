// How far away a meeting is, by the reader's clock.
import { t } from '../i18n';
import { lengthText } from '../pane/editor/times';
import type { Meeting, NowNext } from '../ipc/bindings';
import type { Point } from '../state/moments';
import type { Formats } from '../time';

/** An ended meeting stays this long for rejoining. */
export const REJOIN_MINUTES = 15;
/** From here on before its start a meeting may be joined. */
const JOIN_MINUTES = 15;
/** From here on a meeting counts as next. */
const NEXT_MINUTES = 30;

export type Phase = 'next' | 'now' | 'recent';

export interface Listed {
  meeting: Meeting;
  phase: Phase;
  /** "In 12 min", "Now, until 15:00", "Ended 14:00". */
  text: string;
}

export const minutesOf = ({ day, minute }: Point): number => day * 1440 + minute;

/** Minutes until it starts, negative once it has. */
export const minutesTo = (meeting: Pick<Meeting, 'startDay' | 'startMinute'>, now: Point): number =>
  minutesOf({ day: meeting.startDay, minute: meeting.startMinute }) - minutesOf(now);

/** Minutes until it ends, negative once it has. */
export const minutesToEnd = (meeting: Pick<Meeting, 'endDay' | 'endMinute'>, now: Point): number =>
  minutesOf({ day: meeting.endDay, minute: meeting.endMinute }) - minutesOf(now);

/** Whether its start is so near, or past. */
export const isNear = (meeting: Pick<Meeting, 'startDay' | 'startMinute'>, now: Point): boolean =>
  minutesTo(meeting, now) <= JOIN_MINUTES;

/** "in 12 min", "now", "started 10 min ago". */
export function distanceText(minutes: number): string {
  if (minutes > 0) return t('inLength', { length: lengthText(minutes) });
  return minutes === 0 ? t('now') : t('startedAgo', { length: lengthText(-minutes) });
}

/**
 * What to list, in the order of what matters: on now, next, ended a moment ago. The engine says which
 * meetings there are; their phase follows the clock, so that a minute passes here without asking.
 */
export function listMeetings(found: NowNext, now: Point, formats: Formats): Listed[] {
  const all = [...found.now, ...found.next, ...found.recent];
  const listed = all.flatMap((meeting) => listOne(meeting, now, formats));
  return [...ofPhase(listed, 'now'), ...ofPhase(listed, 'next'), ...ofPhase(listed, 'recent')];
}

function listOne(meeting: Meeting, now: Point, formats: Formats): Listed[] {
  const toStart = minutesTo(meeting, now);
  const toEnd = minutesToEnd(meeting, now);
  const end = formats.time(meeting.endMinute);
  if (toStart > NEXT_MINUTES || toEnd <= -REJOIN_MINUTES) return [];
  if (toStart > 0) return [{ meeting, phase: 'next', text: t('nextIn', { length: lengthText(toStart) }) }];
  if (toEnd > 0) return [{ meeting, phase: 'now', text: t('nowUntil', { time: end }) }];
  return [{ meeting, phase: 'recent', text: t('endedRejoin', { time: end }) }];
}

const ofPhase = (list: readonly Listed[], phase: Phase) => list.filter((one) => one.phase === phase);
