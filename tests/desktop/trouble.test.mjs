// Trouble at the start is told in the window: no dialog, no crash, nothing lost.
import assert from 'node:assert/strict';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { openApp } from './support/app.mjs';
import { FeedServer } from './support/feed-server.mjs';
import { calendar, event } from './support/feeds.mjs';
import { freshDataDir } from './support/places.mjs';
import { assertShown } from './support/shown.mjs';
import { byName, press } from './support/window.mjs';

test('a damaged database is set aside, and the window says so', async () => {
  const dataDir = freshDataDir();
  writeFileSync(join(dataDir, 'kalends.db'), 'this is not a database '.repeat(1000));
  const app = await openApp(dataDir);
  try {
    const { browser } = app;
    const note = await browser.$('//*[contains(., "damaged") or contains(., "set aside")][not(*)]');
    await note.waitForDisplayed();
    await (await byName(browser, 'button', 'Paste a calendar link')).waitForDisplayed();
    await assertShown(browser, 'damaged-database');
  } finally {
    await app.close();
  }
  assert.ok(existsSync(join(dataDir, 'kalends.db')));
  const kept = readdirSync(dataDir).filter((name) => /^kalends-.*damaged.*\.db$/.test(name));
  assert.equal(kept.length, 1, `the damaged file is kept: ${readdirSync(dataDir)}`);
});

test('without a keychain a link is refused with the remedy', async () => {
  const standup = event({ uid: 'standup', start: '0915', end: '0930', title: 'Standup' });
  const server = await new FeedServer(calendar('Team', [standup])).start();
  const app = await openApp(freshDataDir(), {
    env: { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent' },
  });
  try {
    const { browser } = app;
    await press(browser, 'Paste a calendar link');
    const dialog = await browser.$('dialog[open]');
    await (await dialog.$('input')).setValue(server.url);
    await press(browser, 'Check link');
    const add = await dialog.$('button[type="submit"]');
    await browser.waitUntil(async () => /1 event/.test(await dialog.getText()));
    await add.click();
    const problem = await dialog.$('[data-testid="problem"]');
    await problem.waitForDisplayed();
    assert.match(await problem.getText(), /keychain/i);
    await assertShown(browser, 'no-keychain');
  } finally {
    await app.close();
    await server.stop();
  }
});
