// An app with a desktop around it and an account at the stand-in of Google, and what an agent and the
// reader do in it.
import { openApp } from './app.mjs';
import { Agent } from './agent.mjs';
import { kalends } from './cli.mjs';
import { openDesk } from './desk.mjs';
import { browserIn, Google } from './google.mjs';
import { network } from './network.mjs';
import { freshDataDir } from './places.mjs';
import { at, wish } from './proposals.mjs';
import { until } from './until.mjs';
import { eventAppears, press } from './window.mjs';

/** Whose account it is. */
export const mia = 'mia@northwind.example';

/** Opens all of it, signed in to nothing yet; end it with `close`. */
export async function openPlace({ tray = true } = {}) {
  network.plug();
  const dataDir = freshDataDir();
  const desk = await openDesk({ tray });
  const google = await Google.start();
  // The command line of the tests asks the same server.
  Object.assign(process.env, google.env);
  await google.control('consent', { mode: 'give', user: mia });
  const app = await openApp(dataDir, { env: { ...google.env, PATH: browserIn(dataDir) } });
  const { browser } = app;

  const onServer = async (summary) => (await google.events(mia)).find((event) => event.summary === summary);
  let agent;
  return {
    dataDir,
    desk,
    google,
    app,
    browser,
    onServer,
    serverHas: (summary) => until(`the server has “${summary}”`, () => onServer(summary)),
    /** An event at the server, of that day. */
    put: (summary, from, to, more = {}) =>
      google.as(mia, 'POST', 'calendars/primary/events', { summary, start: at(from), end: at(to), ...more }),
    /** Connects the account, shows the week that has the event, and gives an agent that sees all of it. */
    async connect(title) {
      await press(browser, 'Connect a Google account');
      await browser.$('dialog[open]').waitForExist({ reverse: true });
      await press(browser, 'Next');
      await eventAppears(browser, title);
      agent = await Agent.add(dataDir, 'Claude', google.env);
      for (const { id } of await kalends(dataDir, 'calendar', 'list')) {
        await kalends(dataDir, 'agent', 'allow', 'Claude', '--calendar', id, 'full');
      }
      return agent;
    },
    async propose(title, from, to) {
      const { proposal } = await agent.call('propose_create', wish(title, from, to));
      return proposal;
    },
    async openApprovals() {
      if (await browser.$('[data-testid="approvals"]').isExisting()) return;
      await press(browser, 'Approvals');
      await browser.$('[data-testid="approvals"]').waitForExist();
    },
    toastOf: (title) => browser.$(`//*[@data-testid="toast"][contains(., ${JSON.stringify(title)})]`),
    async close() {
      await agent?.close();
      // A test may have ended it.
      await app.close().catch(() => undefined);
      await google.stop();
      desk.stop();
    },
  };
}
