// What the grid draws: one range at a time, swapped whole, with its neighbours fetched ahead.
import type { Backend } from '../ipc/backend';
import { asProblem } from '../ipc/backend';
import { occurrenceKey, type OccurrenceKey } from '../grid/types';
import { createAhead } from './ahead';
import { coalesced } from './coalesced';
import type { OccurrenceView, Problem } from '../ipc/bindings';
import type { DaySpan, View } from '../time';

/** The bar shows only when an answer takes longer than this. */
const SLOW_MS = 300;

export interface Target {
  view: View;
  cursor: number;
  span: DaySpan;
}

export interface Shown extends Target {
  list: readonly OccurrenceView[];
}

export interface Occurrences {
  /** The last complete answer; stays while the next one is awaited. */
  readonly shown: Shown;
  readonly slow: boolean;
  readonly problem: Problem | null;
  show(target: Target, neighbours: DaySpan[]): Promise<void>;
  /**
   * Forgets what was fetched and asks for the shown range again. Resolves when all that was asked is
   * shown. `lift` takes a layer away in the same turn as the answer comes that has what it drew.
   */
  refresh(lift?: () => void): Promise<void>;
  /**
   * Draws an occurrence as it will be, null for none, in place of the one named. It stays so, whatever
   * the engine answers, until the returned function is called.
   */
  lay(as: OccurrenceView | null, instead?: OccurrenceKey): () => void;
}

interface Layer {
  as: OccurrenceView | null;
  instead: OccurrenceKey | undefined;
}

export function createOccurrences(backend: Backend, first: Target): Occurrences {
  let answered = $state.raw<Shown>({ ...first, list: [] });
  let layers = $state.raw<readonly Layer[]>([]);
  const shown = $derived(
    layers.length === 0 ? answered : { ...answered, list: layered(answered.list, layers) },
  );
  let slow = $state(false);
  let problem = $state.raw<Problem | null>(null);
  let wanted: { target: Target; neighbours: DaySpan[] } = { target: first, neighbours: [] };
  const ahead = createAhead((fromDay, toDay) => backend.listOccurrences(fromDay, toDay));
  let turn = 0;
  let lifts: (() => void)[] = [];

  function settle(target: Target, list: readonly OccurrenceView[], lifting: readonly (() => void)[] = []) {
    answered = { ...target, list };
    for (const lift of lifting) lift();
    problem = null;
    slow = false;
  }

  async function show(target: Target, neighbours: DaySpan[], lifting: readonly (() => void)[] = []) {
    wanted = { target, neighbours };
    const mine = ++turn;
    const ready = ahead.ready(target.span);
    if (ready) {
      settle(target, ready, lifting);
    } else {
      const timer = setTimeout(() => (slow = mine === turn), SLOW_MS);
      try {
        const list = await ahead.fetch(target.span);
        if (mine === turn) settle(target, list, lifting);
      } catch (reason) {
        if (mine === turn) {
          problem = asProblem(reason);
          slow = false;
        }
        return;
      } finally {
        clearTimeout(timer);
      }
    }
    if (mine === turn) for (const span of neighbours) ahead.fetch(span).catch(() => undefined);
  }

  const readAgain = coalesced(async () => {
    const lifting = lifts;
    lifts = [];
    ahead.drop();
    await show(wanted.target, wanted.neighbours, lifting);
  });

  return {
    get shown() {
      return shown;
    },
    get slow() {
      return slow;
    },
    get problem() {
      return problem;
    },
    show,
    refresh(lift) {
      if (lift) lifts.push(lift);
      return readAgain();
    },
    lay(as, instead) {
      const layer = { as, instead };
      layers = [...layers, layer];
      return () => {
        if (layers.includes(layer)) layers = layers.filter((one) => one !== layer);
      };
    },
  };
}

/** Later layers lie above earlier ones. */
function layered(list: readonly OccurrenceView[], layers: readonly Layer[]): readonly OccurrenceView[] {
  const replaced = new Set(layers.flatMap(({ instead }) => instead ?? []));
  const latest = layers.filter(
    ({ instead }, index) =>
      instead === undefined || layers.findLastIndex((one) => one.instead === instead) === index,
  );
  const kept = list.filter((one) => !replaced.has(occurrenceKey(one)));
  return [...kept, ...latest.flatMap(({ as }) => as ?? [])];
}
