//! An event as columns, and back.

use kalends_calendar::{
    Event, Flag, Participation, Person, RecurrenceId, Status, Transparency, Visibility,
};
use sqlx::{Row as _, sqlite::SqliteRow};

use super::{
    ContentHash, Role, StoredEvent,
    details::{self, Details},
    marks::UNSENT,
};
use crate::{
    EventId, Result,
    columns::{self, Zones, from_number, to_option, to_timestamp, to_when},
};

/// The numbers of `events.status`.
pub(crate) const STATUSES: [Status; 3] = [Status::Confirmed, Status::Tentative, Status::Cancelled];
/// The numbers of `events.transparency`.
pub(crate) const TRANSPARENCIES: [Transparency; 2] =
    [Transparency::Opaque, Transparency::Transparent];
/// The numbers of `events.visibility`.
pub(crate) const VISIBILITIES: [Visibility; 4] =
    [Visibility::Default, Visibility::Public, Visibility::Private, Visibility::Confidential];
/// The numbers of `events.my_response`.
pub(crate) const PARTICIPATIONS: [Option<Participation>; 6] = [
    None,
    Some(Participation::NeedsAction),
    Some(Participation::Accepted),
    Some(Participation::Declined),
    Some(Participation::Tentative),
    Some(Participation::Delegated),
];

/// The columns of [`read`], from `events e` with its master `m` and its `event_texts t`.
macro_rules! stored_event_columns {
    () => {
        "e.id, e.calendar_id, m.id, e.uid, e.recurrence_id_text, e.this_and_future, e.sequence, \
         e.last_modified, e.created, e.start_text, e.end_text, e.title, e.location, e.join_url, \
         e.url, e.color, e.status, e.transparency, e.visibility, e.my_response, e.flags, \
         e.recurrence, e.content_hash, e.deleted_at, t.description, t.description_html, \
         t.details, t.source, e.remote_id, e.etag, e.series_remote_id, e.seen_generation, \
         e.unsent \
         FROM events e JOIN event_texts t ON t.event_no = e.no \
         LEFT JOIN events m ON m.no = e.master_no "
    };
}
pub(super) use stored_event_columns;

/// Reads a row of [`stored_event_columns`].
pub(super) fn read(row: &SqliteRow, zones: &mut Zones) -> Result<StoredEvent> {
    let details_text: &str = row.try_get(26)?;
    let details: Details<'_> = columns::from_json(details_text, "event details")?;
    let alarms = details.alarms();
    let recurrence_id_text: &str = row.try_get(4)?;
    let recurrence_id = if recurrence_id_text.is_empty() {
        None
    } else {
        Some(RecurrenceId {
            original: to_when(recurrence_id_text, zones)?,
            this_and_future: row.try_get(5)?,
        })
    };
    let event = Event {
        uid: row.try_get(3)?,
        recurrence_id,
        sequence: row.try_get(6)?,
        last_modified: to_timestamp(row.try_get(7)?),
        created: to_timestamp(row.try_get(8)?),
        start: to_when(row.try_get(9)?, zones)?,
        end: to_when(row.try_get(10)?, zones)?,
        recurrence: details::read_recurrence(row.try_get(21)?, zones)?,
        summary: row.try_get(11)?,
        description: row.try_get(24)?,
        description_html: to_option(row.try_get(25)?),
        location: row.try_get(12)?,
        url: to_option(row.try_get(14)?),
        categories: details.categories.into_owned(),
        color: to_option(row.try_get(15)?),
        status: from_number(&STATUSES, row.try_get(16)?, "status")?,
        transparency: from_number(&TRANSPARENCIES, row.try_get(17)?, "transparency")?,
        visibility: from_number(&VISIBILITIES, row.try_get(18)?, "visibility")?,
        organizer: details.organizer.map(std::borrow::Cow::into_owned),
        attendees: details.attendees.into_owned(),
        alarms,
        conferences: details.conferences.into_owned(),
        join_url: to_option(row.try_get(13)?),
        flags: read_flags(row.try_get(20)?)?,
        shared: details.shared.into_owned(),
    };
    Ok(StoredEvent {
        id: row.try_get(0)?,
        calendar_id: row.try_get(1)?,
        master_id: row.try_get::<Option<EventId>, _>(2)?,
        event,
        source: row.try_get(27)?,
        content_hash: read_hash(row.try_get(22)?),
        my_response: from_number(&PARTICIPATIONS, row.try_get(19)?, "response")?,
        deleted_at: to_timestamp(row.try_get(23)?),
        remote_id: row.try_get(28)?,
        etag: row.try_get(29)?,
        series_remote_id: row.try_get(30)?,
        seen_generation: row.try_get(31)?,
        unsent: from_number(&UNSENT, row.try_get(32)?, "unsent mark")?,
    })
}

/// A hash of another length, as of another version, equals none.
pub(super) fn read_hash(bytes: &[u8]) -> ContentHash {
    ContentHash(bytes.try_into().unwrap_or_default())
}

pub(super) fn write_flags(flags: &[Flag]) -> Result<String> {
    if flags.is_empty() { Ok(String::new()) } else { columns::to_json(&flags) }
}

pub(crate) fn read_flags(text: &str) -> Result<Vec<Flag>> {
    if text.is_empty() { Ok(Vec::new()) } else { columns::from_json(text, "flags") }
}

/// Names and addresses of everyone, for the search.
pub(super) fn people_text(event: &Event) -> String {
    let mut text = String::new();
    let everyone =
        event.organizer.iter().chain(event.attendees.iter().map(|attendee| &attendee.person));
    for Person { name, email } in everyone {
        for part in [name, email] {
            if !part.is_empty() {
                if !text.is_empty() {
                    text.push(' ');
                }
                text.push_str(part);
            }
        }
    }
    text
}

/// The start of the first and the end of the last occurrence.
pub(super) fn span(write: &super::EventWrite<'_>) -> (i64, i64) {
    match (Role::of(write.event), write.span) {
        (Role::Master, Some((first, last))) => (first, last.unwrap_or(i64::MAX)),
        (Role::Master, None) => (i64::MIN, i64::MAX),
        (Role::Single | Role::Override, _) => {
            let start = write.event.start.seconds();
            (start, end_seconds(write.event).max(start))
        }
    }
}

/// The end on the start's line.
///
/// Where one of the two is in a zone and the other is not, the end is read in that zone: a length
/// can be told on one line alone.
pub(super) fn end_seconds(event: &Event) -> i64 {
    use kalends_calendar::When;
    match (&event.start, &event.end) {
        (When::Zoned(_, zone), When::Date(_) | When::Floating(_)) => {
            When::Zoned(event.end.local(), zone.clone()).seconds()
        }
        (When::Date(_) | When::Floating(_), When::Zoned(local, _)) => {
            When::Floating(*local).seconds()
        }
        _ => event.end.seconds(),
    }
}

/// The zone of the start, or empty.
pub(super) fn zone(event: &Event) -> String {
    match &event.start {
        kalends_calendar::When::Zoned(_, zone) => zone.id(),
        kalends_calendar::When::Date(_) | kalends_calendar::When::Floating(_) => String::new(),
    }
}

pub(super) fn kind(event: &Event) -> i64 {
    columns::Kind::of(&event.start).to_column()
}
