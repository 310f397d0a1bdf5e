// The pages of the log, put together. Lines are only ever added, and their ids grow.
import type { AuditLine } from '../ipc/bindings';

/** Both newest first. What was found stands alone where lines between it and the known ones may be missing. */
export function withFound(known: readonly AuditLine[], found: readonly AuditLine[]): readonly AuditLine[] {
  const [newest, oldest] = [known[0], known.at(-1)];
  if (!newest || !oldest) return found;
  const isNewer = ({ id }: AuditLine) => id > newest.id;
  if (found.length > 0 && found.every(isNewer)) return found;
  return [...found.filter(isNewer), ...known, ...found.filter(({ id }) => id < oldest.id)];
}
