// Shows what the tray, a notification, a link or a second start asked for.
import type { OccurrenceView, OpenTarget } from '../ipc/bindings';
import type { Approvals } from './approvals.svelte';
import type { Navigation } from './navigation.svelte';
import type { Panes } from './panes.svelte';
import type { Quick } from './quick.svelte';

export interface Opening {
  /** What the dialog of imports is about; null when it is not open. */
  readonly importing: string | null;
  show(target: OpenTarget): void;
  /** Goes to its day and opens its details. */
  showEvent(event: Place): void;
}

type Place = Pick<OccurrenceView, 'eventId' | 'originalStart' | 'startDay'>;

/** What it opens things with. */
export interface Around {
  panes: Panes;
  navigation: Navigation;
  quick: Quick;
  approvals: Pick<Approvals, 'call'>;
  openEvent: (event: Pick<OccurrenceView, 'eventId' | 'originalStart'>) => void;
}

export function createOpening({ panes, navigation, quick, approvals, openEvent }: Around): Opening {
  let importing = $state<string | null>(null);

  function showEvent({ eventId, originalStart, startDay }: Place) {
    panes.openPage('calendar');
    navigation.goTo(startDay);
    openEvent({ eventId, originalStart });
  }

  function show(target: OpenTarget) {
    switch (target.kind) {
      case 'event':
        panes.closeDialog();
        showEvent({ ...target, startDay: target.day });
        return;
      case 'reminders':
        panes.closeDialog();
        panes.openPage('calendar');
        panes.openPane({ kind: 'reminders' });
        return;
      case 'quick-add':
        panes.closeDialog();
        panes.openPage('calendar');
        quick.open(null);
        return;
      case 'import':
        importing = target.token;
        panes.openDialog('import');
        return;
      case 'approvals':
        panes.closeDialog();
        panes.openPage('calendar');
        panes.openPane({ kind: 'approvals' });
        approvals.call(target.proposal);
        return;
      case 'conflicts':
        panes.closeDialog();
        panes.openPage('calendar');
        panes.openPane({ kind: 'conflicts' });
        return;
    }
  }

  return {
    get importing() {
      return importing;
    },
    show,
    showEvent,
  };
}
