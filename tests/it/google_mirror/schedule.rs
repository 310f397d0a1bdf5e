//! What happens to an account by itself, by a clock that the test moves.

use std::time::Duration;

use jiff::SignedDuration;
use kalends_engine::{AccountState, Engine, EventChange, Notify, Trigger, calendar::When};
use support::{
    desk::{week_lines, zone},
    google::MIA,
};
use tokio::{task::JoinHandle, time::timeout};

use super::desk::{Place, calendar, sign_in};

/// Far longer than anything here takes; passing it is a failure, not a wait.
const LONG: Duration = Duration::from_secs(60);

fn start(engine: &Engine) -> JoinHandle<()> {
    let engine = engine.clone();
    tokio::spawn(async move { engine.run_schedule(std::future::pending()).await.unwrap() })
}

/// Waits until it is so, by what the engine tells.
async fn until(engine: &Engine, what: &str, is: impl AsyncFn() -> bool) {
    let mut events = engine.subscribe();
    let waiting = async {
        while !is().await {
            let _ = timeout(Duration::from_millis(50), events.recv()).await;
        }
    };
    timeout(LONG, waiting).await.unwrap_or_else(|_| panic!("{what}"));
}

async fn triggers(engine: &Engine) -> Vec<Trigger> {
    let own = calendar(engine, MIA).await.id;
    let runs = engine.list_runs(Some(own), 100).await.unwrap();
    runs.into_iter().rev().map(|run| run.trigger).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn rule_39_an_account_is_synced_at_its_start_by_its_interval_and_by_moments() {
    let place = Place::new();
    let engine = place.desk.open().await.unwrap();
    sign_in(&engine, MIA).await.unwrap();
    place.add(MIA, "Dentist", "2026-11-17T15:00:00");
    let schedule = start(&engine);
    let clock = &place.desk.config.clock;
    until(&engine, "the first sync", async || week_lines(&engine).await.unwrap().len() == 1).await;
    until(&engine, "its line", async || triggers(&engine).await == [Trigger::Start]).await;

    // Fifteen minutes and a tenth later, in steps that no sleep of the computer looks like.
    for _ in 0..34 {
        clock.advance(SignedDuration::from_secs(30));
        tokio::task::yield_now().await;
    }
    let count = async |count: usize| triggers(&engine).await.len() >= count;
    until(&engine, "the interval", async || count(2).await).await;

    clock.advance(SignedDuration::from_secs(31));
    engine.note_moment(Trigger::Focus);
    until(&engine, "the focus", async || triggers(&engine).await.contains(&Trigger::Focus)).await;
    let before = triggers(&engine).await.len();
    clock.advance(SignedDuration::from_secs(31));
    engine.note_moment(Trigger::Network);
    until(&engine, "the network", async || triggers(&engine).await.contains(&Trigger::Network))
        .await;
    assert_eq!(triggers(&engine).await.len(), before + 1);

    // In front, and something changed: every minute.
    place.add(MIA, "Lunch", "2026-11-17T12:00:00");
    clock.advance(SignedDuration::from_secs(31));
    engine.note_moment(Trigger::Focus);
    until(&engine, "the change", async || week_lines(&engine).await.unwrap().len() == 2).await;
    engine.set_in_front(true);
    place.add(MIA, "Tea", "2026-11-17T17:00:00");
    for _ in 0..3 {
        clock.advance(SignedDuration::from_secs(30));
        tokio::task::yield_now().await;
    }
    until(&engine, "the next minute", async || week_lines(&engine).await.unwrap().len() == 3).await;
    schedule.abort();
}

/// An event in the account's own calendar, at an hour of Thursday.
async fn thursday(engine: &Engine, title: &str, hour: i8) -> EventChange {
    let at = |hour: i8| {
        let local = jiff::civil::date(2026, 11, 19).at(hour, 0, 0, 0);
        When::Zoned(local, zone("Europe/Berlin").into())
    };
    EventChange {
        calendar: Some(calendar(engine, MIA).await.id),
        title: Some(title.into()),
        time: Some((at(hour), at(hour + 1))),
        ..EventChange::default()
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_failed_before_signing_in_again_is_sent_at_once_after_it() {
    let place = Place::new();
    let engine = place.desk.open().await.unwrap();
    let account = sign_in(&engine, MIA).await.unwrap().id;
    let schedule = start(&engine);
    until(&engine, "the first sync", async || !triggers(&engine).await.is_empty()).await;
    place.server.close().unwrap();
    let late = thursday(&engine, "Late", 10).await;
    engine.create_event(late, Notify::None).await.unwrap();
    let failed = async || engine.list_queue().await.unwrap()[0].next_try.is_some();
    until(&engine, "the edit waits for its next try", failed).await;
    place.server.open().unwrap();
    engine.remove_account(account, true).await.unwrap();
    sign_in(&engine, MIA).await.unwrap();
    // The clock stands still: nothing passes that a back-off could wait for.
    until(&engine, "the queue goes on", async || engine.sync_state().await.unwrap().unsent == 0)
        .await;
    assert_eq!(week_lines(&engine).await.unwrap().len(), 1);
    schedule.abort();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn rule_39_in_front_an_account_is_read_every_minute_although_edits_are_sent_meanwhile() {
    let place = Place::new();
    let engine = place.desk.open().await.unwrap();
    sign_in(&engine, MIA).await.unwrap();
    let schedule = start(&engine);
    until(&engine, "the first sync", async || !triggers(&engine).await.is_empty()).await;
    engine.set_in_front(true);
    let mine = thursday(&engine, "Mine", 10).await;
    engine.create_event(mine, Notify::None).await.unwrap();
    let sent = async |count: usize| {
        let all = triggers(&engine).await;
        all.iter().filter(|trigger| **trigger == Trigger::Edit).count() == count
    };
    until(&engine, "the first edit is sent", async || sent(1).await).await;
    place.add(MIA, "Theirs", "2026-11-17T15:00:00");
    place.desk.config.clock.advance(SignedDuration::from_secs(40));
    let mine = thursday(&engine, "Mine too", 12).await;
    engine.create_event(mine, Notify::None).await.unwrap();
    until(&engine, "the second edit is sent", async || sent(2).await).await;
    assert_eq!(week_lines(&engine).await.unwrap().len(), 2, "nothing was read yet");
    place.desk.config.clock.advance(SignedDuration::from_secs(20));
    until(&engine, "the minute", async || week_lines(&engine).await.unwrap().len() == 3).await;
    let last = async || triggers(&engine).await.last() == Some(&Trigger::Schedule);
    until(&engine, "its line", last).await;
    schedule.abort();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_edit_is_sent_at_once_and_a_dead_token_stops_asking() {
    let place = Place::new();
    let engine = place.desk.open().await.unwrap();
    sign_in(&engine, MIA).await.unwrap();
    let schedule = start(&engine);
    until(&engine, "the first sync", async || !triggers(&engine).await.is_empty()).await;
    let own = calendar(&engine, MIA).await.id;
    let at = |hour: i8| {
        let local = jiff::civil::date(2026, 11, 19).at(hour, 0, 0, 0);
        When::Zoned(local, zone("Europe/Berlin").into())
    };
    let change = |title: &str| EventChange {
        calendar: Some(own),
        title: Some(title.into()),
        time: Some((at(10), at(11))),
        ..EventChange::default()
    };
    engine.create_event(change("Now"), Notify::None).await.unwrap();
    until(&engine, "the edit is sent", async || engine.sync_state().await.unwrap().unsent == 0)
        .await;
    until(&engine, "its line", async || triggers(&engine).await.contains(&Trigger::Edit)).await;

    place.server.control().revoke_user(MIA);
    engine.create_event(change("Later"), Notify::None).await.unwrap();
    let is_out = async || engine.list_accounts().await.unwrap()[0].state == AccountState::SignIn;
    until(&engine, "the account asks", is_out).await;
    place.server.control().take_log();
    for _ in 0..100 {
        place.desk.config.clock.advance(SignedDuration::from_mins(10));
        tokio::task::yield_now().await;
    }
    assert_eq!(place.server.control().take_log(), [], "nothing is asked until the user signs in");
    assert_eq!(engine.sync_state().await.unwrap().unsent, 1);

    sign_in(&engine, MIA).await.unwrap();
    until(&engine, "the queue goes on", async || engine.sync_state().await.unwrap().unsent == 0)
        .await;
    schedule.abort();
}
