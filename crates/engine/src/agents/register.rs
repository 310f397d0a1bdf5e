//! The user registers agents, and says what each may see and how much it may ask for.

use jiff::SignedDuration;
use kalends_remote::ExposeSecret as _;
use kalends_store::{Agent, AgentState, SqliteConnection, agents, calendars, proposals, settings};
use serde_json::{Value, json};

use super::{
    audit::{Entry, record},
    client,
    sight::unchosen,
    text::plain,
    token,
};
use crate::{
    AddedAgent, AgentConfig, AgentId, AgentView, CalendarId, CalendarSight, Engine, EngineEvent,
    Error, Problem, Sight,
};

/// The setting that pauses all agents.
const ALL_PAUSED: &str = "agents.paused";
const MAX_PENDING: u32 = 20;
const MAX_PER_HOUR: u32 = 60;
/// Longer names fit nowhere.
const LONGEST_NAME: usize = 64;
/// More than any person can look through.
const MOST: u32 = 1000;

impl Engine {
    /// Registers an agent under a name of its own, and says how clients start `program` as it. It
    /// sees busy times alone until the user allows more.
    ///
    /// # Errors
    /// Of kind `agent_exists` for a name that is taken; [`Error::Invalid`] for one that cannot be.
    pub async fn add_agent(&self, name: &str, program: &str) -> Result<AddedAgent, Error> {
        let name = check_name(name)?;
        let made = token::make()?;
        let now = self.now();
        let agent = Agent {
            id: AgentId(self.inner.ids.next()),
            name: name.clone(),
            token_hash: *token::hash(made.expose_secret()).as_bytes(),
            state: AgentState::Active,
            created_at: Some(now),
            last_seen_at: None,
            client_label: String::new(),
            max_pending: MAX_PENDING,
            max_per_hour: MAX_PER_HOUR,
            cursor_key: token::random()?,
            sight_version: 0,
            reads: 0,
        };
        // Killed in between, the secret of an agent that never was stays behind, of use to nobody.
        token::set(&self.inner.secrets, agent.id, &made).await?;
        if let Err(error) = self.insert_agent(&agent).await {
            token::delete(&self.inner.secrets, agent.id).await?;
            return Err(error);
        }
        self.tell(EngineEvent::AgentsChanged);
        let data = &self.inner.config.data_dir;
        let config = client::config(program, &name, made.expose_secret(), data);
        Ok(AddedAgent { agent: self.get_agent(agent.id).await?, config })
    }

    async fn insert_agent(&self, agent: &Agent) -> Result<(), Error> {
        let mut write = self.inner.store.begin().await?;
        let taken = agents::list_by_name(&mut write, &agent.name).await?;
        if taken.iter().any(|other| other.state != AgentState::Revoked) {
            return Err(Error::Refused(Problem::new(
                "agent_exists",
                format!("there is an agent “{}” already", agent.name),
                "Choose another name, or revoke the other one first.",
            )));
        }
        agents::insert(&mut write, agent).await?;
        self.record_user(&mut write, agent, "agent_added", Value::Null).await?;
        Ok(write.commit().await?)
    }

    /// All agents in the order in which they were added, revoked ones included.
    pub async fn list_agents(&self) -> Result<Vec<AgentView>, Error> {
        let mut read = self.inner.store.read().await?;
        let calendars = calendars::list(&mut read).await?;
        let mut all = Vec::new();
        for agent in agents::list(&mut read).await? {
            let chosen = agents::list_sight(&mut read, agent.id).await?;
            let sight = calendars.iter().map(|calendar| {
                let chosen = chosen.iter().find(|(id, _)| *id == calendar.id);
                CalendarSight {
                    calendar_id: calendar.id,
                    calendar_name: calendar.name.clone(),
                    sight: chosen.map_or_else(|| unchosen(calendar), |(_, sight)| *sight),
                    chosen: chosen.is_some(),
                }
            });
            all.push(AgentView {
                id: agent.id,
                state: agent.state,
                created_at: agent.created_at.unwrap_or_default(),
                last_seen: agent.last_seen_at,
                client_label: agent.client_label,
                max_pending: agent.max_pending,
                max_per_hour: agent.max_per_hour,
                pending: proposals::count_open(&mut read, agent.id).await?,
                reads: agent.reads,
                sight: sight.collect(),
                name: agent.name,
            });
        }
        Ok(all)
    }

    /// One agent.
    pub async fn get_agent(&self, id: AgentId) -> Result<AgentView, Error> {
        let all = self.list_agents().await?;
        let found = all.into_iter().find(|agent| agent.id == id);
        found.ok_or_else(|| Error::AgentNotFound(id.to_string()))
    }

    /// The agent of this name, whatever the case of letters: not a revoked one where another has
    /// the name now.
    pub async fn get_agent_by_name(&self, name: &str) -> Result<AgentView, Error> {
        let id = {
            let mut read = self.inner.store.read().await?;
            agents::list_by_name(&mut read, name).await?.first().map(|agent| agent.id)
        };
        self.get_agent(id.ok_or_else(|| Error::AgentNotFound(format!("“{name}”")))?).await
    }

    /// How clients start `program` as this agent. Holds its token.
    ///
    /// # Errors
    /// Of kind `agent_revoked`; of kind `token_missing` where the secrets have its token no more.
    pub async fn agent_config(&self, id: AgentId, program: &str) -> Result<AgentConfig, Error> {
        let agent = self.get_agent(id).await?;
        if agent.state == AgentState::Revoked {
            return Err(revoked(&agent.name));
        }
        let token = token::get(&self.inner.secrets, id).await?.ok_or_else(|| {
            Error::Refused(Problem::new(
                "token_missing",
                format!("the token of “{}” is not among the secrets", agent.name),
                "Revoke the agent and add it again.",
            ))
        })?;
        let data = &self.inner.config.data_dir;
        Ok(client::config(program, &agent.name, token.expose_secret(), data))
    }

    /// Stops an agent for now, or lets it go on. Its proposals stay where they are.
    pub async fn pause_agent(&self, id: AgentId, paused: bool) -> Result<(), Error> {
        let state = if paused { AgentState::Paused } else { AgentState::Active };
        let mut write = self.inner.store.begin().await?;
        let agent = known(&mut write, id).await?;
        if agents::set_state(&mut write, id, state).await? {
            let what = if paused { "agent_paused" } else { "agent_resumed" };
            self.record_user(&mut write, &agent, what, Value::Null).await?;
        }
        write.commit().await?;
        self.tell(EngineEvent::AgentsChanged);
        Ok(())
    }

    /// Stops all agents for now, those added meanwhile included; or lets those go on that are not
    /// paused one by one.
    pub async fn pause_all_agents(&self, paused: bool) -> Result<(), Error> {
        let mut write = self.inner.store.begin().await?;
        if all_paused(&mut write).await? != paused {
            settings::set(&mut write, ALL_PAUSED, &paused).await?;
            let what = if paused { "all_agents_paused" } else { "all_agents_resumed" };
            let entry = Entry {
                agent: None,
                proposal: None,
                what,
                who: "user",
                diff: Value::Null,
                result: Value::Null,
            };
            record(&mut write, self.now(), &entry).await?;
        }
        write.commit().await?;
        self.tell(EngineEvent::AgentsChanged);
        Ok(())
    }

    /// Whether all agents are paused.
    pub async fn are_agents_paused(&self) -> Result<bool, Error> {
        let mut read = self.inner.store.read().await?;
        all_paused(&mut read).await
    }

    /// Takes an agent's access away for ever: its token is forgotten, what it proposed and nobody
    /// decided is withdrawn. What it did stays on record.
    pub async fn revoke_agent(&self, id: AgentId) -> Result<(), Error> {
        let now = self.now();
        let mut write = self.inner.store.begin().await?;
        let agent = known(&mut write, id).await?;
        agents::set_state(&mut write, id, AgentState::Revoked).await?;
        let withdrawn = proposals::withdraw_all(&mut write, id, now, "user").await?;
        self.record_user(&mut write, &agent, "agent_revoked", Value::Null).await?;
        for proposal in &withdrawn {
            let entry = Entry {
                agent: Some((id, &agent.name)),
                proposal: Some(*proposal),
                what: "withdrawn",
                who: "user",
                diff: Value::Null,
                result: json!({ "reason": "the agent was revoked" }),
            };
            record(&mut write, now, &entry).await?;
        }
        write.commit().await?;
        self.tell(EngineEvent::AgentsChanged);
        if !withdrawn.is_empty() {
            self.tell(EngineEvent::ProposalsChanged);
        }
        // The database refuses the token from here on, whether or not the secrets can be reached.
        token::delete(&self.inner.secrets, id).await
    }

    /// Says what an agent sees of a calendar.
    pub async fn allow_agent(
        &self,
        id: AgentId,
        calendar: CalendarId,
        sight: Sight,
    ) -> Result<(), Error> {
        let mut write = self.inner.store.begin().await?;
        let agent = known(&mut write, id).await?;
        let shown = calendars::list(&mut write).await?.into_iter().find(|one| one.id == calendar);
        let shown = shown.ok_or_else(|| Error::CalendarNotFound(calendar.to_string()))?;
        agents::set_sight(&mut write, id, calendar, sight).await?;
        let diff = json!({ "calendar_id": calendar, "calendar": shown.name, "sight": sight });
        self.record_user(&mut write, &agent, "agent_allowed", diff).await?;
        write.commit().await?;
        self.tell(EngineEvent::AgentsChanged);
        Ok(())
    }

    /// Sets how many proposals of an agent may wait at once, and how many it may make within an
    /// hour.
    ///
    /// # Errors
    /// [`Error::Invalid`] for more than 1,000; none at all is fine.
    pub async fn set_agent_caps(
        &self,
        id: AgentId,
        max_pending: u32,
        max_per_hour: u32,
    ) -> Result<(), Error> {
        if max_pending.max(max_per_hour) > MOST {
            return Err(Error::Invalid(format!("an agent may make at most {MOST} proposals")));
        }
        let mut write = self.inner.store.begin().await?;
        let agent = known(&mut write, id).await?;
        agents::set_caps(&mut write, id, max_pending, max_per_hour).await?;
        let diff = json!({ "max_pending": max_pending, "max_per_hour": max_per_hour });
        self.record_user(&mut write, &agent, "agent_caps", diff).await?;
        write.commit().await?;
        self.tell(EngineEvent::AgentsChanged);
        Ok(())
    }

    async fn record_user(
        &self,
        conn: &mut SqliteConnection,
        agent: &Agent,
        what: &str,
        diff: Value,
    ) -> Result<(), Error> {
        let agent = Some((agent.id, agent.name.as_str()));
        let entry = Entry { agent, proposal: None, what, who: "user", diff, result: Value::Null };
        record(conn, self.now(), &entry).await
    }
}

/// Whether all agents are paused.
pub(super) async fn all_paused(conn: &mut SqliteConnection) -> Result<bool, Error> {
    Ok(settings::get(conn, ALL_PAUSED).await?.unwrap_or(false))
}

/// An agent that was not revoked.
async fn known(conn: &mut SqliteConnection, id: AgentId) -> Result<Agent, Error> {
    let found = agents::get(conn, id).await?;
    let agent = found.ok_or_else(|| Error::AgentNotFound(id.to_string()))?;
    if agent.state == AgentState::Revoked { Err(revoked(&agent.name)) } else { Ok(agent) }
}

pub(super) fn revoked(name: &str) -> Error {
    Error::Refused(Problem::new(
        "agent_revoked",
        format!("the agent “{name}” was revoked"),
        "Add it again with `kalends agent add` and give its client the new configuration.",
    ))
}

/// A name that can be shown, and written on a command line.
fn check_name(name: &str) -> Result<String, Error> {
    let name = name.trim();
    let seen = plain(name, LONGEST_NAME);
    if name.is_empty() || seen != name || name.starts_with('-') || name.contains('\n') {
        return Err(Error::Invalid(format!(
            "“{seen}” cannot be the name of an agent: it needs 1 to {LONGEST_NAME} visible \
             characters and does not begin with a hyphen"
        )));
    }
    Ok(name.to_owned())
}

/// How far back the cap by the hour looks.
pub(super) const HOUR: SignedDuration = SignedDuration::from_hours(1);
