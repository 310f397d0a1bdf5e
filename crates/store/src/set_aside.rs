//! Components of a source that could not be read, with the reason.

use serde::{Deserialize, Serialize};
use sqlx::SqliteConnection;

use crate::{CalendarId, Result};

/// One of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetAside {
    /// Why it could not be read.
    pub reason: String,
    /// Its beginning.
    pub excerpt: String,
}

/// What was set aside in the last good run of a calendar, in the source's order.
///
/// # Errors
/// When SQLite fails.
pub async fn list(conn: &mut SqliteConnection, calendar: CalendarId) -> Result<Vec<SetAside>> {
    Ok(sqlx::query_as!(
        SetAside,
        "SELECT reason, excerpt FROM set_aside WHERE calendar_id = ?1 ORDER BY position",
        calendar
    )
    .fetch_all(conn)
    .await?)
}

/// Makes `found` all that is set aside of a calendar. Keep it short: it is for people.
///
/// # Errors
/// When SQLite fails.
pub async fn replace(
    conn: &mut SqliteConnection,
    calendar: CalendarId,
    found: &[SetAside],
) -> Result<()> {
    sqlx::query!("DELETE FROM set_aside WHERE calendar_id = ?1", calendar)
        .execute(&mut *conn)
        .await?;
    for (position, one) in (0_i64..).zip(found) {
        sqlx::query!(
            "INSERT INTO set_aside (calendar_id, position, reason, excerpt)
             VALUES (?1, ?2, ?3, ?4)",
            calendar,
            position,
            one.reason,
            one.excerpt
        )
        .execute(&mut *conn)
        .await?;
    }
    Ok(())
}
