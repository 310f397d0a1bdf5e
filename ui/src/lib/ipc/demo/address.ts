// Chooses the demo by the address of the page: ?first-run&theme=dark&offline&samples&account=sign-in&locale=de-DE
import type { AccountState, Theme } from '../bindings';
import { demo, demoMoment, type Demo } from './index';

export function demoFromAddress(address: URL): { backend: Demo; now: () => number } {
  const asked = address.searchParams;
  const loaded = Date.now();
  const backend = demo({
    firstRun: asked.has('first-run'),
    offline: asked.has('offline'),
    samples: asked.has('samples'),
    account: (asked.get('account') as AccountState | null) ?? 'ok',
    locale: asked.get('locale') ?? demoMoment.locale,
    settings: {
      theme: (asked.get('theme') as Theme | null) ?? 'system',
      secondZone: asked.get('second-zone'),
    },
  });
  // The demo's clock starts at its own moment and runs from there.
  return { backend, now: () => Date.parse(demoMoment.now) + Date.now() - loaded };
}
