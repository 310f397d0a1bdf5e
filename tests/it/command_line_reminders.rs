//! The command line's words about reminders: lists, answers, settings, and what is wrong with them.

use std::{path::Path, process::Output};

use jiff::{SignedDuration, Timestamp};
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

fn text(data: &Path, arguments: &[&str]) -> String {
    let out = run(data, arguments);
    assert!(out.status.success(), "{arguments:?}");
    String::from_utf8_lossy(&out.stdout).trim().to_owned()
}

/// A calendar and an event that starts in so many minutes; their ids.
fn room(data: &Path, minutes: i64, reminder: &str) -> (String, String) {
    let calendar = value(data, &["calendar", "add", "--local", "Home"]);
    let now = Timestamp::from_second(Timestamp::now().as_second()).unwrap();
    let start = now.checked_add(SignedDuration::from_mins(minutes)).unwrap();
    let end = start.checked_add(SignedDuration::from_mins(30)).unwrap().to_string();
    let start = start.to_string();
    let add = ["event", "add", "--title", "Standup", "--start", &start, "--end", &end];
    let event = value(data, &[&add[..], &["--reminder", reminder]].concat());
    let id = |value: &Value, key: &str| value[key].as_str().unwrap().to_owned();
    (id(&calendar, "id"), id(&event, "event_id"))
}

#[test]
fn a_coming_reminder_is_listed_snoozed_and_dismissed() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path();
    let (calendar, event) = room(data, 120, "10m");
    let listed = value(data, &["reminders"]);
    let one = &listed[0];
    for key in ["id", "due", "until", "start", "end", "original_start", "join_url", "location"] {
        assert!(one.get(key).is_some(), "{key}");
    }
    assert_eq!((&one["event_id"], &one["calendar_id"]), (&json!(event), &json!(calendar)));
    let words = (&one["title"], &one["kind"], &one["state"], &one["all_day"]);
    assert_eq!(words, (&json!("Standup"), &json!("alarm"), &json!("coming"), &json!(false)));
    let id = one["id"].as_str().unwrap();
    assert!(text(data, &["reminders"]).contains(id));
    let snoozed = value(data, &["reminders", "snooze", id, "--until-start"]);
    assert_eq!((&snoozed["state"], &snoozed["until"]), (&json!("snoozed"), &one["start"]));
    assert_eq!(value(data, &["reminders", "dismiss", id]), json!({ "id": id }));
    assert_eq!(value(data, &["reminders"]), json!([]));
    assert_eq!(text(data, &["reminders"]), "Nothing reminds you until then.");
    assert_eq!(value(data, &["reminders", "dismiss", "--missed"]), json!({ "dismissed": 0 }));
}

#[test]
fn settings_are_kept_and_what_is_not_said_stays() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path();
    let set = |arguments: &[&str]| value(data, &[&["reminders", "settings"], arguments].concat());
    let first = set(&["--quiet", "22:00-07:00", "--persistent", "yes", "--hide-titles", "yes"]);
    assert_eq!(first["quiet"], "22:00-07:00");
    let all_day = ["--all-day", "1d@18:00", "--all-day", "09:00", "--tentative", "no"];
    set(&all_day);
    let after = set(&["--invitations", "no"]);
    let expected = json!({
        "on": true, "quiet": "22:00-07:00", "persistent": true, "hide_titles": true,
        "tentative": false, "invitations": false, "all_day": ["1d@18:00", "0d@09:00"],
        "paused_until": null,
    });
    assert_eq!(after, expected);
    assert_eq!(set(&[]), expected);
    let cleared = set(&["--quiet", "off", "--all-day", "none"]);
    assert_eq!((&cleared["quiet"], &cleared["all_day"]), (&Value::Null, &json!([])));
    let paused = value(data, &["reminders", "pause", "--for", "2h"]);
    assert_eq!(set(&[])["paused_until"], paused["paused_until"]);
    value(data, &["reminders", "resume"]);
    assert_eq!(set(&[])["paused_until"], Value::Null);
}

#[test]
fn calendars_and_events_take_reminders_of_this_computer() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path();
    let (calendar, event) = room(data, 120, "none");
    assert_eq!(value(data, &["reminders"]), json!([]));
    let set = |arguments: &[&str]| {
        value(data, &[&["calendar", "set", &calendar], arguments].concat())["reminders"].clone()
    };
    let chosen = set(&["--reminders", "10m,30m", "--all-day-reminders", "1d@18:00"]);
    assert_eq!(chosen, json!({ "muted": false, "timed": [10, 30], "all_day": ["1d@18:00"] }));
    assert_eq!(set(&["--muted", "yes"])["timed"], json!([10, 30]));
    let none = set(&["--reminders", "none", "--all-day-reminders", "source", "--muted", "no"]);
    assert_eq!(none, json!({ "muted": false, "timed": [], "all_day": null }));
    assert_eq!(value(data, &["calendar", "list"])[0]["reminders"], none);

    let own = value(data, &["event", "remind", &event, "--before", "10m", "--before", "1h"]);
    let mut minutes = own["minutes"].as_array().unwrap().clone();
    minutes.sort_by_key(Value::as_i64);
    assert_eq!(minutes, [json!(10), json!(60)]);
    assert_eq!(value(data, &["reminders"]).as_array().unwrap().len(), 2);
    assert!(text(data, &["event", "remind", &event]).contains("“Standup” reminds you"));
    assert_eq!(value(data, &["event", "remind", &event, "--none"])["minutes"], json!([]));
    assert_eq!(value(data, &["reminders"]), json!([]));
}

#[test]
fn the_meeting_that_comes_next_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path();
    assert_eq!(text(data, &["now"]), "No meeting now or soon.");
    let (_, event) = room(data, 20, "none");
    let around = value(data, &["now"]);
    assert_eq!((&around["now"], &around["recent"]), (&json!([]), &json!([])));
    assert_eq!(around["next"][0]["event_id"], event.as_str());
    assert!(text(data, &["now"]).ends_with("min  Standup"));
}

#[test]
fn wrong_words_about_reminders_say_what_to_give() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path();
    let (calendar, _) = room(data, 120, "10m");
    let table: [(&[&str], i32, &str); 10] = [
        (&["reminders", "snooze", "nobody"], 1, "kalends reminders"),
        (&["reminders", "dismiss", "nobody"], 1, "kalends reminders"),
        (&["reminders", "dismiss"], 2, "--missed"),
        (&["reminders", "snooze", "x", "--for", "2d"], 2, "from 1m to 1d"),
        (&["reminders", "snooze", "x", "--for", "5m", "--until-start"], 2, "--until-start"),
        (&["reminders", "settings", "--quiet", "night"], 2, "22:00-07:00"),
        (&["reminders", "settings", "--all-day", "source"], 2, "1d@18:00"),
        (&["reminders", "--until", "soon"], 2, "2026-11-16"),
        (&["calendar", "set", &calendar, "--reminders", "none,10m"], 2, "stand alone"),
        (&["event", "remind", "x", "--none"], 2, "kalends agenda"),
    ];
    for (arguments, code, words) in table {
        let out = run(data, arguments);
        let said = String::from_utf8_lossy(&out.stderr);
        assert_eq!(out.status.code(), Some(code), "{arguments:?}: {said}");
        assert!(said.contains(words), "{arguments:?}: {said}");
    }
}
