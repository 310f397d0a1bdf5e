// Decides how an edit is made, and asks the reader only where the answer changes something.
import type { Act, Choice, Decision, Question } from '../edit/question';
import type { Backend } from '../ipc/backend';
import type { Consequences, EditScope, EventChange, Notify } from '../ipc/bindings';

/** One occurrence, or for null the event or series as a whole. */
export interface Target {
  eventId: string;
  originalStart: number | null;
}

/** An edit before it is made; no target: a new event, no change: a deletion. */
export interface Planned {
  act: Act;
  target: Target | null;
  change: EventChange | null;
  title: string;
}

export interface Questions {
  readonly open: Question | null;
  answer(choice: Choice): void;
  ask(question: Question): Promise<Choice>;
  /** Whether to mail the organiser an answer; null when the reader changed their mind. */
  decideAnswer(target: Target, scope: EditScope, title: string): Promise<Notify | null>;
  /** Whether to tell those who were mailed that an edit is undone; null when the reader changed their mind. */
  decideUndo(undo: number, title: string): Promise<Notify | null>;
  /** Null when the reader changed their mind. Rejects with the `Problem` that stands against the edit. */
  decide(planned: Planned): Promise<Decision | null>;
}

export function createQuestions(backend: Backend): Questions {
  let open = $state.raw<Question | null>(null);
  let settle: (choice: Choice) => void = () => undefined;

  function answer(choice: Choice) {
    open = null;
    const answered = settle;
    settle = () => undefined;
    answered(choice);
  }

  function ask(question: Question): Promise<Choice> {
    answer(null);
    open = question;
    return new Promise((resolve) => (settle = resolve));
  }

  async function preview({ target, change }: Planned, scope: EditScope): Promise<Consequences> {
    const { eventId, originalStart } = target ?? { eventId: null, originalStart: null };
    const found = await backend.previewEdit(eventId, originalStart, change, scope);
    if (found.problem) throw found.problem;
    return found;
  }

  async function askScope(planned: Planned, scopes: readonly EditScope[]) {
    const previews = await Promise.all(scopes.map((scope) => preview(planned, scope)));
    const choices = scopes.map((scope, index) => ({ scope, resets: previews[index]?.resets ?? 0 }));
    const { act, title } = planned;
    const chosen = await ask({ kind: 'scope', act, title, choices });
    const at = scopes.findIndex((scope) => scope === chosen);
    const [scope, found] = [scopes[at], previews[at]];
    return scope && found ? { scope, found } : null;
  }

  return {
    get open() {
      return open;
    },
    answer,
    ask,
    async decideAnswer({ eventId, originalStart }, scope, title) {
      // An answer reaches whoever would hear of the event being left: its organiser.
      const { inside, outside, problem } = await backend.previewEdit(eventId, originalStart, null, scope);
      if (problem || inside.length + outside.length === 0) return 'none';
      const notify = await ask({ kind: 'mail', act: 'respond', title, inside, outside });
      return isNotify(notify) ? notify : null;
    },
    async decideUndo(undo, title) {
      const { inside, outside } = await backend.previewUndo(undo);
      if (inside.length + outside.length === 0) return 'none';
      const notify = await ask({ kind: 'mail', act: 'undo', title, inside, outside });
      return isNotify(notify) ? notify : null;
    },
    async decide(planned) {
      const { act, target, change, title } = planned;
      // A rule belongs to a series, and so does what has no occurrence named.
      const whole = (target?.originalStart ?? null) === null || change?.rules !== undefined;
      let scope: EditScope = whole ? 'all' : 'this';
      let found = await preview(planned, scope);
      const { scopes } = found;
      const [only] = scopes;
      if (scopes.length > 1 || ((act === 'delete' || act === 'leave') && only)) {
        const answered = await askScope(planned, scopes);
        if (!answered) return null;
        ({ scope, found } = answered);
      } else if (only && only !== scope) {
        scope = only;
        found = await preview(planned, scope);
      }
      const { inside, outside } = found;
      if (inside.length + outside.length === 0) return { scope, notify: 'none' };
      const notify = await ask({ kind: 'mail', act, title, inside, outside });
      return isNotify(notify) ? { scope, notify } : null;
    },
  };
}

const isNotify = (choice: Choice): choice is Notify =>
  choice === 'none' || choice === 'external' || choice === 'all';
