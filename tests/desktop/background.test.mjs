// Life without the window: the tray and its menu, closing and quitting, other starts of the program,
// files and links opened with it, a hidden start, and reminders from a hidden program.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { openApp, screenshot } from './support/app.mjs';
import { openDesk } from './support/desk.mjs';
import { freshDataDir, appBinary } from './support/places.mjs';
import { secureServer } from './support/secure.mjs';
import { assertShown } from './support/shown.mjs';
import { until } from './support/until.mjs';
import { byName, press } from './support/window.mjs';
import { pids, press as keys, shot, takeKeys, visible } from './support/wm.mjs';

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
let server;
/** Surroundings in which the stand-in's certificate is trusted. */
let trusting;
before(async () => {
  desk = await openDesk();
  server = await secureServer(calendar('Team', event('board', 'Board meeting', begun + minutes(120))));
  trusting = { SSL_CERT_FILE: server.authority };
  app = await openApp(dataDir, { env: trusting });
  await (await byName(app.browser, 'button', 'Paste a calendar link')).waitForDisplayed();
});
after(async () => {
  await app?.close();
  await server?.stop();
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

/** The dialog that an opened file or link brings up, once it says `what`. */
async function preview(what) {
  const form = await app.browser.$('[data-testid="import"]');
  await form.waitForDisplayed();
  let text = '';
  // The driver leaves out text that is cut at an edge.
  const said = async () => what.test((text = await form.getProperty('textContent')));
  await until(`the preview says ${what}`, said).catch((error) => {
    throw new Error(`${error.message}; it says: ${text}`);
  });
  return form;
}

const dialogCloses = async () =>
  (await app.browser.$('[data-testid="import"]')).waitForExist({ reverse: true });

test('a file opens a preview, and is imported', async () => {
  const { browser } = app;
  await ask('start_local', { name: 'Home' });
  file(
    'a holiday.ics',
    calendar(
      'Holiday',
      event('pack', 'Pack the bags', begun + minutes(60)),
      event('fly', 'Fly', begun + minutes(90)),
    ),
  );
  await start(['a holiday.ics']).ended;
  await windowShown();
  const form = await preview(/Pack the bags/);
  const text = await form.getProperty('textContent');
  assert.match(text, /Holiday/);
  assert.ok(!text.includes(folder), 'its folder is not shown');
  await assertShown(browser, 'opened-file');
  await press(browser, 'Import 2 events');
  await dialogCloses();
  await until('the menu lists it', async () =>
    (await desk.texts()).some((one) => one.endsWith('Pack the bags')),
  );
});

test('a file that is none says so, and nothing comes of it', async () => {
  const calendars = (await ask('list_calendars')).length;
  file('letter.ics', 'Dear Ada,\n');
  await start([`file://${join(folder, 'letter.ics')}`]).ended;
  await preview(/not|no /i);
  await press(app.browser, 'Close');
  await dialogCloses();
  assert.equal((await ask('list_calendars')).length, calendars);
});

test('a calendar link opens a preview, and is added', async () => {
  const { browser } = app;
  const link = `webcal://127.0.0.1:${server.port}/private-7d21/team.ics`;
  await start([link]).ended;
  const form = await preview(/Board meeting/);
  assert.ok(!(await form.getProperty('textContent')).includes('team.ics'), 'the address is masked');
  await assertShown(browser, 'opened-link');
  await press(browser, 'Add calendar');
  await dialogCloses();
  const added = await until('the calendar is there', async () =>
    (await ask('list_calendars')).find(({ name }) => name === 'Team'),
  );
  assert.equal(added.feed.network, true);
  assert.ok(!JSON.stringify(added).includes('team.ics'));
});

test('a calendar link can be copied once instead', async () => {
  const { browser } = app;
  const calendars = (await ask('list_calendars')).length;
  await start([`webcal://127.0.0.1:${server.port}/private-7d21/team.ics`]).ended;
  await preview(/Board meeting/);
  await (await byName(browser, 'label', 'Import a copy')).click();
  await assertShown(browser, 'opened-link-copied');
  await press(browser, 'Import 1 event');
  await dialogCloses();
  await (await byName(browser, 'span', 'imported into')).waitForDisplayed();
  assert.ok((await ask('list_calendars')).length <= calendars + 1, 'no link is followed');
});

test('what was opened is known by its token alone, and only until it is dropped', async () => {
  await start(['work.ics']).ended;
  await preview(/Demo_rehearsal/);
  await press(app.browser, 'Cancel');
  await dialogCloses();
  for (const token of ['opened:1', 'opened:4', 'opened:5', 'opened:99', work])
    await assert.rejects(ask('preview_import', { token }), /"kind":"opened"/, token);
});

test('the popover comes from the tray and goes again', async () => {
  await desk.click('Show today');
  await until('it is shown', async () => (await visible('Today')).length > 0);
  await shot('today-window');
  await desk.click('Show today');
  await until('it is hidden', async () => (await visible('Today')).length === 0);
});

test('the keys for a new event work from anywhere, whatever is locked', async () => {
  const { shortcut, shortcutReason } = await ask('background');
  assert.equal(shortcut, 'Ctrl+Shift+Space', shortcutReason);
  for (const lock of ['Num_Lock', 'Caps_Lock']) await keys(lock);
  await keys('ctrl+shift+space');
  for (const lock of ['Num_Lock', 'Caps_Lock']) await keys(lock);
  await until('it is shown', async () => (await visible('New event')).length > 0);
  await shot('quick-window');
});

test('starting at login is off, and an entry of the desktop once it is on', async () => {
  assert.equal((await ask('background')).startAtLogin, false);
  await ask('set_background', { change: { startAtLogin: true } });
  assert.equal((await ask('background')).startAtLogin, true);
  const entry = join(process.env.XDG_CONFIG_HOME, 'autostart/app.kalends.desktop.desktop');
  assert.match(readFileSync(entry, 'utf8'), new RegExp(`^Exec="${appBinary}" --hidden$`, 'm'));
  await ask('set_background', { change: { startAtLogin: false } });
  assert.ok(!existsSync(entry));
});

/** Puts an event with a reminder some seconds from now into the followed file, and syncs. */
async function remindSoon(title) {
  const due = Date.now() + 5_000;
  writeFileSync(
    work,
    calendar(
      'Work',
      event('demo', 'Demo_rehearsal', soon, { more: meet }),
      event(title, title, Date.now() + minutes(5), { alarm: due, more: meet }),
    ),
  );
  await desk.click('Sync now');
  const note = await desk.note(title, (one) => one.title === title);
  return { note, late: Date.now() - due };
}

test('a hidden window reminds, and the note opens it with its event', async () => {
  const { browser } = app;
  await ask('hide_window');
  await windowHidden();
  const { note, late } = await remindSoon('Retrospective');
  assert.ok(late < 2_000, `${late} ms late`);
  assert.ok(note.actions.includes('default') && note.actions.includes('join'), note.actions.join());
  await desk.ask({ do: 'act', number: note.number, action: 'default' });
  await windowShown();
  await browser.waitUntil(async () =>
    (await browser.$('//*[@data-testid="event-details"]/..').getText()).includes('Retrospective'),
  );
});

test('a panel that restarts shows the icon again', async () => {
  await desk.ask({ do: 'tray', there: false });
  const gone = await until('there is no tray', async () => {
    const now = await ask('background');
    return now.tray ? null : now;
  });
  assert.match(gone.trayReason, /shows no tray icons/);
  await desk.ask({ do: 'tray', there: true });
  await until('there is a tray', async () => (await ask('background')).tray);
  await until('the menu is back', async () => (await desk.texts()).includes('Quit'));
});

test('quit in the menu ends the program', async () => {
  const [pid] = await pids();
  await desk.click('Quit');
  await until('it has ended', async () => !(await pids()).includes(pid), { timeout: 6_000 });
  await app.close().catch(() => undefined);
  app = null;
});

test('a hidden start has a tray and no window, reminds, and opens on a note', async () => {
  const hidden = start(['--hidden'], { env: trusting });
  await until('the menu lists the day', async () => (await desk.texts()).some((one) => one.includes('Demo')));
  assert.deepEqual(await visible('Kalends'), []);
  const { note } = await remindSoon('Interview');
  assert.deepEqual(await visible('Kalends'), []);
  await desk.ask({ do: 'act', number: note.number, action: 'default' });
  await windowShown();
  await desk.click('Quit');
  assert.deepEqual(await hidden.ended, { code: 0, signal: null });
});

test('the end of the session is an end in order', async () => {
  const hidden = start(['--hidden']);
  await until('it runs', async () => (await desk.texts()).includes('Sync now'));
  hidden.kill('SIGTERM');
  assert.deepEqual(await hidden.ended, { code: 0, signal: null });
});

test('the first start takes a file as well', async () => {
  app = await openApp(dataDir, { args: [join(folder, 'a holiday.ics')], env: trusting });
  await preview(/Pack the bags/);
  await press(app.browser, 'Cancel');
});

test('keys that another program has are left to it, and that is said', async () => {
  await app?.close();
  const other = await takeKeys();
  app = await openApp(dataDir, { env: trusting });
  const { shortcut, shortcutReason } = await ask('background');
  assert.equal(shortcut, null);
  assert.match(shortcutReason, /^Another program has the keys\./);
  await other.stop();
});

test('without a tray it is said once that the program stays, and it does', async () => {
  await app.close();
  await desk.ask({ do: 'tray', there: false });
  const fresh = freshDataDir();
  app = await openApp(fresh);
  const { browser } = app;
  await browser.waitUntil(async () => /Closing the window keeps/.test(await browser.$('body').getText()), { timeout: 20_000 });
  await screenshot(browser, 'no-tray');
  assert.equal((await ask('background')).tray, false);
  const [pid] = await pids();
  await ask('hide_window');
  await windowHidden();
  assert.deepEqual(await start([], { data: fresh }).ended, { code: 0, signal: null });
  await windowShown();
  assert.deepEqual(await pids(), [pid]);
});

test('closing quits where the reader wants that', async () => {
  const [pid] = await pids();
  await ask('set_background', { change: { closeToTray: false } });
  await ask('hide_window').catch(() => undefined);
  await until('it has ended', async () => !(await pids()).includes(pid), { timeout: 6_000 });
  await app.close().catch(() => undefined);
  app = null;
});
