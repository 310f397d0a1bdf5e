/**
 * Our own calendar grids: pure layout in `timed.ts`, `lanes.ts` and `month.ts`, drawn by the components.
 * They know days as integers and nothing of zones, storage or the shell.
 *
 * `WeekGrid` draws one to seven days, so it is also the day and the work week view.
 */
export { default as MonthGrid } from './MonthGrid.svelte';
export { default as WeekGrid } from './WeekGrid.svelte';
export { hourHeights, occurrenceKey } from './types';
export { spanOfEvent, type Span } from './span';
export type { GridWords, Hands, Heir, Look, OccurrenceKey, ProposedMark, SecondZone, Shown } from './types';
export { englishWords } from './words';
