//! Which conflicts the user ignores, and which the user was told of.

use jiff::Timestamp;
use sqlx::SqliteConnection;

use crate::{Result, columns::to_json};

/// One occurrence as conflicts know it: by its meeting, on whichever calendar and after any restore.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MeetingOccurrence {
    /// [`kalends_calendar::remind::meeting_uid`] of the event.
    pub meeting: String,
    /// Seconds of the original start on the series' own line; 0 for a single event.
    pub original: i64,
}

/// Two occurrences that stand in each other's way, the one that sorts first given first.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ConflictKey {
    a: MeetingOccurrence,
    b: MeetingOccurrence,
}

impl ConflictKey {
    /// Of two occurrences in any order.
    #[must_use]
    pub fn new(one: MeetingOccurrence, other: MeetingOccurrence) -> Self {
        if one <= other { Self { a: one, b: other } } else { Self { a: other, b: one } }
    }

    /// What stands for all conflicts between the two meetings.
    #[must_use]
    pub fn of_series(&self) -> Self {
        let whole = |one: &MeetingOccurrence| MeetingOccurrence {
            meeting: one.meeting.clone(),
            original: 0,
        };
        Self { a: whole(&self.a), b: whole(&self.b) }
    }
}

/// What the user ignores: `true` stands for all conflicts between the two meetings, whose key is
/// then that [`ConflictKey::of_series`] gives.
pub type Ignored = (ConflictKey, bool);

/// Everything the user ignores.
///
/// # Errors
/// When SQLite fails.
pub async fn list_ignored(conn: &mut SqliteConnection) -> Result<Vec<Ignored>> {
    let rows: Vec<(String, i64, String, i64, bool)> = sqlx::query_as(
        "SELECT a_meeting, a_original, b_meeting, b_original, whole_series
         FROM ignored_conflicts",
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|(a, at, b, bt, whole)| (key(a, at, b, bt), whole)).collect())
}

/// Ignores a conflict, or all between the two meetings.
///
/// # Errors
/// When SQLite fails.
pub async fn ignore(
    conn: &mut SqliteConnection,
    pair: &ConflictKey,
    series: bool,
    now: Timestamp,
) -> Result<()> {
    let pair = if series { pair.of_series() } else { pair.clone() };
    sqlx::query(
        "INSERT OR IGNORE INTO ignored_conflicts
             (a_meeting, a_original, b_meeting, b_original, whole_series, created_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )
    .bind(&pair.a.meeting)
    .bind(pair.a.original)
    .bind(&pair.b.meeting)
    .bind(pair.b.original)
    .bind(series)
    .bind(now.as_second())
    .execute(conn)
    .await?;
    Ok(())
}

/// Heeds a conflict again, and with it all between the two meetings where those were ignored as a
/// whole. Whether anything was ignored.
///
/// # Errors
/// When SQLite fails.
pub async fn heed(conn: &mut SqliteConnection, pair: &ConflictKey) -> Result<bool> {
    let done = sqlx::query(
        "DELETE FROM ignored_conflicts
         WHERE a_meeting = ?1 AND b_meeting = ?3
           AND (whole_series = 1 OR (a_original = ?2 AND b_original = ?4))",
    )
    .bind(&pair.a.meeting)
    .bind(pair.a.original)
    .bind(&pair.b.meeting)
    .bind(pair.b.original)
    .execute(conn)
    .await?;
    Ok(done.rows_affected() > 0)
}

/// Which of these the user was told of.
///
/// # Errors
/// When SQLite fails.
pub async fn list_told(
    conn: &mut SqliteConnection,
    pairs: &[ConflictKey],
) -> Result<Vec<ConflictKey>> {
    if pairs.is_empty() {
        return Ok(Vec::new());
    }
    let wanted: Vec<(&str, i64, &str, i64)> = pairs
        .iter()
        .map(|one| (&*one.a.meeting, one.a.original, &*one.b.meeting, one.b.original))
        .collect();
    let rows: Vec<(String, i64, String, i64)> =
        sqlx::query_as(TOLD).bind(to_json(&wanted)?).fetch_all(conn).await?;
    Ok(rows.into_iter().map(|(a, at, b, bt)| key(a, at, b, bt)).collect())
}

pub(crate) const TOLD: &str = "
    SELECT t.a_meeting, t.a_original, t.b_meeting, t.b_original
    FROM json_each(?1) j
    CROSS JOIN told_conflicts t ON t.a_meeting = j.value ->> 0 AND t.b_meeting = j.value ->> 2
        AND t.a_original = j.value ->> 1 AND t.b_original = j.value ->> 3";

/// Remembers that the user was told of a conflict, until it is over.
///
/// # Errors
/// When SQLite fails.
pub async fn tell(conn: &mut SqliteConnection, pair: &ConflictKey, over: Timestamp) -> Result<()> {
    sqlx::query(
        "INSERT OR REPLACE INTO told_conflicts
             (a_meeting, a_original, b_meeting, b_original, over_at)
         VALUES (?1, ?2, ?3, ?4, ?5)",
    )
    .bind(&pair.a.meeting)
    .bind(pair.a.original)
    .bind(&pair.b.meeting)
    .bind(pair.b.original)
    .bind(over.as_second())
    .execute(conn)
    .await?;
    Ok(())
}

pub(crate) const FORGET: &str = "DELETE FROM told_conflicts WHERE over_at < ?1";

/// Forgets what was told of conflicts that were over before.
///
/// # Errors
/// When SQLite fails.
pub async fn forget_told(conn: &mut SqliteConnection, before: Timestamp) -> Result<()> {
    sqlx::query(FORGET).bind(before.as_second()).execute(conn).await?;
    Ok(())
}

fn key(a: String, a_original: i64, b: String, b_original: i64) -> ConflictKey {
    ConflictKey {
        a: MeetingOccurrence { meeting: a, original: a_original },
        b: MeetingOccurrence { meeting: b, original: b_original },
    }
}

#[cfg(test)]
mod tests;
