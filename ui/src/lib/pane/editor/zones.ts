// The zones that are offered, those in use first.
import { offsetLabel } from '../../time';
import type { Option } from './options';

const MOST_ZONES = 40;

/** Web views still list these by names that the zone database gave up years ago. */
const renamed: Readonly<Partial<Record<string, string>>> = {
  'Africa/Asmera': 'Africa/Asmara',
  'America/Buenos_Aires': 'America/Argentina/Buenos_Aires',
  'America/Godthab': 'America/Nuuk',
  'America/Indianapolis': 'America/Indiana/Indianapolis',
  'America/Louisville': 'America/Kentucky/Louisville',
  'Asia/Calcutta': 'Asia/Kolkata',
  'Asia/Katmandu': 'Asia/Kathmandu',
  'Asia/Rangoon': 'Asia/Yangon',
  'Asia/Saigon': 'Asia/Ho_Chi_Minh',
  'Atlantic/Faeroe': 'Atlantic/Faroe',
  'Europe/Kiev': 'Europe/Kyiv',
};

const all = (): readonly string[] => Intl.supportedValuesOf('timeZone').map((zone) => renamed[zone] ?? zone);

/** "Europe/Berlin" is "Berlin, Europe"; what has no region is itself. */
export function zoneName(zone: string): string {
  const parts = zone.replaceAll('_', ' ').split('/');
  return parts.length > 1 ? `${parts.at(-1)}, ${parts.slice(0, -1).join(', ')}` : zone;
}

/** Zones with each word of `text` in their name or offset; `near` come first, without text they are all. */
export function findZones(text: string, near: readonly string[], day: number): Option<string>[] {
  const words = text
    .toLowerCase()
    .split(/[\s,/_]+/)
    .filter(Boolean);
  const candidates = [...new Set([...near, ...all()])].filter((zone) => {
    const name = `${zoneName(zone)} ${zone}`.toLowerCase();
    return words.every((word) => name.includes(word) || isOffset(word, zone, day));
  });
  return candidates
    .slice(0, MOST_ZONES)
    .map((zone) => ({ value: zone, label: zoneName(zone), hint: offsetLabel(zone, day) }));
}

/** The zone that a typed name means: its IANA name, or the only one whose city is so called. */
export function zoneCalled(text: string): string | null {
  const wanted = text.trim().toLowerCase();
  const found = all().filter((zone) => [zone, zoneName(zone)].some((name) => name.toLowerCase() === wanted));
  return found[0] ?? (wanted === 'utc' ? 'UTC' : null);
}

/** "gmt+1". Asked of those words only that look like one, since labels take their time. */
const isOffset = (word: string, zone: string, day: number): boolean =>
  /^gmt[+−-]?\d*/.test(word) && offsetLabel(zone, day).toLowerCase() === word.replace('-', '−');
