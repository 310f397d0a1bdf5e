//! `kalends event`.

use clap::{Args, Subcommand, ValueEnum};
use kalends_engine::{
    CalendarId, EditScope, EventId, Guest, Notify,
    calendar::{Participation, Visibility},
};

use super::{EventRemindArgs, YesNo, hue_parser, id};
use crate::words;

#[derive(Debug, Subcommand)]
pub(crate) enum EventCommand {
    /// Everything there is to know about an event
    Show {
        /// The event's id
        #[arg(value_parser = id::event)]
        id: EventId,
        /// Of a series: the start of the occurrence before anyone moved it; the next one without it
        #[arg(long, value_name = "T")]
        occurrence: Option<String>,
        /// The zone of the times; the system's without it
        #[arg(long, value_name = "TZ")]
        zone: Option<String>,
    },
    /// Make an event
    Add(Box<EventAddArgs>),
    /// Change an event, one occurrence of a series, or the series
    Edit(Box<EventEditArgs>),
    /// Delete an event, one occurrence of a series, or the series
    Delete {
        /// The event's id
        #[arg(value_parser = id::event)]
        id: EventId,
        #[command(flatten)]
        part: PartArgs,
        /// The zone of --occurrence; the calendar's without it
        #[arg(long, value_name = "TZ")]
        zone: Option<String>,
        /// Whom the server mails about it; asked for where guests could be mailed
        #[arg(long)]
        notify: Option<Mail>,
    },
    /// Move an event in time; it keeps its length
    Move(EventMoveArgs),
    /// Answer an invitation
    Respond(EventRespondArgs),
    /// Reminders of your own, on this computer alone
    Remind(EventRemindArgs),
}

#[derive(Debug, Args)]
pub(crate) struct EventAddArgs {
    /// Its title
    #[arg(long)]
    pub(crate) title: String,
    /// First moment: a date, a local time, or an RFC 3339 instant
    #[arg(long, value_name = "T")]
    pub(crate) start: String,
    /// First moment after; of whole days the day after the last
    #[arg(long, value_name = "T")]
    pub(crate) end: String,
    #[command(flatten)]
    pub(crate) change: EventChangeArgs,
}

#[derive(Debug, Args)]
pub(crate) struct EventEditArgs {
    /// The event's id
    #[arg(value_parser = id::event)]
    pub(crate) id: EventId,
    #[command(flatten)]
    pub(crate) part: PartArgs,
    /// Its title
    #[arg(long)]
    pub(crate) title: Option<String>,
    /// First moment: a date, a local time, or an RFC 3339 instant
    #[arg(long, value_name = "T")]
    pub(crate) start: Option<String>,
    /// First moment after; of whole days the day after the last
    #[arg(long, value_name = "T")]
    pub(crate) end: Option<String>,
    /// Take a field away; may be given for several
    #[arg(long, value_name = "FIELD")]
    pub(crate) clear: Vec<Clear>,
    #[command(flatten)]
    pub(crate) change: EventChangeArgs,
}

/// What `event add` and `event edit` have in common.
#[derive(Debug, Default, Args)]
pub(crate) struct EventChangeArgs {
    /// Whole days, without a time of day; so are dates without this
    #[arg(long)]
    pub(crate) all_day: bool,
    /// The calendar it is in; the default one without it
    #[arg(long, value_name = "ID", value_parser = id::calendar)]
    pub(crate) calendar: Option<CalendarId>,
    /// Where it takes place
    #[arg(long)]
    pub(crate) location: Option<String>,
    /// Notes, as plain text
    #[arg(long)]
    pub(crate) description: Option<String>,
    /// How it repeats, such as FREQ=WEEKLY;BYDAY=MO (RFC 5545)
    #[arg(long, value_name = "RULE")]
    pub(crate) rrule: Option<String>,
    /// Somebody to invite: an address, or `Name <address>`; all who are to be invited are given
    #[arg(long, value_name = "EMAIL", value_parser = words::guest)]
    pub(crate) guest: Vec<Guest>,
    /// Somebody to invite who may stay away
    #[arg(long, value_name = "EMAIL", value_parser = words::guest)]
    pub(crate) optional_guest: Vec<Guest>,
    /// What guests may do
    #[arg(long, value_delimiter = ',', value_name = "RIGHTS")]
    pub(crate) guests_can: Option<Vec<RightOfGuests>>,
    /// How long before the start to remind: 10m, 2h, 1d, 1w; mail:1d by mail; default as the
    /// calendar says; none not at all
    #[arg(long, value_name = "D", value_parser = words::reminder)]
    pub(crate) reminder: Vec<words::Reminder>,
    /// Whether it blocks time
    #[arg(long)]
    pub(crate) busy: Option<YesNo>,
    /// Whether it is tentative
    #[arg(long)]
    pub(crate) tentative: Option<YesNo>,
    /// Who may see it
    #[arg(long)]
    pub(crate) visibility: Option<Secrecy>,
    /// Its own colour
    #[arg(long, value_parser = hue_parser(), value_name = "HUE")]
    pub(crate) color: Option<String>,
    /// A video conference
    #[arg(long)]
    pub(crate) conference: Option<Video>,
    /// The zone of local times; the calendar's without it
    #[arg(long, value_name = "TZ")]
    pub(crate) zone: Option<String>,
    /// Whom the server mails about it; asked for where guests could be mailed
    #[arg(long)]
    pub(crate) notify: Option<Mail>,
}

#[derive(Debug, Args)]
pub(crate) struct EventMoveArgs {
    /// The event's id
    #[arg(value_parser = id::event)]
    pub(crate) id: EventId,
    /// Its new start; a date keeps the time of day
    #[arg(long, value_name = "T")]
    pub(crate) to: String,
    #[command(flatten)]
    pub(crate) part: PartArgs,
    /// The zone of local times; the calendar's without it
    #[arg(long, value_name = "TZ")]
    pub(crate) zone: Option<String>,
    /// Whom the server mails about it; asked for where guests could be mailed
    #[arg(long)]
    pub(crate) notify: Option<Mail>,
}

#[derive(Debug, Args)]
pub(crate) struct EventRespondArgs {
    /// The event's id
    #[arg(value_parser = id::event)]
    pub(crate) id: EventId,
    /// The answer
    pub(crate) answer: Answer,
    /// A word with it
    #[arg(long)]
    pub(crate) comment: Option<String>,
    #[command(flatten)]
    pub(crate) part: PartArgs,
    /// The zone of --occurrence; the calendar's without it
    #[arg(long, value_name = "TZ")]
    pub(crate) zone: Option<String>,
    /// Whom the server mails about it; asked for where somebody else invited
    #[arg(long)]
    pub(crate) notify: Option<Mail>,
}

/// Which part of a series is meant.
#[derive(Debug, Default, Args)]
pub(crate) struct PartArgs {
    /// Of a series: the start of the occurrence before anyone moved it
    #[arg(long, value_name = "T")]
    pub(crate) occurrence: Option<String>,
    /// How much of a series; this with --occurrence, all without
    #[arg(long)]
    pub(crate) scope: Option<Reach>,
}

/// How much of a series.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Reach {
    /// The one occurrence
    This,
    /// It and all later ones
    Following,
    /// All of them
    All,
}

impl From<Reach> for EditScope {
    fn from(reach: Reach) -> Self {
        match reach {
            Reach::This => Self::This,
            Reach::Following => Self::Following,
            Reach::All => Self::All,
        }
    }
}

/// Whom the server mails.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Mail {
    /// Nobody
    None,
    /// Guests whose calendars are not with Google
    External,
    /// All guests
    All,
}

impl From<Mail> for Notify {
    fn from(mail: Mail) -> Self {
        match mail {
            Mail::None => Self::None,
            Mail::External => Self::External,
            Mail::All => Self::All,
        }
    }
}

/// An answer to an invitation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Answer {
    /// Comes
    Accepted,
    /// Does not come
    Declined,
    /// May come
    Tentative,
}

impl From<Answer> for Participation {
    fn from(answer: Answer) -> Self {
        match answer {
            Answer::Accepted => Self::Accepted,
            Answer::Declined => Self::Declined,
            Answer::Tentative => Self::Tentative,
        }
    }
}

/// Who may see an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Secrecy {
    /// As the calendar says
    Default,
    /// Everybody who sees the calendar
    Public,
    /// Guests and owners alone
    Private,
    /// The same, by the name some calendars use
    Confidential,
}

impl From<Secrecy> for Visibility {
    fn from(secrecy: Secrecy) -> Self {
        match secrecy {
            Secrecy::Default => Self::Default,
            Secrecy::Public => Self::Public,
            Secrecy::Private => Self::Private,
            Secrecy::Confidential => Self::Confidential,
        }
    }
}

/// A video conference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Video {
    /// A new one from Google Meet
    Meet,
    /// None
    None,
}

/// What guests may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum RightOfGuests {
    /// See who else is invited
    See,
    /// Invite others
    Invite,
    /// Change the event
    Modify,
    /// Nothing
    None,
}

/// A field that can be taken away.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Clear {
    Title,
    Location,
    Description,
    Rrule,
    Guests,
    Reminders,
    Color,
    Conference,
}
