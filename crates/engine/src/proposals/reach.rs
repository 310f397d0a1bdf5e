//! How many occurrences an edit is about, and the next of them. Pure.

use jiff::{SignedDuration, Timestamp, tz::TimeZone};
use kalends_calendar::{Event, Status, When, Window};

use crate::{
    EditScope,
    edits::subject::{Subject, compile},
};

/// How far ahead a series is looked at for what it would collide with…
const AHEAD: SignedDuration = SignedDuration::from_hours(24 * 366);
/// …and how many of its occurrences are.
const LOOKED_AT: usize = 10;

/// How many occurrences are meant; none for a series without end.
pub(super) fn affected(subject: &Subject, scope: EditScope) -> Option<u64> {
    if !subject.is_series() {
        return Some(1);
    }
    let from = match (scope, &subject.spot) {
        (EditScope::This, Some(_)) => return Some(1),
        (EditScope::Following, Some(spot)) => spot.original.seconds(),
        (EditScope::This | EditScope::Following | EditScope::All, _) => i64::MIN,
    };
    let series = compile(&subject.stored.event, &subject.overrides);
    let mut spans = Vec::new();
    if series.spans(series.starts(), series.ends()?.saturating_add(1), &mut spans) {
        return None;
    }
    let changed = subject.overrides.iter().filter(|one| {
        let id = one.event.recurrence_id.as_ref();
        one.event.status != Status::Cancelled
            && id.is_some_and(|id| series.original(&id.original) >= from)
    });
    let plain = spans.iter().filter(|span| span.original >= from);
    u64::try_from(plain.count() + changed.count()).ok()
}

/// How many occurrences a new event has; none for a series without end.
pub(super) fn of_new(event: &Event) -> Option<u64> {
    if event.recurrence.is_empty() {
        return Some(1);
    }
    let series = compile(event, &[]);
    let mut spans = Vec::new();
    let cut = series.spans(series.starts(), series.ends()?.saturating_add(1), &mut spans);
    if cut { None } else { u64::try_from(spans.len()).ok() }
}

/// The next occurrences of an event as it would be, from `now` on: start and end. Of one without
/// any left the first.
pub(super) fn upcoming(event: &Event, now: Timestamp, zone: &TimeZone) -> Vec<(When, When)> {
    let itself = (event.start.clone(), event.end.clone());
    if event.recurrence.is_empty() {
        return vec![itself];
    }
    let first = event.start.resolve(zone).max(now);
    let window = Window {
        start: first,
        end: first.checked_add(AHEAD).unwrap_or(Timestamp::MAX),
        zone: zone.clone(),
    };
    let found = compile(event, &[]).expand(&window).occurrences;
    if found.is_empty() {
        return vec![itself];
    }
    found.into_iter().take(LOOKED_AT).map(|one| (one.start, one.end)).collect()
}
