// What collides in the demo's week, and when there is time: plain comparisons, for a few events.
import type { Listeners } from '../backend';
import type { Asking } from '../asked';
import type { ConflictSide, ConflictView, OccurrenceView, Place, Planning, SpanView } from '../bindings';
import { endOf, lengthOf, spanOfEvent, startOf, timedSpan } from '../../grid/span';

type Commands = Pick<
  Asking,
  'listConflicts' | 'ignoreConflict' | 'heedConflict' | 'proposeTimes' | 'planning' | 'setPlanning'
>;

interface Around {
  occurrences: (fromDay: number, toDay: number) => OccurrenceView[];
  today: number;
  nowMinute: number;
  push: Listeners;
}

const office = [{ from: 9 * 60, to: 17 * 60 }];
const DAY = 1440;

export function demoConflicts({ occurrences, today, nowMinute, push }: Around): Commands {
  let ignored: { a: Place; b: Place; series: boolean }[] = [];
  let planning: Planning = {
    hours: [office, office, office, office, office, [], []],
    bufferMinutes: 0,
    travelMinutes: null,
    leftOut: [],
  };
  const busy = (fromDay: number, toDay: number) =>
    occurrences(fromDay, toDay).filter((one) => one.busy && !one.declined && one.status !== 'cancelled');
  const side = (one: OccurrenceView): ConflictSide => {
    const { eventId, originalStart, calendarId, title, location, recurring } = one;
    return { eventId, originalStart, calendarId, title, location, recurring, span: spanOfEvent(one) };
  };
  const isSame = (place: Place, one: ConflictSide, series: boolean) =>
    place.eventId === one.eventId &&
    (series || place.originalStart === (one.recurring ? one.originalStart : null));
  const isIgnored = (a: ConflictSide, b: ConflictSide) =>
    ignored.some((pair) => isSame(pair.a, a, pair.series) && isSame(pair.b, b, pair.series));

  function between(a: OccurrenceView, b: OccurrenceView): ConflictView | null {
    const minutes = Math.min(endOf(a), endOf(b)) - startOf(b);
    const overlap = a.allDay || b.allDay ? 0 : minutes;
    if (overlap <= 0) return null;
    const unsure = [a, b].some((one) => one.unanswered || one.maybe || one.status === 'tentative');
    const [first, second] = [side(a), side(b)];
    return {
      severity: unsure ? 'medium' : 'high',
      cause: 'overlap',
      a: first,
      b: second,
      minutes: overlap,
      ignored: isIgnored(first, second),
    };
  }

  return {
    async listConflicts(fromDay, toDay, withIgnored) {
      const list = busy(fromDay, toDay);
      const found = list.flatMap((a, index) => list.slice(index + 1).flatMap((b) => between(a, b) ?? []));
      return found.filter((one) => withIgnored || !one.ignored);
    },
    async ignoreConflict(a, b, series) {
      ignored = [...ignored, { a, b, series }];
      push.conflictsChanged();
    },
    async heedConflict(a, b) {
      const isIt = (one: { a: Place; b: Place }) =>
        one.a.eventId === a.eventId && one.b.eventId === b.eventId;
      ignored = ignored.filter((one) => !isIt(one));
      push.conflictsChanged();
    },
    async proposeTimes(eventId, originalStart) {
      const taken = busy(today, today + 29);
      const event = occurrences(today - 28, today + 60).find(
        (one) => one.eventId === eventId && (originalStart === null || one.originalStart === originalStart),
      );
      const length = event ? lengthOf(event) : 60;
      const slots: SpanView[] = [];
      for (let day = today; day < today + 28 && slots.length < 5; day++) {
        const hours = planning.hours[(((day - 4) % 7) + 7) % 7] ?? [];
        for (const { from, to } of hours) {
          for (let start = from; start + length <= to && slots.length < 5; start += 30) {
            const span = timedSpan(day * DAY + start, day * DAY + start + length);
            if (day === today && start < nowMinute) continue;
            const meets = (one: OccurrenceView) =>
              one.eventId !== eventId && startOf(one) < endOf(span) && startOf(span) < endOf(one);
            if (!taken.some(meets)) {
              slots.push(span);
              start += length;
            }
          }
        }
      }
      return slots;
    },
    planning: async () => planning,
    async setPlanning(next) {
      planning = next;
      push.conflictsChanged();
    },
  };
}
