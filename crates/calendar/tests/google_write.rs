//! Writing events for Google: bodies that the API's schema takes, and that say what was meant.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

#[path = "google/events.rs"]
mod events;
#[path = "google/schema.rs"]
mod schema;
#[path = "google/support.rs"]
mod support;

use jiff::civil::date;
use kalends_calendar::{
    Event, EventKind, Participation, Status, When, Zone,
    google::{pin, write_insert, write_patch},
    merge::{Field, changed},
};
use proptest::prelude::*;
use serde_json::{Map, Value, json};
use support::{event, live, shared, show};

fn patch(base: &Event, edit: impl FnOnce(&mut Event)) -> String {
    let mut mine = base.clone();
    edit(&mut mine);
    Value::Object(write_patch(base, &mine)).to_string()
}

fn zoned(zone: &str, hour: i8) -> When {
    When::Zoned(date(2026, 11, 20).at(hour, 0, 0, 0), Zone::named(zone).unwrap())
}

#[test]
fn rule_20_the_other_kind_of_time_is_set_to_null() {
    let timed = event(json!({}));
    let days = {
        let mut days = timed.clone();
        days.start = When::Date(date(2026, 11, 20));
        days.end = When::Date(date(2026, 11, 21));
        days
    };
    let to = |event: &Event, start: When, end: When| {
        patch(event, |event| (event.start, event.end) = (start, end))
    };
    let table = [
        to(&timed, days.start.clone(), days.end.clone()),
        to(&days, timed.start.clone(), timed.end.clone()),
        to(&days, When::Date(date(2026, 12, 1)), When::Date(date(2026, 12, 3))),
        to(&timed, zoned("Asia/Kolkata", 9), zoned("Asia/Kolkata", 10)),
        to(&timed, zoned("<+0530>-5:30", 9), zoned("<+0530>-5:30", 10)),
    ];
    insta::assert_snapshot!(table.join("\n"), @r#"
    {"end":{"date":"2026-11-21","dateTime":null,"timeZone":null},"start":{"date":"2026-11-20","dateTime":null,"timeZone":null}}
    {"end":{"date":null,"dateTime":"2026-11-20T11:00:00+01:00","timeZone":"Europe/Berlin"},"start":{"date":null,"dateTime":"2026-11-20T10:00:00+01:00","timeZone":"Europe/Berlin"}}
    {"end":{"date":"2026-12-03"},"start":{"date":"2026-12-01"}}
    {"end":{"dateTime":"2026-11-20T10:00:00+05:30","timeZone":"Asia/Kolkata"},"start":{"dateTime":"2026-11-20T09:00:00+05:30","timeZone":"Asia/Kolkata"}}
    {"end":{"dateTime":"2026-11-20T10:00:00+05:30","timeZone":null},"start":{"dateTime":"2026-11-20T09:00:00+05:30","timeZone":null}}
    "#);
}

#[test]
fn rule_30_a_series_has_a_zone_with_a_name() {
    let table: Vec<_> = [
        "Europe/Berlin",
        "UTC",
        "<+0530>-5:30",
        "<-0900>9",
        "<+0017>-0:17",
        "CET-1CEST,M3.5.0,M10.5.0/3",
    ]
    .map(|zone| {
        let mut event = event(json!({}));
        (event.start, event.end) = (zoned(zone, 9), zoned(zone, 10));
        let single = write_insert(&event, "abc")["start"].to_string();
        event.recurrence.rules = vec!["FREQ=DAILY".into()];
        format!("{zone}: {single} {}", write_insert(&event, "abc")["start"])
    })
    .into();
    insta::assert_snapshot!(table.join("\n"), @r#"
    Europe/Berlin: {"dateTime":"2026-11-20T09:00:00+01:00","timeZone":"Europe/Berlin"} {"dateTime":"2026-11-20T09:00:00+01:00","timeZone":"Europe/Berlin"}
    UTC: {"dateTime":"2026-11-20T09:00:00Z","timeZone":"UTC"} {"dateTime":"2026-11-20T09:00:00Z","timeZone":"UTC"}
    <+0530>-5:30: {"dateTime":"2026-11-20T09:00:00+05:30"} {"dateTime":"2026-11-20T09:00:00+05:30","timeZone":"Asia/Kolkata"}
    <-0900>9: {"dateTime":"2026-11-20T09:00:00-09:00"} {"dateTime":"2026-11-20T09:00:00-09:00","timeZone":"Etc/GMT+9"}
    <+0017>-0:17: {"dateTime":"2026-11-20T09:00:00+00:17"} {"dateTime":"2026-11-20T08:43:00Z","timeZone":"UTC"}
    CET-1CEST,M3.5.0,M10.5.0/3: {"dateTime":"2026-11-20T09:00:00+01:00"} {"dateTime":"2026-11-20T08:00:00Z","timeZone":"UTC"}
    "#);
    // A single event that becomes a series gets its zone with it.
    let mut single = event(json!({}));
    (single.start, single.end) = (zoned("<+0530>-5:30", 9), zoned("<+0530>-5:30", 10));
    let becomes = patch(&single, |event| event.recurrence.rules = vec!["FREQ=DAILY".into()]);
    assert!(becomes.contains("Asia/Kolkata") && becomes.contains("RRULE:FREQ=DAILY"), "{becomes}");
}

#[test]
fn floating_times_take_the_zone_they_are_pinned_to() {
    let mut floating = event(json!({"recurrence": ["RRULE:FREQ=DAILY"]}));
    floating.start = When::Floating(floating.start.local());
    floating.end = When::Floating(floating.end.local());
    floating.recurrence.excluded = vec![When::Floating(date(2026, 11, 21).at(10, 0, 0, 0))];
    pin(&mut floating, &Zone::named("Asia/Tokyo").unwrap());
    assert_eq!(show(&floating.start), "2026-11-20T10:00:00 Asia/Tokyo");
    let body = write_insert(&floating, "abc");
    assert_eq!(
        body["recurrence"],
        json!(["RRULE:FREQ=DAILY", "EXDATE;TZID=Asia/Tokyo:20261121T100000"])
    );
}

#[test]
fn rules_18_and_21_neither_uid_nor_sequence_is_written() {
    let read = event(json!({"iCalUID": "x@google.com", "sequence": 4}));
    let body = write_insert(&read, "abc");
    assert_eq!(body["id"], "abc");
    assert!(!body.contains_key("iCalUID") && !body.contains_key("sequence"));
    let bumped = patch(&read, |event| {
        event.sequence += 1;
        event.uid = "y".into();
        event.last_modified = Some(jiff::Timestamp::UNIX_EPOCH);
    });
    assert_eq!(bumped, "{}");
}

#[test]
fn rules_24_and_25_guests_are_written_whole_or_not_at_all() {
    let guests = json!([
        {"email": "you@example.com", "organizer": true, "responseStatus": "accepted"},
        {"email": "me@example.com", "self": true, "responseStatus": "needsAction"},
    ]);
    let whole = event(json!({"attendees": guests}));
    let omitted = event(json!({"attendees": guests, "attendeesOmitted": true}));
    let answer = |event: &mut Event| {
        let me = event.attendees.iter_mut().find(|one| one.me).unwrap();
        me.participation = Participation::Accepted;
        me.comment = "with joy".into();
    };
    let drop_first = |event: &mut Event| {
        event.attendees.remove(0);
    };
    let table = [
        format!("answer: {}", patch(&whole, answer)),
        format!("answer, list omitted: {}", patch(&omitted, answer)),
        format!("guest removed: {}", patch(&whole, drop_first)),
        format!("guest removed, list omitted: {}", patch(&omitted, drop_first)),
        format!("all removed: {}", patch(&whole, |event| event.attendees.clear())),
        format!(
            "both: {}",
            patch(&whole, |event| {
                answer(event);
                drop_first(event);
            })
        ),
    ];
    insta::assert_snapshot!(table.join("\n"), @r#"
    answer: {"attendees":[{"comment":"with joy","email":"me@example.com","responseStatus":"accepted"}],"attendeesOmitted":true}
    answer, list omitted: {"attendees":[{"comment":"with joy","email":"me@example.com","responseStatus":"accepted"}],"attendeesOmitted":true}
    guest removed: {"attendees":[{"email":"me@example.com","responseStatus":"needsAction"}]}
    guest removed, list omitted: {}
    all removed: {"attendees":[]}
    both: {"attendees":[{"comment":"with joy","email":"me@example.com","responseStatus":"accepted"}]}
    "#);
}

#[test]
fn rule_24_somebody_else_s_event_is_not_inserted_with_its_guests() {
    let read = event(json!({
        "organizer": {"email": "you@example.com"},
        "attendees": [{"email": "you@example.com"}, {"email": "me@example.com"}],
    }));
    assert!(!write_insert(&read, "abc").contains_key("attendees"));
}

#[test]
fn rule_26_a_conference_is_asked_for_or_removed_and_never_copied() {
    let with = event(json!({"conferenceData": {"entryPoints": [
        {"entryPointType": "video", "uri": "https://meet.google.com/abc-defg-hij"},
    ]}}));
    let without = event(json!({}));
    let ask = |event: &mut Event| event.shared.conference_request = Some("r1".into());
    let table = [
        patch(&without, ask),
        patch(&with, |event| event.conferences.clear()),
        patch(&without, |event| event.conferences = with.conferences.clone()),
        patch(&with, |event| event.summary = "Title".into()),
        Value::Object(write_insert(&with, "abc")).to_string(),
    ];
    insta::assert_snapshot!(table.join("\n"), @r#"
    {"conferenceData":{"createRequest":{"conferenceSolutionKey":{"type":"hangoutsMeet"},"requestId":"r1"}}}
    {"conferenceData":null}
    {}
    {"summary":"Title"}
    {"end":{"dateTime":"2026-11-20T11:00:00+01:00","timeZone":"Europe/Berlin"},"id":"abc","reminders":{"overrides":[],"useDefault":false},"start":{"dateTime":"2026-11-20T10:00:00+01:00","timeZone":"Europe/Berlin"}}
    "#);
}

#[test]
fn rule_27_at_most_five_reminders_or_the_calendar_s_own() {
    let many: Vec<_> = (1..8).map(|at| json!({"method": "popup", "minutes": at})).collect();
    let many = event(json!({"reminders": {"useDefault": false, "overrides": many}}));
    let written = write_insert(&many, "abc")["reminders"].clone();
    assert_eq!(written["overrides"].as_array().unwrap().len(), 5);
    let table = [
        patch(&many, |event| {
            event.shared.default_alarms = true;
            event.alarms.clear();
        }),
        patch(&many, |event| event.alarms.clear()),
        patch(&many, |event| event.alarms.truncate(1)),
        write_insert(&event(json!({"reminders": {"useDefault": true}})), "abc")["reminders"]
            .to_string(),
    ];
    insta::assert_snapshot!(table.join("\n"), @r#"
    {"reminders":{"overrides":null,"useDefault":true}}
    {"reminders":{"overrides":[],"useDefault":false}}
    {"reminders":{"overrides":[{"method":"popup","minutes":1}],"useDefault":false}}
    {"useDefault":true}
    "#);
}

#[test]
fn rule_28_the_kind_of_an_event_never_changes() {
    let read = event(json!({"eventType": "fromGmail"}));
    assert_eq!(patch(&read, |event| event.shared.kind = EventKind::Default), "{}");
    assert!(!write_insert(&read, "abc").contains_key("eventType"));
    let away = event(json!({"eventType": "outOfOffice"}));
    assert_eq!(write_insert(&away, "abc")["eventType"], "outOfOffice");
}

#[test]
fn other_fields_go_by_null_and_cancelling_is_no_patch() {
    let full = event(json!({
        "summary": "Title", "location": "Here", "description": "Notes", "colorId": "4",
        "recurrence": ["RRULE:FREQ=DAILY", "EXDATE:20261122T090000Z,20261123T090000Z"],
        "attachments": [{"fileUrl": "https://drive.example.com/1"}],
    }));
    let table = [
        patch(&full, |event| {
            event.summary.clear();
            event.location.clear();
            event.description.clear();
            event.color = None;
            event.recurrence = Default::default();
            event.shared.attachments.clear();
        }),
        patch(&full, |event| event.recurrence.excluded.truncate(1)),
        patch(&full, |event| event.description = "<b>plain</b>\nwords & more".into()),
        patch(&full, |event| event.status = Status::Cancelled),
        patch(&full, |event| event.color = Some("no colour".into())),
        patch(&full, |event| event.shared.guests.modify = true),
    ];
    insta::assert_snapshot!(table.join("\n"), @r#"
    {"attachments":[],"colorId":null,"description":null,"location":null,"recurrence":null,"summary":null}
    {"recurrence":["RRULE:FREQ=DAILY","EXDATE:20261122T090000Z"]}
    {"description":"<span>&lt;b&gt;plain&lt;/b&gt;<br>words &amp; more</span>"}
    {}
    {}
    {"guestsCanModify":true}
    "#);
}

#[test]
fn an_exception_never_repeats() {
    let json = json!({
        "id": "abc_20261120T090000Z", "recurringEventId": "abc",
        "start": {"dateTime": "2026-11-20T10:00:00+01:00", "timeZone": "Europe/Berlin"},
        "end": {"dateTime": "2026-11-20T11:00:00+01:00", "timeZone": "Europe/Berlin"},
    });
    let read = live(&json).event;
    assert_eq!(patch(&read, |event| event.recurrence.rules = vec!["FREQ=DAILY".into()]), "{}");
}

/// JSON merge as the API does it (rule 20), with what the server itself makes of two fields.
fn apply(json: &mut Value, patch: &Map<String, Value>) {
    let mut patch = patch.clone();
    if patch.remove("attendeesOmitted").is_some() {
        let own = patch.remove("attendees").unwrap()[0].clone();
        for guest in json["attendees"].as_array_mut().unwrap() {
            if guest["email"] == own["email"] {
                guest.as_object_mut().unwrap().extend(own.as_object().unwrap().clone());
            }
        }
    }
    if patch.get("conferenceData") == Some(&Value::Null) {
        json.as_object_mut().unwrap().remove("hangoutLink");
    }
    merge(json, &Value::Object(patch));
}

fn merge(json: &mut Value, patch: &Value) {
    let Value::Object(fields) = patch else {
        *json = patch.clone();
        return;
    };
    if !json.is_object() {
        *json = json!({});
    }
    for (key, value) in fields {
        if value.is_null() {
            json.as_object_mut().unwrap().remove(key);
        } else {
            merge(&mut json[key.as_str()], value);
        }
    }
}

/// What the server would hold of a written event, `extra` being what only it can put there.
fn held(event: &Event, extra: u8) -> Value {
    let mut json = Value::Object(write_insert(event, "abc"));
    if extra & 1 == 1 {
        json["conferenceData"] = json!({"entryPoints": [
            {"entryPointType": "video", "uri": "https://meet.google.com/abc-defg-hij"},
        ]});
        json["hangoutLink"] = "https://meet.google.com/abc-defg-hij".into();
    }
    if extra & 2 == 2 {
        json["attendeesOmitted"] = true.into();
    }
    if extra & 4 == 4 {
        json["organizer"] = json!({"email": "you@example.com"});
    }
    json
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_inserted_reads_back_as_it_was(event in events::event()) {
        let body = write_insert(&event, "abc");
        let back = live(&Value::Object(body.clone())).event;
        prop_assert_eq!(changed(&event, &back), vec![], "{:?}\n{:?}\n{:?}", event, back, body);
        prop_assert_eq!(&back.flags, &vec![]);
    }

    #[test]
    fn rule_20_a_patch_makes_mine_of_base_and_says_nothing_else(
        first in events::event(),
        other in events::event(),
        fields in events::fields(),
        extra in 0..8_u8,
    ) {
        let mut json = held(&first, extra);
        let base = live(&json).event;
        let mut mine = events::edited(&base, &other, &fields);
        // A conference that is there is kept or removed; a new one takes the place of none.
        if mine.shared.conference_request.is_some() {
            mine.conferences.clone_from(&base.conferences);
        }
        // Guests cannot be changed where not all are known.
        if base.shared.attendees_omitted {
            mine.attendees.clone_from(&base.attendees);
            kalends_calendar::merge::take(&mut mine, Field::Response, &other);
        }
        let body = write_patch(&base, &mine);
        let wanted = changed(&base, &mine);
        prop_assert_eq!(body.is_empty(), wanted.is_empty(), "{:?} {:?}", wanted, body);
        apply(&mut json, &body);
        let back = live(&json).event;
        prop_assert_eq!(changed(&mine, &back), vec![], "{:?}\n{:?}\n{:?}", mine, back, body);
        prop_assert!(write_patch(&back, &mine).is_empty());
    }
}

#[test]
fn every_body_is_what_the_schema_takes() {
    let Some(schema) = shared("calendar.v3.jsonschema.json") else { return };
    let case = (events::event(), events::event(), events::fields(), 0..8_u8);
    let config =
        ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() };
    let mut runner = proptest::test_runner::TestRunner::new(config);
    let run = runner.run(&case, |(first, other, fields, extra)| {
        let body = write_insert(&first, "abc");
        prop_assert_eq!(schema::faults(&schema, &body), Vec::<String>::new());
        let base = live(&held(&first, extra)).event;
        let body = write_patch(&base, &events::edited(&base, &other, &fields));
        prop_assert_eq!(schema::faults(&schema, &body), Vec::<String>::new(), "{:?}", body);
        Ok(())
    });
    run.unwrap();
    let odd = json!({"sumary": "", "start": {"date": "soon"}, "status": "x", "sequence": "1"});
    assert_eq!(schema::faults(&schema, odd.as_object().unwrap()).len(), 4);
}
