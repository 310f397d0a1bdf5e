// Agents in the real window: added, connected, paused and revoked in the settings, their log; and
// what was just rejected when the program ends.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { Agent, configOf } from './support/agent.mjs';
import { openPlace } from './support/place.mjs';
import { answer, card, stands } from './support/proposals.mjs';
import { assertShown } from './support/shown.mjs';
import { until } from './support/until.mjs';
import { byName, press } from './support/window.mjs';
import { pids } from './support/wm.mjs';

const enter = '\uE007';

const place = await openPlace();
const { app, dataDir, desk, google, openApprovals, propose, put, toastOf } = place;
let agent;
after(() => place.close());

test('a calendar is there, and an agent that may see it', async () => {
  await put('Dentist', '11:00', '12:00');
  agent = await place.connect('Dentist');
});

/** What the agent is told instead of an answer; empty when it gets one. */
const refusal = (one) => one.call('get_context', {}).then(() => '', (error) => error.message);

test('an agent is added, connected, paused and revoked in the settings', async () => {
  const { browser } = app;
  await press(browser, 'Settings');
  await press(browser, 'Add agent');
  const form = await browser.$('[data-testid="add-agent"]');
  await form.$('input').setValue('Travel planner');
  await form.$('button[type="submit"]').click();
  const dialog = await browser.$('[data-testid="agent-config"]');
  await dialog.waitForDisplayed();
  const text = await dialog.$('textarea').getValue();
  await assertShown(browser, 'agent-config');
  await dialog.$('button.primary').click();
  // Where the page has no clipboard, the text is selected for the reader's own keys.
  await until('it is copied or selected', () =>
    browser.execute(() => {
      const field = document.querySelector('[data-testid="agent-config"] textarea');
      const selected = field.selectionEnd - field.selectionStart === field.value.length;
      return selected || /Copied/.test(document.querySelector('[data-testid="agent-config"]').textContent);
    }),
  );
  await dialog.$('button.ghost').click();
  /** The buttons lie where toasts or the end of the page may be. */
  const click = async (what) => {
    const button = await byName(browser, 'button', `${what} Travel planner`);
    await button.scrollIntoView({ block: 'center' });
    await button.click();
  };
  const planner = await Agent.connect(dataDir, configOf(JSON.parse(text)), google.env);
  try {
    assert.equal(await refusal(planner), '');
    await click('Pause');
    await (await byName(browser, 'button', 'Resume Travel planner')).waitForDisplayed();
    assert.match(await refusal(planner), /paused/i);
    await click('Resume');
    await (await byName(browser, 'button', 'Pause Travel planner')).waitForDisplayed();
    assert.equal(await refusal(planner), '');
    await click('Revoke');
    await assertShown(browser, 'agent-revoke');
    await browser.$('//dialog[@open]//button[normalize-space(.)="Revoke"]').click();
    await until('it is not heard any more', async () => (await refusal(planner)) !== '');
  } finally {
    await planner.close();
  }
  await press(browser, 'Back to calendar');
});

/** Where in a list of choices the one is that begins so. */
const indexOf = (list, name) => [...list.options].findIndex(({ text }) => text.startsWith(name));

test('the log of one agent has its lines alone, also when it was revoked', async () => {
  const { browser } = app;
  await press(browser, 'Activity');
  await browser.$('//label[normalize-space(.)="Agents"]').click();
  const rows = () =>
    browser.execute(() =>
      [...document.querySelectorAll('[data-testid="audit"] .head b')].map((row) => row.textContent),
    );
  await until('Claude is in the log', async () => (await rows()).some((row) => row.startsWith('Claude:')));
  const choice = browser.$('//select[option[normalize-space(.)="All agents"]]');
  await browser.$('//select/option[starts-with(normalize-space(.), "Travel planner")]').waitForExist();
  await choice.selectByIndex(await browser.execute(indexOf, await choice, 'Travel planner'));
  const lines = await until('only the planner is', async () => {
    const now = await rows();
    return now.length > 0 && now.every((row) => row.startsWith('Travel planner:')) && now;
  });
  assert.deepEqual(lines, [
    'Travel planner: revoked',
    'Travel planner: goes on',
    'Travel planner: paused',
    'Travel planner: added',
  ]);
  await assertShown(browser, 'audit');
});

test('what was rejected a moment before the program ends is rejected', async () => {
  const { browser } = app;
  const { id } = await propose('Not that', '22:00', '22:30');
  await openApprovals();
  await answer(browser, 'Not that', 'Reject');
  await (await card(browser, 'Not that').$('form input')).setValue('No evenings');
  await browser.keys(enter);
  await toastOf('Not that').waitForDisplayed();
  const { proposals } = await agent.call('proposal_status', { id });
  assert.equal(proposals[0].state, 'pending', 'it can still be taken back');
  const [pid] = await pids();
  await desk.click('Quit');
  await until('it has ended', async () => !(await pids()).includes(pid), { timeout: 6_000 });
  assert.match(JSON.stringify(await stands(agent, id, 'rejected')), /No evenings/);
});
