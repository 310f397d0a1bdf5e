//! Agents that the user registered, and what each may see. Tokens are secrets and are not here.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sqlx::SqliteConnection;

use crate::{AgentId, CalendarId, Error, Result, columns};

/// Whether an agent may do anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum AgentState {
    /// It may.
    Active,
    /// Not for now.
    Paused,
    /// Never again.
    Revoked,
}

/// What an agent sees of a calendar, the least first.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum Sight {
    /// Nothing, not even that it exists.
    Hidden,
    /// When it is busy.
    #[default]
    Busy,
    /// What its events are called, and when they are.
    Titles,
    /// All of its events.
    Full,
}

impl AgentState {
    const ALL: [Self; 3] = [Self::Active, Self::Paused, Self::Revoked];

    /// The word in the database and in JSON.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Paused => "paused",
            Self::Revoked => "revoked",
        }
    }

    fn parse(text: &str) -> Result<Self> {
        Self::ALL
            .into_iter()
            .find(|one| one.as_str() == text)
            .ok_or_else(|| Error::Unreadable { what: "state of an agent", value: text.to_owned() })
    }
}

impl Sight {
    /// All of them, the least first.
    pub const ALL: [Self; 4] = [Self::Hidden, Self::Busy, Self::Titles, Self::Full];

    /// The word in the database and in JSON.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Hidden => "hidden",
            Self::Busy => "busy",
            Self::Titles => "titles",
            Self::Full => "full",
        }
    }

    fn parse(text: &str) -> Result<Self> {
        Self::ALL
            .into_iter()
            .find(|one| one.as_str() == text)
            .ok_or_else(|| Error::Unreadable { what: "sight", value: text.to_owned() })
    }
}

/// A row of `agents`.
#[derive(Clone, PartialEq, Eq)]
pub struct Agent {
    /// Made by the caller.
    pub id: AgentId,
    /// One of its own among those that are not revoked, whatever the case of letters.
    pub name: String,
    /// BLAKE3 of its token.
    pub token_hash: [u8; 32],
    /// Whether it may do anything.
    pub state: AgentState,
    /// When it was added; whole seconds, as all here.
    pub created_at: Option<Timestamp>,
    /// When it last asked for anything.
    pub last_seen_at: Option<Timestamp>,
    /// What its client called itself.
    pub client_label: String,
    /// How many of its proposals may wait at once.
    pub max_pending: u32,
    /// How many it may make within an hour.
    pub max_per_hour: u32,
    /// Hides what its cursors count.
    pub cursor_key: [u8; 32],
    /// Grows when what it may see changes.
    pub sight_version: i64,
    /// How often it read.
    pub reads: u64,
}

impl std::fmt::Debug for Agent {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut all = formatter.debug_struct("Agent");
        all.field("id", &self.id).field("name", &self.name).field("state", &self.state);
        all.finish_non_exhaustive()
    }
}

struct Row {
    id: AgentId,
    name: String,
    token_hash: Vec<u8>,
    state: String,
    created_at: i64,
    last_seen_at: i64,
    client_label: String,
    max_pending: i64,
    max_per_hour: i64,
    cursor_key: Vec<u8>,
    sight_version: i64,
    reads: i64,
}

impl Row {
    fn read(self) -> Result<Agent> {
        let bytes = |bytes: Vec<u8>| -> Result<[u8; 32]> {
            bytes.try_into().map_err(|_| Error::Unreadable {
                what: "key of an agent",
                value: self.name.clone(),
            })
        };
        Ok(Agent {
            id: self.id,
            token_hash: bytes(self.token_hash)?,
            state: AgentState::parse(&self.state)?,
            created_at: columns::to_timestamp(self.created_at),
            last_seen_at: columns::to_timestamp(self.last_seen_at),
            client_label: self.client_label,
            max_pending: u32::try_from(self.max_pending).unwrap_or(0),
            max_per_hour: u32::try_from(self.max_per_hour).unwrap_or(0),
            cursor_key: bytes(self.cursor_key)?,
            sight_version: self.sight_version,
            reads: u64::try_from(self.reads).unwrap_or(0),
            name: self.name,
        })
    }
}

/// All agents in the order in which they were added, revoked ones included.
///
/// # Errors
/// When SQLite fails.
pub async fn list(conn: &mut SqliteConnection) -> Result<Vec<Agent>> {
    sqlx::query_as!(
        Row,
        r#"SELECT id AS "id: AgentId", name, token_hash, state, created_at, last_seen_at,
                  client_label, max_pending, max_per_hour, cursor_key, sight_version, reads
           FROM agents ORDER BY no"#
    )
    .fetch_all(conn)
    .await?
    .into_iter()
    .map(Row::read)
    .collect()
}

/// One agent.
///
/// # Errors
/// When SQLite fails.
pub async fn get(conn: &mut SqliteConnection, id: AgentId) -> Result<Option<Agent>> {
    sqlx::query_as!(
        Row,
        r#"SELECT id AS "id: AgentId", name, token_hash, state, created_at, last_seen_at,
                  client_label, max_pending, max_per_hour, cursor_key, sight_version, reads
           FROM agents WHERE id = ?1"#,
        id
    )
    .fetch_optional(conn)
    .await?
    .map(Row::read)
    .transpose()
}

/// The agents of this name, whatever the case of letters: at most one that is not revoked, first.
///
/// # Errors
/// When SQLite fails.
pub async fn list_by_name(conn: &mut SqliteConnection, name: &str) -> Result<Vec<Agent>> {
    sqlx::query_as!(
        Row,
        r#"SELECT id AS "id: AgentId", name, token_hash, state, created_at, last_seen_at,
                  client_label, max_pending, max_per_hour, cursor_key, sight_version, reads
           FROM agents WHERE name = ?1 COLLATE NOCASE ORDER BY state = 'revoked', no DESC"#,
        name
    )
    .fetch_all(conn)
    .await?
    .into_iter()
    .map(Row::read)
    .collect()
}

/// Adds an agent.
///
/// # Errors
/// When SQLite fails, as for a name that is taken.
pub async fn insert(conn: &mut SqliteConnection, agent: &Agent) -> Result<()> {
    let state = agent.state.as_str();
    let created_at = columns::from_timestamp(agent.created_at);
    let (token_hash, cursor_key) = (agent.token_hash.as_slice(), agent.cursor_key.as_slice());
    sqlx::query!(
        "INSERT INTO agents (id, name, token_hash, state, created_at, client_label, max_pending,
                             max_per_hour, cursor_key)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        agent.id,
        agent.name,
        token_hash,
        state,
        created_at,
        agent.client_label,
        agent.max_pending,
        agent.max_per_hour,
        cursor_key
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Sets whether an agent may do anything. Whether that changed; a revoked one stays revoked.
///
/// # Errors
/// When SQLite fails.
pub async fn set_state(
    conn: &mut SqliteConnection,
    id: AgentId,
    state: AgentState,
) -> Result<bool> {
    let state = state.as_str();
    let done = sqlx::query!(
        "UPDATE agents SET state = ?2 WHERE id = ?1 AND state NOT IN ('revoked', ?2)",
        id,
        state
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() > 0)
}

/// Sets how many proposals of an agent may wait, and how many it may make within an hour.
///
/// # Errors
/// When SQLite fails.
pub async fn set_caps(
    conn: &mut SqliteConnection,
    id: AgentId,
    max_pending: u32,
    max_per_hour: u32,
) -> Result<()> {
    sqlx::query!(
        "UPDATE agents SET max_pending = ?2, max_per_hour = ?3 WHERE id = ?1",
        id,
        max_pending,
        max_per_hour
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Notes that an agent was there: when, how its client calls itself, and how often it read since.
///
/// # Errors
/// When SQLite fails.
pub async fn set_seen(
    conn: &mut SqliteConnection,
    id: AgentId,
    at: Timestamp,
    client_label: &str,
    reads: u32,
) -> Result<()> {
    let at = at.as_second();
    sqlx::query!(
        "UPDATE agents SET last_seen_at = max(last_seen_at, ?2), client_label = ?3,
                           reads = reads + ?4
         WHERE id = ?1",
        id,
        at,
        client_label,
        reads
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// What the user chose that an agent sees, by calendar; calendars without a choice are not listed,
/// and some may be gone.
///
/// # Errors
/// When SQLite fails.
pub async fn list_sight(
    conn: &mut SqliteConnection,
    id: AgentId,
) -> Result<Vec<(CalendarId, Sight)>> {
    sqlx::query!(
        r#"SELECT s.calendar_id AS "calendar_id: CalendarId", s.sight
           FROM agent_sight s JOIN agents a ON a.no = s.agent_no WHERE a.id = ?1
           ORDER BY s.calendar_id"#,
        id
    )
    .fetch_all(conn)
    .await?
    .into_iter()
    .map(|row| Ok((row.calendar_id, Sight::parse(&row.sight)?)))
    .collect()
}

/// Chooses what an agent sees of a calendar.
///
/// # Errors
/// When SQLite fails.
pub async fn set_sight(
    conn: &mut SqliteConnection,
    id: AgentId,
    calendar: CalendarId,
    sight: Sight,
) -> Result<()> {
    let sight = sight.as_str();
    sqlx::query!(
        "INSERT INTO agent_sight (agent_no, calendar_id, sight)
         SELECT no, ?2, ?3 FROM agents WHERE id = ?1
         ON CONFLICT (agent_no, calendar_id) DO UPDATE SET sight = excluded.sight",
        id,
        calendar,
        sight
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!("UPDATE agents SET sight_version = sight_version + 1 WHERE id = ?1", id)
        .execute(conn)
        .await?;
    Ok(())
}
