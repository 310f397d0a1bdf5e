//! How a proposal goes from one state to the next: each step names the states it may come from, so
//! that of two at once one wins.

use jiff::Timestamp;
use sqlx::SqliteConnection;

use super::{ProposalState, StoredProposal, get, text};
use crate::{AgentId, EventId, Problem, ProposalId, Result, columns};

/// What somebody decided.
#[derive(Clone, Copy, Debug)]
pub struct Decision<'a> {
    /// What it becomes.
    pub state: ProposalState,
    /// When; whole seconds.
    pub at: Timestamp,
    /// Who.
    pub by: &'a str,
    /// What they wrote to the agent.
    pub note: &'a str,
    /// The hash that was approved; none where nothing was shown.
    pub hash: Option<&'a str>,
    /// The event that comes of it.
    pub result_event_id: Option<EventId>,
}

/// Decides a proposal that is in one of the states `from` and, where the decision names a hash,
/// still shows it. Whether it was; else nothing changed.
///
/// # Errors
/// When SQLite fails.
pub async fn decide(
    conn: &mut SqliteConnection,
    id: ProposalId,
    from: &[ProposalState],
    decision: &Decision<'_>,
) -> Result<bool> {
    let (from, state) = (columns::to_json(&from)?, decision.state.as_str());
    let (at, event) = (decision.at.as_second(), text(decision.result_event_id));
    let done = sqlx::query!(
        "UPDATE proposals SET state = ?3, decided_at = ?4, decided_by = ?5, note = ?6,
                              result_event_id = ?7, outdated = ''
         WHERE id = ?1 AND state IN (SELECT value FROM json_each(?2)) AND (?8 IS NULL OR hash = ?8)",
        id,
        from,
        state,
        at,
        decision.by,
        decision.note,
        event,
        decision.hash
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() > 0)
}

/// Takes a proposal that is in one of the states `from` into another, with what the provider said
/// and the event it now stands for; none keeps the event. Whether it was in one of them.
///
/// # Errors
/// When SQLite fails.
pub async fn set_state(
    conn: &mut SqliteConnection,
    id: ProposalId,
    from: &[ProposalState],
    state: ProposalState,
    problem: Option<&Problem>,
    result_event_id: Option<EventId>,
) -> Result<bool> {
    let (from, state) = (columns::to_json(&from)?, state.as_str());
    let event = text(result_event_id);
    let (kind, message, remedy) = Problem::columns(problem);
    let done = sqlx::query!(
        "UPDATE proposals SET state = ?3, error_kind = ?4, error_message = ?5, error_remedy = ?6,
                              result_event_id = iif(?7 = '', result_event_id, ?7)
         WHERE id = ?1 AND state IN (SELECT value FROM json_each(?2))",
        id,
        from,
        state,
        kind,
        message,
        remedy,
        event
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() > 0)
}

/// Keeps what the user is shown of an open proposal: it is pending (again).
///
/// # Errors
/// When SQLite fails.
pub async fn set_shown(
    conn: &mut SqliteConnection,
    id: ProposalId,
    shown: &str,
    hash: &str,
) -> Result<bool> {
    let done = sqlx::query!(
        "UPDATE proposals SET shown = ?2, hash = ?3, state = 'pending', outdated = ''
         WHERE id = ?1 AND state IN ('pending', 'out_of_date')",
        id,
        shown,
        hash
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() > 0)
}

/// Notes why an open proposal must be looked at again. Whether it is open.
///
/// # Errors
/// When SQLite fails.
pub async fn set_outdated(conn: &mut SqliteConnection, id: ProposalId, why: &str) -> Result<bool> {
    let done = sqlx::query!(
        "UPDATE proposals SET state = 'out_of_date', outdated = ?2
         WHERE id = ?1 AND state IN ('pending', 'out_of_date')",
        id,
        why
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() > 0)
}

/// Open proposals, oldest first.
///
/// # Errors
/// When SQLite fails.
pub async fn list_open(conn: &mut SqliteConnection) -> Result<Vec<StoredProposal>> {
    let ids = sqlx::query_scalar!(
        r#"SELECT id AS "id: ProposalId" FROM proposals
           WHERE state IN ('pending', 'out_of_date') ORDER BY no"#
    )
    .fetch_all(&mut *conn)
    .await?;
    read_all(conn, ids).await
}

/// Says until when an open proposal can be decided.
///
/// # Errors
/// When SQLite fails.
pub async fn set_expires(conn: &mut SqliteConnection, id: ProposalId, at: Timestamp) -> Result<()> {
    let at = at.as_second();
    sqlx::query!(
        "UPDATE proposals SET expires_at = ?2
         WHERE id = ?1 AND state IN ('pending', 'out_of_date')",
        id,
        at
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Approved proposals that wait to be sent or are being sent; of this event where one is named.
///
/// # Errors
/// When SQLite fails.
pub async fn list_under_way(
    conn: &mut SqliteConnection,
    event: Option<EventId>,
) -> Result<Vec<StoredProposal>> {
    let event = text(event);
    let ids = sqlx::query_scalar!(
        r#"SELECT id AS "id: ProposalId" FROM proposals
           WHERE state IN ('approved', 'sent') AND (?1 = '' OR result_event_id = ?1) ORDER BY no"#,
        event
    )
    .fetch_all(&mut *conn)
    .await?;
    read_all(conn, ids).await
}

/// Withdraws every open proposal of an agent, and says which.
///
/// # Errors
/// When SQLite fails.
pub async fn withdraw_all(
    conn: &mut SqliteConnection,
    agent: AgentId,
    at: Timestamp,
    by: &str,
) -> Result<Vec<ProposalId>> {
    let at = at.as_second();
    let ids = sqlx::query_scalar!(
        r#"UPDATE proposals SET state = 'withdrawn', decided_at = ?2, decided_by = ?3
           WHERE agent_no = (SELECT no FROM agents WHERE id = ?1)
             AND state IN ('pending', 'out_of_date')
           RETURNING id AS "id: ProposalId""#,
        agent,
        at,
        by
    )
    .fetch_all(conn)
    .await?;
    Ok(ids)
}

async fn read_all(
    conn: &mut SqliteConnection,
    ids: Vec<ProposalId>,
) -> Result<Vec<StoredProposal>> {
    let mut found = Vec::with_capacity(ids.len());
    for id in ids {
        found.extend(get(conn, id).await?);
    }
    Ok(found)
}
