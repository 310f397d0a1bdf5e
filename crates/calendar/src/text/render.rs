//! Single properties as text: escaped, quoted and folded at 75 octets (RFC 5545 §3.1).
//!
//! `icalendar` writes the lines. They are folded here: its own folds take quadratic time, which
//! long values must not, and its last line may reach 76 octets.

use icalendar::Property;
use jiff::{SignedDuration, Timestamp, civil::DateTime, tz::TimeZone};

use crate::when::{When, Zone};

/// Values longer than this are not given to `icalendar`.
const LONG: usize = 2048;
const FOLD: usize = 75;

/// One property to be written.
pub(super) struct Written {
    name: &'static str,
    params: Vec<(&'static str, String)>,
    value: String,
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// To be escaped.
    Text,
    /// A date, a rule, an address, a list whose parts are escaped already.
    Raw,
}

impl Written {
    /// A TEXT value, not yet escaped.
    pub(super) fn text(name: &'static str, value: &str) -> Self {
        Self { name, params: Vec::new(), value: clean(value), kind: Kind::Text }
    }

    /// A value that is no TEXT. Line breaks and control characters are left out.
    pub(super) fn raw(name: &'static str, value: &str) -> Self {
        let value = value.chars().filter(|c| !c.is_control()).collect();
        Self { name, params: Vec::new(), value, kind: Kind::Raw }
    }

    /// A date or time, with VALUE or TZID as it needs.
    pub(super) fn when(name: &'static str, when: &When) -> Self {
        match when {
            When::Date(_) => Self::raw(name, &stamp_of(when)).with("VALUE", "DATE"),
            When::Zoned(_, zone) if *zone != Zone::utc() => {
                Self::raw(name, &stamp_of(when)).with("TZID", &zone.id())
            }
            When::Floating(_) | When::Zoned(..) => Self::raw(name, &stamp_of(when)),
        }
    }

    /// With a parameter, encoded after RFC 6868; an empty value leaves it out.
    pub(super) fn with(mut self, name: &'static str, value: &str) -> Self {
        let value = clean(value).trim().replace('^', "^^").replace('\n', "^n").replace('"', "^'");
        if !value.is_empty() {
            self.params.push((name, value));
        }
        self
    }

    /// Makes the time a PERIOD that ends at `end`, a stamp in the same zone.
    pub(super) fn period(mut self, end: &str) -> Self {
        self.params.retain(|(name, _)| *name != "VALUE");
        self.value = format!("{}/{end}", self.value);
        self.with("VALUE", "PERIOD")
    }

    /// The folded line with its CRLF.
    pub(super) fn print(&self) -> String {
        let short = self.value.len() <= LONG;
        let by_icalendar = short && escaped_by_icalendar(self.name);
        let value = match self.kind {
            Kind::Text if !by_icalendar => escape(&self.value),
            Kind::Text | Kind::Raw => self.value.clone(),
        };
        if short {
            return fold(&self.property(value));
        }
        fold(&format!("{}{value}", self.property(String::new())))
    }

    /// The line as `icalendar` writes it, in one piece.
    fn property(&self, value: String) -> String {
        let mut property = Property::new(self.name, value);
        for (name, value) in &self.params {
            property.add_parameter(name, value);
        }
        let line: String = property.try_into().unwrap_or_default();
        line.replace("\r\n ", "").trim_end_matches("\r\n").to_owned()
    }
}

/// `icalendar` knows the TEXT properties of RFC 5545 and takes X- ones for TEXT.
fn escaped_by_icalendar(name: &str) -> bool {
    !matches!(name, "NAME" | "COLOR" | "CATEGORIES")
}

pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '\\' | ',' | ';' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            _ => out.push(c),
        }
    }
    out
}

/// What TEXT may hold: line feeds and no other control characters but tabs.
pub(super) fn clean(text: &str) -> String {
    let text = if text.contains('\r') {
        text.replace("\r\n", "\n").replace('\r', "\n")
    } else {
        text.to_owned()
    };
    if text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\t')) {
        return text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect();
    }
    text
}

/// Lines of at most 75 octets, no character cut in two, and a CRLF at the end.
pub(super) fn fold(line: &str) -> String {
    let mut out = String::with_capacity(line.len() + line.len() / 24 + 2);
    let mut width = 0;
    for c in line.chars() {
        if width + c.len_utf8() > FOLD {
            out.push_str("\r\n ");
            width = 1;
        }
        out.push(c);
        width += c.len_utf8();
    }
    out.push_str("\r\n");
    out
}

/// `YYYYMMDD`, `YYYYMMDDTHHMMSS`, with Z in UTC. Years before 1 are written as year 1.
pub(crate) fn stamp_of(when: &When) -> String {
    match when {
        When::Date(date) => {
            format!("{:04}{:02}{:02}", date.year().max(1), date.month(), date.day())
        }
        When::Floating(local) => local_stamp(*local),
        When::Zoned(local, zone) if *zone == Zone::utc() => format!("{}Z", local_stamp(*local)),
        When::Zoned(local, _) => local_stamp(*local),
    }
}

pub(super) fn local_stamp(local: DateTime) -> String {
    format!(
        "{:04}{:02}{:02}T{:02}{:02}{:02}",
        local.year().max(1),
        local.month(),
        local.day(),
        local.hour(),
        local.minute(),
        local.second()
    )
}

pub(super) fn instant_stamp(instant: Timestamp) -> String {
    format!("{}Z", local_stamp(TimeZone::UTC.to_datetime(instant)))
}

/// `-P1DT2H`; a part of a second is left out.
pub(super) fn duration(span: SignedDuration) -> String {
    let all = span.as_secs().unsigned_abs();
    let sign = if span.as_secs() < 0 { "-" } else { "" };
    let (days, hours, minutes, seconds) = (all / 86_400, all / 3600 % 24, all / 60 % 60, all % 60);
    let part = |count: u64, unit: char| {
        if count == 0 { String::new() } else { format!("{count}{unit}") }
    };
    let time = format!("{}{}{}", part(hours, 'H'), part(minutes, 'M'), part(seconds, 'S'));
    match (days, time.is_empty()) {
        (0, true) => "PT0S".to_owned(),
        (_, true) => format!("{sign}P{days}D"),
        (0, false) => format!("{sign}PT{time}"),
        (_, false) => format!("{sign}P{days}DT{time}"),
    }
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;

    use super::{Written, duration, fold};

    #[test]
    fn lines_are_escaped_quoted_and_folded() {
        assert_eq!(
            Written::text("SUMMARY", "a, b; c\\d\r\ne").print(),
            "SUMMARY:a\\, b\\; c\\\\d\\ne\r\n"
        );
        let cn = Written::raw("ORGANIZER", "mailto:a@b.example").with("CN", "Doe, \"Jane\"");
        assert_eq!(cn.print(), "ORGANIZER;CN=\"Doe, ^'Jane^'\":mailto:a@b.example\r\n");
        for length in [100, 5000] {
            let text = Written::text("DESCRIPTION", &"ü".repeat(length)).print();
            assert!(text.split("\r\n").all(|line| line.len() <= 75), "{text}");
            assert_eq!(text.replace("\r\n ", "").trim_end().chars().count(), 12 + length);
        }
        assert_eq!(fold(&"x".repeat(75)), format!("{}\r\n", "x".repeat(75)));
    }

    #[test]
    fn durations() {
        for (seconds, text) in
            [(0, "PT0S"), (-900, "-PT15M"), (90_061, "P1DT1H1M1S"), (604_800, "P7D")]
        {
            assert_eq!(duration(SignedDuration::from_secs(seconds)), text);
        }
    }
}
