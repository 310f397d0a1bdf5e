import { describe, expect, test } from 'vitest';
import type { TimeForm } from '../../src/lib/ipc/bindings';
import { choiceOf, rulesOf } from '../../src/lib/pane/editor/presets';
import { followStart, readRule, writeRule } from '../../src/lib/pane/editor/repeat';
import { dayOf } from '../../src/lib/time';

const on = (year: number, month: number, date: number, change: Partial<TimeForm> = {}): TimeForm => ({
  allDay: false,
  zone: 'Europe/Berlin',
  startDay: dayOf(year, month, date),
  startMinute: 900,
  endDay: dayOf(year, month, date),
  endMinute: 960,
  ...change,
});
/** The third Friday of its month. */
const friday = on(2026, 11, 20);
const wholeFriday = on(2026, 11, 20, {
  allDay: true,
  startMinute: 0,
  endMinute: 0,
  endDay: dayOf(2026, 11, 21),
});

describe('a rule that the form can show comes back as it was', () => {
  test.each([
    ['FREQ=DAILY'],
    ['FREQ=DAILY;INTERVAL=3'],
    ['FREQ=WEEKLY;BYDAY=FR'],
    ['FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR'],
    ['FREQ=WEEKLY;INTERVAL=2;WKST=SU;BYDAY=TU,SU'],
    ['FREQ=MONTHLY;BYMONTHDAY=20'],
    ['FREQ=MONTHLY;BYMONTHDAY=-1'],
    ['FREQ=MONTHLY;INTERVAL=6;BYDAY=3FR'],
    ['FREQ=MONTHLY;BYDAY=-1MO'],
    ['FREQ=YEARLY'],
    ['FREQ=YEARLY;INTERVAL=2;COUNT=5'],
    ['FREQ=WEEKLY;BYDAY=FR;COUNT=10'],
    ['FREQ=WEEKLY;BYDAY=FR;UNTIL=20261231T225959Z'],
    ['FREQ=WEEKLY;BYDAY=FR;UNTIL=20261204T080000Z'],
  ])('%s', (rule) => {
    const form = readRule(rule, friday);
    expect(form && writeRule(form, friday)).toBe(rule);
  });

  test.each([
    ['FREQ=WEEKLY', 'FREQ=WEEKLY;BYDAY=FR'],
    ['freq=weekly;interval=1;byday=fr', 'FREQ=WEEKLY;BYDAY=FR'],
    ['FREQ=MONTHLY', 'FREQ=MONTHLY;BYMONTHDAY=20'],
    ['FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=20', 'FREQ=YEARLY'],
    ['FREQ=WEEKLY;BYDAY=SU,MO,MO', 'FREQ=WEEKLY;BYDAY=MO,SU'],
    ['FREQ=MONTHLY;BYDAY=+2TU', 'FREQ=MONTHLY;BYDAY=2TU'],
  ])('%s means %s', (rule, same) => {
    const form = readRule(rule, friday);
    expect(form && writeRule(form, friday)).toBe(same);
  });
});

test.each([
  ['FREQ=HOURLY'],
  ['FREQ=DAILY;BYDAY=MO,TU'],
  ['FREQ=WEEKLY;BYDAY=1MO'],
  ['FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=1'],
  ['FREQ=MONTHLY;BYDAY=FR'],
  ['FREQ=MONTHLY;BYMONTHDAY=1,15'],
  ['FREQ=MONTHLY;BYMONTHDAY=13;BYDAY=FR'],
  ['FREQ=YEARLY;BYMONTH=12'],
  ['FREQ=YEARLY;BYMONTHDAY=20'],
  ['FREQ=YEARLY;BYDAY=1SU;BYMONTH=11'],
  ['FREQ=DAILY;COUNT=3;UNTIL=20270101'],
  ['FREQ=DAILY;COUNT=0'],
  ['FREQ=DAILY;INTERVAL=0'],
  ['FREQ=DAILY;UNTIL=soon'],
  ['FREQ=DAILY;X-ODD=1'],
  ['rubbish'],
  [''],
])('%j is left as it was written', (rule) => {
  expect(readRule(rule, friday)).toBeNull();
  expect(choiceOf(rule ? [rule] : ['x'], friday)).toBe('as-written');
});

describe('ends', () => {
  const until = (day: number, time: TimeForm) =>
    writeRule({ ...weekly(time), ends: { kind: 'on', day } }, time).split('UNTIL=')[1];
  const weekly = (time: TimeForm) =>
    readRule('FREQ=WEEKLY;BYDAY=FR', time) as NonNullable<ReturnType<typeof readRule>>;

  test('an end is the end of that day where the event is, in UTC', () => {
    expect(until(dayOf(2026, 12, 31), friday)).toBe('20261231T225959Z');
    expect(until(dayOf(2026, 7, 1), friday)).toBe('20260701T215959Z');
    expect(until(dayOf(2026, 12, 31), { ...friday, zone: 'America/New_York' })).toBe('20270101T045959Z');
    expect(until(dayOf(2026, 12, 31), { ...friday, zone: '' })).toBe('20261231T235959');
  });

  test('of whole days it is a date', () => expect(until(dayOf(2026, 12, 31), wholeFriday)).toBe('20261231'));

  test('it is read as the day that the event’s zone has', () => {
    expect(
      readRule('FREQ=DAILY;UNTIL=20270101T045959Z', { ...friday, zone: 'America/New_York' })?.ends,
    ).toMatchObject({
      kind: 'on',
      day: dayOf(2026, 12, 31),
    });
  });

  test('an end of another kind than the start is written anew', () => {
    const form = readRule('FREQ=WEEKLY;BYDAY=FR;UNTIL=20261231T225959Z', friday);
    expect(form && writeRule(form, wholeFriday)).toBe('FREQ=WEEKLY;BYDAY=FR;UNTIL=20261231');
  });
});

describe('what is offered by name', () => {
  test.each([
    ['none', friday, undefined],
    ['daily', friday, 'FREQ=DAILY'],
    ['workdays', friday, 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR'],
    ['weekly', friday, 'FREQ=WEEKLY;BYDAY=FR'],
    ['monthly-day', friday, 'FREQ=MONTHLY;BYMONTHDAY=20'],
    ['monthly-weekday', friday, 'FREQ=MONTHLY;BYDAY=3FR'],
    ['monthly-weekday', on(2026, 11, 27), 'FREQ=MONTHLY;BYDAY=-1FR'],
    ['monthly-weekday', on(2026, 11, 30), 'FREQ=MONTHLY;BYDAY=-1MO'],
    ['monthly-weekday', on(2026, 12, 24), 'FREQ=MONTHLY;BYDAY=4TH'],
    ['yearly', friday, 'FREQ=YEARLY'],
  ] as const)('%s', (preset, time, rule) => {
    const rules = rulesOf(preset, time);
    expect(rules[0]).toBe(rule);
    expect(choiceOf(rules, time)).toBe(preset);
  });

  test('a longer interval or an end is one’s own', () => {
    expect(choiceOf(['FREQ=WEEKLY;INTERVAL=2;BYDAY=FR'], friday)).toBe('custom');
    expect(choiceOf(['FREQ=DAILY;COUNT=3'], friday)).toBe('custom');
    expect(choiceOf(['FREQ=DAILY', 'FREQ=YEARLY'], friday)).toBe('as-written');
  });
});

describe('the rule of a new event follows its start', () => {
  const monday = on(2026, 11, 23);
  test.each([
    ['FREQ=WEEKLY;BYDAY=FR', 'FREQ=WEEKLY;BYDAY=MO'],
    ['FREQ=WEEKLY;BYDAY=MO,FR', 'FREQ=WEEKLY;BYDAY=MO,FR'],
    ['FREQ=MONTHLY;BYMONTHDAY=20', 'FREQ=MONTHLY;BYMONTHDAY=23'],
    ['FREQ=MONTHLY;BYMONTHDAY=1', 'FREQ=MONTHLY;BYMONTHDAY=1'],
    ['FREQ=MONTHLY;BYDAY=3FR', 'FREQ=MONTHLY;BYDAY=4MO'],
    ['FREQ=DAILY;COUNT=3', 'FREQ=DAILY;COUNT=3'],
    ['FREQ=HOURLY', 'FREQ=HOURLY'],
  ])('%s becomes %s', (rule, followed) => expect(followStart(rule, friday, monday)).toBe(followed));
});
