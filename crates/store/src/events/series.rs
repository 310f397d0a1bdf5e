//! Keeping masters and their overrides together.

use sqlx::SqliteConnection;

use crate::{CalendarId, Result, columns};

/// After events of these UIDs were written or removed: overrides point at the live series of their
/// UID, and these series count as not expanded.
pub(super) async fn touch(
    conn: &mut SqliteConnection,
    calendar: CalendarId,
    uids: &[&str],
) -> Result<()> {
    let uids = columns::to_json(&uids)?;
    for statement in [LINK, FORGET, MARK, OPEN] {
        sqlx::query(statement).bind(calendar).bind(uids.as_str()).execute(&mut *conn).await?;
    }
    Ok(())
}

const LINK: &str = "
    UPDATE events SET master_no = coalesce(
        (SELECT m.no FROM events m
         WHERE m.calendar_id = events.calendar_id AND m.uid = events.uid AND m.role = 1
           AND m.deleted_at = 0
         LIMIT 1), 0)
    WHERE calendar_id = ?1 AND uid IN (SELECT value FROM json_each(?2)) AND role = 2";

const FORGET: &str = "
    DELETE FROM occurrences WHERE owner_no IN (
        SELECT no FROM events
        WHERE calendar_id = ?1 AND uid IN (SELECT value FROM json_each(?2)) AND role = 1
          AND expanded_from <> expanded_to)";

const MARK: &str = "
    UPDATE events SET expanded_from = 0, expanded_to = 0
    WHERE calendar_id = ?1 AND uid IN (SELECT value FROM json_each(?2)) AND role = 1
      AND expanded_from <> expanded_to";

/// A change of all later occurrences may move them out of the span that the rules have.
const OPEN: &str = "
    UPDATE events SET first_s = -9223372036854775808, last_s = 9223372036854775807
    WHERE calendar_id = ?1 AND uid IN (SELECT value FROM json_each(?2)) AND role = 1
      AND EXISTS (
          SELECT 1 FROM events o
          WHERE o.calendar_id = events.calendar_id AND o.uid = events.uid AND o.role = 2
            AND o.this_and_future = 1 AND o.deleted_at = 0)";
