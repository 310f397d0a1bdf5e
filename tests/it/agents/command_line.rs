//! `kalends agent`: one JSON value on stdout, the configuration whole, words that can be acted on.

use std::{path::Path, process::Output};

use serde_json::Value;
use support::command_line::kalends;

fn run(data: &Path, arguments: &[&str]) -> Output {
    kalends(data, arguments).output().unwrap()
}

fn json(data: &Path, arguments: &[&str]) -> Value {
    let out = run(data, &[arguments, &["--json"]].concat());
    let stderr = String::from_utf8_lossy(&out.stderr);
    assert!(out.status.success(), "{arguments:?}: {stderr}");
    serde_json::from_slice(&out.stdout).unwrap_or_else(|_| panic!("{arguments:?}: not one value"))
}

#[test]
fn an_agent_goes_from_its_registration_to_its_end() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let calendar = json(&data, &["calendar", "add", "--local", "Work"])["id"].clone();
    let calendar = calendar.as_str().unwrap();
    let added = json(&data, &["agent", "add", "scout"]);
    assert_eq!(added["name"], "scout");
    let config = &added["config"];
    assert_eq!(config["args"], serde_json::json!(["mcp", "--agent", "scout"]));
    let token = config["env"]["KALENDS_AGENT_TOKEN"].as_str().unwrap();
    assert!(token.starts_with("kal_") && token.len() == 47, "{}", token.len());
    assert_eq!(config["env"]["KALENDS_DATA_DIR"].as_str(), data.to_str());
    assert!(Path::new(config["command"].as_str().unwrap()).is_file());
    assert_eq!(json(&data, &["agent", "config", "SCOUT"])["config"], *config, "copied again");
    let file = json(&data, &["agent", "config", "scout", "--for", "vs-code"]);
    let text: Value = serde_json::from_str(file["text"].as_str().unwrap()).unwrap();
    assert_eq!(text["servers"]["kalends"]["env"], config["env"]);

    json(&data, &["agent", "allow", "scout", "--calendar", calendar, "titles"]);
    json(&data, &["agent", "caps", "scout", "--pending", "3"]);
    json(&data, &["agent", "pause", "scout"]);
    let listed = json(&data, &["agent", "list"]);
    let agent = &listed[0];
    assert_eq!((&agent["state"], &agent["max_pending"]), (&"paused".into(), &3.into()));
    assert_eq!(agent["max_per_hour"], 60);
    assert_eq!(agent["sight"][0]["sight"], "titles");
    json(&data, &["agent", "resume", "scout"]);
    assert_eq!(json(&data, &["agent", "pause", "--all"])["all_paused"], true);
    json(&data, &["agent", "revoke", "scout"]);
    assert_eq!(json(&data, &["agent", "list"])[0]["state"], "revoked");

    let lines = json(&data, &["agent", "audit", "--agent", "scout", "--limit", "2"]);
    assert_eq!(lines[0]["what"], "agent_revoked");
    assert_eq!(lines.as_array().unwrap().len(), 2);
    let export = run(&data, &["agent", "audit", "--export"]);
    let export = String::from_utf8(export.stdout).unwrap();
    let told: Vec<Value> = export.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(told.first().unwrap()["what"], "agent_added");
    assert_eq!(told.len(), 7);
    assert!(!export.contains(token), "the record has no token");
    let list = String::from_utf8(run(&data, &["agent", "list"]).stdout).unwrap();
    assert!(!list.contains("kal_") && list.contains("All agents are paused"), "{list}");
}

#[test]
fn refusals_say_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    json(&data, &["agent", "add", "scout"]);
    for (arguments, code, words) in [
        (&["agent", "add", "scout"][..], 1, "Choose another name"),
        (&["agent", "pause", "nobody"], 1, "kalends agent list"),
        (&["agent", "pause"], 2, "--all"),
        (&["agent", "allow", "scout", "--calendar", "x", "full"], 2, "calendar list"),
        (&["agent", "caps", "scout"], 2, "--per-hour"),
        (&["agent", "caps", "scout", "--pending", "5000"], 1, "at most 1000"),
    ] {
        let out = run(&data, arguments);
        let stderr = String::from_utf8_lossy(&out.stderr);
        assert_eq!(out.status.code(), Some(code), "{arguments:?}: {stderr}");
        assert!(stderr.contains(words), "{arguments:?}: {stderr}");
        assert!(out.stdout.is_empty());
    }
}

#[test]
fn an_approval_without_a_question_names_what_was_shown() {
    let folder = tempfile::tempdir().unwrap();
    let blind = ["proposals", "approve", "01a1696e-9bf8-7000-88ff-57cbaae80e19", "--yes"];
    let refused = run(folder.path(), &blind);
    assert_eq!(refused.status.code(), Some(2));
    let said = String::from_utf8_lossy(&refused.stderr);
    assert!(said.contains("--hash"), "{said}");
}
