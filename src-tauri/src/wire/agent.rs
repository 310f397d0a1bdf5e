//! The agents that may look and propose, and what they did.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use specta::Type;

use super::{AuditNo, DiffLine, count::count, mirror::mirror};

mirror! {
    /// Whether an agent may do anything.
    AgentState = kalends_engine::AgentState, "lowercase" { Active, Paused, Revoked }
}

mirror! {
    /// What an agent sees of a calendar, the least first.
    Sight = kalends_engine::Sight, "lowercase" {
        /// Nothing, not even that it exists.
        Hidden,
        Busy,
        Titles,
        Full,
    }
}

mirror! {
    /// The programs whose configuration is written out.
    AgentClient = kalends_engine::AgentClient, "kebab-case" {
        ClaudeDesktop,
        ClaudeCode,
        Cursor,
        VsCode,
    }
}

/// What an agent sees of one calendar.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AgentSight {
    pub calendar_id: String,
    pub sight: Sight,
}

/// An agent that the user registered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AgentView {
    pub id: String,
    pub name: String,
    pub state: AgentState,
    pub created_at: String,
    pub last_seen_at: Option<String>,
    /// What it calls itself, or empty: a label, no proof.
    pub client: String,
    /// How many of its proposals wait.
    pub pending: u32,
    pub max_pending: u32,
    pub max_per_hour: u32,
    /// Of every calendar, in the order of the sidebar.
    pub sights: Vec<AgentSight>,
}

/// All agents.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AgentList {
    pub agents: Vec<AgentView>,
    /// Nobody is heard at present.
    pub all_paused: bool,
}

/// What goes into a client's configuration. Holds the agent's token.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AgentConfig {
    pub client: AgentClient,
    /// The file it belongs into.
    pub file: String,
    pub text: String,
}

/// A line of the log of agents: never changed, never removed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AuditLine {
    pub id: AuditNo,
    pub at: String,
    pub agent_id: Option<String>,
    pub agent_name: String,
    pub proposal_id: Option<String>,
    /// What happened, as a word.
    pub what: String,
    /// `agent`, `user` or `kalends`.
    pub who: String,
    /// The title of what it was about, or empty.
    pub title: String,
    pub diff: Vec<DiffLine>,
    /// What came of it in a few words, or empty.
    pub result: String,
}

impl From<kalends_engine::AgentView> for AgentView {
    fn from(agent: kalends_engine::AgentView) -> Self {
        let sights = agent.sight.into_iter().map(|one| AgentSight {
            calendar_id: one.calendar_id.to_string(),
            sight: one.sight.into(),
        });
        Self {
            id: agent.id.to_string(),
            name: agent.name,
            state: agent.state.into(),
            created_at: agent.created_at.to_string(),
            last_seen_at: agent.last_seen.map(|at| at.to_string()),
            client: agent.client_label,
            pending: count(agent.pending),
            max_pending: agent.max_pending,
            max_per_hour: agent.max_per_hour,
            sights: sights.collect(),
        }
    }
}

impl From<kalends_engine::ClientConfig> for AgentConfig {
    fn from(config: kalends_engine::ClientConfig) -> Self {
        Self { client: config.client.into(), file: config.file, text: config.text }
    }
}

impl From<kalends_engine::AuditLine> for AuditLine {
    fn from(line: kalends_engine::AuditLine) -> Self {
        Self {
            id: AuditNo(line.no),
            at: line.at.to_string(),
            agent_id: line.agent_id.map(|id| id.to_string()),
            agent_name: line.agent,
            proposal_id: line.proposal_id.map(|id| id.to_string()),
            what: line.what,
            who: line.who,
            title: text_at(&line.diff, "title"),
            diff: lines(&line.diff),
            result: words(&line.result),
        }
    }
}

fn text_at(value: &Value, name: &str) -> String {
    value.get(name).and_then(Value::as_str).unwrap_or_default().to_owned()
}

/// A difference is a list of lines, or an object that has one under `diff`; of any other object each
/// plain value is a line.
fn lines(diff: &Value) -> Vec<DiffLine> {
    let list = diff.as_array().or_else(|| diff.get("diff").and_then(Value::as_array));
    if let Some(list) = list {
        let line = |line: &Value| DiffLine {
            name: text_at(line, "name"),
            before: text_at(line, "before"),
            after: text_at(line, "after"),
        };
        return list.iter().map(line).filter(|line| !line.name.is_empty()).collect();
    }
    let Some(object) = diff.as_object() else { return Vec::new() };
    let plain = object.iter().filter(|(name, _)| *name != "title" && !name.ends_with("_id"));
    plain
        .map(|(name, value)| (name, words(value)))
        .filter(|(_, after)| !after.is_empty())
        .map(|(name, after)| DiffLine { name: name.clone(), before: String::new(), after })
        .collect()
}

/// A plain value as text; of an object its plain values.
fn words(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Bool(yes) => yes.to_string(),
        Value::Number(number) => number.to_string(),
        Value::String(text) => text.clone(),
        Value::Array(list) => joined(list.iter()),
        Value::Object(object) => {
            let told = object.iter().filter(|(name, _)| !name.ends_with("_id"));
            joined(told.map(|(_, value)| value))
        }
    }
}

fn joined<'a>(values: impl Iterator<Item = &'a Value>) -> String {
    let texts: Vec<_> = values.map(words).filter(|text| !text.is_empty()).collect();
    texts.join(", ")
}
