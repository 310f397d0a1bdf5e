// The settings and everything that follows from them and the locale. Saved as soon as they change.
import type { Backend } from '../ipc/backend';
import type { Settings, StartUp } from '../ipc/bindings';
import { t } from '../i18n';
import { formats as formatsOf, usesHour12, weekOf, type Formats } from '../time';
import type { Notices } from './notices.svelte';

export interface Preferences {
  readonly settings: Settings;
  readonly locale: string;
  readonly zone: string;
  readonly hour12: boolean;
  /** ISO weekday. */
  readonly firstWeekday: number;
  /** ISO weekdays that the locale calls weekend. */
  readonly weekend: readonly number[];
  readonly formats: Formats;
  readonly dark: boolean;
  /** The second zone, when one is chosen and not hidden by Z. */
  readonly shownSecondZone: string | null;
  /** False when no second zone is chosen. */
  toggleSecondZone(): boolean;
  update(change: Partial<Settings>): Promise<void>;
  /** Takes over what another window changed. */
  follow(settings: Settings): void;
  /** Puts theme and density on the document, now and whenever the system's theme changes. */
  applyToDocument(): () => void;
}

const weekStarts = { monday: 1, saturday: 6, sunday: 7 } as const;

/** A desktop may call its locale anything, and `Intl` throws at what it cannot read. */
function knownLocale(locale: string): string {
  try {
    return Intl.getCanonicalLocales(locale)[0] ?? 'en';
  } catch {
    return 'en';
  }
}

export function createPreferences(backend: Backend, notices: Notices, startUp: StartUp): Preferences {
  const { zone } = startUp;
  const locale = knownLocale(startUp.locale);
  const week = weekOf(locale);
  const systemDark = window.matchMedia?.('(prefers-color-scheme: dark)');
  let settings = $state.raw<Settings>(startUp.settings);
  let secondZoneHidden = $state(false);
  let darkSystem = $state(systemDark?.matches ?? false);

  const hour12 = $derived(
    settings.timeFormat === 'auto' ? usesHour12(locale) : settings.timeFormat === 'h12',
  );
  const firstWeekday = $derived(
    settings.weekStart === 'auto' ? week.firstWeekday : weekStarts[settings.weekStart],
  );
  const formats = $derived(formatsOf(locale, hour12));
  const dark = $derived(settings.theme === 'system' ? darkSystem : settings.theme === 'dark');

  function paint() {
    document.documentElement.dataset['theme'] = dark ? 'dark' : 'light';
    document.documentElement.dataset['density'] = settings.density;
  }

  return {
    locale,
    zone,
    weekend: week.weekend,
    get settings() {
      return settings;
    },
    get hour12() {
      return hour12;
    },
    get firstWeekday() {
      return firstWeekday;
    },
    get formats() {
      return formats;
    },
    get dark() {
      return dark;
    },
    get shownSecondZone() {
      return secondZoneHidden ? null : settings.secondZone;
    },
    toggleSecondZone() {
      if (settings.secondZone === null) return false;
      secondZoneHidden = !secondZoneHidden;
      return true;
    },
    async update(change) {
      const before = settings;
      settings = { ...settings, ...change };
      if (change.secondZone) secondZoneHidden = false;
      paint();
      try {
        await backend.setSettings(settings);
      } catch {
        settings = before;
        paint();
        notices.tell(t('settingsNotSaved'));
      }
    },
    follow(next) {
      settings = next;
      paint();
    },
    applyToDocument() {
      const follow = () => {
        darkSystem = systemDark?.matches ?? false;
        paint();
      };
      follow();
      systemDark?.addEventListener('change', follow);
      return () => systemDark?.removeEventListener('change', follow);
    },
  };
}
