//! Unsent edits: what each event began with, and what the user chose along with the edit.
//!
//! The row of the event holds what the user wants; a row here says that the source does not have
//! it yet. The mark `unsent` of the event follows in the same transaction.

#[cfg(test)]
mod tests;
mod words;

use jiff::Timestamp;
use kalends_calendar::Event;
use sqlx::SqliteConnection;

pub use words::{Notify, Op, State};

use crate::{
    AccountId, CalendarId, Error, EventId, Problem, Result, columns,
    events::{decode, encode},
};

/// A row of `pending`. Times are whole seconds.
#[derive(Clone, Debug, PartialEq)]
pub struct Pending {
    /// The event; one row for each.
    pub event_id: EventId,
    /// The place in the queue: given by [`put`] for a new row, and kept.
    pub seq: i64,
    /// Grows with every edit, so that an answer can tell whether it is about the last one.
    pub version: i64,
    /// What is to be done.
    pub op: Op,
    /// What both sides began with; none when the source does not have the event.
    pub base: Option<Event>,
    /// In a conflict: what the source has.
    pub theirs: Option<Event>,
    /// In a conflict: the source does not have it any more. While it is in doubt whether a try
    /// arrived: it was one to delete the event.
    pub theirs_gone: bool,
    /// When refused: what the user wanted. While it is in doubt whether a try arrived: what the first
    /// such try sent.
    pub mine: Option<Event>,
    /// Whom to mail.
    pub notify: Notify,
    /// While it is in doubt whether a try arrived: whom to mail about what was edited since.
    pub notify_later: Notify,
    /// When the first of the edits was made.
    pub since: Timestamp,
    /// How often sending failed.
    pub attempts: i64,
    /// Not before; none for at once.
    pub next_try_at: Option<Timestamp>,
    /// Where it stands.
    pub state: State,
    /// Why it was not sent.
    pub problem: Option<Problem>,
    /// Of a move: the calendar that the source still has it in.
    pub from_calendar: Option<CalendarId>,
    /// The event whose edit is sent first.
    pub after: Option<EventId>,
}

impl Pending {
    /// The first edit of an event: waits to be sent, mails nobody.
    #[must_use]
    pub const fn new(event_id: EventId, op: Op, base: Option<Event>, since: Timestamp) -> Self {
        Self {
            event_id,
            seq: 0,
            version: 1,
            op,
            base,
            theirs: None,
            theirs_gone: false,
            mine: None,
            notify: Notify::None,
            notify_later: Notify::None,
            since,
            attempts: 0,
            next_try_at: None,
            state: State::Waiting,
            problem: None,
            from_calendar: None,
            after: None,
        }
    }
}

struct Row {
    event_id: EventId,
    seq: i64,
    version: i64,
    op: String,
    base: Vec<u8>,
    theirs: Vec<u8>,
    theirs_gone: bool,
    mine: Vec<u8>,
    notify: String,
    notify_later: String,
    since: i64,
    attempts: i64,
    next_try_at: i64,
    state: String,
    error_kind: String,
    error_message: String,
    error_remedy: String,
    from_calendar: String,
    after_event: String,
}

impl Row {
    fn read(self) -> Result<Pending> {
        Ok(Pending {
            event_id: self.event_id,
            seq: self.seq,
            version: self.version,
            op: Op::parse(&self.op)?,
            base: event(&self.base)?,
            theirs: event(&self.theirs)?,
            theirs_gone: self.theirs_gone,
            mine: event(&self.mine)?,
            notify: Notify::parse(&self.notify)?,
            notify_later: Notify::parse(&self.notify_later)?,
            since: columns::to_timestamp(self.since).unwrap_or(Timestamp::UNIX_EPOCH),
            attempts: self.attempts,
            next_try_at: columns::to_timestamp(self.next_try_at),
            state: State::parse(&self.state)?,
            problem: Problem::from_columns(self.error_kind, self.error_message, self.error_remedy),
            from_calendar: self.from_calendar.parse().ok(),
            after: self.after_event.parse().ok(),
        })
    }
}

fn event(bytes: &[u8]) -> Result<Option<Event>> {
    if bytes.is_empty() { Ok(None) } else { decode(bytes).map(Some) }
}

fn bytes(event: Option<&Event>) -> Result<Vec<u8>> {
    event.map_or_else(|| Ok(Vec::new()), encode)
}

/// Writes an edit, the first of its event or in the place of the one before, and marks the event.
/// Gives its place in the queue.
///
/// # Errors
/// [`Error::EventNotFound`].
pub async fn put(conn: &mut SqliteConnection, pending: &Pending) -> Result<i64> {
    let unsent = if pending.state.needs_user() { 2_i64 } else { 1 };
    let event_no = sqlx::query_scalar!(
        r#"UPDATE events SET unsent = ?2 WHERE id = ?1 RETURNING no AS "no!: i64""#,
        pending.event_id,
        unsent
    )
    .fetch_optional(&mut *conn)
    .await?
    .ok_or(Error::EventNotFound(pending.event_id))?;
    let (op, notify, state) =
        (pending.op.as_str(), pending.notify.as_str(), pending.state.as_str());
    let notify_later = pending.notify_later.as_str();
    let (base, theirs) = (bytes(pending.base.as_ref())?, bytes(pending.theirs.as_ref())?);
    let mine = bytes(pending.mine.as_ref())?;
    let since = pending.since.as_second();
    let next_try_at = columns::from_timestamp(pending.next_try_at);
    let (kind, message, remedy) = Problem::columns(pending.problem.as_ref());
    let from_calendar = pending.from_calendar.map(|id| id.to_string()).unwrap_or_default();
    let after = pending.after.map(|id| id.to_string()).unwrap_or_default();
    Ok(sqlx::query_scalar!(
        r#"INSERT INTO pending (event_no, version, op, base, theirs, theirs_gone, mine, notify,
               since, attempts, next_try_at, state, error_kind, error_message, error_remedy,
               from_calendar, after_event, notify_later)
           VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17,
               ?18)
           ON CONFLICT (event_no) DO UPDATE SET version = excluded.version, op = excluded.op,
               base = excluded.base, theirs = excluded.theirs,
               theirs_gone = excluded.theirs_gone, mine = excluded.mine,
               notify = excluded.notify, since = excluded.since, attempts = excluded.attempts,
               next_try_at = excluded.next_try_at, state = excluded.state,
               error_kind = excluded.error_kind, error_message = excluded.error_message,
               error_remedy = excluded.error_remedy, from_calendar = excluded.from_calendar,
               after_event = excluded.after_event, notify_later = excluded.notify_later
           RETURNING seq AS "seq!: i64""#,
        event_no,
        pending.version,
        op,
        base,
        theirs,
        pending.theirs_gone,
        mine,
        notify,
        since,
        pending.attempts,
        next_try_at,
        state,
        kind,
        message,
        remedy,
        from_calendar,
        after,
        notify_later
    )
    .fetch_one(conn)
    .await?)
}

/// The unsent edit of an event; none when the source has what the user wants.
///
/// # Errors
/// When SQLite fails.
pub async fn get(conn: &mut SqliteConnection, event: EventId) -> Result<Option<Pending>> {
    sqlx::query_as!(
        Row,
        r#"SELECT e.id AS "event_id: EventId", p.seq, p.version, p.op, p.base, p.theirs,
                  p.theirs_gone AS "theirs_gone: bool", p.mine, p.notify, p.since, p.attempts,
                  p.next_try_at, p.state, p.error_kind, p.error_message, p.error_remedy,
                  p.from_calendar, p.after_event, p.notify_later
           FROM pending p JOIN events e ON e.no = p.event_no WHERE e.id = ?1"#,
        event
    )
    .fetch_optional(conn)
    .await?
    .map(Row::read)
    .transpose()
}

/// The whole queue, in order.
///
/// # Errors
/// When SQLite fails.
pub async fn list(conn: &mut SqliteConnection) -> Result<Vec<Pending>> {
    list_where(conn, None, None).await
}

/// What waits in calendars of this account, in the order of the queue.
///
/// # Errors
/// When SQLite fails.
pub async fn list_of_account(
    conn: &mut SqliteConnection,
    account: AccountId,
) -> Result<Vec<Pending>> {
    list_where(conn, Some(account), None).await
}

/// What can be sent for this account at `now`, in the order of the queue: neither what needs the
/// user nor what is to be tried later.
///
/// # Errors
/// When SQLite fails.
pub async fn list_due(
    conn: &mut SqliteConnection,
    account: AccountId,
    now: Timestamp,
) -> Result<Vec<Pending>> {
    list_where(conn, Some(account), Some(now)).await
}

async fn list_where(
    conn: &mut SqliteConnection,
    account: Option<AccountId>,
    due_at: Option<Timestamp>,
) -> Result<Vec<Pending>> {
    let account = account.map(|id| id.to_string());
    let due_at = due_at.map(Timestamp::as_second);
    sqlx::query_as!(
        Row,
        r#"SELECT e.id AS "event_id: EventId", p.seq AS "seq!: i64", p.version, p.op, p.base,
                  p.theirs, p.theirs_gone AS "theirs_gone: bool", p.mine, p.notify, p.since,
                  p.attempts, p.next_try_at, p.state, p.error_kind, p.error_message,
                  p.error_remedy, p.from_calendar, p.after_event, p.notify_later
           FROM pending p JOIN events e ON e.no = p.event_no
           JOIN calendars c ON c.id = e.calendar_id
           WHERE (?1 IS NULL OR c.account_id = ?1)
             AND (?2 IS NULL OR (p.state IN ('waiting', 'retrying') AND p.next_try_at <= ?2))
           ORDER BY p.seq"#,
        account,
        due_at
    )
    .fetch_all(conn)
    .await?
    .into_iter()
    .map(Row::read)
    .collect()
}

/// When the next edit of this account can be sent, the epoch for at once; none when nothing waits
/// but for the user.
///
/// # Errors
/// When SQLite fails.
pub async fn get_next_try(
    conn: &mut SqliteConnection,
    account: AccountId,
) -> Result<Option<Timestamp>> {
    let next = sqlx::query_scalar!(
        r#"SELECT min(p.next_try_at) AS "next: i64"
           FROM pending p JOIN events e ON e.no = p.event_no
           JOIN calendars c ON c.id = e.calendar_id
           WHERE c.account_id = ?1 AND p.state IN ('waiting', 'retrying')"#,
        account
    )
    .fetch_one(conn)
    .await?;
    Ok(next.and_then(|seconds| Timestamp::from_second(seconds).ok()))
}

/// Takes an edit out of the queue and the mark off its event, which stays as it is. Whether there
/// was one.
///
/// # Errors
/// When SQLite fails.
pub async fn remove(conn: &mut SqliteConnection, event: EventId) -> Result<bool> {
    sqlx::query!("UPDATE events SET unsent = 0 WHERE id = ?1", event).execute(&mut *conn).await?;
    let done = sqlx::query!(
        "DELETE FROM pending WHERE event_no = (SELECT no FROM events WHERE id = ?1)",
        event
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() > 0)
}

/// How many edits of a calendar wait.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PendingCount {
    /// All of them.
    pub unsent: u64,
    /// Those that need the user.
    pub problems: u64,
}

/// Counts of every calendar that has any. An event counts where it is now.
///
/// # Errors
/// When SQLite fails.
pub async fn count_by_calendar(
    conn: &mut SqliteConnection,
) -> Result<Vec<(CalendarId, PendingCount)>> {
    let rows = sqlx::query!(
        r#"SELECT e.calendar_id AS "calendar_id: CalendarId", count(*) AS "unsent!: i64",
                  sum(p.state IN ('refused', 'conflict')) AS "problems!: i64"
           FROM pending p JOIN events e ON e.no = p.event_no
           GROUP BY e.calendar_id ORDER BY e.calendar_id"#
    )
    .fetch_all(conn)
    .await?;
    let count = |number: i64| u64::try_from(number).unwrap_or(0);
    Ok(rows
        .into_iter()
        .map(|row| {
            let counts = PendingCount { unsent: count(row.unsent), problems: count(row.problems) };
            (row.calendar_id, counts)
        })
        .collect())
}
