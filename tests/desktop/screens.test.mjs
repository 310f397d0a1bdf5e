// Every screen with the sample calendars, in both themes: drawn, reachable by keyboard, without a
// violation that axe finds. A picture of each is left in `target/screenshots`.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openApp, screenshot } from './support/app.mjs';
import { assertAccessible } from './support/axe.mjs';
import { kalends } from './support/cli.mjs';
import { freshDataDir } from './support/places.mjs';
import { until } from './support/until.mjs';
import { byName, drawnEvents, lookAround, press, theme, weekIsDrawn } from './support/window.mjs';

const dataDir = freshDataDir();
let app;
before(async () => {
  app = await openApp(dataDir);
});
after(() => app?.close());

const escape = '\uE00C';
const control = '\uE009';
const shift = '\uE008';

/** Each screen: how to get there from the calendar, what shows that it is there, and the way back. */
const screens = [
  { name: 'week', go: (browser) => browser.keys('w'), shows: 'main .block' },
  { name: 'work-week', go: (browser) => browser.keys('5'), shows: 'main .block' },
  { name: 'day', go: (browser) => browser.keys('d'), shows: 'main [aria-label="Day"], main' },
  { name: 'month', go: (browser) => browser.keys('m'), shows: 'main' },
  {
    name: 'details',
    async go(browser) {
      await browser.keys('w');
      await weekIsDrawn(browser);
      await (await browser.$('main .block')).click();
    },
    shows: '[data-testid="event-details"]',
    back: escape,
  },
  { name: 'search', go: (browser) => browser.keys('/'), shows: 'dialog[open]', back: escape },
  {
    name: 'add-link-dialog',
    go: (browser) => press(browser, 'Add a calendar link'),
    shows: 'dialog[open]',
    back: escape,
  },
  { name: 'keys', go: (browser) => browser.keys('?'), shows: 'dialog[open]', back: escape },
  {
    name: 'activity',
    go: (browser) => browser.keys(['g', 's']),
    shows: 'aside, [role="complementary"]',
    back: escape,
  },
  {
    name: 'settings',
    go: (browser) => browser.keys([control, ',', '\uE000']),
    shows: '//h1[contains(., "Settings")]',
    back: escape,
  },
  { name: 'new-event', go: (browser) => browser.keys([shift, 'c', '\uE000']), shows: '[data-testid="editor"]', back: escape },
  {
    name: 'quick-create',
    async go(browser) {
      await browser.keys('w');
      await browser.keys('c');
    },
    shows: '[data-testid="quick-create"]',
    back: escape,
  },
  {
    name: 'quick-create-all-day',
    async go(browser) {
      await browser.keys('m');
      await browser.keys('c');
    },
    shows: '[data-testid="quick-create"]',
    back: escape,
  },
  {
    name: 'reminders',
    async go(browser) {
      await browser.keys('w');
      await browser.keys(['g', 'r']);
    },
    shows: '[data-testid="pane"]',
    back: escape,
  },
  ...['Reminders', 'Background', 'Accounts', 'Keyboard'].map((section) => ({
    name: `settings-${section.toLowerCase()}`,
    async go(browser) {
      await browser.keys([control, ',', '\uE000']);
      const sections = await browser.$('nav[aria-label="Sections"]');
      await (await sections.$(`button*=${section}`)).click();
    },
    shows: `//h2[contains(., "${section}")]`,
    back: escape,
  })),
];

test('the samples come with one click', async () => {
  const { browser } = app;
  await lookAround(browser);
  await weekIsDrawn(browser);
  assert.ok((await drawnEvents(browser)).length > 5);
});

test('a calendar that another program made is here at once', async () => {
  // No event can be added to samples.
  await kalends(dataDir, 'calendar', 'add', '--local', 'Home');
  await (await byName(app.browser, 'span', 'Home')).waitForDisplayed();
});

for (const shade of ['light', 'dark']) {
  test(`the ${shade} theme`, async (t) => {
    const { browser } = app;
    await theme(browser, shade);
    for (const screen of screens)
      await t.test(screen.name, async () => {
        await screen.go(browser);
        await (await browser.$(screen.shows)).waitForDisplayed();
        await screenshot(browser, `${screen.name}-${shade}`);
        await assertAccessible(browser, `${screen.name}, ${shade}`);
        if (screen.back) await browser.keys(screen.back);
      });
  });
}

test('the samples go with one click', async () => {
  const { browser } = app;
  await browser.keys('w');
  await weekIsDrawn(browser);
  await press(browser, 'Remove samples');
  await until('no event is left', async () => (await drawnEvents(browser)).length === 0);
});
