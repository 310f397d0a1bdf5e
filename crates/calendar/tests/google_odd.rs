//! Odd events of Google's: what is wrong with one costs as little of it as may be, and nothing of
//! the others.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

#[path = "google/support.rs"]
mod support;

use kalends_calendar::{
    Flag,
    google::{Item, read_item, split_instance_id},
};
use serde_json::{Value, json};
use support::{context, event, item, live, recorded, shared, show};

fn start(json: Value) -> (String, Vec<Flag>) {
    let end = json.clone();
    let event = live(&json!({"id": "a", "start": json, "end": end})).event;
    (show(&event.start), event.flags)
}

#[test]
fn rule_17_zones_that_are_none_degrade_one_by_one() {
    for (zone, expect, flagged) in [
        (json!("GMT+02:00"), "2026-11-20T11:00:00 Etc/GMT-2", false),
        (json!("W. Europe Standard Time"), "2026-11-20T10:00:00 Europe/Berlin", false),
        (json!("Middle/Earth"), "2026-11-20T10:00:00 Europe/Berlin", true),
        (json!(7), "2026-11-20T10:00:00 Europe/Berlin", true),
        (json!(""), "2026-11-20T10:00:00 Europe/Berlin", false),
    ] {
        let time = json!({"dateTime": "2026-11-20T10:00:00+01:00", "timeZone": zone});
        let (start, flags) = start(time);
        assert_eq!(
            (start.as_str(), flags.contains(&Flag::UnknownZone)),
            (expect, flagged),
            "{zone}"
        );
    }
}

#[test]
fn ends_that_are_missing_or_too_early_are_flagged() {
    let timed = json!({"dateTime": "2026-11-20T10:00:00Z", "timeZone": "UTC"});
    let early = json!({"dateTime": "2026-11-20T09:00:00Z", "timeZone": "UTC"});
    let later = json!({"dateTime": "2026-11-20T11:00:00Z", "timeZone": "UTC"});
    for (json, end, flags) in [
        (json!({"start": timed}), "2026-11-20T10:00:00 UTC", vec![Flag::MissingEnd]),
        (
            json!({"start": timed, "end": early}),
            "2026-11-20T10:00:00 UTC",
            vec![Flag::EndBeforeStart],
        ),
        (json!({"start": timed, "end": timed}), "2026-11-20T10:00:00 UTC", vec![]),
        (
            json!({"start": timed, "end": later, "endTimeUnspecified": true}),
            "2026-11-20T10:00:00 UTC",
            vec![Flag::MissingEnd],
        ),
        (json!({"start": {"date": "2026-11-20"}}), "2026-11-21", vec![Flag::MissingEnd]),
        (
            json!({"start": {"date": "2026-11-20"}, "end": {"date": "2026-11-19"}}),
            "2026-11-21",
            vec![Flag::EndBeforeStart],
        ),
        (
            json!({"start": {"date": "2026-11-20"}, "end": {"date": "2026-11-20"}}),
            "2026-11-21",
            vec![],
        ),
        (
            json!({"start": timed, "end": "soon"}),
            "2026-11-20T10:00:00 UTC",
            vec![Flag::UnreadableLine, Flag::MissingEnd],
        ),
    ] {
        let mut json = json;
        json["id"] = "a".into();
        let event = live(&json).event;
        assert_eq!((show(&event.end).as_str(), &event.flags), (end, &flags), "{json}");
    }
}

#[test]
fn fields_of_the_wrong_type_cost_only_themselves() {
    let right = event(json!({"summary": "Title", "location": "Here"}));
    for field in [
        "description",
        "location",
        "colorId",
        "organizer",
        "attendees",
        "attendeesOmitted",
        "hangoutLink",
        "conferenceData",
        "guestsCanModify",
        "reminders",
        "source",
        "attachments",
        "eventType",
        "recurrence",
        "status",
        "visibility",
        "transparency",
        "sequence",
        "iCalUID",
        "etag",
        "privateCopy",
        "endTimeUnspecified",
        "originalStartTime",
        "recurringEventId",
        "created",
        "updated",
    ] {
        for odd in [
            json!(1.5),
            json!({"x": [1, {}]}),
            json!([[1], {"y": "z"}]),
            json!("\u{1}"),
            json!(null),
        ] {
            if field == "recurringEventId" && odd.is_string() {
                continue;
            }
            let mut fields = json!({"summary": "Title", "location": "Here"});
            fields[field] = odd.clone();
            let mut read = event(fields);
            assert_eq!(read.summary, "Title", "{field}: {odd}");
            assert_eq!(show(&read.start), show(&right.start), "{field}: {odd}");
            if odd.is_null() && field != "location" {
                read.flags.clear();
                assert_eq!(read, right, "{field}");
            }
        }
    }
}

#[test]
fn what_cannot_be_an_event_is_set_aside_with_its_reason() {
    let odd = [
        r#"[]"#,
        r#"null"#,
        r#"{"id": "a""#,
        r#"{}"#,
        r#"{"id": 7, "start": {"date": "2026-01-01"}}"#,
        r#"{"id": "a"}"#,
        r#"{"id": "a", "start": {"dateTime": "soon"}}"#,
        r#"{"id": "a", "start": {"date": "2026-01-01"}, "recurringEventId": "b"}"#,
        r#"{"id": "a", "start": {"date": "2026-01-01"}, "summary": "\ud800"}"#,
        r#"{"id": "a", "id": "a"}"#,
    ];
    let mut told = String::new();
    for json in odd {
        let unreadable = read_item(json.as_bytes(), &context()).unwrap_err();
        let id = unreadable.id.as_deref().unwrap_or("-");
        told.push_str(&format!("{id:2} {json}: {}\n", unreadable.reason));
    }
    insta::assert_snapshot!(told, @r#"
    -  []: it is no JSON object
    -  null: it is no JSON object
    -  {"id": "a": EOF while parsing an object at line 1 column 10
    -  {}: it has no id
    -  {"id": 7, "start": {"date": "2026-01-01"}}: it has no id
    a  {"id": "a"}: it has no start that can be read
    a  {"id": "a", "start": {"dateTime": "soon"}}: it has no start that can be read
    a  {"id": "a", "start": {"date": "2026-01-01"}, "recurringEventId": "b"}: it changes an occurrence of a series and does not say which
    a  {"id": "a", "start": {"date": "2026-01-01"}, "summary": "\ud800"}: unexpected end of hex escape at line 1 column 64
    -  {"id": "a", "id": "a"}: duplicate field `id` at line 1 column 16
    "#);
}

#[test]
fn rules_9_11_13_exceptions_and_tombstones() {
    let cancelled = |json: Value| match item(&json) {
        Item::Cancelled(cancelled) => cancelled,
        Item::Live(live) => panic!("{live:?}"),
    };
    let tombstone = cancelled(json!({"id": "a", "status": "cancelled", "etag": "\"1\""}));
    assert_eq!(
        (tombstone.etag.as_str(), tombstone.series_id, tombstone.original),
        ("\"1\"", None, None)
    );
    let exception = cancelled(json!({
        "id": "a_20250328T150000Z", "status": "cancelled", "recurringEventId": "a",
        "originalStartTime": {"dateTime": "2025-03-28T10:00:00-05:00", "timeZone": "America/Chicago"},
    }));
    assert_eq!(exception.series_id.as_deref(), Some("a"));
    assert_eq!(show(&exception.original.unwrap()), "2025-03-28T10:00:00 America/Chicago");
    // Rule 13: beyond the end of a shortened series neither is told but by the id.
    let beyond = cancelled(json!({"id": "a_20250328T150000Z", "status": "cancelled"}));
    assert_eq!(
        (beyond.series_id, show(&beyond.original.unwrap())),
        (None, "2025-03-28T15:00:00 UTC".into())
    );
    // Rule 9: a moved exception is known by its original start.
    let moved = live(&json!({
        "id": "a_20250315T131500Z", "recurringEventId": "a", "iCalUID": "a@google.com",
        "start": {"dateTime": "2025-03-15T16:00:00-05:00", "timeZone": "America/Chicago"},
        "end": {"dateTime": "2025-03-15T16:45:00-05:00", "timeZone": "America/Chicago"},
        "originalStartTime": {"dateTime": "2025-03-15T08:15:00-05:00", "timeZone": "America/Chicago"},
    }));
    assert_eq!(moved.series_id.as_deref(), Some("a"));
    let original = &moved.event.recurrence_id.unwrap().original;
    assert_eq!(show(original), "2025-03-15T08:15:00 America/Chicago");
    assert_eq!(moved.event.uid, "a@google.com");
}

#[test]
fn every_recorded_answer_is_read_whole() {
    for (name, answer) in recorded() {
        for json in answer["items"].as_array().unwrap() {
            match item(json) {
                Item::Live(live) => {
                    assert!(live.event.flags.is_empty(), "{name}: {:?}", live.event.flags);
                    assert!(live.event.shared.default_alarms && !live.event.shared.foreign);
                    assert_eq!(live.series_id.is_some(), live.event.recurrence_id.is_some());
                    if let Some(id) = &live.event.recurrence_id {
                        let (_, of_id) = split_instance_id(&live.id).unwrap();
                        assert_eq!(of_id.seconds(), id.original.seconds(), "{name}");
                    }
                }
                Item::Cancelled(cancelled) => {
                    assert!(!cancelled.etag.is_empty(), "{name}");
                }
            }
        }
    }
}

/// Every object with an id or a start in the collection of odd events is read or set aside.
#[test]
fn rule_17_no_odd_event_stops_anything() {
    let Some(odd) = shared("odd-events.json") else { return };
    let (mut read, mut aside) = (0, Vec::new());
    for test in odd.as_array().unwrap() {
        for object in test["objects"].as_array().unwrap() {
            let items = object["items"].as_array().cloned().unwrap_or_else(|| vec![object.clone()]);
            for item in items {
                if item.get("accessRole").is_some() && item.get("start").is_none() {
                    continue;
                }
                // Some have no id, and some names are another language's fields.
                let mut item = item;
                if item.get("id").is_none() {
                    item["id"] = "given".into();
                }
                let text = item.to_string().replace("date_time", "dateTime");
                let text = text.replace("\"timezone\"", "\"timeZone\"");
                match read_item(text.as_bytes(), &context()) {
                    Ok(_) => read += 1,
                    Err(why) => {
                        aside.push(format!("{}: {}", test["test"].as_str().unwrap(), why.reason));
                    }
                }
            }
        }
    }
    aside.sort();
    assert!(read > 70, "{read}");
    insta::assert_snapshot!(aside.join("\n"), @r#"
    test_list_calendars_pages: it has no start that can be read
    test_list_calendars_pages: it has no start that can be read
    test_list_calendars_pages: it has no start that can be read
    "#);
}
