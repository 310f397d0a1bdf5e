//! What a feed's next version does to what is stored.

use std::collections::BTreeMap;

use kalends_engine::{CalendarId, Engine, EventId, RunResult, RunView, Scope, Trigger};
use support::{
    desk::{Desk, days, feed, lines, week, week_lines},
    event::{EventBuilder, a_week, calendar},
    feed_server::{Answer, FeedServer},
};

const PATH: &str = "/feed.ics";

struct Pulled {
    desk: Desk,
    engine: Engine,
    server: FeedServer,
    id: CalendarId,
}

impl Pulled {
    async fn new(events: &[EventBuilder]) -> Self {
        let desk = Desk::new().unwrap();
        let engine = desk.open().await.unwrap();
        let server = FeedServer::start().unwrap();
        server.serve(PATH, Answer::calendar(calendar(events)));
        let id = engine.add_feed(feed(&server.url(PATH))).await.unwrap().id;
        Self { desk, engine, server, id }
    }

    async fn pull(&self, events: &[EventBuilder]) -> RunView {
        self.pull_text(calendar(events)).await
    }

    async fn pull_text(&self, text: String) -> RunView {
        self.server.serve(PATH, Answer::calendar(text));
        let run = self.engine.sync(Some(self.id), Trigger::Manual, false).await.unwrap().remove(0);
        assert_ne!(run.result, RunResult::Failed, "{:?}", run.problem);
        run
    }

    /// Ids by what is on screen.
    async fn ids(&self) -> BTreeMap<String, EventId> {
        let found = self.engine.list_occurrences(&week(), &Scope::All).await.unwrap();
        lines(&found).into_iter().zip(found).map(|(line, one)| (line, one.event_id)).collect()
    }
}

fn counts(run: &RunView) -> (u64, u64, u64) {
    (run.created, run.updated, run.deleted)
}

#[tokio::test]
async fn an_unchanged_feed_costs_one_request_and_no_event() {
    let feed = Pulled::new(&a_week()).await;
    feed.server.take_requests();
    let run = feed.engine.sync(None, Trigger::Manual, false).await.unwrap().remove(0);
    assert_eq!((run.result, run.pulled), (RunResult::Unchanged, 0));
    let requests = feed.server.take_requests();
    assert_eq!(requests.len(), 1);
    assert!(requests[0].header("if-none-match").is_some());
    // Without validators the same bytes are known by their hash.
    feed.server.serve(PATH, Answer::calendar(calendar(&a_week())).without_etag());
    let run = feed.engine.sync(None, Trigger::Manual, false).await.unwrap().remove(0);
    assert_eq!((run.result, run.pulled), (RunResult::Unchanged, 0));
}

#[tokio::test]
async fn stamps_that_move_are_no_change() {
    let stamped = |stamp: &str| {
        let event = |event: EventBuilder| {
            event.line(&format!("DTSTAMP:{stamp}")).line(&format!("LAST-MODIFIED:{stamp}"))
        };
        a_week().into_iter().map(event).collect::<Vec<_>>()
    };
    let feed = Pulled::new(&stamped("20261101T000000Z")).await;
    let run = feed.pull(&stamped("20261102T000000Z")).await;
    assert_eq!((run.result, counts(&run)), (RunResult::Unchanged, (0, 0, 0)));
}

#[tokio::test]
async fn a_changed_event_keeps_its_id_and_the_others_are_left_alone() {
    let feed = Pulled::new(&a_week()).await;
    let before = feed.ids().await;
    let mut events = a_week();
    events[3] = EventBuilder::new("dentist", "2026-11-18T16:30").title("Dentist");
    events.reverse();
    let run = feed.pull(&events).await;
    assert_eq!(counts(&run), (0, 1, 0));
    let after = feed.ids().await;
    assert_eq!(
        after["2026-11-18 16:30 to 17:30 Dentist"],
        before["2026-11-18 15:00 to 16:00 Dentist"]
    );
    assert_eq!(after.len(), before.len());
}

#[tokio::test]
async fn what_a_feed_drops_goes_when_to_come_and_stays_when_past() {
    let mut events = a_week();
    events.push(EventBuilder::new("market", "2026-11-21T10:00").title("Market"));
    let feed = Pulled::new(&events).await;
    let before = feed.ids().await;
    // Noon on Friday: the dentist was on Wednesday, the market is on Saturday, the standup goes on.
    let run = feed
        .pull(&[EventBuilder::new("planning", "2026-11-16T10:00")
            .minutes(90)
            .title("Sprint planning")])
        .await;
    assert_eq!(counts(&run).0, 0);
    let expected = [
        "2026-11-16 09:15 to 09:30 Standup",
        "2026-11-16 10:00 to 11:30 Sprint planning",
        "2026-11-17 09:15 to 09:30 Standup",
        "2026-11-18 11:00 to 11:15 Standup, late",
        "2026-11-18 15:00 to 16:00 Dentist",
        "2026-11-19 09:15 to 09:30 Standup",
        "2026-11-20 09:15 to 09:30 Standup",
    ];
    assert_eq!(week_lines(&feed.engine).await.unwrap(), expected);
    let later = feed.engine.list_occurrences(&days("2026-11-21", "2027-11-21"), &Scope::All).await;
    assert_eq!(lines(&later.unwrap()), [""; 0]);
    // The next fetch changes nothing more.
    let run = feed.engine.sync(None, Trigger::Manual, true).await.unwrap().remove(0);
    assert_eq!(run.result, RunResult::Unchanged, "{:?}", counts(&run));
    // What comes back is the same event as before.
    feed.pull(&events).await;
    assert_eq!(feed.ids().await, before);
}

#[tokio::test]
async fn uids_that_change_at_each_fetch_neither_flicker_nor_grow() {
    let named = |round: usize| -> Vec<EventBuilder> {
        let rename = |event: EventBuilder| {
            let text = event.build();
            let uid = text.lines().find_map(|line| line.strip_prefix("UID:")).unwrap().to_owned();
            event.uid(&format!("{uid}-{round}"))
        };
        a_week().into_iter().map(rename).collect()
    };
    let feed = Pulled::new(&named(0)).await;
    let before = feed.ids().await;
    for round in 1..5 {
        feed.desk.set_time(&format!("2026-11-2{round}T11:00:00Z"));
        let run = feed.pull(&named(round)).await;
        assert_eq!((run.result, counts(&run)), (RunResult::Unchanged, (0, 0, 0)), "round {round}");
        assert_eq!(feed.ids().await, before, "round {round}");
    }
    // One of them changes too: it is still the same event.
    let mut events = named(9);
    events[3] =
        EventBuilder::new("dentist-9", "2026-11-18T15:00").title("Dentist").line("LOCATION:Home");
    let run = feed.pull(&events).await;
    assert_eq!(counts(&run), (0, 1, 0));
    assert_eq!(feed.ids().await, before);
    // So does the moved standup: the series takes the new UID with it and stays whole.
    let mut events = named(10);
    events[1] = EventBuilder::new("standup-10", "2026-11-18T12:00")
        .minutes(15)
        .title("Standup, later")
        .replaces("2026-11-18T09:15");
    let run = feed.pull(&events).await;
    assert_eq!((run.created, run.deleted), (0, 0));
    let after = feed.ids().await;
    assert_eq!(after.len(), before.len());
    assert_eq!(
        after["2026-11-18 12:00 to 12:15 Standup, later"],
        before["2026-11-16 09:15 to 09:30 Standup"]
    );
}

#[tokio::test]
async fn of_two_versions_the_higher_sequence_holds() {
    let version = |sequence: i64, title: &str| {
        EventBuilder::new("a", "2026-11-17T10:00").sequence(sequence).title(title)
    };
    let feed = Pulled::new(&[version(1, "one"), version(3, "three"), version(2, "two")]).await;
    let line = |title: &str| [format!("2026-11-17 10:00 to 11:00 {title}")];
    assert_eq!(week_lines(&feed.engine).await.unwrap(), line("three"));
    let run = feed.pull(&[version(3, "three"), version(2, "two")]).await;
    assert_eq!(run.result, RunResult::Unchanged);
    let run = feed.pull(&[version(3, "three"), version(4, "four")]).await;
    assert_eq!(counts(&run), (0, 1, 0));
    assert_eq!(week_lines(&feed.engine).await.unwrap(), line("four"));
}

#[tokio::test]
async fn a_cancelled_event_is_gone_and_a_cancelled_occurrence_too() {
    let feed = Pulled::new(&a_week()).await;
    let mut events = a_week();
    events[1] = EventBuilder::new("standup", "2026-11-18T09:15")
        .minutes(15)
        .replaces("2026-11-18T09:15")
        .line("STATUS:CANCELLED");
    events[5] = events[5].clone().line("STATUS:CANCELLED");
    feed.pull(&events).await;
    let shown = week_lines(&feed.engine).await.unwrap();
    assert!(!shown.iter().any(|line| line.contains("New York")), "{shown:#?}");
    assert!(
        !shown.iter().any(|line| line.contains("2026-11-18") && line.contains("Standup")),
        "{shown:#?}"
    );
}

#[tokio::test]
async fn an_event_that_cannot_be_read_is_set_aside_and_its_last_version_kept() {
    let feed = Pulled::new(&a_week()).await;
    let text = calendar(&a_week()).replace(
        "UID:york\r\nDTSTART;TZID=America/New_York:20261120T110000",
        "UID:york\r\nDTSTART:soon",
    );
    let run = feed.pull_text(text).await;
    assert_eq!((run.set_aside, counts(&run)), (1, (0, 0, 0)));
    assert!(week_lines(&feed.engine).await.unwrap().iter().any(|line| line.contains("New York")));
    assert_eq!(feed.engine.get_calendar(feed.id).await.unwrap().feed.unwrap().set_aside, 1);
}
