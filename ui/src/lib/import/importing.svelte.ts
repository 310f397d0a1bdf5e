// Opening a calendar file or link, step by step: what is in it, where it goes, done.
import { freeHue, intervalFor } from '../dialog/addlink.svelte';
import { isWritable } from '../edit/blank';
import { t } from '../i18n';
import { asProblem } from '../ipc/backend';
import type { CalendarView, ImportPreview, Problem } from '../ipc/bindings';
import type { App } from '../state/app.svelte';

/** Stands for a calendar that is yet to be made. */
export const NEW = '';

export interface Importing {
  readonly preview: ImportPreview | null;
  readonly problem: Problem | null;
  readonly reading: boolean;
  /** Being taken over. */
  readonly busy: boolean;
  /** Something can be done with it. */
  readonly ready: boolean;
  /** Where a file can go: calendars of this computer. */
  readonly targets: readonly CalendarView[];
  /** What a new calendar would be called. */
  readonly newName: string;
  /** A calendar's id, or `NEW`. */
  target: string;
  read(): Promise<void>;
  /** False when it failed; `problem` then says why. */
  run(): Promise<boolean>;
}

export function createImporting(app: App, token: string): Importing {
  let preview = $state.raw<ImportPreview | null>(null);
  let problem = $state.raw<Problem | null>(null);
  let reading = $state(true);
  let busy = $state(false);
  let chosen = $state<string | null>(null);
  const targets = $derived(
    app.calendars.list.filter((one) => one.accountKind === 'local' && isWritable(one)),
  );
  const target = $derived(chosen ?? targets[0]?.id ?? NEW);
  const newName = $derived(preview?.name || t('localCalendarName'));
  const ready = $derived(preview !== null && !busy && (preview.source === 'link' || preview.events > 0));

  async function attempt(act: () => Promise<void>): Promise<boolean> {
    [busy, problem] = [true, null];
    try {
      await act();
      return true;
    } catch (reason) {
      problem = asProblem(reason);
      return false;
    } finally {
      busy = false;
    }
  }

  async function follow({ name, suggestedHue, suggestedMinutes }: ImportPreview) {
    const added = await app.calendars.addFeed({
      address: token,
      name: name || null,
      hue: suggestedHue ?? freeHue(app.calendars.list),
      everyMinutes: intervalFor(suggestedMinutes),
    });
    app.notices.tell(t('addedCalendar', { name: added.name }));
  }

  async function copy() {
    if (target === NEW) {
      const made = await app.backend.startLocal(newName);
      await app.calendars.reload();
      // Trying again after a failure goes into the same one.
      chosen = made.id;
    }
    const n = await app.backend.importFile(token, target);
    app.notices.tell(t('importDone', { n, name: app.calendars.find(target)?.name ?? '' }));
  }

  return {
    get preview() {
      return preview;
    },
    get problem() {
      return problem;
    },
    get reading() {
      return reading;
    },
    get busy() {
      return busy;
    },
    get ready() {
      return ready;
    },
    get targets() {
      return targets;
    },
    get newName() {
      return newName;
    },
    get target() {
      return target;
    },
    set target(next) {
      chosen = next;
    },
    async read() {
      try {
        preview = await app.backend.previewImport(token);
      } catch (reason) {
        problem = asProblem(reason);
      }
      reading = false;
    },
    async run() {
      const found = preview;
      if (!found) return false;
      return attempt(() => (found.source === 'link' ? follow(found) : copy()));
    },
  };
}
