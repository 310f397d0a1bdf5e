//! Series behave as Google's recorded answers show.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use support::google::Google;

use crate::google_standin::{get, google, mia, reason};

/// The events of the primary calendar since a token, or all; and the next token.
fn list(google: &mut Google, token: Option<&str>) -> (Vec<Value>, String) {
    let query = token.map(|token| format!("?syncToken={token}")).unwrap_or_default();
    let told = get(google, &format!("calendars/primary/events{query}"));
    let items = told.get("items").and_then(Value::as_array).cloned().unwrap();
    let token = told.get("nextSyncToken").and_then(Value::as_str).unwrap().to_owned();
    (items, token)
}

/// A daily series of Chicago, as in the recordings.
fn daily(google: &mut Google) -> String {
    let body = json!({
        "summary": "🍽️ Dishes",
        "start": {"dateTime": "2025-03-24T07:30:00-05:00", "timeZone": "America/Chicago"},
        "end": {"dateTime": "2025-03-24T08:15:00-05:00", "timeZone": "America/Chicago"},
        "recurrence": ["RRULE:FREQ=DAILY"],
    });
    let made = mia(google, "POST", "calendars/primary/events", body);
    made.value().get("id").and_then(Value::as_str).unwrap().to_owned()
}

fn event(id: &str) -> String {
    format!("calendars/primary/events/{id}")
}

/// What an answer looks like: of each item what it is, its status, its sequence, its keys.
fn shape(items: &[Value]) -> BTreeSet<String> {
    let line = |item: &Value| {
        let item = item.as_object().unwrap();
        let id = item.get("id").and_then(Value::as_str).unwrap();
        let what = match id.rsplit_once('_') {
            Some((_, tail)) if tail.ends_with('Z') => "instance",
            Some(_) | None => "event",
        };
        // Links were taken out of the recordings.
        let keys: Vec<&str> =
            item.keys().map(String::as_str).filter(|key| *key != "htmlLink").collect();
        let status = item.get("status").and_then(Value::as_str).unwrap();
        let etag = item.get("etag").and_then(Value::as_str).unwrap();
        assert!(etag.starts_with('"') && etag.ends_with('"') && etag.len() == 18, "{etag}");
        format!("{what} {status}: {}", keys.join(" "))
    };
    items.iter().map(line).collect()
}

fn patch(google: &mut Google, id: &str, body: Value) {
    let answer = mia(google, "PATCH", &event(id), body);
    assert_eq!(answer.status, 200, "{}", answer.value());
}

const MOVED: &str = "_20250326T123000Z";

fn create(google: &mut Google) {
    daily(google);
}

fn edit_one_instance(google: &mut Google) {
    let id = daily(google);
    patch(google, &format!("{id}{MOVED}"), json!({"summary": "🌙", "description": "changed"}));
}

fn edit_plain(google: &mut Google) {
    let id = daily(google);
    patch(google, &format!("{id}{MOVED}"), json!({"summary": "🌙"}));
}

fn delete_one_instance(google: &mut Google) {
    let id = daily(google);
    let place = event(&format!("{id}{MOVED}"));
    assert_eq!(mia(google, "DELETE", &place, Value::Null).status, 204);
}

fn delete_all(google: &mut Google) {
    let id = daily(google);
    patch(google, &format!("{id}{MOVED}"), json!({"summary": "🌙"}));
    let token = list(google, None).1;
    assert_eq!(mia(google, "DELETE", &event(&id), Value::Null).status, 204);
    let (items, _) = list(google, Some(&token));
    assert_eq!(items.len(), 1, "one tombstone for a series");
}

fn cut(google: &mut Google, id: &str) {
    let until = json!({"recurrence": ["RRULE:FREQ=DAILY;UNTIL=20250326T045959Z"]});
    patch(google, id, until);
}

fn delete_following(google: &mut Google) {
    let id = daily(google);
    let place = event(&format!("{id}_20250325T123000Z"));
    mia(google, "DELETE", &place, Value::Null);
    cut(google, &id);
}

fn delete_following_with_an_exception_beyond(google: &mut Google) {
    let id = daily(google);
    mia(google, "DELETE", &event(&format!("{id}{MOVED}")), Value::Null);
    cut(google, &id);
}

fn rest() -> Value {
    json!({
        "summary": "🧽 Dishes",
        "description": "Applied to this and following",
        "start": {"dateTime": "2025-03-26T07:30:00-05:00", "timeZone": "America/Chicago"},
        "end": {"dateTime": "2025-03-26T08:15:00-05:00", "timeZone": "America/Chicago"},
        "recurrence": ["RRULE:FREQ=DAILY"],
    })
}

fn split(google: &mut Google) {
    let id = daily(google);
    cut(google, &id);
    mia(google, "POST", "calendars/primary/events", rest());
}

fn split_described(google: &mut Google) {
    let id = daily(google);
    patch(google, &id, json!({"description": "told"}));
    cut(google, &id);
    mia(google, "POST", "calendars/primary/events", rest());
}

fn split_with_exceptions(google: &mut Google) {
    let id = daily(google);
    patch(google, &format!("{id}_20250324T123000Z"), json!({"summary": "Just this"}));
    cut(google, &id);
    let mut plain = rest();
    plain.as_object_mut().unwrap().remove("description");
    mia(google, "POST", "calendars/primary/events", plain);
}

fn split_with_described_exceptions(google: &mut Google) {
    let id = daily(google);
    let just = json!({"summary": "Just this", "description": "only this"});
    patch(google, &format!("{id}_20250324T123000Z"), just);
    cut(google, &id);
    mia(google, "POST", "calendars/primary/events", rest());
}

fn edit_all(google: &mut Google) {
    split_with_described_exceptions(google);
    let (items, _) = list(google, None);
    let id = items.iter().find(|item| {
        let id = item.get("id").and_then(Value::as_str).unwrap();
        item.get("recurrence").is_some() && !id.contains('_') && item.get("description").is_none()
    });
    let id = id.and_then(|item| item.get("id")).and_then(Value::as_str).unwrap().to_owned();
    patch(google, &id, json!({"summary": "🧽", "description": "Changed all"}));
}

/// What leads to an answer.
type History = fn(&mut Google);

/// Each recorded answer, and what leads to an answer of its shape.
const RECORDED: [(&str, History); 18] = [
    ("create_create", create),
    ("delete_all_all-1", delete_all),
    ("delete_all_all-2", delete_all),
    ("delete_single_delete.single", delete_one_instance),
    ("delete_single_delete.single-2", delete_one_instance),
    ("delete_this-and-following_delete.this-and-following", delete_following),
    (
        "delete_this-and-following_delete.this-and-following-2",
        delete_following_with_an_exception_beyond,
    ),
    ("edit_all_all-1", edit_all),
    ("edit_all_all-2", edit_all),
    ("edit_single_single.instance-1", edit_plain),
    ("edit_single_single.instance-2", edit_one_instance),
    ("edit_single_single.instance-3", edit_plain),
    ("edit_this-and-following-v2_this-and-following-0", split),
    ("edit_this-and-following-v2_this-and-following-1", split_described),
    ("edit_this-and-following_this-and-following-1", split),
    ("edit_this-and-following_this-and-following-2", split_with_exceptions),
    ("edit_this-and-following_this-and-following-3", split),
    ("edit_this-and-following_this-and-following-4", split_with_described_exceptions),
];

#[test]
fn every_recorded_answer_has_its_shape_here() {
    let Some(shared) = std::env::var_os("KALENDS_SHARED") else {
        eprintln!("skipped: KALENDS_SHARED is not set");
        return;
    };
    for (name, lead) in RECORDED {
        let path = std::path::Path::new(&shared).join(format!("data/google/recorded/{name}.json"));
        let recorded: Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
        let mut google = google();
        let token = list(&mut google, None).1;
        lead(&mut google);
        let told = get(&mut google, &format!("calendars/primary/events?syncToken={token}"));
        let items = |value: &Value| value.get("items").and_then(Value::as_array).cloned().unwrap();
        let keys = |value: &Value| {
            value.as_object().unwrap().keys().cloned().collect::<BTreeSet<String>>()
        };
        assert_eq!(keys(&told), keys(&recorded), "{name}");
        // A summary or description more or less is no matter of behaviour.
        let plain = |shapes: BTreeSet<String>| -> BTreeSet<String> {
            shapes.iter().map(|line| line.replace(" description", "")).collect()
        };
        assert_eq!(plain(shape(&items(&told))), plain(shape(&items(&recorded))), "{name}");
        assert!(google.violations().is_empty(), "{name}: {:?}", google.violations());
    }
}

#[test]
fn rule_10_a_change_of_one_member_tells_all_with_one_etag() {
    let mut google = google();
    let id = daily(&mut google);
    patch(&mut google, &format!("{id}{MOVED}"), json!({"summary": "🌙"}));
    mia(&mut google, "DELETE", &event(&format!("{id}_20250327T123000Z")), Value::Null);
    let token = list(&mut google, None).1;
    patch(&mut google, &id, json!({"location": "Kitchen"}));
    let (items, _) = list(&mut google, Some(&token));
    let etags: BTreeSet<&str> =
        items.iter().map(|item| item.get("etag").and_then(Value::as_str).unwrap()).collect();
    assert_eq!((items.len(), etags.len()), (3, 1));
    let exception = get(&mut google, &event(&format!("{id}{MOVED}")));
    assert_eq!(exception.get("location"), Some(&json!("Kitchen")), "what it has not of its own");
    assert_eq!(exception.get("summary"), Some(&json!("🌙")), "what it has of its own");
}

#[test]
fn rule_9_an_instance_keeps_its_id_and_original_start_when_it_moves() {
    let mut google = google();
    let id = daily(&mut google);
    let place = event(&format!("{id}{MOVED}"));
    let virgin = get(&mut google, &place);
    assert_eq!(virgin.get("recurringEventId"), Some(&json!(id)));
    let start = json!({"dateTime": "2025-03-26T20:45:00-05:00"});
    let end = json!({"dateTime": "2025-03-26T21:30:00-05:00"});
    patch(&mut google, &format!("{id}{MOVED}"), json!({"start": start, "end": end}));
    let moved = get(&mut google, &place);
    assert_eq!(moved.get("originalStartTime"), virgin.get("originalStartTime"));
    assert_eq!(moved.pointer("/start/timeZone"), Some(&json!("America/Chicago")));
    assert_eq!(moved.get("sequence"), Some(&json!(1)));
    let nothing = mia(&mut google, "GET", &event(&format!("{id}_20250326T123001Z")), Value::Null);
    assert_eq!(reason(&nothing), (404, "notFound".into()));
}

#[test]
fn rule_16_a_full_list_has_cancelled_exceptions_and_no_tombstones() {
    let mut google = google();
    let id = daily(&mut google);
    mia(&mut google, "DELETE", &event(&format!("{id}{MOVED}")), Value::Null);
    let single = crate::google_standin::meeting("Gone");
    let single = mia(&mut google, "POST", "calendars/primary/events", single).value();
    let single = single.get("id").and_then(Value::as_str).unwrap();
    mia(&mut google, "DELETE", &event(single), Value::Null);
    let status = |item: &Value| item.get("status").and_then(Value::as_str).unwrap().to_owned();
    let (items, _) = list(&mut google, None);
    let statuses: Vec<String> = items.iter().map(status).collect();
    assert_eq!(statuses, ["confirmed", "cancelled"]);
}

#[test]
fn rule_13_what_the_rules_drop_comes_back_untouched_when_they_yield_it_again() {
    let mut google = google();
    let id = daily(&mut google);
    patch(&mut google, &format!("{id}{MOVED}"), json!({"summary": "🌙"}));
    cut(&mut google, &id);
    let gone = get(&mut google, &event(&format!("{id}{MOVED}")));
    assert_eq!(gone.get("status"), Some(&json!("cancelled")));
    patch(&mut google, &id, json!({"recurrence": ["RRULE:FREQ=DAILY"]}));
    let back = get(&mut google, &event(&format!("{id}{MOVED}")));
    assert_eq!(back.get("summary"), Some(&json!("🍽️ Dishes")));
}

#[test]
fn instances_unroll_a_series_with_its_exceptions_in_place() {
    let mut google = google();
    let id = daily(&mut google);
    patch(&mut google, &format!("{id}{MOVED}"), json!({"summary": "🌙"}));
    mia(&mut google, "DELETE", &event(&format!("{id}_20250327T123000Z")), Value::Null);
    let range = "timeMin=2025-03-25T00:00:00Z&timeMax=2025-03-29T00:00:00Z";
    for path in [
        format!("{}/instances?{range}", event(&id)),
        format!("calendars/primary/events?singleEvents=true&{range}"),
    ] {
        let told = get(&mut google, &path);
        let titles: Vec<&str> = told
            .get("items")
            .and_then(Value::as_array)
            .unwrap()
            .iter()
            .map(|item| item.get("summary").and_then(Value::as_str).unwrap())
            .collect();
        assert_eq!(titles, ["🍽️ Dishes", "🌙", "🍽️ Dishes"]);
    }
}
