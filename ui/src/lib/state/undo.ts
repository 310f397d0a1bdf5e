// The edits that can be taken back, latest first out.

/** As many as the engine remembers. */
const MOST = 50;

export interface UndoEntry {
  /** The engine's name for the edit. */
  undo: number;
  /** Of the event that was edited. */
  title: string;
}

export interface UndoStack {
  push(entry: UndoEntry): void;
  pop(): UndoEntry | undefined;
  /** Takes out one that need not be the latest; undefined when it is no longer there. */
  drop(entry: UndoEntry): UndoEntry | undefined;
}

export function createUndoStack(): UndoStack {
  let entries: UndoEntry[] = [];

  return {
    push(entry) {
      entries = [...entries, entry].slice(-MOST);
    },
    pop: () => entries.pop(),
    drop(entry) {
      const known = entries.includes(entry);
      entries = entries.filter((one) => one !== entry);
      return known ? entry : undefined;
    },
  };
}
