import { cleanup, render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import axe from 'axe-core';
import { describe, expect, it, vi } from 'vitest';
import { englishWords, occurrenceKey, WeekGrid, type Look } from '../../src/lib/grid';
import type { OccurrenceView } from '../../src/lib/ipc/bindings';
import { allDay, monday, timed } from './events';

const look: Look = {
  locale: 'en-GB',
  hour12: false,
  weekend: [6, 7],
  calendars: new Map([['team', { name: 'Team', hue: 'teal' }]]),
  words: englishWords,
};

const events = [
  allDay('School week', 0, 5),
  allDay('Offsite', 3, 9, { calendarId: 'gone' }),
  timed('Standup', 0, 9.25, 9.5, { status: 'tentative' }),
  timed('Planning', 0, 10, 11.5),
  timed('Review', 1, 13, 14),
  timed('Interview', 1, 13.5, 14.5, { joinable: true }),
  timed('Night train', 2, 22.25, 31.5, { busy: false }),
  timed('Vendor', 3, 11, 11.5, { declined: true }),
  timed('Lunch', 3, 12, 13, { status: 'cancelled' }),
];

function show(occurrences: readonly OccurrenceView[] = events, extra = {}) {
  const user = userEvent.setup();
  const calls = { onopen: vi.fn(), onselect: vi.fn(), onday: vi.fn() };
  const props = {
    shown: { first: monday, count: 7, occurrences },
    look,
    today: monday + 4,
    nowMinute: 860,
    ...calls,
    ...extra,
  };
  return { user, ...calls, ...render(WeekGrid, { props }) };
}

const button = (name: string | RegExp) => screen.getByRole('button', { name });
const names = (selector: string) =>
  [...document.querySelectorAll(selector)].map((one) => one.getAttribute('aria-label'));

describe('names', () => {
  it('says title, day, times, calendar and every state', () => {
    show();
    expect(names('.block')).toEqual([
      'Standup, Monday 16 November, 09:15 to 09:30, Team, tentative',
      'Planning, Monday 16 November, 10:00 to 11:30, Team',
      'Review, Tuesday 17 November, 13:00 to 14:00, Team, overlaps another event',
      'Interview, Tuesday 17 November, 13:30 to 14:30, Team, overlaps another event, has a call link',
      'Night train, Wednesday 18 November, 22:15 to Thursday 19 November, 07:30, Team',
      'Night train, Wednesday 18 November, 22:15 to Thursday 19 November, 07:30, Team',
      'Vendor, Thursday 19 November, 11:00 to 11:30, Team, declined',
      'Lunch, Thursday 19 November, 12:00 to 13:00, Team, cancelled',
    ]);
    expect(names('.bar')).toEqual([
      'School week, Monday 16 November to Friday 20 November, Team',
      'Offsite, Thursday 19 November to Tuesday 24 November',
    ]);
  });

  it('speaks in the locale and its clock', () => {
    show([timed('Standup', 0, 9.25, 9.5)], { look: { ...look, locale: 'en-US', hour12: true } });
    expect(names('.block')[0]?.replaceAll(/\s/g, ' ')).toBe(
      'Standup, Monday, November 16, 9:15 AM to 9:30 AM, Team',
    );
  });

  it('has a heading for each day with what it holds', () => {
    show();
    expect(
      screen.getAllByRole('heading', { level: 2 }).map((heading) => heading.textContent?.trim()),
    ).toEqual([
      'Mon 16, 3 events',
      'Tue 17, 3 events',
      'Wed 18, 2 events',
      'Thu 19, 5 events',
      'Fri 20, 2 events',
      'Sat 21, 1 event',
      'Sun 22, 1 event',
    ]);
    expect(screen.getByRole('button', { current: 'date' })).toHaveTextContent('Fri 20');
  });

  it('calls an event without a title untitled', () => {
    show([timed('a', 0, 9, 10, { title: '' })]);
    expect(button(/^Untitled, Monday/)).toHaveTextContent('Untitled');
  });
});

describe('looks', () => {
  const classes = (name: RegExp) => [...button(name).classList];

  it('shows states by class', () => {
    show();
    expect(classes(/^Standup/)).toEqual(expect.arrayContaining(['h-teal', 'tentative', 'past', 'lines-1']));
    expect(classes(/^Review/)).toContain('conflict');
    expect(classes(/^Vendor/)).toContain('declined');
    expect(classes(/^Lunch/)).toContain('cancelled');
    expect(classes(/^Offsite/)).toEqual(expect.arrayContaining(['h-slate', 'after']));
  });

  it('shows and says an answer of maybe, and leaves a cancelled event cancelled', () => {
    show([
      timed('Call', 0, 9, 10, { maybe: true }),
      timed('Gone', 0, 11, 12, { maybe: true, status: 'cancelled' }),
    ]);
    expect(names('.block')[0]).toBe('Call, Monday 16 November, 09:00 to 10:00, Team, answered maybe');
    expect(classes(/^Call/)).toContain('tentative');
    expect(classes(/^Gone/)).not.toContain('tentative');
  });

  it('tints past, not running and coming events', () => {
    show([timed('past', 4, 9, 10), timed('now', 4, 14, 15), timed('coming', 4, 16, 17)]);
    expect(classes(/^past/)).toContain('past');
    expect(classes(/^now/)).not.toContain('past');
    expect(classes(/^coming/)).not.toContain('past');
  });

  it('marks the selected one', () => {
    const [, , standup] = events;
    show(events, { selected: standup ? occurrenceKey(standup) : null });
    expect(button(/^Standup/)).toHaveAttribute('aria-current', 'true');
    expect(button(/^Planning/)).not.toHaveAttribute('aria-current');
  });

  it('draws the current time only where today is shown', async () => {
    const { container, rerender } = show();
    expect(container.querySelector('.now')).not.toBeNull();
    await rerender({ shown: { first: monday + 7, count: 7, occurrences: [] } });
    expect(container.querySelector('.now')).toBeNull();
  });

  it('labels a second zone by its difference', () => {
    const { container } = show(events, {
      zone: { label: 'GMT+1', name: 'Europe/Berlin' },
      secondZone: { label: 'GMT+5:30', name: 'Asia/Kolkata', minutesAhead: () => 270 },
    });
    expect(container.querySelector('.gutter span')).toHaveTextContent('05:30');
    expect(container.querySelector('.gutter:last-child span')).toHaveTextContent('01:00');
    expect(screen.getByText('GMT+5:30')).toHaveAttribute('title', 'Asia/Kolkata');
  });
});

describe('keyboard', () => {
  it('is one stop for the bars and one for the hours', async () => {
    const { user } = show();
    await user.tab();
    expect(document.activeElement).toHaveAccessibleName(/^School week/);
    await user.tab();
    expect(document.activeElement).toHaveAccessibleName(/^Standup/);
    await user.tab();
    expect(document.body).toHaveFocus();
  });

  it('starts at what comes next today', async () => {
    const { user } = show([timed('early', 4, 9, 10), timed('next', 4, 15, 16), timed('late', 5, 9, 10)]);
    await user.tab();
    expect(button(/^next/)).toHaveFocus();
    expect(screen.getAllByRole('button').filter((one) => one.tabIndex === 0)).toEqual([button(/^next/)]);
  });

  it.each([
    ['{ArrowDown}', /^Planning/],
    ['{ArrowDown}{ArrowDown}', /^Planning/],
    ['{ArrowDown}{ArrowUp}', /^Standup/],
    ['{ArrowRight}', /^Review/],
    ['{ArrowRight}{ArrowRight}', /^Night train/],
    ['{ArrowRight}{ArrowLeft}', /^Planning/],
    ['{ArrowLeft}', /^Standup/],
    ['{End}', /^Planning/],
    ['{End}{Home}', /^Standup/],
  ])('%s leads from Standup to %s', async (keys, name) => {
    const { user } = show();
    button(/^Standup/).focus();
    await user.keyboard(keys);
    expect(document.activeElement).toHaveAccessibleName(name);
    expect(document.querySelectorAll('.block[tabindex="0"]')).toHaveLength(1);
    expect(document.activeElement).toHaveAttribute('tabindex', '0');
  });

  it('turns with the direction of writing', async () => {
    const { user, container } = show();
    container.querySelector('section')?.style.setProperty('direction', 'rtl');
    button(/^Standup/).focus();
    await user.keyboard('{ArrowLeft}');
    expect(document.activeElement).toHaveAccessibleName(/^Review/);
  });

  it('walks bars by day and lane', async () => {
    const { user } = show();
    button(/^School/).focus();
    await user.keyboard('{ArrowRight}');
    expect(document.activeElement).toHaveAccessibleName(/^Offsite/);
    await user.keyboard('{ArrowUp}');
    expect(document.activeElement).toHaveAccessibleName(/^School/);
  });

  it('opens with Enter and with a click', async () => {
    const { user, onopen } = show();
    button(/^Planning/).focus();
    await user.keyboard('{Enter}');
    await user.click(button(/^Offsite/));
    expect(onopen.mock.calls.map(([o]) => o.eventId)).toEqual(['Planning', 'Offsite']);
  });

  it('tells what it holds, and that it left on Escape', async () => {
    const { user, onselect, container } = show();
    button(/^Standup/).focus();
    await user.keyboard('{ArrowDown}');
    expect(onselect.mock.lastCall?.[0]).toMatchObject({ eventId: 'Planning' });
    await user.keyboard('{Escape}');
    expect(onselect.mock.lastCall).toEqual([null]);
    expect(container.querySelector('section')).toHaveFocus();
  });

  it('leaves Escape to an open pane', async () => {
    const { user } = show(events, { selected: 'other@0' });
    button(/^Standup/).focus();
    await user.keyboard('{Escape}');
    expect(button(/^Standup/)).toHaveFocus();
  });

  it('opens a day from its heading', async () => {
    const { user, onday } = show();
    await user.click(button(/^Wed 18/));
    expect(onday).toHaveBeenCalledWith(monday + 2);
  });

  it('lets the hours be scrolled when there is nothing to stand on', () => {
    show([]);
    expect(screen.getByRole('region', { name: 'Hours' })).toHaveAttribute('tabindex', '0');
  });
});

describe('changes', () => {
  it('reuses buttons and follows the held event to its new place', async () => {
    const { rerender, container } = show();
    const before = [...container.querySelectorAll('.block')];
    button(/^Planning/).focus();
    const occurrences = [timed('Earlier', 0, 7, 8), ...events];
    await rerender({ shown: { first: monday, count: 7, occurrences } });
    const after = [...container.querySelectorAll('.block')];
    expect(after.slice(0, before.length)).toEqual(before);
    expect(document.activeElement).toHaveAccessibleName(/^Planning/);
  });

  it('keeps the keyboard when the held event is gone', async () => {
    const { rerender } = show();
    button(/^Planning/).focus();
    await rerender({ shown: { first: monday, count: 7, occurrences: [timed('Other', 0, 9, 10)] } });
    expect(document.activeElement).toHaveAccessibleName(/^Other/);
  });
});

describe('the keyboard follows a moved event', () => {
  const shown = (...occurrences: OccurrenceView[]) => ({
    shown: { first: monday, count: 7, occurrences },
  });
  const party = (from: number, name = 'Party') => allDay(name, from, from + 1, { originalStart: from });
  const others = [allDay('Early', 0, 1), timed('Standup', 0, 9, 10)];

  it('to another day, where bars change places and it has another name', async () => {
    const { rerender, onselect } = show([allDay('Early', 2, 3), party(1)]);
    button(/^Party/).focus();
    await rerender(shown(allDay('Early', 2, 3), party(4)));
    expect(button(/^Party, Friday/)).toHaveFocus();
    expect(onselect.mock.lastCall?.[0]).toMatchObject({ eventId: 'Party', startDay: monday + 4 });
  });

  it('and tells its new name where it keeps its button', async () => {
    const { rerender, onselect } = show([party(1)]);
    button(/^Party/).focus();
    await rerender(shown(party(4)));
    expect(onselect.mock.lastCall?.[0]).toMatchObject({ startDay: monday + 4 });
  });

  it('from the hours to the bars and back', async () => {
    const { rerender } = show([...others, timed('Party', 2, 15, 16)]);
    button(/^Party/).focus();
    await rerender(shown(...others, party(2)));
    expect(button(/^Party, Wednesday.*all day/)).toHaveFocus();
    await rerender(shown(...others, timed('Party', 2, 15, 16)));
    expect(button(/^Party, Wednesday.*15:00/)).toHaveFocus();
  });

  it('to a bar that is folded away, which unfolds', async () => {
    const many = [0, 1, 2, 3].map((index) => allDay(`day ${index}`, 2, 4));
    const { rerender } = show([...many, timed('Party', 2, 15, 16)]);
    button(/^Party/).focus();
    await rerender(shown(...many, party(2)));
    await vi.waitFor(() => expect(button(/^Party/)).toHaveFocus());
  });

  it('to what became of its series', async () => {
    const weekly = (from: number, id: string) =>
      allDay(id, from, from + 1, { title: 'Off', recurring: true });
    const { rerender } = show([weekly(1, 'old'), weekly(3, 'old2')]);
    screen.getAllByRole('button', { name: /^Off/ })[0]?.focus();
    await rerender({
      ...shown(weekly(2, 'new'), weekly(3, 'old2')),
      heir: { of: 'old@0', eventId: 'new', startDay: monday + 2, startMinute: 0 },
    });
    expect(button(/^Off, Wednesday/)).toHaveFocus();
  });

  it('as the tab stop, through a later edit of another event', async () => {
    const weekly = (from: number, id: string) =>
      allDay(id, from, from + 1, { title: 'Off', recurring: true });
    const { rerender } = show([weekly(1, 'old'), weekly(3, 'old2')]);
    screen.getAllByRole('button', { name: /^Off/ })[0]?.focus();
    (document.activeElement as HTMLElement).blur();
    const moved = { of: 'old@0', eventId: 'new', startDay: monday + 4, startMinute: 0 } as const;
    await rerender({ ...shown(weekly(3, 'old2'), weekly(4, 'new')), heir: moved });
    expect(button(/^Off, Friday/)).toHaveAttribute('tabindex', '0');
    await rerender({
      ...shown(weekly(2, 'newer'), weekly(4, 'new')),
      heir: { of: 'old2@0', eventId: 'newer', startDay: monday + 2, startMinute: 0 },
    });
    expect(button(/^Off, Friday/)).toHaveAttribute('tabindex', '0');
    expect(button(/^Off, Wednesday/)).toHaveAttribute('tabindex', '-1');
  });

  it('when it is handed back, though it was moved while the keyboard was elsewhere', async () => {
    const { rerender, component } = show([...others, timed('Party', 2, 15, 16)]);
    button(/^Party/).focus();
    (document.activeElement as HTMLElement).blur();
    await rerender(shown(...others, party(2)));
    component.focus();
    expect(button(/^Party, Wednesday.*all day/)).toHaveFocus();
  });
});

describe('scrolling', () => {
  const top = () => screen.getByRole('region', { name: 'Hours' }).scrollTop;

  it('opens an hour before now, at night and elsewhere at eight', () => {
    show();
    expect(top()).toBe(((860 - 60) * 48) / 60);
    cleanup();
    show(events, { today: monday - 1 });
    expect(top()).toBe(8 * 48);
    cleanup();
    show(events, { nowMinute: 20 });
    expect(top()).toBe(8 * 48);
  });

  it('stays where it is when the week changes, and at its time when the density does', async () => {
    const { rerender } = show();
    const hours = screen.getByRole('region', { name: 'Hours' });
    hours.scrollTop = 480;
    hours.dispatchEvent(new Event('scroll'));
    await rerender({ shown: { first: monday + 7, count: 7, occurrences: [] }, nowMinute: 861 });
    expect(top()).toBe(480);
    await rerender({ hourHeight: 64 });
    expect(top()).toBe(640);
  });
});

describe('bars that do not fit', () => {
  const five = [0, 1, 2, 3, 4].map((index) => allDay(`day ${index}`, 2, 3));

  it('fold behind "3 more" and unfold', async () => {
    const { user, container } = show(five);
    expect(container.querySelectorAll('.bar')).toHaveLength(2);
    await user.click(button('3 more'));
    expect(container.querySelectorAll('.bar')).toHaveLength(5);
    await user.click(button('Show fewer'));
    expect(container.querySelectorAll('.bar')).toHaveLength(2);
    expect(button('All day')).toHaveAttribute('aria-expanded', 'false');
  });
});

describe('what is proposed and does not fit', () => {
  const ghost = allDay('zz', 2, 3);
  const withGhost = (n: number) => [
    ...Array.from({ length: 6 }, (_, index) => allDay(`day ${index}`, 2, 3)),
    ...Array.from({ length: n }, (_, index) => ({ ...ghost, eventId: `zz ${index}`, title: `zz ${index}` })),
  ];
  const proposing = (n: number) => ({
    look: {
      ...look,
      proposed: new Map(
        withGhost(n)
          .slice(6)
          .map((one) => [occurrenceKey(one), 'new' as const]),
      ),
    },
  });

  it('comes before the bars that are not', () => {
    show(withGhost(1), proposing(1));
    expect(names('.bar')).toContainEqual(expect.stringMatching(/^zz 0, .*proposed, not approved yet$/));
    expect(button('5 more')).not.toHaveClass('proposed');
  });

  it('is said by the words it is hidden behind', () => {
    show(withGhost(3), proposing(3));
    expect(button('7 more, 1 proposed')).toHaveClass('proposed');
  });

  it('unfolds the bars when it is to be shown', async () => {
    const last = occurrenceKey({ ...ghost, eventId: 'zz 2' });
    const { component } = show(withGhost(3), { ...proposing(3), selected: last });
    const into = vi.fn();
    Element.prototype.scrollIntoView = into;
    expect(await component.reveal(last)).toBe(true);
    expect(names('.bar')).toHaveLength(9);
    expect(into.mock.contexts[0]).toBe(button(/^zz 2/));
  });
});

describe('axe', () => {
  it.each([
    ['a week', events],
    ['an empty week', []],
  ])('finds nothing in %s', async (_, occurrences) => {
    const { container } = show(occurrences);
    const { violations } = await axe.run(container, {
      rules: { region: { enabled: false }, 'color-contrast': { enabled: false } },
    });
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
  });
});
