//! Reminders the user added to single events, here and on no server.

use std::{borrow::Cow, collections::BTreeMap};

use jiff::Timestamp;
use kalends_calendar::{
    When,
    remind::{MOST_REACH, meeting_uid},
};
use sqlx::SqliteConnection;

use crate::{
    CalendarId, Result,
    columns::{self, Zones, from_json, from_when, to_json, to_when},
};

/// A row of `own_alarms`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnAlarm {
    /// [`kalends_calendar::remind::meeting_uid`] of the event.
    pub meeting: String,
    /// The original start of the occurrence that is meant; none for every occurrence.
    pub original: Option<When>,
    /// Seconds before the start; negative for after it.
    pub before_s: i64,
    /// When it was made; whole seconds.
    pub created_at: Option<Timestamp>,
}

impl OwnAlarm {
    /// Whether it is meant for the occurrence of this meeting with this original start, in seconds
    /// of its line.
    #[must_use]
    pub fn is_for(&self, meeting: &str, original: i64) -> bool {
        self.meeting == meeting
            && self.original.as_ref().is_none_or(|when| when.seconds() == original)
    }
}

struct Row {
    meeting: String,
    original_text: String,
    before_s: i64,
    created_at: i64,
}

fn read(rows: Vec<Row>) -> Result<Vec<OwnAlarm>> {
    let mut zones = Zones::default();
    rows.into_iter()
        .map(|row| {
            let original = match row.original_text.as_str() {
                "" => None,
                text => Some(to_when(text, &mut zones)?),
            };
            Ok(OwnAlarm {
                meeting: row.meeting,
                original,
                before_s: row.before_s,
                created_at: columns::to_timestamp(row.created_at),
            })
        })
        .collect()
}

/// All of them, by meeting, the farthest from the start first.
///
/// # Errors
/// When SQLite fails.
pub async fn list(conn: &mut SqliteConnection) -> Result<Vec<OwnAlarm>> {
    let rows = sqlx::query_as!(
        Row,
        "SELECT meeting, original_text, before_s, created_at FROM own_alarms
         ORDER BY meeting, original_text, before_s DESC"
    )
    .fetch_all(conn)
    .await?;
    read(rows)
}

/// Those of one meeting, the farthest from the start first.
///
/// # Errors
/// When SQLite fails.
pub async fn list_of(conn: &mut SqliteConnection, meeting: &str) -> Result<Vec<OwnAlarm>> {
    let rows = sqlx::query_as!(
        Row,
        "SELECT meeting, original_text, before_s, created_at FROM own_alarms
         WHERE meeting = ?1 ORDER BY original_text, before_s DESC",
        meeting
    )
    .fetch_all(conn)
    .await?;
    read(rows)
}

/// Puts these in the place of those of one occurrence, or of those of every occurrence of the
/// meeting; empty for none. What is said twice is kept once.
///
/// # Errors
/// When SQLite fails.
pub async fn set(
    conn: &mut SqliteConnection,
    meeting: &str,
    original: Option<&When>,
    before_s: &[i64],
    now: Timestamp,
) -> Result<()> {
    let original_text = original.map(from_when).unwrap_or_default();
    let now = now.as_second();
    sqlx::query!(
        "DELETE FROM own_alarms WHERE meeting = ?1 AND original_text = ?2",
        meeting,
        original_text
    )
    .execute(&mut *conn)
    .await?;
    for before in before_s {
        sqlx::query!(
            "INSERT OR IGNORE INTO own_alarms (meeting, original_text, before_s, created_at)
             VALUES (?1, ?2, ?3, ?4)",
            meeting,
            original_text,
            before,
            now
        )
        .execute(&mut *conn)
        .await?;
    }
    Ok(())
}

/// Gives `to` the reminders of `from`: for a series that goes on under another UID. Those of `to`
/// stay.
///
/// # Errors
/// When SQLite fails.
pub async fn copy(conn: &mut SqliteConnection, from: &str, to: &str) -> Result<()> {
    sqlx::query!(
        "INSERT OR IGNORE INTO own_alarms (meeting, original_text, before_s, created_at)
         SELECT ?2, original_text, before_s, created_at FROM own_alarms WHERE meeting = ?1",
        from,
        to
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// For each meeting the UIDs it may have: one alone, and those of its split-off series.
pub(crate) const EVENTS: &str = "
    SELECT json_group_array(json_array(w.value ->> 0, e.no, e.uid))
    FROM json_each(?1) w CROSS JOIN json_each(?2) c
    CROSS JOIN events e ON e.calendar_id = c.value
        AND e.uid >= (w.value ->> 1) AND e.uid <= (w.value ->> 2)
    WHERE e.deleted_at = 0";

/// The live events of these calendars that are meant, by number, with how far from its start the
/// farthest of these reminders lies, in seconds.
pub(crate) async fn events_of(
    conn: &mut SqliteConnection,
    own: &[OwnAlarm],
    calendars: impl Iterator<Item = &CalendarId>,
) -> Result<Vec<(i64, i64)>> {
    let mut reaches: BTreeMap<&str, i64> = BTreeMap::new();
    for alarm in own {
        let reach = reaches.entry(&alarm.meeting).or_default();
        *reach = alarm.before_s.saturating_abs().min(MOST_REACH).max(*reach);
    }
    if reaches.is_empty() {
        return Ok(Vec::new());
    }
    let ranges: Vec<(&str, String, String)> = reaches
        .keys()
        .flat_map(|meeting| {
            let base = meeting.rsplit_once('@').map_or(*meeting, |(local, _)| local);
            let split_off = (*meeting, format!("{base}_R"), format!("{base}_R~"));
            [(*meeting, (*meeting).to_owned(), (*meeting).to_owned()), split_off]
        })
        .collect();
    let calendars: Vec<&CalendarId> = calendars.collect();
    let text: String = sqlx::query_scalar(EVENTS)
        .bind(to_json(&ranges)?)
        .bind(to_json(&calendars)?)
        .fetch_one(conn)
        .await?;
    let rows: Vec<(Cow<'_, str>, i64, Cow<'_, str>)> = from_json(&text, "events")?;
    Ok(rows
        .into_iter()
        .filter(|(meeting, _, uid)| meeting_uid(uid) == *meeting)
        .map(|(meeting, no, _)| (no, reaches.get(&*meeting).copied().unwrap_or(0)))
        .collect())
}
