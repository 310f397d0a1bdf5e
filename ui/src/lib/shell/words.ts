// The words of the grids, from the catalogue.
import type { GridWords } from '../grid';
import { t } from '../i18n';

export const gridWords: GridWords = {
  allDay: t('allDay'),
  to: t('gridTo'),
  tentative: t('gridTentative'),
  declined: t('declined'),
  maybe: t('gridMaybe'),
  cancelled: t('gridCancelled'),
  unanswered: t('gridUnanswered'),
  conflict: t('gridConflict'),
  joinable: t('gridJoinable'),
  untitled: t('noTitle'),
  waiting: t('gridWaiting'),
  problem: t('gridProblem'),
  draft: t('gridDraft'),
  proposed: {
    new: t('gridProposed'),
    goes: t('gridProposedGoes'),
    changes: t('gridProposedChanges'),
  },
  more: (n, proposed) => (proposed > 0 ? t('gridMoreProposed', { n, proposed }) : t('gridMore', { n })),
  fewer: t('gridFewer'),
  events: (n) => t('previewEvents', { n }),
  hours: t('gridHours'),
  bars: t('gridBars'),
  keys: t('gridKeys'),
};
