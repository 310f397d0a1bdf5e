// Short messages: the toast with its undo, and what screen readers are told.

/** How long an undo stays on offer. Pointing at or focusing the toast stops the clock. */
const TOAST_MS = 8_000;

export interface Toast {
  text: string;
  /** Takes the act back; absent when there is nothing to take back. */
  undo: (() => void) | null;
}

export interface Deferred {
  text: string;
  /** Makes the act final: when the toast leaves for any reason but undo. */
  commit: () => void;
  revert: () => void;
}

export interface Notices {
  readonly toast: Toast | null;
  readonly announcement: string;
  tell(text: string): void;
  /** Says it to screen readers only. */
  announce(text: string): void;
  offerUndo(act: Deferred): void;
  /** Undoes what the toast offers; false when it offers nothing. */
  undo(): boolean;
  dismiss(): void;
  hold(): void;
  release(): void;
}

export function createNotices(): Notices {
  let toast = $state.raw<Toast | null>(null);
  let announcement = $state('');
  let pending: Deferred | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function leave() {
    clearTimeout(timer);
    toast = null;
    const act = pending;
    pending = null;
    return act;
  }
  function dismiss() {
    leave()?.commit();
  }
  function release() {
    clearTimeout(timer);
    if (toast) timer = setTimeout(dismiss, TOAST_MS);
  }
  function show(next: Toast) {
    dismiss();
    toast = next;
    announcement = next.text;
    release();
  }
  function undo() {
    const act = leave();
    act?.revert();
    return act !== null;
  }

  return {
    get toast() {
      return toast;
    },
    get announcement() {
      return announcement;
    },
    tell: (text) => show({ text, undo: null }),
    announce: (text) => (announcement = text),
    offerUndo(act) {
      show({ text: act.text, undo });
      pending = act;
    },
    undo,
    dismiss,
    hold: () => clearTimeout(timer),
    release,
  };
}
