//! Keeping masters and their overrides together.

use sqlx::{Row as _, SqliteConnection};

use crate::{CalendarId, Error, EventId, Result, columns};

/// Which series of a calendar are meant: by UID, and by their id at the source.
#[derive(Debug, Default)]
pub(super) struct Keys {
    uids: Vec<String>,
    remote: Vec<String>,
}

impl Keys {
    pub(super) fn add_uid(&mut self, uid: &str) {
        self.uids.push(uid.to_owned());
    }

    /// An empty one is none.
    pub(super) fn add_series(&mut self, remote_id: &str) {
        if !remote_id.is_empty() {
            self.remote.push(remote_id.to_owned());
        }
    }

    /// The keys of a stored event, and its number and calendar.
    pub(super) async fn add_stored(
        &mut self,
        conn: &mut SqliteConnection,
        id: EventId,
    ) -> Result<(i64, CalendarId)> {
        let row = sqlx::query(
            "SELECT no, calendar_id, uid, CASE role WHEN 2 THEN series_remote_id ELSE remote_id END
             FROM events WHERE id = ?1",
        )
        .bind(id)
        .fetch_optional(conn)
        .await?
        .ok_or(Error::EventNotFound(id))?;
        self.add_uid(row.try_get(2)?);
        self.add_series(row.try_get(3)?);
        Ok((row.try_get(0)?, row.try_get(1)?))
    }
}

/// After events of these series were written or removed: overrides point at their live series, and
/// these series count as not expanded.
pub(super) async fn touch(
    conn: &mut SqliteConnection,
    calendar: CalendarId,
    keys: &Keys,
) -> Result<()> {
    let sides = [(&keys.uids, &BY_UID), (&keys.remote, &BY_REMOTE)];
    for (keys, statements) in sides {
        if keys.is_empty() {
            continue;
        }
        let keys = columns::to_json(keys)?;
        for statement in statements {
            sqlx::query(*statement).bind(calendar).bind(keys.as_str()).execute(&mut *conn).await?;
        }
    }
    Ok(())
}

/// Links overrides; forgets, then marks what was expanded; opens the span of a series that has a
/// change of all later occurrences, which may move them out of the span that the rules have.
macro_rules! statements {
    ($overrides:literal, $masters:literal) => {
        [
            concat!(
                "UPDATE events SET master_no = coalesce(CASE series_remote_id WHEN '' THEN
                     (SELECT m.no FROM events m
                      WHERE m.calendar_id = events.calendar_id AND m.uid = events.uid
                        AND m.role = 1 AND m.deleted_at = 0
                      LIMIT 1)
                 ELSE
                     (SELECT m.no FROM events m
                      WHERE m.calendar_id = events.calendar_id AND m.remote_id <> ''
                        AND m.remote_id = events.series_remote_id AND m.role = 1
                        AND m.deleted_at = 0)
                 END, 0)
                 WHERE calendar_id = ?1 AND role = 2 AND ",
                $overrides
            ),
            concat!(
                "DELETE FROM occurrences WHERE owner_no IN (
                     SELECT no FROM events
                     WHERE calendar_id = ?1 AND role = 1 AND expanded_from <> expanded_to AND ",
                $masters,
                ")"
            ),
            concat!(
                "UPDATE events SET expanded_from = 0, expanded_to = 0
                 WHERE calendar_id = ?1 AND role = 1 AND expanded_from <> expanded_to AND ",
                $masters
            ),
            concat!(
                "UPDATE events SET first_s = -9223372036854775808, last_s = 9223372036854775807
                 WHERE calendar_id = ?1 AND role = 1 AND ",
                $masters,
                " AND EXISTS (
                      SELECT 1 FROM events o
                      WHERE o.master_no = events.no AND o.role = 2 AND o.this_and_future = 1
                        AND o.deleted_at = 0)"
            ),
        ]
    };
}

const BY_UID: [&str; 4] = statements!(
    "uid IN (SELECT value FROM json_each(?2))",
    "uid IN (SELECT value FROM json_each(?2))"
);
pub(crate) const BY_REMOTE: [&str; 4] = statements!(
    "series_remote_id <> '' AND series_remote_id IN (SELECT value FROM json_each(?2))",
    "remote_id <> '' AND remote_id IN (SELECT value FROM json_each(?2))"
);
