//! What takes place in a window: rows of the table, and series expanded on demand where the table
//! does not reach.

use std::{cmp::Ordering, sync::Arc};

use kalends_calendar::{Flag, Override, Participation, Series, Status, Transparency, When, Window};
use kalends_store::{
    Lock, Occurrence as Row, Series as StoredSeries,
    occurrences::{self, Drawn, Filter},
};

use crate::{Engine, Error, Occurrence, Scope};

/// From so many series on, expanding is worth a thread of its own.
const MANY: usize = 200;

impl Engine {
    /// Every occurrence that overlaps the window, by start, title and id. An occurrence without
    /// length overlaps when it starts inside.
    pub async fn list_occurrences(
        &self,
        window: &Window,
        scope: &Scope,
    ) -> Result<Vec<Occurrence>, Error> {
        let found = {
            let mut read = self.inner.store.read().await?;
            occurrences::list(&mut read, window, &filter(scope)).await?
        };
        let mut all: Vec<Occurrence> = found.occurrences.iter().map(of_row).collect();
        let series = found.unfilled;
        if series.len() < MANY {
            all.extend(series.iter().flat_map(|one| expand(one, window)));
        } else {
            let window = window.clone();
            let expanding = tokio::task::spawn_blocking(move || {
                series.iter().flat_map(|one| expand(one, &window)).collect::<Vec<_>>()
            });
            all.extend(expanding.await.map_err(|_| Error::Cancelled("expand the series"))?);
        }
        let open = self.editable_calendars().await?;
        for one in &mut all {
            one.editable = one.editable && open.contains(&one.calendar_id);
        }
        sort(&mut all, window);
        Ok(all)
    }
}

pub(crate) fn filter(scope: &Scope) -> Filter {
    match scope {
        Scope::Visible => Filter { visible_only: true, calendar: None },
        Scope::All => Filter { visible_only: false, calendar: None },
        Scope::Calendar(id) => Filter { visible_only: false, calendar: Some(*id) },
    }
}

/// A stored series, ready to be expanded.
pub(crate) fn compile(series: &StoredSeries) -> Series {
    let overrides: Vec<Override> = series
        .overrides
        .iter()
        .map(|change| Override {
            recurrence_id: change.recurrence_id.clone(),
            start: change.start.clone(),
            end: change.end.clone(),
            cancelled: change.cancelled,
        })
        .collect();
    Series::compile(&series.start, &series.end, &series.recurrence, &overrides)
}

/// The occurrences of a series, without those that have a row of their own as overrides.
pub(crate) fn expand(series: &StoredSeries, window: &Window) -> Vec<Occurrence> {
    let compiled = compile(series);
    let expansion = compiled.expand(window);
    let own_row = |index: usize, original: i64| {
        series
            .overrides
            .get(index)
            .is_some_and(|change| compiled.original(&change.recurrence_id.original) == original)
    };
    let mut found = Vec::with_capacity(expansion.occurrences.len());
    for one in expansion.occurrences {
        let drawn = match one.override_index {
            Some(index) if own_row(index, one.original) => continue,
            Some(index) => series.overrides.get(index).map(|change| &change.drawn),
            None => None,
        };
        let drawn = drawn.unwrap_or(&series.drawn);
        let original = at_seconds(&series.start, one.original);
        found.push(of_parts(series.id, drawn, one.start, one.end, original, true));
    }
    if expansion.cut {
        for one in &mut found {
            if !one.flags.contains(&Flag::RuleCut) {
                one.flags.push(Flag::RuleCut);
            }
        }
    }
    found
}

/// All occurrences of a series, overrides in place, each with the event that draws it.
pub(crate) fn expand_all(
    series: &StoredSeries,
    window: &Window,
) -> Vec<(Occurrence, crate::EventId)> {
    let expansion = compile(series).expand(window);
    let one = |found: kalends_calendar::Occurrence| {
        let change = found.override_index.and_then(|index| series.overrides.get(index));
        let drawn = change.map_or(&series.drawn, |change| &change.drawn);
        let original = at_seconds(&series.start, found.original);
        (of_parts(series.id, drawn, found.start, found.end, original, true), drawn.id)
    };
    expansion.occurrences.into_iter().map(one).collect()
}

/// The point at a second of the line that `like` is on.
pub(crate) fn at_seconds(like: &When, seconds: i64) -> When {
    let instant = jiff::Timestamp::from_second(seconds).unwrap_or_default();
    let local = |zone: &jiff::tz::TimeZone| zone.to_datetime(instant);
    match like {
        When::Date(_) => When::Date(local(&jiff::tz::TimeZone::UTC).date()),
        When::Floating(_) => When::Floating(local(&jiff::tz::TimeZone::UTC)),
        When::Zoned(_, zone) => When::Zoned(local(zone.time_zone()), zone.clone()),
    }
}

pub(crate) fn of_row(row: &Row) -> Occurrence {
    of_parts(
        row.event_id,
        &row.drawn,
        row.start.clone(),
        row.end.clone(),
        row.original_start.clone(),
        row.recurring,
    )
}

pub(crate) fn of_parts(
    event_id: crate::EventId,
    drawn: &Arc<Drawn>,
    start: When,
    end: When,
    original: When,
    recurring: bool,
) -> Occurrence {
    let declined = drawn.my_response == Some(Participation::Declined);
    Occurrence {
        event_id,
        calendar_id: drawn.calendar_id,
        uid: drawn.uid.clone(),
        title: drawn.title.clone(),
        location: drawn.location.clone(),
        start,
        end,
        original,
        recurring,
        status: drawn.status,
        busy: drawn.status != Status::Cancelled
            && drawn.transparency == Transparency::Opaque
            && !declined,
        my_response: drawn.my_response,
        join_url: drawn.join_url.clone(),
        flags: drawn.flags.clone(),
        color: drawn.color.clone(),
        unsent: crate::edits::unsent(drawn.unsent),
        editable: drawn.lock == Lock::Free,
    }
}

/// By start as an instant, then title, then id.
fn sort(all: &mut [Occurrence], window: &Window) {
    all.sort_by_cached_key(|one| one.start.resolve(&window.zone));
    let mut rest = all;
    while let Some(first) = rest.first() {
        let start = first.start.resolve(&window.zone);
        let equal = rest.iter().take_while(|one| one.start.resolve(&window.zone) == start).count();
        let (run, after) = rest.split_at_mut(equal);
        run.sort_by(by_title);
        rest = after;
    }
}

fn by_title(a: &Occurrence, b: &Occurrence) -> Ordering {
    let key = |one: &Occurrence| (one.event_id, one.original.seconds());
    a.title.cmp(&b.title).then_with(|| key(a).cmp(&key(b)))
}
