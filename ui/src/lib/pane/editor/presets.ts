// The ways of repeating that are offered by name for a start, and which of them a rule is.
import type { TimeForm } from '../../ipc/bindings';
import { civil, weekday } from '../../time';
import { freshForm, isLastOf, nthOf, readRule, workdays, writeRule, type RepeatForm } from './repeat';

export type Preset = 'none' | 'daily' | 'workdays' | 'weekly' | 'monthly-day' | 'monthly-weekday' | 'yearly';
/** `custom` is what only the builder can show, `as-written` what not even that can. */
export type Choice = Preset | 'custom' | 'as-written';

export const presets: readonly Preset[] = [
  'none',
  'daily',
  'workdays',
  'weekly',
  'monthly-day',
  'monthly-weekday',
  'yearly',
];

function formOf(preset: Exclude<Preset, 'none'>, time: TimeForm): RepeatForm {
  const fresh = freshForm(time);
  const day = time.startDay;
  switch (preset) {
    case 'daily':
      return { ...fresh, frequency: 'DAILY' };
    case 'workdays':
      return { ...fresh, weekdays: [...workdays] };
    case 'weekly':
      return fresh;
    case 'monthly-day':
      return { ...fresh, frequency: 'MONTHLY' };
    case 'monthly-weekday': {
      const nth = nthOf(day) === 5 || (nthOf(day) === 4 && isLastOf(day)) ? -1 : nthOf(day);
      return { ...fresh, frequency: 'MONTHLY', monthly: { by: 'weekday', nth, weekday: weekday(day) } };
    }
    case 'yearly':
      return { ...fresh, frequency: 'YEARLY' };
  }
}

/** The rules that a choice stands for. */
export function rulesOf(preset: Preset, time: TimeForm): string[] {
  return preset === 'none' ? [] : [writeRule(formOf(preset, time), time)];
}

export function choiceOf(rules: readonly string[], time: TimeForm): Choice {
  const [rule] = rules;
  if (rule === undefined) return 'none';
  const form = rules.length === 1 ? readRule(rule, time) : null;
  if (!form) return 'as-written';
  const asPreset = writeRule({ ...form, weekStart: null }, time);
  return presets.find((one) => rulesOf(one, time)[0] === asPreset) ?? 'custom';
}

/** "third", "last": which weekday of its month the preset by weekday means. */
export function nthIn(time: TimeForm): number {
  const { monthly } = formOf('monthly-weekday', time);
  return monthly.by === 'weekday' ? monthly.nth : nthOf(time.startDay);
}

export const dateIn = (time: TimeForm): number => civil(time.startDay).date;
