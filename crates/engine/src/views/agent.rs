//! Agents as their user sees them: who is registered, what each may see, and what they did.

use std::{collections::BTreeMap, fmt};

use jiff::Timestamp;
use serde::Serialize;
use serde_json::Value;

use crate::{AgentId, CalendarId, ProposalId};

pub use kalends_store::{AgentState, Sight};

/// An agent that the user registered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AgentView {
    /// Stable.
    pub id: AgentId,
    /// What the user calls it; one of its own among those that are not revoked.
    pub name: String,
    /// Whether it may do anything.
    pub state: AgentState,
    /// When it was added.
    pub created_at: Timestamp,
    /// When it last asked for anything.
    pub last_seen: Option<Timestamp>,
    /// What its client calls itself, or empty: a label, no proof.
    pub client_label: String,
    /// How many of its proposals may wait at once.
    pub max_pending: u32,
    /// How many it may make within an hour.
    pub max_per_hour: u32,
    /// How many of its proposals wait.
    pub pending: u64,
    /// How often it read, about.
    pub reads: u64,
    /// What it sees of every calendar, in the order of the sidebar.
    pub sight: Vec<CalendarSight>,
}

/// What an agent sees of a calendar.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CalendarSight {
    /// Which calendar.
    pub calendar_id: CalendarId,
    /// Its name.
    pub calendar_name: String,
    /// What the agent sees of it.
    pub sight: Sight,
    /// Whether the user said so. Else it is busy only, or hidden where the user left the calendar
    /// out of lists.
    pub chosen: bool,
}

/// The programs whose configuration is written out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum AgentClient {
    /// Claude Desktop.
    ClaudeDesktop,
    /// Claude Code.
    ClaudeCode,
    /// Cursor.
    Cursor,
    /// Visual Studio Code.
    VsCode,
}

/// How a client starts Kalends as this agent. Holds the agent's token: to be copied into the
/// client's configuration, and shown to nobody else.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct AgentConfig {
    /// The program.
    pub command: String,
    /// Its arguments.
    pub args: Vec<String>,
    /// Its environment: the token, and where the data is when that is not the usual place.
    pub env: BTreeMap<String, String>,
}

/// An agent's configuration as a client keeps it.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct ClientConfig {
    /// Which client.
    pub client: AgentClient,
    /// The client's name for people.
    pub title: String,
    /// The file it belongs into.
    pub file: String,
    /// The whole text of such a file, with nothing but this in it.
    pub text: String,
}

/// An agent that was just registered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AddedAgent {
    /// The agent.
    pub agent: AgentView,
    /// How clients start it.
    pub config: AgentConfig,
}

/// Which lines of the audit log.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AuditFilter {
    /// Only about this agent.
    pub agent: Option<AgentId>,
    /// Only about this proposal.
    pub proposal: Option<ProposalId>,
    /// Only from this instant on.
    pub since: Option<Timestamp>,
    /// Only lines older than this one: the `no` of the last line of the page before.
    pub cursor: Option<i64>,
}

/// A line of the audit log: never changed, never removed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AuditLine {
    /// Grows with every line.
    pub no: i64,
    /// When it happened.
    pub at: Timestamp,
    /// The agent it is about.
    pub agent_id: Option<AgentId>,
    /// Its name at that time, or empty.
    pub agent: String,
    /// The proposal it is about.
    pub proposal_id: Option<ProposalId>,
    /// What happened, as a word such as `agent_added`, `proposed`, `approved`.
    pub what: String,
    /// Who did it: `agent`, `user`, or `kalends` for what happens by itself.
    pub who: String,
    /// What was to change; null where nothing was.
    pub diff: Value,
    /// What came of it; null where nothing is known.
    pub result: Value,
}

impl AgentClient {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::ClaudeDesktop, Self::ClaudeCode, Self::Cursor, Self::VsCode];

    /// The word on the command line.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ClaudeDesktop => "claude-desktop",
            Self::ClaudeCode => "claude-code",
            Self::Cursor => "cursor",
            Self::VsCode => "vs-code",
        }
    }
}

impl fmt::Debug for AgentConfig {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut all = formatter.debug_struct("AgentConfig");
        all.field("command", &self.command).field("args", &self.args).finish_non_exhaustive()
    }
}

impl fmt::Debug for ClientConfig {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut all = formatter.debug_struct("ClientConfig");
        all.field("client", &self.client).field("file", &self.file).finish_non_exhaustive()
    }
}
