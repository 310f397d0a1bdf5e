// The occurrences that collide with something, as the grid names them.
import { occurrenceKey, type OccurrenceKey } from '../grid/types';
import type { ConflictView } from '../ipc/bindings';

export const keysOf = (conflicts: readonly ConflictView[]): ReadonlySet<OccurrenceKey> =>
  new Set(conflicts.flatMap(({ a, b }) => [occurrenceKey(a), occurrenceKey(b)]));
