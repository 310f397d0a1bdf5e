//! Times in every form that could be misread.

use jiff::tz::TimeZone;
use kalends_calendar::When;

use crate::{ProposedTimes, ResolvedTime};

/// Start and end as they fall in the user's zone.
pub(super) fn times(start: &When, end: &When, zone: &TimeZone) -> ProposedTimes {
    ProposedTimes {
        start: resolved(start, zone),
        end: resolved(end, zone),
        all_day: start.is_date(),
    }
}

fn resolved(when: &When, zone: &TimeZone) -> ResolvedTime {
    let utc = when.resolve(zone);
    let here = zone.to_datetime(utc);
    let (local, date) = match when {
        When::Date(date) => (date.to_string(), *date),
        When::Floating(_) | When::Zoned(..) => (here.to_string(), here.date()),
    };
    ResolvedTime {
        local,
        zone: zone.iana_name().unwrap_or("UTC").to_owned(),
        utc,
        weekday: date.strftime("%A").to_string(),
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use jiff::civil::date;
    use kalends_calendar::Zone;

    use super::*;

    #[test]
    fn every_form_of_time_is_resolved() {
        let berlin = TimeZone::get("Europe/Berlin").unwrap();
        let zoned = |name: &str, day: i8, hour| {
            When::Zoned(date(2026, 3, day).at(hour, 30, 0, 0), Zone::named(name).unwrap())
        };
        let mut text = String::new();
        for (what, when) in [
            ("a day", When::Date(date(2026, 3, 29))),
            ("floating", When::Floating(date(2026, 3, 28).at(9, 0, 0, 0))),
            ("at home", zoned("Europe/Berlin", 27, 9)),
            ("far away, another day here", zoned("America/Los_Angeles", 27, 20)),
            ("an hour that the clocks leave out", zoned("Europe/Berlin", 29, 2)),
        ] {
            let ResolvedTime { local, zone, utc, weekday } = resolved(&when, &berlin);
            writeln!(text, "{what}: {local} {zone}, {weekday}, {utc}").unwrap();
        }
        insta::assert_snapshot!(text, @r"
        a day: 2026-03-29 Europe/Berlin, Sunday, 2026-03-28T23:00:00Z
        floating: 2026-03-28T09:00:00 Europe/Berlin, Saturday, 2026-03-28T08:00:00Z
        at home: 2026-03-27T09:30:00 Europe/Berlin, Friday, 2026-03-27T08:30:00Z
        far away, another day here: 2026-03-28T04:30:00 Europe/Berlin, Saturday, 2026-03-28T03:30:00Z
        an hour that the clocks leave out: 2026-03-29T03:30:00 Europe/Berlin, Sunday, 2026-03-29T01:30:00Z
        ");
    }
}
