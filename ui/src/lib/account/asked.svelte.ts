// Which account the open dialog is about: a sign-in may begin in many places, and there is one dialog.
import type { AccountView } from '../ipc/bindings';
import type { App } from '../state/app.svelte';

let asked = $state.raw<AccountView | null>(null);

/** The account that signs in again or out; null adds one. */
export const askedAccount = (): AccountView | null => asked;

export function askSignIn(app: App, account: AccountView | null): void {
  asked = account;
  app.panes.openDialog('sign-in');
}

export function askSignOut(app: App, account: AccountView): void {
  asked = account;
  app.panes.openDialog('sign-out');
}
