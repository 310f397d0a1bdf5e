//! What became of a proposal since it was decided, and whether the user heard of its arrival.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sqlx::SqliteConnection;

use super::{seconds, text};
use crate::{AgentId, EventId, ProposalId, Result, columns};

/// An edit in the queue that an approved proposal became.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueuedEdit {
    /// The event.
    pub event_id: EventId,
    /// [`Pending::seq`](crate::Pending::seq) of the edit.
    pub seq: i64,
    /// [`Pending::version`](crate::Pending::version) of the edit when it was approved.
    pub version: i64,
    /// Whether the source has it.
    pub arrived: bool,
    /// Whether it takes back what was approved.
    #[serde(default)]
    pub undoes: bool,
}

/// What is known of a proposal beside what was decided.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// What it became; empty where nothing had to be sent.
    pub edits: Vec<QueuedEdit>,
    /// Of the occurrence that came of it: the seconds of its original start.
    pub result_original: Option<i64>,
    /// When its state last changed; whole seconds.
    pub changed_at: Option<Timestamp>,
    /// Whether the user was told of its arrival.
    pub told: bool,
}

/// What is known of a proposal; nothing of one that does not exist.
///
/// # Errors
/// When SQLite fails.
pub async fn get_progress(conn: &mut SqliteConnection, id: ProposalId) -> Result<Progress> {
    let row = sqlx::query!(
        r#"SELECT edits, result_original, changed_at, told AS "told: bool"
           FROM proposals WHERE id = ?1"#,
        id
    )
    .fetch_optional(conn)
    .await?;
    let Some(row) = row else { return Ok(Progress::default()) };
    Ok(Progress {
        edits: columns::from_json(&row.edits, "edits of a proposal")?,
        result_original: seconds(&row.result_original)?,
        changed_at: columns::to_timestamp(row.changed_at),
        told: row.told,
    })
}

/// Keeps the edits that a proposal became, and which occurrence.
///
/// # Errors
/// When SQLite fails.
pub async fn set_edits(
    conn: &mut SqliteConnection,
    id: ProposalId,
    edits: &[QueuedEdit],
    result_original: Option<i64>,
) -> Result<()> {
    let edits = columns::to_json(&edits)?;
    let result_original = text(result_original);
    sqlx::query!(
        "UPDATE proposals SET edits = ?2, result_original = ?3 WHERE id = ?1",
        id,
        edits,
        result_original
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Notes when the state of a proposal changed.
///
/// # Errors
/// When SQLite fails.
pub async fn set_changed(conn: &mut SqliteConnection, id: ProposalId, at: Timestamp) -> Result<()> {
    let at = at.as_second();
    sqlx::query!("UPDATE proposals SET changed_at = ?2 WHERE id = ?1", id, at)
        .execute(conn)
        .await?;
    Ok(())
}

/// A proposal and when it was made or last changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Changed {
    /// Which.
    pub id: ProposalId,
    /// When; whole seconds.
    pub at: Timestamp,
}

/// The proposals of an agent that were made or changed from this instant on, the oldest change
/// first: `limit` of them and all others of the last one's second, so that whoever asks again from
/// the second after it misses none. An undecided one ends when it expires, whether or not anybody
/// noted that by `now`.
///
/// # Errors
/// When SQLite fails.
pub async fn list_changed(
    conn: &mut SqliteConnection,
    agent: AgentId,
    since: Timestamp,
    now: Timestamp,
    limit: u32,
) -> Result<Vec<Changed>> {
    let (since, now, last) = (since.as_second(), now.as_second(), limit.saturating_sub(1));
    let rows = sqlx::query!(
        r#"WITH changed (id, no, at) AS MATERIALIZED (
               SELECT id, no,
                      max(created_at, decided_at, changed_at,
                          iif(state IN ('pending', 'out_of_date') AND expires_at <= ?3,
                              expires_at, 0)) AS at
               FROM proposals WHERE agent_no = (SELECT no FROM agents WHERE id = ?1) AND at >= ?2)
           SELECT id AS "id!: ProposalId", at AS "at!: i64" FROM changed
           WHERE at <= coalesce((SELECT at FROM changed ORDER BY at, no LIMIT 1 OFFSET ?4), at)
           ORDER BY at, no"#,
        agent,
        since,
        now,
        last
    )
    .fetch_all(conn)
    .await?;
    let changed = |row: (ProposalId, i64)| {
        Some(Changed { id: row.0, at: Timestamp::from_second(row.1).ok()? })
    };
    Ok(rows.into_iter().filter_map(|row| changed((row.id, row.at))).collect())
}

/// The newest proposals of an agent that were made or changed from this instant on, newest first, at
/// most `limit`.
///
/// # Errors
/// When SQLite fails.
pub async fn list_latest(
    conn: &mut SqliteConnection,
    agent: AgentId,
    since: Timestamp,
    limit: u32,
) -> Result<Vec<ProposalId>> {
    let since = since.as_second();
    Ok(sqlx::query_scalar!(
        r#"SELECT id AS "id: ProposalId" FROM proposals
           WHERE agent_no = (SELECT no FROM agents WHERE id = ?1)
             AND max(created_at, decided_at, changed_at) >= ?2
           ORDER BY no DESC LIMIT ?3"#,
        agent,
        since,
        limit
    )
    .fetch_all(conn)
    .await?)
}

/// The undecided proposals of an agent, newest first.
///
/// # Errors
/// When SQLite fails.
pub async fn list_open_of(conn: &mut SqliteConnection, agent: AgentId) -> Result<Vec<ProposalId>> {
    Ok(sqlx::query_scalar!(
        r#"SELECT id AS "id: ProposalId" FROM proposals
           WHERE agent_no = (SELECT no FROM agents WHERE id = ?1)
             AND state IN ('pending', 'out_of_date')
           ORDER BY no DESC"#,
        agent
    )
    .fetch_all(conn)
    .await?)
}

/// Approved proposals that became an edit of this event, or stand for it, finished ones included;
/// the newest first.
///
/// # Errors
/// When SQLite fails.
pub async fn list_of_event(
    conn: &mut SqliteConnection,
    event: EventId,
    limit: u32,
) -> Result<Vec<ProposalId>> {
    let event = event.to_string();
    Ok(sqlx::query_scalar!(
        r#"SELECT id AS "id: ProposalId" FROM proposals
           WHERE state IN ('approved', 'sent', 'done', 'failed')
             AND (result_event_id = ?1 OR instr(edits, ?1) > 0)
           ORDER BY no DESC LIMIT ?2"#,
        event,
        limit
    )
    .fetch_all(conn)
    .await?)
}

/// Open proposals whose arrival the user was not told of, oldest first.
///
/// # Errors
/// When SQLite fails.
pub async fn list_untold(conn: &mut SqliteConnection) -> Result<Vec<ProposalId>> {
    Ok(sqlx::query_scalar!(
        r#"SELECT id AS "id: ProposalId" FROM proposals
           WHERE told = 0 AND state IN ('pending', 'out_of_date') ORDER BY no"#
    )
    .fetch_all(conn)
    .await?)
}

/// Notes that the user was told of the arrival of a proposal. Whether nobody did before.
///
/// # Errors
/// When SQLite fails.
pub async fn set_told(conn: &mut SqliteConnection, id: ProposalId) -> Result<bool> {
    let done = sqlx::query!("UPDATE proposals SET told = 1 WHERE id = ?1 AND told = 0", id)
        .execute(conn)
        .await?;
    Ok(done.rows_affected() > 0)
}

/// How many proposals wait for the user at `now`.
///
/// # Errors
/// When SQLite fails.
pub async fn count_waiting(conn: &mut SqliteConnection, now: Timestamp) -> Result<u64> {
    let now = now.as_second();
    let count = sqlx::query_scalar!(
        "SELECT count(*) FROM proposals
         WHERE state IN ('pending', 'out_of_date') AND expires_at > ?1",
        now
    )
    .fetch_one(conn)
    .await?;
    Ok(u64::try_from(count).unwrap_or(0))
}

/// When the next open proposal expires; none where none is open.
///
/// # Errors
/// When SQLite fails.
pub async fn get_next_expiry(conn: &mut SqliteConnection) -> Result<Option<Timestamp>> {
    let next = sqlx::query_scalar!(
        r#"SELECT coalesce(min(expires_at), 0) AS "next!: i64" FROM proposals
           WHERE state IN ('pending', 'out_of_date')"#
    )
    .fetch_one(conn)
    .await?;
    Ok(columns::to_timestamp(next))
}
