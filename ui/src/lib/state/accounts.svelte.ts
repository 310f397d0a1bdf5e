// The accounts with a sign-in, read again whenever the engine says that something about them changed.
import type { Backend } from '../ipc/backend';
import type { AccountView } from '../ipc/bindings';

export interface Accounts {
  readonly list: readonly AccountView[];
  find(id: string): AccountView | undefined;
  reload(): Promise<void>;
}

export function createAccounts(backend: Backend): Accounts {
  let list = $state.raw<readonly AccountView[]>([]);

  return {
    get list() {
      return list;
    },
    find: (id) => list.find((account) => account.id === id),
    async reload() {
      list = await backend.listAccounts();
    },
  };
}
