//! From when to when an event lasts, whatever DTSTART, DTEND and DURATION say (RFC 5545 §3.6.1).

use jiff::{SignedDuration, civil::Time, tz::TimeZone};

use super::datetime::Length;
use crate::{
    event::{Event, Flag},
    when::When,
};

/// Start and end. DTEND goes before DURATION; without both an event lasts its day, or no time.
pub(crate) fn span(
    start: When,
    end: Option<When>,
    length: Option<Length>,
    same_zone: bool,
    flags: &mut Vec<Flag>,
) -> (When, When) {
    let end = match (end, length) {
        (Some(end), _) => like(&start, end),
        (None, Some(length)) => end_of(&start, length),
        (None, None) => start.clone(),
    };
    let in_order = if same_zone || start.is_date() {
        end.local() >= start.local()
    } else {
        end.resolve(&TimeZone::UTC) >= start.resolve(&TimeZone::UTC)
    };
    if !in_order {
        flags.push(Flag::EndBeforeStart);
    }
    let end = if in_order { end } else { start.clone() };
    match (&start, &end) {
        // An all-day event lasts a day at least.
        (When::Date(first), When::Date(last)) if last <= first => {
            let next = first.tomorrow().unwrap_or(*first);
            (start, When::Date(next))
        }
        _ => (start, end),
    }
}

/// The end made the same kind of value as the start.
fn like(start: &When, end: When) -> When {
    match (start, end) {
        (When::Date(_), end @ (When::Floating(_) | When::Zoned(..))) => {
            let local = end.local();
            let date = local.date();
            let whole = local.time() == Time::midnight();
            When::Date(if whole { date } else { date.tomorrow().unwrap_or(date) })
        }
        (When::Floating(_), end @ (When::Date(_) | When::Zoned(..))) => When::Floating(end.local()),
        (When::Zoned(_, zone), end @ (When::Date(_) | When::Floating(_))) => {
            When::Zoned(end.local(), zone.clone())
        }
        (_, end) => end,
    }
}

/// What lies so long after: days on the calendar, the rest on the clock.
pub(super) fn end_of(start: &When, length: Length) -> When {
    let days = jiff::Span::new().try_days(length.days).unwrap_or_default();
    let exact = SignedDuration::from_secs(length.seconds);
    let end = match start {
        When::Date(date) => {
            let whole = exact.as_hours().div_euclid(24) + i64::from(exact.as_secs() % 86_400 > 0);
            let days = jiff::Span::new().try_days(length.days + whole).unwrap_or_default();
            date.checked_add(days).ok().map(When::Date)
        }
        When::Floating(local) => {
            let moved = local.checked_add(days).and_then(|local| local.checked_add(exact));
            moved.ok().map(When::Floating)
        }
        When::Zoned(local, zone) => local.checked_add(days).ok().and_then(|local| {
            if length.seconds == 0 {
                return Some(When::Zoned(local, zone.clone()));
            }
            let instant = When::Zoned(local, zone.clone()).resolve(&TimeZone::UTC);
            let after = instant.checked_add(exact).ok()?;
            Some(When::Zoned(zone.time_zone().to_datetime(after), zone.clone()))
        }),
    };
    end.unwrap_or_else(|| start.clone())
}

/// Makes an event of whole days of one that a vendor's property calls so, where it runs from
/// midnight to midnight.
pub(super) fn all_day(event: &mut Event) {
    let midnight = |when: &When| when.local().time() == Time::midnight();
    if !midnight(&event.start) || !midnight(&event.end) {
        return;
    }
    let first = event.start.local().date();
    let last = event.end.local().date().max(first.tomorrow().unwrap_or(first));
    event.start = When::Date(first);
    event.end = When::Date(last);
    if let Some(id) = &mut event.recurrence_id
        && midnight(&id.original)
    {
        id.original = When::Date(id.original.local().date());
    }
}

/// In a series of dates, exceptions and additions are dates too.
pub(super) fn dates_like_start(event: &mut Event) {
    if !event.start.is_date() {
        return;
    }
    for excluded in &mut event.recurrence.excluded {
        *excluded = When::Date(excluded.local().date());
    }
    for added in &mut event.recurrence.dates {
        added.start = When::Date(added.start.local().date());
        added.end = added.end.take().map(|end| like(&added.start, end));
    }
}
