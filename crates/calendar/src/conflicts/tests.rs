//! The policy, as tables.

use std::fmt::Write as _;

use super::*;

const HOUR: i64 = 3_600;

fn timed(id: usize, start: i64, end: i64) -> Candidate<'static> {
    Candidate {
        id,
        start: start * HOUR,
        end: end * HOUR,
        all_day: false,
        firm: true,
        meeting: id as u64,
        place: None,
    }
}

#[test]
fn severity_is_told_by_what_the_two_are() {
    let kinds = [("firm", false, true), ("tentative", false, false), ("all day", true, true)];
    let mut table = String::new();
    for (a_name, a_day, a_firm) in kinds {
        for (b_name, b_day, b_firm) in kinds {
            let a = Candidate { all_day: a_day, firm: a_firm, ..timed(0, 9, 11) };
            let b = Candidate { all_day: b_day, firm: b_firm, ..timed(1, 10, 12) };
            let found = clash(&a, &b, &Rules::default()).unwrap();
            assert_eq!((found.from, found.to), (10 * HOUR, 11 * HOUR));
            writeln!(table, "{a_name:9} {b_name:9} {:?}", found.severity).unwrap();
        }
    }
    insta::assert_snapshot!(table, @r"
    firm      firm      High
    firm      tentative Medium
    firm      all day   Low
    tentative firm      Medium
    tentative tentative Medium
    tentative all day   Low
    all day   firm      Low
    all day   tentative Low
    all day   all day   Low
    ");
}

#[test]
fn the_time_between_two_is_cut_short_by_buffer_or_way() {
    let rules = |buffer: i64, travel: Option<i64>| Rules {
        buffer_s: buffer * 60,
        travel_s: travel.map(|minutes| minutes * 60),
        ..Rules::default()
    };
    let places = [
        ("none", None, None),
        ("same", Some("Room  1"), Some("room 1")),
        ("apart", Some("Mitte"), Some("Airport")),
    ];
    let all = [
        ("nothing", rules(0, None)),
        ("buffer 10", rules(10, None)),
        ("way 30", rules(0, Some(30))),
        ("both", rules(10, Some(30))),
    ];
    let mut table = String::new();
    for gap in [0, 5, 10, 20, 30] {
        for (place, here, there) in places {
            let a = Candidate { place: here, ..timed(0, 9, 10) };
            let start = 10 * HOUR + gap * 60;
            let b = Candidate { start, end: start + HOUR, place: there, ..timed(1, 10, 11) };
            write!(table, "{gap:2} min, {place:6}").unwrap();
            for (name, rules) in &all {
                let found = clash(&a, &b, rules);
                assert_eq!(found.is_some(), clash(&b, &a, rules).is_some());
                let told = found.map_or("-".into(), |one| {
                    assert_eq!((one.severity, one.from, one.to), (Severity::Low, 10 * HOUR, start));
                    format!("{:?}", one.cause)
                });
                write!(table, " {name}: {told:8}").unwrap();
            }
            table = table.trim_end().to_owned();
            table.push('\n');
        }
    }
    insta::assert_snapshot!(table, @r"
     0 min, none   nothing: -        buffer 10: Buffer   way 30: -        both: Buffer
     0 min, same   nothing: -        buffer 10: Buffer   way 30: -        both: Buffer
     0 min, apart  nothing: -        buffer 10: Buffer   way 30: Travel   both: Buffer
     5 min, none   nothing: -        buffer 10: Buffer   way 30: -        both: Buffer
     5 min, same   nothing: -        buffer 10: Buffer   way 30: -        both: Buffer
     5 min, apart  nothing: -        buffer 10: Buffer   way 30: Travel   both: Buffer
    10 min, none   nothing: -        buffer 10: -        way 30: -        both: -
    10 min, same   nothing: -        buffer 10: -        way 30: -        both: -
    10 min, apart  nothing: -        buffer 10: -        way 30: Travel   both: Travel
    20 min, none   nothing: -        buffer 10: -        way 30: -        both: -
    20 min, same   nothing: -        buffer 10: -        way 30: -        both: -
    20 min, apart  nothing: -        buffer 10: -        way 30: Travel   both: Travel
    30 min, none   nothing: -        buffer 10: -        way 30: -        both: -
    30 min, same   nothing: -        buffer 10: -        way 30: -        both: -
    30 min, apart  nothing: -        buffer 10: -        way 30: -        both: -
    ");
}

#[test]
fn what_blocks_nothing_is_in_nobodys_way() {
    let rules = Rules { buffer_s: 600, ..Rules::default() };
    let whole_day = Candidate { all_day: true, ..timed(1, 0, 24) };
    let table = [
        ("of no length, inside another", timed(0, 9, 11), timed(1, 10, 10)),
        ("that end before they begin", timed(0, 9, 11), timed(1, 11, 10)),
        ("of one meeting", timed(0, 9, 11), Candidate { meeting: 0, ..timed(1, 10, 12) }),
        ("after a whole day, within the buffer", whole_day, timed(0, 24, 25)),
    ];
    for (name, a, b) in table {
        assert_eq!(clash(&a, &b, &rules), None, "{name}");
        assert_eq!(clashes(&[a, b], &rules), [], "{name}");
    }
}

#[test]
fn a_meeting_on_two_calendars_is_in_the_way_once_and_as_its_worse_copy() {
    let unanswered = Candidate { firm: false, meeting: 7, ..timed(0, 9, 11) };
    let accepted = Candidate { meeting: 7, ..timed(1, 9, 11) };
    let other = timed(2, 10, 12);
    let found = clashes(&[unanswered, accepted, other], &Rules::default());
    let expected = Clash {
        from: 10 * HOUR,
        to: 11 * HOUR,
        a: 1,
        b: 2,
        severity: Severity::High,
        cause: Cause::Overlap,
    };
    assert_eq!(found, [expected]);
}

#[test]
fn no_more_are_found_than_asked_for_and_those_are_the_earliest() {
    let many: Vec<Candidate<'_>> = (0..1_000).map(|id| timed(id, 0, 24)).collect();
    let found = clashes(&many, &Rules { most: 10, ..Rules::default() });
    assert_eq!(found.len(), 10);
    let later: Vec<Candidate<'_>> =
        [timed(0, 0, 2), timed(1, 1, 3), timed(2, 5, 7), timed(3, 6, 8)].into();
    let found = clashes(&later, &Rules { most: 1, ..Rules::default() });
    assert_eq!(found.iter().map(|one| (one.a, one.b)).collect::<Vec<_>>(), [(0, 1)]);
}

#[test]
fn a_link_or_nothing_is_no_place_to_go_to() {
    let table = [
        ("", None),
        ("  ", None),
        ("https://meet.example/x", None),
        ("HTTP://meet.example", None),
        (" Room 1 ", Some("Room 1")),
        ("httpd museum", Some("httpd museum")),
    ];
    for (location, expected) in table {
        assert_eq!(place_to_go(location), expected, "{location:?}");
    }
}
