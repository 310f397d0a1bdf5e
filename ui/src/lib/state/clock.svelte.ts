// The reader's day and minute. Ticks with the minute for the line of now; the engine says when the day changes.
import type { Point } from './moments';

const MINUTE_MS = 60_000;

export interface Clock {
  readonly today: number;
  readonly minute: number;
  /** Milliseconds since 1970, as of the last tick. */
  readonly instant: number;
  dayChanged(today: number): void;
  /** Ticks while the window can be seen, until the returned function is called. */
  run(): () => void;
}

/** `read` gives the present instant, `locate` its place on the reader's calendar. */
export function createClock(start: Point, read: () => number, locate: (instant: number) => Point): Clock {
  let at = $state.raw<Point & { instant: number }>({ ...start, instant: read() });

  function tick() {
    const instant = read();
    at = { ...locate(instant), instant };
  }

  return {
    get today() {
      return at.day;
    },
    get minute() {
      return at.minute;
    },
    get instant() {
      return at.instant;
    },
    dayChanged(today) {
      at = { ...at, day: today };
    },
    run() {
      let timer: ReturnType<typeof setTimeout>;
      const next = () => {
        timer = setTimeout(
          () => {
            tick();
            next();
          },
          MINUTE_MS - (read() % MINUTE_MS),
        );
      };
      // A hidden window asks nothing of the machine.
      const seen = () => {
        clearTimeout(timer);
        if (document.visibilityState === 'hidden') return;
        tick();
        next();
      };
      document.addEventListener('visibilitychange', seen);
      next();
      return () => {
        clearTimeout(timer);
        document.removeEventListener('visibilitychange', seen);
      };
    },
  };
}
