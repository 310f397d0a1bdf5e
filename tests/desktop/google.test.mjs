// A Google account in the real window: signing in, edits both ways, offline, a conflict, signing out.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openApp } from './support/app.mjs';
import { browserIn, Google } from './support/google.mjs';
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

const mia = 'mia@northwind.example';
const ana = 'ana@northwind.example';
const enter = '\uE007';
const escape = '\uE00C';

const dataDir = freshDataDir();
network.plug();
let google;
let app;

before(async () => {
  google = await Google.start();
  await google.control('consent', { mode: 'give', user: mia });
  app = await open();
});
after(async () => {
  await app?.close();
  await google?.stop();
});

const open = () => openApp(dataDir, { env: { ...google.env, PATH: browserIn(dataDir) } });

/** An event of today in Berlin, as the API takes it. */
function today(summary, from, to, more = {}) {
  const day = new Date().toLocaleDateString('sv-SE', { timeZone: 'Europe/Berlin' });
  const at = (time) => ({ dateTime: `${day}T${time}:00`, timeZone: 'Europe/Berlin' });
  return { summary, start: at(from), end: at(to), ...more };
}

const onServer = async (summary, user = mia) =>
  (await google.events(user)).find((event) => event.summary === summary);

/** The requests after which somebody would have got a mail. */
const mailed = async () => (await google.noted('mails')).filter(({ recipients }) => recipients.length > 0);

const serverHas = (summary, user = mia) =>
  until(`the server has “${summary}”`, () => onServer(summary, user));

/** The title of the open details becomes another one, through the editor. */
async function rename(browser, from, to) {
  await openEvent(browser, from);
  await press(browser, 'Edit');
  const title = await browser.$('[data-testid="editor-title"]');
  await title.waitForDisplayed();
  await title.setValue(to);
  await (await browser.$('[data-testid="editor-save"]')).click();
  await title.waitForExist({ reverse: true });
}

test('signing in happens in the browser, and the calendars come', async () => {
  const { browser } = app;
  await google.as(mia, 'POST', 'calendars/primary/events', today('Breakfast', '08:00', '08:45'));
  await google.as(
    mia,
    'POST',
    'calendars/primary/events',
    today('Rounds', '12:00', '12:15', { recurrence: ['RRULE:FREQ=DAILY;COUNT=30'] }),
  );
  await press(browser, 'Connect a Google account');
  await eventAppears(browser, 'Breakfast');
  await eventAppears(browser, 'Rounds');
  await (await byName(browser, 'span', 'Team')).waitForExist();
  await browser.$('dialog[open]').waitForExist({ reverse: true });
  await assertShown(browser, 'google-signed-in');
  const page = await browser.getPageSource();
  assert.ok(!/ya29|1\/\/|Bearer/.test(page), 'no token is in the page');
});

test('a new event is on the screen at once and at the server soon after', async () => {
  const { browser } = app;
  await browser.keys('c');
  const quick = await browser.$('[data-testid="quick-create"]');
  await quick.waitForDisplayed();
  await browser.keys('Write the report');
  await assertShown(browser, 'google-quick-create');
  await browser.keys(enter);
  await eventAppears(browser, 'Write the report');
  const event = await serverHas('Write the report');
  assert.equal(event.organizer.email, mia);
  assert.deepEqual(await mailed(), []);
});

test('a change made elsewhere comes with the next sync', async () => {
  const { browser } = app;
  const event = await onServer('Breakfast');
  await google.as(mia, 'PATCH', `calendars/primary/events/${event.id}`, { summary: 'Long breakfast' });
  await syncNow(browser);
  await eventAppears(browser, 'Long breakfast');
  assert.equal((await drawnEvents(browser)).filter((name) => /breakfast/i.test(name)).length, 1);
});

test('keys move an event, and one occurrence of a series', async () => {
  const { browser } = app;
  const before = await onServer('Long breakfast');
  await focusEvent(browser, 'Long breakfast');
  await browser.keys(['Alt', '\uE015']);
  await until('the server has the later time', async () => {
    const now = await onServer('Long breakfast');
    return Date.parse(now.start.dateTime) - Date.parse(before.start.dateTime) === 15 * 60_000;
  });
  await focusEvent(browser, 'Rounds');
  await browser.keys(['Alt', '\uE015']);
  await press(browser, 'This event');
  const moved = await until('the server has an exception', async () =>
    (await google.events(mia)).find((event) => event.recurringEventId && event.summary === 'Rounds'),
  );
  assert.match(moved.id, /_\d{8}T\d{6}Z$/);
});

test('guests are mailed only when the reader says so', async () => {
  const { browser } = app;
  await openEvent(browser, 'Write the report');
  await press(browser, 'Edit');
  const guests = await browser.$('//input[contains(@aria-label, "guests") or contains(@placeholder, "guests")]');
  await guests.waitForDisplayed();
  await guests.setValue(ana);
  await browser.keys(enter);
  await assertShown(browser, 'google-editor');
  await (await browser.$('[data-testid="editor-save"]')).click();
  await press(browser, 'Don’t send');
  await until('Ana has the invitation', () => onServer('Write the report', ana));
  assert.deepEqual(await mailed(), []);
});

test('an invitation is answered', async () => {
  const { browser } = app;
  await google.as(
    ana,
    'POST',
    'calendars/primary/events?sendUpdates=none',
    today('Planning', '15:00', '16:00', { attendees: [{ email: mia }] }),
  );
  await syncNow(browser);
  await eventAppears(browser, 'Planning');
  await openEvent(browser, 'Planning');
  await press(browser, 'Yes');
  await press(browser, 'Don’t send');
  await until('Ana sees the answer', async () => {
    const event = await onServer('Planning', ana);
    return event.attendees.find((one) => one.email === mia).responseStatus === 'accepted';
  });
  await browser.keys(escape);
});

test('what is edited offline waits with a mark, and is merged when the server is back', async () => {
  const { browser } = app;
  const { id } = await onServer('Long breakfast');
  await google.control('stop');
  await rename(browser, 'Long breakfast', 'Brunch');
  const name = await eventAppears(browser, 'Brunch');
  assert.match(name, /not sent yet/);
  await assertShown(browser, 'google-unsent');
  // The app may end and start in between.
  await app.close();
  app = await open();
  await eventAppears(app.browser, 'Brunch');
  await google.as(mia, 'PATCH', `calendars/primary/events/${id}`, { location: 'Kitchen' });
  await google.control('start');
  await syncNow(app.browser);
  await until('both changes are there', async () => {
    const event = await onServer('Brunch');
    return event?.location === 'Kitchen';
  });
  await until('the mark is gone', async () => !/not sent yet/.test(await eventAppears(app.browser, 'Brunch')));
});

test('what both changed is decided by the reader, field by field', async () => {
  const { browser } = app;
  const { id } = await onServer('Brunch');
  await google.control('stop');
  await rename(browser, 'Brunch', 'Brunch with Mia');
  await google.as(mia, 'PATCH', `calendars/primary/events/${id}`, { summary: 'Brunch with Ana' });
  await google.control('start');
  await syncNow(browser);
  await openEvent(browser, 'Brunch with Mia');
  await (await byName(browser, 'button', 'Take theirs')).waitForDisplayed();
  await assertShown(browser, 'google-conflict');
  await (await browser.$('//label[contains(., "Brunch with Ana")]//input[@type="radio"]')).click();
  await press(browser, 'Apply choices');
  await eventAppears(browser, 'Brunch with Ana');
  await eventVanishes(browser, 'Brunch with Mia');
  assert.equal((await onServer('Brunch with Ana')).id, id);
});

test('a deleted event comes back with undo', async () => {
  const { browser } = app;
  await focusEvent(browser, 'Brunch with Ana');
  await browser.keys('\uE017');
  await eventVanishes(browser, 'Brunch with Ana');
  await browser.keys(['Control', 'z']);
  await eventAppears(browser, 'Brunch with Ana');
  await serverHas('Brunch with Ana');
});

test('signing out keeps the events, and signing in again finds the unsent edits', async () => {
  const { browser } = app;
  await google.control('stop');
  await rename(browser, 'Brunch with Ana', 'Late brunch');
  await google.control('start');
  await press(browser, 'Settings');
  await assertShown(browser, 'google-accounts');
  await press(browser, 'Sign out…');
  const dialog = await browser.$('dialog[open]');
  await (await dialog.$('button[type="submit"], .btn.primary')).click();
  await dialog.waitForExist({ reverse: true });
  await press(browser, 'Back to calendar');
  await eventAppears(browser, 'Late brunch');
  await press(browser, 'Settings');
  await press(browser, 'Sign in again');
  await press(browser, 'Back to calendar');
  await serverHas('Late brunch');
  assert.equal((await drawnEvents(browser)).filter((name) => /brunch/i.test(name)).length, 1);
});

test('the stand-in saw no request that Google would refuse, and mailed nobody', async () => {
  assert.deepEqual(await google.noted('violations'), []);
  assert.deepEqual(await mailed(), []);
});

/** Puts the keyboard on the event whose name contains `title`. */
async function focusEvent(browser, title) {
  await browser.waitUntil(() =>
    browser.execute((name) => {
      const event = [...document.querySelectorAll('main .block')].find((one) =>
        one.getAttribute('aria-label')?.includes(name),
      );
      event?.scrollIntoView({ block: 'center' });
      event?.focus();
      return event !== undefined && document.activeElement === event;
    }, title),
  );
}
