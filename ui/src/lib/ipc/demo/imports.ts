// What the demo was asked to open: files and a link, by token.
import type { CalendarView, ImportPreview, Imported, Problem } from '../bindings';

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

/** What a ticket by mail looks like. */
const ticket: ImportPreview = {
  ...file,
  name: '',
  address: 'ticket.ics',
  events: 1,
  first: '2026-11-27',
  last: '2026-11-27',
  titles: ['Train to Hamburg, ICE 706'],
  setAside: 0,
  suggestedHue: null,
};

const unreadable: Problem = {
  kind: 'not_a_calendar',
  message: 'notes.ics is a web page, not a calendar',
  remedy: 'Download it again from where it came, or ask its owner for the .ics file.',
};

/** `file`, `link`, `ticket`, or anything else for one that cannot be read. */
export function previewDemoImport(token: string): ImportPreview {
  if (token === 'file') return file;
  if (token === 'link') return link;
  if (token === 'ticket') return ticket;
  throw unreadable;
}

/** Into an account they go through the queue, without their guests. */
export function importedDemo(token: string, { accountKind }: CalendarView): Imported {
  const { events } = previewDemoImport(token);
  const withoutGuests = accountKind === 'google' ? 2 : 0;
  return { created: events, updated: 0, unchanged: 0, withoutGuests, undo: null };
}
