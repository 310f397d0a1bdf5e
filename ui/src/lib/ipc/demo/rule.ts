// Repeating as far as the demo goes: every so many days or weeks.

const day = { DAILY: 1, WEEKLY: 7 } as const;
const unit: Record<string, [one: string, many: string]> = {
  DAILY: ['day', 'days'],
  WEEKLY: ['week', 'weeks'],
  MONTHLY: ['month', 'months'],
  YEARLY: ['year', 'years'],
};
const weekdays: Record<string, string> = {
  MO: 'Monday',
  TU: 'Tuesday',
  WE: 'Wednesday',
  TH: 'Thursday',
  FR: 'Friday',
  SA: 'Saturday',
  SU: 'Sunday',
};

const part = (rule: string, name: string) => new RegExp(`(?:^|;)${name}=([^;]+)`).exec(rule)?.[1];

/** Days from one occurrence to the next; 0 does not repeat. */
export function stepOf(rules: readonly string[]): number {
  const [rule] = rules;
  if (rule === undefined) return 0;
  const days = day[part(rule, 'FREQ') as keyof typeof day] ?? 28;
  return days * Number(part(rule, 'INTERVAL') ?? 1);
}

/** "Every 2 weeks on Monday, Friday", or empty for a rule it does not know. */
export function inWords(rule: string): string {
  const names = unit[part(rule, 'FREQ') ?? ''];
  if (!names) return '';
  const every = Number(part(rule, 'INTERVAL') ?? 1);
  const on = part(rule, 'BYDAY')
    ?.split(',')
    .map((one) => weekdays[one.slice(-2)] ?? one);
  const count = part(rule, 'COUNT');
  const rhythm = every === 1 ? `Every ${names[0]}` : `Every ${every} ${names[1]}`;
  return `${rhythm}${on ? ` on ${on.join(', ')}` : ''}${count ? `, ${count} times` : ''}`;
}
