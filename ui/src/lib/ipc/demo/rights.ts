// What the reader may do with an event of the demo.
import type { CalendarView, Editable, Problem, Rights } from '../bindings';
import { me } from './people';

const none: Rights = {
  shared: false,
  personal: false,
  moveTo: false,
  delete: false,
  respond: false,
  problem: null,
};

const readOnly = (name: string): Problem => ({
  kind: 'read_only',
  message: `“${name}” can only be read here.`,
  remedy: 'Change the event where the calendar comes from, or copy it into a calendar of your own.',
});

const notMine = (organizer: string): Problem => ({
  kind: 'not_organizer',
  message: `Only ${organizer} can change this event.`,
  remedy: 'Answer the invitation, or ask the organiser.',
});

export function rightsOf(calendar: CalendarView, { organizer, guests }: Editable): Rights {
  if (calendar.readOnly) return { ...none, problem: readOnly(calendar.name) };
  const respond = guests.some((one) => one.me) && calendar.accountKind === 'google';
  if (organizer !== '' && organizer !== me) {
    return { ...none, personal: true, delete: true, respond, problem: notMine(organizer) };
  }
  return { shared: true, personal: true, moveTo: true, delete: true, respond: false, problem: null };
}
