// Each entry of the tray's menu clicked over D-Bus; what the window hears of what happened while it
// was hidden, and of what the command line set; and a start while the program ends.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { openApp } from './support/app.mjs';
import { kalends } from './support/cli.mjs';
import { openDesk } from './support/desk.mjs';
import { appBinary, freshDataDir } from './support/places.mjs';
import { until } from './support/until.mjs';
import { byName, press } from './support/window.mjs';
import { escape, pids, visible } from './support/wm.mjs';

const minute = 60_000;
const soon = Math.floor(Date.now() / minute) * minute + 12 * minute;
const utc = (at) => new Date(at).toISOString().replace(/[-:]|\.\d+/g, '');
const link = 'https://meet.google.com/abc-defg-hij';

const folder = freshDataDir();
const dataDir = freshDataDir();
const work = join(folder, 'work.ics');
const calendar = [
  'BEGIN:VCALENDAR',
  'VERSION:2.0',
  'PRODID:-//tests//EN',
  'BEGIN:VEVENT',
  'UID:demo',
  `DTSTAMP:${utc(soon)}`,
  `DTSTART:${utc(soon)}`,
  `DTEND:${utc(soon + 30 * minute)}`,
  'SUMMARY:Demo rehearsal',
  `DESCRIPTION:${link}`,
  'END:VEVENT',
  'END:VCALENDAR',
  '',
].join('\r\n');

/** What was opened with the system's programs; a stand-in for them writes it down. */
const opened = join(folder, 'opened');
function programs() {
  const path = join(folder, 'programs');
  mkdirSync(path);
  writeFileSync(join(path, 'xdg-open'), `#!/bin/sh\nprintf '%s\\n' "$1" >>${JSON.stringify(opened)}\n`);
  chmodSync(join(path, 'xdg-open'), 0o755);
  return `${path}:${process.env.PATH}`;
}

let desk;
let app;
before(async () => {
  writeFileSync(work, calendar);
  await kalends(dataDir, 'feed', 'add', work, '--name', 'Work', '--every', '1h');
  desk = await openDesk();
  app = await openApp(dataDir, { env: { PATH: programs() } });
  await (await byName(app.browser, 'button', 'New event')).waitForDisplayed();
  // A page that was hidden before its first picture has nothing to show yet.
  await app.browser.executeAsync((done) => {
    requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done)));
  });
  await until('the meeting is in the menu', async () =>
    (await desk.texts()).some((text) => text.includes('Demo rehearsal')),
  );
});
after(async () => {
  await app?.close();
  desk?.stop();
});

const ask = (command, given = {}) =>
  app.browser.executeAsync(
    (name, value, done) => void window.__TAURI_INTERNALS__.invoke(name, value).then(done, done),
    command,
    given,
  );
const shown = (title) => until(`“${title}” is shown`, async () => (await visible(title)).length > 0);
const hidden = (title) => until(`“${title}” is hidden`, async () => (await visible(title)).length === 0);

async function hide() {
  await ask('hide_window');
  await hidden('Kalends');
}

test('quick add opens its small window, and that leaves nothing behind', async () => {
  await hide();
  await desk.click('Quick add…');
  await shown('New event');
  assert.deepEqual(await visible('Kalends'), [], 'the main window is not needed for it');
  // Its page may only just have begun to listen.
  await until('Escape hides it', async () => {
    await escape('New event');
    return (await visible('New event')).length === 0;
  });
  assert.equal((await pids()).length, 1);
});

test('approvals and reminders open the window at their lists', async () => {
  await hide();
  await desk.click('Approvals');
  await shown('Kalends');
  await app.browser.$('[data-testid="approvals"]').waitForDisplayed();
  await hide();
  await desk.click('Reminders');
  await shown('Kalends');
  await app.browser.$('//h2[normalize-space(.)="Reminders"]').waitForDisplayed();
});

test('an event opens the window at its details', async () => {
  await hide();
  const line = (await desk.texts()).find((text) => /^\d\d:\d\d – \d\d:\d\d {2}Demo rehearsal$/.test(text));
  await desk.click(line);
  await shown('Kalends');
  await app.browser.waitUntil(async () =>
    (await app.browser.$('//*[@data-testid="event-details"]/..').getText()).includes('Demo rehearsal'),
  );
});

test('join opens the link of the meeting and no window', async () => {
  await hide();
  await desk.click('Join Demo rehearsal');
  await until('the link is opened', () => existsSync(opened));
  assert.equal(readFileSync(opened, 'utf8'), `${link}\n`);
  assert.deepEqual(await visible('Kalends'), []);
});

test('a window that comes back says how syncing stands now', async () => {
  const { browser } = app;
  await desk.click('Open Kalends');
  await shown('Kalends');
  const failing = () => browser.$('[data-testid="sync-line"] .problems').isExisting();
  assert.ok(!(await failing()));
  await hide();
  writeFileSync(work, 'Dear Ada,\n');
  await desk.click('Sync now');
  await until('it failed', async () => (await ask('sync_state')).failing === 1);
  assert.ok(!(await failing()), 'a hidden page is told nothing');
  await desk.click('Open Kalends');
  await shown('Kalends');
  await until('the page says that it failed', failing);
  writeFileSync(work, calendar);
});

/** The switch with this label. */
const toggle = (label) => `//label[contains(., ${JSON.stringify(label)})]/input[@role="switch"]`;

test('what the command line sets shows at once, and is not overwritten', async () => {
  const { browser } = app;
  await press(browser, 'Settings');
  const quiet = await browser.$(toggle('Quiet hours'));
  await quiet.waitForExist();
  assert.equal(await quiet.isSelected(), false);
  await kalends(dataDir, 'reminders', 'settings', '--quiet', '21:00-06:00');
  await until('the switch is on', () => quiet.isSelected());
  await kalends(dataDir, 'reminders', 'pause', '--for', '1h');
  await (await byName(browser, 'span', 'Paused until')).waitForDisplayed();
  await browser.$(`${toggle('Hide titles')}/..`).click();
  await until('the titles are hidden', async () => (await ask('reminder_settings')).hideTitles);
  const kept = await kalends(dataDir, 'reminders', 'settings');
  assert.equal(kept.quiet, '21:00-06:00');
  assert.notEqual(kept.paused_until, null);
  await press(browser, 'Go on');
  await press(browser, 'Back to calendar');
});

test('a start while the program ends is a start', async (t) => {
  await app.close();
  app = null;
  const start = (t, args) => {
    const env = { ...process.env, TZ: 'Europe/Berlin', LANG: 'en_GB.UTF-8', KALENDS_DATA_DIR: dataDir };
    const child = spawn(appBinary, args, { env, stdio: ['ignore', 'inherit', 'inherit'] });
    t.after(() => child.kill());
    return { ended: new Promise((done) => child.on('exit', (code, signal) => done({ code, signal }))) };
  };
  /** The icon of the one before may just be going. */
  const hasMenu = () => desk.texts().then((texts) => texts.includes('Quit'), () => false);
  const first = start(t, ['--hidden']);
  await until('it runs', hasMenu);
  await desk.click('Quit');
  const second = start(t, []);
  await shown('Kalends');
  await until('its tray is there', hasMenu);
  assert.equal((await pids()).length, 1);
  await desk.click('Quit');
  assert.deepEqual(await first.ended, { code: 0, signal: null });
  assert.deepEqual(await second.ended, { code: 0, signal: null });
});
