// What an editor's form changed: only that is sent, so that edits made elsewhere to other fields stand.
import type { Editable, EventChange, Guest, PersonView, RemindersForm, TimeForm } from '../ipc/bindings';

type Field = keyof EventChange;

const fields: readonly Field[] = [
  'calendarId',
  'title',
  'time',
  'rules',
  'location',
  'notes',
  'guests',
  'guestRights',
  'conference',
  'reminders',
  'hue',
  'busy',
  'visibility',
  'tentative',
];

/** The fields of `edited` that differ from `original`. */
export function changeBetween(original: Editable, edited: Editable): EventChange {
  const [before, after] = [wholeChange(original), wholeChange(edited)];
  return pick(after, (field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]));
}

/** Every field, as a new event has them. */
export function wholeChange(edited: Editable): EventChange {
  const { calendarId, title, rules, location, notes, conference, hue, busy, visibility, tentative } = edited;
  const { seeOthers, inviteOthers, modify } = edited.guestRights;
  return {
    calendarId,
    title: title.trim(),
    time: plainTime(edited.time),
    rules: [...rules],
    location,
    notes,
    guests: edited.guests.map(asGuest),
    guestRights: { seeOthers, inviteOthers, modify },
    conference,
    reminders: plainReminders(edited.reminders),
    hue,
    busy,
    visibility,
    tentative,
  };
}

export const isEmpty = (change: EventChange): boolean => Object.keys(change).length === 0;

/** The form with a change laid over it. */
export function applied(form: Editable, change: EventChange): Editable {
  const { guests, ...rest } = change;
  return { ...form, ...rest, guests: guests ? guests.map((one) => invited(form.guests, one)) : form.guests };
}

const asGuest = ({ email, name, role }: PersonView): Guest => ({
  email,
  name,
  optional: role === 'optional',
});

/** Who stays keeps their answer. */
function invited(before: readonly PersonView[], { email, name, optional }: Guest): PersonView {
  const known = before.find((one) => one.email.toLowerCase() === email.toLowerCase());
  const role = optional ? 'optional' : known && known.role !== 'optional' ? known.role : 'required';
  if (known) return { ...known, name, role };
  return { name, email, participation: 'needs-action', role, resource: false, me: false, comment: '' };
}

// Written out, so that the order of keys is the same on both sides of a comparison.
const plainTime = ({ allDay, zone, startDay, startMinute, endDay, endMinute }: TimeForm): TimeForm => ({
  allDay,
  zone,
  startDay,
  startMinute,
  endDay,
  endMinute,
});

const plainReminders = ({ useDefault, minutes, mails }: RemindersForm): RemindersForm => ({
  useDefault,
  minutes: [...minutes],
  mails: [...mails],
});

function pick(change: EventChange, keep: (field: Field) => boolean): EventChange {
  return Object.fromEntries(fields.filter(keep).map((field) => [field, change[field]]));
}
