//! What takes the user's time: occurrences that block it, wherever their series stands.

use std::{
    collections::HashMap,
    hash::{DefaultHasher, Hash as _, Hasher as _},
};

use jiff::{Timestamp, tz::TimeZone};
use kalends_calendar::{
    Participation, Status, When, Window, Zone,
    conflicts::{Candidate, place_to_go},
    remind::meeting_uid,
};
use kalends_store::{
    BusyEvent, BusyRow, MeetingOccurrence, SqliteConnection,
    busy::{self, list_events},
};

use crate::{
    CalendarId, ConflictSide, Error, Occurrence,
    occurrences::{at_seconds, expand},
};

/// An occurrence that blocks time.
#[derive(Debug)]
pub(crate) struct Taken {
    /// First and following instant, in Unix seconds.
    pub(crate) start: i64,
    pub(crate) end: i64,
    pub(crate) all_day: bool,
    pub(crate) calendar: CalendarId,
    firm: bool,
    about: About,
}

#[derive(Debug)]
enum About {
    Row(BusyRow),
    Expanded(Box<Occurrence>),
}

impl Taken {
    /// The number of its event in the database; none for an occurrence that has no row.
    pub(crate) const fn event_no(&self) -> Option<i64> {
        match &self.about {
            About::Row(row) => Some(row.event_no),
            About::Expanded(_) => None,
        }
    }
}

/// What blocks time in a window on these calendars, in no order.
pub(crate) async fn list_taken(
    conn: &mut SqliteConnection,
    window: &Window,
    calendars: &[CalendarId],
) -> Result<Vec<Taken>, Error> {
    let busy = busy::list(conn, window, calendars).await?;
    let (from, to) = (window.start.as_second(), window.end.as_second());
    let mut taken = Vec::with_capacity(busy.rows.len());
    for row in busy.rows {
        let instant = |seconds| {
            if row.is_local { of_local(seconds, &window.zone) } else { seconds }
        };
        let Some(calendar) = calendars.get(row.calendar).copied() else { continue };
        taken.push(Taken {
            start: instant(row.start),
            end: instant(row.end),
            all_day: row.all_day,
            calendar,
            firm: is_firm(row.status, row.my_response),
            about: About::Row(row),
        });
    }
    for occurrence in busy.unfilled.iter().flat_map(|series| expand(series, window)) {
        if !occurrence.busy {
            continue;
        }
        let instant = |when: &When| when.resolve(&window.zone).as_second();
        taken.push(Taken {
            start: instant(&occurrence.start),
            end: instant(&occurrence.end),
            all_day: occurrence.all_day(),
            calendar: occurrence.calendar_id,
            firm: is_firm(occurrence.status, occurrence.my_response),
            about: About::Expanded(Box::new(occurrence)),
        });
    }
    taken.retain(|one| one.start < one.end && one.start < to && one.end > from);
    Ok(taken)
}

/// Certain to take place, with the user: of their own, or accepted.
fn is_firm(status: Status, response: Option<Participation>) -> bool {
    status == Status::Confirmed && matches!(response, None | Some(Participation::Accepted))
}

fn of_local(seconds: i64, zone: &TimeZone) -> i64 {
    let at = Timestamp::from_second(seconds).unwrap_or_default();
    let local = TimeZone::UTC.to_datetime(at);
    zone.to_ambiguous_timestamp(local).compatible().unwrap_or(at).as_second()
}

/// What is known of one that was taken.
#[derive(Clone, Debug)]
pub(crate) struct Side {
    /// How conflicts know it.
    pub(crate) key: MeetingOccurrence,
    /// How it is shown.
    pub(crate) view: ConflictSide,
    meeting: u64,
}

impl Side {
    fn new(uid: &str, original: i64, view: ConflictSide) -> Self {
        let meeting = meeting_uid(uid).into_owned();
        let key = MeetingOccurrence { meeting, original };
        let mut hasher = DefaultHasher::new();
        key.hash(&mut hasher);
        Self { key, view, meeting: hasher.finish() }
    }

    /// For the sweep, under a number of the caller's own.
    pub(crate) fn candidate(&self, taken: &Taken, id: usize) -> Candidate<'_> {
        Candidate {
            id,
            start: taken.start,
            end: taken.end,
            all_day: taken.all_day,
            firm: taken.firm,
            meeting: self.meeting,
            place: place_to_go(&self.view.location),
        }
    }
}

/// What is known of each of these; none of one that is gone.
pub(crate) async fn list_sides(
    conn: &mut SqliteConnection,
    taken: &[&Taken],
) -> Result<Vec<Option<Side>>, Error> {
    let mut numbers: Vec<i64> = taken.iter().filter_map(|one| one.event_no()).collect();
    numbers.sort_unstable();
    numbers.dedup();
    let events = list_events(conn, &numbers).await?;
    let mut zones = HashMap::new();
    let side = |one: &&Taken| match &one.about {
        About::Expanded(occurrence) => Some(of_occurrence(occurrence)),
        About::Row(row) => events.get(&row.event_no).map(|event| of_row(row, event, &mut zones)),
    };
    Ok(taken.iter().map(side).collect())
}

fn of_row(row: &BusyRow, event: &BusyEvent, zones: &mut HashMap<String, Zone>) -> Side {
    let like = if row.all_day {
        When::Date(jiff::civil::Date::ZERO)
    } else if row.is_local {
        When::Floating(jiff::civil::DateTime::ZERO)
    } else {
        let named = || Zone::named(&event.zone).unwrap_or_else(Zone::utc);
        let zone = zones.entry(event.zone.clone()).or_insert_with(named);
        When::Zoned(jiff::civil::DateTime::ZERO, zone.clone())
    };
    let view = ConflictSide {
        event_id: event.id,
        original: event.recurring.then_some(row.original),
        calendar_id: event.calendar_id,
        title: event.title.clone(),
        location: event.location.clone(),
        start: at_seconds(&like, row.start),
        end: at_seconds(&like, row.end),
        all_day: row.all_day,
        recurring: event.recurring,
    };
    Side::new(&event.uid, if row.is_single { 0 } else { row.original }, view)
}

fn of_occurrence(occurrence: &Occurrence) -> Side {
    let original = occurrence.original.seconds();
    let view = ConflictSide {
        event_id: occurrence.event_id,
        original: occurrence.recurring.then_some(original),
        calendar_id: occurrence.calendar_id,
        title: occurrence.title.clone(),
        location: occurrence.location.clone(),
        start: occurrence.start.clone(),
        end: occurrence.end.clone(),
        all_day: occurrence.all_day(),
        recurring: occurrence.recurring,
    };
    Side::new(&occurrence.uid, if occurrence.recurring { original } else { 0 }, view)
}
