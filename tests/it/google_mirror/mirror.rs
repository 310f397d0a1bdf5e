//! What the server has is here, and stays true.

use kalends_engine::{EventChange, Notify, RunResult, Trigger, calendar::When};
use serde_json::json;
use support::{
    desk::{Desk, week_lines, zone},
    google::{Fault, MIA, Matcher, TEAM},
};

use super::desk::{Place, calendar, event, sync};

/// Requests for events, as path, page token and sync token.
fn event_requests(place: &Place) -> Vec<(String, bool, bool)> {
    let log = place.server.control().take_log();
    let has =
        |seen: &support::google::Seen, name: &str| seen.query.iter().any(|(it, _)| it == name);
    log.iter()
        .filter(|seen| seen.path.ends_with("/events"))
        .map(|seen| (seen.path.clone(), has(seen, "pageToken"), has(seen, "syncToken")))
        .collect()
}

fn all_well(runs: &[kalends_engine::RunView]) {
    assert!(runs.iter().all(|run| run.result != RunResult::Failed), "{runs:?}");
}

#[tokio::test]
async fn a_first_sync_brings_everything_and_the_next_costs_one_small_request_each() {
    let (place, engine) = Place::with_mia().await;
    place.add(MIA, "Dentist", "2026-11-17T15:00:00");
    place.add(TEAM, "Standup", "2026-11-18T09:15:00");
    all_well(&sync(&engine).await);
    assert_eq!(
        week_lines(&engine).await.unwrap(),
        ["2026-11-17 15:00 to 16:00 Dentist", "2026-11-18 09:15 to 10:15 Standup"]
    );

    place.server.control().take_log();
    let runs = sync(&engine).await;
    assert!(runs.iter().all(|run| run.result == RunResult::Unchanged), "{runs:?}");
    let log = place.server.control().take_log();
    assert_eq!(log.len(), runs.len() + 1, "the list, and each calendar once: {log:?}");
    assert!(log.iter().all(|seen| seen.gzip && seen.received < 400), "{log:?}");

    place.add(MIA, "Lunch", "2026-11-17T12:00:00");
    let runs = sync(&engine).await;
    assert_eq!(runs.iter().map(|run| run.created).sum::<u64>(), 1);
    assert_eq!(week_lines(&engine).await.unwrap().len(), 3);
    assert_eq!(place.server.control().violations(), [""; 0]);
}

#[tokio::test]
async fn changes_and_deletions_follow() {
    let (place, engine) = Place::with_mia().await;
    let dentist = place.add(MIA, "Dentist", "2026-11-17T15:00:00");
    let lunch = place.add(MIA, "Lunch", "2026-11-17T12:00:00");
    sync(&engine).await;
    place.change(MIA, &dentist, &json!({"summary": "Dr. Weiß", "location": "Praxis"}));
    place.delete(MIA, &lunch);
    let runs = sync(&engine).await;
    let own = runs.iter().find(|run| run.calendar_name == MIA).unwrap();
    assert_eq!((own.created, own.updated, own.deleted), (0, 1, 1));
    assert_eq!(week_lines(&engine).await.unwrap(), ["2026-11-17 15:00 to 16:00 Dr. Weiß"]);
    assert_eq!(engine.search("weiß", 9).await.unwrap().len(), 1);
    assert_eq!(calendar(&engine, MIA).await.mirror.unwrap().events, 1);
}

#[tokio::test]
async fn rules_11_12_13_a_series_its_changed_its_cancelled_and_its_last_occurrences() {
    let (place, engine) = Place::with_mia().await;
    let weekdays = json!({"recurrence": ["RRULE:FREQ=DAILY"]});
    let id = place.add_with(MIA, "Standup", "2026-11-16T09:15:00", &weekdays);
    sync(&engine).await;
    assert_eq!(week_lines(&engine).await.unwrap().len(), 7);

    // One moved, one cancelled, by its id (rule 9).
    let moved = event("Standup, late", "2026-11-17T11:00:00");
    place.change(MIA, &format!("{id}_20261117T081500Z"), &moved);
    place.delete(MIA, &format!("{id}_20261118T081500Z"));
    sync(&engine).await;
    let shown = week_lines(&engine).await.unwrap();
    assert_eq!(shown.len(), 6, "{shown:?}");
    assert!(shown.contains(&"2026-11-17 11:00 to 12:00 Standup, late".to_owned()), "{shown:?}");
    assert!(!shown.iter().any(|line| line.starts_with("2026-11-18")), "{shown:?}");

    // The same through a full list (rule 16).
    let full = engine.sync(None, Trigger::Manual, true).await.unwrap();
    all_well(&full);
    assert_eq!(week_lines(&engine).await.unwrap(), shown);

    // Shortened: the changed occurrence after the end comes as a tombstone without its series.
    place.change(MIA, &format!("{id}_20261120T081500Z"), &event("Last", "2026-11-20T08:00:00"));
    sync(&engine).await;
    assert!(week_lines(&engine).await.unwrap().iter().any(|line| line.ends_with("Last")));
    let until = json!({"recurrence": ["RRULE:FREQ=DAILY;UNTIL=20261119T225959Z"]});
    place.change(MIA, &id, &until);
    sync(&engine).await;
    let shown = week_lines(&engine).await.unwrap();
    assert!(!shown.iter().any(|line| line.ends_with("Last")), "{shown:?}");
    assert_eq!(shown.len(), 3, "{shown:?}");

    // One tombstone takes all of it.
    place.delete(MIA, &id);
    sync(&engine).await;
    assert_eq!(week_lines(&engine).await.unwrap(), [""; 0]);
}

#[tokio::test]
async fn rule_15_exceptions_come_before_their_series_on_other_pages_or_alone() {
    let (place, engine) = Place::with_mia().await;
    let daily = json!({"recurrence": ["RRULE:FREQ=DAILY;COUNT=5"]});
    let id = place.add_with(MIA, "Standup", "2026-11-16T09:15:00", &daily);
    place.change(MIA, &format!("{id}_20261117T081500Z"), &event("Moved", "2026-11-17T11:00:00"));
    // The series changes last, so that a list in the order of changes has it last.
    place.server.control().reports_series = false;
    place.change(MIA, &id, &json!({"location": "Room 1"}));
    place.server.control().paging.next = [1, 0, 1].into();
    all_well(&sync(&engine).await);
    let shown = week_lines(&engine).await.unwrap();
    assert_eq!(shown.len(), 5, "{shown:?}");
    assert!(shown.contains(&"2026-11-17 11:00 to 12:00 Moved".to_owned()), "{shown:?}");

    let mut alone = event("Invited once", "2026-11-19T14:00:00");
    let more = json!({
        "id": "elsewhere_20261119T120000Z", "etag": "\"1\"", "status": "confirmed",
        "iCalUID": "elsewhere@google.com", "recurringEventId": "elsewhere",
        "originalStartTime": {"dateTime": "2026-11-19T13:00:00+01:00", "timeZone": "Europe/Berlin"},
    });
    alone.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    place.server.control().foreign_items.push(alone);
    all_well(&sync(&engine).await);
    let shown = week_lines(&engine).await.unwrap();
    assert!(shown.contains(&"2026-11-19 14:00 to 15:00 Invited once".to_owned()), "{shown:?}");
}

#[tokio::test]
async fn rules_1_2_short_and_empty_pages_are_read_to_the_end() {
    let (place, engine) = Place::with_mia().await;
    for hour in 8..18 {
        place.add(MIA, &format!("At {hour}"), &format!("2026-11-17T{hour:02}:00:00"));
    }
    place.server.control().paging.most = Some(3);
    place.server.control().paging.next = [0, 1, 0].into();
    all_well(&sync(&engine).await);
    assert_eq!(week_lines(&engine).await.unwrap().len(), 10);
    // Changes come in pages too.
    for hour in 8..18 {
        place.add(MIA, &format!("Then {hour}"), &format!("2026-11-18T{hour:02}:00:00"));
    }
    place.server.control().paging.next = [2, 0].into();
    all_well(&sync(&engine).await);
    assert_eq!(week_lines(&engine).await.unwrap().len(), 20);
    let mirror = calendar(&engine, MIA).await.mirror.unwrap();
    assert_eq!((mirror.events, mirror.set_aside), (20, 0));
}

#[tokio::test]
async fn a_full_reading_goes_on_where_a_kill_left_it_and_only_its_end_takes_out() {
    let (place, engine) = Place::with_mia().await;
    let mut ids = Vec::new();
    for hour in 8..14 {
        ids.push(place.add(MIA, &format!("At {hour}"), &format!("2026-11-17T{hour:02}:00:00")));
    }
    sync(&engine).await;
    place.delete(MIA, &ids[5]);
    place.server.control().expire_tokens(MIA);
    place.server.control().paging.most = Some(1);
    let own = calendar(&engine, MIA).await.id;
    place.server.control().take_log();
    // The process ends while the third page is on its way: the first is written by then.
    let stopped = {
        let engine = engine.clone();
        tokio::spawn(async move { engine.sync(Some(own), Trigger::Manual, false).await })
    };
    let mut seen = 0;
    while seen < 4 {
        tokio::task::yield_now().await;
        seen += event_requests(&place).len();
    }
    stopped.abort();
    let _ = stopped.await;
    engine.close().await;

    let engine = place.desk.open().await.unwrap();
    assert_eq!(week_lines(&engine).await.unwrap().len(), 6, "nothing was taken out yet");
    event_requests(&place);
    all_well(&engine.sync(Some(own), Trigger::Manual, false).await.unwrap());
    let asked = event_requests(&place);
    assert_eq!(asked[0], (asked[0].0.clone(), true, false), "it goes on in full: {asked:?}");
    assert!(asked.len() < 5, "{asked:?}");
    assert_eq!(week_lines(&engine).await.unwrap().len(), 5);
}

#[tokio::test]
async fn rule_4_an_expired_token_leads_to_one_full_reading_that_keeps_unsent_edits() {
    let (place, engine) = Place::with_mia().await;
    place.add(MIA, "Dentist", "2026-11-17T15:00:00");
    let gone = place.add(MIA, "Lunch", "2026-11-17T12:00:00");
    sync(&engine).await;
    let own = calendar(&engine, MIA).await.id;
    let berlin = When::Zoned("2026-11-19T10:00:00".parse().unwrap(), zone("Europe/Berlin").into());
    let until = When::Zoned("2026-11-19T11:00:00".parse().unwrap(), zone("Europe/Berlin").into());
    let change = EventChange {
        calendar: Some(own),
        title: Some("Offline".into()),
        time: Some((berlin, until)),
        ..EventChange::default()
    };
    engine.create_event(change, Notify::None).await.unwrap();
    place.delete(MIA, &gone);
    place.server.control().expire_tokens(MIA);
    // The edit cannot be sent for now.
    place.server.control().fail(Matcher::of("POST", "/events"), Fault::Status(503), 100);
    event_requests(&place);
    let runs = sync(&engine).await;
    let kind =
        |run: &kalends_engine::RunView| run.problem.as_ref().map(|problem| problem.kind.clone());
    for run in &runs {
        let expected = (run.calendar_id == Some(own)).then(|| "unavailable".to_owned());
        assert_eq!(kind(run), expected, "{run:?}");
    }
    let asked = event_requests(&place);
    let ours = asked.iter().filter(|(path, ..)| path.contains("mia"));
    let ours: Vec<bool> = ours.map(|(_, _, sync)| *sync).collect();
    assert!(ours.contains(&true) && ours.contains(&false), "{asked:?}");
    let shown = week_lines(&engine).await.unwrap();
    assert_eq!(shown, ["2026-11-17 15:00 to 16:00 Dentist", "2026-11-19 10:00 to 11:00 Offline"]);
    place.server.control().heal();
    engine.retry_queue(None).await.unwrap();
    let runs = sync(&engine).await;
    assert_eq!(runs.iter().map(|run| run.pushed).sum::<u64>(), 1, "{runs:?}");
    assert_eq!(engine.sync_state().await.unwrap().unsent, 0);
}

#[tokio::test]
async fn rule_4_a_server_that_never_takes_its_own_token_fails_the_run_and_ends_it() {
    let (place, engine) = Place::with_mia().await;
    place.add(MIA, "Dentist", "2026-11-17T15:00:00");
    sync(&engine).await;
    let refusal = support::google::Refusal::full_sync();
    let matcher = Matcher::of("GET", &format!("{MIA}/events"));
    place.server.control().fail(matcher, Fault::Refuse(refusal), 1000);
    let own = calendar(&engine, MIA).await.id;
    place.server.control().take_log();
    let run = engine.sync(Some(own), Trigger::Manual, false).await.unwrap().remove(0);
    assert_eq!(run.problem.unwrap().kind, "full_sync_required");
    assert_eq!(event_requests(&place).len(), 2);
    assert_eq!(week_lines(&engine).await.unwrap().len(), 1);
}

#[tokio::test]
async fn rule_7_an_empty_list_is_not_believed_until_the_user_says_so() {
    let (place, engine) = Place::with_mia().await;
    place.add(MIA, "Dentist", "2026-11-17T15:00:00");
    place.add(MIA, "Lunch", "2026-11-17T12:00:00");
    sync(&engine).await;
    let own = calendar(&engine, MIA).await.id;
    place.server.control().expire_tokens(MIA);
    place.server.control().lists_nothing = true;
    let run = engine.sync(Some(own), Trigger::Manual, false).await.unwrap().remove(0);
    assert_eq!(run.result, RunResult::Failed);
    let problem = calendar(&engine, MIA).await.mirror.unwrap().problem.unwrap();
    assert_eq!(problem.kind, "empty_list");
    assert!(problem.message.contains("2 events"), "{}", problem.message);
    assert_eq!(week_lines(&engine).await.unwrap().len(), 2);

    // It was a mistake of the server's: nothing is doubled, nothing was lost.
    place.server.control().lists_nothing = false;
    all_well(&engine.sync(Some(own), Trigger::Schedule, false).await.unwrap());
    assert_eq!(week_lines(&engine).await.unwrap().len(), 2);
    assert_eq!(calendar(&engine, MIA).await.mirror.unwrap().problem, None);

    // It is the truth: the user is told first, and then asks for everything.
    place.server.control().lists_nothing = true;
    let run = engine.sync(Some(own), Trigger::Manual, true).await.unwrap().remove(0);
    assert_eq!(run.problem.unwrap().kind, "empty_list");
    all_well(&engine.sync(Some(own), Trigger::Manual, true).await.unwrap());
    assert_eq!(week_lines(&engine).await.unwrap(), [""; 0]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_processes_sync_one_account_in_turn_and_double_nothing() {
    let (place, engine) = Place::with_mia().await;
    for hour in 8..18 {
        place.add(MIA, &format!("At {hour}"), &format!("2026-11-17T{hour:02}:00:00"));
    }
    place.server.control().paging.most = Some(3);
    let other = place.desk.open().await.unwrap();
    let (a, b) = tokio::join!(
        engine.sync(None, Trigger::Manual, false),
        other.sync(None, Trigger::Manual, true)
    );
    all_well(&a.unwrap());
    all_well(&b.unwrap());
    assert_eq!(week_lines(&engine).await.unwrap().len(), 10);
    assert_eq!(week_lines(&other).await.unwrap().len(), 10);
}

#[tokio::test]
async fn backups_and_restarts_keep_the_mirror_as_it_was() {
    let (place, engine) = Place::with_mia().await;
    place.add(MIA, "Dentist", "2026-11-17T15:00:00");
    sync(&engine).await;
    engine.close().await;
    let Desk { config, .. } = &place.desk;
    let engine = kalends_engine::Engine::open(config.clone()).await.unwrap().engine;
    place.server.control().take_log();
    let runs = sync(&engine).await;
    assert!(runs.iter().all(|run| run.result == RunResult::Unchanged), "{runs:?}");
    assert!(event_requests(&place).iter().all(|(_, _, sync)| *sync));
}
