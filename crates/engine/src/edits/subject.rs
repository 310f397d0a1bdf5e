//! What an edit is about: an event or a series, and which of its occurrences.

use jiff::{SignedDuration, Timestamp, tz::TimeZone};
use kalends_calendar::{Event, Override, Recurrence, RecurrenceId, Series, Status, When, Window};
use kalends_store::{
    EventId, SqliteConnection, StoredEvent,
    events::{self, Role},
};

use super::row;
use crate::{Error, Target, occurrences::at_seconds};

const DAY: SignedDuration = SignedDuration::from_hours(24);

/// An event, or a series with its changed occurrences.
#[derive(Clone, Debug)]
pub(crate) struct Subject {
    /// The single event, an override without its series, or the series.
    pub(crate) stored: StoredEvent,
    /// Of a series: its live overrides, the cancelled ones too.
    pub(crate) overrides: Vec<StoredEvent>,
    /// Of a series: the occurrence that is meant; none for the series as such.
    pub(crate) spot: Option<Spot>,
}

/// One occurrence of a series.
#[derive(Clone, Debug)]
pub(crate) struct Spot {
    /// Where the series has it.
    pub(crate) original: When,
    /// How it is now, as an override says it.
    pub(crate) event: Event,
    /// Its row, where it was changed before.
    pub(crate) own: Option<EventId>,
    /// Whether it is the first of the series.
    pub(crate) first: bool,
}

impl Subject {
    /// Reads it all; events that are deleted are not found.
    pub(crate) async fn load(conn: &mut SqliteConnection, target: Target) -> Result<Self, Error> {
        let not_found = || Error::EventNotFound(target.event_id.to_string());
        let found = row::find(conn, target.event_id).await?.ok_or_else(not_found)?;
        if found.deleted_at.is_some() {
            return Err(not_found());
        }
        let mut original = target.original;
        let stored = match found.master_id {
            Some(master) => {
                let own = found.event.recurrence_id.as_ref().map(|id| id.original.seconds());
                original = original.or(own);
                events::get(conn, master).await?
            }
            None => found,
        };
        if Role::of(&stored.event) != Role::Master {
            return Ok(Self { stored, overrides: Vec::new(), spot: None });
        }
        let overrides = events::list_overrides(conn, stored.id).await?;
        let spot = match original {
            Some(original) => Some(spot(&stored, &overrides, original).ok_or_else(not_found)?),
            None => None,
        };
        Ok(Self { stored, overrides, spot })
    }

    pub(crate) fn is_series(&self) -> bool {
        Role::of(&self.stored.event) == Role::Master
    }

    /// The event as the user sees it: of a series the occurrence that is meant.
    pub(crate) fn shown(&self) -> &Event {
        self.spot.as_ref().map_or(&self.stored.event, |spot| &spot.event)
    }

    /// How it repeats.
    pub(crate) fn rules(&self) -> &[String] {
        &self.stored.event.recurrence.rules
    }

    /// What this edit of it came to be known by.
    pub(crate) fn target(&self) -> Target {
        Target {
            event_id: self.stored.id,
            original: self.spot.as_ref().map(|spot| spot.original.seconds()),
        }
    }
}

/// An occurrence as its series has it, in the form of an override.
pub(crate) fn instance(series: &Event, original: &When, start: When, end: When) -> Event {
    Event {
        recurrence: Recurrence::default(),
        recurrence_id: Some(RecurrenceId { original: original.clone(), this_and_future: false }),
        start,
        end,
        ..series.clone()
    }
}

/// A series ready to be expanded, with its overrides.
pub(crate) fn compile(series: &Event, overrides: &[StoredEvent]) -> Series {
    let overrides: Vec<Override> = overrides
        .iter()
        .filter_map(|stored| {
            Some(Override {
                recurrence_id: stored.event.recurrence_id.clone()?,
                start: stored.event.start.clone(),
                end: stored.event.end.clone(),
                cancelled: stored.event.status == Status::Cancelled,
            })
        })
        .collect();
    Series::compile(&series.start, &series.end, &series.recurrence, &overrides)
}

/// Whether a series has an occurrence with this original start.
pub(crate) fn takes_place(series: &Series, original: i64) -> bool {
    let mut spans = Vec::new();
    series.spans(original, original.saturating_add(1), &mut spans);
    spans.iter().any(|span| span.original == original)
}

fn spot(stored: &StoredEvent, overrides: &[StoredEvent], original: i64) -> Option<Spot> {
    let master = &stored.event;
    let compiled = compile(master, overrides);
    let at = Timestamp::from_second(original).ok()?;
    let found = [DAY * 2, DAY * 400].into_iter().find_map(|around| {
        let window = Window {
            start: at.checked_sub(around).unwrap_or(Timestamp::MIN),
            end: at.checked_add(around).unwrap_or(Timestamp::MAX),
            zone: TimeZone::UTC,
        };
        compiled.expand(&window).occurrences.into_iter().find(|one| one.original == original)
    })?;
    let when = at_seconds(&master.start, original);
    let governs = found.override_index.and_then(|index| overrides.get(index));
    let own = governs.filter(|change| {
        let id = change.event.recurrence_id.as_ref();
        id.is_some_and(|id| compiled.original(&id.original) == original)
    });
    let event = match (own, governs) {
        (Some(own), _) => own.event.clone(),
        (None, Some(range)) => instance(&range.event, &when, found.start, found.end),
        (None, None) => instance(master, &when, found.start, found.end),
    };
    let first = first_original(master, overrides) == Some(original);
    Some(Spot { original: when, event, own: own.map(|own| own.id), first })
}

/// The original start of the first occurrence that takes place.
fn first_original(master: &Event, overrides: &[StoredEvent]) -> Option<i64> {
    let compiled = compile(master, overrides);
    let start = Timestamp::from_second(compiled.starts()).ok()?;
    [DAY * 8, DAY * 400, DAY * 366 * 5].into_iter().find_map(|reach| {
        let window = Window {
            start: start.checked_sub(DAY).unwrap_or(Timestamp::MIN),
            end: start.checked_add(reach).unwrap_or(Timestamp::MAX),
            zone: TimeZone::UTC,
        };
        compiled.expand(&window).occurrences.iter().map(|one| one.original).min()
    })
}
