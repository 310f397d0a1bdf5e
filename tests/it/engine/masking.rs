//! An address carries a token: it is among the secrets and nowhere else.

use kalends_engine::Trigger;
use support::{
    desk::{Desk, feed},
    event::{a_week, calendar},
    feed_server::{Answer, FeedServer},
};

use crate::leaks::{files, logged};

const TOKEN: &str = "5ec4e7c0de";

#[test]
fn no_address_is_in_the_data_the_log_or_an_error() {
    let (shown, log) = logged(work());
    assert!(log.contains("a feed failed"), "the log was written");
    for (what, text) in [("the log", &log), ("an answer", &shown)] {
        if let Some(at) = text.find(TOKEN) {
            panic!("{what} has the token: …{}…", &text[at.saturating_sub(200)..at + 20]);
        }
    }
}

async fn work() -> String {
    let desk = Desk::new().unwrap();
    let engine = desk.open().await.unwrap();
    let server = FeedServer::start().unwrap();
    let path = format!("/calendar/{TOKEN}/basic.ics?key={TOKEN}");
    server.serve(&path, Answer::calendar(calendar(&a_week())));
    let mut shown = format!("{:?}", engine.test_feed(&server.url(&path)).await);
    let id = engine.add_feed(feed(&server.url(&path))).await.unwrap().id;
    for answer in [
        Answer::status(404),
        Answer::html("<html>Sign in</html>"),
        Answer::redirect(302, &server.url(&path)),
        Answer::calendar("BEGIN:VCALENDAR\r\n"),
        Answer::calendar(calendar(&a_week()[..2])),
    ] {
        server.serve(&path, answer);
        let runs = engine.sync(Some(id), Trigger::Manual, false).await.unwrap();
        shown.push_str(&format!("{runs:?}"));
    }
    server.close().unwrap();
    shown.push_str(&format!("{:?}", engine.sync(Some(id), Trigger::Manual, false).await.unwrap()));
    let again = engine.add_feed(feed(&server.url(&path))).await.unwrap_err();
    shown.push_str(&format!("{again} {again:?} {:?}", again.problem()));
    shown.push_str(&format!("{:?}", engine.list_calendars().await.unwrap()));
    shown.push_str(&format!("{:?}", engine.list_runs(None, 100).await.unwrap()));
    engine.back_up().await.unwrap();
    for path in files(desk.folder.path()) {
        let bytes = std::fs::read(&path).unwrap();
        let found = bytes.windows(TOKEN.len()).any(|window| window == TOKEN.as_bytes());
        assert!(!found, "{} has the token", path.display());
    }
    shown
}
