// What is asked before an edit, and only when the answer matters.
import type { EditScope, Notify } from '../ipc/bindings';

/** What is about to happen, for the words of a question. */
export type Act = 'create' | 'change' | 'delete' | 'respond' | 'leave';

/** How much of a series is meant. */
export interface ScopeQuestion {
  kind: 'scope';
  act: Act;
  title: string;
  choices: { scope: EditScope; /** Changed occurrences that fall back. */ resets: number }[];
}

/** Who is mailed about it. */
export interface MailQuestion {
  kind: 'mail';
  act: Act | 'undo';
  title: string;
  /** Addresses of guests within the own organisation, and of all others. */
  inside: string[];
  outside: string[];
}

export type Question = ScopeQuestion | MailQuestion;

/** Null leaves everything as it is. */
export type Choice = EditScope | Notify | null;

/** What was decided about an edit. */
export interface Decision {
  scope: EditScope;
  notify: Notify;
}
