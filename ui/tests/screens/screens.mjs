// Every screen of the window, and how to reach it from a fresh page of the demo build.

const testAddress = (address, seen) => async (page) => {
  await page.getByTestId('feed-address').fill(address);
  await page.getByRole('button', { name: 'Test', exact: true }).click();
  await page.getByTestId(seen).waitFor();
};

const openEvent = async (page, name) => {
  await page.getByRole('button', { name }).first().click();
  await page.getByTestId('event-details').waitFor();
};

const edit = async (page, name) => {
  await openEvent(page, name);
  await page.getByTestId('edit-event').click();
  await page.getByTestId('editor').waitFor();
};

/** Opens the settings with the accounts' calendars unfolded. */
const openAccounts = async (page) => {
  await page.keyboard.press('Control+,');
  await page
    .getByTestId('account')
    .getByRole('button', { name: /calendars/ })
    .first()
    .click();
};

/** Presses an event and moves it by so many pixels, without letting go. */
async function drag(page, name, dx, dy) {
  const { x, y, width, height } = await page.getByRole('button', { name }).first().boundingBox();
  await page.mouse.move(x + width / 2, y + height / 2);
  await page.mouse.down();
  await page.mouse.move(x + width / 2 + dx, y + height / 2 + dy, { steps: 6 });
}

/** name: [query of the demo's address, what to do there] */
export const screens = {
  'first-run': ['first-run', async () => {}],
  week: ['', async () => {}],
  'week-two-zones': ['second-zone=America/New_York', async () => {}],
  'work-week': ['', (page) => page.keyboard.press('5')],
  'three-days-wide': [
    '',
    async (page) => {
      await page.keyboard.press('3');
      await page.keyboard.press('Control+\\');
    },
  ],
  'day-offline': ['offline', (page) => page.keyboard.press('d')],
  month: ['', (page) => page.keyboard.press('m')],
  samples: ['samples', async () => {}],
  event: [
    '',
    async (page) => {
      await page
        .getByRole('button', { name: /^Demo rehearsal/ })
        .first()
        .click();
      await page.getByTestId('event-details').waitFor();
    },
  ],
  'add-link': [
    '',
    async (page) => {
      await page.getByRole('button', { name: 'Add a calendar link' }).click();
      await testAddress('http://rowing.example/odd.ics', 'feed-preview')(page);
    },
  ],
  'add-link-refused': [
    'first-run',
    async (page) => {
      await page.getByRole('button', { name: /Paste a calendar link/ }).click();
      await testAddress('https://rowing.example/page', 'problem')(page);
    },
  ],
  options: ['', (page) => page.getByRole('button', { name: 'Options for Kids & school' }).click()],
  problem: ['', (page) => page.getByRole('button', { name: 'Kids & school has a problem' }).hover()],
  undo: [
    '',
    async (page) => {
      await page.getByRole('button', { name: 'Options for Family' }).click();
      await page.getByRole('button', { name: 'Remove', exact: true }).click();
    },
  ],
  search: [
    '',
    async (page) => {
      await page.keyboard.press('Control+k');
      await page.getByRole('combobox').fill('call');
      await page
        .getByRole('option', { name: /Call with Mum/ })
        .first()
        .waitFor();
    },
  ],
  commands: ['', (page) => page.keyboard.press('/')],
  'go-to-date': [
    '',
    async (page) => {
      await page.keyboard.press('g');
      await page.keyboard.press('d');
    },
  ],
  keys: ['', (page) => page.keyboard.press('?')],
  activity: [
    '',
    async (page) => {
      await page.keyboard.press('g');
      await page.keyboard.press('s');
      await page.getByRole('button', { name: 'Try again' }).waitFor();
    },
  ],
  settings: ['', (page) => page.keyboard.press('Control+,')],
  'editor-new': [
    '',
    async (page) => {
      await page.keyboard.press('Shift+C');
      await page.getByTestId('editor').waitFor();
    },
  ],
  'editor-series': ['', (page) => edit(page, /^Standup/)],
  'editor-repeat': [
    '',
    async (page) => {
      await edit(page, /^Board prep/);
      await page.getByLabel('Repeat').selectOption('custom');
      await page.getByTestId('repeat-builder').waitFor();
    },
  ],
  'editor-times': [
    '',
    async (page) => {
      await edit(page, /^Board prep/);
      await page.getByRole('combobox', { name: 'End time' }).click();
    },
  ],
  'editor-date': [
    '',
    async (page) => {
      await edit(page, /^Board prep/);
      await page.getByRole('button', { name: 'Choose a date, Start date' }).click();
    },
  ],
  'editor-calendar': [
    '',
    async (page) => {
      await edit(page, /^Board prep/);
      await page.getByRole('button', { name: /^Calendar:/ }).click();
    },
  ],
  'editor-locked': ['', (page) => edit(page, /^Security review/)],
  rsvp: ['', (page) => openEvent(page, /^Security review/)],
  conflict: ['', (page) => openEvent(page, /^Budget Q4/)],
  queue: [
    'offline',
    async (page) => {
      await page.getByRole('button', { name: /unsent$/ }).click();
      await page.getByTestId('queue').waitFor();
    },
  ],
  'problems-of-account': [
    'account=sign-in',
    async (page) => {
      await page.getByTestId('sync-line').click();
      await page.getByText('Problems', { exact: true }).click();
      await page.getByTestId('account-problems').waitFor();
    },
  ],
  accounts: ['', openAccounts],
  'accounts-sign-in': ['account=sign-in', openAccounts],
  'accounts-partial': [
    'account=partial',
    async (page) => {
      await openAccounts(page);
      await page
        .getByTestId('calendar-settings')
        .first()
        .getByRole('button', { name: /Options/ })
        .click();
    },
  ],
  'sign-in': [
    'first-run',
    async (page) => {
      // The demo's reader would be back from the browser at once.
      await page.evaluate(() => {
        const start = window.setTimeout;
        window.setTimeout = (run, ms, ...rest) => (ms === 30 ? 0 : start(run, ms, ...rest));
      });
      await page.getByRole('button', { name: /Connect a Google account/ }).click();
      await page.locator('[data-step=waiting]').waitFor();
    },
  ],
  'sign-out': [
    '',
    async (page) => {
      await page.keyboard.press('Control+,');
      await page.getByRole('button', { name: /^Sign out/ }).click();
      await page.getByTestId('sign-out').waitFor();
    },
  ],
  drag: ['', (page) => drag(page, /^Board prep/, 150, 50)],
  'drag-to-all-day': ['', (page) => drag(page, /^Board prep/, 150, -410)],
  moved: [
    '',
    async (page) => {
      await drag(page, /^Board prep/, 150, 50);
      await page.mouse.up();
      await page.getByTestId('toast').waitFor();
    },
  ],
  'month-drag': [
    '',
    async (page) => {
      await page.keyboard.press('m');
      await drag(page, /^Lisbon offsite/, -300, 0);
    },
  ],
  'quick-create': [
    '',
    async (page) => {
      await page.keyboard.press('c');
      await page.getByTestId('quick-create').waitFor();
      await page.keyboard.type('Lunch with Ana');
    },
  ],
  'quick-create-month': [
    '',
    async (page) => {
      await page.keyboard.press('m');
      await page.keyboard.press('c');
      await page.getByTestId('quick-create').waitFor();
    },
  ],
  'question-series': [
    '',
    async (page) => {
      await page.getByRole('button', { name: /^Retro/ }).focus();
      await page.keyboard.press('Delete');
      await page.getByTestId('question').waitFor();
    },
  ],
  'question-mail': [
    '',
    async (page) => {
      await page.getByRole('button', { name: /^Interview/ }).focus();
      await page.keyboard.press('Delete');
      await page.getByTestId('question').waitFor();
    },
  ],
  'week-offline': ['offline', async () => {}],
};
