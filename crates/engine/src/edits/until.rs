//! The end of a rule in the type that goes with the start of its event (RFC 5545 §3.3.10). Pure.

use jiff::{
    civil::{Date, DateTime},
    tz::TimeZone,
};
use kalends_calendar::When;

const DATE: &str = "%Y%m%d";
const LOCAL: &str = "%Y%m%dT%H%M%S";
const UTC: &str = "%Y%m%dT%H%M%SZ";

/// The rule with its `UNTIL` as a date where the event takes whole days, in UTC where it has a zone,
/// and as a local time where it has none. A day ends with its last second there.
pub(crate) fn fitting(rule: &str, start: &When) -> String {
    let part = |part: &str| match part.split_once('=') {
        Some((name, value)) if name.trim().eq_ignore_ascii_case("UNTIL") => {
            let value = written(value.trim(), start);
            value.map_or_else(|| part.to_owned(), |value| format!("{name}={value}"))
        }
        Some(_) | None => part.to_owned(),
    };
    rule.split(';').map(part).collect::<Vec<_>>().join(";")
}

/// None where the value fits or cannot be read.
fn written(value: &str, start: &When) -> Option<String> {
    let date = Date::strptime(DATE, value).ok();
    let utc = DateTime::strptime(UTC, value).ok();
    let local = DateTime::strptime(LOCAL, value).ok();
    let last = date.map(|date| date.at(23, 59, 59, 0));
    match start {
        When::Date(_) => Some(utc.or(local)?.date().strftime(DATE).to_string()),
        When::Floating(_) => Some(utc.or(last)?.strftime(LOCAL).to_string()),
        When::Zoned(_, zone) => {
            let zoned = zone.time_zone().to_ambiguous_zoned(local.or(last)?).compatible().ok()?;
            Some(zoned.with_time_zone(TimeZone::UTC).strftime(UTC).to_string())
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use jiff::civil::date;
    use kalends_calendar::Zone;

    use super::*;

    #[test]
    fn an_end_is_of_the_type_of_the_start() {
        let at = date(2026, 11, 20).at(9, 0, 0, 0);
        let starts = [
            ("whole day", When::Date(date(2026, 11, 20))),
            ("floating", When::Floating(at)),
            ("Berlin", When::Zoned(at, Zone::named("Europe/Berlin").unwrap())),
            ("UTC", When::Zoned(at, Zone::utc())),
        ];
        let mut text = String::new();
        for (name, start) in starts {
            for until in ["20261231", "20261231T120000", "20261231T120000Z", "soon"] {
                let rule = fitting(&format!("FREQ=DAILY;UNTIL={until};WKST=SU"), &start);
                writeln!(text, "{name:9} {until:16} {rule}").unwrap();
            }
        }
        insta::assert_snapshot!(text, @r"
        whole day 20261231         FREQ=DAILY;UNTIL=20261231;WKST=SU
        whole day 20261231T120000  FREQ=DAILY;UNTIL=20261231;WKST=SU
        whole day 20261231T120000Z FREQ=DAILY;UNTIL=20261231;WKST=SU
        whole day soon             FREQ=DAILY;UNTIL=soon;WKST=SU
        floating  20261231         FREQ=DAILY;UNTIL=20261231T235959;WKST=SU
        floating  20261231T120000  FREQ=DAILY;UNTIL=20261231T120000;WKST=SU
        floating  20261231T120000Z FREQ=DAILY;UNTIL=20261231T120000;WKST=SU
        floating  soon             FREQ=DAILY;UNTIL=soon;WKST=SU
        Berlin    20261231         FREQ=DAILY;UNTIL=20261231T225959Z;WKST=SU
        Berlin    20261231T120000  FREQ=DAILY;UNTIL=20261231T110000Z;WKST=SU
        Berlin    20261231T120000Z FREQ=DAILY;UNTIL=20261231T120000Z;WKST=SU
        Berlin    soon             FREQ=DAILY;UNTIL=soon;WKST=SU
        UTC       20261231         FREQ=DAILY;UNTIL=20261231T235959Z;WKST=SU
        UTC       20261231T120000  FREQ=DAILY;UNTIL=20261231T120000Z;WKST=SU
        UTC       20261231T120000Z FREQ=DAILY;UNTIL=20261231T120000Z;WKST=SU
        UTC       soon             FREQ=DAILY;UNTIL=soon;WKST=SU
        ");
    }
}
