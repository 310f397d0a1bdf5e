//! An account of Google through the command line alone, against the stand-in on a real socket.

mod desk;
mod signed_out;

use serde_json::{Value, json};
use support::google::{ANA, Consent, MIA, encoded};

use self::desk::{Desk, browse};

fn keys(value: &Value) -> Vec<&str> {
    let mut keys: Vec<&str> = value.as_object().unwrap().keys().map(String::as_str).collect();
    keys.sort_unstable();
    keys
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}

#[test]
fn an_account_is_connected_listed_and_signed_out_of() {
    let desk = Desk::new();
    let account = desk.sign_in(MIA);
    assert_eq!((text(&account["email"]), text(&account["state"])), (MIA, "ok"));
    let id = text(&account["id"]).to_owned();
    desk.make(MIA, "Dentist", "2026-11-17T15:00:00", &json!({}));
    desk.sync();
    assert_eq!(desk.week(), ["2026-11-17T15:00 Dentist"]);
    let accounts = desk.json(&["account", "list"]);
    let google: Vec<&Value> =
        accounts.as_array().unwrap().iter().filter(|one| one["kind"] == "google").collect();
    assert_eq!((google.len(), &google[0]["id"]), (1, &account["id"]));

    let (code, said) = desk.fail(&["account", "remove", &id]);
    assert_eq!(code, Some(2), "a script says what becomes of the events");
    assert!(said.contains("--keep-events"), "{said}");
    desk.json(&["account", "remove", &id, "--keep-events"]);
    assert_eq!(desk.server.control().count_grants(MIA), 0, "the token is revoked");
    assert_eq!(desk.week(), ["2026-11-17T15:00 Dentist"]);
    assert_eq!(desk.sign_in(MIA)["id"], id.as_str(), "it finds its calendars again");
    desk.json(&["account", "remove", &id, "--delete-events"]);
    assert_eq!(desk.week(), [""; 0]);
    let (code, _) = desk.fail(&["account", "remove", &id, "--keep-events"]);
    assert_eq!(code, Some(1));
}

#[test]
fn a_sign_in_that_is_denied_or_given_up_says_so() {
    let desk = Desk::new();
    desk.server.control().consent = Consent::Refuse;
    let (child, url) = desk.begin_sign_in(MIA);
    browse(&url);
    assert_eq!(child.wait_with_output().unwrap().status.code(), Some(1));

    let (child, _) = desk.begin_sign_in(MIA);
    let killed =
        std::process::Command::new("kill").args(["-INT", &child.id().to_string()]).status();
    assert!(killed.unwrap().success());
    let out = child.wait_with_output().unwrap();
    assert_eq!((out.status.code(), out.stdout.is_empty()), (Some(1), true));
    assert_eq!(desk.json(&["account", "list"]), json!([]));
}

#[test]
fn an_event_is_made_changed_moved_and_deleted() {
    let desk = Desk::with_mia();
    let primary = desk.primary();
    let added = desk.json(&[
        "event",
        "add",
        "--title",
        "Lunch",
        "--start",
        "2026-11-19T12:00",
        "--end",
        "2026-11-19T13:00",
        "--calendar",
        &primary,
        "--reminder",
        "15m",
        "--color",
        "tomato",
    ]);
    assert_eq!(keys(&added), ["calendar_id", "event_id", "pending"]);
    assert_eq!((&added["calendar_id"], &added["pending"]), (&json!(primary), &json!(true)));
    let id = text(&added["event_id"]).to_owned();
    assert_eq!(desk.week(), ["2026-11-19T12:00 Lunch *"]);
    assert_eq!(desk.all_at_google(MIA), [json!(null); 0], "nothing is sent before a sync");

    let queue = desk.json(&["queue", "list"]);
    let all = [
        "attempts",
        "calendar_id",
        "event_id",
        "fields",
        "id",
        "op",
        "reason",
        "since",
        "state",
        "title",
    ];
    assert_eq!(keys(&queue[0]), all);
    assert_eq!((text(&queue[0]["op"]), text(&queue[0]["state"])), ("create", "waiting"));

    assert_eq!(desk.sync()[1..], [1, 0]);
    assert_eq!(desk.json(&["queue", "list"]), json!([]));
    assert_eq!(desk.week(), ["2026-11-19T12:00 Lunch"]);
    let there = desk.all_at_google(MIA).remove(0);
    let remote = text(&there["id"]).to_owned();
    assert_eq!(there["reminders"]["overrides"][0]["minutes"], 15);
    assert!(there["colorId"].is_string());

    let shown = desk.json(&["event", "show", &id]);
    assert_eq!((&shown["pending"], &shown["queued"]), (&json!(false), &json!(null)));
    assert_eq!(shown["rights"]["shared"], true);
    desk.json(&["event", "edit", &id, "--title", "Late lunch", "--clear", "color"]);
    desk.json(&["event", "move", &id, "--to", "2026-11-20"]);
    assert_eq!(desk.week(), ["2026-11-20T12:00 Late lunch *"]);
    assert_eq!(desk.sync()[1..], [1, 0], "two edits of one event are one request");
    let there = desk.at_google(MIA, &remote);
    assert_eq!(there["summary"], "Late lunch");
    assert!(text(&there["start"]["dateTime"]).starts_with("2026-11-20T12:00"), "{there}");
    assert_eq!(there["colorId"], Value::Null);

    desk.json(&["event", "delete", &id]);
    assert_eq!(desk.week(), [""; 0]);
    desk.sync();
    assert_eq!(desk.all_at_google(MIA), [json!(null); 0]);
    assert_eq!(desk.mailed(), 0);
    assert_eq!(desk.server.control().violations(), [""; 0]);
}

#[test]
fn one_occurrence_goes_and_the_series_stays() {
    let desk = Desk::with_mia();
    let added = desk.json(&[
        "event",
        "add",
        "--title",
        "Run",
        "--start",
        "2026-11-16T07:00",
        "--end",
        "2026-11-16T07:30",
        "--rrule",
        "RRULE:FREQ=DAILY;COUNT=3",
        "--calendar",
        &desk.primary(),
    ]);
    let id = text(&added["event_id"]);
    desk.sync();
    let (code, said) = desk.fail(&["event", "delete", id, "--scope", "this"]);
    assert_eq!(code, Some(2));
    assert!(said.contains("--occurrence"), "{said}");
    desk.json(&["event", "delete", id, "--occurrence", "2026-11-17T07:00"]);
    desk.json(&[
        "event",
        "edit",
        id,
        "--occurrence",
        "2026-11-18T07:00",
        "--scope",
        "this",
        "--title",
        "Swim",
    ]);
    desk.sync();
    assert_eq!(desk.week(), ["2026-11-16T07:00 Run", "2026-11-18T07:00 Swim"]);
    let master = desk.all_at_google(MIA).into_iter().find(|one| one["recurrence"].is_array());
    let remote = text(&master.unwrap()["id"]).to_owned();
    let target = format!("{}/events/{remote}/instances", encoded(MIA));
    let instances = desk.act(MIA, "GET", &target, &Value::Null);
    let titles: Vec<&str> =
        instances["items"].as_array().unwrap().iter().map(|one| text(&one["summary"])).collect();
    assert_eq!(titles, ["Run", "Swim"]);
}

/// Nobody is mailed unasked (GOOGLE.md 23).
#[test]
fn a_script_says_whether_guests_are_mailed() {
    let desk = Desk::with_mia();
    let primary = desk.primary();
    let add = |notify: &[&'static str]| -> Vec<String> {
        let base = [
            "event",
            "add",
            "--title",
            "Review",
            "--start",
            "2026-11-19T10:00",
            "--end",
            "2026-11-19T11:00",
            "--guest",
            "Ana <ana@northwind.example>",
            "--guest",
            "eve@elsewhere.example",
            "--calendar",
        ];
        let all = base.iter().copied().chain([primary.as_str()]).chain(notify.iter().copied());
        all.map(ToOwned::to_owned).collect()
    };
    let args = add(&[]);
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let (code, said) = desk.fail(&args);
    assert_eq!(code, Some(2));
    assert!(said.contains("--notify") && said.contains("ana@northwind.example"), "{said}");
    assert_eq!(desk.week(), [""; 0]);

    let mut mailed = Vec::new();
    for notify in ["none", "external", "all"] {
        let args = add(&["--notify", notify]);
        desk.json(&args.iter().map(String::as_str).collect::<Vec<_>>());
        let before = desk.mailed();
        desk.sync();
        mailed.push(desk.mailed() - before);
    }
    assert_eq!(mailed[0], 0);
    assert!(0 < mailed[1] && mailed[1] < mailed[2], "{mailed:?}");
}

/// An answer changes one's own entry alone (GOOGLE.md 24).
#[test]
fn an_invitation_is_answered() {
    let desk = Desk::with_mia();
    let guests = json!({"attendees": [{"email": MIA}, {"email": ANA}]});
    let id = desk.make(ANA, "Planning", "2026-11-18T14:00:00", &guests);
    desk.sync();
    let found = desk.agenda().remove(0);
    assert_eq!(text(&found["my_response"]), "needs-action");
    let event = text(&found["event_id"]);
    assert_eq!(desk.fail(&["event", "respond", event, "accepted"]).0, Some(2));
    let (code, _) = desk.fail(&["event", "edit", event, "--title", "Mine", "--notify", "none"]);
    assert_eq!(code, Some(1), "it is Ana's");
    let args = ["event", "respond", event, "accepted", "--comment", "late", "--notify", "none"];
    assert_eq!(desk.json(&args)["pending"], true);
    assert_eq!(desk.json(&["queue", "list"])[0]["op"], "respond");
    let before = desk.mailed();
    desk.sync();
    let there = desk.at_google(ANA, &id);
    let mia = there["attendees"].as_array().unwrap().iter().find(|one| one["email"] == MIA);
    assert_eq!(mia.unwrap()["responseStatus"], "accepted");
    assert_eq!(mia.unwrap()["comment"], "late");
    assert_eq!(desk.mailed(), before);
    assert_eq!(text(&desk.agenda().remove(0)["my_response"]), "accepted");
}

/// An edit made offline meets another one (GOOGLE.md 19, 36).
#[test]
fn an_edit_waits_offline_and_a_conflict_is_decided_by_field() {
    let desk = Desk::with_mia();
    let id = desk.make(MIA, "Talk", "2026-11-18T14:00:00", &json!({"location": "Hall"}));
    desk.sync();
    let event = text(&desk.agenda().remove(0)["event_id"]).to_owned();
    desk.server.close().unwrap();
    let edit = ["event", "edit", &event, "--title", "My talk", "--location", "Room 1"];
    assert_eq!(desk.json(&edit)["pending"], true);
    let (code, said) = desk.fail(&["sync"]);
    assert_eq!(code, Some(3), "{said}");
    let waiting = desk.json(&["queue", "list"]);
    assert_eq!((waiting.as_array().unwrap().len(), text(&waiting[0]["op"])), (1, "update"));
    assert_eq!(desk.week(), ["2026-11-18T14:00 My talk *"]);

    desk.server.open().unwrap();
    let theirs = json!({"summary": "Their talk", "location": "Room 2", "description": "Slides"});
    desk.act(MIA, "PATCH", &format!("{}/events/{id}", encoded(MIA)), &theirs);
    desk.json(&["queue", "retry"]);
    assert_eq!(desk.sync()[1..], [0, 1], "a conflict is counted and is no failure");
    let entry = desk.json(&["queue", "list"]).as_array().unwrap()[0].clone();
    assert_eq!(text(&entry["state"]), "conflict");
    let title = entry["fields"].as_array().unwrap().iter().find(|one| one["name"] == "title");
    let title = title.unwrap();
    let sides = ["base", "mine", "theirs"].map(|side| text(&title[side]).to_owned());
    assert_eq!(sides, ["Talk", "My talk", "Their talk"]);

    let queued = text(&entry["id"]);
    let (code, said) = desk.fail(&["queue", "resolve", queued, "--field", "title=mine"]);
    assert_eq!(code, Some(2));
    assert!(said.contains("location"), "{said}");
    let choice = ["queue", "resolve", queued, "theirs", "--field", "title=mine"];
    desk.json(&choice);
    let (code, said) = desk.fail(&choice);
    assert_eq!(code, Some(1));
    assert!(said.contains("nothing is left to decide about “My talk”"), "{said}");
    desk.sync();
    let (_, said) = desk.fail(&choice);
    assert!(said.contains("nothing is left to decide about “My talk”"), "{said}");
    assert_eq!(desk.json(&["queue", "list"]), json!([]));
    let there = desk.at_google(MIA, &id);
    let fields = ["summary", "location", "description"].map(|field| text(&there[field]).to_owned());
    assert_eq!(fields, ["My talk", "Room 2", "Slides"]);
}

#[test]
fn an_edit_that_is_given_up_leaves_what_the_server_has() {
    let desk = Desk::with_mia();
    desk.make(MIA, "Talk", "2026-11-18T14:00:00", &json!({}));
    desk.sync();
    let event = text(&desk.agenda().remove(0)["event_id"]).to_owned();
    desk.json(&["event", "edit", &event, "--title", "My talk"]);
    let queued = text(&desk.json(&["queue", "list"])[0]["id"]).to_owned();
    desk.json(&["queue", "discard", &queued]);
    assert_eq!(desk.week(), ["2026-11-18T14:00 Talk"]);
    assert_eq!(desk.sync()[1], 0);
    assert_eq!(desk.fail(&["queue", "discard", &queued]).0, Some(1), "it is gone");
}

#[test]
fn a_calendar_is_told_its_direction_and_interval() {
    let desk = Desk::with_mia();
    let primary = desk.primary();
    let set = desk.json(&[
        "calendar",
        "set",
        &primary,
        "--direction",
        "read",
        "--every",
        "15m",
        "--hidden",
        "yes",
        "--selected",
        "no",
    ]);
    let stored = desk.json(&["calendar", "list"]);
    let stored = stored.as_array().unwrap().iter().find(|one| one["id"] == primary.as_str());
    for calendar in [&set, stored.unwrap()] {
        assert_eq!(calendar["direction"], "read");
        assert_eq!(calendar["every_minutes"], 15);
        assert_eq!((&calendar["hidden"], &calendar["selected"]), (&json!(true), &json!(false)));
        assert_eq!(calendar["role"], "owner");
    }
    let (code, _) = desk.fail(&[
        "event",
        "add",
        "--title",
        "T",
        "--start",
        "2026-11-19",
        "--end",
        "2026-11-20",
        "--calendar",
        &primary,
    ]);
    assert_eq!(code, Some(1), "nothing goes into a calendar that is only read");
}
