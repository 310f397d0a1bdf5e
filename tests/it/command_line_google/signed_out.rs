//! What is said of edits that nothing sends for now.

use super::desk::Desk;
use super::text;
use serde_json::json;
use support::google::{Consent, MIA};

fn said(desk: &Desk, arguments: &[&str]) -> (Option<i32>, String) {
    let out = desk.run(arguments);
    (out.status.code(), String::from_utf8_lossy(&out.stdout).into_owned())
}

#[test]
fn an_edit_of_a_signed_out_account_is_said_to_wait() {
    let desk = Desk::new();
    let account = text(&desk.sign_in(MIA)["id"]).to_owned();
    desk.make(MIA, "Dentist", "2026-11-17T15:00:00", &json!({}));
    desk.sync();
    let event = text(&desk.agenda().remove(0)["event_id"]).to_owned();
    let (_, signed_in) = said(&desk, &["event", "edit", &event, "--location", "Here"]);
    assert!(signed_in.contains("`kalends sync` sends it."), "{signed_in}");
    desk.sync();
    let (_, nothing) = said(&desk, &["sync"]);
    assert!(!nothing.contains("wait"), "{nothing}");

    desk.json(&["account", "remove", &account, "--keep-events"]);
    let (code, edited) = said(&desk, &["event", "edit", &event, "--title", "Tooth"]);
    assert_eq!(code, Some(0));
    assert!(edited.contains(&format!("It waits until {MIA} is signed in again.")), "{edited}");
    assert!(!edited.contains("sends it"), "{edited}");
    let (_, synced) = said(&desk, &["sync"]);
    assert!(synced.contains("1 edit waits: Sign in again to send"), "{synced}");
}

#[test]
fn a_calendar_that_is_only_read_by_choice_names_the_option() {
    let desk = Desk::with_mia();
    let primary = desk.primary();
    desk.json(&["calendar", "set", &primary, "--direction", "read"]);
    let day = ["--start", "2026-11-19", "--end", "2026-11-20", "--calendar", &primary];
    let (code, said) = desk.fail(&[&["event", "add", "--title", "T"][..], &day].concat());
    assert_eq!(code, Some(1));
    assert!(said.contains("--direction both"), "{said}");
    let mine = desk.json(&["calendar", "add", "--local", "Home"])["id"].clone();
    let day = ["--start", "2026-11-19", "--end", "2026-11-20", "--calendar", text(&mine)];
    let paint = desk.json(&[&["event", "add", "--title", "Paint"][..], &day].concat());
    let (_, said) = desk.fail(&["event", "edit", text(&paint["event_id"]), "--calendar", &primary]);
    assert!(said.contains("--direction both"), "{said}");
}

#[test]
fn a_permission_that_was_not_given_names_the_command_that_asks_for_it() {
    let desk = Desk::new();
    let list = "https://www.googleapis.com/auth/calendar.calendarlist.readonly";
    desk.server.control().consent =
        Consent::Give { user: Some(MIA.into()), scopes: Some(vec![list.into()]) };
    desk.sign_in(MIA);
    // Nothing but the list of calendars comes of it.
    desk.run(&["sync"]);
    let primary = desk.primary();
    let day = ["--start", "2026-11-19", "--end", "2026-11-20", "--calendar", &primary];
    let (code, said) = desk.fail(&[&["event", "add", "--title", "T"][..], &day].concat());
    assert_eq!(code, Some(1));
    assert!(said.contains(&format!("kalends account add google --login-hint {MIA}")), "{said}");
}

#[test]
fn the_agenda_of_two_calendars_names_them() {
    let desk = Desk::with_mia();
    desk.make(MIA, "Dentist", "2026-11-17T15:00:00", &json!({}));
    desk.sync();
    let span = ["agenda", "--from", "2026-11-16", "--to", "2026-11-23"];
    let (_, one) = said(&desk, &span);
    assert!(one.contains("Dentist") && !one.contains('['), "{one}");
    let home = desk.json(&["calendar", "add", "--local", "Home"])["id"].clone();
    let day = ["--start", "2026-11-19", "--end", "2026-11-20", "--calendar", text(&home)];
    desk.json(&[&["event", "add", "--title", "Paint"][..], &day].concat());
    let (_, two) = said(&desk, &span);
    assert!(two.lines().any(|line| line.contains("Paint") && line.contains("[Home]")), "{two}");
    assert!(two.lines().any(|line| line.contains("Dentist") && line.contains('[')), "{two}");
}
