/** How long the display is kept going, in milliseconds. */
const LIVELY_MS = 1_000;

let until = 0;
let going = false;

/**
 * Asks for every frame of the next second. The first frame after a rest comes a whole period after it
 * is asked for where no display gives the beat; one that is under way comes in half of that.
 */
export function keepFrames(): void {
  until = performance.now() + LIVELY_MS;
  if (going) return;
  going = true;
  const next = (now: number) => {
    going = now < until;
    if (going) requestAnimationFrame(next);
  };
  requestAnimationFrame(next);
}
