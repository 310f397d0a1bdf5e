//! A VTIMEZONE read, and the zone it describes.

use jiff::tz::TimeZone;

use super::{
    display::cdo,
    named,
    observance::{Observance, Yearly},
    recent,
    table::{abbreviation, fixed, id, posix_offset},
};
use crate::{
    text::{TimeZoneLine, read_time_zone},
    when::Zone,
};

/// One VTIMEZONE (RFC 5545 §3.6.5).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Block {
    /// TZID, empty where there was none.
    pub tzid: String,
    /// X-LIC-LOCATION.
    location: Option<String>,
    /// X-MICROSOFT-CDO-TZID.
    cdo: Option<usize>,
    observances: Vec<Observance>,
}

/// More onsets than this in one block are not read.
const MOST_OBSERVANCES: usize = 600;
/// A block with more changes than this is not a zone's.
const MOST_CHANGES: usize = 2000;

impl Block {
    /// Reads a raw VTIMEZONE. Lines that cannot be read are left out.
    #[must_use]
    pub fn parse(raw: &[u8]) -> Self {
        let mut block = Self::default();
        for part in read_time_zone(raw) {
            match part {
                TimeZoneLine::Tzid(tzid) => block.tzid = tzid,
                TimeZoneLine::Location(name) => block.location = Some(name),
                TimeZoneLine::Cdo(number) => block.cdo = usize::try_from(number).ok(),
                TimeZoneLine::Observance { first, from, to, rule, dates } => {
                    let rule = rule.and_then(|text| Yearly::parse(&text, first, from));
                    if block.observances.len() < MOST_OBSERVANCES {
                        block.observances.push(Observance { first, from, to, rule, dates });
                    }
                }
            }
        }
        block
    }

    /// The zone the block describes: by its hints, else the IANA zone with the same rules, else
    /// its own rules. None where it has neither hints nor rules.
    #[must_use]
    pub fn zone(&self) -> Option<Zone> {
        let hint = self.location.as_deref().and_then(named);
        hint.or_else(|| self.cdo.and_then(cdo).and_then(named)).or_else(|| self.by_rules())
    }

    fn by_rules(&self) -> Option<Zone> {
        let (first, transitions) = self.transitions()?;
        if transitions.len() > MOST_CHANGES {
            return None;
        }
        if transitions.is_empty() {
            return Some(fixed(first));
        }
        let endless = self.observances.iter().any(Observance::endless);
        if let Some(zone) = recent::matching(first, &transitions, endless) {
            return Some(zone);
        }
        let rule = self.posix().or_else(|| {
            let (_, last) = transitions.last()?;
            Some(super::posix_fixed(*last))
        })?;
        if let Ok(zone) = TimeZone::posix(&rule)
            && recent::says(&zone, &transitions)
        {
            return Some(zone.into());
        }
        Zone::named(&id(first, &transitions, &rule))
    }

    /// The offset before the first change, and the changes in order.
    fn transitions(&self) -> Option<(i32, Vec<(i64, i32)>)> {
        let mut all: Vec<(i64, i32, i32)> = self
            .observances
            .iter()
            .flat_map(|part| part.onsets().map(|at| (at, part.from, part.to)))
            .collect();
        all.sort_unstable();
        let (_, first, _) = *all.first()?;
        let mut now = first;
        let mut out = Vec::with_capacity(all.len());
        for (at, _, to) in all {
            if to != now {
                out.push((at, to));
                now = to;
            }
        }
        Some((first, out))
    }

    /// The two rules that go on for ever as one POSIX rule.
    fn posix(&self) -> Option<String> {
        let mut endless: Vec<_> = self.observances.iter().filter(|part| part.endless()).collect();
        endless.sort_by_key(|part| part.first);
        let last = endless.pop()?;
        let other = endless.into_iter().rfind(|part| part.to != last.to)?;
        let (standard, daylight) = if last.to < other.to { (last, other) } else { (other, last) };
        Some(format!(
            "{}{}{}{},{},{}",
            abbreviation(standard.to),
            posix_offset(standard.to),
            abbreviation(daylight.to),
            posix_offset(daylight.to),
            daylight.posix_date()?,
            standard.posix_date()?,
        ))
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::Block;

    fn block(extra: &str, standard: &str, daylight: &str) -> Block {
        let text = format!(
            "BEGIN:VTIMEZONE\nTZID:Customized Time Zone\n{extra}BEGIN:STANDARD\n{standard}\n\
             END:STANDARD\nBEGIN:DAYLIGHT\n{daylight}\nEND:DAYLIGHT\nEND:VTIMEZONE"
        );
        Block::parse(text.as_bytes())
    }

    const EASTERN: (&str, &str) = (
        "DTSTART:16011104T020000\nRRULE:FREQ=YEARLY;BYDAY=1SU;BYMONTH=11\nTZOFFSETFROM:-0400\nTZOFFSETTO:-0500",
        "DTSTART:16010311T020000\nRRULE:FREQ=YEARLY;BYDAY=2SU;BYMONTH=3\nTZOFFSETFROM:-0500\nTZOFFSETTO:-0400",
    );

    #[test]
    fn rules_are_matched_to_an_iana_zone() {
        let zone = block("", EASTERN.0, EASTERN.1).zone().unwrap();
        assert_eq!(zone.id(), "America/New_York");
    }

    #[test]
    fn hints_come_before_rules() {
        let hinted = |line: &str| block(line, EASTERN.0, EASTERN.1).zone().unwrap().id();
        assert_eq!(hinted("X-LIC-LOCATION:Europe/Rome\n"), "Europe/Rome");
        assert_eq!(hinted("X-MICROSOFT-CDO-TZID:13\n"), "America/Los_Angeles");
    }

    #[test]
    fn rules_of_nowhere_are_interpreted() {
        let zone = block(
            "",
            "DTSTART:16011104T030000\nRRULE:FREQ=YEARLY;BYDAY=1SU;BYMONTH=11\nTZOFFSETFROM:+0730\nTZOFFSETTO:+0630",
            "DTSTART:16010311T020000\nRRULE:FREQ=YEARLY;BYDAY=SU;BYMONTHDAY=8,9,10,11,12,13,14;BYMONTH=3\nTZOFFSETFROM:+0630\nTZOFFSETTO:+0730",
        )
        .zone()
        .unwrap();
        assert_eq!(zone.id(), "<+0630>-6:30<+0730>,M3.2.0,M11.1.0/3");
        let summer = date(2026, 7, 1).at(12, 0, 0, 0).to_zoned(zone.time_zone().clone()).unwrap();
        assert_eq!(summer.offset().seconds(), 27_000);
    }

    #[test]
    fn changes_that_no_rule_says_are_kept_one_by_one() {
        let zone = block(
            "",
            "DTSTART:20200101T000000\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0200",
            "DTSTART:20220101T000000\nRDATE:20230101T000000\nTZOFFSETFROM:+0200\nTZOFFSETTO:+0345",
        )
        .zone()
        .unwrap();
        let hours = |year| {
            let at = date(year, 7, 1).at(12, 0, 0, 0).to_zoned(zone.time_zone().clone()).unwrap();
            at.offset().seconds()
        };
        assert_eq!([2019, 2021, 2022, 2030].map(hours), [3600, 7200, 13_500, 13_500]);
        assert_eq!(crate::when::Zone::named(&zone.id()), Some(zone));
    }

    #[test]
    fn one_offset_is_a_fixed_zone() {
        let raw = b"BEGIN:VTIMEZONE\nTZID:x\nBEGIN:STANDARD\nDTSTART:16010101T000000\nTZOFFSETFROM:+0530\nTZOFFSETTO:+0530\nEND:STANDARD\nEND:VTIMEZONE";
        assert_eq!(Block::parse(raw).zone().unwrap().id(), "<+0530>-5:30");
    }
}
