//! `kalends proposals`: what an agent proposed to `kalends mcp`, decided at the command line.

use std::{
    io::{BufRead as _, BufReader, Write as _},
    path::PathBuf,
    process::{Output, Stdio},
};

use jiff::{ToSpan as _, Zoned, civil::Date};
use serde_json::{Value, json};
use support::command_line::kalends;

/// A data folder with a calendar and an agent that may see all of it.
struct Place {
    folder: tempfile::TempDir,
    token: String,
}

impl Place {
    fn new() -> Self {
        let mut place = Self { folder: tempfile::tempdir().unwrap(), token: String::new() };
        let calendar = place.json(&["calendar", "add", "--local", "Work"]);
        let added = place.json(&["agent", "add", "scout"]);
        place.token = added["config"]["env"]["KALENDS_AGENT_TOKEN"].as_str().unwrap().to_owned();
        let calendar = calendar["id"].as_str().unwrap();
        place.json(&["agent", "allow", "scout", "--calendar", calendar, "full"]);
        place
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    fn run(&self, arguments: &[&str]) -> Output {
        kalends(&self.data(), arguments).output().unwrap()
    }

    fn json(&self, arguments: &[&str]) -> Value {
        value(&self.run(&[arguments, &["--json"]].concat()))
    }

    /// The titles of the events of that day.
    fn titles(&self, day: Date) -> Vec<String> {
        let (from, to) = (day.to_string(), day.tomorrow().unwrap().to_string());
        let agenda = self.json(&["agenda", "--from", &from, "--to", &to]);
        let events = agenda["occurrences"].as_array().unwrap();
        events.iter().map(|one| one["title"].as_str().unwrap().to_owned()).collect()
    }

    /// The proposal as the agent is told of it.
    fn propose(&self, tool: &str, arguments: &Value) -> Value {
        let mut server = kalends(&self.data(), &["mcp", "--agent", "scout"])
            .env("KALENDS_AGENT_TOKEN", &self.token)
            .stdin(Stdio::piped())
            .stderr(Stdio::inherit())
            .spawn()
            .unwrap();
        let mut input = server.stdin.take().unwrap();
        let hello = json!({
            "protocolVersion": "2025-06-18", "capabilities": {},
            "clientInfo": {"name": "test", "version": "1"}
        });
        let call = json!({"name": tool, "arguments": arguments});
        for message in [
            json!({"jsonrpc": "2.0", "id": 0, "method": "initialize", "params": hello}),
            json!({"jsonrpc": "2.0", "method": "notifications/initialized"}),
            json!({"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": call}),
        ] {
            writeln!(input, "{message}").unwrap();
        }
        let answer = BufReader::new(server.stdout.take().unwrap())
            .lines()
            .map(|line| serde_json::from_str::<Value>(&line.unwrap()).unwrap())
            .find(|message| message["id"] == 1)
            .unwrap();
        drop(input);
        assert!(server.wait().unwrap().success());
        assert_ne!(answer["result"]["isError"], true, "{answer}");
        answer["result"]["structuredContent"].clone()
    }

    /// The id of what is proposed for that day from 10 to 11 o'clock.
    fn propose_event(&self, title: &str, day: Date) -> String {
        let arguments = json!({
            "title": title, "start": format!("{day}T10:00"), "end": format!("{day}T11:00"),
            "time_zone": "Europe/Berlin", "notify": "none", "reason": "You asked for it.",
        });
        let answer = self.propose("propose_create", &arguments);
        answer["proposal"]["id"].as_str().unwrap().to_owned()
    }
}

fn value(out: &Output) -> Value {
    assert!(out.status.success(), "{}", text(&out.stderr));
    serde_json::from_slice(&out.stdout).unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn next_month() -> Date {
    Zoned::now().date().checked_add(30.days()).unwrap()
}

#[test]
fn what_is_approved_is_what_was_shown_and_then_it_is_an_event() {
    let (place, day) = (Place::new(), next_month());
    let id = place.propose_event("Prep", day);
    let list = text(&place.run(&["proposals", "list"]).stdout);
    assert!(list.contains(&id) && list.contains("Prep") && list.contains("scout"), "{list}");
    let shown = text(&place.run(&["proposals", "show", &id]).stdout);
    for words in ["scout wants to create “Prep”", "> You asked for it.", "Mails nobody"] {
        assert!(shown.contains(words), "{words}: {shown}");
    }

    let unasked = place.run(&["proposals", "approve", &id]);
    assert_eq!(unasked.status.code(), Some(2), "nobody is there to say yes");
    assert!(text(&unasked.stderr).contains("--yes"));
    let blind = place.run(&["proposals", "approve", &id, "--yes"]);
    assert_eq!(blind.status.code(), Some(2), "what was shown has to be named");
    let other = place.run(&["proposals", "approve", &id, "--yes", "--hash", "0"]);
    assert_eq!(other.status.code(), Some(1), "something else was looked at");
    assert!(place.titles(day).is_empty());

    let hash = place.json(&["proposals", "show", &id])["hash"].as_str().unwrap().to_owned();
    let approved = place.json(&["proposals", "approve", &id, "--yes", "--hash", &hash]);
    assert!(["approved", "done"].contains(&approved["state"].as_str().unwrap()), "{approved}");
    assert_eq!(place.titles(day), ["Prep"]);
    let again = place.run(&["proposals", "approve", &id, "--yes", "--hash", &hash]);
    assert_eq!(again.status.code(), Some(1), "once is enough");
    assert_eq!(place.titles(day), ["Prep"]);
}

#[test]
fn what_is_rejected_stays_undone_and_keeps_the_note() {
    let (place, day) = (Place::new(), next_month());
    let id = place.propose_event("Lunch", day);
    let rejected = place.json(&["proposals", "reject", &id, "--note", "No time"]);
    assert_eq!((&rejected["state"], &rejected["note"]), (&json!("rejected"), &json!("No time")));
    assert!(place.titles(day).is_empty());
    assert_eq!(place.json(&["proposals", "list"]), json!([]));
    assert_eq!(place.json(&["proposals", "list", "--all"])[0]["id"], json!(id));
    let told = place.propose("proposal_status", &json!({ "id": id }));
    assert_eq!(told["proposals"][0]["state"], "rejected", "{told}");
    let hash = rejected["hash"].as_str().unwrap();
    let approved = place.run(&["proposals", "approve", &id, "--yes", "--hash", hash]);
    assert_eq!(approved.status.code(), Some(1), "{}", text(&approved.stderr));
    assert!(place.titles(day).is_empty());
}

#[test]
fn an_id_of_nothing_is_told_from_one_that_cannot_be() {
    let place = Place::new();
    let unknown = "01a1696e-9bf8-7000-88ff-57cbaae80e19";
    assert_eq!(place.run(&["proposals", "show", unknown]).status.code(), Some(1));
    assert_eq!(place.run(&["proposals", "show", "x"]).status.code(), Some(2));
}
