//! Filling the table with the occurrences of series.

use std::collections::HashMap;

use sqlx::{Row as _, SqliteConnection};

use super::{OccurrenceRow, write_rows};
use crate::{
    EventId, Result,
    columns::{Kind, to_json},
};

/// The occurrences of one series in a part of its line, to be kept in the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expansion {
    /// The master.
    pub series: EventId,
    /// The part, in seconds of the series' line: everything that overlaps it is in `spans`.
    /// The smallest and the largest integer where the series has nothing before or after.
    pub from: i64,
    /// See `from`; exclusive.
    pub to: i64,
    /// The occurrences, without those that an override of one replaces: overrides have a row of
    /// their own.
    pub spans: Vec<OccurrenceSpan>,
    /// Overrides whose original start is another than their RECURRENCE-ID alone tells (a date on
    /// a timed series), with its seconds on the series' line.
    pub originals: Vec<(EventId, i64)>,
}

/// One occurrence of a series.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OccurrenceSpan {
    /// Its identity, in seconds of the series' line.
    pub original: i64,
    /// Its start, on the line of the event that draws it.
    pub start: i64,
    /// Its end, on the same line.
    pub end: i64,
    /// The override with THISANDFUTURE that draws it, if one does.
    pub drawn_by: Option<EventId>,
}

/// Puts expansions in the place of what the table held of their series. A series that is gone or
/// no series any more is passed over.
///
/// # Errors
/// When SQLite fails.
pub async fn write_expansions(conn: &mut SqliteConnection, expansions: &[Expansion]) -> Result<()> {
    let known = numbers_of(conn, expansions).await?;
    let mut rows = Vec::new();
    for expansion in expansions {
        let Some(&(owner_no, kind, true)) = known.get(&expansion.series) else {
            continue;
        };
        sqlx::query("DELETE FROM occurrences WHERE owner_no = ?1")
            .bind(owner_no)
            .execute(&mut *conn)
            .await?;
        sqlx::query("UPDATE events SET expanded_from = ?2, expanded_to = ?3 WHERE no = ?1")
            .bind(owner_no)
            .bind(expansion.from)
            .bind(expansion.to)
            .execute(&mut *conn)
            .await?;
        for span in &expansion.spans {
            let (event_no, kind) = span
                .drawn_by
                .and_then(|id| known.get(&id))
                .map_or((owner_no, kind), |&(no, kind, _)| (no, kind));
            rows.push(OccurrenceRow {
                line: kind.line(),
                start_s: span.start,
                end_s: span.end.max(span.start),
                owner_no,
                original_s: span.original,
                event_no,
            });
        }
        for (id, original) in &expansion.originals {
            set_original(conn, *id, *original).await?;
        }
    }
    write_rows(conn, &rows).await
}

/// Forgets all expansions, as when the rules of time zones changed: what the table holds of series
/// is removed, and windows are expanded until it is filled again.
///
/// # Errors
/// When SQLite fails.
pub async fn forget_expansions(conn: &mut SqliteConnection) -> Result<()> {
    sqlx::query("DELETE FROM occurrences WHERE owner_no IN (SELECT no FROM events WHERE role = 1)")
        .execute(&mut *conn)
        .await?;
    sqlx::query("UPDATE events SET expanded_from = 0, expanded_to = 0 WHERE role = 1")
        .execute(conn)
        .await?;
    Ok(())
}

/// Number, kind of time, and whether it is a live series, of every event that is named.
async fn numbers_of(
    conn: &mut SqliteConnection,
    expansions: &[Expansion],
) -> Result<HashMap<EventId, (i64, Kind, bool)>> {
    let mut ids: Vec<EventId> = expansions.iter().map(|expansion| expansion.series).collect();
    ids.extend(expansions.iter().flat_map(|one| one.spans.iter().filter_map(|s| s.drawn_by)));
    ids.dedup();
    let rows = sqlx::query(
        "SELECT id, no, kind, role = 1 AND deleted_at = 0 FROM events
         WHERE id IN (SELECT value FROM json_each(?1))",
    )
    .bind(to_json(&ids)?)
    .fetch_all(conn)
    .await?;
    rows.iter()
        .map(|row| {
            let kind = Kind::from_column(row.try_get(2)?)?;
            Ok((row.try_get(0)?, (row.try_get(1)?, kind, row.try_get(3)?)))
        })
        .collect()
}

async fn set_original(conn: &mut SqliteConnection, id: EventId, original: i64) -> Result<()> {
    sqlx::query(
        "UPDATE OR REPLACE occurrences SET original_s = ?2
         WHERE owner_no = (SELECT no FROM events WHERE id = ?1)",
    )
    .bind(id)
    .bind(original)
    .execute(conn)
    .await?;
    Ok(())
}
