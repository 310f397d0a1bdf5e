// What testing an address answers in the demo: the address itself says which case it is.
import type { FeedTest, Problem } from '../bindings';

const good: FeedTest = {
  ok: true,
  events: 128,
  first: '2026-01-06',
  last: '2027-06-30',
  name: 'Rowing club',
  suggestedMinutes: 30,
  suggestedHue: 'green',
  setAside: 0,
  warnings: [],
  problem: null,
  maskedAddress: 'rowing.example/cal/7d1e…',
};

const failures: Record<string, Problem> = {
  gone: {
    kind: 'not_found',
    message: 'There is no calendar at this address (404).',
    remedy: 'Copy the link again from where you found it; it may have been renewed.',
  },
  secret: {
    kind: 'denied',
    message: 'The server asks for a sign-in (401).',
    remedy: 'Use the secret iCal address of the calendar instead of the address of its web page.',
  },
  page: {
    kind: 'not_a_calendar',
    message: 'This address answers with a web page, not with a calendar.',
    remedy: 'Look for “iCal”, “ICS” or “Subscribe” on that page and copy the link from there.',
  },
  slow: {
    kind: 'timeout',
    message: 'The server did not answer within 30 seconds.',
    remedy: 'Try again in a minute, or check the address.',
  },
};

const plain =
  'This link is not encrypted (http). Others on the network can read what it carries. If the same address works with https, use that.';

export function testDemoFeed(address: string): FeedTest {
  const failure = Object.entries(failures).find(([word]) => address.includes(word))?.[1];
  if (failure) return { ...good, ok: false, events: 0, name: null, problem: failure };
  const warnings = /^http:/i.test(address) ? [plain] : [];
  if (!address.includes('odd')) return { ...good, warnings };
  warnings.push('2 events have an end before their start.', 'One time zone is unknown.');
  return { ...good, setAside: 2, warnings };
}
