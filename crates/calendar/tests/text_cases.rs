//! The nasty cases of iCalendar text, each by its number.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test fails by panicking, and says why"
)]

use kalends_calendar::{
    Event, Flag, Status, Transparency, When,
    text::{Calendar, Error, Item, LooksLike, Reason, Splitter, Warning, read_calendar},
};

fn read(text: &str) -> Calendar {
    read_calendar(text.as_bytes()).unwrap()
}

/// The only event of a calendar with these header and event lines.
fn event_in(header: &str, lines: &str) -> Event {
    let text = format!(
        "BEGIN:VCALENDAR\nVERSION:2.0\n{header}BEGIN:VEVENT\nUID:1\n{lines}\nEND:VEVENT\nEND:VCALENDAR\n"
    );
    let calendar = read(&text);
    assert_eq!(calendar.events.len(), 1, "{text}\n{:?}", calendar.set_aside);
    calendar.events[0].event.clone()
}

fn event(lines: &str) -> Event {
    event_in("", lines)
}

/// `2026-07-04`, `2026-07-04T09:00:00` or `2026-07-04T09:00:00 Europe/Berlin`.
fn show(when: &When) -> String {
    match when {
        When::Date(date) => date.to_string(),
        When::Floating(local) => local.to_string(),
        When::Zoned(local, zone) => format!("{local} {}", zone.id()),
    }
}

fn span(event: &Event) -> String {
    format!("{} / {}", show(&event.start), show(&event.end))
}

const START: &str = "DTSTART:20260704T090000Z";

#[test]
fn case_01_line_feeds_only_in_linear_time() {
    let mut text = String::from("BEGIN:VCALENDAR\n");
    let description = "word ".repeat(12);
    while text.len() < 5 << 20 {
        text.push_str("BEGIN:VEVENT\nUID:a\n");
        text.push_str(START);
        text.push_str(&format!("\nDESCRIPTION:{description}\n {description}\nEND:VEVENT\n"));
    }
    text.push_str("END:VCALENDAR\n");
    let calendar = read(&text);
    assert!(matches!(calendar.warnings[..], [Warning::OlderVersions(gone)] if gone > 20_000));
}

#[test]
fn case_01_no_byte_is_read_twice() {
    struct Counted<'a>(&'a [u8], usize);
    impl std::io::Read for Counted<'_> {
        fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
            let read = std::io::Read::read(&mut self.0, into)?;
            self.1 += read;
            Ok(read)
        }
    }
    let text = format!(
        "BEGIN:VCALENDAR\n{}END:VCALENDAR",
        "BEGIN:VEVENT\nX:1\nEND:VEVENT\n".repeat(60_000)
    );
    let mut source = Counted(text.as_bytes(), 0);
    let mut splitter = Splitter::new(&mut source);
    let mut bytes = 0;
    while let Some(item) = splitter.next().unwrap() {
        if let Item::Component(component) = item {
            assert_eq!(component.raw, b"BEGIN:VEVENT\nX:1\nEND:VEVENT");
            bytes += component.raw.len() + 1;
        }
    }
    assert_eq!((source.1, bytes), (text.len(), text.len() - 16 - 13));
}

#[test]
fn case_02_mixed_line_ends() {
    let event = event("DTSTART:20260704T090000Z\r\nSUMMARY:a\nLOCATION:b\r\nCOLOR:red");
    assert_eq!((event.summary.as_str(), event.location.as_str()), ("a", "b"));
    assert_eq!(event.color.as_deref(), Some("red"));
}

#[test]
fn case_03_bare_carriage_returns() {
    let text = format!(
        "BEGIN:VCALENDAR\rBEGIN:VEVENT\rUID:1\r{START}\rSUMMARY:one\r  two\rEND:VEVENT\rEND:VCALENDAR\r"
    );
    assert_eq!(read(&text).events[0].event.summary, "one two");
}

#[test]
fn case_04_bom_and_leading_blanks() {
    let text = format!("BEGIN:VCALENDAR\nBEGIN:VEVENT\n{START}\nEND:VEVENT\nEND:VCALENDAR");
    for lead in ["\u{feff}", "  ", "\r\n\r\n", "\u{feff}\n \t"] {
        assert_eq!(read(&format!("{lead}{text}")).events.len(), 1, "{lead:?}");
    }
}

#[test]
fn case_05_fold_inside_a_character() {
    let mut text =
        format!("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n{START}\r\nSUMMARY:caf").into_bytes();
    text.extend(b"\xC3\r\n \xA9 \xE4\xBC\r\n\t\x9A\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n");
    assert_eq!(read_calendar(&text).unwrap().events[0].event.summary, "café 会");
}

#[test]
fn case_06_latin_1() {
    let mut text = format!("BEGIN:VCALENDAR\nBEGIN:VEVENT\n{START}\nSUMMARY:").into_bytes();
    text.extend(b"Caf\xE9 \x96 \xC3\xBC\nEND:VEVENT\nEND:VCALENDAR\n");
    assert_eq!(read_calendar(&text).unwrap().events[0].event.summary, "Café – ü");
}

#[test]
fn case_07_unescaped_line_breaks() {
    let event = event(&format!(
        "{START}\nDESCRIPTION:first\nsecond line\n\nNote: bring it\nhttps://example.com/x\nLOCATION:here"
    ));
    assert_eq!(event.description, "first\nsecond line\n\nNote: bring it\nhttps://example.com/x");
    assert_eq!((event.location.as_str(), event.flags.len()), ("here", 0));
}

#[test]
fn case_08_junk_lines() {
    let event =
        event_in("what is this\n", &format!("%%%\n{START}\nSTATUS:CONFIRMED\n<p>\nSUMMARY:kept"));
    assert_eq!((event.summary.as_str(), &event.flags[..]), ("kept", &[Flag::UnreadableLine][..]));
    let outside = read("BEGIN:VCALENDAR\nEND:VCALENDAR\njunk\nEND:VEVENT\n");
    assert_eq!(outside.warnings, [Warning::StrayLines(2)]);
}

#[test]
fn case_09_truncated_text() {
    let whole = format!("BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\n{START}\nEND:VEVENT\nEND:VCALENDAR");
    for end in "BEGIN:VCALENDAR".len()..whole.len() {
        let result = read_calendar(&whole.as_bytes()[..end]);
        assert!(matches!(result, Err(Error::Truncated)), "{end}: {result:?}");
    }
    assert!(read_calendar(whole.as_bytes()).is_ok());
}

#[test]
fn case_10_not_a_calendar() {
    for (text, expect) in [
        ("<!DOCTYPE html><html><body>BEGIN:VCALENDAR</body></html>", LooksLike::Html),
        ("  <html lang=en>", LooksLike::Html),
        ("<?xml version='1.0'?><error/>", LooksLike::Xml),
        ("{\"error\": 401}", LooksLike::Json),
        ("", LooksLike::Empty),
        (" \r\n ", LooksLike::Empty),
        ("Not found", LooksLike::Text),
        ("BEGIN:VCARD\nEND:VCARD\n", LooksLike::Contacts),
        ("PK\u{3}\u{4}\u{0}\u{0}", LooksLike::Compressed),
    ] {
        let result = read_calendar(text.as_bytes());
        assert!(
            matches!(result, Err(Error::NotACalendar(found)) if found == expect),
            "{text}: {result:?}"
        );
    }
}

#[test]
fn case_11_two_calendars() {
    let one = |zone: &str, uid: &str| {
        format!(
            "BEGIN:VCALENDAR\nX-WR-TIMEZONE:{zone}\nBEGIN:VEVENT\nUID:{uid}\nDTSTART:20260704T090000\nEND:VEVENT\nEND:VCALENDAR\n"
        )
    };
    let calendar = read(&format!("{}{}", one("Europe/Berlin", "1"), one("Asia/Tokyo", "2")));
    let starts: Vec<_> = calendar.events.iter().map(|entry| show(&entry.event.start)).collect();
    assert_eq!(starts, ["2026-07-04T09:00:00 Europe/Berlin", "2026-07-04T09:00:00 Asia/Tokyo"]);
    assert_ne!(calendar.contexts[0].hash(), calendar.contexts[1].hash());
}

#[test]
fn case_12_lowercase_names() {
    let text = "begin:vcalendar\nbegin:vevent\nuid:1\ndtstart;value=date:20260704\nsummary:low\nend:vevent\nend:vcalendar\n";
    let event = &read(text).events[0].event;
    assert_eq!((event.summary.as_str(), span(event).as_str()), ("low", "2026-07-04 / 2026-07-05"));
}

#[test]
fn case_13_escapes_in_a_bare_parameter() {
    let event = event(&format!("{START}\nDESCRIPTION;X-TITLE=a\\; b:text"));
    assert_eq!(event.description, "text");
}

#[test]
fn case_14_quotes_inside_a_name() {
    for (params, name) in [
        ("CN=Jane \"JD\" Doe", "Jane \"JD\" Doe"),
        ("CN=\"Doe; Jane: x\"", "Doe; Jane: x"),
        ("CN=^'Jane^' ^^", "\"Jane\" ^"),
        ("CN=\"open", "\"open"),
        ("CN=Room: big", "Room: big"),
    ] {
        let event = event(&format!("{START}\nATTENDEE;{params}:mailto:jane@example.com"));
        let person = &event.attendees[0].person;
        assert_eq!((person.name.as_str(), person.email.as_str()), (name, "jane@example.com"));
    }
}

#[test]
fn case_15_colon_in_an_unquoted_tzid() {
    let event = event("DTSTART;TZID=(UTC-05:00) Eastern Time (US & Canada):20260704T090000");
    assert_eq!(show(&event.start), "2026-07-04T09:00:00 America/New_York");
}

#[test]
fn case_16_a_large_attachment_in_bounded_memory() {
    let mut text = format!(
        "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\n{START}\r\nATTACH;ENCODING=BASE64;VALUE=BINARY:AAAA"
    );
    while text.len() < 5 << 20 {
        text.push_str(
            "\r\n AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        );
    }
    text.push_str("\r\nSUMMARY:after\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n");
    assert_eq!(read(&text).events[0].event.summary, "after");
    let limits = kalends_calendar::text::Limits { line: 1 << 20, ..Default::default() };
    let mut splitter = Splitter::with_limits(text.as_bytes(), limits);
    assert!(matches!(splitter.next(), Err(Error::LineTooLong { limit: 1_048_576 })));
    let limits = kalends_calendar::text::Limits { component: 1 << 20, ..Default::default() };
    let mut splitter = Splitter::with_limits(text.as_bytes(), limits);
    assert!(matches!(splitter.next(), Err(Error::ComponentTooLong { limit: 1_048_576 })));
}

#[test]
fn case_17_ten_thousand_nested_components() {
    for name in ["VCALENDAR", "VEVENT", "VALARM", "X-FOO"] {
        let nested =
            format!("BEGIN:{name}\n").repeat(10_000) + &format!("END:{name}\n").repeat(10_000);
        let text = format!("BEGIN:VCALENDAR\nBEGIN:VEVENT\n{nested}END:VEVENT\nEND:VCALENDAR\n");
        assert!(matches!(read_calendar(text.as_bytes()), Err(Error::TooDeep { .. })), "{name}");
    }
}

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

#[test]
fn one_bad_event_is_set_aside_alone() {
    let calendar = read(&format!(
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nSUMMARY:lost\nEND:VEVENT\nBEGIN:VEVENT\nUID:2\nDTSTART:soon\nEND:VEVENT\nBEGIN:VEVENT\nUID:3\n{START}\nEND:VEVENT\nEND:VCALENDAR\n"
    ));
    let reasons: Vec<_> =
        calendar.set_aside.iter().map(|it| (it.reason, it.uid.as_deref())).collect();
    assert_eq!(reasons, [(Reason::NoStart, Some("1")), (Reason::UnreadableStart, Some("2"))]);
    assert_eq!(calendar.events.len(), 1);
}

#[test]
fn a_missing_end_costs_no_event() {
    let calendar = read(&format!(
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\n{START}\nBEGIN:VALARM\nTRIGGER:-PT5M\nBEGIN:VEVENT\nUID:2\n{START}\nEND:VEVENT\nBEGIN:VEVENT\nUID:3\n{START}\nEND:VCALENDAR\n"
    ));
    let uids: Vec<_> = calendar.events.iter().map(|entry| entry.event.uid.as_str()).collect();
    assert_eq!(uids, ["1", "2", "3"]);
}

#[test]
fn small_chunks_give_the_same_items() {
    struct Drip<'a>(&'a [u8]);
    impl std::io::Read for Drip<'_> {
        fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
            let (Some((first, rest)), Some(slot)) = (self.0.split_first(), into.first_mut()) else {
                return Ok(0);
            };
            (*slot, self.0) = (*first, rest);
            Ok(1)
        }
    }
    fn items(source: impl std::io::Read) -> Vec<String> {
        let mut splitter = Splitter::new(source);
        let mut out = Vec::new();
        while let Some(item) = splitter.next().unwrap() {
            out.push(format!("{item:?}"));
        }
        out
    }
    let text = format!(
        "\u{feff}\r\nBEGIN:VCALENDAR\r\nX:1\r\n  2\r\nB\r\n EGIN:VEVENT\r\nUID:1\n\n{START}\r\r\nEND:VEVENT\rBEGIN:VTODO\nEND:VTODO\nEND:VCALENDAR\n\n"
    );
    assert_eq!(items(Drip(text.as_bytes())), items(text.as_bytes()));
    assert_eq!(items(text.as_bytes()).len(), 3);
}
