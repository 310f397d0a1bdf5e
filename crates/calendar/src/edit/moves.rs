//! Where points of a series go when it is moved.

use jiff::{
    SignedDuration,
    civil::{DateTime, Time},
    tz::TimeZone,
};

use super::shift::{days_between, later};
use crate::when::{When, Zone};

/// What the points of a series are.
#[derive(Clone, Debug, PartialEq)]
enum Kind {
    Dates,
    Floating,
    Zoned(Zone),
}

impl Kind {
    fn of(when: &When) -> Self {
        match when {
            When::Date(_) => Self::Dates,
            When::Floating(_) => Self::Floating,
            When::Zoned(_, zone) => Self::Zoned(zone.clone()),
        }
    }
}

/// One move of a whole series.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Moves {
    old: Kind,
    new: Kind,
    /// The wall-clock times between which the one occurrence moves.
    pub(super) from: DateTime,
    pub(super) to: DateTime,
}

impl Moves {
    pub(super) fn new(series: &When, from: &When, to: &When) -> Self {
        let old = Kind::of(series);
        let from = local(&old, from);
        Self { new: Kind::of(to), from, to: to.local(), old }
    }

    /// How many days the occurrence moves on the calendar.
    pub(super) fn days(&self) -> i64 {
        days_between(self.from, self.to)
    }

    /// By how much wall-clock times move; whole days where one side has no times.
    pub(super) fn by(&self) -> SignedDuration {
        if self.old == Kind::Dates || self.new == Kind::Dates {
            return SignedDuration::from_hours(24 * self.days());
        }
        self.from.duration_until(self.to)
    }

    /// Whether the points of the series become of another kind, or get another zone.
    pub(super) fn changes_line(&self) -> bool {
        self.old != self.new
    }

    /// Whether anything but the length of occurrences changes.
    pub(super) fn changes_anything(&self) -> bool {
        self.changes_line() || !self.by().is_zero()
    }

    /// Whether whole days become timed, or the other way round.
    pub(super) fn changes_kind(&self) -> bool {
        (self.old == Kind::Dates) != (self.new == Kind::Dates)
    }

    /// The wall-clock time of a point where the old series is.
    pub(super) fn old_local(&self, when: &When) -> DateTime {
        local(&self.old, when)
    }

    /// A wall-clock time of the old series in the new one.
    pub(super) fn point(&self, when: &When) -> When {
        self.place(self.local(self.old_local(when)))
    }

    /// A wall-clock time after the move.
    pub(super) fn local(&self, old: DateTime) -> DateTime {
        let moved = later(old, self.by());
        if self.old == Kind::Dates { moved.date().to_datetime(self.to.time()) } else { moved }
    }

    /// A wall-clock time as a point of the new series.
    pub(super) fn place(&self, local: DateTime) -> When {
        match &self.new {
            Kind::Dates => When::Date(local.date()),
            Kind::Floating => When::Floating(local),
            Kind::Zoned(zone) => When::Zoned(local, zone.clone()),
        }
    }

    /// An EXDATE. A whole day excluded from a timed series stays a whole day.
    pub(super) fn excluded(&self, when: &When) -> When {
        if when.is_date() && self.old != Kind::Dates {
            let midnight = when.local().date().to_datetime(Time::midnight());
            let moved = later(midnight, SignedDuration::from_hours(24 * self.days()));
            return When::Date(moved.date());
        }
        self.point(when)
    }
}

fn local(kind: &Kind, when: &When) -> DateTime {
    match (kind, when) {
        (Kind::Zoned(zone), When::Zoned(..)) => {
            zone.time_zone().to_datetime(when.resolve(&TimeZone::UTC))
        }
        (Kind::Zoned(_) | Kind::Dates | Kind::Floating, _) => when.local(),
    }
}
