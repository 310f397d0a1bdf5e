//! What is written reads back the same, whatever the event; and a patch touches nothing else.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test fails by panicking, and says why"
)]

use jiff::{
    SignedDuration, Timestamp,
    civil::{DateTime, date},
};
use kalends_calendar::{
    Alarm, AlarmAction, AlarmTrigger, Attendee, Conference, Event, Participation, Person,
    Recurrence, RecurrenceDate, RecurrenceId, Role, Status, Transparency, Visibility, When, Zone,
    join,
    text::{Context, Export, patch_event, read_calendar, read_event, write_calendar, write_event},
};
use proptest::{collection::vec, option, prelude::*};

const NOW: Timestamp = Timestamp::UNIX_EPOCH;

fn words() -> impl Strategy<Value = String> {
    prop_oneof![
        Just(String::new()),
        "[ -~äöü€会😀\n\t]{0,200}",
        "(a,|b;|c\\\\|\"|\n|:|n|\\\\n| ){0,20}",
    ]
}

fn name() -> impl Strategy<Value = String> {
    "[A-Za-zé\"^,;:\\\\ ]{0,20}[a-z]"
}

fn local() -> impl Strategy<Value = DateTime> {
    (0i64..40 * 366 * 1440)
        .prop_map(|minutes| date(1995, 1, 1).at(0, 0, 0, 0) + SignedDuration::from_mins(minutes))
}

fn zone() -> impl Strategy<Value = Zone> {
    let ids = [
        "UTC",
        "Europe/Berlin",
        "America/Sao_Paulo",
        "Asia/Kolkata",
        "Etc/GMT-5",
        "<+0630>-6:30<+0730>,M3.2.0,M11.1.0/3",
        "<-0330>3:30",
        "@3600;1577836800=7200;1640995200=9900;<+0245>-2:45",
    ];
    proptest::sample::select(ids.to_vec()).prop_map(|id| Zone::named(id).expect(id))
}

/// A start and a later end of the same kind.
fn span() -> impl Strategy<Value = (When, When)> {
    (local(), 0i64..5000, zone(), 0..3).prop_map(|(start, minutes, zone, kind)| match kind {
        0 => {
            let days = jiff::Span::new().days(minutes % 9 + 1);
            (When::Date(start.date()), When::Date(start.date() + days))
        }
        1 => {
            let end = start + SignedDuration::from_mins(minutes);
            (When::Floating(start), When::Floating(end))
        }
        _ => {
            let instant = When::Zoned(start, zone.clone()).resolve(zone.time_zone());
            let end = zone.time_zone().to_datetime(instant + SignedDuration::from_mins(minutes));
            let start = zone.time_zone().to_datetime(instant);
            (When::Zoned(start, zone.clone()), When::Zoned(end, zone))
        }
    })
}

fn alarm() -> impl Strategy<Value = Alarm> {
    let action =
        prop_oneof![Just(AlarmAction::Display), Just(AlarmAction::Audio), Just(AlarmAction::Email)];
    let offset = (-200_000i64..200_000).prop_map(SignedDuration::from_secs);
    let trigger = prop_oneof![
        offset.clone().prop_map(AlarmTrigger::FromStart),
        offset.prop_map(AlarmTrigger::FromEnd),
        (0i64..2_000_000_000)
            .prop_map(|second| AlarmTrigger::At(Timestamp::from_second(second).unwrap())),
    ];
    (action, trigger, option::of(1i64..9000)).prop_map(|(action, trigger, again)| Alarm {
        action,
        trigger,
        repeat: again.map_or(0, |seconds| u32::try_from(seconds % 5 + 1).unwrap()),
        interval: again.map(SignedDuration::from_secs),
    })
}

fn person() -> impl Strategy<Value = Person> {
    (name(), "[a-z]{1,8}@[a-z]{1,8}\\.example|urn:uuid:[0-9a-f]{8}|")
        .prop_map(|(name, email)| Person { name: name.trim().into(), email })
}

fn attendee() -> impl Strategy<Value = Attendee> {
    let participation = prop_oneof![
        Just(Participation::NeedsAction),
        Just(Participation::Accepted),
        Just(Participation::Declined),
        Just(Participation::Tentative),
        Just(Participation::Delegated),
    ];
    let role = prop_oneof![
        Just(Role::Required),
        Just(Role::Optional),
        Just(Role::Chair),
        Just(Role::Informed)
    ];
    (person(), participation, role, any::<bool>()).prop_map(
        |(person, participation, role, resource)| Attendee {
            person,
            participation,
            role,
            resource,
            ..Attendee::default()
        },
    )
}

/// Another moment of the same kind, some hours on.
fn like(start: &When, hours: i64) -> When {
    let moved = start.local() + SignedDuration::from_hours(hours);
    match start {
        When::Date(_) => When::Date(moved.date()),
        When::Floating(_) => When::Floating(moved),
        When::Zoned(_, zone) => When::Zoned(moved, zone.clone()),
    }
}

prop_compose! {
    fn recurring()(
        rules in vec(proptest::sample::select(vec![
            "FREQ=DAILY".to_owned(), "FREQ=WEEKLY;BYDAY=MO,WE;COUNT=9".to_owned()]), 0..3),
        added in vec((1i64..900, option::of(1i64..50)), 0..3),
        excluded in vec(1i64..900, 0..4),
        original in option::of((1i64..900, any::<bool>())),
    ) -> (Vec<String>, Vec<(i64, Option<i64>)>, Vec<i64>, Option<(i64, bool)>) {
        (rules, added, excluded, original)
    }
}

prop_compose! {
    fn texts()(
        summary in words(), description in words(), location in words(),
        html in option::of("<p>[a-z &;]{1,80}</p>"),
        categories in vec("[a-z,;\\\\]{0,9}[a-z]", 0..3),
        color in option::of("[a-z#0-9]{1,9}"),
        url in option::of("https://[a-z]{1,9}\\.example/[a-z?=,;]{0,9}"),
        uid in "[a-zA-Z0-9@,;.\\\\-]{1,90}",
    ) -> Event {
        let description = if html.is_some() && description.trim().is_empty() { "x".into() } else { description };
        Event { uid, summary, description, description_html: html, location, categories, color, url, ..Event::empty() }
    }
}

prop_compose! {
    fn event()(
        texts in texts(), (start, end) in span(),
        (rules, added, excluded, original) in recurring(),
        sequence in 0i64..9, modified in 0i64..2_000_000_000, created in option::of(0i64..2_000_000_000),
        status in prop_oneof![Just(Status::Confirmed), Just(Status::Tentative), Just(Status::Cancelled)],
        free in any::<bool>(),
        visibility in prop_oneof![Just(Visibility::Default), Just(Visibility::Public), Just(Visibility::Private), Just(Visibility::Confidential)],
        organizer in option::of(person()), attendees in vec(attendee(), 0..4),
        alarms in vec(alarm(), 0..3),
        links in vec(("https://[a-z]{1,9}\\.example/[a-z]{0,9}|tel:\\+49[0-9]{3,9}", "[a-zA-Z ;,\"]{0,9}[a-z]"), 0..3),
    ) -> Event {
        let instant = |second| Timestamp::from_second(second).unwrap();
        let mut conferences: Vec<Conference> = Vec::new();
        for (uri, label) in links {
            if conferences.iter().all(|known| known.uri != uri) {
                conferences.push(Conference { uri, label: label.trim().into() });
            }
        }
        let dates = added.into_iter().map(|(hours, length)| {
            let at = like(&start, hours);
            let end = length.map(|more| like(&start, hours + if at.is_date() { more * 24 } else { more }));
            RecurrenceDate { start: at, end }
        });
        let mut event = Event {
            sequence, status, visibility, organizer, attendees, alarms, conferences,
            last_modified: Some(instant(modified)),
            created: created.map(instant),
            recurrence: Recurrence {
                rules,
                excluded_rules: Vec::new(),
                dates: dates.collect(),
                excluded: excluded.into_iter().map(|hours| like(&start, hours)).collect(),
            },
            recurrence_id: original.map(|(hours, this_and_future)| RecurrenceId {
                original: like(&start, hours), this_and_future,
            }),
            transparency: if free { Transparency::Transparent } else { Transparency::Opaque },
            start, end,
            ..texts
        };
        event.join_url = join::find(&event.conferences, &event.location, event.url.as_deref(), &event.description);
        event
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(300) })]

    #[test]
    fn a_written_event_reads_back_the_same(event in event()) {
        let text = write_event(&event, NOW);
        prop_assert!(text.lines().all(|line| line.len() <= 75), "{text}");
        let back = read_event(text.as_bytes(), &Context::default());
        prop_assert_eq!(back.as_ref(), Ok(&event), "{}", text);
    }

    #[test]
    fn a_written_calendar_reads_back_the_same(event in event(), title in words()) {
        let text = write_calendar(Some(&title), &[Export { event: &event, source: None }], NOW);
        let calendar = read_calendar(&text).unwrap();
        prop_assert_eq!(&calendar.events[0].event, &event, "{}", String::from_utf8_lossy(&text));
        prop_assert_eq!(calendar.context().name.unwrap_or_default(), title.trim());
    }

    #[test]
    fn a_patched_event_reads_as_the_new_one(before in event(), after in event()) {
        let unknown = "X-KEEP;X-P=\"a;b\":un,known\\; \r\n  value\r\n";
        let alarm = "BEGIN:X-INNER\r\nSUMMARY:not ours\r\nEND:X-INNER\r\n";
        let raw = write_event(&before, NOW)
            .replace("\r\nSEQUENCE", &format!("\r\n{unknown}SEQUENCE"))
            .replace("END:VEVENT\r\n", &format!("{alarm}END:VEVENT\r\n"));
        let patched = patch_event(raw.as_bytes(), &before, &after, NOW);
        let text = String::from_utf8(patched.clone()).unwrap();
        prop_assert!(text.contains(unknown) && text.contains(alarm), "{text}");
        let mut back = read_event(&patched, &Context::default()).unwrap();
        let key = |attendee: &Attendee| format!("{attendee:?}");
        let mut after = after;
        back.attendees.sort_by_key(key);
        after.attendees.sort_by_key(key);
        let key = |alarm: &Alarm| format!("{alarm:?}");
        back.alarms.sort_by_key(key);
        after.alarms.sort_by_key(key);
        prop_assert_eq!(back, after, "{}", text);
    }

    #[test]
    fn a_patch_of_nothing_changes_nothing(event in event()) {
        let raw = write_event(&event, NOW);
        prop_assert_eq!(patch_event(raw.as_bytes(), &event, &event, NOW), raw.as_bytes());
    }

    #[test]
    fn any_bytes_are_read_without_a_panic(bytes in vec(any::<u8>(), 0..300)) {
        let mut text = b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20260101\n".to_vec();
        text.extend(&bytes);
        text.extend(b"\nEND:VEVENT\nEND:VCALENDAR\n");
        let _ = read_calendar(&text);
        let _ = read_calendar(&bytes);
    }

    #[test]
    fn any_lines_are_read_without_a_panic(
        lines in vec("(BEGIN|END|DTSTART|TZID|RRULE|EXDATE|ATTENDEE|TRIGGER|DURATION|TZOFFSETTO|FREEBUSY)[;:](VEVENT|VTIMEZONE|STANDARD|VALARM|VFREEBUSY|TZID=|[-0-9TZ+PDH;:,=/\"]{0,20})", 0..40)
    ) {
        let text = format!("BEGIN:VCALENDAR\n{}\nEND:VCALENDAR\n", lines.join("\n"));
        if let Ok(calendar) = read_calendar(text.as_bytes()) {
            for entry in &calendar.events {
                let event = &entry.event;
                let (start, end) = (event.start.seconds(), event.end.seconds());
                prop_assert!(end >= start, "{text}");
                let _ = write_event(event, NOW);
            }
        }
    }
}
