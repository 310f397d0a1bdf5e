//! The sample calendars' text: a week as many people have it, on either side of today.

use std::fmt::Write as _;

use jiff::{
    Span,
    civil::{Date, Weekday},
};

use crate::Hue;

/// Who the samples belong to.
pub(super) const OWNER: &str = "mia@northwind.example";

/// One sample calendar.
pub(super) struct Sample {
    pub(super) name: &'static str,
    pub(super) hue: Hue,
    pub(super) text: String,
}

/// All of them, for the week of `today`; times are local to `zone`.
pub(super) fn samples(today: Date, zone: &str) -> Vec<Sample> {
    let monday = today.nth_weekday(0 - 1, Weekday::Monday).unwrap_or(today);
    let monday = if today.weekday() == Weekday::Monday { today } else { monday };
    let week = Week { monday, zone };
    vec![
        Sample { name: "Work", hue: Hue::Blue, text: work(&week) },
        Sample { name: "Team", hue: Hue::Teal, text: team(&week) },
        Sample { name: "Home", hue: Hue::Tomato, text: home(&week) },
        Sample { name: "Kids & school", hue: Hue::Amber, text: school(&week) },
        Sample { name: "Holidays", hue: Hue::Olive, text: holidays(&week) },
        Sample { name: "Focus", hue: Hue::Violet, text: focus(&week) },
    ]
}

struct Week<'a> {
    monday: Date,
    zone: &'a str,
}

/// A VCALENDAR in the making.
struct Text<'a> {
    week: &'a Week<'a>,
    out: String,
    events: usize,
    name: &'static str,
}

impl<'a> Text<'a> {
    fn new(week: &'a Week<'a>, name: &'static str) -> Self {
        let out = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Kalends//Samples//EN\r\n".into();
        Self { week, out, events: 0, name }
    }

    fn day(&self, day: i64) -> Date {
        self.week.monday.checked_add(Span::new().days(day)).unwrap_or(self.week.monday)
    }

    /// A timed event on a day of the week (0 is Monday; 7 is the next Monday).
    fn timed(&mut self, day: i64, from: &str, to: &str, title: &str, more: &[&str]) {
        let zone = self.week.zone;
        self.timed_in(zone, day, (from, to), title, more);
    }

    fn timed_in(
        &mut self,
        zone: &str,
        day: i64,
        (from, to): (&str, &str),
        title: &str,
        more: &[&str],
    ) {
        let date = self.day(day).strftime("%Y%m%d").to_string();
        let at = |time: &str| match zone {
            "UTC" => format!(":{date}T{time}00Z"),
            zone => format!(";TZID={zone}:{date}T{time}00"),
        };
        self.event(&at(from), &at(to), title, more);
    }

    /// Whole days, the last one included.
    fn days(&mut self, first: i64, last: i64, title: &str, more: &[&str]) {
        let date = |day| format!(";VALUE=DATE:{}", self.day(day).strftime("%Y%m%d"));
        let (start, end) = (date(first), date(last + 1));
        self.event(&start, &end, title, more);
    }

    fn event(&mut self, start: &str, end: &str, title: &str, more: &[&str]) {
        self.events += 1;
        let uid = format!("{}-{}@samples.kalends", self.name, self.events);
        let _ = write!(
            self.out,
            "BEGIN:VEVENT\r\nUID:{uid}\r\nDTSTART{start}\r\nDTEND{end}\r\nSUMMARY:{title}\r\n"
        );
        for line in more {
            self.out.push_str(line);
            self.out.push_str("\r\n");
        }
        self.out.push_str("END:VEVENT\r\n");
    }

    fn finish(mut self) -> String {
        self.out.push_str("END:VCALENDAR\r\n");
        self.out
    }
}

const ANA: &str = "ATTENDEE;CN=Ana Ruiz;PARTSTAT=ACCEPTED:mailto:ana@northwind.example";
const BEN: &str = "ATTENDEE;CN=Ben Okafor;PARTSTAT=TENTATIVE:mailto:ben@northwind.example";
const CHO: &str =
    "ATTENDEE;CN=Cho Lin;PARTSTAT=NEEDS-ACTION;ROLE=OPT-PARTICIPANT:mailto:cho@northwind.example";
const ME_YES: &str = "ATTENDEE;CN=Mia Berg;PARTSTAT=ACCEPTED:mailto:mia@northwind.example";
const ME_NO: &str = "ATTENDEE;CN=Mia Berg;PARTSTAT=DECLINED:mailto:mia@northwind.example";
const ME_OPEN: &str = "ATTENDEE;CN=Mia Berg;PARTSTAT=NEEDS-ACTION:mailto:mia@northwind.example";
const BY_ANA: &str = "ORGANIZER;CN=Ana Ruiz:mailto:ana@northwind.example";
const MEET: &str = "CONFERENCE;VALUE=URI;FEATURE=VIDEO:https://meet.example.org/northwind-demo";
const TEN_BEFORE: &str = "BEGIN:VALARM\r\nACTION:DISPLAY\r\nTRIGGER:-PT10M\r\nEND:VALARM";

fn work(week: &Week<'_>) -> String {
    let mut text = Text::new(week, "work");
    text.timed(
        0,
        "1000",
        "1130",
        "Sprint planning",
        &["RRULE:FREQ=WEEKLY;INTERVAL=2", "LOCATION:Room Ada", BY_ANA, ANA, BEN, ME_YES],
    );
    text.timed(
        0,
        "1400",
        "1430",
        "1:1 with Ana",
        &["RRULE:FREQ=WEEKLY", "LOCATION:https://meet.example.org/ana-mia", ANA, ME_YES],
    );
    text.timed(1, "1300", "1400", "Interview: backend", &["LOCATION:Room Grace", "DESCRIPTION:Please read the application before:\\nhttps://jobs.example.org/applications/4711", TEN_BEFORE]);
    text.timed(
        2,
        "1100",
        "1200",
        "Customer call: Contoso",
        &["STATUS:TENTATIVE", BY_ANA, ANA, BEN, CHO, ME_OPEN, MEET],
    );
    text.timed(2, "1600", "1730", "Board prep", &["LOCATION:Room Ada"]);
    text.timed(3, "1000", "1100", "Budget Q4", &[BY_ANA, ANA, ME_YES]);
    text.timed(3, "1100", "1130", "Vendor sync", &[BY_ANA, ANA, ME_NO]);
    text.timed(4, "1300", "1400", "Customer call: Fabrikam", &[BY_ANA, ANA, ME_YES, MEET]);
    text.timed_in(
        "America/New_York",
        4,
        ("1100", "1130"),
        "Check-in with New York",
        &["RRULE:FREQ=WEEKLY", MEET],
    );
    text.timed(
        8,
        "1500",
        "1600",
        "Quarterly review",
        &["LOCATION:Main hall", BY_ANA, ANA, BEN, ME_YES],
    );
    text.days(3, 5, "Lisbon offsite", &["TRANSP:TRANSPARENT", "LOCATION:Lisbon"]);
    text.finish()
}

fn team(week: &Week<'_>) -> String {
    let mut text = Text::new(week, "team");
    let since = text.day(-28).strftime("%Y%m%d").to_string();
    let at = |time: &str| match week.zone {
        "UTC" => format!(":{since}T{time}00Z"),
        zone => format!(";TZID={zone}:{since}T{time}00"),
    };
    let (start, end) = (at("0915"), at("0930"));
    text.event(
        &start,
        &end,
        "Standup",
        &[
            "RRULE:FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
            "LOCATION:https://meet.example.org/standup",
            TEN_BEFORE,
        ],
    );
    text.timed(
        1,
        "1330",
        "1430",
        "Design review",
        &["DESCRIPTION:Sketches for the week view.", ANA, CHO, ME_YES],
    );
    text.timed(3, "1400", "1530", "Retro", &["RRULE:FREQ=WEEKLY;INTERVAL=2", "LOCATION:Room Ada"]);
    text.timed(4, "1500", "1600", "Demo rehearsal", &["LOCATION:Room Ada", MEET, TEN_BEFORE]);
    text.timed(9, "1200", "1300", "Team lunch", &["LOCATION:Trattoria Verdi"]);
    text.finish()
}

fn home(week: &Week<'_>) -> String {
    let mut text = Text::new(week, "home");
    text.timed(0, "1800", "1915", "Gym", &["RRULE:FREQ=WEEKLY;BYDAY=MO,TH"]);
    text.timed(
        2,
        "1500",
        "1600",
        "Dentist",
        &["LOCATION:Dr. Weber\\, Lindenstraße 4", "RRULE:FREQ=MONTHLY;INTERVAL=6"],
    );
    text.timed(3, "0800", "0900", "Car inspection", &["STATUS:TENTATIVE"]);
    text.timed(3, "2000", "2230", "Concert, Philharmonie", &["LOCATION:Philharmonie"]);
    text.timed(5, "1000", "1200", "Market and brunch", &[]);
    text.timed(6, "1700", "1745", "Call with Mum", &["RRULE:FREQ=WEEKLY"]);
    text.finish()
}

fn school(week: &Week<'_>) -> String {
    let mut text = Text::new(week, "school");
    text.days(0, 4, "School project week", &["TRANSP:TRANSPARENT"]);
    text.timed(1, "1600", "1630", "Kindergarten pick-up", &["RRULE:FREQ=WEEKLY"]);
    text.timed(4, "1730", "1900", "Parents’ evening", &["LOCATION:School\\, room 12"]);
    text.days(12, 12, "Bake sale", &[]);
    text.finish()
}

fn holidays(week: &Week<'_>) -> String {
    let mut text = Text::new(week, "holidays");
    text.days(2, 2, "Day of Repentance", &["TRANSP:TRANSPARENT"]);
    for (month, day, title) in
        [(1, 1, "New Year’s Day"), (5, 1, "Labour Day"), (12, 25, "Christmas Day")]
    {
        let year = week.monday.year() - 1;
        let start = format!(";VALUE=DATE:{year:04}{month:02}{day:02}");
        let next = Date::new(year, month, day).and_then(|date| date.tomorrow());
        let end = next.map_or_else(
            |_| start.clone(),
            |next| format!(";VALUE=DATE:{}", next.strftime("%Y%m%d")),
        );
        text.event(&start, &end, title, &["RRULE:FREQ=YEARLY", "TRANSP:TRANSPARENT"]);
    }
    text.finish()
}

fn focus(week: &Week<'_>) -> String {
    let mut text = Text::new(week, "focus");
    text.timed(1, "1000", "1200", "Focus: pricing page", &[]);
    text.timed(2, "1300", "1430", "Prep: board deck", &["STATUS:TENTATIVE"]);
    text.timed(4, "1000", "1130", "Focus: roadmap", &["RRULE:FREQ=WEEKLY"]);
    text.finish()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn the_week_begins_on_the_monday_before() {
        for (today, monday) in [
            (date(2026, 11, 16), "20261116"),
            (date(2026, 11, 20), "20261116"),
            (date(2026, 11, 22), "20261116"),
        ] {
            let samples = samples(today, "Europe/Berlin");
            let work = &samples[0].text;
            assert!(
                work.contains(&format!("TZID=Europe/Berlin:{monday}T100000")),
                "{today}: {work}"
            );
        }
    }

    #[test]
    fn every_sample_is_read_without_a_flag() {
        for zone in ["Europe/Berlin", "UTC", "Asia/Kathmandu"] {
            for sample in samples(date(2026, 11, 20), zone) {
                let read = kalends_calendar::text::read_calendar(sample.text.as_bytes()).unwrap();
                assert!(read.set_aside.is_empty() && read.warnings.is_empty(), "{}", sample.name);
                assert!(!read.events.is_empty());
                for entry in read.events {
                    assert_eq!(entry.event.flags, [], "{}", entry.event.summary);
                }
            }
        }
    }
}
