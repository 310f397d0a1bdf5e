// Waiting for a condition, never for a time.

/** Asks until the answer is true (or anything truthy, which it returns); fails after `timeout` ms. */
export async function until(what, ask, { timeout = 20_000, pause = 50 } = {}) {
  const deadline = Date.now() + timeout;
  for (;;) {
    const answer = await ask();
    if (answer) return answer;
    if (Date.now() > deadline) throw new Error(`it did not come about that ${what}`);
    await new Promise((next) => setTimeout(next, pause));
  }
}
