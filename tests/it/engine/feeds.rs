//! Feeds: tested, added whole or not at all, changed, removed; faults keep the last good data.

use jiff::SignedDuration;
use kalends_engine::{CalendarChange, Every, FeedChange, FeedState, Hue, RunResult, Trigger};
use kalends_remote::ExposeSecret;
use support::{
    desk::{Desk, feed, instant, only, week_lines},
    event::{EventBuilder, a_week, calendar, calendar_with},
    feed_server::{Answer, FeedServer},
};

const PATH: &str = "/cal/private-5ec4e7/basic.ics";

#[tokio::test]
async fn a_test_tells_what_a_feed_holds_and_keeps_nothing() {
    let desk = Desk::new().unwrap();
    let engine = desk.open().await.unwrap();
    let server = FeedServer::start().unwrap();
    let header = ["X-WR-CALNAME:Team", "REFRESH-INTERVAL;VALUE=DURATION:PT20M", "COLOR:turquoise"];
    let mut events = a_week();
    events.push(EventBuilder::new("broken", "never"));
    server.serve(PATH, Answer::calendar(calendar_with(&header, &events)));

    let test = engine.test_feed(&server.url(PATH)).await;
    assert!(test.ok, "{:?}", test.problem);
    assert_eq!((test.events, test.set_aside), (5, 1));
    assert_eq!(test.name.as_deref(), Some("Team"));
    assert_eq!(test.suggested_minutes, Some(Every::HalfHour));
    assert_eq!(test.suggested_hue, Some(Hue::Teal));
    assert_eq!(test.first.unwrap().to_string(), "2026-10-05");
    assert_eq!(test.last.unwrap().to_string(), "2026-11-20");
    assert!(test.warnings[0].contains("not encrypted"), "{:?}", test.warnings);
    assert!(!test.address.contains("5ec4e7"), "{}", test.address);
    assert!(engine.is_first_run().await.unwrap());

    for (path, kind) in [("/missing.ics", "not_found"), ("no address", "address")] {
        let address = if path.starts_with('/') { server.url(path) } else { path.into() };
        let test = engine.test_feed(&address).await;
        assert!(!test.ok);
        assert_eq!(test.problem.unwrap().kind, kind);
    }
}

#[tokio::test]
async fn a_link_becomes_a_week_and_stays_when_the_server_is_gone() {
    let desk = Desk::new().unwrap();
    let engine = desk.open().await.unwrap();
    let server = FeedServer::start().unwrap();
    server.serve(PATH, Answer::calendar(calendar(&a_week())));
    let added = engine.add_feed(feed(&server.url(PATH))).await.unwrap();
    let view = added.feed.clone().unwrap();
    assert_eq!((view.state, view.events), (FeedState::Ok, 6));
    assert_eq!(view.last_good, Some(instant(support::desk::NOON)));

    let expected = [
        "2026-11-16 09:15 to 09:30 Standup",
        "2026-11-16 10:00 to 11:30 Sprint planning",
        "2026-11-17 09:15 to 09:30 Standup",
        "2026-11-18 11:00 to 11:15 Standup, late",
        "2026-11-18 15:00 to 16:00 Dentist",
        "2026-11-19 to 2026-11-22 Lisbon offsite",
        "2026-11-19 09:15 to 09:30 Standup",
        "2026-11-20 09:15 to 09:30 Standup",
        "2026-11-20 17:00 to 17:30 Check-in with New York",
    ];
    assert_eq!(week_lines(&engine).await.unwrap(), expected);

    server.close().unwrap();
    engine.close().await;
    let engine = desk.open().await.unwrap();
    let runs = engine.sync(None, Trigger::Manual, false).await.unwrap();
    assert_eq!(runs[0].result, RunResult::Failed);
    assert_eq!(runs[0].problem.as_ref().unwrap().kind, "refused");
    assert_eq!(week_lines(&engine).await.unwrap(), expected);
    let view = only(&engine).await.unwrap().unwrap().feed.unwrap();
    assert_eq!(view.state, FeedState::Failing);
    assert_eq!(view.last_good, Some(instant(support::desk::NOON)));
    let wait = view.next_try.unwrap().duration_since(instant(support::desk::NOON));
    assert!(
        wait >= SignedDuration::from_secs(15) && wait <= SignedDuration::from_secs(30),
        "{wait}"
    );

    server.open().unwrap();
    let runs = engine.sync(None, Trigger::Manual, false).await.unwrap();
    assert_eq!(runs[0].result, RunResult::Unchanged);
    assert_eq!(only(&engine).await.unwrap().unwrap().feed.unwrap().state, FeedState::Ok);
}

#[tokio::test]
async fn a_failed_add_leaves_nothing() {
    let desk = Desk::new().unwrap();
    let engine = desk.open().await.unwrap();
    let server = FeedServer::start().unwrap();
    let whole = calendar(&a_week());
    let cases = [
        ("/html", Answer::html("<html><title>Sign in</title></html>"), "html"),
        ("/cut", Answer::calendar(whole.get(..whole.len() - 40).unwrap()), "truncated"),
        ("/empty", Answer::calendar(""), "empty"),
        ("/gone", Answer::status(410), "gone"),
    ];
    for (path, answer, kind) in cases {
        server.serve(path, answer);
        let error = engine.add_feed(feed(&server.url(path))).await.unwrap_err();
        assert_eq!(error.kind(), kind, "{error}");
        assert!(!error.remedy().is_empty());
        assert!(engine.is_first_run().await.unwrap(), "{path}");
    }
    let nowhere = engine.add_feed(feed("/nowhere/at-all.ics")).await.unwrap_err();
    assert_eq!(nowhere.kind(), "file_missing");
}

#[tokio::test]
async fn the_same_link_is_added_once() {
    let desk = Desk::new().unwrap();
    let engine = desk.open().await.unwrap();
    let server = FeedServer::start().unwrap();
    server.serve(PATH, Answer::calendar(calendar(&a_week())));
    engine.add_feed(feed(&server.url(PATH))).await.unwrap();
    let error = engine.add_feed(feed(&server.url(PATH))).await.unwrap_err();
    assert_eq!(error.kind(), "invalid");
    assert_eq!(engine.list_calendars().await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_feed_can_be_changed_paused_and_removed_with_its_address() {
    let desk = Desk::new().unwrap();
    let engine = desk.open().await.unwrap();
    let server = FeedServer::start().unwrap();
    server.serve(PATH, Answer::calendar(calendar(&a_week())));
    let id = engine.add_feed(feed(&server.url(PATH))).await.unwrap().id;
    let key = format!("feed:{id}");
    let kept = desk.secrets.get(&key).await.unwrap().unwrap();
    assert_eq!(kept.expose_secret(), server.url(PATH));

    let look = CalendarChange {
        name: Some("Ours".into()),
        hue: Some(Hue::Pink),
        visible: Some(false),
        ..CalendarChange::default()
    };
    let changed = engine.change_calendar(id, look).await.unwrap();
    assert_eq!((changed.name.as_str(), changed.hue, changed.visible), ("Ours", Hue::Pink, false));
    let change = FeedChange { every: Some(Every::Hour), paused: Some(true) };
    let changed = engine.change_feed(id, change).await.unwrap().feed.unwrap();
    assert_eq!((changed.every_minutes, changed.state), (Every::Hour, FeedState::Paused));
    assert_eq!(changed.next_try, None);
    assert_eq!(engine.sync(None, Trigger::Manual, false).await.unwrap(), []);
    let change = FeedChange { every: None, paused: Some(false) };
    assert_eq!(engine.change_feed(id, change).await.unwrap().feed.unwrap().state, FeedState::Ok);

    engine.remove_calendar(id).await.unwrap();
    assert!(engine.is_first_run().await.unwrap());
    assert!(desk.secrets.get(&key).await.unwrap().is_none());
    assert_eq!(week_lines(&engine).await.unwrap(), [""; 0]);
    let logged = engine.list_runs(None, 10).await.unwrap();
    assert!(!logged.is_empty(), "the log outlives its calendar");
    assert_eq!(engine.get_calendar(id).await.unwrap_err().kind(), "not_found");
}

#[tokio::test]
async fn a_feed_that_moved_for_good_is_asked_at_its_new_address() {
    let desk = Desk::new().unwrap();
    let engine = desk.open().await.unwrap();
    let server = FeedServer::start().unwrap();
    server.serve("/old.ics", Answer::calendar(calendar(&a_week())));
    let id = engine.add_feed(feed(&server.url("/old.ics"))).await.unwrap().id;
    server.serve("/old.ics", Answer::redirect(301, &server.url("/new.ics")));
    server.serve("/new.ics", Answer::calendar(calendar(&a_week())));
    engine.sync(Some(id), Trigger::Manual, false).await.unwrap();
    server.take_requests();
    engine.sync(Some(id), Trigger::Manual, false).await.unwrap();
    let paths: Vec<String> = server.take_requests().into_iter().map(|one| one.path).collect();
    assert_eq!(paths, ["/new.ics"]);
    let kept = desk.secrets.get(&format!("feed:{id}")).await.unwrap().unwrap();
    assert_eq!(kept.expose_secret(), server.url("/new.ics"));
}

#[tokio::test]
async fn every_fault_keeps_the_last_good_data_and_says_when_it_is_tried_next() {
    let desk = Desk::new().unwrap();
    let engine = desk.open().await.unwrap();
    let server = FeedServer::start().unwrap();
    let whole = calendar(&a_week());
    server.serve(PATH, Answer::calendar(whole.clone()));
    let id = engine.add_feed(feed(&server.url(PATH))).await.unwrap().id;
    let before = week_lines(&engine).await.unwrap();
    let cases = [
        (Answer::status(401), "unauthorized", 3600),
        (Answer::status(403), "forbidden", 3600),
        (Answer::status(404), "not_found", 3600),
        (Answer::status(410), "gone", 3600),
        (Answer::status(500), "server_fault", 15),
        (Answer::status(503).header("retry-after", "7200"), "server_fault", 7200),
        (Answer::html("<html>Sign in</html>"), "html", 15),
        (Answer::calendar(""), "empty", 15),
        (Answer::calendar(whole.get(..whole.len() / 2).unwrap()), "truncated", 15),
        (Answer::calendar("BEGIN:VCARD\r\nEND:VCARD\r\n"), "not_a_calendar", 15),
    ];
    for (answer, kind, wait_at_least) in cases {
        server.serve(PATH, answer);
        let run = engine.sync(Some(id), Trigger::Manual, false).await.unwrap().remove(0);
        let problem = run.problem.unwrap();
        assert_eq!((run.result, problem.kind.as_str()), (RunResult::Failed, kind), "{problem}");
        assert_eq!(week_lines(&engine).await.unwrap(), before, "{kind}");
        let view = engine.get_calendar(id).await.unwrap().feed.unwrap();
        assert_eq!(view.state, FeedState::Failing);
        assert_eq!(view.problem.unwrap().kind, kind);
        let wait = view.next_try.unwrap().duration_since(desk.config.clock.now()).as_secs();
        assert!(wait >= wait_at_least, "{kind}: {wait} s");
    }
}
