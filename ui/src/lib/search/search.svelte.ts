// Finds events and commands while the reader types. Only the answer to the last question is kept.
import { asProblem, type Backend } from '../ipc/backend';
import type { Problem, SearchHit } from '../ipc/bindings';
import { commands, type Command } from '../keys/commands';

/** Typing faster than this asks once. */
const PAUSE_MS = 60;
const MOST_HITS = 50;

export type Result = { kind: 'event'; hit: SearchHit } | { kind: 'command'; command: Command };

export interface Search {
  readonly text: string;
  readonly results: readonly Result[];
  /** True once the events for `text` have arrived. */
  readonly answered: boolean;
  readonly problem: Problem | null;
  type(text: string): void;
}

/** Every word of `text` begins a word of the command. */
export function matchingCommands(text: string): Command[] {
  const words = text.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  return commands.filter((command) => {
    // Those of a pane act on what the keyboard stands on there.
    if (command.group === 'approvals') return false;
    // Enter would do the first that is listed: nothing that changes an event is offered unasked.
    if (words.length === 0 && command.group === 'event') return false;
    const label = command
      .label()
      .toLocaleLowerCase()
      .split(/[\s,:]+/);
    return words.every((word) => label.some((part) => part.startsWith(word)));
  });
}

export function createSearch(backend: Backend): Search {
  let text = $state('');
  let hits = $state.raw<readonly SearchHit[]>([]);
  let answered = $state(false);
  let problem = $state.raw<Problem | null>(null);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const results = $derived<Result[]>([
    ...hits.map((hit): Result => ({ kind: 'event', hit })),
    ...matchingCommands(text).map((command): Result => ({ kind: 'command', command })),
  ]);

  async function ask(question: string) {
    try {
      const found = await backend.search(question);
      if (question !== text) return;
      hits = found.slice(0, MOST_HITS);
      problem = null;
    } catch (reason) {
      if (question !== text) return;
      hits = [];
      problem = asProblem(reason);
    }
    answered = true;
  }

  return {
    get text() {
      return text;
    },
    get results() {
      return results;
    },
    get answered() {
      return answered;
    },
    get problem() {
      return problem;
    },
    type(next) {
      text = next;
      answered = false;
      clearTimeout(timer);
      if (next.trim() === '') hits = [];
      else timer = setTimeout(() => void ask(next), PAUSE_MS);
    },
  };
}
