//! The command line's words about conflicts, free time and reservations.

use std::{path::Path, process::Output};

use serde_json::{Value, json};
use support::command_line::kalends;

fn run(data: &Path, arguments: &[&str]) -> Output {
    kalends(data, arguments).output().unwrap()
}

fn value(data: &Path, arguments: &[&str]) -> Value {
    let out = run(data, &[arguments, &["--json"]].concat());
    let stderr = String::from_utf8_lossy(&out.stderr);
    assert!(out.status.success(), "{arguments:?}: {stderr}");
    serde_json::from_slice(&out.stdout).unwrap_or_else(|_| panic!("{arguments:?}: not one value"))
}

/// Local times of a Monday in Berlin.
fn at(time: &str) -> String {
    format!("2026-11-23T{time}")
}

fn add(data: &Path, title: &str, start: &str, end: &str) {
    let (start, end) = (at(start), at(end));
    let zone = ["--zone", "Europe/Berlin"];
    let event = ["event", "add", "--title", title, "--start", &start, "--end", &end];
    value(data, &[&event[..], &zone].concat());
}

const DAY: [&str; 6] = ["--from", "2026-11-23", "--to", "2026-11-24", "--zone", "Europe/Berlin"];

#[test]
fn conflicts_are_listed_ignored_and_heeded() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path();
    value(data, &["calendar", "add", "--local", "Home"]);
    add(data, "Plan", "10:00", "11:00");
    add(data, "Review", "10:30", "11:30");
    let list = |more: &[&str]| value(data, &[&["conflicts"], &DAY[..], more].concat());
    let listed = list(&[]);
    let one = &listed[0];
    assert_eq!((&one["severity"], &one["cause"]), (&json!("high"), &json!("overlap")));
    assert_eq!(one["from"], "2026-11-23T10:30:00+01:00");
    assert_eq!((&one["a"]["title"], &one["b"]["title"]), (&json!("Plan"), &json!("Review")));
    for key in ["event_id", "calendar_id", "start", "end"] {
        assert!(one["a"][key].is_string() && one["b"][key].is_string(), "{key}");
    }
    let id = one["id"].as_str().unwrap();
    assert_eq!(value(data, &["conflicts", "ignore", id]), json!({ "ignored": true }));
    assert_eq!(list(&[]), json!([]));
    assert_eq!(list(&["--ignored"])[0]["ignored"], true);
    assert_eq!(value(data, &["conflicts", "heed", id]), json!({ "ignored": false }));
    assert_eq!(list(&[]).as_array().unwrap().len(), 1);
    assert_eq!(run(data, &["conflicts", "ignore", "x"]).status.code(), Some(2));
}

#[test]
fn free_time_is_told_and_a_slot_is_booked_once() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path();
    value(data, &["calendar", "add", "--local", "Home"]);
    add(data, "Plan", "10:00", "12:00");
    let free =
        |more: &[&str]| value(data, &[&["free", "--duration", "1h"], &DAY[..], more].concat());
    let found = free(&[]);
    let slot = |start: &str, end: &str| {
        let time = |time: &str| format!("2026-11-23T{time}:00+01:00");
        json!({ "start": time(start), "end": time(end) })
    };
    assert_eq!(found["slots"], json!([slot("09:00", "10:00"), slot("12:00", "17:00")]));
    assert_eq!((&found["unknown"], &found["stale"]), (&json!([]), &json!(false)));
    assert!(found["as_of"].is_string());
    let evening = free(&["--hours", "18:00-20:00", "--step", "30m", "--limit", "1"]);
    assert_eq!(evening["slots"], json!([slot("18:00", "19:00")]));

    let nine = at("09:00");
    let reserve = ["reserve", "--title", "Focus {start}", "--duration", "1h", "--at", &nine];
    let reserve = [&reserve[..], &["--zone", "Europe/Berlin"]].concat();
    let booked = value(data, &reserve);
    assert_eq!((&booked["state"], &booked["title"]), (&json!("booked"), &json!("Focus 09:00")));
    assert_eq!(booked["start"], "2026-11-23T09:00:00+01:00");
    let out = run(data, &[&reserve[..], &["--json"]].concat());
    assert_eq!(out.status.code(), Some(1));
    let taken: Value = serde_json::from_slice(&out.stdout).unwrap();
    assert_eq!(
        (&taken["state"], &taken["by"][0]["title"]),
        (&json!("taken"), &json!("Focus 09:00"))
    );
    assert_eq!(taken["alternatives"][0], slot("12:00", "13:00"));
    let neither = run(data, &["reserve", "--title", "x", "--duration", "1h"]);
    assert_eq!(neither.status.code(), Some(2));
}
