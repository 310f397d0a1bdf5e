/** Which of the drawn events the keyboard stands on, whatever edits move or rename. The grids move the focus. */
import type { OccurrenceView } from '../ipc/bindings';
import { heldEvent, indexOfHeir, indexOfHeld, type HeldEvent } from './heir';
import { occurrenceKey, type Heir } from './types';

/** One drawn element; an event of several days has one on each among the hours. */
interface Piece {
  occurrence: OccurrenceView;
  day?: number;
}

export interface Holding<P extends Piece> {
  /** Null while it stood on none. */
  readonly held: HeldEvent | null;
  /** Where that is drawn now, or -1. */
  readonly kept: number;
  /** Where an event is among these, or -1. */
  indexIn(pieces: readonly P[], event: HeldEvent): number;
  /** The keyboard stands on this one now. */
  take(piece: P): void;
  /** The keyboard will stand on this one once it is drawn. */
  expect(event: HeldEvent): void;
  /** Drawn anew while the keyboard was elsewhere, it is known by the name it has now. */
  rename(): void;
}

export function createHolding<P extends Piece>(
  drawn: () => readonly P[],
  heir: () => Heir | null,
): Holding<P> {
  let held = $state.raw<HeldEvent | null>(null);
  let day: number | undefined;
  /** The keyboard has gone on from it. */
  let settled: Heir | null = null;

  const liveHeir = () => (heir() === settled ? null : heir());
  const kept = $derived(held ? indexIn(drawn(), held) : -1);

  function indexIn(pieces: readonly P[], event: HeldEvent): number {
    const occurrences = pieces.map(({ occurrence }) => occurrence);
    const inherited = indexOfHeir(occurrences, event, liveHeir());
    if (inherited >= 0) return inherited;
    const isSame = (one: P) => one.day === day && occurrenceKey(one.occurrence) === event.key;
    const same = day === undefined ? -1 : pieces.findIndex(isSame);
    return same >= 0 ? same : indexOfHeld(occurrences, event);
  }

  function take(piece: P) {
    held = heldEvent(piece.occurrence);
    day = piece.day;
    if (held.key !== heir()?.of) settled = heir();
  }

  return {
    get held() {
      return held;
    },
    get kept() {
      return kept;
    },
    indexIn,
    take,
    expect(event) {
      held = event;
    },
    rename() {
      const piece = drawn()[kept];
      if (piece && held && occurrenceKey(piece.occurrence) !== held.key) take(piece);
    },
  };
}
