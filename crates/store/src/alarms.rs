//! What has become of reminders. Only those that something has happened to have a row; which
//! reminders there are is told by events. Rows name meetings, not events, and no titles.

use jiff::Timestamp;
use kalends_calendar::remind::AlarmKey;
use sqlx::SqliteConnection;

use crate::{Error, Result, columns};

/// What sort of reminder it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AlarmKind {
    /// Of an occurrence that is coming.
    Alarm,
    /// Of an invitation without an answer.
    Rsvp,
}

/// How far a reminder got. A pending one has no row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AlarmState {
    /// It is being shown; whether it arrived is not known.
    Showing,
    /// It was shown and waits for the user.
    Shown,
    /// The user wants it again later.
    Snoozed,
    /// The user has seen it.
    Dismissed,
    /// It was too late to show it.
    Missed,
}

/// A row of `alarms`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HandledAlarm {
    /// With `kind`, which reminder.
    pub key: AlarmKey,
    /// What sort it is.
    pub kind: AlarmKind,
    /// How far it got.
    pub state: AlarmState,
    /// The instant it was due, as it was told when it was handled; whole seconds, as all here.
    pub due_at: Timestamp,
    /// When this state began.
    pub handled_at: Timestamp,
    /// Of a snoozed one: when it comes again.
    pub until_at: Option<Timestamp>,
    /// What the notification service called it; 0 for none.
    pub note_id: u32,
    /// When the service took it away by itself.
    pub closed_at: Option<Timestamp>,
    /// Of a dismissed one: by the user, not by what happened to its event.
    pub by_user: bool,
}

impl AlarmKind {
    const ALL: [Self; 2] = [Self::Alarm, Self::Rsvp];

    /// The word in the database.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Alarm => "alarm",
            Self::Rsvp => "rsvp",
        }
    }
}

impl AlarmState {
    const ALL: [Self; 5] =
        [Self::Showing, Self::Shown, Self::Snoozed, Self::Dismissed, Self::Missed];

    /// The word in the database.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Showing => "showing",
            Self::Shown => "shown",
            Self::Snoozed => "snoozed",
            Self::Dismissed => "dismissed",
            Self::Missed => "missed",
        }
    }
}

struct Row {
    meeting: String,
    start_s: i64,
    due_s: i64,
    kind: String,
    state: String,
    due_at: i64,
    handled_at: i64,
    until_at: i64,
    note_id: i64,
    closed_at: i64,
    by_user: bool,
}

impl Row {
    fn read(self) -> Result<HandledAlarm> {
        let instant = |seconds: i64| {
            Timestamp::from_second(seconds)
                .map_err(|_| Error::Unreadable { what: "time", value: seconds.to_string() })
        };
        Ok(HandledAlarm {
            key: AlarmKey { meeting: self.meeting, start: self.start_s, due: self.due_s },
            kind: word(&AlarmKind::ALL, AlarmKind::as_str, &self.kind)?,
            state: word(&AlarmState::ALL, AlarmState::as_str, &self.state)?,
            due_at: instant(self.due_at)?,
            handled_at: instant(self.handled_at)?,
            until_at: columns::to_timestamp(self.until_at),
            note_id: u32::try_from(self.note_id).unwrap_or(0),
            closed_at: columns::to_timestamp(self.closed_at),
            by_user: self.by_user,
        })
    }
}

fn word<T: Copy>(all: &[T], name: impl Fn(T) -> &'static str, text: &str) -> Result<T> {
    all.iter()
        .copied()
        .find(|one| name(*one) == text)
        .ok_or_else(|| Error::Unreadable { what: "reminder", value: text.to_owned() })
}

/// What became of one; none for a pending one.
///
/// # Errors
/// When SQLite fails.
pub async fn get(
    conn: &mut SqliteConnection,
    kind: AlarmKind,
    key: &AlarmKey,
) -> Result<Option<HandledAlarm>> {
    let kind = kind.as_str();
    sqlx::query_as!(
        Row,
        r#"SELECT meeting, start_s, due_s, kind, state, due_at, handled_at, until_at, note_id,
                  closed_at, by_user AS "by_user: bool"
           FROM alarms WHERE meeting = ?1 AND start_s = ?2 AND due_s = ?3 AND kind = ?4"#,
        key.meeting,
        key.start,
        key.due,
        kind
    )
    .fetch_optional(conn)
    .await?
    .map(Row::read)
    .transpose()
}

/// All that were due from `since` on, and older ones that are snoozed, whose note may be on the
/// screen, or of which it is not known whether they were shown or told; by due time.
///
/// # Errors
/// When SQLite fails.
pub async fn list(conn: &mut SqliteConnection, since: Timestamp) -> Result<Vec<HandledAlarm>> {
    let since = since.as_second();
    sqlx::query_as!(
        Row,
        r#"SELECT meeting AS "meeting!", start_s AS "start_s!", due_s AS "due_s!", kind AS "kind!",
                  state AS "state!", due_at AS "due_at!", handled_at AS "handled_at!",
                  until_at AS "until_at!", note_id AS "note_id!", closed_at AS "closed_at!",
                  by_user AS "by_user!: bool"
           FROM alarms WHERE due_at >= ?1 OR state IN ('showing', 'snoozed')
           UNION
           SELECT meeting, start_s, due_s, kind, state, due_at, handled_at, until_at, note_id,
                  closed_at, by_user
           FROM alarms WHERE closed_at = 0 AND state IN ('shown', 'missed')
           ORDER BY 6, 1, 2, 3, 4"#,
        since
    )
    .fetch_all(conn)
    .await?
    .into_iter()
    .map(Row::read)
    .collect()
}

/// Writes what became of one, in the place of what was known.
///
/// # Errors
/// When SQLite fails.
pub async fn put(conn: &mut SqliteConnection, alarm: &HandledAlarm) -> Result<()> {
    let (kind, state) = (alarm.kind.as_str(), alarm.state.as_str());
    let (due_at, handled_at) = (alarm.due_at.as_second(), alarm.handled_at.as_second());
    let until_at = columns::from_timestamp(alarm.until_at);
    let closed_at = columns::from_timestamp(alarm.closed_at);
    sqlx::query!(
        "INSERT INTO alarms (meeting, start_s, due_s, kind, state, due_at, handled_at, until_at,
                             note_id, closed_at, by_user)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
         ON CONFLICT (meeting, start_s, due_s, kind) DO UPDATE SET
             state = excluded.state, due_at = excluded.due_at, handled_at = excluded.handled_at,
             until_at = excluded.until_at, note_id = excluded.note_id,
             closed_at = excluded.closed_at, by_user = excluded.by_user",
        alarm.key.meeting,
        alarm.key.start,
        alarm.key.due,
        kind,
        state,
        due_at,
        handled_at,
        until_at,
        alarm.note_id,
        closed_at,
        alarm.by_user
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Makes one pending again. Whether there was anything known of it.
///
/// # Errors
/// When SQLite fails.
pub async fn remove(conn: &mut SqliteConnection, kind: AlarmKind, key: &AlarmKey) -> Result<bool> {
    let kind = kind.as_str();
    let done = sqlx::query!(
        "DELETE FROM alarms WHERE meeting = ?1 AND start_s = ?2 AND due_s = ?3 AND kind = ?4",
        key.meeting,
        key.start,
        key.due,
        kind
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() > 0)
}

/// Forgets all that were due and handled before `before`, except what is snoozed until later, and
/// says how many. Nothing that is due that long ago may still be asked for.
///
/// # Errors
/// When SQLite fails.
pub async fn prune(conn: &mut SqliteConnection, before: Timestamp) -> Result<u64> {
    let before = before.as_second();
    let done = sqlx::query!(
        "DELETE FROM alarms WHERE due_at < ?1 AND handled_at < ?1 AND until_at < ?1",
        before
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected())
}

/// Gives `to` what is known of the reminders of `from` whose occurrence starts at `start` or
/// later, in seconds of its line: for a series that goes on under another UID. What is known of
/// `to` already stays.
///
/// # Errors
/// When SQLite fails.
pub async fn copy(conn: &mut SqliteConnection, from: &str, to: &str, start: i64) -> Result<()> {
    sqlx::query!(
        "INSERT OR IGNORE INTO alarms (meeting, start_s, due_s, kind, state, due_at, handled_at,
                                       until_at, note_id, closed_at, by_user)
         SELECT ?2, start_s, due_s, kind, state, due_at, handled_at, until_at, note_id, closed_at,
                by_user
         FROM alarms WHERE meeting = ?1 AND start_s >= ?3",
        from,
        to,
        start
    )
    .execute(conn)
    .await?;
    Ok(())
}
