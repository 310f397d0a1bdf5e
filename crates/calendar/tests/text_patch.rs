//! An edit changes the lines it is about and leaves every other byte alone.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test fails by panicking, and says why"
)]

use jiff::{Timestamp, civil::date};
use kalends_calendar::{
    Event, Participation, When, Zone,
    text::{Context, patch_event, read_event},
};

const RAW: &str = "BEGIN:VEVENT\n\
    X-VENDOR;X-P=1:keep\\, me\n\
    DTSTART;TZID=\"Europe/Berlin\":20260704T090000\n\
    DURATION:PT1H\n\
    Summary:Old\n title\n\
    DESCRIPTION:cut off\nhere\n\
    UID:1\n\
    ATTENDEE;X-NUM-GUESTS=2;PARTSTAT=NEEDS-ACTION;CN=\"Doe, Jane\":mailto:jane@example.com\n\
    ATTENDEE;CN=Joe:mailto:joe@example.com\n\
    X-MICROSOFT-CDO-BUSYSTATUS:TENTATIVE\n\
    BEGIN:VALARM\nX-WR-ALARMUID:7\nACTION:DISPLAY\nTRIGGER:-PT15M\nEND:VALARM\n\
    END:VEVENT";

/// The lines taken out (-) and put in (+).
fn patched(change: impl FnOnce(&mut Event)) -> Vec<String> {
    let before = read_event(RAW.as_bytes(), &Context::default()).unwrap();
    let mut after = before.clone();
    change(&mut after);
    let text = patch_event(RAW.as_bytes(), &before, &after, Timestamp::UNIX_EPOCH);
    let read = read_event(&text, &Context::default()).unwrap();
    assert_eq!(read, after);
    let text = String::from_utf8(text).unwrap();
    let (old, new): (Vec<_>, Vec<_>) = (RAW.split('\n').collect(), text.split('\n').collect());
    let gone = old.iter().filter(|line| !new.contains(line)).map(|line| format!("-{line}"));
    let come = new.iter().filter(|line| !old.contains(line)).map(|line| format!("+{line}"));
    gone.chain(come).collect()
}

#[test]
fn a_title() {
    assert_eq!(
        patched(|event| event.summary = "New".into()),
        ["-Summary:Old", "- title", "+SUMMARY:New",]
    );
}

#[test]
fn notes_with_the_lines_cut_off_from_them() {
    assert_eq!(
        patched(|event| event.description = "New\nnotes".into()),
        ["-DESCRIPTION:cut off", "-here", r"+DESCRIPTION:New\nnotes",]
    );
}

#[test]
fn a_move() {
    let zone = Zone::named("Europe/Berlin").unwrap();
    let at = |hour| When::Zoned(date(2026, 7, 5).at(hour, 0, 0, 0), zone.clone());
    assert_eq!(
        patched(|event| (event.start, event.end) = (at(9), at(11))),
        [
            r#"-DTSTART;TZID="Europe/Berlin":20260704T090000"#,
            "-DURATION:PT1H",
            "+DTSTART;TZID=Europe/Berlin:20260705T090000",
            "+DTEND;TZID=Europe/Berlin:20260705T110000",
        ]
    );
}

#[test]
fn an_answer_keeps_the_other_parameters() {
    let change = |event: &mut Event| event.attendees[0].participation = Participation::Accepted;
    assert_eq!(
        patched(change),
        [
            r#"-ATTENDEE;X-NUM-GUESTS=2;PARTSTAT=NEEDS-ACTION;CN="Doe, Jane":mailto:jane@example.com"#,
            r#"+ATTENDEE;X-NUM-GUESTS=2;PARTSTAT=ACCEPTED;CN="Doe, Jane":mailto:jane@exampl"#,
            "+ e.com",
        ]
    );
}

#[test]
fn a_guest_less() {
    assert_eq!(
        patched(|event| drop(event.attendees.pop())),
        ["-ATTENDEE;CN=Joe:mailto:joe@example.com",]
    );
}

#[test]
fn an_alarm_less_and_a_place_more() {
    let change = |event: &mut Event| {
        event.alarms.clear();
        event.location = "Room 4".into();
    };
    assert_eq!(
        patched(change),
        [
            "-BEGIN:VALARM",
            "-X-WR-ALARMUID:7",
            "-ACTION:DISPLAY",
            "-TRIGGER:-PT15M",
            "-END:VALARM",
            "+LOCATION:Room 4",
        ]
    );
}

#[test]
fn a_status_that_stood_in_a_vendor_s_property() {
    let change = |event: &mut Event| event.status = kalends_calendar::Status::Confirmed;
    assert_eq!(
        patched(change),
        ["-X-MICROSOFT-CDO-BUSYSTATUS:TENTATIVE", "+TRANSP:OPAQUE", "+STATUS:CONFIRMED",]
    );
}
