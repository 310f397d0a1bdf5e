// Opening a calendar file or link, step by step: what is in it, what to do with it, done.
import { t } from '../i18n';
import { asProblem } from '../ipc/backend';
import type { Problem } from '../ipc/bindings';
import type { ImportPreview } from '../ipc/reminding';
import { defaultCalendar, isWritable } from '../edit/blank';
import { freeHue } from '../dialog/addlink.svelte';
import type { App } from '../state/app.svelte';

export type How = 'link' | 'copy';

export interface Importing {
  readonly preview: ImportPreview | null;
  readonly problem: Problem | null;
  readonly busy: boolean;
  /** Something can be done with it. */
  readonly ready: boolean;
  how: How;
  /** Where copies go; empty while there is no place for them. */
  calendarId: string;
  read(): Promise<void>;
  startLocal(): Promise<void>;
  /** False when it failed; `problem` then says why. */
  run(): Promise<boolean>;
}

export function createImporting(app: App, token: string): Importing {
  let preview = $state.raw<ImportPreview | null>(null);
  let problem = $state.raw<Problem | null>(null);
  let busy = $state(true);
  let how = $state<How>('copy');
  let chosen = $state<string | null>(null);
  const writable = $derived(app.calendars.list.filter(isWritable));
  const calendarId = $derived(
    chosen ?? defaultCalendar(writable, app.preferences.settings.defaultCalendar)?.id ?? '',
  );
  const ready = $derived(
    preview !== null && !busy && (how === 'link' || (calendarId !== '' && preview.events > 0)),
  );

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

  async function addLink({ name }: ImportPreview) {
    const hue = freeHue(app.calendars.list);
    const added = await app.calendars.addFeed({ address: token, name: name || null, hue, everyMinutes: 30 });
    app.notices.tell(t('addedCalendar', { name: added.name }));
  }

  async function copy() {
    const n = await app.backend.importFile(token, calendarId);
    app.notices.tell(t('importDone', { n, name: app.calendars.find(calendarId)?.name ?? '' }));
  }

  return {
    get preview() {
      return preview;
    },
    get problem() {
      return problem;
    },
    get busy() {
      return busy;
    },
    get ready() {
      return ready;
    },
    get how() {
      return how;
    },
    set how(next) {
      how = next;
    },
    get calendarId() {
      return calendarId;
    },
    set calendarId(next) {
      chosen = next;
    },
    async read() {
      await attempt(async () => {
        preview = await app.backend.previewImport(token);
        how = preview.source === 'link' ? 'link' : 'copy';
      });
    },
    async startLocal() {
      await app.calendars.startLocal();
    },
    async run() {
      const found = preview;
      if (!found) return false;
      return attempt(() => (how === 'link' ? addLink(found) : copy()));
    },
  };
}
