//! Times of the arguments against times of events, as tables.

use super::*;

fn reading(zone: &str, named: bool) -> Reading {
    Reading { zone: TimeZone::get(zone).unwrap(), named }
}

/// `2026-11-20`, `2026-11-20T10:15` or `2026-11-20T10:15 Europe/Berlin`.
fn when(text: &str) -> When {
    match text.split_once(' ') {
        Some((local, zone)) => When::Zoned(local.parse().unwrap(), Zone::named(zone).unwrap()),
        None if text.contains('T') => When::Floating(text.parse().unwrap()),
        None => When::Date(text.parse().unwrap()),
    }
}

fn show(when: &When) -> String {
    match when {
        When::Date(date) => date.to_string(),
        When::Floating(local) => local.strftime("%Y-%m-%dT%H:%M").to_string(),
        When::Zoned(local, zone) => format!("{} {}", local.strftime("%Y-%m-%dT%H:%M"), zone.id()),
    }
}

fn shown(span: Result<(When, When), Failure>) -> String {
    span.map_or_else(
        |_| "wrong usage".to_owned(),
        |(start, end)| format!("{} – {}", show(&start), show(&end)),
    )
}

#[test]
fn a_new_event_takes_dates_or_times() {
    let berlin = reading("Europe/Berlin", false);
    let table = [
        ("2026-11-20", "2026-11-21"),
        ("2026-11-20", "2026-11-20"),
        ("2026-11-20T09:00", "2026-11-20T10:00"),
        ("2026-11-20T09:00", "2026-11-20T09:00"),
        ("2026-11-20T09:00", "2026-11-20T08:59"),
        ("2026-11-20T09:00:00Z", "2026-11-20T05:00:00-05:00"),
        ("2026-11-20", "2026-11-20T10:00"),
        ("2026-11-20T09:00", "2026-11-21"),
        ("tomorrow", "2026-11-21"),
    ];
    let mut text = String::new();
    for (start, end) in table {
        for all_day in [false, true] {
            let span = shown(new_span(start, end, all_day, &berlin));
            text.push_str(&format!("{start} {end} {all_day}: {span}\n"));
        }
    }
    insta::assert_snapshot!(text, @r"
        2026-11-20 2026-11-21 false: 2026-11-20 – 2026-11-21
        2026-11-20 2026-11-21 true: 2026-11-20 – 2026-11-21
        2026-11-20 2026-11-20 false: wrong usage
        2026-11-20 2026-11-20 true: wrong usage
        2026-11-20T09:00 2026-11-20T10:00 false: 2026-11-20T09:00 Europe/Berlin – 2026-11-20T10:00 Europe/Berlin
        2026-11-20T09:00 2026-11-20T10:00 true: wrong usage
        2026-11-20T09:00 2026-11-20T09:00 false: 2026-11-20T09:00 Europe/Berlin – 2026-11-20T09:00 Europe/Berlin
        2026-11-20T09:00 2026-11-20T09:00 true: wrong usage
        2026-11-20T09:00 2026-11-20T08:59 false: wrong usage
        2026-11-20T09:00 2026-11-20T08:59 true: wrong usage
        2026-11-20T09:00:00Z 2026-11-20T05:00:00-05:00 false: 2026-11-20T10:00 Europe/Berlin – 2026-11-20T11:00 Europe/Berlin
        2026-11-20T09:00:00Z 2026-11-20T05:00:00-05:00 true: wrong usage
        2026-11-20 2026-11-20T10:00 false: wrong usage
        2026-11-20 2026-11-20T10:00 true: wrong usage
        2026-11-20T09:00 2026-11-21 false: wrong usage
        2026-11-20T09:00 2026-11-21 true: wrong usage
        tomorrow 2026-11-21 false: wrong usage
        tomorrow 2026-11-21 true: wrong usage
        ");
}

#[test]
fn a_change_keeps_the_length_the_zone_and_what_is_left_out() {
    let timed =
        (when("2026-11-20T09:00 America/New_York"), when("2026-11-20T10:30 America/New_York"));
    let days = (when("2026-11-20"), when("2026-11-22"));
    let floating = (when("2026-11-20T22:00"), when("2026-11-21T01:00"));
    let asked = |start, end, all_day| Asked { start, end, all_day };
    let table = [
        asked(None, None, false),
        asked(None, None, true),
        asked(Some("2026-11-23T15:00"), None, false),
        asked(Some("2026-11-23T15:00:00Z"), None, false),
        asked(None, Some("2026-11-20T18:00"), false),
        asked(Some("2026-11-23T15:00"), Some("2026-11-23T16:00"), false),
        asked(Some("2026-11-23"), None, false),
        asked(Some("2026-11-23"), None, true),
        asked(None, Some("2026-11-25"), true),
        asked(Some("2026-11-23"), Some("2026-11-25"), false),
        asked(Some("2026-11-23"), Some("2026-11-23T16:00"), false),
        asked(Some("2026-11-23T15:00"), None, true),
    ];
    let mut text = String::new();
    for (name, (start, end)) in [("timed", &timed), ("days", &days), ("floating", &floating)] {
        for one in &table {
            let span = changed_span((start, end), one, &reading("Europe/Berlin", false));
            let span = match span.transpose() {
                None => "as it is".to_owned(),
                Some(span) => shown(span),
            };
            let [from, to] = [one.start, one.end].map(|side| side.unwrap_or("·"));
            let days = if one.all_day { " all day" } else { "" };
            text.push_str(&format!("{name} {from} {to}{days}: {span}\n"));
        }
    }
    insta::assert_snapshot!(text, @r"
        timed · ·: as it is
        timed · · all day: 2026-11-20 – 2026-11-21
        timed 2026-11-23T15:00 ·: 2026-11-23T09:00 America/New_York – 2026-11-23T10:30 America/New_York
        timed 2026-11-23T15:00:00Z ·: 2026-11-23T10:00 America/New_York – 2026-11-23T11:30 America/New_York
        timed · 2026-11-20T18:00: 2026-11-20T09:00 America/New_York – 2026-11-20T12:00 America/New_York
        timed 2026-11-23T15:00 2026-11-23T16:00: 2026-11-23T09:00 America/New_York – 2026-11-23T10:00 America/New_York
        timed 2026-11-23 ·: wrong usage
        timed 2026-11-23 · all day: 2026-11-23 – 2026-11-24
        timed · 2026-11-25 all day: 2026-11-20 – 2026-11-25
        timed 2026-11-23 2026-11-25: 2026-11-23 – 2026-11-25
        timed 2026-11-23 2026-11-23T16:00: wrong usage
        timed 2026-11-23T15:00 · all day: wrong usage
        days · ·: as it is
        days · · all day: as it is
        days 2026-11-23T15:00 ·: wrong usage
        days 2026-11-23T15:00:00Z ·: wrong usage
        days · 2026-11-20T18:00: wrong usage
        days 2026-11-23T15:00 2026-11-23T16:00: 2026-11-23T15:00 Europe/Berlin – 2026-11-23T16:00 Europe/Berlin
        days 2026-11-23 ·: 2026-11-23 – 2026-11-25
        days 2026-11-23 · all day: 2026-11-23 – 2026-11-25
        days · 2026-11-25 all day: 2026-11-20 – 2026-11-25
        days 2026-11-23 2026-11-25: 2026-11-23 – 2026-11-25
        days 2026-11-23 2026-11-23T16:00: wrong usage
        days 2026-11-23T15:00 · all day: wrong usage
        floating · ·: as it is
        floating · · all day: 2026-11-20 – 2026-11-22
        floating 2026-11-23T15:00 ·: 2026-11-23T15:00 – 2026-11-23T18:00
        floating 2026-11-23T15:00:00Z ·: 2026-11-23T16:00 – 2026-11-23T19:00
        floating · 2026-11-20T18:00: wrong usage
        floating 2026-11-23T15:00 2026-11-23T16:00: 2026-11-23T15:00 – 2026-11-23T16:00
        floating 2026-11-23 ·: wrong usage
        floating 2026-11-23 · all day: 2026-11-23 – 2026-11-25
        floating · 2026-11-25 all day: 2026-11-20 – 2026-11-25
        floating 2026-11-23 2026-11-25: 2026-11-23 – 2026-11-25
        floating 2026-11-23 2026-11-23T16:00: wrong usage
        floating 2026-11-23T15:00 · all day: wrong usage
        ");
}

#[test]
fn a_zone_that_is_named_becomes_the_events_own() {
    let (start, end) =
        (when("2026-11-20T09:00 America/New_York"), when("2026-11-20T10:00 America/New_York"));
    let asked = Asked { start: Some("2026-11-20T09:00"), ..Asked::default() };
    let tokyo = reading("Asia/Tokyo", true);
    let span = changed_span((&start, &end), &asked, &tokyo).unwrap().unwrap();
    assert_eq!(shown(Ok(span)), "2026-11-20T09:00 Asia/Tokyo – 2026-11-20T10:00 Asia/Tokyo");
}

#[test]
fn a_move_keeps_the_length_and_with_a_date_the_time_of_day() {
    let berlin = reading("Europe/Berlin", false);
    // Over the change to winter time: nine hours stay nine hours.
    let night = ("2026-10-24T22:00 Europe/Berlin", "2026-10-25T06:00 Europe/Berlin");
    let table = [
        (("2026-11-20T09:00 America/New_York", "2026-11-20T10:00 America/New_York"), "2026-11-23"),
        (
            ("2026-11-20T09:00 America/New_York", "2026-11-20T10:00 America/New_York"),
            "2026-11-23T09:00",
        ),
        (("2026-11-20T09:00", "2026-11-20T10:00"), "2026-11-23"),
        (("2026-11-20", "2026-11-22"), "2026-11-30"),
        (("2026-11-20", "2026-11-22"), "2026-11-30T10:00"),
        (night, "2026-10-26"),
    ];
    let mut text = String::new();
    for ((start, end), to) in table {
        let span = moved_span((&when(start), &when(end)), to, &berlin);
        text.push_str(&format!("{start} – {end} to {to}: {}\n", shown(span)));
    }
    insta::assert_snapshot!(text, @r"
        2026-11-20T09:00 America/New_York – 2026-11-20T10:00 America/New_York to 2026-11-23: 2026-11-23T09:00 America/New_York – 2026-11-23T10:00 America/New_York
        2026-11-20T09:00 America/New_York – 2026-11-20T10:00 America/New_York to 2026-11-23T09:00: 2026-11-23T03:00 America/New_York – 2026-11-23T04:00 America/New_York
        2026-11-20T09:00 – 2026-11-20T10:00 to 2026-11-23: 2026-11-23T09:00 – 2026-11-23T10:00
        2026-11-20 – 2026-11-22 to 2026-11-30: 2026-11-30 – 2026-12-02
        2026-11-20 – 2026-11-22 to 2026-11-30T10:00: wrong usage
        2026-10-24T22:00 Europe/Berlin – 2026-10-25T06:00 Europe/Berlin to 2026-10-26: 2026-10-26T22:00 Europe/Berlin – 2026-10-27T07:00 Europe/Berlin
        ");
}

/// Of the two half past two of a night the second can be written in UTC alone.
#[test]
fn an_instant_in_the_repeated_hour_is_kept() {
    let berlin = reading("Europe/Berlin", false);
    let table = [
        ("2026-10-25T01:30:00Z", "2026-10-25T02:30:00Z"),
        ("2026-10-25T02:30:00+01:00", "2026-10-25T03:30:00+01:00"),
        ("2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z"),
        ("2026-10-25T00:30:00Z", "2026-10-25T00:45:00Z"),
        ("2026-10-25T02:30", "2026-10-25T03:30"),
        ("2026-10-25T01:30", "2026-10-25T01:30:00Z"),
        ("2026-03-29T00:30:00Z", "2026-03-29T01:30:00Z"),
    ];
    let event = (when("2026-11-20T09:00 Europe/Berlin"), when("2026-11-20T10:00 Europe/Berlin"));
    let floating = (when("2026-11-20T09:00"), when("2026-11-20T10:00"));
    let mut text = String::new();
    for (start, end) in table {
        let added = new_span(start, end, false, &berlin);
        let both = Asked { start: Some(start), end: Some(end), all_day: false };
        let one = Asked { start: Some(start), ..Asked::default() };
        let change = |(from, to): &(When, When), asked: &Asked<'_>| {
            changed_span((from, to), asked, &berlin).transpose().unwrap()
        };
        assert_eq!(shown(change(&event, &both)), shown(new_span(start, end, false, &berlin)));
        let moved = moved_span((&event.0, &event.1), start, &berlin);
        assert_eq!(shown(change(&event, &one)), shown(moved), "{start}");
        let floats = shown(change(&floating, &one));
        text.push_str(&format!(
            "{start} {end}: {}; start alone: {}; floating: {floats}\n",
            shown(added),
            shown(change(&event, &one)),
        ));
    }
    insta::assert_snapshot!(text, @r"
        2026-10-25T01:30:00Z 2026-10-25T02:30:00Z: 2026-10-25T01:30 UTC – 2026-10-25T02:30 UTC; start alone: 2026-10-25T01:30 UTC – 2026-10-25T02:30 UTC; floating: 2026-10-25T01:30 UTC – 2026-10-25T02:30 UTC
        2026-10-25T02:30:00+01:00 2026-10-25T03:30:00+01:00: 2026-10-25T01:30 UTC – 2026-10-25T02:30 UTC; start alone: 2026-10-25T01:30 UTC – 2026-10-25T02:30 UTC; floating: 2026-10-25T01:30 UTC – 2026-10-25T02:30 UTC
        2026-10-25T00:30:00Z 2026-10-25T01:30:00Z: 2026-10-25T00:30 UTC – 2026-10-25T01:30 UTC; start alone: 2026-10-25T00:30 UTC – 2026-10-25T01:30 UTC; floating: 2026-10-25T02:30 – 2026-10-25T03:30
        2026-10-25T00:30:00Z 2026-10-25T00:45:00Z: 2026-10-25T02:30 Europe/Berlin – 2026-10-25T02:45 Europe/Berlin; start alone: 2026-10-25T00:30 UTC – 2026-10-25T01:30 UTC; floating: 2026-10-25T02:30 – 2026-10-25T03:30
        2026-10-25T02:30 2026-10-25T03:30: 2026-10-25T02:30 Europe/Berlin – 2026-10-25T03:30 Europe/Berlin; start alone: 2026-10-25T00:30 UTC – 2026-10-25T01:30 UTC; floating: 2026-10-25T02:30 – 2026-10-25T03:30
        2026-10-25T01:30 2026-10-25T01:30:00Z: 2026-10-24T23:30 UTC – 2026-10-25T01:30 UTC; start alone: 2026-10-25T01:30 Europe/Berlin – 2026-10-25T02:30 Europe/Berlin; floating: 2026-10-25T01:30 – 2026-10-25T02:30
        2026-03-29T00:30:00Z 2026-03-29T01:30:00Z: 2026-03-29T01:30 Europe/Berlin – 2026-03-29T03:30 Europe/Berlin; start alone: 2026-03-29T01:30 Europe/Berlin – 2026-03-29T03:30 Europe/Berlin; floating: 2026-03-29T01:30 – 2026-03-29T02:30
        ");
}

#[test]
fn an_occurrence_is_named_on_the_line_of_its_series() {
    let berlin = TimeZone::get("Europe/Berlin").unwrap();
    let table = [
        (
            "2026-11-20T09:00",
            "2026-11-01T09:00 Europe/Berlin",
            when("2026-11-20T09:00 Europe/Berlin"),
        ),
        (
            "2026-11-20T08:00:00Z",
            "2026-11-01T09:00 Europe/Berlin",
            when("2026-11-20T09:00 Europe/Berlin"),
        ),
        // The repeated hour: an instant is compared as one.
        ("2026-10-25T02:30:00+01:00", "2026-10-01T01:30 UTC", when("2026-10-25T01:30 UTC")),
        (
            "2026-10-25T02:30:00+02:00",
            "2026-10-01T02:30 Europe/Berlin",
            when("2026-10-25T02:30 Europe/Berlin"),
        ),
        ("2026-11-20", "2026-11-01", when("2026-11-20")),
        ("2026-11-20T09:00", "2026-11-01T09:00", when("2026-11-20T09:00")),
    ];
    for (text, like, expected) in table {
        let seconds = original(text, &when(like), &berlin).unwrap();
        assert_eq!(seconds, expected.seconds(), "{text} of {like}");
    }
    let second =
        original("2026-10-25T02:30:00+01:00", &when("2026-10-01T02:30 Europe/Berlin"), &berlin);
    let first = when("2026-10-25T02:30 Europe/Berlin").seconds();
    assert_eq!(second.unwrap(), first + 3_600, "not the occurrence an hour before");
}
