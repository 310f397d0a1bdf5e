// A calendar link becomes a week on screen, and stays there with the network gone.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openApp } from './support/app.mjs';
import { sync } from './support/cli.mjs';
import { FeedServer } from './support/feed-server.mjs';
import { calendar, event } from './support/feeds.mjs';
import { network } from './support/network.mjs';
import { freshDataDir } from './support/places.mjs';
import { assertShown } from './support/shown.mjs';
import { until } from './support/until.mjs';
import {
  byName,
  drawnEvents,
  eventAppears,
  eventVanishes,
  openEvent,
  press,
  syncNow,
} from './support/window.mjs';

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
network.plug();
const team = (...events) => calendar('Team', events);
const server = new FeedServer(team(standup, review('Review', '1400', '1500')), network.address);
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
  await assertShown(browser, 'first-run');
});

test('a link is tested before it is added', async () => {
  const { browser } = app;
  await press(browser, 'Paste a calendar link');
  const dialog = await browser.$('dialog[open]');
  await dialog.waitForDisplayed();
  const address = await dialog.$('input');
  await address.setValue(server.url);
  await press(browser, 'Check link');
  await browser.waitUntil(async () => /2 events/.test(await dialog.getText()));
  const name = await dialog.$('//label[contains(., "Name")]//input');
  assert.equal(await name.getValue(), 'Team');
  assert.match(await dialog.getText(), /not encrypted/, 'a link without encryption is warned of');
  await assertShown(browser, 'add-link');
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
  const text = await until('the details are there', async () => {
    const all = await browser.execute((shown) => shown.textContent, pane);
    return all.includes('Room Ada') && all;
  });
  for (const part of ['Review', '14:00', 'Ada Lovelace', 'Grace Hopper', 'Bring the figures.', 'Team'])
    assert.ok(text.includes(part), `${part} in:\n${text}`);
  await assertShown(browser, 'details-of-a-link');
});

test('with the server gone and the app started anew, it is still there', async () => {
  await server.stop();
  await app.close();
  app = await openApp(dataDir);
  const { browser } = app;
  await eventAppears(browser, 'Standup');
  await eventAppears(browser, 'Review');
  const badge = await byName(browser, 'button', 'Team has a problem');
  await badge.waitForDisplayed();
  assert.match(await (await browser.$('[data-testid="sync-line"]')).getText(), /1 problem/);
  await assertShown(browser, 'server-gone');
});

test('with the network gone the window says so', { skip: !network.own }, async () => {
  const { browser } = app;
  network.unplug();
  await syncNow(browser);
  await (await browser.$('[data-testid="offline"]')).waitForDisplayed();
  await eventAppears(browser, 'Review');
  await assertShown(browser, 'offline');
  network.plug();
});

test('the server is back with a change, and the window follows', async () => {
  const { browser } = app;
  server.serve(team(standup, review('Review, moved', '1600', '1700')));
  await server.start();
  await syncNow(browser);
  const name = await eventAppears(browser, 'Review, moved');
  assert.match(name, /16:00/);
  assert.equal((await drawnEvents(browser)).filter((one) => one.includes('Review')).length, 1);
  await (await byName(browser, 'button', 'has a problem')).waitForExist({ reverse: true });
  await (await browser.$('[data-testid="offline"]')).waitForExist({ reverse: true });
});

test('what the command line fetches reaches the window by itself', async () => {
  const { browser } = app;
  const retro = event({ uid: 'retro', day: 6, start: '2358', end: '2359', title: 'Retro' });
  server.serve(team(standup, retro));
  await sync(dataDir);
  await eventAppears(browser, 'Retro');
  server.serve(team(standup));
  await sync(dataDir);
  await eventVanishes(browser, 'Retro');
});
