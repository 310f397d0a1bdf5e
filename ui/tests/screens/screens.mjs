// Every screen of the window, and how to reach it from a fresh page of the demo build.

const testAddress = (address, seen) => async (page) => {
  await page.getByTestId('feed-address').fill(address);
  await page.getByRole('button', { name: 'Test', exact: true }).click();
  await page.getByTestId(seen).waitFor();
};

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
      await page.getByRole('button', { name: 'Add calendar' }).click();
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
};
