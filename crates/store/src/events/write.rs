//! Writing events in bulk: rows, texts, search index, and the occurrence that a single event or an
//! override has.
//!
//! Statements carry many rows, because a statement costs more than a row does.

use std::collections::HashMap;

use kalends_calendar::Event;
use sqlx::{Row as _, Sqlite, SqliteConnection, query::Query, sqlite::SqliteArguments};

use super::{
    EventWrite, Lock, Role,
    details::{self, Details},
    marks::LOCKS,
    row::{self, PARTICIPATIONS, STATUSES, TRANSPARENCIES, VISIBILITIES},
    series::{self, Keys},
};
use crate::{
    CalendarId, EventId, Result,
    columns::{Kind, from_timestamp, from_when, to_json, to_number},
    many::Many,
    occurrences::{OccurrenceRow, write_rows},
    search,
};

type Bound<'q> = Query<'q, Sqlite, SqliteArguments>;

const EVENT_COLUMNS: usize = 41;
static EVENTS: Many = Many::new(
    EVENT_COLUMNS,
    "INSERT INTO events (no, id, calendar_id, uid, role, recurrence_id_text, recurrence_id, \
     this_and_future, sequence, last_modified, created, kind, zone, start_text, end_text, \
     start_s, end_s, title, location, join_url, url, color, status, transparency, visibility, \
     my_response, flags, recurrence, first_s, last_s, content_hash, master_no, deleted_at, \
     lock, remote_id, etag, series_remote_id, seen_generation, alarms, alarm_reach, arrived_at) \
     VALUES ",
    " ON CONFLICT (no) DO UPDATE SET calendar_id = excluded.calendar_id, uid = excluded.uid, \
     role = excluded.role, recurrence_id_text = excluded.recurrence_id_text, \
     recurrence_id = excluded.recurrence_id, this_and_future = excluded.this_and_future, \
     sequence = excluded.sequence, last_modified = excluded.last_modified, \
     created = excluded.created, kind = excluded.kind, zone = excluded.zone, \
     start_text = excluded.start_text, end_text = excluded.end_text, \
     start_s = excluded.start_s, end_s = excluded.end_s, title = excluded.title, \
     location = excluded.location, join_url = excluded.join_url, url = excluded.url, \
     color = excluded.color, status = excluded.status, transparency = excluded.transparency, \
     visibility = excluded.visibility, my_response = excluded.my_response, \
     flags = excluded.flags, recurrence = excluded.recurrence, first_s = excluded.first_s, \
     last_s = excluded.last_s, content_hash = excluded.content_hash, \
     master_no = excluded.master_no, deleted_at = excluded.deleted_at, \
     lock = excluded.lock, remote_id = excluded.remote_id, etag = excluded.etag, \
     series_remote_id = excluded.series_remote_id, \
     seen_generation = excluded.seen_generation, \
     alarms = excluded.alarms, alarm_reach = excluded.alarm_reach, \
     expanded_from = 0, expanded_to = 0",
);

const TEXT_COLUMNS: usize = 8;
static TEXTS: Many = Many::new(
    TEXT_COLUMNS,
    "INSERT INTO event_texts (event_no, title, location, description, people, description_html, \
     details, source) VALUES ",
    " ON CONFLICT (event_no) DO UPDATE SET title = excluded.title, \
     location = excluded.location, description = excluded.description, \
     people = excluded.people, description_html = excluded.description_html, \
     details = excluded.details, source = excluded.source",
);

/// Writes events, each in the place of the one with its id, and gives single events and overrides
/// their occurrence. Overrides find their series, whatever the order; a series that changed has
/// to be expanded again. What was soft-deleted is live again; an unsent edit stays in the queue.
/// When an event arrived stays as its first writing said.
///
/// Memory grows with the slice: pass a large import in slices of some hundred.
///
/// # Errors
/// [`crate::Error::DiskFull`] and others; roll back then.
pub async fn write(conn: &mut SqliteConnection, events: &[EventWrite<'_>]) -> Result<()> {
    let mut numbers = numbers_of(conn, events).await?;
    clear(conn, &numbers).await?;
    let mut touched: HashMap<CalendarId, Keys> = HashMap::new();
    let mut rows = Vec::with_capacity(events.len());
    let mut next_no = next_no(conn).await?;
    for write in events {
        if numbers.contains_key(&write.id) || Role::of(write.event) != Role::Single {
            let keys = touched.entry(write.calendar_id).or_default();
            keys.add_uid(&write.event.uid);
            keys.add_series(match Role::of(write.event) {
                Role::Override => write.remote.series_id,
                Role::Single | Role::Master => write.remote.id,
            });
        }
        let no = *numbers.entry(write.id).or_insert_with(|| {
            next_no += 1;
            next_no
        });
        rows.push((no, write));
    }
    for part in EVENTS.parts(&rows) {
        let mut query = sqlx::query(EVENTS.text(part.len()));
        for (no, write) in part {
            query = bind_event(query, *no, write)?;
        }
        query.execute(&mut *conn).await?;
    }
    for part in TEXTS.parts(&rows) {
        let mut query = sqlx::query(TEXTS.text(part.len()));
        for (no, write) in part {
            query = bind_text(query, *no, write)?;
        }
        query.execute(&mut *conn).await?;
    }
    let occurrences: Vec<OccurrenceRow> = rows
        .iter()
        .filter_map(|(no, write)| own_occurrence(*no, write.event, write.occurs))
        .collect();
    write_rows(conn, &occurrences).await?;
    for (calendar, keys) in touched {
        series::touch(conn, calendar, &keys).await?;
    }
    let mut written: Vec<i64> = rows.into_iter().map(|(no, _)| no).collect();
    written.dedup();
    search::add(conn, &written).await
}

/// The largest number ever given: numbers are not used twice.
async fn next_no(conn: &mut SqliteConnection) -> Result<i64> {
    let seq: Option<i64> =
        sqlx::query_scalar("SELECT seq FROM sqlite_sequence WHERE name = 'events'")
            .fetch_optional(conn)
            .await?;
    Ok(seq.unwrap_or(0))
}

async fn numbers_of(
    conn: &mut SqliteConnection,
    events: &[EventWrite<'_>],
) -> Result<HashMap<EventId, i64>> {
    let ids: Vec<EventId> = events.iter().map(|write| write.id).collect();
    let rows =
        sqlx::query("SELECT id, no FROM events WHERE id IN (SELECT value FROM json_each(?1))")
            .bind(to_json(&ids)?)
            .fetch_all(conn)
            .await?;
    rows.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?))).collect()
}

/// Takes what hangs on events that are about to be replaced out of the tables.
async fn clear(conn: &mut SqliteConnection, numbers: &HashMap<EventId, i64>) -> Result<()> {
    if numbers.is_empty() {
        return Ok(());
    }
    let numbers: Vec<i64> = numbers.values().copied().collect();
    search::remove(conn, &numbers).await?;
    sqlx::query("DELETE FROM occurrences WHERE owner_no IN (SELECT value FROM json_each(?1))")
        .bind(to_json(&numbers)?)
        .execute(conn)
        .await?;
    Ok(())
}

/// The row that a single event or an override has when it takes place.
pub(super) fn own_occurrence(no: i64, event: &Event, occurs: bool) -> Option<OccurrenceRow> {
    if !occurs || Role::of(event) == Role::Master {
        return None;
    }
    let start_s = event.start.seconds();
    let original_s = event.recurrence_id.as_ref().map_or(start_s, |id| id.original.seconds());
    Some(OccurrenceRow {
        line: Kind::of(&event.start).line(),
        start_s,
        end_s: row::end_seconds(event).max(start_s),
        owner_no: no,
        original_s,
        event_no: no,
    })
}

fn bind_event<'q>(query: Bound<'q>, no: i64, write: &EventWrite<'_>) -> Result<Bound<'q>> {
    let event = write.event;
    let (recurrence_id_text, recurrence_id, this_and_future) =
        event.recurrence_id.as_ref().map_or((String::new(), 0, false), |id| {
            (from_when(&id.original), id.original.seconds(), id.this_and_future)
        });
    let (first_s, last_s) = row::span(write);
    let start_s = event.start.seconds();
    let (alarms, alarm_reach) = details::write_alarms(event)?;
    Ok(query
        .bind(no)
        .bind(write.id)
        .bind(write.calendar_id)
        .bind(event.uid.as_str())
        .bind(Role::of(event) as i64)
        .bind(recurrence_id_text)
        .bind(recurrence_id)
        .bind(this_and_future)
        .bind(event.sequence)
        .bind(from_timestamp(event.last_modified))
        .bind(from_timestamp(event.created))
        .bind(row::kind(event))
        .bind(row::zone(event))
        .bind(from_when(&event.start))
        .bind(from_when(&event.end))
        .bind(start_s)
        .bind(row::end_seconds(event).max(start_s))
        .bind(event.summary.as_str())
        .bind(event.location.as_str())
        .bind(event.join_url.as_deref().unwrap_or_default())
        .bind(event.url.as_deref().unwrap_or_default())
        .bind(event.color.as_deref().unwrap_or_default())
        .bind(to_number(&STATUSES, &event.status))
        .bind(to_number(&TRANSPARENCIES, &event.transparency))
        .bind(to_number(&VISIBILITIES, &event.visibility))
        .bind(to_number(&PARTICIPATIONS, &write.my_response))
        .bind(row::write_flags(&event.flags)?)
        .bind(details::write_recurrence(&event.recurrence)?)
        .bind(first_s)
        .bind(last_s)
        .bind(write.content_hash.0.as_slice())
        .bind(0_i64)
        .bind(0_i64)
        .bind(to_number(&LOCKS, &Lock::of(event)))
        .bind(write.remote.id)
        .bind(write.remote.etag)
        .bind(write.remote.series_id)
        .bind(write.remote.generation)
        .bind(alarms)
        .bind(alarm_reach)
        .bind(from_timestamp(write.arrived_at)))
}

fn bind_text<'q>(query: Bound<'q>, no: i64, write: &EventWrite<'_>) -> Result<Bound<'q>> {
    let event = write.event;
    Ok(query
        .bind(no)
        .bind(event.summary.as_str())
        .bind(event.location.as_str())
        .bind(event.description.as_str())
        .bind(row::people_text(event))
        .bind(event.description_html.as_deref().unwrap_or_default())
        .bind(to_json(&Details::of(event))?)
        .bind(write.source))
}

/// Replaces what is noted as odd about an event.
///
/// # Errors
/// When SQLite fails.
pub async fn set_flags(
    conn: &mut SqliteConnection,
    id: EventId,
    flags: &[kalends_calendar::Flag],
) -> Result<()> {
    sqlx::query("UPDATE events SET flags = ?2 WHERE id = ?1")
        .bind(id)
        .bind(row::write_flags(flags)?)
        .execute(conn)
        .await?;
    Ok(())
}
