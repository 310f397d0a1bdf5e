import type { GridWords } from './types';

export const englishWords: GridWords = {
  allDay: 'All day',
  to: 'to',
  tentative: 'tentative',
  declined: 'declined',
  maybe: 'answered maybe',
  cancelled: 'cancelled',
  unanswered: 'not answered',
  conflict: 'overlaps another event',
  joinable: 'has a call link',
  untitled: 'Untitled',
  waiting: 'not sent yet',
  problem: 'was not taken by the server',
  draft: 'draft',
  proposed: {
    new: 'proposed, not approved yet',
    goes: 'would go away from here, not approved yet',
    changes: 'would change, not approved yet',
  },
  more: (count, proposed) => `${count} more${proposed > 0 ? `, ${proposed} proposed` : ''}`,
  fewer: 'Show fewer',
  events: (count) => (count === 1 ? '1 event' : `${count} events`),
  hours: 'Hours',
  bars: 'All day and longer',
  keys: 'Arrow keys move between events, Enter opens, Escape leaves.',
};
