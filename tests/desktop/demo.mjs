// Opens the app with the sample calendars and takes a picture of its window. Runs inside
// `scripts/headless.sh`.
//
// usage: node demo.mjs APP
import { rmSync } from 'node:fs';
import { openApp, screenshot } from './support/app.mjs';
import { freshDataDir } from './support/places.mjs';
import { lookAround, weekIsDrawn } from './support/window.mjs';

const dataDir = freshDataDir();
const app = await openApp(dataDir, { binary: process.argv[2] });
try {
  await lookAround(app.browser);
  await weekIsDrawn(app.browser);
  console.log(await screenshot(app.browser, 'run'));
} finally {
  await app.close();
  rmSync(dataDir, { recursive: true, force: true });
}
