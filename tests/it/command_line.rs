//! The command line's contract: exit codes, one JSON value on stdout, errors on stderr.

use std::{path::Path, process::Output};

use serde_json::Value;
use support::{
    command_line::kalends,
    event::{a_week, calendar},
};

const ADD: [&str; 8] =
    ["event", "add", "--title", "Run", "--start", "2026-10-20T07:00", "--end", "2026-10-20T08:00"];

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
    json(&data, &["calendar", "add", "--local", "Home", "--json"]);
    std::fs::write(&file, "<html>Sign in</html>").unwrap();
    let nobody = "00000000-0000-7000-8000-000000000000";
    let table: [(&[&str], i32); 11] = [
        (&["agenda"], 0),
        (&["agenda", "--calendar", nobody], 1),
        (&["feed", "test", "/nowhere/at/all.ics"], 1),
        (&["agenda", "--from", "yesterday"], 2),
        (&["agenda", "--from", "2026-11-17", "--to", "2026-11-16"], 2),
        (&["feed", "add", "x.ics", "--every", "7m"], 2),
        (&["calendar", "set", nobody], 1),
        (&["event", "show", "x"], 2),
        (&[&ADD[..], &["--rrule", "FREQ=NEVER"]].concat(), 2),
        (&[&ADD[..], &["--reminder", "60w"]].concat(), 2),
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

/// What a command says on standard error, and its exit code.
fn said(data: &Path, arguments: &[&str]) -> (Option<i32>, String) {
    let out = run(data, arguments);
    (out.status.code(), String::from_utf8_lossy(&out.stderr).into_owned())
}

#[test]
fn wrong_ids_starts_and_empty_changes_say_what_to_give() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path();
    let home = json(data, &["calendar", "add", "--local", "Home", "--json"])["id"].clone();
    let home = home.as_str().unwrap();
    let series = ["--rrule", "FREQ=DAILY", "--zone", "Europe/Berlin", "--json"];
    let id = json(data, &[&ADD[..], &series].concat())["event_id"].clone();
    let id = id.as_str().unwrap();
    let wrong = "2026-10-20T07:30:00+02:00";
    let table: [(&[&str], i32, &str); 6] = [
        (&["calendar", "set", "x", "--name", "Y"], 2, "kalends calendar list"),
        (&["event", "delete", "x"], 2, "kalends agenda"),
        (&["calendar", "set", home], 2, "--direction"),
        (&["calendar", "set", home, "--direction", "read"], 1, "only changed here"),
        (
            &["event", "edit", id, "--occurrence", wrong, "--title", "T"],
            1,
            "no occurrence of “Run”",
        ),
        (&["event", "show", id, "--occurrence", wrong], 1, "no occurrence of “Run”"),
    ];
    for (arguments, code, words) in table {
        let (is, said) = said(data, arguments);
        assert_eq!(is, Some(code), "{arguments:?}: {said}");
        assert!(said.contains(words), "{arguments:?}: {said}");
    }
}

#[test]
fn an_occurrence_that_is_reset_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path();
    json(data, &["calendar", "add", "--local", "Home", "--json"]);
    let series = ["--rrule", "FREQ=DAILY", "--zone", "Europe/Berlin", "--json"];
    let added = json(data, &[&ADD[..], &series].concat());
    assert_eq!(added.get("resets"), None);
    let id = added["event_id"].as_str().unwrap();
    let zone = ["--zone", "Europe/Berlin"];
    for day in ["2026-10-21T07:00", "2026-10-22T07:00"] {
        let to = day.replace("07:00", "09:00");
        let change = ["event", "move", id, "--to", &to, "--occurrence", day, "--json"];
        assert_eq!(json(data, &[&change[..], &zone].concat())["resets"], 0);
    }
    let whole = ["event", "move", id, "--to", "2026-10-20T12:00"];
    let out = run(data, &[&whole[..], &zone].concat());
    let text = String::from_utf8_lossy(&out.stdout);
    assert!(text.contains("2 changed occurrences fall back to the series."), "{text}");
}

#[test]
fn an_instant_of_the_repeated_hour_is_stored_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path();
    json(data, &["calendar", "add", "--local", "Home", "--json"]);
    let (start, end) = ("2026-10-25T01:30:00Z", "2026-10-25T02:30:00Z");
    let add = ["event", "add", "--title", "Night", "--start", start, "--end", end, "--json"];
    let zone = ["--zone", "Europe/Berlin"];
    json(data, &[&add[..], &zone].concat());
    let agenda = ["agenda", "--from", "2026-10-25", "--to", "2026-10-26", "--json"];
    let found = json(data, &[&agenda[..], &zone].concat())["occurrences"][0].clone();
    assert_eq!(found["start"], "2026-10-25T02:30:00+01:00");
    assert_eq!(found["end"], "2026-10-25T03:30:00+01:00");
}

#[test]
fn the_doctor_tries_the_passphrase() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let secrets = |passphrase: &str| {
        let out = kalends(&data, &["doctor", "--json"])
            .env("KALENDS_PASSPHRASE", passphrase)
            .output()
            .unwrap();
        let checks: Value = serde_json::from_slice(&out.stdout).unwrap();
        let all = checks.as_array().unwrap();
        let found = all.iter().find(|one| one["name"] == "secrets").unwrap();
        (out.status.code(), found["message"].as_str().unwrap().to_owned())
    };
    assert!(secrets("any").1.contains("nothing is kept yet"));
    let file = folder.path().join("week.ics");
    std::fs::write(&file, calendar(&a_week())).unwrap();
    json(&data, &["feed", "add", file.to_str().unwrap(), "--json"]);
    let (code, message) = secrets("certainly another one");
    assert_eq!(code, Some(1));
    assert!(message.contains("passphrase does not open"), "{message}");
}

#[test]
fn the_log_holds_lines_of_kalends_alone() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("week.ics");
    std::fs::write(&file, calendar(&a_week())).unwrap();
    let data = folder.path().join("data");
    json(&data, &["feed", "add", file.to_str().unwrap(), "--json"]);
    let mut sync = kalends(&data, &["sync", "--json"]);
    let out = sync.env("KALENDS_LOG", "trace").output().unwrap();
    assert!(out.status.success());
    let log = String::from_utf8_lossy(&out.stderr);
    let targets: Vec<_> = log.lines().filter_map(|line| line.split_whitespace().nth(2)).collect();
    assert!(targets.iter().all(|target| target.starts_with("kalends")), "{log}");
}
