//! How far each calendar's source was read, and when it is read next.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sqlx::SqliteConnection;

use crate::{CalendarId, Result, columns};

/// What stands in the way, for people.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// A stable word to branch on.
    pub kind: String,
    /// What happened.
    pub message: String,
    /// What to do.
    pub remedy: String,
}

impl Problem {
    /// Nothing stands in the way when there is no kind.
    pub(crate) fn from_columns(kind: String, message: String, remedy: String) -> Option<Self> {
        if kind.is_empty() { None } else { Some(Self { kind, message, remedy }) }
    }

    pub(crate) fn columns(problem: Option<&Self>) -> (&str, &str, &str) {
        problem.map_or(("", "", ""), |p| (p.kind.as_str(), p.message.as_str(), p.remedy.as_str()))
    }
}

/// A row of `sync_state`. Times are whole seconds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyncState {
    /// Whose.
    pub calendar_id: CalendarId,
    /// Seconds between runs.
    pub interval_s: i64,
    /// What the source asks for.
    pub suggested_interval_s: Option<i64>,
    /// Not run until the user says so.
    pub paused: bool,
    /// When it is due; at once when none.
    pub next_run_at: Option<Timestamp>,
    /// Failed runs since the last good one.
    pub failures: i64,
    /// The last run, however it ended.
    pub last_run_at: Option<Timestamp>,
    /// The last good run, changed or not.
    pub last_good_at: Option<Timestamp>,
    /// Why the last run failed; none after a good one.
    pub problem: Option<Problem>,
    /// What the source gave to ask for changes only.
    pub cursor: String,
    /// The source's ETag, or empty.
    pub etag: String,
    /// The source's Last-Modified, as written, or empty.
    pub last_modified: String,
    /// Hash of the last body, or empty.
    pub body_hash: Vec<u8>,
    /// Hash of what every event of the body is read against, or empty.
    pub context_hash: Vec<u8>,
    /// Counts up with every full reading.
    pub generation: i64,
    /// Where the full reading under way goes on; empty at its first page.
    pub page_token: String,
    /// A full reading is under way: it goes on after a kill.
    pub full_running: bool,
    /// Events in the source as of the last good run.
    pub event_count: i64,
    /// Components set aside as of the last good run.
    pub set_aside_count: i64,
}

impl SyncState {
    /// The state of a calendar that was never synced: due at once.
    #[must_use]
    pub const fn new(calendar_id: CalendarId, interval_s: i64) -> Self {
        Self {
            calendar_id,
            interval_s,
            suggested_interval_s: None,
            paused: false,
            next_run_at: None,
            failures: 0,
            last_run_at: None,
            last_good_at: None,
            problem: None,
            cursor: String::new(),
            etag: String::new(),
            last_modified: String::new(),
            body_hash: Vec::new(),
            context_hash: Vec::new(),
            generation: 0,
            page_token: String::new(),
            full_running: false,
            event_count: 0,
            set_aside_count: 0,
        }
    }
}

struct Row {
    calendar_id: CalendarId,
    interval_s: i64,
    suggested_interval_s: i64,
    paused: bool,
    next_run_at: i64,
    failures: i64,
    last_run_at: i64,
    last_good_at: i64,
    error_kind: String,
    error_message: String,
    error_remedy: String,
    cursor: String,
    etag: String,
    last_modified: String,
    body_hash: Vec<u8>,
    context_hash: Vec<u8>,
    generation: i64,
    page_token: String,
    full_running: bool,
    event_count: i64,
    set_aside_count: i64,
}

impl From<Row> for SyncState {
    fn from(row: Row) -> Self {
        Self {
            calendar_id: row.calendar_id,
            interval_s: row.interval_s,
            suggested_interval_s: (row.suggested_interval_s > 0)
                .then_some(row.suggested_interval_s),
            paused: row.paused,
            next_run_at: columns::to_timestamp(row.next_run_at),
            failures: row.failures,
            last_run_at: columns::to_timestamp(row.last_run_at),
            last_good_at: columns::to_timestamp(row.last_good_at),
            problem: Problem::from_columns(row.error_kind, row.error_message, row.error_remedy),
            cursor: row.cursor,
            etag: row.etag,
            last_modified: row.last_modified,
            body_hash: row.body_hash,
            context_hash: row.context_hash,
            generation: row.generation,
            page_token: row.page_token,
            full_running: row.full_running,
            event_count: row.event_count,
            set_aside_count: row.set_aside_count,
        }
    }
}

/// The state of every synced calendar.
///
/// # Errors
/// When SQLite fails.
pub async fn list(conn: &mut SqliteConnection) -> Result<Vec<SyncState>> {
    let rows = sqlx::query_as!(
        Row,
        r#"SELECT calendar_id AS "calendar_id: CalendarId", interval_s, suggested_interval_s,
                  paused AS "paused: bool", next_run_at, failures, last_run_at, last_good_at,
                  error_kind, error_message, error_remedy, cursor, etag, last_modified, body_hash,
                  context_hash, generation, page_token, full_running AS "full_running: bool",
                  event_count, set_aside_count
           FROM sync_state ORDER BY calendar_id"#
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(Into::into).collect())
}

/// The state of one calendar; none when it is not synced.
///
/// # Errors
/// When SQLite fails.
pub async fn get(conn: &mut SqliteConnection, id: CalendarId) -> Result<Option<SyncState>> {
    let row = sqlx::query_as!(
        Row,
        r#"SELECT calendar_id AS "calendar_id: CalendarId", interval_s, suggested_interval_s,
                  paused AS "paused: bool", next_run_at, failures, last_run_at, last_good_at,
                  error_kind, error_message, error_remedy, cursor, etag, last_modified, body_hash,
                  context_hash, generation, page_token, full_running AS "full_running: bool",
                  event_count, set_aside_count
           FROM sync_state WHERE calendar_id = ?1"#,
        id
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(Into::into))
}

/// Writes a calendar's state, the first time or again.
///
/// # Errors
/// When SQLite fails, as for a calendar that does not exist.
pub async fn put(conn: &mut SqliteConnection, state: &SyncState) -> Result<()> {
    let suggested = state.suggested_interval_s.unwrap_or(0);
    let next_run_at = columns::from_timestamp(state.next_run_at);
    let last_run_at = columns::from_timestamp(state.last_run_at);
    let last_good_at = columns::from_timestamp(state.last_good_at);
    let (kind, message, remedy) = Problem::columns(state.problem.as_ref());
    sqlx::query!(
        "INSERT INTO sync_state (calendar_id, interval_s, suggested_interval_s, paused,
             next_run_at, failures, last_run_at, last_good_at, error_kind, error_message,
             error_remedy, cursor, etag, last_modified, body_hash, context_hash, generation,
             event_count, set_aside_count, page_token, full_running)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18,
             ?19, ?20, ?21)
         ON CONFLICT (calendar_id) DO UPDATE SET interval_s = excluded.interval_s,
             suggested_interval_s = excluded.suggested_interval_s, paused = excluded.paused,
             next_run_at = excluded.next_run_at, failures = excluded.failures,
             last_run_at = excluded.last_run_at, last_good_at = excluded.last_good_at,
             error_kind = excluded.error_kind, error_message = excluded.error_message,
             error_remedy = excluded.error_remedy, cursor = excluded.cursor,
             etag = excluded.etag, last_modified = excluded.last_modified,
             body_hash = excluded.body_hash, context_hash = excluded.context_hash,
             generation = excluded.generation, event_count = excluded.event_count,
             set_aside_count = excluded.set_aside_count, page_token = excluded.page_token,
             full_running = excluded.full_running",
        state.calendar_id,
        state.interval_s,
        suggested,
        state.paused,
        next_run_at,
        state.failures,
        last_run_at,
        last_good_at,
        kind,
        message,
        remedy,
        state.cursor,
        state.etag,
        state.last_modified,
        state.body_hash,
        state.context_hash,
        state.generation,
        state.event_count,
        state.set_aside_count,
        state.page_token,
        state.full_running
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Calendars whose run is due at `now`, the longest overdue first. Paused ones and ones that the
/// user took out of sync are never due.
///
/// # Errors
/// When SQLite fails.
pub async fn list_due(conn: &mut SqliteConnection, now: Timestamp) -> Result<Vec<CalendarId>> {
    let now = now.as_second();
    Ok(sqlx::query_scalar!(
        r#"SELECT s.calendar_id AS "calendar_id: CalendarId"
           FROM sync_state s JOIN calendars c ON c.id = s.calendar_id
           WHERE s.paused = 0 AND s.next_run_at <= ?1 AND c.selected = 1
           ORDER BY s.next_run_at"#,
        now
    )
    .fetch_all(conn)
    .await?)
}

/// When the next run is due; none when there is nothing to run. The epoch means at once.
///
/// # Errors
/// When SQLite fails.
pub async fn get_next_due(conn: &mut SqliteConnection) -> Result<Option<Timestamp>> {
    let next = sqlx::query_scalar!(
        r#"SELECT min(s.next_run_at) AS "next: i64"
           FROM sync_state s JOIN calendars c ON c.id = s.calendar_id
           WHERE s.paused = 0 AND c.selected = 1"#
    )
    .fetch_one(conn)
    .await?;
    Ok(next.and_then(|seconds| Timestamp::from_second(seconds).ok()))
}
