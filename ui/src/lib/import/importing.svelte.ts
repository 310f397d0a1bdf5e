// Opening a calendar file or link, step by step: what is in it, what becomes of it, done.
import { freeHue, intervalFor } from '../dialog/suggested';
import { defaultCalendar, isOffered } from '../edit/blank';
import { t } from '../i18n';
import { asProblem } from '../ipc/backend';
import type { CalendarView, Imported, ImportPreview, Problem } from '../ipc/bindings';
import type { App } from '../state/app.svelte';

/** Stands for a calendar that is yet to be made. */
export const NEW = '';

/** Followed as a calendar of its own, or its events copied into another one. */
export type Way = 'follow' | 'copy';

export interface Importing {
  readonly preview: ImportPreview | null;
  readonly problem: Problem | null;
  readonly reading: boolean;
  /** Being taken over. */
  readonly busy: boolean;
  /** Something can be done with it. */
  readonly ready: boolean;
  /** Where copies can go. */
  readonly targets: readonly CalendarView[];
  /** What a new calendar would be called. */
  readonly newName: string;
  /** A link is to be followed, a file to be copied, unless the reader says otherwise. */
  way: Way;
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
  let way = $state<Way>('copy');
  let chosen = $state<string | null>(null);
  const targets = $derived(app.calendars.list.filter(isOffered));
  const target = $derived(chosen ?? suggested());
  const newName = $derived(preview?.name || t('localCalendarName'));
  const ready = $derived(preview !== null && !busy && (way === 'follow' || preview.events > 0));

  /** One event goes where new events go; many stay together on this computer, apart from the rest. */
  function suggested(): string {
    const { defaultCalendar: asked } = app.preferences.settings;
    if (preview?.events === 1) return defaultCalendar(app.calendars.list, asked)?.id ?? NEW;
    return targets.find((one) => one.accountKind === 'local')?.id ?? NEW;
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
    const imported = await app.backend.importOpened(token, target);
    const name = app.calendars.find(target)?.name ?? '';
    const text = doneText(imported, name);
    if (imported.undo === null) app.notices.tell(text);
    else app.edits.offerUndo({ undo: imported.undo, pending: true }, name, text);
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
    get way() {
      return way;
    },
    set way(next) {
      [way, problem] = [next, null];
    },
    get target() {
      return target;
    },
    set target(next) {
      [chosen, problem] = [next, null];
    },
    async read() {
      try {
        preview = await app.backend.previewImport(token);
        way = preview.source === 'link' ? 'follow' : 'copy';
      } catch (reason) {
        problem = asProblem(reason);
      }
      reading = false;
    },
    async run() {
      const found = preview;
      if (!found) return false;
      [busy, problem] = [true, null];
      try {
        await (way === 'follow' ? follow(found) : copy());
        return true;
      } catch (reason) {
        problem = asProblem(reason);
        return false;
      } finally {
        busy = false;
      }
    },
  };
}

function doneText({ created, updated, unchanged, withoutGuests }: Imported, name: string): string {
  const n = created + updated;
  if (n === 0 && unchanged > 0) return t('importDoneNothing', { name });
  const text = t('importDone', { n, name });
  return withoutGuests > 0 ? t('importWithoutGuests', { n: withoutGuests, text }) : text;
}
