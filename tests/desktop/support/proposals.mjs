// Proposals as an agent makes them and as the window shows them.
import { dayFromNow } from './agent.mjs';
import { until } from './until.mjs';

export const zone = 'Europe/Berlin';
/** Far enough ahead that it lies neither in the past nor on the edge of a week. */
export const day = dayFromNow(7);
export const at = (time) => ({ dateTime: `${day}T${time}:00`, timeZone: zone });

export const card = (browser, title) =>
  browser.$(`//article[@data-testid="proposal"][.//h3[contains(normalize-space(.), ${JSON.stringify(title)})]]`);

export async function cardAppears(browser, title) {
  const found = await card(browser, title);
  await found.waitForDisplayed();
  return found;
}

export const cardLeaves = (browser, title) =>
  until(`the card of “${title}” goes`, async () => !(await (await card(browser, title)).isDisplayed()));

/** Answers a card by the name of its button, such as `Approve`. */
export async function answer(browser, title, button) {
  const found = await cardAppears(browser, title);
  const choice = await found.$(`.//button[contains(normalize-space(.), ${JSON.stringify(button)})]`);
  // Disabled while an answer before it is under way.
  await choice.waitForEnabled();
  await choice.click();
}

/** A new event on that day, mailing nobody. */
export const wish = (title, from, to, more = {}) => ({
  title,
  start: `${day}T${from}`,
  end: `${day}T${to}`,
  time_zone: zone,
  notify: 'none',
  reason: 'You asked for it.',
  ...more,
});

/** What the agent hears of a proposal once it is in this state. */
export const stands = (agent, id, state) =>
  until(`the agent hears that it is ${state}`, async () => {
    const { proposals } = await agent.call('proposal_status', { id });
    return proposals[0].state === state ? proposals[0] : undefined;
    // An agent may not ask more often.
  }, { pause: 500 });

/** An event of that day as the agent sees it, named and with its version. */
export async function about(agent, title) {
  const { events } = await agent.call('list_events', {
    start: `${day}T00:00`,
    end: `${day}T23:59`,
    time_zone: zone,
  });
  const { event_id, base_version } = events.find((event) => event.title === title);
  return { event_id, base_version, scope: 'this', notify: 'none', reason: 'You asked for it.' };
}
