// Short messages: toasts with their undo, and what screen readers are told.

/** How long a toast stays. Pointing at or focusing the toasts stops the clocks of all. */
const TOAST_MS = 8_000;
/** More at once would hide the calendar. What can be taken back waits its turn, with its clock running. */
const MOST = 3;

export interface Toast {
  id: number;
  text: string;
  /** Takes the act back; absent when there is nothing to take back. */
  undo: (() => void) | null;
}

export interface Deferred {
  text: string;
  /** Takes the place of an earlier toast of the same slot. */
  slot?: string;
  /** Makes the act final: when the toast leaves for any reason but undo. Never rejects. */
  commit: () => void | Promise<void>;
  revert: () => void;
}

export interface Notices {
  /** Those shown, oldest first. */
  readonly toasts: readonly Toast[];
  readonly announcement: string;
  tell(text: string): void;
  /** Says it to screen readers only. */
  announce(text: string): void;
  offerUndo(act: Deferred): void;
  /** Undoes what the latest toast with an undo offers; false when none does. */
  undo(): boolean;
  /** One toast, or all of them. */
  dismiss(id?: number): void;
  /** Makes all acts final; resolves once they are, those of before included. */
  settle(): Promise<void>;
  hold(): void;
  release(): void;
}

interface Entry extends Toast {
  slot: string | undefined;
  timer: ReturnType<typeof setTimeout> | undefined;
  commit: Deferred['commit'];
  revert: (() => void) | null;
}

export function createNotices(): Notices {
  let toasts = $state.raw<readonly Entry[]>([]);
  let announcement = $state('');
  let held = false;
  let count = 0;
  let settled: Promise<unknown> = Promise.resolve();

  function leave(entry: Entry) {
    clearTimeout(entry.timer);
    toasts = toasts.filter((one) => one !== entry);
  }
  function dismissOne(entry: Entry) {
    leave(entry);
    settled = Promise.all([settled, entry.commit()]);
  }
  function start(entry: Entry) {
    if (held) return;
    clearTimeout(entry.timer);
    entry.timer = setTimeout(() => dismissOne(entry), TOAST_MS);
  }
  function revert(entry: Entry) {
    leave(entry);
    if (toasts.length === 0) held = false;
    entry.revert?.();
  }
  function show(text: string, act: Deferred | null) {
    const entry: Entry = {
      id: (count += 1),
      text,
      slot: act?.slot,
      timer: undefined,
      commit: act?.commit ?? (() => undefined),
      revert: act?.revert ?? null,
      undo: act ? () => revert(entry) : null,
    };
    const isReplaced = (one: Entry) =>
      act ? act.slot !== undefined && one.slot === act.slot : one.undo === null && one.text === text;
    toasts.filter(isReplaced).forEach(dismissOne);
    toasts = [...toasts, entry];
    const plain = toasts.find((one) => one.revert === null && one !== entry);
    if (toasts.length > MOST && plain) dismissOne(plain);
    announcement = text;
    start(entry);
  }

  return {
    get toasts() {
      return toasts.slice(-MOST);
    },
    get announcement() {
      return announcement;
    },
    tell: (text) => show(text, null),
    announce: (text) => (announcement = text),
    offerUndo: (act) => show(act.text, act),
    undo() {
      const latest = toasts.findLast((one) => one.revert !== null);
      if (latest) revert(latest);
      return latest !== undefined;
    },
    dismiss(id) {
      const leaving = toasts.filter((one) => id === undefined || one.id === id);
      leaving.forEach(dismissOne);
      if (toasts.length === 0) held = false;
    },
    async settle() {
      toasts.forEach(dismissOne);
      await settled;
    },
    hold() {
      held = true;
      toasts.forEach(({ timer }) => clearTimeout(timer));
    },
    release() {
      if (!held) return;
      held = false;
      toasts.forEach(start);
    },
  };
}
