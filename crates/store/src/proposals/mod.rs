//! What agents proposed, and what became of it.

mod decide;
mod progress;
mod words;

use jiff::Timestamp;
use sqlx::SqliteConnection;

use crate::{
    AgentId, BatchId, CalendarId, Error, EventId, Problem, ProposalId, Result, columns,
    pending::Notify,
};

pub use decide::{
    Decision, decide, list_open, list_under_way, set_expires, set_outdated, set_shown, set_state,
    withdraw_all,
};
pub use progress::{
    Changed, Progress, QueuedEdit, count_waiting, get_next_expiry, get_progress, list_changed,
    list_latest, list_of_event, list_open_of, list_untold, set_changed, set_edits, set_told,
};
pub use words::{ProposalAction, ProposalScope, ProposalState};

/// A row of `proposals`.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredProposal {
    /// Made by the caller.
    pub id: ProposalId,
    /// Who proposed it.
    pub agent_id: AgentId,
    /// The agent's name; not written.
    pub agent_name: String,
    /// Of those made together.
    pub batch_id: Option<BatchId>,
    /// Its place among those, from 0.
    pub position: u32,
    /// What is proposed.
    pub action: ProposalAction,
    /// JSON: what was asked for.
    pub request: String,
    /// Of the event as the agent knew it; empty for a new one.
    pub base_version: String,
    /// How much of a series.
    pub scope: ProposalScope,
    /// Whom to mail.
    pub notify: Notify,
    /// The agent's own name for it, or empty.
    pub client_ref: String,
    /// Why, in the agent's words.
    pub reason: String,
    /// How far it got.
    pub state: ProposalState,
    /// When it was made; whole seconds, as all here.
    pub created_at: Timestamp,
    /// When it is too late for it.
    pub expires_at: Timestamp,
    /// Where the event is, or is to be.
    pub calendar_id: Option<CalendarId>,
    /// The event, or the series; none for a new one.
    pub event_id: Option<EventId>,
    /// Of one occurrence: the seconds of its original start.
    pub original: Option<i64>,
    /// JSON: what the user was shown, or empty.
    pub shown: String,
    /// The hash of it, or empty.
    pub hash: String,
    /// Why it must be looked at again, or empty.
    pub outdated: String,
    /// What the user wrote to the agent.
    pub note: String,
    /// When somebody decided.
    pub decided_at: Option<Timestamp>,
    /// Who decided, or empty.
    pub decided_by: String,
    /// The event that came of it.
    pub result_event_id: Option<EventId>,
    /// Why it failed.
    pub problem: Option<Problem>,
}

/// Which proposals.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProposalFilter {
    /// Only in these states; empty for all.
    pub states: Vec<ProposalState>,
    /// Only of this agent.
    pub agent: Option<AgentId>,
    /// Only of this batch.
    pub batch: Option<BatchId>,
    /// Only those made, or decided, from this instant on.
    pub since: Option<Timestamp>,
}

struct Row {
    id: ProposalId,
    agent_id: AgentId,
    agent_name: String,
    batch_id: String,
    position: i64,
    action: String,
    request: String,
    base_version: String,
    scope: String,
    notify: String,
    client_ref: String,
    reason: String,
    state: String,
    created_at: i64,
    expires_at: i64,
    calendar_id: String,
    event_id: String,
    original: String,
    shown: String,
    hash: String,
    outdated: String,
    note: String,
    decided_at: i64,
    decided_by: String,
    result_event_id: String,
    error_kind: String,
    error_message: String,
    error_remedy: String,
}

fn id<T: std::str::FromStr>(text: &str) -> Result<Option<T>> {
    if text.is_empty() {
        return Ok(None);
    }
    text.parse()
        .map(Some)
        .map_err(|_| Error::Unreadable { what: "id of a proposal", value: text.to_owned() })
}

/// The seconds of an original start, where there is one.
fn seconds(text: &str) -> Result<Option<i64>> {
    if text.is_empty() {
        return Ok(None);
    }
    text.parse().map(Some).map_err(|_| Error::Unreadable {
        what: "original start of a proposal",
        value: text.to_owned(),
    })
}

fn instant(seconds: i64) -> Result<Timestamp> {
    Timestamp::from_second(seconds)
        .map_err(|_| Error::Unreadable { what: "time", value: seconds.to_string() })
}

fn text<T: ToString>(id: Option<T>) -> String {
    id.map(|id| id.to_string()).unwrap_or_default()
}

impl Row {
    fn read(self) -> Result<StoredProposal> {
        Ok(StoredProposal {
            id: self.id,
            agent_id: self.agent_id,
            agent_name: self.agent_name,
            batch_id: id(&self.batch_id)?,
            position: u32::try_from(self.position).unwrap_or(0),
            action: ProposalAction::parse(&self.action)?,
            request: self.request,
            base_version: self.base_version,
            scope: ProposalScope::parse(&self.scope)?,
            notify: Notify::parse(&self.notify)?,
            client_ref: self.client_ref,
            reason: self.reason,
            state: ProposalState::parse(&self.state)?,
            created_at: instant(self.created_at)?,
            expires_at: instant(self.expires_at)?,
            calendar_id: id(&self.calendar_id)?,
            event_id: id(&self.event_id)?,
            original: seconds(&self.original)?,
            shown: self.shown,
            hash: self.hash,
            outdated: self.outdated,
            note: self.note,
            decided_at: columns::to_timestamp(self.decided_at),
            decided_by: self.decided_by,
            result_event_id: id(&self.result_event_id)?,
            problem: Problem::from_columns(self.error_kind, self.error_message, self.error_remedy),
        })
    }
}

/// Adds a proposal.
///
/// # Errors
/// When SQLite fails, as for a `client_ref` that its agent has used before.
pub async fn insert(conn: &mut SqliteConnection, new: &StoredProposal) -> Result<()> {
    let (batch, calendar) = (text(new.batch_id), text(new.calendar_id));
    let (event, result) = (text(new.event_id), text(new.result_event_id));
    let original = text(new.original);
    let (action, scope) = (new.action.as_str(), new.scope.as_str());
    let (notify, state) = (new.notify.as_str(), new.state.as_str());
    let (created_at, expires_at) = (new.created_at.as_second(), new.expires_at.as_second());
    let decided_at = columns::from_timestamp(new.decided_at);
    let (error_kind, message, remedy) = Problem::columns(new.problem.as_ref());
    sqlx::query!(
        "INSERT INTO proposals (id, agent_no, batch_id, position, action, request, base_version,
                                scope, notify, client_ref, reason, state, created_at, expires_at,
                                calendar_id, event_id, original, shown, hash, outdated, note,
                                decided_at, decided_by, result_event_id, error_kind,
                                error_message, error_remedy)
         SELECT ?1, no, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18,
                ?19, ?20, ?21, ?22, ?23, ?24, ?25, ?26, ?27
         FROM agents WHERE id = ?2",
        new.id,
        new.agent_id,
        batch,
        new.position,
        action,
        new.request,
        new.base_version,
        scope,
        notify,
        new.client_ref,
        new.reason,
        state,
        created_at,
        expires_at,
        calendar,
        event,
        original,
        new.shown,
        new.hash,
        new.outdated,
        new.note,
        decided_at,
        new.decided_by,
        result,
        error_kind,
        message,
        remedy
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// One proposal.
///
/// # Errors
/// When SQLite fails.
pub async fn get(conn: &mut SqliteConnection, id: ProposalId) -> Result<Option<StoredProposal>> {
    sqlx::query_as!(
        Row,
        r#"SELECT p.id AS "id: ProposalId", a.id AS "agent_id: AgentId", a.name AS agent_name,
                  p.batch_id, p.position, p.action, p.request, p.base_version, p.scope, p.notify,
                  p.client_ref, p.reason, p.state, p.created_at, p.expires_at, p.calendar_id,
                  p.event_id, p.original, p.shown, p.hash, p.outdated, p.note, p.decided_at,
                  p.decided_by, p.result_event_id, p.error_kind, p.error_message, p.error_remedy
           FROM proposals p JOIN agents a ON a.no = p.agent_no WHERE p.id = ?1"#,
        id
    )
    .fetch_optional(conn)
    .await?
    .map(Row::read)
    .transpose()
}

/// What an agent proposed under this name of its own.
///
/// # Errors
/// When SQLite fails.
pub async fn get_by_client_ref(
    conn: &mut SqliteConnection,
    agent: AgentId,
    client_ref: &str,
) -> Result<Option<StoredProposal>> {
    let found = sqlx::query_scalar!(
        r#"SELECT p.id AS "id: ProposalId" FROM proposals p JOIN agents a ON a.no = p.agent_no
           WHERE a.id = ?1 AND p.client_ref = ?2 AND p.client_ref <> ''"#,
        agent,
        client_ref
    )
    .fetch_optional(&mut *conn)
    .await?;
    match found {
        Some(id) => get(conn, id).await,
        None => Ok(None),
    }
}

/// The proposals that pass, newest batch first and each batch in its order, at most `limit`.
///
/// # Errors
/// When SQLite fails.
pub async fn list(
    conn: &mut SqliteConnection,
    filter: &ProposalFilter,
    limit: u32,
) -> Result<Vec<StoredProposal>> {
    let states = columns::to_json(&filter.states)?;
    let (agent, batch) = (text(filter.agent), text(filter.batch));
    let since = filter.since.map_or(i64::MIN, Timestamp::as_second);
    sqlx::query_as!(
        Row,
        r#"SELECT p.id AS "id: ProposalId", a.id AS "agent_id: AgentId", a.name AS agent_name,
                  p.batch_id, p.position, p.action, p.request, p.base_version, p.scope, p.notify,
                  p.client_ref, p.reason, p.state, p.created_at, p.expires_at, p.calendar_id,
                  p.event_id, p.original, p.shown, p.hash, p.outdated, p.note, p.decided_at,
                  p.decided_by, p.result_event_id, p.error_kind, p.error_message, p.error_remedy
           FROM proposals p JOIN agents a ON a.no = p.agent_no
           WHERE (?1 = '[]' OR p.state IN (SELECT value FROM json_each(?1)))
             AND (?2 = '' OR a.id = ?2) AND (?3 = '' OR p.batch_id = ?3)
             AND max(p.created_at, p.decided_at) >= ?4
           ORDER BY p.created_at DESC, p.no - p.position DESC, p.position LIMIT ?5"#,
        states,
        agent,
        batch,
        since,
        limit
    )
    .fetch_all(conn)
    .await?
    .into_iter()
    .map(Row::read)
    .collect()
}

/// How many proposals of an agent wait for the user.
///
/// # Errors
/// When SQLite fails.
pub async fn count_open(conn: &mut SqliteConnection, agent: AgentId) -> Result<u64> {
    let count = sqlx::query_scalar!(
        "SELECT count(*) FROM proposals p JOIN agents a ON a.no = p.agent_no
         WHERE a.id = ?1 AND p.state IN ('pending', 'out_of_date')",
        agent
    )
    .fetch_one(conn)
    .await?;
    Ok(u64::try_from(count).unwrap_or(0))
}

/// How many proposals an agent made after `since`, whatever became of them, and when it made the
/// oldest of those.
///
/// # Errors
/// When SQLite fails.
pub async fn count_since(
    conn: &mut SqliteConnection,
    agent: AgentId,
    since: Timestamp,
) -> Result<(u64, Option<Timestamp>)> {
    let since = since.as_second();
    let row = sqlx::query!(
        r#"SELECT count(*) AS "count!: i64", coalesce(min(p.created_at), 0) AS "oldest!: i64"
           FROM proposals p JOIN agents a ON a.no = p.agent_no
           WHERE a.id = ?1 AND p.created_at > ?2"#,
        agent,
        since
    )
    .fetch_one(conn)
    .await?;
    Ok((u64::try_from(row.count).unwrap_or(0), columns::to_timestamp(row.oldest)))
}
