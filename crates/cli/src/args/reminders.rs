//! `kalends reminders`, and what other commands say about reminding.

use clap::{Args, Subcommand};
use kalends_engine::{AllDayReminder, QuietHours, ReminderId};

use super::YesNo;
use crate::words;

#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct RemindersArgs {
    #[command(subcommand)]
    pub(crate) command: Option<RemindersCommand>,
    /// First moment after: a date, a local time, or an RFC 3339 instant; a day from now without it
    #[arg(long, value_name = "T")]
    pub(crate) until: Option<String>,
    /// The zone of the times; the system's without it
    #[arg(long, value_name = "TZ")]
    pub(crate) zone: Option<String>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum RemindersCommand {
    /// Show a reminder again later
    Snooze {
        /// The reminder's id
        #[arg(value_parser = id)]
        id: ReminderId,
        /// How long: 5m, 10m, 1h, at most a day; ten minutes without it
        #[arg(long = "for", value_name = "D", value_parser = words::snooze)]
        length: Option<u16>,
        /// Until the event starts
        #[arg(long, conflicts_with = "length")]
        until_start: bool,
    },
    /// Mark a reminder as seen to
    Dismiss {
        /// The reminder's id
        #[arg(value_parser = id)]
        id: Option<ReminderId>,
        /// All that were missed
        #[arg(long, conflicts_with = "id")]
        missed: bool,
    },
    /// Show nothing for a while; what falls due meanwhile is shown afterwards
    Pause {
        /// How long: 30m, 1h, 1d
        #[arg(long = "for", value_name = "D", value_parser = words::length, default_value = "1h")]
        length: i64,
    },
    /// End a pause
    Resume,
    /// Show or change how you are reminded
    Settings(SettingsArgs),
    /// Show a notification to see whether they come through
    Test,
    /// Show reminders until Ctrl-C, where the app does not run
    Run,
}

/// What is not given stays as it is.
#[derive(Debug, Args)]
pub(crate) struct SettingsArgs {
    /// Whether anything is shown at all
    #[arg(long)]
    pub(crate) on: Option<YesNo>,
    /// When nothing is shown, such as 22:00-07:00; or off
    #[arg(long, value_name = "HOURS", value_parser = words::quiet)]
    pub(crate) quiet: Option<Quiet>,
    /// Whether a notification stays until you act on it
    #[arg(long)]
    pub(crate) persistent: Option<YesNo>,
    /// Whether notifications leave out what the event is and where
    #[arg(long)]
    pub(crate) hide_titles: Option<YesNo>,
    /// Whether tentative events remind
    #[arg(long)]
    pub(crate) tentative: Option<YesNo>,
    /// Whether invitations without an answer remind
    #[arg(long)]
    pub(crate) invitations: Option<YesNo>,
    /// When all-day events remind whose calendar does not say: 1d@18:00 is the day before at 18:00;
    /// none; may be given for several
    #[arg(long, value_name = "WHEN", value_parser = words::all_day)]
    pub(crate) all_day: Vec<AllDay>,
}

/// Quiet hours as they are given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Quiet {
    /// None.
    Off,
    /// These.
    Hours(QuietHours),
}

/// One reminder of an all-day event as it is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AllDay {
    /// None at all.
    None,
    /// As the source of the calendar says.
    Source,
    /// This one.
    At(AllDayReminder),
}

/// One reminder of a timed event as it is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Timed {
    /// None at all.
    None,
    /// As the source of the calendar says.
    Source,
    /// So many minutes before the start.
    Before(i64),
}

/// Reminders of one event that nobody else sees.
#[derive(Debug, Args)]
pub(crate) struct EventRemindArgs {
    /// The event's id
    #[arg(value_parser = super::id::event)]
    pub(crate) id: kalends_engine::EventId,
    /// Of a series: the start of the one occurrence before anyone moved it; all without it
    #[arg(long, value_name = "T")]
    pub(crate) occurrence: Option<String>,
    /// How long before the start: 10m, 2h, 1d, 1w; may be given for several; without it they are
    /// shown
    #[arg(long, value_name = "D", value_parser = words::length)]
    pub(crate) before: Vec<i64>,
    /// None of your own
    #[arg(long, conflicts_with = "before")]
    pub(crate) none: bool,
    /// The zone of --occurrence; the calendar's without it
    #[arg(long, value_name = "TZ")]
    pub(crate) zone: Option<String>,
}

fn id(text: &str) -> Result<ReminderId, String> {
    let is_one = !text.is_empty() && !text.contains(char::is_whitespace);
    let wrong = || format!("“{text}” is not an id; `kalends reminders` shows them");
    is_one.then(|| ReminderId(text.to_owned())).ok_or_else(wrong)
}
