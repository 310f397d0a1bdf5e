// The sync log of the demo: a quiet morning with one feed in trouble.
import type { RunView } from '../bindings';

export function demoRuns(now: string): RunView[] {
  const run = (id: number, minutesAgo: number, change: Partial<RunView>): RunView => ({
    id,
    at: new Date(Date.parse(now) - minutesAgo * 60_000).toISOString(),
    calendarId: 'work',
    calendarName: 'Work',
    also: [],
    trigger: 'schedule',
    result: 'unchanged',
    created: 0,
    updated: 0,
    deleted: 0,
    setAside: 0,
    pushed: 0,
    conflicts: 0,
    durationMs: 84,
    problem: null,
    ...change,
  });
  return [
    run(9, 1, {}),
    run(8, 1, { calendarId: 'team', calendarName: 'Team', result: 'ok', created: 1, updated: 2, pushed: 1 }),
    run(7, 3, { calendarId: 'family', calendarName: 'Family', durationMs: 212 }),
    run(6, 5, {
      calendarId: 'school',
      calendarName: 'Kids & school',
      result: 'failed',
      durationMs: 30_004,
      problem: {
        kind: 'timeout',
        message: 'school.example did not answer within 30 seconds.',
        remedy: 'Kalends keeps trying. Open the link in a browser to see whether it still works.',
      },
    }),
    run(5, 6, {}),
    run(4, 36, {
      calendarId: 'school',
      calendarName: 'Kids & school',
      result: 'failed',
      durationMs: 30_002,
      problem: {
        kind: 'timeout',
        message: 'school.example did not answer within 30 seconds.',
        remedy: 'Kalends keeps trying. Open the link in a browser to see whether it still works.',
      },
    }),
    run(3, 20 * 60, {
      calendarId: 'holidays',
      calendarName: 'Holidays DE',
      result: 'ok',
      created: 33,
      durationMs: 340,
      trigger: 'added',
    }),
    run(2, 26 * 60, {
      calendarId: 'school',
      calendarName: 'Kids & school',
      result: 'ok',
      updated: 4,
      setAside: 2,
    }),
  ];
}
