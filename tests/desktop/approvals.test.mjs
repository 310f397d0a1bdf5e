// What an agent proposes, in the real window: it arrives, is told by a notification, is drawn on the
// grid, and is decided; what is approved reaches the stand-in of Google, and nothing else does.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { dayFromNow } from './support/agent.mjs';
import { kalends } from './support/cli.mjs';
import { mia, openPlace } from './support/place.mjs';
import {
  about,
  answer,
  at,
  cardAppears,
  cardLeaves,
  day,
  stands as standsWith,
  zone,
} from './support/proposals.mjs';
import { assertShown } from './support/shown.mjs';
import { until } from './support/until.mjs';
import { byName, drawnEvents, eventAppears, eventVanishes, syncNow } from './support/window.mjs';

const place = await openPlace({ tray: false });
const { app, dataDir, desk, google, onServer, propose, put } = place;
let agent;
after(() => place.close());

/** The notification of a proposal with this title. */
const noteOf = (title) => desk.note(`of “${title}”`, (note) => note.title.includes(title));

const stands = (id, state) => standsWith(agent, id, state);

test('a calendar is there, and an agent that may see it', async () => {
  await put('Customer call', '13:00', '14:00');
  await put('Demo rehearsal', '15:00', '16:00');
  await put('Car inspection', '08:00', '09:00');
  agent = await place.connect('Customer call');
});

test('what is proposed arrives in the open window, with a number, a card and a ghost', async () => {
  const { browser } = app;
  await propose('Prep: board deck', '10:00', '11:30');
  const badge = await browser.$('[data-testid="approvals-badge"]');
  await badge.waitForExist();
  assert.match(await badge.getText(), /1/);
  assert.match(await eventAppears(browser, 'Prep: board deck'), /proposed, not approved yet/);
  assert.equal(await onServer('Prep: board deck'), undefined);
  const note = await noteOf('Prep: board deck');
  assert.equal(note.title, 'Claude wants to add “Prep: board deck”');
  assert.deepEqual(note.actions, ['review', 'reject']);
  await desk.ask({ do: 'act', number: note.number, action: 'review' });
  const found = await cardAppears(browser, 'Prep: board deck');
  const text = await found.getText();
  assert.match(text, /^Claude, /);
  assert.match(text, /You asked for it\./);
  assert.match(text, /10:00 – 11:30/);
  assert.match(text, /Mails nobody/);
  const focused = await browser.execute(() => document.activeElement?.textContent);
  assert.match(focused, /Prep: board deck/, 'the keyboard is on the title, not on an answer');
  await assertShown(browser, 'approvals');
});

test('approved, it is an event at the server, and the agent hears of it', async () => {
  const { browser } = app;
  await answer(browser, 'Prep: board deck', 'Approve');
  await until('the server has it', () => onServer('Prep: board deck'));
  await cardLeaves(browser, 'Prep: board deck');
  await until('it is no ghost any more', async () =>
    !/proposed/.test(await eventAppears(browser, 'Prep: board deck')),
  );
  const { proposals } = await agent.call('proposal_status', { since: `${dayFromNow(-1)}T00:00:00Z` });
  await stands(proposals[0].id, 'done');
});

test('a move is drawn at both places and says what it collides with', async () => {
  const { browser } = app;
  await agent.call('propose_update', {
    ...(await about(agent, 'Customer call')),
    patch: { start: `${day}T15:30`, end: `${day}T16:30`, time_zone: zone },
  });
  const found = await cardAppears(browser, 'Customer call');
  const text = await found.getText();
  assert.match(text, /Move “Customer call”/);
  assert.match(text, /Overlaps “Demo rehearsal”.*by 30 min/);
  const drawn = (await drawnEvents(browser)).filter((name) => name.includes('Customer call'));
  assert.equal(drawn.length, 2);
  assert.ok(drawn.some((name) => /would go away/.test(name)));
  assert.ok(drawn.some((name) => /proposed/.test(name)));
  await assertShown(browser, 'approvals-move');
  await answer(browser, 'Customer call', 'Approve');
  await until('the server has the new time', async () =>
    (await onServer('Customer call')).start.dateTime.includes('15:30'),
  );
});

test('rejected, nothing happens but that the agent hears why', async () => {
  const { browser } = app;
  const { id } = await propose('Lunch', '12:00', '13:00');
  await answer(browser, 'Lunch', 'Reject');
  const note = await browser.$('[data-testid="approvals"] form input');
  await note.waitForDisplayed();
  await note.setValue('No time for lunch');
  await (await byName(browser, 'button', 'Reject')).click();
  await cardLeaves(browser, 'Lunch');
  await eventVanishes(browser, 'Lunch');
  await browser.$('//*[@data-testid="toast"][contains(., "Lunch")]//button[@aria-label="Dismiss"]').click();
  await desk.note('which is closed', ({ title, closed }) => title.includes('Lunch') && closed !== null);
  const told = await stands(id, 'rejected');
  assert.match(JSON.stringify(told), /No time for lunch/);
  assert.equal(await onServer('Lunch'), undefined);
});

test('rejected by its notification, the card goes', async () => {
  const { browser } = app;
  const { id } = await propose('Podcast', '12:00', '13:00');
  await cardAppears(browser, 'Podcast');
  const { number } = await noteOf('Podcast');
  await desk.ask({ do: 'act', number, action: 'reject' });
  await cardLeaves(browser, 'Podcast');
  await stands(id, 'rejected');
});

test('what nobody decided by the start of the event expires by itself', async () => {
  const { browser } = app;
  const start = new Date(Date.now() + 8_000);
  const { id } = await agent.call('propose_create', {
    title: 'Too late',
    start: start.toISOString(),
    end: new Date(start.getTime() + 3_600_000).toISOString(),
    time_zone: zone,
    notify: 'none',
    reason: 'You asked for it.',
  }).then(({ proposal }) => proposal);
  await cardAppears(browser, 'Too late');
  await cardLeaves(browser, 'Too late');
  await until('it is no ghost any more', async () =>
    !(await drawnEvents(browser)).some((name) => name.includes('Too late')),
  );
  await stands(id, 'expired');
});

test('edited, what was saved in the editor is what is approved', async () => {
  const { browser } = app;
  await propose('Reading', '17:00', '18:00');
  await answer(browser, 'Reading', 'Edit');
  const title = await browser.$('[data-testid="editor-title"]');
  await title.waitForDisplayed();
  await title.setValue('Reading, at home');
  await (await browser.$('[data-testid="editor-save"]')).click();
  await until('the server has the edited one', () => onServer('Reading, at home'));
  assert.equal(await onServer('Reading'), undefined);
});

test('what went out of date has to be looked at again', async () => {
  const { browser } = app;
  await agent.call('propose_update', {
    ...(await about(agent, 'Car inspection')),
    patch: { location: 'Garage' },
  });
  await cardAppears(browser, 'Car inspection');
  const { id } = await onServer('Car inspection');
  await google.as(mia, 'PATCH', `calendars/primary/events/${id}`, { start: at('08:30'), end: at('09:30') });
  await kalends(dataDir, 'sync');
  const found = await cardAppears(browser, 'Car inspection');
  await until('the card says so', async () => /Out of date|changed while/i.test(await found.getText()));
  assert.ok(!(await found.$('.//button[normalize-space(.)="Approve"]').isExisting()));
  await answer(browser, 'Car inspection', 'Review again');
  await answer(browser, 'Car inspection', 'Approve');
  await until('the place is at the server', async () => (await onServer('Car inspection')).location === 'Garage');
  assert.match((await onServer('Car inspection')).start.dateTime, /08:30/);
});

test('approved without a network it waits, says so, and is sent later', async () => {
  const { browser } = app;
  const { id } = await propose('Offline idea', '19:00', '20:00');
  await cardAppears(browser, 'Offline idea');
  await google.control('stop');
  await answer(browser, 'Offline idea', 'Approve');
  await until('the card says that it waits', async () =>
    /Approved, waiting to be sent/.test(await (await cardAppears(browser, 'Offline idea')).getText()),
  );
  await google.control('start');
  await syncNow(browser);
  await until('the server has it', () => onServer('Offline idea'));
  await stands(id, 'done');
});

test('what was never approved never reached the server', async () => {
  assert.deepEqual(await google.noted('violations'), []);
  const mails = await google.noted('mails');
  assert.deepEqual(mails.filter(({ recipients }) => recipients.length > 0), []);
});
