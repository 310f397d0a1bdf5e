// Every screen of the window, and how to reach it from a fresh page of the demo build.

const testAddress = (address, seen) => async (page) => {
  await page.getByTestId('feed-address').fill(address);
  await page.getByRole('button', { name: 'Check link' }).click();
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

/** Opens the settings at one of their sections. */
const openSection = (name) => async (page) => {
  await page.keyboard.press('Control+,');
  await page.getByRole('navigation', { name: 'Sections' }).getByRole('button', { name }).click();
};

const todayWindow = { hash: '#today', size: { width: 340, height: 480 } };
const quickWindow = { hash: '#quick', size: { width: 520, height: 220 } };

/** Opens the approvals and waits for a card. */
const openApprovals = async (page) => {
  await page.keyboard.press('g');
  await page.keyboard.press('i');
  await page.getByTestId('proposal').first().waitFor();
};

/** Opens the settings at one agent's rights. */
const openAgents = async (page) => {
  await openSection('Agents')(page);
  await page.getByTestId('agent').first().waitFor();
};

/** name: [query of the demo's address, what to do there, another page or size of the window] */
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
  approvals: ['agents&second-zone=America/New_York', openApprovals],
  'approvals-below': [
    'agents',
    async (page) => {
      await openApprovals(page);
      await page.getByText('Decided lately').click();
      await page.getByText('Decided lately').scrollIntoViewIfNeeded();
    },
  ],
  'approvals-reject': [
    'agents',
    async (page) => {
      await openApprovals(page);
      await page.getByRole('button', { name: 'Reject: Move “Security review”' }).click();
    },
  ],
  'approvals-edit': [
    'agents',
    async (page) => {
      await openApprovals(page);
      await page.getByRole('button', { name: 'Edit before approving: Add “Prep: board deck”' }).click();
      await page.getByTestId('editor').waitFor();
    },
  ],
  'approvals-all': [
    'agents',
    async (page) => {
      await openApprovals(page);
      await page.keyboard.press('Shift+A');
      await page.getByTestId('left-out').waitFor();
    },
  ],
  'approvals-month': [
    'agents',
    async (page) => {
      await page.keyboard.press('m');
      await openApprovals(page);
    },
  ],
  'approvals-day': [
    'agents',
    async (page) => {
      await page.keyboard.press('d');
      await openApprovals(page);
    },
  ],
  'approvals-empty': [
    '',
    async (page) => {
      await page.keyboard.press('g');
      await page.keyboard.press('i');
      await page.getByTestId('approvals-empty').waitFor();
    },
  ],
  conflicts: [
    '',
    async (page) => {
      await page.keyboard.press('g');
      await page.keyboard.press('x');
      await page.getByTestId('conflict').first().waitFor();
      await page
        .getByRole('button', { name: /^Another time for/ })
        .first()
        .click();
      await page.getByTestId('other-times').getByRole('button').first().waitFor();
    },
  ],
  'event-overlaps': ['', (page) => openEvent(page, /^Security review/)],
  'settings-working-time': ['', openSection('Working time')],
  'settings-agents': [
    'agents',
    async (page) => {
      await openAgents(page);
      await page.getByRole('button', { name: 'What it may see and do: Claude' }).click();
      await page.getByTestId('agent-rights').scrollIntoViewIfNeeded();
    },
  ],
  'settings-agent-config': [
    'agents',
    async (page) => {
      await openAgents(page);
      await page.getByRole('button', { name: 'Connect Claude' }).click();
      await page.getByTestId('agent-config').getByRole('textbox').waitFor();
    },
  ],
  'activity-agents': [
    'agents',
    async (page) => {
      await page.keyboard.press('g');
      await page.keyboard.press('s');
      await page.getByText('Agents', { exact: true }).click();
      await page.getByTestId('audit').getByRole('listitem').first().waitFor();
    },
  ],
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
  'editor-guests': ['', (page) => edit(page, /^Interview/)],
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
  reminders: [
    '',
    async (page) => {
      await page.keyboard.press('g');
      await page.keyboard.press('r');
      await page.getByTestId('section-missed').waitFor();
      await page.getByRole('button', { name: 'Snooze “Parents’ evening”' }).click();
      await page.getByRole('button', { name: '15 minutes' }).click();
      await page.getByTestId('section-snoozed').waitFor();
    },
  ],
  'reminders-snooze': [
    'at=14:50',
    async (page) => {
      await page.keyboard.press('g');
      await page.keyboard.press('r');
      await page.getByRole('button', { name: 'Snooze “Parents’ evening”' }).click();
    },
  ],
  'reminders-empty': [
    'first-run',
    async (page) => {
      await page.getByRole('button', { name: /Start on this computer/ }).click();
      await page.getByTestId('title').waitFor();
      await page.keyboard.press('g');
      await page.keyboard.press('r');
      await page.getByTestId('pane').waitFor();
    },
  ],
  'settings-reminders': [
    '',
    async (page) => {
      await openSection('Reminders')(page);
      await page.getByRole('switch', { name: 'Quiet hours' }).click({ force: true });
      await page.getByLabel('All-day events').selectOption('own');
      await page.getByRole('button', { name: 'Send a test notification' }).click();
      await page.getByText(/Answered by dunst/).waitFor();
    },
  ],
  'settings-silent': [
    'no-notifications&no-tray',
    async (page) => {
      await openSection('Reminders')(page);
      await page.getByRole('button', { name: 'Send a test notification' }).click();
      await page
        .getByText(/no notification service/i)
        .first()
        .waitFor();
    },
  ],
  'settings-background': ['', openSection('Background')],
  'settings-no-tray': ['no-tray', openSection('Background')],
  'options-reminders': [
    '',
    async (page) => {
      await page.getByRole('button', { name: 'Options for Family' }).click();
      await page.getByTestId('calendar-reminders').getByRole('combobox').selectOption('own');
    },
  ],
  'event-own-reminder': [
    '',
    async (page) => {
      await openEvent(page, /^Concert/);
      await page.getByRole('button', { name: 'Remind me here' }).click();
      await page.getByRole('button', { name: '30 minutes before' }).click();
      await page.getByRole('button', { name: 'Add a reminder here' }).click();
    },
  ],
  told: ['told', (page) => page.getByText(/keeps running/).waitFor()],
  today: ['at=14:48', (page) => page.getByTestId('now-next').waitFor(), todayWindow],
  'today-later': ['at=11:40', (page) => page.getByText('Rest of today').waitFor(), todayWindow],
  'today-over': ['at=21:30', (page) => page.getByText('Nothing more today.').waitFor(), todayWindow],
  quick: [
    '',
    (page) => page.getByTestId('quick-page').getByRole('textbox').first().fill('Lunch with Ana'),
    quickWindow,
  ],
  'quick-times': ['', (page) => page.getByRole('combobox', { name: 'End time' }).click(), quickWindow],
  'quick-date': ['', (page) => page.getByRole('button', { name: /^Choose a date/ }).click(), quickWindow],
  'now-next': ['at=14:48', (page) => page.getByTestId('now-next').waitFor()],
  'now-several': ['at=15:40', (page) => page.getByTestId('now-next').waitFor()],
  'now-line': [
    'at=14:48',
    async (page) => {
      await page.keyboard.press('Control+\\');
      await page.getByTestId('now-line').waitFor();
    },
  ],
  'import-file': ['open=file', (page) => page.getByTestId('import-summary').waitFor()],
  'import-link': ['open=link', (page) => page.getByTestId('import-summary').waitFor()],
  'import-copy': [
    'open=link',
    async (page) => {
      await page.getByRole('radio', { name: 'Import a copy' }).check();
      await page.getByLabel('Import into').selectOption('Work');
    },
  ],
  'import-ticket': ['open=ticket', (page) => page.getByTestId('import-summary').waitFor()],
  'sign-in-failed': [
    'first-run&denied',
    async (page) => {
      await page.getByRole('button', { name: /Connect a Google account/ }).click();
      await page.getByTestId('problem').waitFor();
    },
  ],
  'quick-create-all-day': [
    '',
    async (page) => {
      const lanes = page.getByRole('group', { name: 'All day and longer' });
      const { x, y, width, height } = await lanes.boundingBox();
      await page.mouse.move(x + width * 0.05, y + height - 6);
      await page.mouse.down();
      await page.mouse.move(x + width * 0.2, y + height - 6, { steps: 6 });
      await page.mouse.up();
      await page.getByTestId('quick-create').waitFor();
      await page.keyboard.type('Autumn break');
    },
  ],
  'import-refused': ['open=notes', (page) => page.getByTestId('problem').waitFor()],
  drag: ['', (page) => drag(page, /^Board prep/, 150, 50)],
  // Right after a quarter of an hour, whose line of text it gives room to.
  'short-events': [
    '',
    async (page) => {
      await page
        .getByRole('button', { name: /^Board prep/ })
        .first()
        .focus();
      for (let step = 0; step < 26; step++) await page.keyboard.press('Alt+ArrowUp');
      await page.getByTestId('toast').waitFor();
      await page.getByRole('region', { name: 'Hours' }).evaluate((hours) => hours.scrollTo(0, 380));
    },
  ],
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
