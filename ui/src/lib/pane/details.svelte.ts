// The details of the open event, read again whenever the data changes.
import { asProblem, type Backend } from '../ipc/backend';
import type { EventDetails, Problem } from '../ipc/bindings';

export interface Details {
  readonly event: EventDetails | null;
  readonly problem: Problem | null;
  /** The previous event stays until the new one has arrived. */
  read(eventId: string, originalStart: number): Promise<void>;
}

export function createDetails(backend: Backend): Details {
  let event = $state.raw<EventDetails | null>(null);
  let problem = $state.raw<Problem | null>(null);
  let turn = 0;

  return {
    get event() {
      return event;
    },
    get problem() {
      return problem;
    },
    async read(eventId, originalStart) {
      const mine = ++turn;
      try {
        const found = await backend.getEvent(eventId, originalStart);
        if (mine === turn) [event, problem] = [found, null];
      } catch (reason) {
        if (mine === turn) [event, problem] = [null, asProblem(reason)];
      }
    },
  };
}
