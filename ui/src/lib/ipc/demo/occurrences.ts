// Draws the demo's calendars for any range of days.
import type { OccurrenceView } from '../bindings';
import { everyWeek, place, sampleWeek, thisWeek } from './week';

/** 1970-01-01 was a Thursday, so day 4 was a Monday. */
export function mondayOf(day: number): number {
  return day - ((((day - 4) % 7) + 7) % 7);
}

/** Everything that touches `fromDay..toDay`, sorted by start. */
export function demoOccurrences(fromDay: number, toDay: number, today: number): OccurrenceView[] {
  const home = mondayOf(today);
  const found: OccurrenceView[] = [];
  for (let monday = mondayOf(fromDay) - 7; monday < toDay; monday += 7) {
    const events = [...everyWeek, ...sampleWeek, ...(monday === home ? thisWeek : [])];
    for (const event of events) {
      const occurrence = place(event, monday);
      const lastDay = occurrence.allDay ? occurrence.endDay - 1 : occurrence.endDay;
      if (occurrence.startDay < toDay && lastDay >= fromDay) found.push(occurrence);
    }
  }
  return found.sort((a, b) => a.startDay - b.startDay || a.startMinute - b.startMinute);
}
