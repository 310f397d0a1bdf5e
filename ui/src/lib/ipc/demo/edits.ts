// Edits of the demo's events, in memory. Undo puts back what an edit touched.
import { applied } from '../../edit/changes';
import { timeInZone } from '../../edit/zones';
import type { Backend, Listeners } from '../backend';
import type {
  CalendarView,
  Consequences,
  Editable,
  EditScope,
  EventChange,
  Problem,
  QueueOp,
} from '../bindings';
import { blankEvent } from '../../edit/blank';
import { formOf, movedLike, storedFrom, type Stored } from './events';
import { me } from './people';
import { rightsOf } from './rights';
import { inWords } from './rule';

type Commands = Pick<
  Backend,
  | 'getEditable'
  | 'previewEdit'
  | 'createEvent'
  | 'editEvent'
  | 'deleteEvent'
  | 'respond'
  | 'previewUndo'
  | 'undoEdit'
  | 'describeRule'
>;

export interface Around {
  events: Map<string, Stored>;
  find: (calendar: string) => CalendarView;
  zone: string;
  push: Listeners;
  /** The edit of an event that has a server is on its way. */
  sent: (event: Stored, op: QueueOp) => void;
}

const gone: Problem = { kind: 'not_found', message: 'This event is no longer there.', remedy: '' };
const scopes: EditScope[] = ['this', 'following', 'all'];
const personal: (keyof EventChange)[] = ['reminders', 'hue', 'busy', 'visibility'];

export function demoEdits({ events, find, zone, push, sent }: Around): Commands {
  const undos = new Map<number, Map<string, Stored | undefined>>();
  let made = 0;

  function known(eventId: string, original: number | null): { event: Stored; form: Editable } {
    const event = events.get(eventId);
    const form = event && formOf(event, original);
    if (!event || !form) throw gone;
    return { event, form: { ...form, rights: rightsOf(find(form.calendarId), form) } };
  }

  function put(op: QueueOp, form: Editable, changes: [id: string, event: Stored | undefined][]) {
    made += 1;
    undos.set(made, new Map(changes.map(([id]) => [id, events.get(id)])));
    for (const [id, event] of changes) {
      if (event) events.set(id, event);
      else events.delete(id);
    }
    const [first] = changes;
    const pending = find(form.calendarId).accountKind === 'google';
    if (pending && first?.[1]) sent(first[1], op);
    push.dataChanged([form.calendarId]);
    return {
      eventId: form.eventId,
      originalStart: form.originalStart,
      calendarId: form.calendarId,
      pending,
      undo: made,
    };
  }

  /** A change or, for null, a deletion. */
  function edit(
    op: QueueOp,
    eventId: string,
    original: number | null,
    change: EventChange | null,
    scope: EditScope,
  ) {
    const { event, form } = known(eventId, original);
    const after = change && applied(form, change);
    if (original === null || !event.form.recurring || scope === 'all') {
      const whole = after && wholeSeries(event, form, after);
      return put(op, form, [[eventId, whole ?? undefined]]);
    }
    if (scope === 'this') {
      const exceptions = new Map(event.exceptions).set(original, after);
      return put(op, form, [[eventId, { ...event, exceptions }]]);
    }
    const head = { ...event, until: form.time.startDay };
    if (!after) return put(op, form, [[eventId, head]]);
    const tail = storedFrom({ ...after, eventId: `${eventId}+${made}` });
    return put(op, tail.form, [
      [eventId, head],
      [tail.form.eventId, tail],
    ]);
  }

  return {
    async getEditable(eventId, originalStart) {
      return known(eventId, originalStart).form;
    },
    async previewEdit(eventId, originalStart, change, scope): Promise<Consequences> {
      const nobody: Consequences = { scopes: [], inside: [], outside: [], resets: 0, problem: null };
      if (eventId === null) {
        const guests = (change?.guests ?? []).map((one) => one.email);
        return { ...nobody, ...sorted(guests) };
      }
      const { event, form } = known(eventId, originalStart);
      const isPersonal =
        change && Object.keys(change).every((key) => personal.includes(key as keyof EventChange));
      if (!(isPersonal ? form.rights.personal : change ? form.rights.shared : form.rights.delete)) {
        return { ...nobody, problem: form.rights.problem };
      }
      const isMine = form.organizer === me;
      const people = applied(form, change ?? {}).guests.filter((one) => !one.me && !one.resource);
      const left = isMine || change ? [] : [form.organizer].filter((one) => one !== '');
      const guests = isMine && !isPersonal ? people.map((one) => one.email) : left;
      const asks = originalStart !== null && event.form.recurring;
      return {
        scopes: asks ? scopes.filter((one) => one !== 'this' || change?.rules === undefined) : [],
        ...sorted(guests),
        resets: scope === 'this' ? 0 : event.exceptions.size,
        problem: null,
      };
    },
    async createEvent(change) {
      const time = change.time ?? {
        allDay: true,
        zone,
        startDay: 0,
        startMinute: 0,
        endDay: 1,
        endMinute: 0,
      };
      const form = applied(blankEvent(change.calendarId ?? '', timeInZone(time, zone)), change);
      const event = storedFrom({
        ...form,
        time: timeInZone(form.time, zone),
        eventId: `new/${made}`,
        organizer: form.guests.length > 0 ? me : '',
      });
      return put('create', event.form, [[event.form.eventId, event]]);
    },
    async editEvent(eventId, originalStart, change, scope) {
      const time = change.time && timeInZone(change.time, zone);
      return edit('update', eventId, originalStart, time ? { ...change, time } : change, scope);
    },
    async deleteEvent(eventId, originalStart, scope) {
      return edit('delete', eventId, originalStart, null, scope);
    },
    async respond(eventId, originalStart, response, comment, scope) {
      const { event, form } = known(eventId, originalStart);
      const answered = (one: Editable): Editable => ({
        ...one,
        myResponse: response,
        guests: one.guests.map((guest) =>
          guest.me ? { ...guest, participation: response, comment: comment ?? guest.comment } : guest,
        ),
      });
      if (scope === 'this' && originalStart !== null && event.form.recurring) {
        const exceptions = new Map(event.exceptions).set(originalStart, answered(form));
        return put('respond', form, [[eventId, { ...event, exceptions }]]);
      }
      return put('respond', form, [[eventId, { ...event, form: answered(event.form) }]]);
    },
    // Nobody is mailed from here.
    previewUndo: async () => ({ scopes: [], inside: [], outside: [], resets: 0, problem: null }),
    async undoEdit(undo) {
      for (const [id, before] of undos.get(undo) ?? []) {
        if (before) events.set(id, { ...before, unsent: 'none' });
        else events.delete(id);
      }
      undos.delete(undo);
      push.dataChanged([]);
    },
    describeRule: async (rule) => inWords(rule),
  };
}

function wholeSeries(event: Stored, before: Editable, after: Editable): Stored {
  const time = movedLike(event.form.time, before.time, after.time);
  const form = { ...after, time };
  return { ...storedFrom(form), from: event.from, until: event.until, joinable: event.joinable };
}

function sorted(guests: string[]): Pick<Consequences, 'inside' | 'outside'> {
  const isInside = (email: string) => email.endsWith(me.slice(me.indexOf('@')));
  return { inside: guests.filter(isInside), outside: guests.filter((email) => !isInside(email)) };
}
