/** What a locale says about weeks, clocks and the direction of writing. */

interface WeekInfo {
  firstDay: number;
  weekend: number[];
}

type LocaleWithWeek = Intl.Locale & {
  getWeekInfo?: () => WeekInfo;
  weekInfo?: WeekInfo;
  getTextInfo?: () => { direction: string };
  textInfo?: { direction: string };
};

/** First weekday and weekend as ISO weekdays, 1 Monday to 7 Sunday. Monday and Saturday with Sunday where unknown. */
export function weekOf(locale: string): { firstWeekday: number; weekend: readonly number[] } {
  const known = parsed(locale);
  const info = known?.getWeekInfo?.() ?? known?.weekInfo;
  return { firstWeekday: info?.firstDay ?? 1, weekend: info?.weekend ?? [6, 7] };
}

/** Whether the locale writes hours as 1 to 12. */
export function usesHour12(locale: string): boolean {
  try {
    return new Intl.DateTimeFormat(locale, { hour: 'numeric' }).resolvedOptions().hour12 ?? false;
  } catch {
    return false;
  }
}

export function directionOf(locale: string): 'ltr' | 'rtl' {
  const known = parsed(locale);
  const info = known?.getTextInfo?.() ?? known?.textInfo;
  if (info !== undefined) return info.direction === 'rtl' ? 'rtl' : 'ltr';
  return /^(ar|ckb|dv|fa|he|ps|sd|ug|ur|yi)\b/.test(locale) ? 'rtl' : 'ltr';
}

function parsed(locale: string): LocaleWithWeek | undefined {
  try {
    return new Intl.Locale(locale);
  } catch {
    return undefined;
  }
}
