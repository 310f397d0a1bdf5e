// A new event that begins as another one. It is not of its series, and asks for a video call of its own.
import { asProblem } from '../ipc/backend';
import type { EventDetails } from '../ipc/bindings';
import type { App } from '../state/app.svelte';
import { problemText } from '../state/sentences';
import { targetOf } from './target';

export async function duplicate(app: App, event: EventDetails): Promise<void> {
  const target = targetOf(event);
  try {
    const form = await app.backend.getEditable(target.eventId, target.originalStart);
    app.edits.startNew(form.time, form.calendarId, form.title);
    if (!app.edits.draft) return;
    const { location, notes, guests, guestRights, conference, reminders, hue, busy, visibility, tentative } =
      form;
    const invited = form.guestsHidden
      ? []
      : guests.map((one) => ({ ...one, participation: 'needs-action' as const, comment: '' }));
    app.edits.change({
      location,
      notes,
      guests: invited,
      guestRights,
      conference,
      reminders,
      hue,
      busy,
      visibility,
      tentative,
    });
  } catch (reason) {
    app.notices.tell(problemText(asProblem(reason)));
  }
}
