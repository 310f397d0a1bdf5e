// What a person does with the window from day to day, by keyboard where there is a key for it.
import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { openApp } from './support/app.mjs';
import { freshDataDir } from './support/places.mjs';
import { until } from './support/until.mjs';
import {
  byName,
  drawnEvents,
  eventAppears,
  eventVanishes,
  lookAround,
  openEvent,
  theme,
  weekIsDrawn,
} from './support/window.mjs';

const enter = '\uE007';
const escape = '\uE00C';

const dataDir = freshDataDir();
const opened = join(dataDir, 'opened');
// Stands in for the desktop's own way to open a link.
const programs = join(dataDir, 'programs');
mkdirSync(programs);
writeFileSync(join(programs, 'xdg-open'), `#!/bin/sh\nprintf '%s\\n' "$@" >"${opened}"\n`);
chmodSync(join(programs, 'xdg-open'), 0o755);
const env = { PATH: `${programs}:${process.env.PATH}` };

let app;
before(async () => {
  app = await openApp(dataDir, { env });
  await lookAround(app.browser);
  await weekIsDrawn(app.browser);
});
after(() => app?.close());

// Not through the driver: it leaves out text that may be cut off with an ellipsis.
const title = (browser) => browser.execute(() => document.querySelector('[data-testid="title"]').textContent);

test('keys walk through time and views', async () => {
  const { browser } = app;
  await browser.keys('m');
  const here = await title(browser);
  await browser.keys('j');
  await browser.waitUntil(async () => (await title(browser)) !== here);
  await browser.keys('k');
  await browser.waitUntil(async () => (await title(browser)) === here);
  await browser.keys('p');
  await browser.waitUntil(async () => (await title(browser)) !== here);
  await browser.keys('t');
  await browser.waitUntil(async () => (await title(browser)) === here);
  await browser.keys('w');
  await weekIsDrawn(browser);
});

test('arrows move between events, Enter opens one, Escape leaves it', async () => {
  const { browser } = app;
  await browser.waitUntil(() =>
    browser.execute(() => {
      const event = document.querySelector('main .block');
      event?.focus();
      return document.activeElement === event;
    }),
  );
  const first = await browser.execute(() => document.activeElement.getAttribute('aria-label'));
  await browser.keys('\uE015');
  const second = await browser.execute(() => document.activeElement.getAttribute('aria-label'));
  assert.notEqual(second, first);
  await browser.keys(enter);
  const details = await browser.$('[data-testid="event-details"]');
  await details.waitForDisplayed();
  await browser.keys(escape);
  await details.waitForExist({ reverse: true });
});

test('search finds an event by part of a word and goes there', async () => {
  const { browser } = app;
  await browser.keys('/');
  const box = await browser.$('[data-testid="search-box"]');
  await box.waitForDisplayed();
  await box.addValue('concert phil');
  const hit = await browser.$('//*[@role="option"][contains(., "Philharmonie")]');
  await hit.waitForDisplayed();
  await browser.keys(enter);
  await (await browser.$('[data-testid="event-details"]')).waitForDisplayed();
  await browser.keys(escape);
});

test('a hidden calendar takes its events along', async () => {
  const { browser } = app;
  await eventAppears(browser, 'Gym');
  const row = await browser.$('//*[@data-testid="calendar-row"][contains(., "Home")]//label');
  await row.click();
  await eventVanishes(browser, 'Gym');
  await row.click();
  await eventAppears(browser, 'Gym');
});

test('a link is opened by the desktop, not in the window', async () => {
  const { browser } = app;
  await openEvent(browser, 'Standup');
  await (await byName(browser, 'button', 'Join')).click();
  await until('the link was handed over', () => existsSync(opened));
  await until('it is the one of the event', () =>
    readFileSync(opened, 'utf8').startsWith('https://meet.example.org/standup'),
  );
  assert.match(await browser.getUrl(), /^tauri:\/\/localhost/);
  await browser.keys(escape);
});

test('theme and calendars are there again after a restart', async () => {
  await theme(app.browser, 'dark');
  const before = await drawnEvents(app.browser);
  await app.close();
  assert.equal(readFileSync(join(dataDir, 'theme'), 'utf8'), 'dark');
  app = await openApp(dataDir, { env });
  const { browser } = app;
  await weekIsDrawn(browser);
  assert.equal(await browser.execute(() => document.documentElement.dataset.theme), 'dark');
  assert.deepEqual(await drawnEvents(browser), before);
});
