// Measures how soon a moved event is painted at its new place, in the release app with a Google account
// whose server takes 50 ms for every answer. Prints one line of JSON: for each size of calendar the
// events of the week and, for moves by key and by pointer, milliseconds and frames.
//
// The driver presses real keys and buttons. A figure begins when the event was made or, where that is
// not told, when it reaches the page (`event.timeStamp`, `performance.now()` of a listener that comes
// before all others), and ends when the page's main thread has painted the first frame that has the
// event elsewhere: a message posted in that frame's animation callback arrives after layout and paint.
// `work` is what of it the page itself does, without the waits for its turn and for the display's next
// refresh, 17 ms at most and 8 ms in the middle: the handlers of the event, and the frame from its
// animation callback on. The way of the key to the web view, and of the frame through the compositor to
// the screen, is in neither. Of each calendar the first moves, which warm what is compiled on use, are
// left out, and each move begins when the one before is saved, sent and drawn.
import { rmSync } from 'node:fs';
import { median, quantile, seconds, settled } from './bench-load.mjs';
import { openApp } from './support/app.mjs';
import { browserIn, Google } from './support/google.mjs';
import { appBinary, freshDataDir } from './support/places.mjs';
import { eventAppears, press } from './support/window.mjs';

const mia = 'mia@northwind.example';
const title = 'Moved again and again';
const MOVES = 20;
/** Stored events; the week shows about a sixtieth of them. */
const CALENDARS = [2_900, 17_500];
const ALT = '\uE00A';
const DOWN = '\uE015';
const UP = '\uE013';

const figures = [];
for (const events of CALENDARS) figures.push(await measure(events));
console.log(JSON.stringify(figures));

async function measure(events) {
  const dataDir = freshDataDir();
  const google = await Google.start('--delay', '50ms', '--events', String(events));
  let app;
  try {
    await google.as(mia, 'POST', 'calendars/primary/events', noon());
    app = await openApp(dataDir, {
      binary: appBinary,
      env: { ...google.env, PATH: browserIn(dataDir) },
    });
    const { browser } = app;
    await press(browser, 'Connect a Google account');
    await eventAppears(browser, title);
    await browser.$('dialog[open]').waitForExist({ reverse: true });
    await settled();
    const shown = await browser.execute(() => document.querySelectorAll('main .block, main .bar').length);
    // The first ones warm what is compiled on use.
    const key = (await inTurn((down) => moveByKey(browser, down))).slice(4);
    const drag = (await inTurn((down) => moveByPointer(browser, down))).slice(4);
    return { shown, key: summary(key), drag: summary(drag) };
  } finally {
    await app?.close();
    await google.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

function summary(moves) {
  const all = (name) => moves.map((move) => move[name]);
  return {
    painted_ms: median(all('painted')),
    painted_slow_ms: quantile(all('painted'), 0.9),
    work_ms: median(all('work')),
    frames: Math.max(...all('frames')),
  };
}

/** An event of today in Berlin. */
function noon() {
  const day = new Date().toLocaleDateString('sv-SE', {
    timeZone: 'Europe/Berlin',
  });
  const at = (time) => ({
    dateTime: `${day}T${time}:00`,
    timeZone: 'Europe/Berlin',
  });
  return { summary: title, start: at('12:00'), end: at('12:45') };
}

/** Moves there and back, each once the one before is at the server. */
async function inTurn(move) {
  const figures = [];
  for (let number = 0; number < MOVES + 4; number += 1) {
    figures.push(await move(number % 2 === 0));
    // Keys are saved after a pause, and what the server answers is drawn too. Not in step with the
    // frames of the display.
    await seconds(1.5 + Math.random() / 20);
  }
  return figures;
}

async function moveByKey(browser, down) {
  await browser.execute(
    (name) => document.querySelector(`main .block[aria-label*="${name}"]`).focus(),
    title,
  );
  // What the focus draws is not of the move, and neither is what a drag draws on its way.
  await seconds(0.2);
  await watch(browser, 'keydown', down ? 'ArrowDown' : 'ArrowUp');
  // Held for a moment, as a hand does, and not in step with the frames.
  const arrow = down ? DOWN : UP;
  const held = 150 + Math.round(Math.random() * 50);
  await browser.action('key').down(ALT).pause(held).down(arrow).up(arrow).up(ALT).perform();
  return painted(browser);
}

async function moveByPointer(browser, down) {
  const block = await browser.$(`main .block[aria-label*="${title}"]`);
  await block.scrollIntoView({ block: 'center' });
  await watch(browser, 'pointerup');
  const by = down ? 1 : -1;
  await browser
    .action('pointer')
    .move({ origin: block })
    .down()
    .move({ origin: 'pointer', y: 20 * by, duration: 50 })
    .move({ origin: 'pointer', y: 40 * by, duration: 50 })
    .pause(200)
    .up()
    .perform();
  return painted(browser);
}

/** Waits in the page for the event that ends a move. */
function watch(browser, kind, key) {
  return browser.execute(
    (name, kind, key) => {
      const place = () => document.querySelector(`main .block[aria-label*="${name}"]`)?.getAttribute('style');
      const before = place();
      window.benchPainted = new Promise((done) => {
        let reached = `the ${kind} never reached the page`;
        const late = setTimeout(() => {
          window.removeEventListener(kind, begin, true);
          const at = document.activeElement;
          const held = at?.getAttribute('aria-label') ?? at?.tagName;
          done({
            problem: `${reached}; it is at “${before}” and now at “${place()}”, the focus is on “${held}”`,
          });
        }, 5000);
        const begin = (event) => {
          if (key && event.key !== key) return;
          reached = `the ${kind} reached the page`;
          window.removeEventListener(kind, begin, true);
          const here = performance.now();
          const begun = Math.min(event.timeStamp, here);
          let handled = here;
          let frames = 0;
          // Comes after all others.
          window.addEventListener(kind, () => (handled = performance.now()), {
            once: true,
          });
          const look = () => {
            const turn = performance.now();
            frames += 1;
            if (place() === before) return requestAnimationFrame(look);
            const { port1, port2 } = new MessageChannel();
            port1.onmessage = () => {
              const end = performance.now();
              clearTimeout(late);
              done({
                painted: end - begun,
                work: handled - here + (end - turn),
                frames,
              });
            };
            port2.postMessage(null);
          };
          requestAnimationFrame(look);
        };
        window.addEventListener(kind, begin, true);
      });
    },
    title,
    kind,
    key ?? '',
  );
}

/** The figures of the move that was watched for; fails when the event is not drawn elsewhere in 5 s. */
async function painted(browser) {
  const move = await browser.executeAsync((done) => void window.benchPainted.then(done));
  if (move.problem) throw new Error(`“${title}” was not drawn at another place: ${move.problem}`);
  return move;
}
