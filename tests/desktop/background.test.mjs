// Life without the window: the tray and its menu, closing and quitting, other starts of the program,
// files and links opened with it, a hidden start, and reminders from a hidden program.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { openApp } from './support/app.mjs';
import { openDesk } from './support/desk.mjs';
import { FeedServer } from './support/feed-server.mjs';
import { freshDataDir, appBinary } from './support/places.mjs';
import { until } from './support/until.mjs';
import { byName, press } from './support/window.mjs';
import { press as keys, visible } from './support/wm.mjs';

const minutes = (count) => count * 60_000;

/** A moment as iCalendar writes it in UTC. */
const utc = (at) => new Date(at).toISOString().replace(/[-:]|\.\d+/g, '');

/** An event from `start` for half an hour, with a reminder at `alarm` where one is given. */
function event(uid, title, start, { alarm, more = [] } = {}) {
  const reminder = alarm
    ? ['BEGIN:VALARM', 'ACTION:DISPLAY', `TRIGGER;VALUE=DATE-TIME:${utc(alarm)}`, 'END:VALARM']
    : [];
  return [
    'BEGIN:VEVENT',
    `UID:${uid}`,
    `DTSTAMP:${utc(Date.now())}`,
    `DTSTART:${utc(start)}`,
    `DTEND:${utc(start + minutes(30))}`,
    `SUMMARY:${title}`,
    ...more,
    ...reminder,
    'END:VEVENT',
  ];
}

const calendar = (name, ...events) =>
  ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//tests//EN', `X-WR-CALNAME:${name}`, ...events.flat(), 'END:VCALENDAR', '']
    .join('\r\n');

const folder = freshDataDir();
const file = (name, text) => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};

const dataDir = freshDataDir();
const begun = Math.floor(Date.now() / minutes(1)) * minutes(1);
const soon = begun + minutes(12);
const meet = ['DESCRIPTION:https://meet.google.com/abc-defg-hij', 'LOCATION:Room Ada & Bob'];
const work = file(
  'work.ics',
  calendar('Work', event('demo', 'Demo_rehearsal', soon, { more: meet }), event('over', 'Long over', begun - minutes(180))),
);

let desk;
let app;
before(async () => {
  desk = await openDesk();
  app = await openApp(dataDir);
  await (await byName(app.browser, 'button', 'Paste a calendar link')).waitForDisplayed();
});
after(async () => {
  await app?.close();
  desk?.stop();
});

/** Asks the shell from within the page. */
async function ask(command, given = {}) {
  const [answer, refusal] = await app.browser.executeAsync(
    (name, value, done) => {
      window.__TAURI_INTERNALS__.invoke(name, value).then(
        (good) => done([good, null]),
        (bad) => done([null, bad]),
      );
    },
    command,
    given,
  );
  if (refusal) throw new Error(`${command}: ${JSON.stringify(refusal)}`);
  return answer;
}

/** Another start of the program; resolves with its exit code, or null while it still runs. */
function start(args, { data = dataDir, env = {} } = {}) {
  const child = spawn(appBinary, args, {
    env: { ...process.env, TZ: 'Europe/Berlin', LANG: 'en_GB.UTF-8', KALENDS_DATA_DIR: data, ...env },
    stdio: ['ignore', 'inherit', 'inherit'],
    cwd: folder,
  });
  child.ended = new Promise((done) => child.on('exit', (code, signal) => done({ code, signal })));
  return child;
}

const addFile = (path, name) =>
  ask('add_feed', { feed: { address: path, name, hue: null, everyMinutes: 60 } });

const windowShown = () => until('the window is shown', async () => (await visible('Kalends')).length > 0);
const windowHidden = () => until('the window is hidden', async () => (await visible('Kalends')).length === 0);

test('the tray is told, and its menu has everything', async () => {
  await until('the tray is known', async () => (await ask('background')).tray);
  await addFile(work, 'Work');
  const texts = await until('the meeting is in the menu', async () => {
    const now = await desk.texts();
    return now.some((text) => text.includes('Demo_rehearsal')) && now;
  });
  assert.match(texts[0], /^In (12|11|10) min: Demo_rehearsal$/);
  assert.equal(texts[1], 'Join Demo_rehearsal');
  assert.ok(texts.some((text) => /^\d\d:\d\d – \d\d:\d\d {2}Demo_rehearsal$/.test(text)), texts.join('\n'));
  assert.ok(!texts.some((text) => text.includes('Long over')), 'what has ended is not listed');
  const rest = texts.slice(texts.lastIndexOf('—', texts.indexOf('Quick add…')));
  assert.deepEqual(rest, [
    '—', 'Quick add…', 'Show today', 'Sync now', 'Pause reminders', 'Approvals', 'Reminders', '—', 'Open Kalends', 'Quit',
  ]);
  const join = (await desk.menu())[1];
  assert.equal(join.enabled, true, 'from 15 minutes before it may be joined');
});

test('the icon has a picture and no number', async () => {
  const { item } = await desk.ask({ do: 'menu' });
  assert.match(item.IconName, /\.png$|tray/);
  assert.equal(readFileSync(`${item.IconName.replace(/(\.png)?$/, '.png')}`).subarray(1, 4).toString(), 'PNG');
  assert.equal(item.XAyatanaLabel ?? '', '');
  assert.equal(item.Status, 'Active');
});

test('sync now fetches', async () => {
  const runs = (await ask('list_runs', { limit: 100 })).length;
  await desk.click('Sync now');
  await until('a run is logged', async () => (await ask('list_runs', { limit: 100 })).length > runs);
});

test('pausing for an hour, until tomorrow, and going on', async () => {
  const until_ = async () => (await ask('reminder_settings')).pausedUntil;
  await desk.click('Pause reminders', 'For an hour');
  const hour = await until('it is paused', until_);
  assert.ok(Math.abs(Date.parse(hour) - Date.now() - minutes(60)) < minutes(1), hour);
  await desk.click('Reminders paused', 'Until tomorrow');
  const morning = await until('it is paused for longer', async () => (await until_()) !== hour && until_());
  assert.equal(new Date(morning).toLocaleTimeString('en-GB', { timeZone: 'Europe/Berlin' }), '00:00:00');
  await desk.click('Reminders paused', 'Go on');
  await until('it goes on', async () => (await until_()) === null);
  await until('the menu says so', async () => (await desk.texts()).includes('Pause reminders'));
});

test('closing hides the window, says so once, and the tray opens it again', async () => {
  await windowShown();
  await ask('hide_window');
  await windowHidden();
  const note = await desk.note('that it stays', ({ title }) => title === 'Kalends keeps running');
  assert.match(note.body, /tray/);
  await desk.click('Open Kalends');
  await windowShown();
  await ask('hide_window');
  await windowHidden();
  await desk.click('Open Kalends');
  await windowShown();
  const told = (await desk.notes()).filter(({ title }) => title === 'Kalends keeps running');
  assert.equal(told.length, 1, 'once');
});

test('a second start ends and brings the window up', async () => {
  await ask('hide_window');
  await windowHidden();
  assert.deepEqual(await start([]).ended, { code: 0, signal: null });
  await windowShown();
});

test('a second hidden start brings nothing up', async () => {
  await ask('hide_window');
  await windowHidden();
  assert.deepEqual(await start(['--hidden']).ended, { code: 0, signal: null });
  assert.deepEqual(await visible('Kalends'), []);
});

test('a file opens a preview, and is imported', async () => {
  const { browser } = app;
  const local = await ask('start_local', { name: 'Home' });
  file('holiday.ics', calendar('Holiday', event('pack', 'Pack the bags', begun + minutes(60)), event('fly', 'Fly', begun + minutes(90))));
  await start(['holiday.ics']).ended;
  await windowShown();
  const dialog = await browser.$('dialog[open]');
  await dialog.waitForDisplayed();
  await browser.waitUntil(async () => /Pack the bags/.test(await dialog.getText()));
  const text = await dialog.getText();
  assert.match(text, /Holiday/);
  assert.ok(!text.includes(folder), 'the path is not shown');
  await browser.execute(() => document.querySelector('dialog[open]').close());
  // The dialog's own test is the page's; here the token has to work.
  await start(['holiday.ics']).ended;
  const tokens = await until('a token works', async () => {
    for (const number of [1, 2, 3, 4])
      try {
        await ask('preview_import', { token: `opened:${number}` });
        return [`opened:${number}`];
      } catch {
        // That one is forgotten already.
      }
    return null;
  });
  const taken = await ask('import_file', { token: tokens[0], calendarId: local.id });
  assert.equal(taken, 2);
  await until('the menu lists it', async () => (await desk.texts()).some((one) => one.endsWith('Pack the bags')));
});
