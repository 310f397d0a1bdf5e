//! What is said on the command line about when a calendar reminds, as the engine takes it.

use kalends_engine::{AllDayReminder, CalendarReminders};
use serde::Serialize;

use crate::{
    args::{AllDay, CalendarSetArgs, Timed, YesNo},
    failure::Failure,
    words,
};

/// How a calendar reminds on this computer, as `--json` shows it; null is as its source says.
#[derive(Serialize)]
pub(super) struct Shown {
    muted: bool,
    /// Minutes before the start.
    timed: Option<Vec<i64>>,
    all_day: Option<Vec<String>>,
}

impl From<CalendarReminders> for Shown {
    fn from(chosen: CalendarReminders) -> Self {
        let words = |all: Vec<AllDayReminder>| all.into_iter().map(words::all_day_word).collect();
        Self { muted: chosen.muted, timed: chosen.timed, all_day: chosen.all_day.map(words) }
    }
}

/// Whether anything about reminding is to be changed.
pub(super) const fn is_said(args: &CalendarSetArgs) -> bool {
    args.muted.is_some() || !args.reminders.is_empty() || !args.all_day_reminders.is_empty()
}

/// How a calendar reminds once the arguments hold; what is not given stays.
pub(super) fn changed(
    before: CalendarReminders,
    args: &CalendarSetArgs,
) -> Result<CalendarReminders, Failure> {
    Ok(CalendarReminders {
        muted: args.muted.map_or(before.muted, YesNo::is_yes),
        timed: timed(&args.reminders)?.unwrap_or(before.timed),
        all_day: all_day(&args.all_day_reminders)?.unwrap_or(before.all_day),
    })
}

/// None where nothing was given, and within it none where the source is to say.
fn timed(given: &[Timed]) -> Result<Option<Option<Vec<i64>>>, Failure> {
    match given {
        [] => Ok(None),
        [Timed::Source] => Ok(Some(None)),
        [Timed::None] => Ok(Some(Some(Vec::new()))),
        all => {
            let minutes = all.iter().map(|one| match one {
                Timed::Before(minutes) => Ok(*minutes),
                Timed::None | Timed::Source => Err(alone("--reminders")),
            });
            minutes.collect::<Result<_, _>>().map(|all| Some(Some(all)))
        }
    }
}

/// None where nothing was given, and within it none where the source is to say.
pub(super) fn all_day(given: &[AllDay]) -> Result<Option<Option<Vec<AllDayReminder>>>, Failure> {
    match given {
        [] => Ok(None),
        [AllDay::Source] => Ok(Some(None)),
        [AllDay::None] => Ok(Some(Some(Vec::new()))),
        all => {
            let times = all.iter().map(|one| match one {
                AllDay::At(reminder) => Ok(*reminder),
                AllDay::None | AllDay::Source => Err(alone("all-day reminders")),
            });
            times.collect::<Result<_, _>>().map(|all| Some(Some(all)))
        }
    }
}

fn alone(what: &str) -> Failure {
    Failure::usage(
        format!("{what}: none and source stand alone"),
        "Give either one of them, or times.",
    )
}
