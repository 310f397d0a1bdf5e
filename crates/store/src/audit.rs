//! Who asked for what and what came of it. Lines are added and read; the database refuses all else.

use jiff::Timestamp;
use sqlx::SqliteConnection;

use crate::{AgentId, ProposalId, Result};

/// A line to be added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewAuditLine<'a> {
    /// When it happened; whole seconds.
    pub at: Timestamp,
    /// The agent it is about; none for what is about no agent.
    pub agent_id: Option<AgentId>,
    /// Its name at that time.
    pub agent_name: &'a str,
    /// The proposal it is about.
    pub proposal_id: Option<ProposalId>,
    /// What happened, as a word.
    pub what: &'a str,
    /// Who did it.
    pub who: &'a str,
    /// What was to change, as JSON.
    pub diff: &'a str,
    /// What came of it, as JSON.
    pub result: &'a str,
}

/// A row of `audit`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditRow {
    /// Grows with every line.
    pub no: i64,
    /// When it happened, in Unix seconds.
    pub at: i64,
    /// The agent it is about, or empty.
    pub agent_id: String,
    /// Its name at that time.
    pub agent_name: String,
    /// The proposal it is about, or empty.
    pub proposal_id: String,
    /// What happened, as a word.
    pub what: String,
    /// Who did it.
    pub who: String,
    /// What was to change, as JSON.
    pub diff: String,
    /// What came of it, as JSON.
    pub result: String,
}

/// Which lines.
#[derive(Clone, Copy, Debug, Default)]
pub struct AuditFilter {
    /// Only about this agent.
    pub agent: Option<AgentId>,
    /// Only about this proposal.
    pub proposal: Option<ProposalId>,
    /// Only from this instant on.
    pub since: Option<Timestamp>,
    /// Only lines older than this one.
    pub before: Option<i64>,
}

/// Adds a line and says its number.
///
/// # Errors
/// When SQLite fails.
pub async fn append(conn: &mut SqliteConnection, line: &NewAuditLine<'_>) -> Result<i64> {
    let at = line.at.as_second();
    let agent = line.agent_id.map(|id| id.to_string()).unwrap_or_default();
    let proposal = line.proposal_id.map(|id| id.to_string()).unwrap_or_default();
    let done = sqlx::query!(
        "INSERT INTO audit (at, agent_id, agent_name, proposal_id, what, who, diff, result)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        at,
        agent,
        line.agent_name,
        proposal,
        line.what,
        line.who,
        line.diff,
        line.result
    )
    .execute(conn)
    .await?;
    Ok(done.last_insert_rowid())
}

/// The number of the last line; 0 while there is none.
///
/// # Errors
/// When SQLite fails.
pub async fn last(conn: &mut SqliteConnection) -> Result<i64> {
    Ok(sqlx::query_scalar("SELECT coalesce(max(no), 0) FROM audit").fetch_one(conn).await?)
}

/// The lines that pass, newest first, at most `limit`.
///
/// # Errors
/// When SQLite fails.
pub async fn list(
    conn: &mut SqliteConnection,
    filter: &AuditFilter,
    limit: u32,
) -> Result<Vec<AuditRow>> {
    let agent = filter.agent.map(|id| id.to_string()).unwrap_or_default();
    let proposal = filter.proposal.map(|id| id.to_string()).unwrap_or_default();
    let since = filter.since.map_or(i64::MIN, Timestamp::as_second);
    let before = filter.before.unwrap_or(i64::MAX);
    let rows = sqlx::query_as!(
        AuditRow,
        "SELECT no, at, agent_id, agent_name, proposal_id, what, who, diff, result
         FROM audit
         WHERE no < ?1 AND at >= ?2 AND (?3 = '' OR agent_id = ?3)
           AND (?4 = '' OR proposal_id = ?4)
         ORDER BY no DESC LIMIT ?5",
        before,
        since,
        agent,
        proposal,
        limit
    )
    .fetch_all(conn)
    .await?;
    Ok(rows)
}

/// The lines that pass after the line `after`, oldest first, at most `limit`: for an export page by
/// page. `before` is not looked at.
///
/// # Errors
/// When SQLite fails.
pub async fn list_after(
    conn: &mut SqliteConnection,
    filter: &AuditFilter,
    after: i64,
    limit: u32,
) -> Result<Vec<AuditRow>> {
    let agent = filter.agent.map(|id| id.to_string()).unwrap_or_default();
    let proposal = filter.proposal.map(|id| id.to_string()).unwrap_or_default();
    let since = filter.since.map_or(i64::MIN, Timestamp::as_second);
    let rows = sqlx::query_as!(
        AuditRow,
        "SELECT no, at, agent_id, agent_name, proposal_id, what, who, diff, result
         FROM audit
         WHERE no > ?1 AND at >= ?2 AND (?3 = '' OR agent_id = ?3)
           AND (?4 = '' OR proposal_id = ?4)
         ORDER BY no LIMIT ?5",
        after,
        since,
        agent,
        proposal,
        limit
    )
    .fetch_all(conn)
    .await?;
    Ok(rows)
}
