import { expect, test } from 'vitest';
import type { SyncState } from '../../src/lib/ipc/bindings';
import { ageOf, since, until } from '../../src/lib/state/age';
import { formats } from '../../src/lib/time';

const reader = { today: 20_777, zone: 'Europe/Berlin', formats: formats('en-GB', false) };
const rest: SyncState = {
  syncing: false,
  offline: false,
  lastGood: '2026-11-20T13:19:00Z',
  failing: 0,
  unsent: 0,
  needsUser: 0,
};

test.each<[string, Partial<SyncState>, number, string, string]>([
  ['all is well', {}, 3, 'ok', 'Synced 14:19'],
  ['nothing to sync', { lastGood: null }, 0, 'quiet', 'All on this computer'],
  ['a run is under way', { syncing: true }, 3, 'busy', 'Syncing…'],
  ['nothing came yet', { lastGood: null }, 1, 'warn', 'Not synced yet'],
  ['one link fails', { failing: 1 }, 3, 'warn', 'Synced 14:19'],
  ['offline today', { offline: true }, 3, 'warn', 'Synced 14:19'],
  ['just before midnight here', { lastGood: '2026-11-19T22:59:00Z' }, 3, 'warn', 'Events are from yesterday'],
  ['just after midnight here', { lastGood: '2026-11-19T23:01:00Z' }, 3, 'ok', 'Synced 00:01'],
  ['days ago', { lastGood: '2026-11-17T12:00:00Z' }, 3, 'warn', 'Events are from 17 Nov'],
])('%s', (_, change, feeds, tone, text) => {
  expect(ageOf({ ...rest, ...change }, feeds, reader)).toEqual({ tone, text });
});

test.each([
  ['2026-11-20T13:19:00Z', '14:19'],
  ['2026-11-19T13:19:00Z', 'yesterday'],
  ['2026-11-02T13:19:00Z', '2 Nov'],
])('%s was %s', (instant, text) => expect(since(instant, reader)).toBe(text));

test.each([
  ['2026-11-20T13:45:00Z', 'in 25 minutes'],
  ['2026-11-20T13:21:00Z', 'in 1 minute'],
  ['2026-11-20T13:20:20Z', 'in less than a minute'],
  ['2026-11-20T13:00:00Z', 'in less than a minute'],
])('%s is %s', (instant, text) => expect(until(instant, Date.parse('2026-11-20T13:20:00Z'))).toBe(text));
