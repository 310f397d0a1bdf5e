//! `kalends agent`.

use clap::{Args, Subcommand, ValueEnum};
use kalends_engine::{AgentClient, CalendarId, Sight};

use super::id;

#[derive(Debug, Subcommand)]
pub(crate) enum AgentCommand {
    /// Register an agent and print how clients start it
    Add {
        /// What you call it
        name: String,
        /// For this client's own file
        #[arg(long = "for", value_name = "CLIENT")]
        client: Option<Client>,
    },
    /// List the agents and what they may do
    List,
    /// Print again how clients start an agent; the answer holds its token
    Config {
        /// Its name
        name: String,
        /// For this client's own file
        #[arg(long = "for", value_name = "CLIENT")]
        client: Option<Client>,
    },
    /// Stop an agent for now; its proposals stay
    Pause(OneOrAll),
    /// Let a paused agent go on
    Resume(OneOrAll),
    /// Take an agent's access away for ever; what it did stays on record
    Revoke {
        /// Its name
        name: String,
    },
    /// Say what an agent sees of a calendar
    Allow {
        /// Its name
        name: String,
        /// Which calendar
        #[arg(long, value_name = "ID", value_parser = id::calendar)]
        calendar: CalendarId,
        /// How much it sees
        sight: SightWord,
    },
    /// Say how many proposals an agent may make
    #[command(group = clap::ArgGroup::new("caps").required(true).multiple(true))]
    Caps {
        /// Its name
        name: String,
        /// How many may wait for you at once
        #[arg(long, value_name = "N", group = "caps")]
        pending: Option<u32>,
        /// How many it may make within an hour
        #[arg(long, value_name = "N", group = "caps")]
        per_hour: Option<u32>,
    },
    /// What agents asked for, what was decided and what came of it, newest first
    Audit(AuditArgs),
}

#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
pub(crate) struct OneOrAll {
    /// Its name
    pub(crate) name: Option<String>,
    /// All agents at once
    #[arg(long)]
    pub(crate) all: bool,
}

#[derive(Debug, Args)]
pub(crate) struct AuditArgs {
    /// Only of this agent
    #[arg(long, value_name = "NAME")]
    pub(crate) agent: Option<String>,
    /// Only from then on: a date, a local time, or an RFC 3339 instant
    #[arg(long, value_name = "T")]
    pub(crate) since: Option<String>,
    /// How many lines at most
    #[arg(long, default_value_t = 50)]
    pub(crate) limit: u32,
    /// Write all lines to standard output, oldest first, each as a JSON object in a line of its own
    #[arg(long, conflicts_with = "limit")]
    pub(crate) export: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Client {
    ClaudeDesktop,
    ClaudeCode,
    Cursor,
    VsCode,
}

impl From<Client> for AgentClient {
    fn from(client: Client) -> Self {
        match client {
            Client::ClaudeDesktop => Self::ClaudeDesktop,
            Client::ClaudeCode => Self::ClaudeCode,
            Client::Cursor => Self::Cursor,
            Client::VsCode => Self::VsCode,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum SightWord {
    /// Nothing, not even that it exists
    Hidden,
    /// When it is busy
    Busy,
    /// What its events are called, and when they are
    Titles,
    /// All of its events
    Full,
}

impl From<SightWord> for Sight {
    fn from(word: SightWord) -> Self {
        match word {
            SightWord::Hidden => Self::Hidden,
            SightWord::Busy => Self::Busy,
            SightWord::Titles => Self::Titles,
            SightWord::Full => Self::Full,
        }
    }
}
