//! The nasty cases of iCalendar text, each by its number: bytes, lines and components.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test fails by panicking, and says why"
)]

#[path = "text/support.rs"]
mod support;

use kalends_calendar::{
    Flag,
    text::{Error, Item, LooksLike, Reason, Splitter, Warning, read_calendar},
};
use support::{START, event, event_in, read, show, span};

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
