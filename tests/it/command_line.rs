//! The command line's contract: exit codes, one JSON value on stdout, errors on stderr.

use std::{path::Path, process::Output};

use serde_json::Value;
use support::{
    command_line::kalends,
    event::{a_week, calendar},
};

fn run(data: &Path, arguments: &[&str]) -> Output {
    kalends(data, arguments).output().unwrap()
}

fn json(data: &Path, arguments: &[&str]) -> Value {
    let out = run(data, arguments);
    let stderr = String::from_utf8_lossy(&out.stderr);
    assert!(out.status.success(), "{arguments:?}: {stderr}");
    serde_json::from_slice(&out.stdout).unwrap_or_else(|_| panic!("{arguments:?}: not one value"))
}

#[test]
fn a_feed_goes_from_a_file_to_an_agenda() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let file = folder.path().join("week.ics");
    std::fs::write(&file, calendar(&a_week())).unwrap();
    let file = file.to_str().unwrap();

    let test = json(&data, &["feed", "test", file, "--json"]);
    assert_eq!((test["ok"].as_bool(), test["error"].is_null()), (Some(true), true));
    let id = json(&data, &["feed", "add", file, "--every", "1h", "--json"])["id"].clone();
    let feeds = json(&data, &["feed", "list", "--json"]);
    assert_eq!(feeds[0]["id"], id);
    assert_eq!(feeds[0]["every_minutes"], 60);
    let runs = json(&data, &["sync", "--json"]);
    assert_eq!(runs[0]["result"], "unchanged");
    let agenda = json(
        &data,
        &[
            "agenda",
            "--from",
            "2026-11-16",
            "--to",
            "2026-11-23",
            "--zone",
            "Europe/Berlin",
            "--json",
        ],
    );
    assert_eq!(agenda["from"], "2026-11-16T00:00:00+01:00");
    assert_eq!(agenda["zone"], "Europe/Berlin");
    let occurrences = agenda["occurrences"].as_array().unwrap();
    assert!(!occurrences.is_empty());
    for key in [
        "event_id",
        "calendar_id",
        "uid",
        "title",
        "start",
        "end",
        "all_day",
        "zone",
        "original_start",
        "recurring",
        "status",
        "busy",
        "my_response",
        "location",
        "join_url",
        "pending",
        "flags",
    ] {
        assert!(occurrences[0].get(key).is_some(), "{key}");
    }
    let event = occurrences[0]["event_id"].as_str().unwrap();
    assert_eq!(json(&data, &["event", "show", event, "--json"])["id"], event);
    let id = id.as_str().unwrap();
    assert_eq!(json(&data, &["feed", "remove", id, "--json"])["id"], id);
    assert_eq!(json(&data, &["calendar", "list", "--json"]), Value::Array(Vec::new()));
}

#[test]
fn exit_codes_tell_failure_wrong_usage_and_done_in_part() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let file = folder.path().join("week.ics");
    std::fs::write(&file, calendar(&a_week())).unwrap();
    json(&data, &["feed", "add", file.to_str().unwrap(), "--json"]);
    std::fs::write(&file, "<html>Sign in</html>").unwrap();
    let nobody = "00000000-0000-7000-8000-000000000000";
    let table: [(&[&str], i32); 7] = [
        (&["agenda"], 0),
        (&["agenda", "--calendar", nobody], 1),
        (&["feed", "test", "/nowhere/at/all.ics"], 1),
        (&["agenda", "--from", "yesterday"], 2),
        (&["agenda", "--from", "2026-11-17", "--to", "2026-11-16"], 2),
        (&["feed", "add", "x.ics", "--every", "7m"], 2),
        (&["sync"], 3),
    ];
    for (arguments, code) in table {
        let out = run(&data, arguments);
        assert_eq!(out.status.code(), Some(code), "{arguments:?}");
        assert_eq!(out.stderr.is_empty(), code == 0, "{arguments:?} says why");
    }
}

#[test]
fn local_work_needs_no_passphrase_and_an_empty_one_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let local = kalends(folder.path(), &["agenda"]).env_remove("KALENDS_PASSPHRASE").output();
    assert!(local.unwrap().status.success());
    let file = folder.path().join("week.ics");
    std::fs::write(&file, calendar(&a_week())).unwrap();
    let add = kalends(folder.path(), &["feed", "add", file.to_str().unwrap()])
        .env("KALENDS_PASSPHRASE", "")
        .output()
        .unwrap();
    assert_eq!(add.status.code(), Some(1));
    assert!(!folder.path().join("secrets-key.age").exists());
}
