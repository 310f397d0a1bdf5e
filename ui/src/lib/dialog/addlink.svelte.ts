// Adding a calendar link, step by step: an address, what a test of it says, then the calendar itself.
import { t } from '../i18n';
import { asProblem, type Backend } from '../ipc/backend';
import type { CalendarView, EveryMinutes, FeedTest, Hue, NewFeed, Problem } from '../ipc/bindings';
import { DEFAULT_INTERVAL, intervalFor } from './suggested';

export type Step = 'address' | 'testing' | 'tested' | 'adding';

/** Null when the text can be tried as a link or a file; says what is wrong with it otherwise. */
export function addressProblem(address: string): Problem | null {
  if (address === '') return { kind: 'empty', message: t('needAddress'), remedy: '' };
  const isPath = address.startsWith('/') || address.startsWith('file:') || /^[a-z]:\\/i.test(address);
  const isLink = /^(https?|webcals?):\/\/[^\s/]+\S*$/i.test(address);
  if (isPath || isLink) return null;
  return { kind: 'not_a_link', message: t('notALink'), remedy: t('notALinkRemedy') };
}

export interface AddLink {
  readonly step: Step;
  readonly test: FeedTest | null;
  readonly problem: Problem | null;
  readonly insecure: boolean;
  address: string;
  name: string;
  hue: Hue;
  everyMinutes: EveryMinutes;
  runTest(): Promise<void>;
  chooseFile(): Promise<void>;
  /** The added calendar, or null when it failed; `problem` then says why. */
  add(): Promise<CalendarView | null>;
}

export function createAddLink(
  backend: Backend,
  addFeed: (feed: NewFeed) => Promise<CalendarView>,
  startHue: Hue,
): AddLink {
  let step = $state<Step>('address');
  let address = $state('');
  let test = $state.raw<FeedTest | null>(null);
  let problem = $state.raw<Problem | null>(null);
  let name = $state('');
  let hue = $state<Hue>(startHue);
  let everyMinutes = $state<EveryMinutes>(DEFAULT_INTERVAL);
  let turn = 0;

  function forget() {
    turn += 1;
    step = 'address';
    test = null;
    problem = null;
  }

  async function runTest() {
    forget();
    const mine = turn;
    address = address.trim();
    problem = addressProblem(address);
    if (problem) return;
    step = 'testing';
    const answer = await backend.testFeed(address).catch(asProblem);
    if (mine !== turn) return;
    step = 'address';
    if (!('ok' in answer)) {
      problem = answer;
    } else if (!answer.ok) {
      problem = answer.problem;
    } else {
      step = 'tested';
      test = answer;
      name = answer.name ?? '';
      hue = answer.suggestedHue ?? startHue;
      everyMinutes = intervalFor(answer.suggestedMinutes);
    }
  }

  return {
    get step() {
      return step;
    },
    get test() {
      return test;
    },
    get problem() {
      return problem;
    },
    get insecure() {
      return /^http:\/\//i.test(address.trim());
    },
    get address() {
      return address;
    },
    set address(next) {
      if (next.trim() !== address.trim()) forget();
      address = next;
    },
    get name() {
      return name;
    },
    set name(next) {
      name = next;
    },
    get hue() {
      return hue;
    },
    set hue(next) {
      hue = next;
    },
    get everyMinutes() {
      return everyMinutes;
    },
    set everyMinutes(next) {
      everyMinutes = next;
    },
    runTest,
    async chooseFile() {
      try {
        const path = await backend.chooseFile();
        if (path === null) return;
        address = path;
        await runTest();
      } catch (reason) {
        problem = asProblem(reason);
      }
    },
    async add() {
      step = 'adding';
      try {
        return await addFeed({ address, name: name.trim() || null, hue, everyMinutes });
      } catch (reason) {
        step = 'tested';
        problem = asProblem(reason);
        return null;
      }
    },
  };
}
