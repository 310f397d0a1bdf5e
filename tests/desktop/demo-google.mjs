// Opens the app on the data folder of `scripts/demo-google.sh`, where an account is signed in, and
// takes a picture of its window. Runs inside `scripts/headless.sh`.
//
// usage: node demo-google.mjs APP
import { openApp, screenshot } from './support/app.mjs';
import { weekIsDrawn } from './support/window.mjs';

const app = await openApp(process.env.KALENDS_DATA_DIR, { binary: process.argv[2] });
try {
  await weekIsDrawn(app.browser);
  console.log(await screenshot(app.browser, 'demo-google'));
} finally {
  await app.close();
}
