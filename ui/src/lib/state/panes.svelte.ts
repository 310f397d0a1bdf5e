// Which page, right pane and dialog are open. At most one of each.
import { recall, remember } from './remembered';

export type Page = 'calendar' | 'first-run' | 'settings';
export type Pane =
  | { kind: 'event'; eventId: string; originalStart: number }
  | { kind: 'activity'; /** Its part of agents, of this one. */ agent?: string }
  | { kind: 'queue' }
  | { kind: 'reminders' }
  | { kind: 'approvals' }
  | { kind: 'conflicts' };
export type Dialog = 'add-link' | 'search' | 'go-to-date' | 'keys' | 'sign-in' | 'sign-out' | 'import';

export interface Panes {
  readonly page: Page;
  readonly pane: Pane | null;
  readonly dialog: Dialog | null;
  readonly sidebar: boolean;
  openPage(page: Page): void;
  openPane(pane: Pane): void;
  closePane(): void;
  /** Closes the pane, or opens the one that was closed last. */
  togglePane(): void;
  openDialog(dialog: Dialog): void;
  closeDialog(): void;
  toggleSidebar(): void;
}

/** `opening` is called before a pane opens: what lies over the panes makes room. */
export function createPanes(first: Page, opening: () => void = () => undefined): Panes {
  let page = $state<Page>(first);
  let pane = $state.raw<Pane | null>(null);
  let last: Pane = { kind: 'activity' };
  let dialog = $state<Dialog | null>(null);
  let sidebar = $state(recall('sidebar') !== 'closed');

  function openPane(next: Pane) {
    opening();
    pane = next;
    last = next;
  }

  return {
    get page() {
      return page;
    },
    get pane() {
      return pane;
    },
    get dialog() {
      return dialog;
    },
    get sidebar() {
      return sidebar;
    },
    openPage(next) {
      page = next;
    },
    openPane,
    closePane() {
      pane = null;
    },
    togglePane() {
      if (pane) pane = null;
      else openPane(last);
    },
    openDialog(next) {
      dialog = next;
    },
    closeDialog() {
      dialog = null;
    },
    toggleSidebar() {
      sidebar = !sidebar;
      remember('sidebar', sidebar ? 'open' : 'closed');
    },
  };
}
