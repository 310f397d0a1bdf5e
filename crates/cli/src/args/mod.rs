//! The words of the command line.

mod account;
mod agent;
mod event;
mod free;
mod id;
mod mcp;
mod proposals;
mod queue;
mod reminders;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum, builder::PossibleValuesParser};
use kalends_engine::{CalendarId, Every, Hue};

pub(crate) use account::{AccountAdd, AccountCommand};
pub(crate) use agent::{AgentCommand, AuditArgs, Client, OneOrAll};
pub(crate) use event::{
    Clear, EventAddArgs, EventChangeArgs, EventCommand, EventEditArgs, EventMoveArgs,
    EventRespondArgs, Mail, PartArgs, Reach, RightOfGuests, Video,
};
pub(crate) use free::{ConflictsArgs, ConflictsCommand, FreeArgs, ReserveArgs, pair_id};
pub(crate) use mcp::McpArgs;
pub(crate) use proposals::{ApproveArgs, ProposalsCommand};
pub(crate) use queue::{Choice, FieldChoice, QueueCommand, ResolveArgs};
pub(crate) use reminders::{
    AllDay, EventRemindArgs, Quiet, RemindersArgs, RemindersCommand, SettingsArgs, Timed,
};

use crate::words;

/// Your calendars, on your own computer.
///
/// Kalends mirrors Google calendars and calendar links into a local database and answers from it,
/// online or offline. Edits are kept there too and sent with the next sync. The app and the command
/// line share the same data and may run at once.
#[derive(Debug, Parser)]
#[command(name = "kalends", version, arg_required_else_help = true, after_help = ENVIRONMENT)]
pub(crate) struct Cli {
    /// Print one JSON value on standard output and nothing else
    #[arg(long, global = true)]
    pub(crate) json: bool,

    /// Who keeps the addresses of feeds and the tokens of accounts
    #[arg(
        long,
        global = true,
        env = "KALENDS_SECRETS",
        default_value = "keychain",
        hide_env_values = true
    )]
    pub(crate) secrets: SecretsPlace,

    #[command(subcommand)]
    pub(crate) command: Command,
}

const ENVIRONMENT: &str = "Environment:
  KALENDS_DATA_DIR              everything lives under this folder
  KALENDS_SECRETS               keychain (the default) or file
  KALENDS_PASSPHRASE            the passphrase of the secrets file; asked for where it is not set
  KALENDS_GOOGLE_URL            one address that stands in for every address of Google
  KALENDS_GOOGLE_CLIENT_ID      the OAuth client that signs in to Google
  KALENDS_GOOGLE_CLIENT_SECRET  its secret
  KALENDS_AGENT_TOKEN           the token of the agent that mcp serves
  KALENDS_LOG                   a tracing filter, such as info or kalends_engine=trace

Exit codes: 0 done, 1 failed, 2 wrong usage, 3 done in part.";

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum SecretsPlace {
    /// The operating system's keychain
    Keychain,
    /// An encrypted file in the data folder
    File,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Calendar links and files that are fetched again and again
    #[command(subcommand)]
    Feed(FeedCommand),
    /// Accounts that calendars come from
    #[command(subcommand)]
    Account(AccountCommand),
    /// Agents that may look at calendars and propose changes
    #[command(subcommand)]
    Agent(AgentCommand),
    /// The calendars themselves
    #[command(subcommand)]
    Calendar(CalendarCommand),
    /// Send edits and fetch what is new, now
    Sync(SyncArgs),
    /// What takes place, day by day
    Agenda(AgendaArgs),
    /// Single events
    #[command(subcommand)]
    Event(EventCommand),
    /// Edits that are not sent yet, and what stands in their way
    #[command(subcommand)]
    Queue(QueueCommand),
    /// What agents propose, and your decisions
    #[command(subcommand)]
    Proposals(ProposalsCommand),
    /// What reminds you, what was missed, and how
    Reminders(RemindersArgs),
    /// The meetings around this moment
    Now,
    /// What of your time is taken twice
    Conflicts(ConflictsArgs),
    /// When there is time
    Free(FreeArgs),
    /// Book a slot if it is still free
    Reserve(ReserveArgs),
    /// Find events by title, place, notes and people
    Search(SearchArgs),
    /// What syncs and imports did, newest first
    Log(LogArgs),
    /// Read an .ics file into a calendar of this computer
    Import(ImportArgs),
    /// Write events as an .ics file to standard output
    Export(ExportArgs),
    /// Copies of the database
    #[command(subcommand)]
    Backup(BackupCommand),
    /// The made-up calendars to look around with
    #[command(subcommand)]
    Samples(SamplesCommand),
    Mcp(McpArgs),
    /// Look after everything Kalends depends on
    Doctor,
    /// Print completions for a shell
    Completions {
        /// Which shell
        shell: clap_complete::Shell,
    },
    /// Print the manual page
    Man,
}

#[derive(Debug, Subcommand)]
pub(crate) enum FeedCommand {
    /// Add a link or a file and fetch it
    Add(FeedAddArgs),
    /// Fetch a link or a file without keeping anything
    Test {
        /// https, http, webcal or webcals link, or the path of a file
        address: String,
    },
    /// List the feeds and how they do
    List,
    /// Remove a feed, its events and its address
    Remove {
        /// The feed's id
        #[arg(value_parser = id::feed)]
        id: CalendarId,
    },
    /// Stop fetching a feed; its events stay
    Pause {
        /// The feed's id
        #[arg(value_parser = id::feed)]
        id: CalendarId,
    },
    /// Fetch a paused feed again
    Resume {
        /// The feed's id
        #[arg(value_parser = id::feed)]
        id: CalendarId,
    },
}

#[derive(Debug, Args)]
pub(crate) struct FeedAddArgs {
    /// https, http, webcal or webcals link, or the path of a file
    pub(crate) address: String,
    /// Its name here; the feed's own without it
    #[arg(long)]
    pub(crate) name: Option<String>,
    /// How often to fetch it: 1m, 5m, 10m, 30m or 1h
    #[arg(long, value_parser = parse_every, default_value = "5m", value_name = "D")]
    pub(crate) every: Every,
    /// Its colour
    #[arg(long, value_parser = hue_parser(), value_name = "HUE")]
    pub(crate) color: Option<String>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum CalendarCommand {
    /// List all calendars
    List,
    /// Add an empty calendar that lives on this computer alone
    Add {
        /// Its name
        #[arg(long, value_name = "NAME")]
        local: String,
        /// Its colour
        #[arg(long, value_parser = hue_parser(), value_name = "HUE")]
        color: Option<String>,
    },
    /// Change a calendar
    Set(CalendarSetArgs),
    /// Remove a calendar and its events
    Remove {
        /// The calendar's id
        #[arg(value_parser = id::calendar)]
        id: CalendarId,
    },
}

#[derive(Debug, Args)]
pub(crate) struct CalendarSetArgs {
    /// The calendar's id
    #[arg(value_parser = id::calendar)]
    pub(crate) id: CalendarId,
    /// Whether it is synced at all
    #[arg(long)]
    pub(crate) selected: Option<YesNo>,
    /// Whether it is left out of lists and its events out of what is shown
    #[arg(long)]
    pub(crate) hidden: Option<YesNo>,
    /// Which way changes go; calendar links, and calendars that others own, can only be read
    #[arg(long)]
    pub(crate) direction: Option<Direction>,
    /// How often to fetch it: 1m, 5m, 10m, 15m (calendars of accounts), 30m or 1h
    #[arg(long, value_parser = parse_every, value_name = "D")]
    pub(crate) every: Option<Every>,
    /// Its colour
    #[arg(long, value_parser = hue_parser(), value_name = "HUE")]
    pub(crate) color: Option<String>,
    /// Its name here
    #[arg(long)]
    pub(crate) name: Option<String>,
    /// When its timed events remind that say nothing themselves: 10m,30m; none; source, as
    /// whoever keeps it says
    #[arg(long, value_delimiter = ',', value_name = "D", value_parser = words::timed)]
    pub(crate) reminders: Vec<Timed>,
    /// The same for all-day events: 1d@18:00; none; source
    #[arg(long, value_delimiter = ',', value_name = "WHEN", value_parser = words::all_day)]
    pub(crate) all_day_reminders: Vec<AllDay>,
    /// Whether none of its events reminds, but for reminders of your own
    #[arg(long)]
    pub(crate) muted: Option<YesNo>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum YesNo {
    Yes,
    No,
}

impl YesNo {
    pub(crate) fn is_yes(self) -> bool {
        self == Self::Yes
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Direction {
    /// From the source to this computer
    Read,
    /// From this computer to the source
    Write,
    /// Both ways
    Both,
}

impl From<Direction> for kalends_engine::Direction {
    fn from(direction: Direction) -> Self {
        match direction {
            Direction::Read => Self::Read,
            Direction::Write => Self::Write,
            Direction::Both => Self::Both,
        }
    }
}

#[derive(Debug, Args)]
pub(crate) struct SyncArgs {
    /// Read everything anew, whether or not it changed
    #[arg(long)]
    pub(crate) full: bool,
    /// Only this calendar
    #[arg(long, value_name = "ID", value_parser = id::calendar)]
    pub(crate) calendar: Option<CalendarId>,
}

#[derive(Debug, Args)]
pub(crate) struct AgendaArgs {
    #[command(flatten)]
    pub(crate) span: SpanArgs,
    /// Only this calendar
    #[arg(long, value_name = "ID", value_parser = id::calendar)]
    pub(crate) calendar: Option<CalendarId>,
}

/// A stretch of time and the zone it is meant in.
#[derive(Debug, Args)]
pub(crate) struct SpanArgs {
    /// First moment: a date, a local time, or an RFC 3339 instant
    #[arg(long, value_name = "T")]
    pub(crate) from: Option<String>,
    /// First moment after: a date, a local time, or an RFC 3339 instant
    #[arg(long, value_name = "T")]
    pub(crate) to: Option<String>,
    /// The zone of local times; the system's without it
    #[arg(long, value_name = "TZ")]
    pub(crate) zone: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct SearchArgs {
    /// Words; the accents and the case of letters do not count
    #[arg(required = true)]
    pub(crate) text: Vec<String>,
    /// How many events at most
    #[arg(long, default_value_t = 50)]
    pub(crate) limit: u32,
}

#[derive(Debug, Args)]
pub(crate) struct LogArgs {
    /// Only this calendar
    #[arg(long, value_name = "ID", value_parser = id::calendar)]
    pub(crate) source: Option<CalendarId>,
    /// How many runs at most
    #[arg(long, default_value_t = 50)]
    pub(crate) limit: u32,
}

#[derive(Debug, Args)]
pub(crate) struct ImportArgs {
    /// The file; - reads standard input
    pub(crate) file: PathBuf,
    /// The calendar of this computer to put the events in
    #[arg(long, value_name = "ID", value_parser = id::calendar)]
    pub(crate) calendar: CalendarId,
}

#[derive(Debug, Args)]
pub(crate) struct ExportArgs {
    #[command(flatten)]
    pub(crate) span: SpanArgs,
    /// Only this calendar
    #[arg(long, value_name = "ID", value_parser = id::calendar)]
    pub(crate) calendar: Option<CalendarId>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum BackupCommand {
    /// Write a backup
    Now,
    /// List the backups, newest first
    List,
    /// Put a backup in the database's place, which is kept beside it
    Restore {
        /// The backup's name
        name: String,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum SamplesCommand {
    /// Add them, around today
    Add,
    /// Remove them
    Remove,
}

fn parse_every(text: &str) -> Result<Every, String> {
    Every::parse(text).ok_or_else(|| "it is one of 1m, 5m, 10m, 15m, 30m and 1h".into())
}

fn hue_parser() -> PossibleValuesParser {
    PossibleValuesParser::new(Hue::ALL.map(Hue::name))
}

/// The hue of a name that [`hue_parser`] let pass.
pub(crate) fn hue(name: Option<&str>) -> Option<Hue> {
    name.and_then(Hue::named)
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    #[test]
    fn the_definition_is_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn intervals_are_the_five_offered() {
        for (text, minutes) in [("1m", 1), ("5m", 5), ("10m", 10), ("30m", 30), ("1h", 60)] {
            assert_eq!(parse_every(text).unwrap().minutes(), minutes);
        }
        for text in ["", "2m", "1d", "five"] {
            assert!(parse_every(text).is_err(), "{text}");
        }
    }
}
