//! What each property of a calendar, an event and a VFREEBUSY is read as.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking, and says why"
)]

use jiff::SignedDuration;
use kalends_calendar::{
    AlarmAction, AlarmTrigger, Event, Participation, Role, Visibility,
    text::{
        BusyKind, Context, Error, Identity, Kind, Limits, Splitter, content_hash, read_calendar,
    },
};

fn context(lines: &str) -> Context {
    let text = format!("BEGIN:VCALENDAR\n{lines}\nEND:VCALENDAR\n");
    read_calendar(text.as_bytes()).unwrap().context()
}

fn event(lines: &str) -> Event {
    let text = format!(
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nDTSTART:20260704T090000Z\n{lines}\nEND:VEVENT\nEND:VCALENDAR\n"
    );
    read_calendar(text.as_bytes()).unwrap().events[0].event.clone()
}

#[test]
fn a_calendar_s_own_properties() {
    let context = context(
        "NAME:Team\\, all\nX-WR-CALNAME:older\nX-WR-CALDESC:what\nX-APPLE-CALENDAR-COLOR:#FF2968\n\
         REFRESH-INTERVAL;VALUE=DURATION:PT30M\nX-PUBLISHED-TTL:P1W\n\
         SOURCE;VALUE=URI:https://example.com/a.ics\nMETHOD:publish\nPRODID:-//x//y//EN\nX-WR-TIMEZONE:Europe/Berlin",
    );
    assert_eq!(context.name.as_deref(), Some("Team, all"));
    assert_eq!(context.description.as_deref(), Some("what"));
    assert_eq!(context.color.as_deref(), Some("#FF2968"));
    assert_eq!(context.refresh_interval, Some(SignedDuration::from_mins(30)));
    assert_eq!(context.source.as_deref(), Some("https://example.com/a.ics"));
    assert_eq!(context.method.as_deref(), Some("PUBLISH"));
    assert_eq!(context.time_zone.unwrap().id(), "Europe/Berlin");
}

#[test]
fn older_names_hold_where_the_standard_s_are_missing() {
    let context = context("X-WR-CALNAME:Home\nX-PUBLISHED-TTL:PT12H\nREFRESH-INTERVAL:soon");
    assert_eq!(context.name.as_deref(), Some("Home"));
    assert_eq!(context.refresh_interval, Some(SignedDuration::from_hours(12)));
}

#[test]
fn a_context_s_hash_covers_what_changes_the_meaning_of_events() {
    let zone = |tzid: &str, offset: &str| {
        format!(
            "BEGIN:VTIMEZONE\nTZID:{tzid}\nBEGIN:STANDARD\nDTSTART:19700101T000000\nTZOFFSETTO:{offset}\nEND:STANDARD\nEND:VTIMEZONE\n"
        )
    };
    let hash = |lines: &str| context(lines).hash();
    let (a, b) = (zone("a", "+0100"), zone("b", "+0200"));
    assert_eq!(hash(&format!("{a}{b}")), hash(&format!("X-WR-CALNAME:x\n{b}{a}")));
    for other in [a.clone(), format!("{a}{}", zone("b", "+0300")), format!("METHOD:CANCEL\n{a}{b}")]
    {
        assert_ne!(hash(&format!("{a}{b}")), hash(&other), "{other}");
    }
}

#[test]
fn people() {
    let event = event(
        "ORGANIZER;CN=Jane Doe;EMAIL=jane@example.com:urn:uuid:7\n\
         ATTENDEE;ROLE=CHAIR;PARTSTAT=ACCEPTED;CN=Joe:MAILTO:Joe@example.com\n\
         ATTENDEE;CUTYPE=ROOM;PARTSTAT=declined;ROLE=OPT-PARTICIPANT:mailto:room@example.com\n\
         ATTENDEE;CN=\"No Address\":invalid:nomail\n\
         ATTENDEE:",
    );
    let organizer = event.organizer.unwrap();
    assert_eq!(
        (organizer.name.as_str(), organizer.email.as_str()),
        ("Jane Doe", "jane@example.com")
    );
    let people: Vec<_> = event
        .attendees
        .iter()
        .map(|it| {
            (
                it.person.name.as_str(),
                it.person.email.as_str(),
                it.participation,
                it.role,
                it.resource,
            )
        })
        .collect();
    assert_eq!(
        people,
        [
            ("Joe", "Joe@example.com", Participation::Accepted, Role::Chair, false),
            ("", "room@example.com", Participation::Declined, Role::Optional, true),
            ("No Address", "", Participation::NeedsAction, Role::Required, false),
        ]
    );
}

#[test]
fn alarms() {
    let alarm = |lines: &str| event(&format!("BEGIN:VALARM\n{lines}\nEND:VALARM")).alarms;
    let minutes = SignedDuration::from_mins;
    let first = &alarm("ACTION:AUDIO\nTRIGGER;RELATED=END:PT5M\nREPEAT:2\nDURATION:PT1M")[0];
    assert_eq!(
        (first.action, &first.trigger),
        (AlarmAction::Audio, &AlarmTrigger::FromEnd(minutes(5)))
    );
    assert_eq!((first.repeat, first.interval), (2, Some(minutes(1))));
    let at = &alarm("TRIGGER;VALUE=DATE-TIME:20260704T080000Z")[0].trigger;
    assert_eq!(*at, AlarmTrigger::At("2026-07-04T08:00:00Z".parse().unwrap()));
    assert_eq!(alarm("ACTION:NONE\nTRIGGER;VALUE=DATE-TIME:19760401T005545Z"), []);
    assert_eq!(alarm("ACTION:DISPLAY"), []);
}

#[test]
fn an_alarm_s_lines_are_not_the_event_s() {
    let event = event(
        "SUMMARY:mine\nBEGIN:VALARM\nTRIGGER:-PT1M\nSUMMARY:its\nDESCRIPTION:its\nEND:VALARM\nBEGIN:X-A\nBEGIN:VALARM\nTRIGGER:PT9M\nEND:VALARM\nLOCATION:its\nEND:X-A",
    );
    assert_eq!(
        (event.summary.as_str(), event.description.as_str(), event.location.as_str()),
        ("mine", "", "")
    );
    assert_eq!(event.alarms.len(), 1);
}

#[test]
fn links_to_join() {
    for (lines, expect) in [
        (
            "CONFERENCE;VALUE=URI;LABEL=\"Video, main\":https://video.example.com/1",
            Some("https://video.example.com/1"),
        ),
        ("X-GOOGLE-CONFERENCE:https://meet.google.com/abc", Some("https://meet.google.com/abc")),
        (
            "X-MICROSOFT-SKYPETEAMSMEETINGURL:https://teams.microsoft.com/l/meetup-join/1",
            Some("https://teams.microsoft.com/l/meetup-join/1"),
        ),
        ("LOCATION:https://example.com/room", Some("https://example.com/room")),
        ("URL:https://zoom.us/j/1", Some("https://zoom.us/j/1")),
        ("DESCRIPTION:Join\\nhttps://example.whereby.com/a", Some("https://example.whereby.com/a")),
        ("CONFERENCE:tel:+491234", None),
    ] {
        assert_eq!(event(lines).join_url.as_deref(), expect, "{lines}");
    }
    let both = event(
        "CONFERENCE;LABEL=\"Video, main\":https://a.example/1\nX-GOOGLE-CONFERENCE:https://a.example/1",
    );
    assert_eq!((both.conferences.len(), both.conferences[0].label.as_str()), (1, "Video, main"));
}

#[test]
fn notes_as_html() {
    let html = event("DESCRIPTION:<p>One</p><p>Two &amp\\; three</p>");
    assert_eq!(html.description, "One\nTwo & three");
    assert_eq!(html.description_html.as_deref(), Some("<p>One</p><p>Two &amp; three</p>"));
    let both = event("DESCRIPTION:plain\nX-ALT-DESC;FMTTYPE=text/html:<b>rich</b>");
    assert_eq!(
        (both.description.as_str(), both.description_html.as_deref()),
        ("plain", Some("<b>rich</b>"))
    );
}

#[test]
fn the_rest() {
    let event = event(
        "CATEGORIES:a\\,b,c\nCATEGORIES:d\nCLASS:X-SECRET\nCOLOR:teal\nX-APPLE-CALENDAR-COLOR:#fff\n\
         URL:javascript:alert(1)\nSEQUENCE:7\nCREATED:20260101T000000Z\nDTSTAMP:20260102T000000Z\n\
         LAST-MODIFIED:20260103T000000Z\nX-APPLE-STRUCTURED-LOCATION;VALUE=URI;X-TITLE=\"Café\":geo:1,2",
    );
    assert_eq!(event.categories, ["a,b", "c", "d"]);
    assert_eq!((event.visibility, event.sequence, event.url), (Visibility::Private, 7, None));
    assert_eq!((event.color.as_deref(), event.location.as_str()), (Some("teal"), "Café"));
    assert_eq!(event.last_modified.unwrap().to_string(), "2026-01-03T00:00:00Z");
}

#[test]
fn quoted_printable_of_older_calendars() {
    let event = event("SUMMARY;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:B=C3=BCro");
    assert_eq!(event.summary, "Büro");
}

#[test]
fn free_and_busy_times() {
    let text = "BEGIN:VCALENDAR\nBEGIN:VFREEBUSY\nUID:f\nORGANIZER:mailto:a@example.com\nATTENDEE:mailto:b@example.com\n\
        DTSTART:20260704T000000Z\nDTEND:20260705T000000Z\n\
        FREEBUSY:20260704T080000Z/PT1H,20260704T100000Z/20260704T110000Z\n\
        FREEBUSY;FBTYPE=BUSY-TENTATIVE:20260704T120000Z/PT30M\nFREEBUSY:junk,20260704T150000Z/20260704T140000Z\n\
        END:VFREEBUSY\nEND:VCALENDAR\n";
    let calendar = read_calendar(text.as_bytes()).unwrap();
    let data = &calendar.free_busy[0];
    assert_eq!(data.person.as_ref().unwrap().email, "b@example.com");
    let periods: Vec<_> = data
        .periods
        .iter()
        .map(|it| (it.start.to_string(), it.end.duration_since(it.start).as_mins(), it.kind))
        .collect();
    assert_eq!(
        periods,
        [
            ("2026-07-04T08:00:00Z".to_owned(), 60, BusyKind::Busy),
            ("2026-07-04T10:00:00Z".to_owned(), 60, BusyKind::Busy),
            ("2026-07-04T12:00:00Z".to_owned(), 30, BusyKind::Tentative),
        ]
    );
}

#[test]
fn other_components_are_kept_as_they_are() {
    let todo = "BEGIN:VTODO\r\nSUMMARY:x\r\n y\r\nEND:VTODO";
    let text = format!("BEGIN:VCALENDAR\r\n{todo}\r\nEND:VCALENDAR\r\n");
    let calendar = read_calendar(text.as_bytes()).unwrap();
    assert_eq!(
        (calendar.others[0].kind, calendar.others[0].raw.as_slice()),
        (Kind::ToDo, todo.as_bytes())
    );
}

#[test]
fn too_many_calendars_are_refused() {
    let text = "BEGIN:VCALENDAR\nX:1\nEND:VCALENDAR\n".repeat(4);
    let mut splitter =
        Splitter::with_limits(text.as_bytes(), Limits { calendars: 3, ..Limits::default() });
    let error = loop {
        match splitter.next() {
            Ok(item) => assert!(item.is_some()),
            Err(error) => break error,
        }
    };
    assert!(matches!(error, Error::TooManyCalendars { limit: 3 }));
}

#[test]
fn hostile_texts_take_linear_time() {
    for lines in [
        format!("DESCRIPTION:{}", "<p ".repeat(300_000)),
        format!("DESCRIPTION:<p>{}", "<style></style>".repeat(60_000)),
        format!("DESCRIPTION:<p>{}", "&".repeat(900_000)),
        format!("DESCRIPTION:https://a.example/{}", ")".repeat(900_000)),
        format!("DESCRIPTION:{}", "https://".repeat(100_000)),
        format!("ATTENDEE;CN={}:mailto:a@b.example", "\"".repeat(900_000)),
        format!("ATTENDEE;{}:mailto:a@b.example", "A=B;".repeat(200_000)),
        "CONFERENCE:x\n".repeat(60_000),
        "EXDATE;TZID=x:1\n".repeat(60_000),
        (0..60_000).map(|n| format!("CONFERENCE:x{n}\n")).collect(),
        format!("EXDATE:{}", ",".repeat(900_000)),
    ] {
        event(&lines);
    }
}

#[test]
fn a_hash_of_an_event_whose_stamp_is_renewed_stays() {
    let raw = |stamp: &str| format!("BEGIN:VEVENT\r\nDTSTAMP:{stamp}\r\nUID:1\r\nEND:VEVENT");
    let hash = |stamp: &str| content_hash(raw(stamp).as_bytes(), Identity::Kept);
    assert_eq!(hash("20260101T000000Z"), hash("20260202T000000Z"));
}
