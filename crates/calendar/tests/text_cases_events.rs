//! The nasty cases of iCalendar text, each by its number: what an event means.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test fails by panicking, and says why"
)]

#[path = "text/support.rs"]
mod support;

use kalends_calendar::{Flag, Status, Transparency, text::Warning};
use support::{START, event, event_in, read, show, span};

const BLOCK: &str = "BEGIN:VTIMEZONE\nTZID:Customized Time Zone\nBEGIN:STANDARD\nDTSTART:16011104T020000\nRRULE:FREQ=YEARLY;BYDAY=1SU;BYMONTH=11\nTZOFFSETFROM:-0400\nTZOFFSETTO:-0500\nEND:STANDARD\nBEGIN:DAYLIGHT\nDTSTART:16010311T020000\nRRULE:FREQ=YEARLY;BYDAY=2SU;BYMONTH=3\nTZOFFSETFROM:-0500\nTZOFFSETTO:-0400\nEND:DAYLIGHT\nEND:VTIMEZONE\n";

#[test]
fn cases_18_to_24_zones() {
    let table: [(&str, &str, &str, &[Flag]); 9] = [
        // 18, 19 and 20, 21.
        (
            "",
            ";TZID=W. Europe Standard Time:20260704T090000",
            "2026-07-04T09:00:00 Europe/Berlin",
            &[],
        ),
        (
            BLOCK,
            ";TZID=Customized Time Zone:20260704T090000",
            "2026-07-04T09:00:00 America/New_York",
            &[],
        ),
        (
            "",
            ";TZID=/mozilla.org/20050126_1/Europe/Berlin:20260704T090000",
            "2026-07-04T09:00:00 Europe/Berlin",
            &[],
        ),
        // 22, with and without a default.
        ("", ";TZID=:20260704T090000", "2026-07-04T09:00:00", &[Flag::MissingZone]),
        (
            "X-WR-TIMEZONE:Asia/Tokyo\n",
            ";TZID=:20260704T090000",
            "2026-07-04T09:00:00 Asia/Tokyo",
            &[Flag::MissingZone],
        ),
        // 23, 24.
        ("X-WR-TIMEZONE:Asia/Tokyo\n", ":20260704T090000", "2026-07-04T09:00:00 Asia/Tokyo", &[]),
        (
            "X-WR-TIMEZONE:Asia/Tokyo\n",
            ";TZID=Europe/Berlin:20260704T090000Z",
            "2026-07-04T09:00:00 UTC",
            &[],
        ),
        // Nothing tells the zone.
        (
            "X-WR-TIMEZONE:Asia/Tokyo\n",
            ";TZID=Atlantis:20260704T090000",
            "2026-07-04T09:00:00 Asia/Tokyo",
            &[Flag::UnknownZone],
        ),
        ("", ":20260704T090000", "2026-07-04T09:00:00", &[]),
    ];
    for (header, start, expect, flags) in table {
        let event = event_in(header, &format!("DTSTART{start}"));
        assert_eq!((show(&event.start).as_str(), &event.flags[..]), (expect, flags), "{start}");
    }
}

#[test]
fn a_block_after_the_events_still_counts() {
    let text = format!(
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;TZID=Customized Time Zone:20260704T090000\nEND:VEVENT\n{BLOCK}END:VCALENDAR\n"
    );
    assert_eq!(show(&read(&text).events[0].event.start), "2026-07-04T09:00:00 America/New_York");
}

#[test]
fn cases_25_to_29_when_it_ends() {
    let table: [(&str, &str, &[Flag]); 16] = [
        // 25, 26, 27.
        ("DTSTART:20260704", "2026-07-04 / 2026-07-05", &[]),
        ("DTSTART;VALUE=DATE:20260704\nDTEND;VALUE=DATE:20260704", "2026-07-04 / 2026-07-05", &[]),
        ("DTSTART;VALUE=DATE:20260704\nDTEND;VALUE=DATE:20260706", "2026-07-04 / 2026-07-06", &[]),
        ("DTSTART;VALUE=DATE:20260704\nDURATION:P2D", "2026-07-04 / 2026-07-06", &[]),
        (
            "DTSTART:20260704T090000\nDURATION:PT90M",
            "2026-07-04T09:00:00 / 2026-07-04T10:30:00",
            &[],
        ),
        ("DTSTART:20260704T090000", "2026-07-04T09:00:00 / 2026-07-04T09:00:00", &[]),
        // The clocks go back that night: a day is nominal, hours are exact.
        (
            "DTSTART;TZID=Europe/Berlin:20261024T200000\nDURATION:P1D",
            "2026-10-24T20:00:00 Europe/Berlin / 2026-10-25T20:00:00 Europe/Berlin",
            &[],
        ),
        (
            "DTSTART;TZID=Europe/Berlin:20261024T200000\nDURATION:PT24H",
            "2026-10-24T20:00:00 Europe/Berlin / 2026-10-25T19:00:00 Europe/Berlin",
            &[],
        ),
        // 28.
        (
            "DTSTART:20260704T090000\nDTEND:20260704T080000",
            "2026-07-04T09:00:00 / 2026-07-04T09:00:00",
            &[Flag::EndBeforeStart],
        ),
        (
            "DTSTART:20260704T090000\nDURATION:-PT1H",
            "2026-07-04T09:00:00 / 2026-07-04T09:00:00",
            &[Flag::EndBeforeStart],
        ),
        ("DTSTART:20260704\nDTEND:20260701", "2026-07-04 / 2026-07-05", &[Flag::EndBeforeStart]),
        // 29.
        (
            "DTSTART:20260704T090000\nDURATION:PT5H\nDTEND:20260704T100000",
            "2026-07-04T09:00:00 / 2026-07-04T10:00:00",
            &[],
        ),
        // Kinds that do not go together.
        ("DTSTART:20260704\nDTEND:20260705T120000", "2026-07-04 / 2026-07-06", &[]),
        (
            "DTSTART;TZID=Asia/Tokyo:20260704T090000\nDTEND:20260705",
            "2026-07-04T09:00:00 Asia/Tokyo / 2026-07-05T00:00:00 Asia/Tokyo",
            &[],
        ),
        (
            "DTSTART;TZID=Asia/Tokyo:20260704T090000\nDTEND;TZID=Europe/Berlin:20260704T030000",
            "2026-07-04T09:00:00 Asia/Tokyo / 2026-07-04T03:00:00 Europe/Berlin",
            &[],
        ),
        (
            "DTSTART:20260704T090000\nDTEND:never",
            "2026-07-04T09:00:00 / 2026-07-04T09:00:00",
            &[Flag::UnreadableLine],
        ),
    ];
    for (lines, expect, flags) in table {
        let event = event(lines);
        assert_eq!((span(&event).as_str(), &event.flags[..]), (expect, flags), "{lines}");
    }
}

#[test]
fn outlook_s_own_all_day_events() {
    let event = event(
        "DTSTART;TZID=Europe/Berlin:20260704T000000\nDTEND;TZID=Europe/Berlin:20260706T000000\nX-MICROSOFT-CDO-ALLDAYEVENT:TRUE\nRRULE:FREQ=WEEKLY\nEXDATE;TZID=Europe/Berlin:20260711T000000",
    );
    assert_eq!(span(&event), "2026-07-04 / 2026-07-06");
    assert_eq!(show(&event.recurrence.excluded[0]), "2026-07-11");
}

#[test]
fn cases_32_33_exceptions_keep_their_kind() {
    let event = event(
        "DTSTART;TZID=Europe/Berlin:20260704T090000\nRRULE:FREQ=DAILY\nEXDATE;VALUE=DATE:20260705\nEXDATE:20260706T070000Z,20260707T070000Z\nEXDATE;TZID=Europe/Berlin:20260708T090000\nRDATE;VALUE=PERIOD:20260801T070000Z/PT1H,20260802T070000Z/20260802T090000Z\nRDATE;VALUE=DATE:20260901",
    );
    let excluded: Vec<_> = event.recurrence.excluded.iter().map(show).collect();
    assert_eq!(
        excluded,
        [
            "2026-07-05",
            "2026-07-06T07:00:00 UTC",
            "2026-07-07T07:00:00 UTC",
            "2026-07-08T09:00:00 Europe/Berlin"
        ]
    );
    let added: Vec<_> = event
        .recurrence
        .dates
        .iter()
        .map(|date| {
            format!("{} / {}", show(&date.start), date.end.as_ref().map_or("-".into(), show))
        })
        .collect();
    assert_eq!(
        added,
        [
            "2026-08-01T07:00:00 UTC / 2026-08-01T08:00:00 UTC",
            "2026-08-02T07:00:00 UTC / 2026-08-02T09:00:00 UTC",
            "2026-09-01 / -"
        ]
    );
}

#[test]
fn cases_35_37_overrides() {
    let event =
        event("DTSTART:20260704T090000Z\nRECURRENCE-ID;RANGE=THISANDFUTURE:20260703T090000Z");
    let id = event.recurrence_id.unwrap();
    assert_eq!(
        (show(&id.original).as_str(), id.this_and_future),
        ("2026-07-03T09:00:00 UTC", true)
    );
}

#[test]
fn case_38_the_highest_sequence_holds() {
    let one = |sequence: &str, summary: &str, extra: &str| {
        format!(
            "BEGIN:VEVENT\nUID:1\n{START}\nSEQUENCE:{sequence}\nSUMMARY:{summary}\n{extra}END:VEVENT\n"
        )
    };
    let text = [
        one("1", "old", ""),
        one("3", "new", "LAST-MODIFIED:20260101T000000Z\n"),
        one("3", "newest", "LAST-MODIFIED:20260201T000000Z\n"),
        one("2", "older", ""),
        one("0", "override", "RECURRENCE-ID:20260704T090000Z\n"),
    ];
    let calendar = read(&format!("BEGIN:VCALENDAR\n{}END:VCALENDAR\n", text.concat()));
    let left: Vec<_> = calendar.events.iter().map(|entry| entry.event.summary.as_str()).collect();
    assert_eq!(left, ["newest", "override"]);
    assert_eq!(calendar.warnings, [Warning::OlderVersions(3)]);
}

#[test]
fn case_39_without_a_uid_the_content_stands_in() {
    let read = |stamp: &str, summary: &str| {
        let text = format!(
            "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTAMP:{stamp}\n{START}\nSUMMARY:{summary}\nEND:VEVENT\nEND:VCALENDAR\n"
        );
        read(&text).events[0].event.clone()
    };
    let (first, again, other) = (
        read("20260101T000000Z", "a"),
        read("20260102T000000Z", "a"),
        read("20260101T000000Z", "b"),
    );
    assert_eq!((&first.uid, &first.flags[..]), (&again.uid, &[Flag::MissingUid][..]));
    assert_ne!(first.uid, other.uid);
}

#[test]
fn case_40_cancelled() {
    assert_eq!(event(&format!("{START}\nSTATUS:CANCELLED")).status, Status::Cancelled);
    assert_eq!(event_in("METHOD:CANCEL\n", START).status, Status::Cancelled);
}

#[test]
fn outlook_s_busy_status() {
    for (lines, status, transparency) in [
        ("X-MICROSOFT-CDO-BUSYSTATUS:FREE", Status::Confirmed, Transparency::Transparent),
        ("TRANSP:OPAQUE\nX-MICROSOFT-CDO-BUSYSTATUS:FREE", Status::Confirmed, Transparency::Opaque),
        ("X-MICROSOFT-CDO-BUSYSTATUS:TENTATIVE", Status::Tentative, Transparency::Opaque),
        ("TRANSP:TRANSPARENT", Status::Confirmed, Transparency::Transparent),
    ] {
        let event = event(&format!("{START}\n{lines}"));
        assert_eq!((event.status, event.transparency), (status, transparency), "{lines}");
    }
}
