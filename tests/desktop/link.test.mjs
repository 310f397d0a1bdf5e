// A calendar link becomes a week on screen, and stays there with the network gone.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openApp, screenshot } from './support/app.mjs';
import { assertAccessible } from './support/axe.mjs';
import { sync } from './support/cli.mjs';
import { FeedServer } from './support/feed-server.mjs';
import { calendar, event } from './support/feeds.mjs';
import { freshDataDir } from './support/places.mjs';
import { byName, drawnEvents, eventAppears, eventVanishes, openEvent, press } from './support/window.mjs';

const standup = event({ uid: 'standup', day: 1, start: '0915', end: '0930', title: 'Standup' });
const review = (title, start, end) =>
  event({
    uid: 'review',
    day: 2,
    start,
    end,
    title,
    more: [
      'LOCATION:Room Ada',
      'DESCRIPTION:Bring the figures.\\nhttps://meet.google.com/abc-defg-hij',
      'ORGANIZER;CN=Ada Lovelace:mailto:ada@example.org',
      'ATTENDEE;CN=Grace Hopper;PARTSTAT=ACCEPTED:mailto:grace@example.org',
    ],
  });

const dataDir = freshDataDir();
const server = new FeedServer(calendar('Team', [standup, review('Review', '1400', '1500')]));
let app;

before(async () => {
  await server.start();
  app = await openApp(dataDir);
});
after(async () => {
  await app?.close();
  await server.stop();
});

test('the first run offers three ways in', async () => {
  const { browser } = app;
  await (await byName(browser, 'button', 'Paste a calendar link')).waitForDisplayed();
  await assertAccessible(browser, 'first run');
  await screenshot(browser, 'first-run');
});

test('a link is tested before it is added', async () => {
  const { browser } = app;
  await press(browser, 'Paste a calendar link');
  const dialog = await browser.$('dialog[open]');
  await dialog.waitForDisplayed();
  const address = await dialog.$('input');
  await address.setValue(server.url);
  await press(browser, 'Test');
  await browser.waitUntil(async () => /2 events/.test(await dialog.getText()));
  const text = await dialog.getText();
  assert.match(text, /Team/);
  assert.match(text, /not encrypted/, 'a link without encryption is warned of');
  await assertAccessible(browser, 'add a link');
  await screenshot(browser, 'add-link');
});

test('the week shows it', async () => {
  const { browser } = app;
  const dialog = await browser.$('dialog[open]');
  await (await dialog.$('button[type="submit"]')).click();
  await dialog.waitForExist({ reverse: true });
  await eventAppears(browser, 'Standup');
  await eventAppears(browser, 'Review');
  const page = await browser.getPageSource();
  assert.ok(!page.includes('private-3f9ac1d2'), 'the address is masked everywhere');
});

test('the details pane shows what is known of an event', async () => {
  const { browser } = app;
  const pane = await openEvent(browser, 'Review');
  await browser.waitUntil(async () => /Room Ada/.test(await pane.getText()));
  const text = await pane.getText();
  for (const part of ['Review', '14:00', 'Ada Lovelace', 'Grace Hopper', 'Bring the figures.', 'Team'])
    assert.ok(text.includes(part), `${part} in:\n${text}`);
  await assertAccessible(browser, 'details');
});

test('with the server gone and the app started anew, it is still there', async () => {
  await server.stop();
  await app.close();
  app = await openApp(dataDir);
  const { browser } = app;
  await eventAppears(browser, 'Standup');
  await eventAppears(browser, 'Review');
  await (await browser.$('[data-testid="offline"]')).waitForDisplayed();
  await assertAccessible(browser, 'offline');
  await screenshot(browser, 'offline');
});

test('the server is back with a change, and the window follows', async () => {
  const { browser } = app;
  server.serve(calendar('Team', [standup, review('Review, moved', '1600', '1700')]));
  await server.start();
  await press(browser, 'Sync now');
  const name = await eventAppears(browser, 'Review, moved');
  assert.match(name, /16:00/);
  assert.equal((await drawnEvents(browser)).filter((one) => one.includes('Review')).length, 1);
  await (await browser.$('[data-testid="offline"]')).waitForExist({ reverse: true });
});

test('a change that the command line fetches reaches the window by itself', async () => {
  const { browser } = app;
  const retro = event({ uid: 'retro', day: 3, start: '1100', end: '1200', title: 'Retro' });
  server.serve(calendar('Team', [standup, retro]));
  await sync(dataDir);
  await eventAppears(browser, 'Retro');
});

test('a past or future event that the feed drops is treated as the design says', async () => {
  const { browser } = app;
  const later = event({ uid: 'later', day: 6, start: '2300', end: '2330', title: 'Later' });
  server.serve(calendar('Team', [standup, later]));
  await sync(dataDir);
  await eventAppears(browser, 'Later');
  server.serve(calendar('Team', [standup]));
  await sync(dataDir);
  await eventVanishes(browser, 'Later');
});
