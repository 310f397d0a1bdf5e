//! A whole series moved because one occurrence of it was.
//!
//! Everything moves by the same wall clock: the start, EXDATE, RDATE, UNTIL. A rule follows to
//! other days like this:
//!
//! - days that it leaves to its start follow by themselves;
//! - the weekdays of a daily or weekly rule all move on by as many days, and WKST with them where
//!   weeks are counted;
//! - a single BYMONTHDAY, BYMONTH or numbered BYDAY (`2TU`) that says what the occurrence's day is
//!   says what its new day is;
//! - a single BYHOUR, BYMINUTE or BYSECOND that restates the time is dropped, the start says it;
//! - anything else is kept as it was.

use jiff::{SignedDuration, civil::DateTime};

use super::{
    Times,
    follow::{Followed, follow},
    moves::Moves,
    times::lasting,
};
use crate::{
    event::{Recurrence, RecurrenceDate},
    when::When,
};

/// A series after the move.
#[derive(Clone, Debug, PartialEq)]
pub struct Shifted {
    /// Start and end of its first occurrence.
    pub times: Times,
    /// How it repeats.
    pub recurrence: Recurrence,
    moves: Moves,
    exact: bool,
}

impl Shifted {
    /// Where an original start of the old series lies in the new one, for overrides to follow;
    /// none where occurrences cannot be told from each other, since the rule itself changed.
    #[must_use]
    pub fn original(&self, old: &When) -> Option<When> {
        self.exact.then(|| self.moves.point(old))
    }
}

/// Moves a series so that the occurrence at `from` comes to lie at `to`: its start by as much wall
/// clock as that of the occurrence, its length to that of `to`, and EXDATE, RDATE, UNTIL and the
/// rule's days with it. Whole days become timed and the other way round as `to` is.
#[must_use]
pub fn shift(series: &Times, recurrence: &Recurrence, from: &When, to: &Times) -> Shifted {
    let moves = Moves::new(&series.start, from, &to.start);
    let start = moves.point(&series.start);
    let times = Times { end: lasting(to, &start), start };
    let mut exact = true;
    let mut rules = |rules: &[String]| -> Vec<String> {
        let followed = rules.iter().map(|rule| follow(rule, &series.start, &moves));
        followed
            .map(|Followed { rule, exact: one }| {
                exact &= one;
                rule
            })
            .collect()
    };
    let recurrence = Recurrence {
        rules: rules(&recurrence.rules),
        excluded_rules: rules(&recurrence.excluded_rules),
        dates: recurrence
            .dates
            .iter()
            .map(|date| RecurrenceDate {
                start: moves.point(&date.start),
                end: date.end.as_ref().map(|end| moves.point(end)),
            })
            .collect(),
        excluded: recurrence.excluded.iter().map(|excluded| moves.excluded(excluded)).collect(),
    };
    Shifted { times, recurrence, moves, exact }
}

/// Days and time of day between two wall-clock times.
pub(super) fn days_between(from: DateTime, to: DateTime) -> i64 {
    let whole = |at: DateTime| at.date().to_datetime(jiff::civil::Time::midnight());
    whole(from).duration_until(whole(to)).as_hours() / 24
}

/// The wall-clock time so much later, or the last there is.
pub(super) fn later(local: DateTime, by: SignedDuration) -> DateTime {
    let edge = if by.is_negative() { DateTime::MIN } else { DateTime::MAX };
    local.checked_add(by).unwrap_or(edge)
}
