// The edits that no server has yet, oldest first.
import type { Backend } from '../ipc/backend';
import type { QueueEntry } from '../ipc/bindings';

export interface Queue {
  readonly entries: readonly QueueEntry[];
  /** Those that wait for the reader: in conflict or refused. */
  readonly needsUser: readonly QueueEntry[];
  reload(): Promise<void>;
}

export function createQueue(backend: Backend): Queue {
  let entries = $state.raw<readonly QueueEntry[]>([]);
  const needsUser = $derived(entries.filter(({ state }) => state === 'conflict' || state === 'refused'));

  return {
    get entries() {
      return entries;
    },
    get needsUser() {
      return needsUser;
    },
    async reload() {
      entries = await backend.listQueue();
    },
  };
}
