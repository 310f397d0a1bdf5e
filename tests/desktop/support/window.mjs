// What a person does in the window, in its own words.
import { until } from './until.mjs';

/** The first run's way to the sample calendars. */
export async function lookAround(browser) {
  await press(browser, 'Look around with sample events');
}

/** Presses the button with this name or text. */
export async function press(browser, name) {
  const button = await byName(browser, 'button', name);
  await button.waitForClickable();
  await button.click();
}

/** The first element whose accessible name, or text, is or contains `name`. */
export function byName(browser, tag, name) {
  const quoted = JSON.stringify(name);
  return browser.$(`//${tag}[contains(@aria-label, ${quoted}) or contains(normalize-space(.), ${quoted})]`);
}

/** Resolves once at least one event is drawn. */
export async function weekIsDrawn(browser) {
  await until('the week shows events', async () => (await drawnEvents(browser)).length > 0);
}

/** The accessible names of the events on the grid, in reading order. */
export function drawnEvents(browser) {
  return browser.execute(() =>
    [...document.querySelectorAll('main .block, main .bar, main .chip')].map(
      (event) => event.getAttribute('aria-label') ?? event.textContent,
    ),
  );
}

/** Resolves once an event whose name contains `title` is drawn; gives that name. */
export function eventAppears(browser, title) {
  return until(`“${title}” is drawn`, async () =>
    (await drawnEvents(browser)).find((name) => name.includes(title)),
  );
}

/** Resolves once no event whose name contains `title` is drawn. */
export function eventVanishes(browser, title) {
  return until(
    `“${title}” is no longer drawn`,
    async () => !(await drawnEvents(browser)).some((name) => name.includes(title)),
  );
}

/** Opens the details of the event whose name contains `title`. */
export async function openEvent(browser, title) {
  const event = await browser.$(`main [aria-label*=${JSON.stringify(title)}]`);
  await event.scrollIntoView({ block: 'center' });
  await event.click();
  const facts = await browser.$('[data-testid="event-details"]');
  await facts.waitForDisplayed();
  return browser.$('//*[@data-testid="event-details"]/..');
}

/** Fetches all links now, from the activity pane. */
export async function syncNow(browser) {
  if (!(await (await byName(browser, 'button', 'Sync now')).isExisting())) await press(browser, 'Activity');
  await press(browser, 'Sync now');
}

/** Chooses a theme in the settings and goes back to the calendar. */
export async function theme(browser, shade) {
  await press(browser, 'Settings');
  const choice = await browser.$(
    `//label[contains(normalize-space(.), ${JSON.stringify(shade === 'dark' ? 'Dark' : 'Light')})]`,
  );
  // Sections above it may still grow while it is clicked.
  await browser.waitUntil(async () => {
    await choice.click();
    return browser.execute((wanted) => document.documentElement.dataset.theme === wanted, shade);
  });
  await press(browser, 'Back to calendar');
}
