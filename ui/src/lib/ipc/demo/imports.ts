// What the demo was asked to open: files and a link, by token.
import type { ImportPreview, Problem } from '../bindings';

const file: ImportPreview = {
  name: 'Rowing club',
  address: 'rowing.ics',
  source: 'file',
  events: 42,
  first: '2026-11-22',
  last: '2027-06-13',
  titles: ['Winter training', 'Boat house day', 'Club evening', 'Ergometer test', 'Spring regatta'],
  setAside: 1,
  warnings: [],
  suggestedMinutes: null,
  suggestedHue: 'teal',
};

const link: ImportPreview = {
  ...file,
  address: 'rowing.example/season…',
  source: 'link',
  setAside: 0,
};

const unreadable: Problem = {
  kind: 'not_a_calendar',
  message: 'notes.ics is a web page, not a calendar',
  remedy: 'Download it again from where it came, or ask its owner for the .ics file.',
};

/** `file`, `link`, or anything else for one that cannot be read. */
export function previewDemoImport(token: string): ImportPreview {
  if (token === 'file') return file;
  if (token === 'link') return link;
  throw unreadable;
}
