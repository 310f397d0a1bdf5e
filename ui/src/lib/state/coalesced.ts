// Asking again while an answer is awaited asks once more after it, not once for each.

/**
 * Runs `read`, one at a time. The promise resolves when a reading that began after the call is in, and
 * rejects when the last one failed.
 */
export function coalesced(read: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | null = null;
  let stale = false;

  async function catchUp() {
    try {
      while (stale) {
        stale = false;
        await read().catch((reason: unknown) => {
          if (!stale) throw reason;
        });
      }
    } finally {
      running = null;
    }
  }

  return () => {
    stale = true;
    running ??= catchUp();
    return running;
  };
}
