//! Invitations the owner has not answered.

use jiff::Timestamp;
use kalends_calendar::When;
use sqlx::{Row as _, SqliteConnection};

use crate::{
    CalendarId, EventId, Result,
    columns::{Kind, Zones, at_seconds, from_json, to_timestamp, to_when},
};

/// An invitation without an answer: a single event, a series once, or one occurrence of a series
/// that is not here.
#[derive(Clone, Debug, PartialEq)]
pub struct Unanswered {
    /// The event, or the series' master.
    pub id: EventId,
    /// Where it is.
    pub calendar_id: CalendarId,
    /// Its UID.
    pub uid: String,
    /// SUMMARY.
    pub title: String,
    /// LOCATION.
    pub location: String,
    /// When it begins and ends: of a series its next occurrence that has not begun, so far as the
    /// table of occurrences has one, else its first.
    pub start: When,
    /// Exclusive.
    pub end: When,
    /// Whether it repeats.
    pub recurring: bool,
    /// When it was first stored here; none where nobody knows.
    pub arrived_at: Option<Timestamp>,
}

pub(crate) const UNANSWERED: &str = "
    SELECT e.id, e.calendar_id, e.uid, e.title, e.location, e.role, e.kind, e.zone, e.start_text,
           e.end_text, e.arrived_at, iif(e.role = 1, (
               SELECT json_array(n.start_s, n.end_s) FROM occurrences n
               WHERE n.owner_no = e.no AND n.event_no = e.no AND n.start_s >= ?1
               ORDER BY n.start_s LIMIT 1), NULL)
    FROM events e
    CROSS JOIN calendars c ON c.id = e.calendar_id
    CROSS JOIN event_texts t ON t.event_no = e.no
    WHERE e.my_response = 1 AND e.deleted_at = 0 AND e.last_s >= ?1 - 86400 AND e.status <> 2
      AND (e.role <> 2 OR e.master_no = 0)
      AND c.selected = 1 AND c.visible = 1 AND c.hidden = 0 AND c.gone = 0 AND c.read_only = 0
      AND json_extract(t.details, '$.shared.foreign') = 1
    ORDER BY e.last_s, e.no";

/// Invitations by somebody else, in calendars that are synced, drawn, listed and can be written,
/// that have not been answered and are not over, to the day; what ends first is first. Mute
/// calendars are among them.
///
/// # Errors
/// When SQLite fails.
pub async fn list_unanswered(
    conn: &mut SqliteConnection,
    now: Timestamp,
) -> Result<Vec<Unanswered>> {
    let rows = sqlx::query(UNANSWERED).bind(now.as_second()).fetch_all(conn).await?;
    let mut zones = Zones::default();
    rows.iter()
        .map(|row| {
            let kind = Kind::from_column(row.try_get(6)?)?;
            let zone: &str = row.try_get(7)?;
            let zone = zones.get(if zone.is_empty() { "UTC" } else { zone });
            let (start, end) = match row.try_get::<Option<&str>, _>(11)? {
                Some(next) => {
                    let (start, end): (i64, i64) = from_json(next, "occurrence")?;
                    (at_seconds(kind, start, &zone), at_seconds(kind, end, &zone))
                }
                None => {
                    let start = to_when(row.try_get(8)?, &mut zones)?;
                    (start, to_when(row.try_get(9)?, &mut zones)?)
                }
            };
            Ok(Unanswered {
                id: row.try_get(0)?,
                calendar_id: row.try_get(1)?,
                uid: row.try_get(2)?,
                title: row.try_get(3)?,
                location: row.try_get(4)?,
                start,
                end,
                recurring: row.try_get::<i64, _>(5)? == 1,
                arrived_at: to_timestamp(row.try_get(10)?),
            })
        })
        .collect()
}
