//! Every fault of the stand-in, on the way to the mirror: what passes is tried again, what lasts is
//! told, and nothing that is here is lost.

use kalends_engine::{RunResult, Trigger};
use support::{
    desk::week_lines,
    google::{Fault, MIA, Matcher, Refusal, TEAM},
};

use super::desk::{Place, calendar, sync};

fn refuse(status: u16, reason: &str, retry_after: Option<u32>) -> Fault {
    let mut refusal = Refusal::new(status, reason, reason);
    refusal.retry_after = retry_after;
    Fault::Refuse(refusal)
}

/// Name, fault, whether once is got over within the run, and the kind when it lasts.
fn faults() -> Vec<(&'static str, Fault, bool, &'static str)> {
    vec![
        ("500", Fault::Status(500), true, "unavailable"),
        ("503", Fault::Status(503), true, "unavailable"),
        ("backendError", refuse(503, "backendError", None), true, "unavailable"),
        ("503 for a minute", refuse(503, "backendError", Some(60)), false, "unavailable"),
        ("429", refuse(429, "rateLimitExceeded", None), true, "rate_limited"),
        ("403 user", refuse(403, "userRateLimitExceeded", None), true, "rate_limited"),
        ("403 project", refuse(403, "rateLimitExceeded", Some(2)), true, "rate_limited"),
        ("quota", refuse(403, "quotaExceeded", None), false, "quota_exceeded"),
        ("daily limit", refuse(403, "dailyLimitExceeded", None), false, "daily_limit"),
        ("forbidden", refuse(403, "requiredAccessLevel", None), false, "forbidden"),
        ("not found", refuse(404, "notFound", None), false, "not_found"),
        ("dropped before", Fault::DropBefore, true, "disconnected"),
        ("dropped after", Fault::DropAfter, true, "disconnected"),
        ("dropped amid", Fault::DropAmid, true, "truncated"),
        ("cut short", Fault::Truncate(30), true, "truncated"),
        ("captive page", Fault::CaptivePage, false, "captive"),
        ("captive redirect", Fault::CaptiveRedirect, false, "captive"),
        ("expired access", Fault::ExpiredAccess, true, "unauthorized"),
        ("delay", Fault::Delay(std::time::Duration::from_millis(20)), true, ""),
    ]
}

#[tokio::test]
async fn rules_35_36_a_fault_that_passes_is_got_over_and_one_that_lasts_is_told() {
    for (name, fault, passes, kind) in faults() {
        let (place, engine) = Place::with_mia().await;
        place.add(MIA, "Dentist", "2026-11-17T15:00:00");
        sync(&engine).await;
        let own = calendar(&engine, MIA).await.id;
        let events = Matcher::of("GET", &format!("{MIA}/events"));
        place.add(MIA, "Lunch", "2026-11-17T12:00:00");

        place.server.control().fail(events.clone(), fault.clone(), 1);
        let run = engine.sync(Some(own), Trigger::Manual, false).await.unwrap().remove(0);
        assert_eq!(run.result == RunResult::Ok, passes, "{name}: {:?}", run.problem);
        place.server.control().heal();

        if !kind.is_empty() {
            place.server.control().fail(events, fault, 1000);
            let run = engine.sync(Some(own), Trigger::Manual, false).await.unwrap().remove(0);
            let problem = run.problem.unwrap_or_else(|| panic!("{name} is told"));
            assert_eq!(problem.kind, kind, "{name}: {problem}");
            assert!(!problem.remedy.is_empty(), "{name}");
            let shown = week_lines(&engine).await.unwrap().len();
            assert_eq!(shown, 1 + usize::from(passes), "{name}: what is here stays");
            place.server.control().heal();
        }

        let runs = sync(&engine).await;
        assert!(runs.iter().all(|run| run.result != RunResult::Failed), "{name}: {runs:?}");
        assert_eq!(week_lines(&engine).await.unwrap().len(), 2, "{name}");
        let mirror = calendar(&engine, MIA).await.mirror.unwrap();
        assert_eq!(mirror.problem, None, "{name}");
        assert_eq!(place.server.control().violations(), [""; 0], "{name}");
    }
}

#[tokio::test]
async fn one_calendar_that_fails_does_not_hold_the_others_up() {
    let (place, engine) = Place::with_mia().await;
    place.add(MIA, "Dentist", "2026-11-17T15:00:00");
    let team = Matcher::of("GET", &format!("{TEAM}/events"));
    place.server.control().fail(team, Fault::Status(500), 1000);
    let runs = sync(&engine).await;
    let failed: Vec<&str> = runs
        .iter()
        .filter(|run| run.result == RunResult::Failed)
        .map(|run| run.calendar_name.as_str())
        .collect();
    assert_eq!(failed, ["Team"]);
    assert_eq!(week_lines(&engine).await.unwrap().len(), 1);
    assert_eq!(engine.sync_state().await.unwrap().failing, 1);
}

#[tokio::test]
async fn a_list_of_calendars_that_cannot_be_read_does_not_hold_the_calendars_up() {
    let (place, engine) = Place::with_mia().await;
    sync(&engine).await;
    place.add(MIA, "Dentist", "2026-11-17T15:00:00");
    let list = Matcher::of("GET", "/calendarList");
    place.server.control().fail(list, Fault::Status(500), 1000);
    let runs = sync(&engine).await;
    assert!(runs.iter().all(|run| run.result != RunResult::Failed), "{runs:?}");
    assert_eq!(week_lines(&engine).await.unwrap().len(), 1);
    place.server.control().heal();
    place.server.control().expire_list_tokens(MIA);
    let runs = sync(&engine).await;
    assert!(runs.iter().all(|run| run.result != RunResult::Failed), "{runs:?}");
}

#[tokio::test]
async fn without_a_server_everything_stays_and_comes_back_with_it() {
    let (place, engine) = Place::with_mia().await;
    place.add(MIA, "Dentist", "2026-11-17T15:00:00");
    sync(&engine).await;
    place.server.close().unwrap();
    let runs = sync(&engine).await;
    assert!(runs.iter().all(|run| run.result == RunResult::Failed), "{runs:?}");
    assert_eq!(week_lines(&engine).await.unwrap().len(), 1);
    let next = calendar(&engine, MIA).await.mirror.unwrap().next_try.unwrap();
    assert!(next > place.desk.config.clock.now());
    place.server.open().unwrap();
    let runs = sync(&engine).await;
    assert!(runs.iter().all(|run| run.result != RunResult::Failed), "{runs:?}");
}
