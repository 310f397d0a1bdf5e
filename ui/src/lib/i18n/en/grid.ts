// English: what the grid says of an event.
export const grid = {
  gridTo: 'to',
  gridTentative: 'tentative',
  gridMaybe: 'answered maybe',
  gridCancelled: 'cancelled',
  gridUnanswered: 'not answered',
  gridConflict: 'overlaps another event',
  gridJoinable: 'has a call link',
  gridWaiting: 'not sent yet',
  gridProblem: 'was not taken by the server',
  gridDraft: 'draft',
  gridMore: { one: '{n} more', other: '{n} more' },
  gridMoreProposed: { one: '{n} more, {proposed} proposed', other: '{n} more, {proposed} proposed' },
  gridFewer: 'Show fewer',
  gridHours: 'Hours',
  gridBars: 'All day and longer',
  gridKeys: 'Arrow keys move between events, Enter opens, Escape leaves.',
} as const;
