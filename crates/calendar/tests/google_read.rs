//! Reading Google's events: every field and every way to write it.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

#[path = "google/support.rs"]
mod support;

use jiff::civil::date;
use kalends_calendar::{
    AlarmAction, AlarmTrigger, EventKind, Flag, Participation, Role, Series, Status, Transparency,
    Visibility, When, Window,
};
use serde_json::{Value, json};
use support::{event, live, show};

fn start(json: Value) -> (String, Vec<Flag>) {
    let end = json.clone();
    let event = live(&json!({"id": "a", "start": json, "end": end})).event;
    (show(&event.start), event.flags)
}

#[test]
fn rule_30_times_are_read_in_the_event_s_own_zone() {
    for (time, expect, flags) in [
        (
            json!({"dateTime": "2026-11-20T10:00:00+01:00", "timeZone": "America/New_York"}),
            "2026-11-20T04:00:00 America/New_York",
            vec![],
        ),
        (
            json!({"dateTime": "2022-05-01T20:00:00Z", "timeZone": "Europe/Amsterdam"}),
            "2022-05-01T22:00:00 Europe/Amsterdam",
            vec![],
        ),
        (json!({"date": "2026-11-20"}), "2026-11-20", vec![]),
        // Without a zone: the calendar's where the offset is its own, else the offset.
        (
            json!({"dateTime": "2026-07-20T10:00:00+02:00"}),
            "2026-07-20T10:00:00 Europe/Berlin",
            vec![],
        ),
        (json!({"dateTime": "2026-11-20T10:00:00+02:00"}), "2026-11-20T10:00:00 Etc/GMT-2", vec![]),
        (
            json!({"dateTime": "2026-11-20T10:00:00+05:30"}),
            "2026-11-20T10:00:00 <+0530>-5:30",
            vec![],
        ),
        (json!({"dateTime": "2026-11-20T10:00:00.250Z"}), "2026-11-20T10:00:00 UTC", vec![]),
        // Without an offset: in the zone, or the calendar's.
        (
            json!({"dateTime": "2022-04-12T16:30:00", "timeZone": "America/Regina"}),
            "2022-04-12T16:30:00 America/Regina",
            vec![],
        ),
        (
            json!({"dateTime": "2022-04-12T16:30:00"}),
            "2022-04-12T16:30:00 Europe/Berlin",
            vec![Flag::MissingZone],
        ),
        // The second of two equal wall-clock times.
        (
            json!({"dateTime": "2026-10-25T02:30:00+02:00", "timeZone": "Europe/Berlin"}),
            "2026-10-25T02:30:00 Europe/Berlin",
            vec![],
        ),
        (
            json!({"dateTime": "2026-10-25T02:30:00+01:00", "timeZone": "Europe/Berlin"}),
            "2026-10-25T02:30:00 Etc/GMT-1",
            vec![],
        ),
    ] {
        let mut flags = flags;
        if expect.starts_with("2026-11-20") && time.get("date").is_some() {
            flags.clear();
        }
        assert_eq!(start(time.clone()), (expect.to_owned(), flags), "{time}");
    }
}

#[test]
fn rule_17_recurrence_text_is_kept_and_wrong_values_degrade() {
    let event = event(json!({"recurrence": [
        "RRULE:FREQ=WEEKLY;UNTIL=20270225T000000;BYDAY=FR",
        "EXDATE;TZID=Europe/Helsinki:20261127T110000,20261204T110000",
        "EXDATE:20261211T090000Z",
        "EXDATE;VALUE=DATE:20261218",
        "RDATE;TZID=Middle/Earth:20261225T100000",
        "RDATE;VALUE=PERIOD:20261226T090000Z/PT2H",
        "RRULE;",
        "EXDATE:soon",
        7,
    ]}));
    let recurrence = &event.recurrence;
    assert_eq!(recurrence.rules, ["FREQ=WEEKLY;UNTIL=20270225T000000;BYDAY=FR"]);
    let excluded: Vec<_> = recurrence.excluded.iter().map(show).collect();
    assert_eq!(
        excluded,
        [
            "2026-11-27T11:00:00 Europe/Helsinki",
            "2026-12-04T11:00:00 Europe/Helsinki",
            "2026-12-11T09:00:00 UTC",
            "2026-12-18",
        ]
    );
    let dates: Vec<_> = recurrence.dates.iter().map(|date| show(&date.start)).collect();
    assert_eq!(dates, ["2026-12-25T10:00:00 Europe/Berlin", "2026-12-26T09:00:00 UTC"]);
    assert_eq!(event.flags, [Flag::UnknownZone, Flag::UnreadableLine]);
}

#[test]
fn rule_17_a_series_of_days_takes_exceptions_with_times() {
    let json = json!({
        "id": "a",
        "start": {"date": "2012-11-27"},
        "end": {"date": "2012-11-28"},
        "recurrence": [
            "EXDATE;TZID=Europe/Helsinki:20121204T000000",
            "RRULE:FREQ=WEEKLY;UNTIL=20121225T000000Z;BYDAY=TU",
        ],
    });
    let event = live(&json).event;
    let series = Series::compile(&event.start, &event.end, &event.recurrence, &[]);
    let zone = jiff::tz::TimeZone::UTC;
    let at = |year| date(year, 1, 1).to_zoned(zone.clone()).unwrap().timestamp();
    let window = Window { start: at(2012), end: at(2014), zone: zone.clone() };
    let days: Vec<_> =
        series.expand(&window).occurrences.iter().map(|one| show(&one.start)).collect();
    assert_eq!(days, ["2012-11-27", "2012-12-11", "2012-12-18", "2012-12-25"]);
}

#[test]
fn rule_24_somebody_else_s_event_is_foreign() {
    for (fields, foreign) in [
        (json!({}), false),
        (json!({"organizer": {"email": "me@example.com", "self": true}}), false),
        (json!({"organizer": {"email": "ME@example.com"}}), false),
        (json!({"organizer": {"email": "you@example.com"}}), true),
        (json!({"organizer": {"email": "you@example.com", "self": "False"}}), true),
        (json!({"organizer": {"displayName": "Unknown organizer"}}), true),
        (
            json!({"organizer": {"email": "me@example.com", "self": true}, "privateCopy": true}),
            true,
        ),
    ] {
        assert_eq!(event(fields.clone()).shared.foreign, foreign, "{fields}");
    }
}

#[test]
fn rule_25_guests_and_what_they_may_do() {
    let read = event(json!({
        "organizer": {"email": "you@example.com", "displayName": "You"},
        "attendees": [
            {"email": "you@example.com", "organizer": true, "responseStatus": "accepted"},
            {"email": "me@example.com", "self": true, "responseStatus": "tentative",
             "comment": "late", "additionalGuests": 2},
            {"email": "room@example.com", "resource": true, "optional": true,
             "responseStatus": "declined", "displayName": "Room"},
        ],
        "attendeesOmitted": true,
        "guestsCanSeeOtherGuests": false,
        "guestsCanInviteOthers": false,
        "guestsCanModify": true,
    }));
    let [organizer, me, room] = read.attendees.as_slice() else { panic!("{read:?}") };
    assert_eq!((organizer.role, organizer.participation), (Role::Chair, Participation::Accepted));
    assert_eq!((me.me, me.comment.as_str(), me.additional), (true, "late", 2));
    assert_eq!((room.role, room.resource, room.me), (Role::Optional, true, false));
    assert_eq!(room.person.name, "Room");
    assert!(read.shared.attendees_omitted);
    let rights = read.shared.guests;
    assert_eq!((rights.see_others, rights.invite_others, rights.modify), (false, false, true));
    let plain = event(json!({"attendees": [{"email": "Me@Example.com"}]}));
    assert!(plain.attendees[0].me && !plain.shared.attendees_omitted);
    // Nothing could be written of a guest without an address: the list counts as cut short.
    for odd in [json!({"displayName": "Somebody"}), json!({"id": "1"}), json!(7)] {
        assert!(event(json!({"attendees": [odd]})).shared.attendees_omitted, "{odd}");
    }
}

#[test]
fn rule_27_the_calendar_s_reminders_go_before_the_event_s_own() {
    let read = event(json!({"reminders": {"useDefault": true, "overrides": [
        {"method": "popup", "minutes": 5},
    ]}}));
    assert!(read.shared.default_alarms && read.alarms.is_empty());
    let read = event(json!({"reminders": {"useDefault": false, "overrides": [
        {"method": "email", "minutes": 1440},
        {"method": "popup", "minutes": "30"},
        {"method": "popup"},
        {"method": "popup", "minutes": -5},
    ]}}));
    let alarms: Vec<_> = read
        .alarms
        .iter()
        .map(|alarm| match alarm.trigger {
            AlarmTrigger::FromStart(span) => (alarm.action, span.as_mins()),
            AlarmTrigger::FromEnd(_) | AlarmTrigger::At(_) => panic!("{alarm:?}"),
        })
        .collect();
    assert_eq!(alarms, [(AlarmAction::Email, -1440), (AlarmAction::Display, -30)]);
    assert!(!read.shared.default_alarms);
    assert_eq!(read.flags, [Flag::UnreadableLine]);
}

#[test]
fn rule_26_conferences_and_where_to_join() {
    let read = event(json!({
        "hangoutLink": "https://meet.google.com/abc-defg-hij",
        "conferenceData": {
            "entryPoints": [
                {"entryPointType": "video", "uri": "https://meet.google.com/abc-defg-hij",
                 "label": "meet.google.com/abc-defg-hij"},
                {"entryPointType": "phone", "uri": "tel:+49-30-1", "label": "+49 30 1", "pin": "123"},
                {"entryPointType": "more"},
            ],
            "conferenceSolution": {"name": "Google Meet", "key": {"type": "hangoutsMeet"}},
            "createRequest": {"requestId": "r", "status": {"statusCode": "success"}},
        },
    }));
    let conferences: Vec<_> =
        read.conferences.iter().map(|one| (one.uri.as_str(), one.label.as_str())).collect();
    assert_eq!(
        conferences,
        [
            ("https://meet.google.com/abc-defg-hij", "Google Meet"),
            ("tel:+49-30-1", "+49 30 1 PIN: 123"),
        ]
    );
    assert_eq!(read.join_url.as_deref(), Some("https://meet.google.com/abc-defg-hij"));
    assert_eq!(read.shared.conference_request, None);
    for (status, pending) in [("pending", true), ("success", false), ("failure", false)] {
        let read = event(json!({"conferenceData": {"createRequest":
            {"requestId": "r", "status": {"statusCode": status}}}}));
        assert_eq!(read.shared.conference_request.is_some(), pending, "{status}");
    }
}

#[test]
fn every_other_field_is_read() {
    let read = event(json!({
        "iCalUID": "uid@google.com",
        "sequence": 3,
        "created": "2025-03-23T10:41:35.000Z",
        "updated": "2025-03-23T10:52:14.082Z",
        "summary": "Title",
        "description": "<p>Some <b>bold</b> words</p>",
        "location": "Here",
        "colorId": "11",
        "status": "tentative",
        "transparency": "transparent",
        "visibility": "confidential",
        "eventType": "outOfOffice",
        "source": {"url": "https://example.com/a", "title": "A"},
        "attachments": [
            {"fileUrl": "https://drive.example.com/1", "title": "Plan", "mimeType": "text/plain"},
            {"title": "no address"},
        ],
    }));
    assert_eq!((read.uid.as_str(), read.sequence), ("uid@google.com", 3));
    assert_eq!(read.created.unwrap().to_string(), "2025-03-23T10:41:35Z");
    assert_eq!(read.last_modified.unwrap().to_string(), "2025-03-23T10:52:14.082Z");
    assert_eq!((read.summary.as_str(), read.location.as_str()), ("Title", "Here"));
    assert_eq!(read.description, "Some bold words");
    assert_eq!(read.description_html.as_deref(), Some("<p>Some <b>bold</b> words</p>"));
    assert_eq!(read.color.as_deref(), Some("#dc2127"));
    assert_eq!(read.status, Status::Tentative);
    assert_eq!(read.transparency, Transparency::Transparent);
    assert_eq!(read.visibility, Visibility::Confidential);
    assert_eq!(read.shared.kind, EventKind::OutOfOffice);
    assert_eq!(read.url.as_deref(), Some("https://example.com/a"));
    assert_eq!(read.shared.attachments.len(), 1);
    assert!(read.flags.is_empty(), "{:?}", read.flags);
}

#[test]
fn rule_32_an_event_of_which_only_the_times_are_shown_is_fine() {
    let read = event(json!({"visibility": "private"}));
    assert_eq!((read.summary.as_str(), read.flags.len()), ("", 0));
    assert_eq!(read.uid, "abc");
}

#[test]
fn dates_stay_dates() {
    let read =
        live(&json!({"id": "a", "start": {"date": "2026-11-20"}, "end": {"date": "2026-11-22"}}));
    assert_eq!(read.event.start, When::Date(date(2026, 11, 20)));
    assert_eq!(read.event.end, When::Date(date(2026, 11, 22)));
}
