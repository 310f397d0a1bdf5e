// Chooses the demo by the address of the page: ?first-run&theme=dark&offline&samples&agents&account=sign-in&locale=de-DE&at=14:48&open=file&denied&told&no-tray&no-notifications
import type { AccountState, Problem, Theme } from '../bindings';
import { demo, demoMoment, type Demo } from './index';
import { toldOnce, withoutNotifications, withoutTray } from './reminders';

const denied: Problem = {
  kind: 'denied',
  message: 'Google was not allowed to give Kalends access',
  remedy: 'Sign in again and allow it, or go on without an account.',
};

export function demoFromAddress(address: URL): { backend: Demo; now: () => number } {
  const asked = address.searchParams;
  const loaded = Date.now();
  const moment = momentAt(asked.get('at'));
  const backend = demo({
    ...moment,
    firstRun: asked.has('first-run'),
    offline: asked.has('offline'),
    samples: asked.has('samples'),
    agents: asked.has('agents'),
    account: (asked.get('account') as AccountState | null) ?? 'ok',
    locale: asked.get('locale') ?? demoMoment.locale,
    settings: {
      theme: (asked.get('theme') as Theme | null) ?? 'system',
      secondZone: asked.get('second-zone'),
    },
  });
  const opened = asked.get('open');
  const listen = backend.listen;
  // What the shell pushes at its start comes once the window listens.
  backend.listen = async (listeners) => {
    setTimeout(() => {
      if (opened !== null) listeners.openRequested({ kind: 'import', token: opened });
      if (asked.has('told')) listeners.told(toldOnce);
    });
    return listen(listeners);
  };
  if (asked.has('denied')) backend.finishSignIn = () => Promise.reject(denied);
  if (asked.has('no-tray')) withoutTray(backend.reminding);
  if (asked.has('no-notifications')) withoutNotifications(backend.reminding);
  // The demo's clock starts at its own moment and runs from there.
  return { backend, now: () => Date.parse(moment.now) + Date.now() - loaded };
}

/** The demo's day at another time of it. */
function momentAt(clock: string | null): { now: string; nowMinute: number } {
  const [hours, minutes] = (clock ?? '').split(':').map(Number);
  if (hours === undefined || minutes === undefined) return demoMoment;
  const nowMinute = hours * 60 + minutes;
  const now = new Date(Date.parse(demoMoment.now) + (nowMinute - demoMoment.nowMinute) * 60_000);
  return { now: now.toISOString(), nowMinute };
}
