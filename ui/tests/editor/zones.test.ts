import { expect, test } from 'vitest';
import { findZones, zoneCalled, zoneName } from '../../src/lib/pane/editor/zones';
import { dayOf } from '../../src/lib/time';

const day = dayOf(2026, 11, 20);
const found = (text: string) => findZones(text, ['Europe/Berlin'], day).map(({ value }) => value);

test.each([
  ['berl', 'Europe/Berlin'],
  ['new york', 'America/New_York'],
  ['America/Sao', 'America/Sao_Paulo'],
  ['tokyo, asia', 'Asia/Tokyo'],
  ['kolkata', 'Asia/Kolkata'],
  ['kyiv', 'Europe/Kyiv'],
])('%j finds %s first', (text, zone) => expect(found(text)[0]).toBe(zone));

test('nothing typed offers the zones in use first', () => expect(found('')[0]).toBe('Europe/Berlin'));

test('an offset finds the zones that have it on that day', () => {
  expect(found('gmt+1')).toContain('Europe/Paris');
  expect(found('gmt+1')).not.toContain('Europe/London');
  expect(findZones('gmt+1', [], dayOf(2026, 7, 1)).map(({ value }) => value)).toContain('Europe/London');
  expect(found('GMT-5')).toContain('America/New_York');
});

test('nothing is called that', () => expect(found('atlantis')).toEqual([]));

test('names are read back', () => {
  expect(zoneName('America/Argentina/Buenos_Aires')).toBe('Buenos Aires, America, Argentina');
  expect(zoneCalled('buenos aires, america, argentina')).toBe('America/Argentina/Buenos_Aires');
  expect(zoneCalled('europe/berlin')).toBe('Europe/Berlin');
  expect(zoneCalled('UTC')).toBe('UTC');
  expect(zoneCalled('berlin')).toBeNull();
});
