// Deciding in the real window by keys, in bulk and from outside of it: the number in the tray, a
// review from a hidden window, undo, batches; conflicts, and other times for what collides.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { openPlace } from './support/place.mjs';
import { about, answer, at, cardAppears, cardLeaves, stands, wish } from './support/proposals.mjs';
import { assertShown } from './support/shown.mjs';
import { until } from './support/until.mjs';
import { press } from './support/window.mjs';
import { visible } from './support/wm.mjs';

const enter = '\uE007';

const place = await openPlace();
const { app, desk, onServer, openApprovals, propose, put, serverHas, toastOf } = place;
let agent;
after(() => place.close());

/** Asks the shell from within the page. */
const ask = (command, given = {}) =>
  app.browser.executeAsync(
    (name, value, done) => void window.__TAURI_INTERNALS__.invoke(name, value).then(done, done),
    command,
    given,
  );

const focused = () => app.browser.execute(() => document.activeElement?.textContent ?? '');
const focusComes = (what) =>
  until(`the keyboard is on ${what}`, async () => (await focused()).includes(what));
const windowShown = () => until('the window is shown', async () => (await visible('Kalends')).length > 0);
const windowHidden = () => until('the window is hidden', async () => (await visible('Kalends')).length === 0);

test('a calendar is there, and an agent that may see it', async () => {
  await put('Car inspection', '08:00', '08:30');
  await put('Dentist', '11:00', '12:00');
  await put('Interview', '11:30', '12:30');
  const daily = { recurrence: ['RRULE:FREQ=DAILY;COUNT=3'] };
  await put('Swimming', '06:00', '06:30', daily);
  await put('School run', '06:15', '06:45', daily);
  agent = await place.connect('Dentist');
});

test('the tray counts what waits', async () => {
  const label = async () => (await desk.ask({ do: 'menu' }))?.item.XAyatanaLabel ?? '';
  assert.equal(await label(), '');
  const { id } = await propose('Counted', '13:00', '13:30');
  await until('the icon has a number', async () => (await label()) === '1');
  assert.ok((await desk.texts()).includes('Approvals (1)'));
  await agent.call('withdraw_proposal', { id });
  await until('the number is gone', async () => (await label()) === '');
  assert.ok((await desk.texts()).includes('Approvals'));
});

test('a review from the notification of a hidden window is of that very proposal', async () => {
  const waiting = await propose('Waits already', '13:00', '13:30');
  await openApprovals();
  await cardAppears(app.browser, 'Waits already');
  await ask('hide_window');
  await windowHidden();
  const asked = await propose('Came later', '13:30', '14:00');
  const note = await desk.note('of the later one', ({ title }) => title.includes('Came later'));
  await desk.ask({ do: 'act', number: note.number, action: 'review' });
  await windowShown();
  await cardAppears(app.browser, 'Came later');
  await focusComes('Came later');
  await app.browser.keys('a');
  await serverHas('Came later');
  await stands(agent, asked.id, 'done');
  assert.equal(await onServer('Waits already'), undefined, 'nobody approved it');
  await agent.call('withdraw_proposal', { id: waiting.id });
  await cardLeaves(app.browser, 'Waits already');
});

test('J and K walk the cards, A approves, R rejects with a word, E edits', async () => {
  const { browser } = app;
  const first = await propose('Oldest', '17:00', '17:30');
  const middle = await propose('Middle', '17:30', '18:00');
  await propose('Newest', '18:00', '18:30');
  await openApprovals();
  for (const title of ['Oldest', 'Middle', 'Newest']) await cardAppears(browser, title);
  // The keyboard may still be handed on from a card that has just gone.
  await until('the keyboard is on the newest', async () => {
    await browser.execute(() => document.querySelector('[data-testid="approvals"] [data-stop]').focus());
    return (await focused()).includes('Newest');
  });
  await browser.keys('j');
  await focusComes('Middle');
  await browser.keys('k');
  await focusComes('Newest');
  await browser.keys('a');
  await serverHas('Newest');
  await focusComes('Middle');
  await browser.keys('r');
  const field = await browser.$('[data-testid="approvals"] form input');
  await field.waitForDisplayed();
  await field.setValue('Too late in the day');
  await browser.keys(enter);
  await focusComes('Oldest');
  await (await toastOf('Middle').$('.//button[@aria-label="Dismiss"]')).click();
  assert.match(JSON.stringify(await stands(agent, middle.id, 'rejected')), /Too late in the day/);
  await browser.execute(() => document.querySelector('[data-testid="approvals"] [data-stop]').focus());
  await browser.keys('e');
  const title = await browser.$('[data-testid="editor-title"]');
  await title.waitForDisplayed();
  assert.equal(await title.getValue(), 'Oldest');
  await title.setValue('Oldest, renamed');
  await (await browser.$('[data-testid="editor-save"]')).click();
  await serverHas('Oldest, renamed');
  await stands(agent, first.id, 'done');
});

test('an approval that is taken back is gone at the server', async () => {
  const { browser } = app;
  const { id } = await propose('Second thoughts', '19:00', '19:30');
  await openApprovals();
  await answer(browser, 'Second thoughts', 'Approve');
  await serverHas('Second thoughts');
  await (await toastOf('Second thoughts').$('.//button[contains(., "Undo")]')).click();
  await until('the server has it no more', async () => (await onServer('Second thoughts')) === undefined);
  const { proposals } = await agent.call('proposal_status', { id });
  assert.notEqual(proposals[0].state, 'pending');
});

test('a batch is one card with an answer for each', async () => {
  const { browser } = app;
  const { proposals } = await agent.call('propose_batch', {
    proposals: [
      { action: 'create', ...wish('Part one', '20:00', '20:30') },
      { action: 'create', ...wish('Part two', '20:30', '21:00') },
    ],
  });
  await openApprovals();
  const batch = await browser.$('[data-testid="batch"]');
  await batch.waitForDisplayed();
  assert.match(await batch.getText(), /2 changes/);
  await answer(browser, 'Part one', 'Approve');
  await serverHas('Part one');
  await until('one is left', async () => /1 of 2 to decide/.test(await batch.getText()));
  await answer(browser, 'Part two', 'Reject');
  await (await batch.$('form input')).waitForDisplayed();
  await (await batch.$('form button[type="submit"]')).click();
  await (await toastOf('Part two').$('.//button[@aria-label="Dismiss"]')).click();
  await stands(agent, proposals[1].id, 'rejected');
  await stands(agent, proposals[0].id, 'done');
  assert.equal(await onServer('Part two'), undefined);
});

test('approving all leaves what has to be looked at', async () => {
  const { browser } = app;
  const plain = await propose('Plain one', '21:00', '21:30');
  const { proposal: gone } = await agent.call('propose_delete', await about(agent, 'Car inspection'));
  const series = await about(agent, 'Swimming');
  await agent.call('propose_update', { ...series, scope: 'all', patch: { location: 'Room Ada' } });
  await propose('In the way', '11:45', '12:15');
  await openApprovals();
  for (const title of ['Plain one', 'Car inspection', 'Swimming', 'In the way']) {
    await cardAppears(browser, title);
  }
  await press(browser, 'Approve all without conflicts');
  await serverHas('Plain one');
  await stands(agent, plain.id, 'done');
  const left = await browser.$('[data-testid="left-out"]');
  await left.waitForDisplayed();
  const text = await left.getText();
  for (const what of ['Car inspection', 'Swimming', 'In the way']) assert.match(text, new RegExp(what));
  await assertShown(browser, 'approvals-left-out');
  assert.ok(await onServer('Car inspection'), 'a deletion is never approved in bulk');
  assert.equal((await onServer('Swimming')).location, undefined, 'nor is a series');
  assert.equal(await onServer('In the way'), undefined, 'nor what collides');
  for (const { id } of (await agent.call('proposal_status', { since: gone.created_at })).proposals) {
    await agent.call('withdraw_proposal', { id }).catch(() => undefined);
  }
  await cardLeaves(browser, 'In the way');
});

/** The rows of the list of conflicts that name this event. */
const conflictsOf = (title) =>
  app.browser.$$(`//*[@data-testid="conflict"][contains(., ${JSON.stringify(title)})]`).getElements();

test('what collides in a series is ignored whenever it meets', async () => {
  const { browser } = app;
  await browser.execute(() => document.activeElement?.blur());
  await browser.keys(['g']);
  await browser.keys(['x']);
  await browser.$('[data-testid="conflicts"]').waitForExist();
  await until('they are listed', async () => (await conflictsOf('School run')).length > 0);
  const texts = [];
  for (const row of await conflictsOf('School run')) texts.push(await row.getText());
  assert.equal(texts.length, 3, texts.join('\n---\n'));
  await assertShown(browser, 'conflicts');
  const [row] = await conflictsOf('School run');
  await row.$('.//button[contains(@aria-label, "Ignore")]').click();
  await press(browser, 'Whenever they meet');
  await until('none is listed', async () => (await conflictsOf('School run')).length === 0);
  assert.equal((await conflictsOf('Dentist')).length, 1);
});

test('another time is proposed, and taken', async () => {
  const { browser } = app;
  const [row] = await conflictsOf('Dentist');
  await row.$('.//button[contains(@aria-label, "another time")]').click();
  await press(browser, 'Move “Dentist”');
  const time = await row.$('[data-testid="other-times"] li button');
  await time.waitForDisplayed();
  await time.click();
  await until('the server has another time', async () =>
    (await onServer('Dentist')).start.dateTime !== at('11:00').dateTime &&
    !(await onServer('Dentist')).start.dateTime.startsWith(at('11:00').dateTime),
  );
  await until('the conflict is over', async () => (await conflictsOf('Dentist')).length === 0);
});
