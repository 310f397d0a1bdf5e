import { render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import axe from 'axe-core';
import { describe, expect, it, vi } from 'vitest';
import { englishWords, MonthGrid, occurrenceKey, type Look } from '../../src/lib/grid';
import type { OccurrenceView } from '../../src/lib/ipc/bindings';
import { dayOf } from '../../src/lib/time';
import { allDay, monday, timed } from './events';

const look: Look = {
  locale: 'en-GB',
  hour12: false,
  weekend: [6, 7],
  calendars: new Map([['team', { name: 'Team', hue: 'teal' }]]),
  words: englishWords,
};
const first = dayOf(2026, 10, 26);
const friday = monday + 4;

const events = [
  allDay('Offsite', 3, 8),
  timed('Standup', 4, 9.25, 9.5),
  timed('Lunch', 4, 12, 13),
  timed('Review', 5, 13, 14),
];

function show(occurrences: readonly OccurrenceView[] = events, extra = {}) {
  const user = userEvent.setup();
  const calls = { onopen: vi.fn(), onselect: vi.fn(), onday: vi.fn() };
  const props = {
    shown: { first, count: 42, occurrences },
    look,
    today: friday,
    nowMinute: 600,
    ...calls,
    ...extra,
  };
  return { user, ...calls, ...render(MonthGrid, { props }) };
}

const button = (name: RegExp) => screen.getByRole('button', { name });
const items = () => [...document.querySelectorAll('.item')].map((one) => one.getAttribute('aria-label'));

/** jsdom has no layout: every element is `height` pixels high. */
function withHeight(height: number) {
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(height);
}

describe('month', () => {
  it('is named, and shows every date with its day', () => {
    withHeight(900);
    show();
    expect(screen.getByRole('region', { name: 'November 2026' })).toBeInTheDocument();
    expect(document.querySelectorAll('.date')).toHaveLength(42);
    expect(screen.getByRole('button', { current: 'date' })).toHaveAccessibleName('Friday, 20 November 2026');
    expect(button(/^1 Dec, Tuesday/)).toBeInTheDocument();
  });

  it('draws a bar in each row it crosses, and chips with their names', () => {
    withHeight(900);
    show();
    expect(items()).toEqual([
      'Offsite, Thursday 19 November to Monday 23 November, Team',
      'Standup, Friday 20 November, 09:15 to 09:30, Team',
      'Lunch, Friday 20 November, 12:00 to 13:00, Team',
      'Review, Saturday 21 November, 13:00 to 14:00, Team',
      'Offsite, Thursday 19 November to Monday 23 November, Team',
    ]);
    const [one, , , , two] = document.querySelectorAll('.item');
    expect(one).toHaveClass('after');
    expect(two).toHaveClass('before');
  });

  it('hides what does not fit behind "2 more", which opens the day', async () => {
    withHeight((28 + 2 * 24) * 6);
    const { user, onday } = show();
    expect(items()).not.toContain('Standup, Friday 20 November, 09:15 to 09:30, Team');
    await user.click(button(/^2 more, Friday 20 November/));
    expect(onday).toHaveBeenCalledWith(friday);
  });

  it('hides what is proposed last, and says so', async () => {
    withHeight((28 + 3 * 24) * 6);
    const ghosts = [5, 6, 7].map((hour) => timed(`zz ${hour}`, 4, hour + 12, hour + 13));
    const proposed = new Map(ghosts.map((one) => [occurrenceKey(one), 'new' as const]));
    const { component } = show([...events, ...ghosts], { look: { ...look, proposed } });
    expect(items().filter((name) => /Friday 20/.test(name ?? ''))).toEqual([
      expect.stringMatching(/^zz 5.*proposed/),
      expect.stringMatching(/^zz 6.*proposed/),
    ]);
    expect(button(/^4 more, 1 proposed, Friday 20 November/)).toHaveClass('proposed');
    expect(await component.reveal('zz 6@0')).toBe(true);
    expect(await component.reveal('zz 7@0')).toBe(false);
  });

  it('opens events and days', async () => {
    withHeight(900);
    const { user, onopen, onday } = show();
    await user.click(button(/^Review/));
    expect(onopen.mock.lastCall?.[0]).toMatchObject({ eventId: 'Review' });
    await user.click(button(/^Wednesday, 18/));
    expect(onday).toHaveBeenCalledWith(monday + 2);
  });
});

describe('keyboard in a month', () => {
  it('is one tab stop, today', async () => {
    withHeight(900);
    const { user } = show();
    await user.tab();
    expect(button(/^Friday, 20/)).toHaveFocus();
    await user.tab();
    expect(document.body).toHaveFocus();
  });

  it.each([
    ['{ArrowDown}', /^Offsite/],
    ['{ArrowDown}{ArrowDown}', /^Standup/],
    ['{ArrowDown}{ArrowDown}{ArrowDown}{ArrowDown}', /^Friday, 27/],
    ['{ArrowDown}{ArrowUp}', /^Friday, 20/],
    ['{ArrowUp}', /^Friday, 13/],
    ['{ArrowRight}', /^Saturday, 21/],
    ['{ArrowLeft}', /^Thursday, 19/],
    ['{ArrowDown}{ArrowDown}{ArrowRight}', /^Review/],
    ['{Home}', /^Monday, 16/],
    ['{End}', /^Sunday, 22/],
  ])('%s leads from today to %s', async (keys, name) => {
    withHeight(900);
    const { user } = show();
    button(/^Friday, 20/).focus();
    await user.keyboard(keys);
    expect(document.activeElement).toHaveAccessibleName(name);
    expect(document.querySelectorAll('section [tabindex="0"]')).toHaveLength(1);
    expect(document.activeElement).toHaveAttribute('tabindex', '0');
  });

  it('tells what it holds, opens with Enter, leaves with Escape', async () => {
    withHeight(900);
    const { user, onselect, onopen } = show();
    button(/^Friday, 20/).focus();
    await user.keyboard('{ArrowDown}{ArrowDown}{Enter}');
    expect(onselect.mock.lastCall?.[0]).toMatchObject({ eventId: 'Standup' });
    expect(onopen.mock.lastCall?.[0]).toMatchObject({ eventId: 'Standup' });
    await user.keyboard('{Escape}');
    expect(onselect.mock.lastCall).toEqual([null]);
    expect(screen.getByRole('region', { name: 'November 2026' })).toHaveFocus();
  });

  it('follows the held event when others come before it', async () => {
    withHeight(900);
    const { user, rerender } = show();
    button(/^Friday, 20/).focus();
    await user.keyboard('{ArrowDown}{ArrowDown}');
    await rerender({ shown: { first, count: 42, occurrences: [timed('Earlier', 4, 7, 8), ...events] } });
    expect(document.activeElement).toHaveAccessibleName(/^Standup/);
  });
});

describe('the keyboard follows a moved event in a month', () => {
  const party = (from: number) => allDay('Party', from, from + 1, { originalStart: from });
  const at = (...occurrences: OccurrenceView[]) => ({ shown: { first, count: 42, occurrences } });

  it.each([
    ['to another day', 5],
    ['to another week', 12],
  ])('%s, where it has another name', async (_, day) => {
    withHeight(900);
    const { rerender, onselect } = show([...events, party(1)]);
    button(/^Party/).focus();
    await rerender(at(...events, party(day)));
    expect(document.activeElement).toHaveAccessibleName(/^Party/);
    expect(document.querySelectorAll('section [tabindex="0"]')).toHaveLength(1);
    expect(onselect.mock.lastCall?.[0]).toMatchObject({ startDay: monday + day });
  });

  it('and tells its new name where it keeps its button', async () => {
    withHeight(900);
    const { rerender, onselect } = show([party(1)]);
    button(/^Party/).focus();
    await rerender(at(party(2)));
    expect(document.activeElement).toHaveAccessibleName(/^Party, Wednesday/);
    expect(onselect.mock.lastCall?.[0]).toMatchObject({ startDay: monday + 2 });
  });

  it('to the words it is hidden behind', async () => {
    withHeight((28 + 2 * 24) * 6);
    const { rerender } = show([...events, party(1)]);
    button(/^Party/).focus();
    const zzz = timed('zz', 4, 22, 23, { originalStart: 4 });
    await rerender(at(...events, { ...zzz, eventId: 'Party', title: 'Party' }));
    expect(button(/^3 more, Friday 20/)).toHaveFocus();
  });

  it('to what became of its series', async () => {
    withHeight(900);
    const weekly = (from: number, id: string) => timed(id, from, 9, 10, { title: 'Off', recurring: true });
    const { rerender } = show([weekly(1, 'old'), weekly(3, 'other')]);
    screen.getAllByRole('button', { name: /^Off/ })[0]?.focus();
    await rerender({
      ...at(weekly(2, 'new'), weekly(3, 'other')),
      heir: { of: 'old@0', eventId: 'new', startDay: monday + 2, startMinute: 540 },
    });
    expect(button(/^Off, Wednesday/)).toHaveFocus();
  });
});

describe('axe', () => {
  it('finds nothing', async () => {
    withHeight(900);
    const { container } = show();
    const { violations } = await axe.run(container, {
      rules: { region: { enabled: false }, 'color-contrast': { enabled: false } },
    });
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
  });
});
