//! Answers that go in circles, or that come when others have overtaken them.

use std::sync::Arc;

use kalends_engine::{Engine, Role as CalendarRole, RunResult};
use serde_json::{Value, json};
use support::{
    desk::week_lines,
    gate::Gate,
    google::{MIA, PROJECTS, Role},
};

use super::desk::{Place, calendar, sync};

const PATIENCE: std::time::Duration = std::time::Duration::from_secs(30);

async fn behind_a_gate() -> (Place, Arc<Gate>, Engine) {
    let (mut place, engine) = Place::with_mia().await;
    engine.close().await;
    let gate = Gate::new();
    place.desk.config.google.transport = Some(gate.clone());
    let engine = place.desk.open().await.unwrap();
    (place, gate, engine)
}

/// Every page of a list is followed by another: "a", "b", "a"…
fn go_round(gate: &Gate, path: String) {
    gate.change(move |request, mut answer| {
        if !request.url.path().ends_with(&path) {
            return answer;
        }
        let next = match request.url.query_pairs().find(|(name, _)| name == "pageToken") {
            Some((_, token)) if token == "a" => "b",
            Some(_) | None => "a",
        };
        let mut page: Value =
            serde_json::from_slice(&answer.body).unwrap_or_else(|_| json!({"items": []}));
        if answer.status == 400 {
            // The stand-in does not know these pages.
            page = json!({"kind": "calendar#events", "items": []});
            answer.status = 200;
        }
        page["nextPageToken"] = json!(next);
        page.as_object_mut().unwrap().remove("nextSyncToken");
        answer.body = serde_json::to_vec(&page).unwrap().into();
        answer
    });
}

#[tokio::test]
async fn rule_2_pages_that_lead_in_a_circle_end_the_run_and_lose_nothing() {
    for full in [false, true] {
        let (place, gate, engine) = behind_a_gate().await;
        place.add(MIA, "Lunch", "2026-11-18T12:00:00");
        sync(&engine).await;
        place.add(MIA, "Dinner", "2026-11-18T19:00:00");
        go_round(&gate, format!("calendars/{MIA}/events"));
        let own = calendar(&engine, MIA).await.id;
        for _ in 0..2 {
            let runs = engine.sync(Some(own), kalends_engine::Trigger::Manual, full).await.unwrap();
            assert_eq!(runs[0].result, RunResult::Failed);
            let problem = runs[0].problem.as_ref().unwrap();
            assert_eq!(problem.kind, "endless", "{problem:?}");
            assert!(!week_lines(&engine).await.unwrap().is_empty(), "what was here stays");
        }
        gate.change_nothing();
        let runs = sync(&engine).await;
        assert!(runs.iter().all(|run| run.result != RunResult::Failed), "{runs:?}");
        assert_eq!(week_lines(&engine).await.unwrap().len(), 2);
    }
}

#[tokio::test]
async fn a_list_of_calendars_that_goes_in_a_circle_takes_none_away() {
    let (_place, gate, engine) = behind_a_gate().await;
    sync(&engine).await;
    let before = engine.list_calendars().await.unwrap().len();
    go_round(&gate, "users/me/calendarList".into());
    sync(&engine).await;
    assert_eq!(engine.list_calendars().await.unwrap().len(), before);
}

#[tokio::test]
async fn rule_32_a_role_that_falls_while_events_are_on_their_way_hides_what_it_hides() {
    for full in [false, true] {
        let (place, gate, engine) = behind_a_gate().await;
        place.server.control().list_calendar(MIA, PROJECTS, Role::Owner, |_| ());
        let private = json!({"visibility": "private"});
        place.add_with(PROJECTS, "Secret plan", "2026-11-18T12:00:00", &private);
        sync(&engine).await;
        let is_told = async || {
            week_lines(&engine).await.unwrap().iter().any(|line| line.contains("Secret plan"))
        };
        assert!(is_told().await);
        // The list of calendars is read in full once a day.
        place.desk.config.clock.advance(jiff::SignedDuration::from_hours(25));
        let mut events = gate.hold_answer("GET", &format!("calendars/{PROJECTS}/events"));
        let mut list = gate.hold_request("GET", "users/me/calendarList");
        let (_, ()) =
            tokio::join!(engine.sync(None, kalends_engine::Trigger::Manual, full), async {
                events.arrives().await;
                list.arrives().await;
                place.server.control().list_calendar(MIA, PROJECTS, Role::Reader, |_| ());
                list.release();
                let role = async || calendar(&engine, "Projects").await.mirror.unwrap().role;
                let falls = async {
                    while role().await != CalendarRole::Reader {
                        tokio::task::yield_now().await;
                    }
                };
                tokio::time::timeout(PATIENCE, falls).await.expect("the list is written");
                events.release();
            });
        sync(&engine).await;
        assert!(!is_told().await, "full: {full}");
    }
}
