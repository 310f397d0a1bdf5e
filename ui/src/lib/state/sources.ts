// Views of the list of calendars. Plain values, made anew with each change of the list.
import { t } from '../i18n';
import type { AccountKind, CalendarView } from '../ipc/bindings';

export interface Group {
  kind: AccountKind;
  accountId: string;
  name: string;
  calendars: CalendarView[];
}

const kindOrder: readonly AccountKind[] = ['google', 'feed', 'local', 'sample'];
const groupName: Record<AccountKind, (calendar: CalendarView) => string> = {
  google: (calendar) => calendar.accountName,
  feed: () => t('groupFeed'),
  local: () => t('groupLocal'),
  sample: () => t('groupSample'),
};

/** One group for each account, accounts of a kind together. */
export function groupsOf(calendars: readonly CalendarView[]): Group[] {
  const groups = new Map<string, Group>();
  const sorted = kindOrder.flatMap((kind) => calendars.filter((one) => one.accountKind === kind));
  for (const calendar of sorted) {
    const { accountKind: kind, accountId } = calendar;
    const group = groups.get(accountId) ?? {
      kind,
      accountId,
      name: groupName[kind](calendar),
      calendars: [],
    };
    group.calendars.push(calendar);
    groups.set(accountId, group);
  }
  return [...groups.values()];
}

export function visibleIds(calendars: readonly CalendarView[]): ReadonlySet<string> {
  return new Set(calendars.filter((calendar) => calendar.visible).map((calendar) => calendar.id));
}

export type SourceLook = Pick<CalendarView, 'name' | 'hue'>;

export function looksOf(calendars: readonly CalendarView[]): ReadonlyMap<string, SourceLook> {
  return new Map(calendars.map(({ id, name, hue }) => [id, { name, hue }]));
}
