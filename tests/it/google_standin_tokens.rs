//! Sync tokens: deltas replayed over a mirror give the full list, whatever happened in between.

use std::collections::BTreeMap;

use proptest::prelude::*;
use serde_json::{Value, json};
use support::google::{Google, MIA};

use crate::google_standin::{by, google, meeting, mia, reason};

/// What a client keeps, by id.
type Mirror = BTreeMap<String, Value>;

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value.get(key).and_then(Value::as_str).unwrap_or_default()
}

/// Lists to the end of the pages, as rules 1, 2, 11 and 12 of the contract have it.
fn pull(google: &mut Google, mirror: &mut Mirror, token: Option<&str>, most: u32) -> String {
    let mut page = String::new();
    loop {
        let mut target = format!("calendars/primary/events?maxResults={most}");
        if let Some(token) = token {
            target.push_str(&format!("&syncToken={token}"));
        }
        if !page.is_empty() {
            target.push_str(&format!("&pageToken={page}"));
        }
        let answer = mia(google, "GET", &target, Value::Null);
        assert_eq!(answer.status, 200, "{}", answer.value());
        let told = answer.value();
        for item in told.get("items").and_then(Value::as_array).unwrap() {
            let (id, series) = (text(item, "id").to_owned(), text(item, "recurringEventId"));
            if text(item, "status") == "cancelled" && series.is_empty() {
                mirror.remove(&id);
                mirror.retain(|_, kept| text(kept, "recurringEventId") != id);
            } else {
                mirror.insert(id, item.clone());
            }
        }
        let (next_page, next_sync) = (text(&told, "nextPageToken"), text(&told, "nextSyncToken"));
        assert_ne!(next_page.is_empty(), next_sync.is_empty(), "one of them, never both");
        if !next_sync.is_empty() {
            return next_sync.to_owned();
        }
        page = next_page.to_owned();
    }
}

#[derive(Clone, Debug)]
enum Step {
    Insert(bool),
    Rename(usize, u8),
    Cut(usize),
    ChangeInstance(usize, u8),
    DropInstance(usize, u8),
    Delete(usize),
    Pull,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        2 => any::<bool>().prop_map(Step::Insert),
        2 => (any::<usize>(), any::<u8>()).prop_map(|(at, to)| Step::Rename(at, to)),
        1 => any::<usize>().prop_map(Step::Cut),
        2 => (any::<usize>(), 0..9u8).prop_map(|(at, day)| Step::ChangeInstance(at, day)),
        1 => (any::<usize>(), 0..9u8).prop_map(|(at, day)| Step::DropInstance(at, day)),
        1 => any::<usize>().prop_map(Step::Delete),
        2 => Just(Step::Pull),
    ]
}

fn carry_out(google: &mut Google, ids: &mut Vec<String>, step: &Step) {
    let pick = |ids: &[String], at: usize| ids.get(at.checked_rem(ids.len())?).cloned();
    let place = |id: &str| format!("calendars/primary/events/{id}");
    let instance = |id: &str, day: u8| format!("{}_202503{:02}T080000Z", place(id), 24 + day);
    match step {
        Step::Insert(series) => {
            let mut body = meeting("New");
            if *series {
                let body = body.as_object_mut().unwrap();
                body.insert("recurrence".into(), json!(["RRULE:FREQ=DAILY;COUNT=9"]));
                for name in ["start", "end"] {
                    let point = body.get_mut(name).and_then(Value::as_object_mut).unwrap();
                    point.insert("timeZone".into(), "Europe/Berlin".into());
                }
            }
            let made = mia(google, "POST", "calendars/primary/events", body).value();
            ids.push(text(&made, "id").to_owned());
        }
        Step::Rename(at, to) => {
            if let Some(id) = pick(ids, *at) {
                mia(google, "PATCH", &place(&id), json!({"summary": format!("to {to}")}));
            }
        }
        Step::Cut(at) => {
            if let Some(id) = pick(ids, *at) {
                let until = json!({"recurrence": ["RRULE:FREQ=DAILY;UNTIL=20250328T215959Z"]});
                let series = mia(google, "GET", &place(&id), Value::Null).value();
                if series.get("recurrence").is_some() {
                    mia(google, "PATCH", &place(&id), until);
                }
            }
        }
        Step::ChangeInstance(at, day) => {
            if let Some(id) = pick(ids, *at) {
                mia(google, "PATCH", &instance(&id, *day), json!({"summary": "one"}));
            }
        }
        Step::DropInstance(at, day) => {
            if let Some(id) = pick(ids, *at) {
                mia(google, "DELETE", &instance(&id, *day), Value::Null);
            }
        }
        Step::Delete(at) => {
            if let Some(id) = pick(ids, *at) {
                mia(google, "DELETE", &place(&id), Value::Null);
            }
        }
        Step::Pull => {}
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn deltas_over_a_mirror_give_the_full_list(steps in prop::collection::vec(step(), 1..40)) {
        let mut google = google();
        google.checks_answers = false;
        let (mut mirror, mut ids) = (Mirror::new(), Vec::new());
        let mut token = pull(&mut google, &mut mirror, None, 2);
        for step in &steps {
            carry_out(&mut google, &mut ids, step);
            if matches!(step, Step::Pull) {
                // Pages of any length, empty ones among them.
                google.paging.next = [0, 1].into();
                token = pull(&mut google, &mut mirror, Some(&token), 2);
            }
        }
        pull(&mut google, &mut mirror, Some(&token), 2);
        let mut full = Mirror::new();
        pull(&mut google, &mut full, None, 2);
        prop_assert_eq!(mirror, full);
    }
}

#[test]
fn a_change_during_a_list_is_told_afterwards() {
    let mut google = google();
    for title in ["a", "b", "c"] {
        mia(&mut google, "POST", "calendars/primary/events", meeting(title));
    }
    let first = mia(&mut google, "GET", "calendars/primary/events?maxResults=1", Value::Null);
    let first = first.value();
    let id = text(first.pointer("/items/0").unwrap(), "id").to_owned();
    mia(&mut google, "DELETE", &format!("calendars/primary/events/{id}"), Value::Null);
    let mut page = text(&first, "nextPageToken").to_owned();
    let token = loop {
        let target = format!("calendars/primary/events?maxResults=1&pageToken={page}");
        let told = mia(&mut google, "GET", &target, Value::Null).value();
        page = text(&told, "nextPageToken").to_owned();
        if page.is_empty() {
            break text(&told, "nextSyncToken").to_owned();
        }
    };
    let target = format!("calendars/primary/events?maxResults=1&syncToken={token}");
    let told = mia(&mut google, "GET", &target, Value::Null).value();
    assert_eq!(text(told.pointer("/items/0").unwrap(), "id"), id);
    assert_eq!(text(told.pointer("/items/0").unwrap(), "status"), "cancelled");
}

#[test]
fn rule_3_and_4_tokens_are_refused_for_their_reasons() {
    let mut google = google();
    let mut mirror = Mirror::new();
    let token = pull(&mut google, &mut mirror, None, 250);
    let mut ask = |more: &str| {
        let target = format!("calendars/primary/events?maxResults=250&{more}");
        reason(&by(&mut google, MIA, "GET", &target, Value::Null))
    };
    let invalid = (400, "invalid".to_owned());
    assert_eq!(ask(&format!("syncToken={token}")).0, 200);
    assert_eq!(ask("syncToken=rubbish"), invalid);
    assert_eq!(ask(&format!("syncToken={token}&timeMin=2025-01-01T00:00:00Z")), invalid);
    assert_eq!(ask(&format!("syncToken={token}&showDeleted=false")), invalid);
    assert_eq!(ask(&format!("syncToken={token}&singleEvents=false")), invalid, "another list");
    google.expire_tokens(MIA);
    let target = format!("calendars/primary/events?maxResults=250&syncToken={token}");
    let answer = by(&mut google, MIA, "GET", &target, Value::Null);
    assert_eq!(reason(&answer), (410, "fullSyncRequired".into()));
}
