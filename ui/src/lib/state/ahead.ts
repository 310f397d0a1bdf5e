// Keeps the answers for spans of days until they are dropped, and asks once for each.
import type { OccurrenceView } from '../ipc/bindings';
import type { DaySpan } from '../time';

/** Enough to walk back and forth; a year of weeks would only be memory. */
const MOST_SPANS = 16;

type List = readonly OccurrenceView[];

export interface Ahead {
  /** The answer if it has arrived. */
  ready(span: DaySpan): List | undefined;
  /** The answer, asked for now unless it is known or on its way. */
  fetch(span: DaySpan): Promise<List>;
  drop(): void;
}

const keyOf = ({ first, count }: DaySpan) => `${first}+${count}`;

export function createAhead(list: (fromDay: number, toDay: number) => Promise<List>): Ahead {
  let asked = new Map<string, Promise<List>>();
  let answered = new Map<string, List>();

  return {
    ready: (span) => answered.get(keyOf(span)),
    fetch(span) {
      const key = keyOf(span);
      const known = asked.get(key);
      if (known) return known;
      // An answer that arrives after a drop goes into the maps that were dropped.
      const [into, from] = [answered, asked];
      const answer = list(span.first, span.first + span.count);
      asked.set(key, answer);
      answer.then(
        (found) => into.set(key, found),
        () => from.delete(key),
      );
      const oldest = asked.keys().next();
      if (asked.size > MOST_SPANS && !oldest.done) {
        asked.delete(oldest.value);
        answered.delete(oldest.value);
      }
      return answer;
    },
    drop() {
      asked = new Map();
      answered = new Map();
    },
  };
}
