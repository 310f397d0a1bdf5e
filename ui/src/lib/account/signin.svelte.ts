// A sign-in, step by step. The reader is in the browser meanwhile; this only waits.
import { t } from '../i18n';
import { asProblem, type Backend } from '../ipc/backend';
import type { AccountView, Problem, SignIn } from '../ipc/bindings';

/** `no-client`: this copy has no client id to name itself to Google by. */
export type Step = 'starting' | 'waiting' | 'failed' | 'no-client';

export interface SignInFlow {
  readonly step: Step;
  /** Set while it waits. */
  readonly page: SignIn | null;
  readonly problem: Problem | null;
  /** Begins, or begins anew. Resolves to the account, or to null when it failed or was given up. */
  run(): Promise<AccountView | null>;
  /** Gives up; nothing more is heard of it. */
  cancel(): void;
}

export function createSignIn(backend: Backend, account: AccountView | null): SignInFlow {
  let step = $state<Step>('starting');
  let page = $state.raw<SignIn | null>(null);
  let problem = $state.raw<Problem | null>(null);
  let turn = 0;

  function cancel() {
    turn += 1;
    if (page) void backend.cancelSignIn(page.id).catch(() => undefined);
    page = null;
  }

  async function run(): Promise<AccountView | null> {
    cancel();
    const mine = turn;
    [step, problem] = ['starting', null];
    try {
      const { source } = await backend.googleClient();
      if (mine !== turn) return null;
      if (source === 'none') {
        step = 'no-client';
        return null;
      }
      const begun = await backend.beginSignIn(account?.id ?? null, account?.email || null);
      if (mine !== turn) {
        void backend.cancelSignIn(begun.id).catch(() => undefined);
        return null;
      }
      [page, step] = [begun, 'waiting'];
      const signedIn = await backend.finishSignIn(begun.id);
      return mine === turn ? signedIn : null;
    } catch (reason) {
      if (mine !== turn) return null;
      [page, step, problem] = [null, 'failed', asProblem(reason)];
      return null;
    }
  }

  return {
    get step() {
      return step;
    },
    get page() {
      return page;
    },
    get problem() {
      return problem;
    },
    run,
    cancel,
  };
}

/** "reading events, changing events". */
export function permissionsText(missing: AccountView['missing']): string {
  return missing.map((one) => t(`permission_${one}`)).join(', ');
}
