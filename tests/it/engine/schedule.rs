//! What happens by itself, by a clock that the test moves.

use std::time::Duration;

use jiff::SignedDuration;
use kalends_engine::{Engine, EngineEvent, FeedChange, Trigger};
use support::{
    desk::{Desk, feed, week_lines},
    event::{a_week, calendar},
    feed_server::{Answer, FeedServer},
};
use tokio::{sync::broadcast::Receiver, task::JoinHandle, time::timeout};

/// Far longer than anything here takes; passing it is a failure, not a wait.
const LONG: Duration = Duration::from_secs(60);

fn start(engine: &Engine) -> JoinHandle<()> {
    let engine = engine.clone();
    tokio::spawn(async move { engine.run_schedule(std::future::pending()).await.unwrap() })
}

async fn next(events: &mut Receiver<EngineEvent>, wanted: impl Fn(&EngineEvent) -> bool) {
    let found = async {
        loop {
            if wanted(&events.recv().await.unwrap()) {
                return;
            }
        }
    };
    timeout(LONG, found).await.expect("the event comes");
}

fn synced(event: &EngineEvent) -> bool {
    matches!(event, EngineEvent::SyncState(state) if !state.syncing)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_due_feed_is_fetched_and_its_changes_are_told() {
    let desk = Desk::new().unwrap();
    let engine = desk.open().await.unwrap();
    let server = FeedServer::start().unwrap();
    server.serve("/a.ics", Answer::calendar(calendar(&a_week()[..2])));
    let id = engine.add_feed(feed(&server.url("/a.ics"))).await.unwrap().id;
    let mut events = engine.subscribe();
    let schedule = start(&engine);
    next(&mut events, synced).await;

    server.serve("/a.ics", Answer::calendar(calendar(&a_week())));
    desk.config.clock.advance(SignedDuration::from_mins(6));
    next(&mut events, |event| *event == EngineEvent::DataChanged(vec![id])).await;
    assert_eq!(week_lines(&engine).await.unwrap().len(), 9);
    let runs = engine.list_runs(Some(id), 1).await.unwrap();
    assert_eq!(runs[0].trigger, Trigger::Schedule);
    schedule.abort();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_paused_feed_rests_and_a_resumed_one_is_due_at_once() {
    let desk = Desk::new().unwrap();
    let engine = desk.open().await.unwrap();
    let server = FeedServer::start().unwrap();
    for path in ["/a.ics", "/b.ics"] {
        server.serve(path, Answer::calendar(calendar(&a_week())));
    }
    let a = engine.add_feed(feed(&server.url("/a.ics"))).await.unwrap().id;
    let b = engine.add_feed(feed(&server.url("/b.ics"))).await.unwrap().id;
    let pause = |paused| FeedChange { every: None, paused: Some(paused) };
    engine.change_feed(a, pause(true)).await.unwrap();
    server.take_requests();
    let mut events = engine.subscribe();
    let schedule = start(&engine);
    desk.config.clock.advance(SignedDuration::from_mins(6));
    next(&mut events, synced).await;
    while engine.list_runs(Some(b), 9).await.unwrap().len() < 2 {
        next(&mut events, synced).await;
    }
    assert!(server.take_requests().iter().all(|request| request.path == "/b.ics"));
    engine.change_feed(a, pause(false)).await.unwrap();
    while engine.list_runs(Some(a), 9).await.unwrap().len() < 2 {
        next(&mut events, |_| true).await;
    }
    schedule.abort();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_processes_one_owns_the_schedule_and_the_other_takes_over() {
    let desk = Desk::new().unwrap();
    let first = desk.open().await.unwrap();
    let second = desk.open().await.unwrap();
    let server = FeedServer::start().unwrap();
    server.serve("/a.ics", Answer::calendar(calendar(&a_week())));
    let id = first.add_feed(feed(&server.url("/a.ics"))).await.unwrap().id;
    let mut events = first.subscribe();
    let mut others = second.subscribe();
    let owner = start(&first);
    desk.config.clock.advance(SignedDuration::from_mins(6));
    while first.list_runs(Some(id), 9).await.unwrap().len() < 2 {
        next(&mut events, synced).await;
    }
    let heir = start(&second);
    // The second learns what the first writes, and fetches nothing itself.
    server.take_requests();
    desk.config.clock.advance(SignedDuration::from_mins(6));
    next(&mut others, |event| *event == EngineEvent::CalendarsChanged).await;
    assert_eq!(server.take_requests().len(), 1);
    owner.abort();
    let _ = owner.await;
    // The heir may look for the last time just before the owner ends, and rests from then on.
    let taken_over = async {
        while server.take_requests().is_empty() {
            desk.config.clock.advance(SignedDuration::from_mins(6));
            let _ = timeout(Duration::from_millis(100), others.recv()).await;
        }
    };
    timeout(LONG, taken_over).await.expect("the heir fetches");
    heir.abort();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_change_by_another_process_is_told() {
    let desk = Desk::new().unwrap();
    let window = desk.open().await.unwrap();
    let mut events = window.subscribe();
    let schedule = start(&window);
    let shell = desk.open().await.unwrap();
    // The watch has begun once it told of a first change.
    let told = async {
        loop {
            shell.add_samples().await.unwrap();
            let wanted = |event: &EngineEvent| matches!(event, EngineEvent::DataChanged(_));
            if timeout(Duration::from_secs(3), next(&mut events, wanted)).await.is_ok() {
                return;
            }
        }
    };
    timeout(LONG, told).await.expect("the change is told");
    schedule.abort();
}
