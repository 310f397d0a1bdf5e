//! What a sync says of edits that could not be sent, and of calendars that were taken away.

use kalends_engine::{
    AccountState, CalendarChange, Direction, EditScope, Engine, EventChange, Notify, Problem,
    RunResult, RunView, Scope, Target, Trigger, calendar::When,
};
use support::{
    desk::{week, week_lines, zone},
    google::{Consent, Fault, MIA, Matcher, PROJECTS, Refusal, Role},
};

use super::desk::{Place, calendar, sign_in, sync};

async fn create(engine: &Engine, calendar_name: &str, title: &str) {
    let at = |hour: i8| {
        let local = jiff::civil::date(2026, 11, 19).at(hour, 0, 0, 0);
        When::Zoned(local, zone("Europe/Berlin").into())
    };
    let change = EventChange {
        calendar: Some(calendar(engine, calendar_name).await.id),
        title: Some(title.into()),
        time: Some((at(10), at(11))),
        ..EventChange::default()
    };
    engine.create_event(change, Notify::None).await.unwrap();
}

async fn find(engine: &Engine, title: &str) -> Target {
    let all = engine.list_occurrences(&week(), &Scope::All).await.unwrap();
    let found = all.into_iter().find(|one| one.title == title).unwrap();
    Target { event_id: found.event_id, original: None }
}

fn of<'a>(runs: &'a [RunView], name: &str) -> Option<&'a RunView> {
    runs.iter().find(|run| run.calendar_name == name)
}

/// Result, events read, and kind of the problem of a calendar's run.
fn told(runs: &[RunView], name: &str) -> (RunResult, u64, String) {
    let run = of(runs, name).unwrap_or_else(|| panic!("{name} has a line: {runs:?}"));
    let kind = run.problem.as_ref().map(|problem| problem.kind.clone());
    (run.result, run.pulled, kind.unwrap_or_default())
}

async fn account_problem(engine: &Engine) -> Option<Problem> {
    engine.list_accounts().await.unwrap().remove(0).problem
}

#[tokio::test]
async fn rule_35_a_sync_that_could_not_send_says_so_and_keeps_what_it_read() {
    let refusal = |status, reason: &str| Fault::Refuse(Refusal::new(status, reason, reason));
    let faults = [
        (Fault::Status(503), "unavailable"),
        (refusal(429, "rateLimitExceeded"), "rate_limited"),
        (Fault::CaptivePage, "captive"),
    ];
    for (fault, kind) in faults {
        let (place, engine) = Place::with_mia().await;
        sync(&engine).await;
        create(&engine, MIA, "Mine").await;
        place.add(MIA, "Theirs", "2026-11-17T15:00:00");
        let insert = Matcher::of("POST", &format!("{MIA}/events"));
        place.server.control().fail(insert, fault, 1000);
        let runs = sync(&engine).await;
        assert_eq!(told(&runs, MIA), (RunResult::Failed, 1, kind.into()));
        assert_eq!(week_lines(&engine).await.unwrap().len(), 2, "{kind}: what was read is kept");
        assert_eq!(account_problem(&engine).await.unwrap().kind, kind);
        let own = calendar(&engine, MIA).await.id;
        let logged = engine.list_runs(Some(own), 1).await.unwrap().remove(0);
        assert_eq!(logged.problem, of(&runs, MIA).unwrap().problem);

        place.server.control().heal();
        let runs = sync(&engine).await;
        assert_eq!(told(&runs, MIA).2, "", "{runs:?}");
        assert_eq!(account_problem(&engine).await, None, "{kind}");
        assert_eq!(engine.sync_state().await.unwrap().unsent, 0, "{kind}");
    }
}

#[tokio::test]
async fn an_edit_that_waits_because_the_user_chose_so_is_told() {
    let (place, engine) = Place::with_mia().await;
    sync(&engine).await;
    create(&engine, MIA, "Mine").await;
    let own = calendar(&engine, MIA).await.id;
    let choose = async |direction| {
        let change = CalendarChange { direction: Some(direction), ..CalendarChange::default() };
        engine.change_calendar(own, change).await.unwrap();
    };
    choose(Direction::Read).await;
    let runs = sync(&engine).await;
    assert_eq!(told(&runs, MIA).2, "direction");
    assert_eq!(account_problem(&engine).await, None);
    choose(Direction::Both).await;
    let runs = sync(&engine).await;
    assert_eq!((told(&runs, MIA).0, told(&runs, MIA).2), (RunResult::Ok, String::new()));
    assert_eq!(place.server.control().violations(), [""; 0]);
}

#[tokio::test]
async fn rule_33_edits_of_a_calendar_that_was_taken_away_wait_for_it_to_come_back() {
    let texts = [
        (None, "Google does not list “Projects” any more"),
        (Some(Role::Reader), "Google no longer lets you change “Projects”"),
    ];
    for (left, text) in texts {
        let (place, engine) = Place::with_mia().await;
        place.add(PROJECTS, "Plan", "2026-11-17T15:00:00");
        place.add(PROJECTS, "Old", "2026-11-18T15:00:00");
        sync(&engine).await;
        create(&engine, "Projects", "Kept").await;
        let change = EventChange { title: Some("Planned".into()), ..EventChange::default() };
        let plan = find(&engine, "Plan").await;
        engine.edit_event(plan, change, EditScope::This, Notify::None).await.unwrap();
        let old = find(&engine, "Old").await;
        engine.delete_event(old, EditScope::This, Notify::None).await.unwrap();
        match left {
            Some(role) => {
                // The right is gone before the edits could be sent.
                for method in ["POST", "PATCH", "DELETE"] {
                    let writes = Matcher::of(method, "/events");
                    place.server.control().fail(writes, Fault::Status(503), 1000);
                }
                place.server.control().list_calendar(MIA, PROJECTS, role, |_| {});
                sync(&engine).await;
                place.server.control().heal();
            }
            None => place.server.control().unshare(MIA, PROJECTS),
        }
        for round in 0..2 {
            let runs = sync(&engine).await;
            let run = of(&runs, "Projects").unwrap_or_else(|| panic!("{round}: {runs:?}"));
            assert_eq!(run.result, RunResult::Failed);
            assert_eq!(run.problem.as_ref().unwrap().message, text);
            let queue = engine.list_queue().await.unwrap();
            let reasons: Vec<&str> = queue.iter().map(|entry| entry.reason.as_str()).collect();
            assert_eq!(reasons, [text; 3], "{round}");
        }
        place
            .server
            .control()
            .list_calendar(MIA, PROJECTS, Role::Writer, |listed| listed.deleted = false);
        let runs = sync(&engine).await;
        assert_eq!(told(&runs, "Projects").2, "", "{runs:?}");
        assert_eq!(engine.list_queue().await.unwrap(), [], "{text}");
        let lines = week_lines(&engine).await.unwrap();
        assert_eq!(lines.len(), 2, "{lines:?}");
        assert_eq!(place.server.control().violations(), [""; 0]);
    }
}

#[tokio::test]
async fn an_outage_is_one_problem_of_the_account_and_the_same_in_every_line() {
    let (place, engine) = Place::with_mia().await;
    sync(&engine).await;
    place.server.control().fail(Matcher::of("GET", "/events"), Fault::Status(503), 1000);
    let runs = sync(&engine).await;
    assert!(runs.len() > 2, "{runs:?}");
    let first = runs[0].problem.clone().unwrap();
    assert!(runs.iter().all(|run| run.problem.as_ref() == Some(&first)), "{runs:?}");
    assert!(runs.iter().all(|run| run.at == runs[0].at));
    assert_eq!(account_problem(&engine).await, Some(first));
    place.server.control().heal();
    sync(&engine).await;
    assert_eq!(account_problem(&engine).await, None);
}

#[tokio::test]
async fn rule_42_with_no_box_ticked_a_sync_asks_for_the_permission() {
    let place = Place::new();
    let engine = place.desk.open().await.unwrap();
    place.server.control().consent = Consent::Give { user: None, scopes: Some(Vec::new()) };
    let account = sign_in(&engine, MIA).await.unwrap();
    assert_eq!((account.state, account.calendars), (AccountState::Partial, 0));
    let error = engine.sync(None, Trigger::Manual, false).await.unwrap_err();
    assert_eq!(error.kind(), "missing_scope");
    assert!(error.problem().remedy.contains("Add the permission"), "{}", error.problem().remedy);
    assert_eq!(account_problem(&engine).await.unwrap().kind, "missing_scope");
    place.server.control().consent = Consent::Give { user: None, scopes: None };
    sign_in(&engine, MIA).await.unwrap();
    let runs = sync(&engine).await;
    assert!(runs.iter().all(|run| run.result != RunResult::Failed), "{runs:?}");
    assert_eq!(account_problem(&engine).await, None);
}
