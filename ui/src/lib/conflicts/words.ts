// What two events do to each other, in words.
import { lengthText } from '../approvals/words';
import { t } from '../i18n';
import type { ConflictSide, ConflictView } from '../ipc/bindings';

export const titleOf = ({ title }: ConflictSide): string => title || t('noTitle');

/** "Overlap by 30 min". */
export function causeText({ cause, minutes }: ConflictView): string {
  const length = lengthText(minutes);
  switch (cause) {
    case 'overlap':
      return t('conflictOverlap', { length });
    case 'buffer':
      return minutes === 0 ? t('conflictNoGap') : t('conflictBuffer', { length });
    case 'travel':
      return minutes === 0 ? t('conflictNoTravel') : t('conflictTravel', { length });
  }
}

/** What it is to one of the two: "Overlaps “Demo rehearsal” by 30 min". */
export function sideText({ cause, minutes }: ConflictView, other: ConflictSide): string {
  const [title, length] = [titleOf(other), lengthText(minutes)];
  switch (cause) {
    case 'overlap':
      return t('conflictOverlaps', { title, length });
    case 'buffer':
      return minutes === 0 ? t('conflictTouches', { title }) : t('conflictClose', { title, length });
    case 'travel':
      return minutes === 0 ? t('conflictFarNone', { title }) : t('conflictFar', { title, length });
  }
}
