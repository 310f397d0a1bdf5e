//! `kalends conflicts`, `kalends free` and `kalends reserve`.

use clap::{Args, Subcommand, ValueEnum};
use kalends_engine::{Ask, CalendarId, ConflictPair, EventId, Target, calendar::free::Hours};

use super::{SpanArgs, id};
use crate::words;

#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct ConflictsArgs {
    #[command(subcommand)]
    pub(crate) command: Option<ConflictsCommand>,
    #[command(flatten)]
    pub(crate) span: SpanArgs,
    /// Those too that are ignored
    #[arg(long)]
    pub(crate) ignored: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ConflictsCommand {
    /// Hear no more of a conflict
    Ignore {
        /// The conflict's id
        #[arg(value_parser = pair)]
        id: ConflictPair,
        /// Nor of any other between the occurrences of the two
        #[arg(long)]
        series: bool,
    },
    /// Hear of an ignored conflict again
    Heed {
        /// The conflict's id
        #[arg(value_parser = pair)]
        id: ConflictPair,
    },
}

#[derive(Debug, Args)]
pub(crate) struct FreeArgs {
    /// First moment: a date, a local time, or an RFC 3339 instant
    #[arg(long, value_name = "T")]
    pub(crate) from: String,
    /// First moment after: a date, a local time, or an RFC 3339 instant
    #[arg(long, value_name = "T")]
    pub(crate) to: String,
    /// How long at least: 30m, 1h
    #[arg(long, value_name = "D", value_parser = words::length)]
    pub(crate) duration: i64,
    /// The calendars that have to be free; all that count without it
    #[arg(long, value_name = "ID", value_parser = id::calendar)]
    pub(crate) calendar: Vec<CalendarId>,
    /// Slots of just the duration that begin on a multiple of this; whole gaps without it
    #[arg(long, value_name = "D", value_parser = words::length)]
    pub(crate) step: Option<i64>,
    /// How many at most
    #[arg(long, value_name = "N")]
    pub(crate) limit: Option<usize>,
    #[command(flatten)]
    pub(crate) manner: MannerArgs,
}

#[derive(Debug, Args)]
pub(crate) struct ReserveArgs {
    /// The title; {date}, {weekday}, {start} and {end} in it become those of the slot
    #[arg(long)]
    pub(crate) title: String,
    /// How long: 30m, 1h
    #[arg(long, value_name = "D", value_parser = words::length)]
    pub(crate) duration: i64,
    /// When it begins, and at no other time
    #[arg(long, value_name = "T", required_unless_present = "from", conflicts_with_all = ["from", "to"])]
    pub(crate) at: Option<String>,
    /// The first free slot from then on
    #[arg(long, value_name = "T", requires = "to")]
    pub(crate) from: Option<String>,
    /// The slot ends before
    #[arg(long, value_name = "T", requires = "from")]
    pub(crate) to: Option<String>,
    /// The calendar that takes the event; the one for new events without it
    #[arg(long, value_name = "ID", value_parser = id::calendar)]
    pub(crate) calendar: Option<CalendarId>,
    /// The calendars that have to be free; all that count without it
    #[arg(long, value_name = "ID", value_parser = id::calendar)]
    pub(crate) beside: Vec<CalendarId>,
    /// The place
    #[arg(long, default_value = "", hide_default_value = true)]
    pub(crate) location: String,
    /// The notes
    #[arg(long, default_value = "", hide_default_value = true)]
    pub(crate) description: String,
    /// Book although it is not known of every calendar whether it is free
    #[arg(long)]
    pub(crate) accept_unknown: bool,
    #[command(flatten)]
    pub(crate) manner: MannerArgs,
}

/// How free time is looked for.
#[derive(Debug, Args)]
pub(crate) struct MannerArgs {
    /// What stays free before and after other events; as in the settings without it
    #[arg(long, value_name = "D", value_parser = words::length)]
    pub(crate) buffer: Option<i64>,
    /// The hours of each day, such as 09:00-17:00; the working hours of the settings without it
    #[arg(long, value_name = "HOURS", value_parser = hours)]
    pub(crate) hours: Option<Hours>,
    /// The zone of local times and hours; the system's without it
    #[arg(long, value_name = "TZ")]
    pub(crate) zone: Option<String>,
    /// Whether Google is asked
    #[arg(long, default_value = "stale")]
    pub(crate) ask: AskGoogle,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum AskGoogle {
    /// Only what is known here
    Never,
    /// Where nothing is known here, or what is known is old
    Stale,
    /// In any case
    Now,
}

impl From<AskGoogle> for Ask {
    fn from(ask: AskGoogle) -> Self {
        match ask {
            AskGoogle::Never => Self::Never,
            AskGoogle::Stale => Self::WhenStale,
            AskGoogle::Now => Self::Now,
        }
    }
}

/// Reads `09:00-17:00`; `00:00-24:00` is the whole day.
fn hours(text: &str) -> Result<Hours, String> {
    let unreadable = || "it is hours such as 09:00-17:00".to_owned();
    let time = |text: &str| {
        let text = if text == "24:00" { "00:00" } else { text };
        text.parse().map_err(|_| unreadable())
    };
    let (from, to) = text.split_once('-').ok_or_else(unreadable)?;
    Ok(Hours { from: time(from)?, to: time(to)? })
}

/// What names a conflict: its two occurrences.
pub(crate) fn pair_id(pair: &ConflictPair) -> String {
    let side = |target: &Target| match target.original {
        Some(original) => format!("{}@{original}", target.event_id),
        None => target.event_id.to_string(),
    };
    format!("{}+{}", side(&pair.a), side(&pair.b))
}

/// Reads what [`pair_id`] wrote.
fn pair(text: &str) -> Result<ConflictPair, String> {
    let unreadable = || format!("“{text}” is not an id; `kalends conflicts --json` shows them");
    let side = |text: &str| {
        let (event, original) = match text.split_once('@') {
            Some((event, original)) => (event, Some(original.parse().map_err(|_| unreadable())?)),
            None => (text, None),
        };
        let event_id: EventId = event.parse().map_err(|_| unreadable())?;
        Ok::<_, String>(Target { event_id, original })
    };
    let (a, b) = text.split_once('+').ok_or_else(unreadable)?;
    Ok(ConflictPair { a: side(a)?, b: side(b)? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_id_of_a_conflict_names_both_occurrences() {
        let one = "0193a5e4-0000-7000-8000-000000000001";
        let other = "0193a5e4-0000-7000-8000-000000000002@-1795000000";
        let text = format!("{one}+{other}");
        let read = pair(&text).unwrap();
        assert_eq!((read.a.original, read.b.original), (None, Some(-1_795_000_000)));
        assert_eq!(pair_id(&read), text);
        for text in ["", one, "a+b", &format!("{one}+{one}@x")] {
            assert!(pair(text).is_err(), "{text}");
        }
    }

    #[test]
    fn hours_are_two_times_of_day() {
        let read = |text: &str| hours(text).map(|one| format!("{}-{}", one.from, one.to));
        assert_eq!(read("09:00-17:30").unwrap(), "09:00:00-17:30:00");
        assert_eq!(read("00:00-24:00").unwrap(), "00:00:00-00:00:00");
        for text in ["", "09:00", "9-17h", "25:00-26:00"] {
            assert!(hours(text).is_err(), "{text}");
        }
    }
}
