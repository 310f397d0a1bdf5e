//! Slots and hours, as tables.

use std::fmt::Write as _;

use jiff::{
    Timestamp,
    civil::{Time, date, time},
    tz::TimeZone,
};

use super::*;

fn berlin() -> TimeZone {
    TimeZone::get("Europe/Berlin").unwrap()
}

fn at(zone: &TimeZone, text: &str) -> i64 {
    let local: jiff::civil::DateTime = text.parse().unwrap();
    zone.to_ambiguous_timestamp(local).compatible().unwrap().as_second()
}

fn span(zone: &TimeZone, from: &str, to: &str) -> Span {
    Span { start: at(zone, from), end: at(zone, to) }
}

fn shown(spans: &[Span], zone: &TimeZone) -> String {
    let local = |second: i64| {
        let at = Timestamp::from_second(second).unwrap().to_zoned(zone.clone());
        at.strftime("%a %d %H:%M%:z").to_string()
    };
    let mut text = String::new();
    for span in spans {
        let hours = (span.end - span.start) / 60;
        writeln!(text, "{} – {}  {hours} min", local(span.start), local(span.end)).unwrap();
    }
    text
}

#[test]
fn slots_lie_in_working_hours_and_around_what_is_taken() {
    let zone = berlin();
    let busy = vec![
        span(&zone, "2026-11-16T10:00", "2026-11-16T11:00"),
        span(&zone, "2026-11-16T10:30", "2026-11-16T12:00"),
        span(&zone, "2026-11-16T16:00", "2026-11-17T10:00"),
        span(&zone, "2026-11-16T14:00", "2026-11-16T14:00"),
    ];
    let query = SlotQuery {
        duration: 3_600,
        within: span(&zone, "2026-11-14T00:00", "2026-11-18T12:00"),
        hours: Some(&WorkingHours::default()),
        zone: &zone,
        buffer: 0,
        step: None,
        limit: usize::MAX,
    };
    insta::assert_snapshot!(shown(&free_slots(busy.clone(), &query), &zone), @r"
    Mon 16 09:00+01:00 – Mon 16 10:00+01:00  60 min
    Mon 16 12:00+01:00 – Mon 16 16:00+01:00  240 min
    Tue 17 10:00+01:00 – Tue 17 17:00+01:00  420 min
    Wed 18 09:00+01:00 – Wed 18 12:00+01:00  180 min
    ");
    let buffered = SlotQuery { buffer: 900, ..query.clone() };
    insta::assert_snapshot!(shown(&free_slots(busy.clone(), &buffered), &zone), @r"
    Mon 16 12:15+01:00 – Mon 16 15:45+01:00  210 min
    Tue 17 10:15+01:00 – Tue 17 17:00+01:00  405 min
    Wed 18 09:00+01:00 – Wed 18 12:00+01:00  180 min
    ");
    let stepped = SlotQuery { step: Some(1_800), buffer: 600, limit: 4, ..query.clone() };
    insta::assert_snapshot!(shown(&free_slots(busy.clone(), &stepped), &zone), @r"
    Mon 16 12:30+01:00 – Mon 16 13:30+01:00  60 min
    Mon 16 13:30+01:00 – Mon 16 14:30+01:00  60 min
    Mon 16 14:30+01:00 – Mon 16 15:30+01:00  60 min
    Tue 17 10:30+01:00 – Tue 17 11:30+01:00  60 min
    ");
    let any = SlotQuery { hours: None, ..query };
    insta::assert_snapshot!(shown(&free_slots(busy, &any), &zone), @r"
    Sat 14 00:00+01:00 – Mon 16 10:00+01:00  3480 min
    Mon 16 12:00+01:00 – Mon 16 16:00+01:00  240 min
    Tue 17 10:00+01:00 – Wed 18 12:00+01:00  1560 min
    ");
}

#[test]
fn hours_keep_to_the_local_clock_when_the_clocks_change() {
    let zone = berlin();
    let night = WorkingHours::daily(Hours { from: time(22, 0, 0, 0), to: time(6, 0, 0, 0) });
    // The clocks go forward on 29 March 2026 and back on 25 October.
    let spring = span(&zone, "2026-03-28T12:00", "2026-03-30T12:00");
    insta::assert_snapshot!(shown(&night.spans(spring, &zone), &zone), @r"
    Sat 28 22:00+01:00 – Sun 29 06:00+02:00  420 min
    Sun 29 22:00+02:00 – Mon 30 06:00+02:00  480 min
    ");
    let autumn = span(&zone, "2026-10-24T12:00", "2026-10-26T12:00");
    insta::assert_snapshot!(shown(&night.spans(autumn, &zone), &zone), @r"
    Sat 24 22:00+02:00 – Sun 25 06:00+01:00  540 min
    Sun 25 22:00+01:00 – Mon 26 06:00+01:00  480 min
    ");
    let day = WorkingHours::always();
    insta::assert_snapshot!(shown(&day.spans(autumn, &zone), &zone), @r"
    Sat 24 12:00+02:00 – Mon 26 12:00+01:00  2940 min
    ");
    let skipped = WorkingHours::daily(Hours { from: time(2, 30, 0, 0), to: time(3, 30, 0, 0) });
    insta::assert_snapshot!(shown(&skipped.spans(spring, &zone), &zone), @r"
    Mon 30 02:30+02:00 – Mon 30 03:30+02:00  60 min
    ");
}

#[test]
fn hours_of_the_night_before_reach_into_the_window() {
    let zone = berlin();
    let mut hours = WorkingHours { days: Default::default() };
    hours.days[6].push(Hours { from: time(20, 0, 0, 0), to: time(4, 0, 0, 0) });
    let monday = span(&zone, "2026-11-16T00:00", "2026-11-17T00:00");
    let found = hours.spans(monday, &zone);
    assert_eq!(found, [span(&zone, "2026-11-16T00:00", "2026-11-16T04:00")]);
    assert_eq!(hours.on(date(2026, 11, 15).weekday()).len(), 1);
}

#[test]
fn a_query_that_makes_no_sense_has_no_slots() {
    let zone = berlin();
    let query = SlotQuery {
        duration: 0,
        within: span(&zone, "2026-11-17T00:00", "2026-11-16T00:00"),
        hours: None,
        zone: &zone,
        buffer: -5,
        step: Some(0),
        limit: 10,
    };
    assert_eq!(free_slots(Vec::new(), &query), []);
    let none = WorkingHours { days: Default::default() };
    let within = span(&zone, "2026-11-16T00:00", "2026-11-17T00:00");
    let closed = SlotQuery { within, hours: Some(&none), ..query.clone() };
    assert_eq!(free_slots(Vec::new(), &closed), []);
    let far = Span { start: i64::MIN, end: i64::MAX };
    assert_eq!(free_slots(Vec::new(), &SlotQuery { within: far, hours: Some(&none), ..query }), []);
}

#[test]
fn hours_are_kept_as_readable_text() {
    let text = serde_json::to_string(&WorkingHours::default()).unwrap();
    assert!(text.starts_with(r#"{"days":[[{"from":"09:00:00","to":"17:00:00"}],"#), "{text}");
    assert_eq!(serde_json::from_str::<WorkingHours>(&text).unwrap(), WorkingHours::default());
    assert_eq!(WorkingHours::always().on(date(2026, 11, 15).weekday())[0].from, Time::midnight());
}
