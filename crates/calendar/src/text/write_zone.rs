//! A zone as VTIMEZONE text.

use jiff::{
    Timestamp,
    civil::{DateTime, Weekday, date},
    tz::TimeZone,
};

use super::render::{Written, local_stamp};

/// Changes are written up to this year; what repeats every year until then repeats for ever.
const LAST: i16 = 2037;

/// A VTIMEZONE for the zone, right from the start of `from` (a year) on.
pub(super) fn write_time_zone(tzid: &str, zone: &TimeZone, from: i16) -> String {
    let start = date(from.clamp(1970, LAST), 1, 1).at(0, 0, 0, 0);
    let first = TimeZone::UTC.to_timestamp(start).unwrap_or(Timestamp::UNIX_EPOCH);
    let info = zone.to_offset_info(first);
    let mut offset = info.offset().seconds();
    let summer = info.dst().is_dst();
    let mut groups = vec![Group { from: offset, to: offset, summer, onsets: vec![start] }];
    for change in zone.following(first) {
        let to = change.offset().seconds();
        let Some(local) = local_at(change.timestamp(), offset) else { break };
        if local.year() > LAST {
            break;
        }
        if to != offset {
            add(&mut groups, offset, to, change.dst().is_dst(), local);
        }
        offset = to;
    }
    let mut out = String::from("BEGIN:VTIMEZONE\r\n");
    out.push_str(&Written::text("TZID", tzid).print());
    for group in groups {
        group.write(&mut out);
    }
    out.push_str("END:VTIMEZONE\r\n");
    out
}

/// The clock `offset` seconds east of Greenwich at an instant.
fn local_at(at: Timestamp, offset: i32) -> Option<DateTime> {
    let shifted = Timestamp::from_second(at.as_second() + i64::from(offset)).ok()?;
    Some(TimeZone::UTC.to_datetime(shifted))
}

/// The onsets with the same offsets before and after.
struct Group {
    from: i32,
    to: i32,
    summer: bool,
    /// On the clock before the change, in order.
    onsets: Vec<DateTime>,
}

fn add(groups: &mut Vec<Group>, from: i32, to: i32, summer: bool, onset: DateTime) {
    // The first group only says what held before the first change.
    let same = |group: &&mut Group| (group.from, group.to, group.summer) == (from, to, summer);
    match groups.iter_mut().skip(1).find(same) {
        Some(group) => group.onsets.push(onset),
        None => groups.push(Group { from, to, summer, onsets: vec![onset] }),
    }
}

impl Group {
    fn write(&self, out: &mut String) {
        let (single, yearly) = self.split();
        if let Some((first, rest)) = single.split_first() {
            self.observance(out, *first, None, rest);
        }
        if let Some((first, rule)) = yearly {
            self.observance(out, first, Some(rule), &[]);
        }
    }

    /// The onsets one by one, and those at the end that one rule says.
    fn split(&self) -> (&[DateTime], Option<(DateTime, String)>) {
        let mut begin = self.onsets.len();
        let mut found = None;
        let last = self.onsets.last().map_or(0, |onset| onset.year());
        while let Some(onset) = begin.checked_sub(1).and_then(|at| self.onsets.get(at)) {
            let tail = self.onsets.get(begin - 1..).unwrap_or_default();
            let Some(rule) = yearly(tail).filter(|_| last == LAST) else { break };
            found = Some((*onset, rule));
            begin -= 1;
        }
        let few = self.onsets.len() - begin < 5;
        if few {
            return (&self.onsets, None);
        }
        (self.onsets.get(..begin).unwrap_or_default(), found)
    }

    fn observance(
        &self,
        out: &mut String,
        first: DateTime,
        rule: Option<String>,
        more: &[DateTime],
    ) {
        let name = if self.summer { "DAYLIGHT" } else { "STANDARD" };
        let mut lines = vec![
            Written::raw("DTSTART", &local_stamp(first)),
            Written::raw("TZOFFSETFROM", &utc_offset(self.from)),
            Written::raw("TZOFFSETTO", &utc_offset(self.to)),
        ];
        lines.extend(rule.map(|rule| Written::raw("RRULE", &rule)));
        lines.extend(more.iter().map(|onset| Written::raw("RDATE", &local_stamp(*onset))));
        out.push_str(&format!("BEGIN:{name}\r\n"));
        out.extend(lines.iter().map(Written::print));
        out.push_str(&format!("END:{name}\r\n"));
    }
}

/// The yearly rule that gives exactly these onsets, one a year, and goes on after them.
fn yearly(onsets: &[DateTime]) -> Option<String> {
    let (first, rest) = onsets.split_first()?;
    let mut year = first.year();
    for onset in rest {
        year += 1;
        let same =
            (onset.month(), onset.time(), onset.year()) == (first.month(), first.time(), year);
        if !same {
            return None;
        }
    }
    let month = first.month();
    let all = |test: &dyn Fn(&DateTime) -> bool| onsets.iter().all(test);
    let nth = |onset: &DateTime| (onset.day() - 1) / 7 + 1;
    let day = code(first.weekday());
    if all(&|onset| onset.weekday() == first.weekday()) {
        let lowest = onsets.iter().map(|onset| onset.day()).min()?;
        let highest = onsets.iter().map(|onset| onset.day()).max()?;
        if all(&|onset| onset.day() + 7 > onset.days_in_month()) {
            return Some(format!("FREQ=YEARLY;BYMONTH={month};BYDAY=-1{day}"));
        }
        if nth(first) < 5 && all(&|onset| nth(onset) == nth(first)) {
            return Some(format!("FREQ=YEARLY;BYMONTH={month};BYDAY={}{day}", nth(first)));
        }
        if highest - lowest < 7 {
            // Of seven days in a row one is that weekday: a span any wider would be another rule.
            let days: Vec<_> = (highest - 6..=highest).map(|day| day.to_string()).collect();
            let whole = highest - lowest == 6 && highest > 6;
            return whole.then(|| {
                format!("FREQ=YEARLY;BYMONTH={month};BYMONTHDAY={};BYDAY={day}", days.join(","))
            });
        }
        return None;
    }
    let fixed = all(&|onset| onset.day() == first.day());
    fixed.then(|| format!("FREQ=YEARLY;BYMONTH={month};BYMONTHDAY={}", first.day()))
}

const fn code(weekday: Weekday) -> &'static str {
    match weekday {
        Weekday::Sunday => "SU",
        Weekday::Monday => "MO",
        Weekday::Tuesday => "TU",
        Weekday::Wednesday => "WE",
        Weekday::Thursday => "TH",
        Weekday::Friday => "FR",
        Weekday::Saturday => "SA",
    }
}

/// `+0530`, with seconds where there are any.
fn utc_offset(seconds: i32) -> String {
    let (sign, all) = (if seconds < 0 { '-' } else { '+' }, seconds.abs());
    let rest = if all % 60 == 0 { String::new() } else { format!("{:02}", all % 60) };
    format!("{sign}{:02}{:02}{rest}", all / 3600, all / 60 % 60)
}

#[cfg(test)]
mod tests {
    use jiff::{Timestamp, tz::TimeZone};

    use super::write_time_zone;
    use crate::zone::Block;

    #[test]
    fn a_written_zone_reads_back_with_the_same_offsets() {
        for name in [
            "Europe/Berlin",
            "America/New_York",
            "America/Sao_Paulo",
            "Asia/Jerusalem",
            "Asia/Kolkata",
            "Australia/Lord_Howe",
            "Europe/Dublin",
            "Africa/Casablanca",
            "Africa/Cairo",
        ] {
            let zone = TimeZone::get(name).unwrap();
            let text = write_time_zone("Nowhere", &zone, 1995);
            let back = Block::parse(text.as_bytes()).zone().unwrap();
            for day in (0..40 * 365).step_by(3) {
                let at = Timestamp::from_second(788_918_400 + day * 86_400).unwrap();
                let (want, got) = (zone.to_offset(at), back.time_zone().to_offset(at));
                assert_eq!(want, got, "{name} at {at}\n{text}");
            }
        }
    }

    #[test]
    fn a_zone_with_rules_is_short() {
        let text = write_time_zone("Europe/Berlin", &TimeZone::get("Europe/Berlin").unwrap(), 2026);
        insta::assert_snapshot!(text.replace("\r\n", "\n"), @r"
        BEGIN:VTIMEZONE
        TZID:Europe/Berlin
        BEGIN:STANDARD
        DTSTART:20260101T000000
        TZOFFSETFROM:+0100
        TZOFFSETTO:+0100
        END:STANDARD
        BEGIN:DAYLIGHT
        DTSTART:20260329T020000
        TZOFFSETFROM:+0100
        TZOFFSETTO:+0200
        RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
        END:DAYLIGHT
        BEGIN:STANDARD
        DTSTART:20261025T030000
        TZOFFSETFROM:+0200
        TZOFFSETTO:+0100
        RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
        END:STANDARD
        END:VTIMEZONE
        ");
    }
}
