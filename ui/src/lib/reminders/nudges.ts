// Answers an invitation from the reminder of it.
import { t } from '../i18n';
import { asProblem } from '../ipc/backend';
import type { Participation, ReminderView } from '../ipc/bindings';
import { targetOf } from '../pane/target';
import type { App } from '../state/app.svelte';
import { problemText } from '../state/sentences';

/** In the words and the order of the notification. */
export const responsesOfNudge: readonly { response: Participation; label: () => string }[] = [
  { response: 'accepted', label: () => t('nudgeAccept') },
  { response: 'tentative', label: () => t('nudgeMaybe') },
  { response: 'declined', label: () => t('nudgeDecline') },
];

/** With the questions and the undo of every answer. The reminder goes once it was given. */
export async function answerNudge(app: App, reminder: ReminderView, response: Participation): Promise<void> {
  try {
    const event = await app.backend.getEvent(reminder.eventId, reminder.originalStart);
    const given = await app.edits.respond(targetOf(event), response, null);
    if (given) await app.reminders.dismiss(reminder.id);
  } catch (reason) {
    app.notices.tell(problemText(asProblem(reason)));
  }
}
