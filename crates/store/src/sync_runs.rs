//! The log of sync runs. It outlives the calendars it speaks of.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sqlx::SqliteConnection;

use crate::{CalendarId, Error, Problem, Result, columns};

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RunResult {
    /// Read and applied.
    Ok,
    /// The source had nothing new.
    Unchanged,
    /// Nothing was changed here; the problem says why.
    Failed,
}

impl RunResult {
    /// The word in the database and in JSON.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Unchanged => "unchanged",
            Self::Failed => "failed",
        }
    }

    fn parse(text: &str) -> Result<Self> {
        [Self::Ok, Self::Unchanged, Self::Failed]
            .into_iter()
            .find(|result| result.as_str() == text)
            .ok_or_else(|| Error::Unreadable { what: "run result", value: text.to_owned() })
    }
}

/// A run to be logged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewRun {
    /// Whose; none for a run of everything.
    pub calendar_id: Option<CalendarId>,
    /// Its name at the time.
    pub calendar_name: String,
    /// What set it off: `schedule`, `manual`, `start`, …
    pub trigger: String,
    /// How it ended.
    pub result: RunResult,
    /// When it began; whole seconds.
    pub started_at: Timestamp,
    /// How long it took.
    pub duration_ms: i64,
    /// Events read from the source.
    pub pulled: i64,
    /// Events added here.
    pub created: i64,
    /// Events changed here.
    pub updated: i64,
    /// Events deleted here.
    pub deleted: i64,
    /// Edits sent to the source.
    pub pushed: i64,
    /// Edits that met another one.
    pub conflicts: i64,
    /// Components that could not be read.
    pub set_aside: i64,
    /// Why it failed.
    pub problem: Option<Problem>,
}

/// A row of `sync_runs`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// Counts up.
    pub id: i64,
    /// What was logged.
    pub run: NewRun,
}

/// Adds a line to the log and gives its id.
///
/// # Errors
/// When SQLite fails.
pub async fn insert(conn: &mut SqliteConnection, run: &NewRun) -> Result<i64> {
    let calendar_id = run.calendar_id.map(|id| id.to_string()).unwrap_or_default();
    let result = run.result.as_str();
    let started_at = run.started_at.as_second();
    let (kind, message, remedy) = Problem::columns(run.problem.as_ref());
    let done = sqlx::query!(
        "INSERT INTO sync_runs (calendar_id, calendar_name, trigger, result, started_at,
             duration_ms, pulled, created, updated, deleted, pushed, conflicts, set_aside,
             error_kind, error_message, error_remedy)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)",
        calendar_id,
        run.calendar_name,
        run.trigger,
        result,
        started_at,
        run.duration_ms,
        run.pulled,
        run.created,
        run.updated,
        run.deleted,
        run.pushed,
        run.conflicts,
        run.set_aside,
        kind,
        message,
        remedy
    )
    .execute(conn)
    .await?;
    Ok(done.last_insert_rowid())
}

/// The newest `limit` lines, newest first; of one calendar, or of all.
///
/// # Errors
/// When SQLite fails.
pub async fn list(
    conn: &mut SqliteConnection,
    calendar: Option<CalendarId>,
    limit: u32,
) -> Result<Vec<Run>> {
    let calendar = calendar.map(|id| id.to_string());
    sqlx::query!(
        "SELECT id, calendar_id, calendar_name, trigger, result, started_at, duration_ms, pulled,
                created, updated, deleted, pushed, conflicts, set_aside, error_kind,
                error_message, error_remedy
         FROM sync_runs WHERE ?1 IS NULL OR calendar_id = ?1 ORDER BY id DESC LIMIT ?2",
        calendar,
        limit
    )
    .fetch_all(conn)
    .await?
    .into_iter()
    .map(|row| {
        Ok(Run {
            id: row.id,
            run: NewRun {
                calendar_id: row.calendar_id.parse().ok(),
                calendar_name: row.calendar_name,
                trigger: row.trigger,
                result: RunResult::parse(&row.result)?,
                started_at: columns::to_timestamp(row.started_at).unwrap_or(Timestamp::UNIX_EPOCH),
                duration_ms: row.duration_ms,
                pulled: row.pulled,
                created: row.created,
                updated: row.updated,
                deleted: row.deleted,
                pushed: row.pushed,
                conflicts: row.conflicts,
                set_aside: row.set_aside,
                problem: Problem::from_columns(row.error_kind, row.error_message, row.error_remedy),
            },
        })
    })
    .collect()
}

/// Removes all but the newest `keep` lines of each calendar, and says how many went.
///
/// # Errors
/// When SQLite fails.
pub async fn prune(conn: &mut SqliteConnection, keep: u32) -> Result<u64> {
    let done = sqlx::query!(
        "DELETE FROM sync_runs WHERE id IN (
             SELECT id FROM (
                 SELECT id, row_number() OVER (PARTITION BY calendar_id ORDER BY id DESC) AS place
                 FROM sync_runs)
             WHERE place > ?1)",
        keep
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected())
}
