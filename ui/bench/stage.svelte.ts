import {
  englishWords,
  hourHeights,
  type Look,
  type OccurrenceKey,
  type SecondZone,
  type Shown,
} from '../src/lib/grid';
import {
  spanOf,
  stepAnchor,
  usesHour12,
  weekOf,
  minutesAhead,
  offsetLabel,
  type View,
} from '../src/lib/time';
import { sampleCalendars, sampleWeek } from './sample';
import { manyEvents } from './synthetic';

export interface Scene {
  view: string;
  /** How many to make for each period, or `sample`. */
  events: string;
  locale: string;
  density: string;
  secondZone: boolean;
  today: number;
  nowMinute: number;
}

const ZONE = 'Europe/Berlin';
const OTHER = 'America/New_York';
/** Periods made before measuring, shown in turn. */
const PERIODS = 6;

/** What the page shows, with the next periods ready so that a switch measures only the drawing. */
export class Stage {
  readonly scene: Scene;
  readonly look: Look;
  readonly hourHeight: number;
  readonly zone: { label: string; name: string };
  readonly secondZone: SecondZone | null;
  selected = $state<OccurrenceKey | null>(null);
  shown: Shown;

  readonly #periods: readonly Shown[];
  #at = $state(0);

  constructor(scene: Scene) {
    this.scene = scene;
    const week = weekOf(scene.locale);
    this.look = {
      locale: scene.locale,
      hour12: usesHour12(scene.locale),
      weekend: week.weekend,
      calendars: sampleCalendars,
      words: englishWords,
    };
    this.hourHeight = hourHeights[scene.density as keyof typeof hourHeights] ?? hourHeights.normal;
    this.zone = { label: offsetLabel(ZONE, scene.today), name: ZONE };
    this.secondZone = scene.secondZone
      ? {
          label: offsetLabel(OTHER, scene.today),
          name: OTHER,
          minutesAhead: (day) => minutesAhead(ZONE, OTHER, day),
        }
      : null;
    this.#periods = periods(scene, week.firstWeekday);
    this.shown = $derived(
      this.#periods[this.#at % this.#periods.length] ?? { first: 0, count: 7, occurrences: [] },
    );
  }

  next(): void {
    this.#at += 1;
  }
}

function periods(scene: Scene, firstWeekday: number): Shown[] {
  const view = (Number(scene.view) || scene.view) as View;
  let anchor = scene.today;
  return Array.from({ length: PERIODS }, (_, index) => {
    const span = spanOf(view, anchor, firstWeekday);
    anchor = stepAnchor(view, anchor, 1);
    const occurrences =
      scene.events === 'sample'
        ? sampleWeek(scene.today)
        : manyEvents(span.first, span.count, Number(scene.events), index);
    return { ...span, occurrences };
  });
}
