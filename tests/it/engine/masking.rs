//! An address carries a token: it is among the secrets and nowhere else.

use std::{
    io::Write,
    path::Path,
    sync::{Arc, Mutex},
};

use kalends_engine::Trigger;
use support::{
    desk::{Desk, feed},
    event::{a_week, calendar},
    feed_server::{Answer, FeedServer},
};
use tracing::Instrument as _;

const TOKEN: &str = "5ec4e7c0de";

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[test]
fn no_address_is_in_the_data_the_log_or_an_error() {
    // With one subscriber alone, what other threads log first would be taken for logged by nobody.
    let _second = tracing::Dispatch::new(tracing_subscriber::registry());
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_writer(move || writer.clone())
        .finish();
    let shown = tracing::subscriber::with_default(subscriber, || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(work().instrument(tracing::info_span!("test")))
    });
    let log = String::from_utf8_lossy(&log.0.lock().unwrap()).into_owned();
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

fn files(folder: &Path) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found
}
