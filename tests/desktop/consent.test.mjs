// What a person may answer to Google's question: no, some of it, all of it.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openApp } from './support/app.mjs';
import { browserIn, Google } from './support/google.mjs';
import { freshDataDir } from './support/places.mjs';
import { assertShown } from './support/shown.mjs';
import { byName, eventAppears, press, weekIsDrawn } from './support/window.mjs';

const mia = 'mia@northwind.example';
const scope = (name) => `https://www.googleapis.com/auth/calendar.${name}`;
const reading = ['events.readonly', 'calendarlist.readonly', 'freebusy', 'settings.readonly'].map(scope);

const dataDir = freshDataDir();
let google;
let app;

before(async () => {
  google = await Google.start();
  app = await openApp(dataDir, { env: { ...google.env, PATH: browserIn(dataDir) } });
});
after(async () => {
  await app?.close();
  await google?.stop();
});

test('a refusal says what happened, and another try is one click away', async () => {
  const { browser } = app;
  await google.control('consent', { mode: 'refuse' });
  await press(browser, 'Connect a Google account');
  const dialog = await browser.$('[data-testid="sign-in"]');
  await browser.waitUntil(async () => (await dialog.getAttribute('data-step')) === 'failed');
  assert.match(await dialog.getText(), /permission was not given/);
  await assertShown(browser, 'consent-refused');
});

test('with some of it, calendars are shown and refuse edits', async () => {
  const { browser } = app;
  await google.control('consent', { mode: 'give', user: mia, scopes: reading });
  await press(browser, 'Try again');
  await browser.$('dialog[open]').waitForExist({ reverse: true });
  await weekIsDrawn(browser);
  await eventAppears(browser, 'Dentist');
  const event = await browser.$('main [aria-label*="Dentist"]');
  await event.click();
  await (await browser.$('[data-testid="event-details"]')).waitForDisplayed();
  assert.equal(await (await byName(browser, 'button', 'Delete')).isExisting(), false);
});

test('what is missing is named, and asked for again', async () => {
  const { browser } = app;
  await press(browser, 'Settings');
  await (await byName(browser, 'button', 'Add permission')).waitForDisplayed();
  await (await byName(browser, 'p', 'changing events')).waitForExist();
  await assertShown(browser, 'consent-partial');
  await google.control('consent', { mode: 'give', user: mia });
  await press(browser, 'Add permission');
  await (await byName(browser, 'button', 'Add permission')).waitForExist({ reverse: true });
  await press(browser, 'Back to calendar');
  const event = await browser.$('main [aria-label*="Dentist"]');
  await event.click();
  await (await byName(browser, 'button', 'Delete')).waitForDisplayed();
});
