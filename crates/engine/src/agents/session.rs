//! What an agent has: a session that is allowed anew with every call, and within its caps.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, PoisonError},
};

use blake3::Hash;
use jiff::{SignedDuration, Timestamp};
use kalends_store::{Agent, AgentState, Read, SqliteConnection, agents, proposals};

use super::{
    register::{HOUR, all_paused, revoked},
    sight::Sights,
    text::plain,
    token,
};
use crate::{AgentId, Engine, Error, Problem};

/// How often an agent may read within a minute, by one session.
const READS: usize = 240;
/// How many proposals an agent may ask for within a minute, by one session, whatever comes of them:
/// those that are refused, or were made before, cost as much as new ones.
const ASKS: usize = 120;
const MINUTE: SignedDuration = SignedDuration::from_mins(1);
const LONGEST_LABEL: usize = 100;

/// What an agent may do, and nothing else: look as far as the user allowed, and propose. Cheap to
/// clone.
#[derive(Clone)]
pub struct AgentSession {
    pub(crate) engine: Engine,
    id: AgentId,
    token: Hash,
    label: String,
    used: Arc<Mutex<Used>>,
}

#[derive(Default)]
struct Used {
    /// When it read within the last minute.
    reads: VecDeque<Timestamp>,
    /// When it asked for proposals within the last minute.
    asks: VecDeque<Timestamp>,
    /// Reads that are not in the database yet.
    unnoted: u32,
    noted_at: Option<Timestamp>,
}

/// An agent that may do what it asks for, as of one reading of the database.
#[derive(Debug)]
pub(crate) struct Admitted {
    /// The agent.
    pub(crate) agent: Agent,
    /// What it sees.
    pub(crate) sights: Sights,
}

impl Engine {
    /// A session of the agent of this name, for whoever has its token. `client_label` is what the
    /// client calls itself.
    ///
    /// # Errors
    /// Of kind `agent_denied` for a name or a token that is not right, without saying which;
    /// `agent_revoked`, `agent_paused`.
    pub async fn as_agent(
        &self,
        name: &str,
        token: &str,
        client_label: &str,
    ) -> Result<AgentSession, Error> {
        let token = token::hash(token);
        let agent = {
            let mut read = self.inner.store.read().await?;
            let all = agents::list_by_name(&mut read, name).await?;
            all.into_iter().find(|agent| Hash::from_bytes(agent.token_hash) == token)
        };
        let session = AgentSession {
            engine: self.clone(),
            id: agent.ok_or_else(denied)?.id,
            token,
            label: plain(client_label, LONGEST_LABEL),
            used: Arc::default(),
        };
        let mut read = self.inner.store.read().await?;
        session.admit(&mut read).await?;
        drop(read);
        session.note(self.now()).await?;
        Ok(session)
    }
}

impl AgentSession {
    /// The agent.
    #[must_use]
    pub const fn agent_id(&self) -> AgentId {
        self.id
    }

    /// The same session under another label: what was used of its caps stays used.
    ///
    /// # Errors
    /// As of [`Engine::as_agent`].
    pub async fn with_label(&self, client_label: &str) -> Result<Self, Error> {
        let session = Self { label: plain(client_label, LONGEST_LABEL), ..self.clone() };
        let mut read = self.engine.inner.store.read().await?;
        session.admit(&mut read).await?;
        drop(read);
        session.note(self.engine.now()).await?;
        Ok(session)
    }

    /// Another session of the same agent, whose reads are counted by themselves: for what its server
    /// looks at unasked.
    #[must_use]
    pub fn apart(&self) -> Self {
        Self { used: Arc::default(), ..self.clone() }
    }

    /// Begins a read: within the cap, by an agent that is neither paused nor revoked.
    ///
    /// # Errors
    /// Of kind `agent_denied`, `agent_paused`, `agent_revoked` or `agent_rate`.
    pub(crate) async fn read(&self) -> Result<(Read, Admitted), Error> {
        let now = self.engine.now();
        let due = self.count_read(now)?;
        let mut read = self.engine.inner.store.read().await?;
        let admitted = self.admit(&mut read).await?;
        if due {
            drop(read);
            self.note(now).await?;
            read = self.engine.inner.store.read().await?;
        }
        Ok((read, admitted))
    }

    /// Checks, on this connection, that the agent may do anything now, and reads what it sees.
    ///
    /// # Errors
    /// Of kind `agent_denied`, `agent_paused` or `agent_revoked`.
    pub(crate) async fn admit(&self, conn: &mut SqliteConnection) -> Result<Admitted, Error> {
        let agent = agents::get(conn, self.id).await?;
        let agent = agent.filter(|agent| Hash::from_bytes(agent.token_hash) == self.token);
        let agent = agent.ok_or_else(denied)?;
        match agent.state {
            AgentState::Revoked => return Err(revoked(&agent.name)),
            AgentState::Paused => return Err(paused(&agent.name)),
            AgentState::Active => {}
        }
        if all_paused(conn).await? {
            return Err(paused(&agent.name));
        }
        let sights = Sights::load(conn, self.id).await?;
        Ok(Admitted { agent, sights })
    }

    /// As [`Self::admit`], for `count` proposals that are made in the transaction of this
    /// connection: of all sessions in all processes none gets past the caps.
    ///
    /// # Errors
    /// Also of kind `agent_pending` and `agent_rate`.
    pub(crate) async fn admit_proposals(
        &self,
        conn: &mut SqliteConnection,
        count: u32,
    ) -> Result<Admitted, Error> {
        let admitted = self.admit(conn).await?;
        let (agent, now) = (&admitted.agent, self.engine.now());
        let open = proposals::count_open(conn, self.id).await?;
        if open + u64::from(count) > u64::from(agent.max_pending) {
            return Err(Error::Refused(Problem::new(
                "agent_pending",
                format!(
                    "{open} of at most {} proposals wait for the user already",
                    agent.max_pending
                ),
                "Wait for the user to decide, or withdraw some.",
            )));
        }
        let since = now.checked_sub(HOUR).unwrap_or(Timestamp::MIN);
        let (made, oldest) = proposals::count_since(conn, self.id, since).await?;
        if made + u64::from(count) > u64::from(agent.max_per_hour) {
            let again = oldest.and_then(|oldest| oldest.checked_add(HOUR).ok()).unwrap_or(now);
            return Err(too_often(
                format!("{made} of at most {} proposals were made in an hour", agent.max_per_hour),
                again,
            ));
        }
        agents::set_seen(conn, self.id, now, &self.label, 0).await?;
        Ok(admitted)
    }

    /// Counts what is proposed in one call, before any of it is looked at.
    ///
    /// # Errors
    /// Of kind `agent_rate`; nothing was counted then.
    pub(crate) fn count_asks(&self, asked: usize) -> Result<(), Error> {
        let mut used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        count(&mut used.asks, self.engine.now(), asked, ASKS).map_err(|again| {
            let made = "proposals were asked for within a minute";
            too_often(format!("more than {ASKS} {made}, those that were refused included"), again)
        })
    }

    /// Counts a read. Whether it is time to note in the database that the agent was there.
    fn count_read(&self, now: Timestamp) -> Result<bool, Error> {
        let mut used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        count(&mut used.reads, now, 1, READS).map_err(|again| {
            too_often(format!("there were {READS} reads within a minute"), again)
        })?;
        used.unnoted += 1;
        Ok(used.noted_at.is_none_or(|at| now.duration_since(at).abs() >= MINUTE))
    }

    /// Writes down when the agent was there last and how often it read.
    async fn note(&self, now: Timestamp) -> Result<(), Error> {
        let reads = {
            let mut used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
            used.noted_at = Some(now);
            std::mem::take(&mut used.unnoted)
        };
        let mut write = self.engine.inner.store.begin().await?;
        agents::set_seen(&mut write, self.id, now, &self.label, reads).await?;
        Ok(write.commit().await?)
    }
}

/// Counts so many more of at most `most` within a minute. Where they are too many none is counted,
/// and it is told when there is room again.
fn count(
    times: &mut VecDeque<Timestamp>,
    now: Timestamp,
    more: usize,
    most: usize,
) -> Result<(), Timestamp> {
    while times.front().is_some_and(|at| now.duration_since(*at).abs() >= MINUTE) {
        times.pop_front();
    }
    if times.len() + more > most {
        let again = times.front().and_then(|at| at.checked_add(MINUTE).ok());
        return Err(again.unwrap_or(now));
    }
    times.extend(std::iter::repeat_n(now, more));
    Ok(())
}

fn denied() -> Error {
    Error::Refused(Problem::new(
        "agent_denied",
        "there is no agent of this name with this token",
        "Ask the user for the configuration from Settings → Agents, or `kalends agent config`.",
    ))
}

fn paused(name: &str) -> Error {
    Error::Refused(Problem::new(
        "agent_paused",
        format!("the agent “{name}” is paused by the user"),
        "Wait until the user lets it go on.",
    ))
}

fn too_often(message: String, again: Timestamp) -> Error {
    Error::Refused(Problem::new(
        "agent_rate",
        message,
        format!("Try again after {}.", again.strftime("%Y-%m-%dT%H:%M:%SZ")),
    ))
}
