//! The hours of a week in which somebody works.

use jiff::{
    Timestamp, ToSpan as _,
    civil::{Date, Time, Weekday, time},
    tz::TimeZone,
};
use serde::{Deserialize, Serialize};

use super::{Span, merge_busy};

/// Hours of one day, on the local clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hours {
    /// Their beginning.
    pub from: Time,
    /// Their end, exclusive. Not later than `from` is on the next day: 22:00 to 06:00 goes over
    /// midnight, 00:00 to 00:00 is the whole day.
    pub to: Time,
}

/// The hours of each day of the week, on the local clock.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkingHours {
    /// From Monday to Sunday; of several hours on one day any order and overlap is fine.
    pub days: [Vec<Hours>; 7],
}

impl Default for WorkingHours {
    /// Monday to Friday, 9:00 to 17:00.
    fn default() -> Self {
        let day = Hours { from: time(9, 0, 0, 0), to: time(17, 0, 0, 0) };
        let mut days: [Vec<Hours>; 7] = Default::default();
        for hours in days.iter_mut().take(5) {
            hours.push(day);
        }
        Self { days }
    }
}

impl WorkingHours {
    /// The same hours on every day of the week.
    #[must_use]
    pub fn daily(hours: Hours) -> Self {
        Self { days: std::array::from_fn(|_| vec![hours]) }
    }

    /// All hours of all days.
    #[must_use]
    pub fn always() -> Self {
        Self::daily(Hours { from: Time::midnight(), to: Time::midnight() })
    }

    /// Those of a day of the week.
    #[must_use]
    pub fn on(&self, day: Weekday) -> &[Hours] {
        let place = usize::try_from(day.to_monday_zero_offset()).unwrap_or_default();
        self.days.get(place).map_or(&[], Vec::as_slice)
    }

    /// The instants of these hours within `within`, in order, none touching another. A local time
    /// that a change of the clocks skips or repeats is read as everywhere: with the offset before
    /// the gap, in its first meaning.
    #[must_use]
    pub fn spans(&self, within: Span, zone: &TimeZone) -> Vec<Span> {
        let day_of = |second: i64| -> Option<Date> {
            Some(zone.to_datetime(Timestamp::from_second(second).ok()?).date())
        };
        let (Some(first), Some(last)) = (day_of(within.start), day_of(within.end)) else {
            return Vec::new();
        };
        let mut spans = Vec::new();
        // The day before may go on over midnight.
        let mut day = first.yesterday().ok();
        while let Some(date) = day.filter(|date| *date <= last) {
            for hours in self.on(date.weekday()) {
                let Some(span) = on_date(*hours, date, zone) else { continue };
                let (start, end) = (span.start.max(within.start), span.end.min(within.end));
                spans.push(Span { start, end });
            }
            day = date.tomorrow().ok();
        }
        merge_busy(spans)
    }
}

fn on_date(hours: Hours, date: Date, zone: &TimeZone) -> Option<Span> {
    let until = if hours.to <= hours.from { date.checked_add(1.day()).ok()? } else { date };
    let instant = |date: Date, time: Time| {
        let local = date.to_datetime(time);
        zone.to_ambiguous_timestamp(local).compatible().ok().map(Timestamp::as_second)
    };
    Some(Span { start: instant(date, hours.from)?, end: instant(until, hours.to)? })
}
