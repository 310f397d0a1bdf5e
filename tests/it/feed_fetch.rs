//! Fetching calendar links: what arrives, what is remembered, and each way it can fail.

mod connection;

use std::io::Read;
use std::path::Path;
use std::time::Duration;

use jiff::Timestamp;
use kalends_remote::{
    ExposeSecret, FeedAddress, FeedBody, FetchError, Fetched, Fetcher, FetcherOptions, Limits,
    Timeouts, Validators,
};
use support::feed_server::{Answer, Certificate, FeedServer, Packing};
use tempfile::TempDir;

use crate::leaks::logged;

/// In the path of every address here; must never show.
const TOKEN: &str = "/private-5ec4e7";

fn week() -> String {
    let events: String = (0..200)
        .map(|n| {
            format!(
                "BEGIN:VEVENT\r\nUID:{n}@h\r\nDTSTART:20261116T090000Z\r\nSUMMARY:Meeting {n}\r\n\
                 END:VEVENT\r\n"
            )
        })
        .collect();
    format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{events}END:VCALENDAR\r\n")
}

fn address(text: &str) -> FeedAddress {
    FeedAddress::parse(text).unwrap()
}

fn whole(address: &FeedAddress) -> String {
    address.expose().expose_secret().to_owned()
}

/// Long enough for a busy machine, short enough to wait for.
fn quick() -> FetcherOptions {
    FetcherOptions {
        timeouts: Timeouts {
            connect: Duration::from_millis(500),
            idle: Duration::from_millis(500),
            total: Duration::from_secs(20),
        },
        ..FetcherOptions::default()
    }
}

fn trusting(server: &FeedServer) -> FetcherOptions {
    FetcherOptions { extra_roots: vec![server.root()], ..quick() }
}

struct Reader {
    fetcher: Fetcher,
    spool: TempDir,
}

impl Reader {
    fn new(options: FetcherOptions) -> Self {
        Self { fetcher: Fetcher::new(options), spool: TempDir::new().unwrap() }
    }

    async fn fetch(&self, url: &str, known: &Validators) -> Result<Fetched, FetchError> {
        let result = self.fetcher.fetch(&address(url), known, self.spool.path()).await;
        assert_eq!(files_in(self.spool.path()), 0, "the spool directory stays empty");
        if let Err(error) = &result {
            let shown = format!("{error} {error:?} {}", error.remedy());
            assert!(!shown.contains("5ec4e7") && !shown.contains("127.0.0.1"), "{shown}");
        }
        result
    }

    async fn body(&self, url: &str) -> FeedBody {
        match self.fetch(url, &Validators::default()).await.unwrap() {
            Fetched::Body(body) => body,
            Fetched::NotModified { .. } => panic!("not modified, though nothing was known"),
        }
    }

    async fn kind(&self, url: &str) -> &'static str {
        match self.fetch(url, &Validators::default()).await {
            Ok(fetched) => panic!("{fetched:?}"),
            Err(error) => error.kind(),
        }
    }
}

fn files_in(directory: &Path) -> usize {
    std::fs::read_dir(directory).unwrap().count()
}

fn text(body: &mut FeedBody) -> String {
    let mut text = String::new();
    body.spool.reader().unwrap().read_to_string(&mut text).unwrap();
    text
}

#[tokio::test]
async fn a_body_arrives_whole_however_it_is_sent() {
    let server = FeedServer::start().unwrap();
    let reader = Reader::new(quick());
    let plain = Answer::calendar(week());
    let mut hashes = Vec::new();
    for answer in [
        plain.clone(),
        plain.clone().chunked(),
        plain.clone().packed(Packing::Gzip),
        plain.clone().packed(Packing::Brotli),
        plain.clone().packed(Packing::Zstd).chunked(),
    ] {
        server.serve(TOKEN, answer);
        let mut body = reader.body(&server.url(TOKEN)).await;
        assert_eq!(text(&mut body), week());
        assert_eq!(text(&mut body), week(), "it reads twice");
        assert_eq!(body.len, week().len() as u64);
        assert_eq!(body.content_type.as_deref(), Some("text/calendar"));
        assert_eq!(body.charset.as_deref(), Some("utf-8"));
        assert!(body.validators.etag.is_some());
        assert_eq!(body.moved_to, None);
        hashes.push(body.body_hash);
    }
    hashes.dedup();
    assert_eq!(hashes.len(), 1, "the hash is that of the unpacked bytes");
    let request = server.take_requests().remove(0);
    assert_eq!(request.header("accept-encoding"), Some("gzip, br, zstd"));
    assert!(request.header("user-agent").unwrap().starts_with("Kalends/"));
}

#[tokio::test]
async fn what_did_not_change_is_not_sent_again() {
    let server = FeedServer::start().unwrap();
    let reader = Reader::new(quick());
    let date = "Mon, 16 Nov 2026 08:00:00 GMT";
    for answer in [
        Answer::calendar(week()),
        Answer::calendar(week()).without_etag().last_modified(date),
        Answer::calendar(week()).last_modified(date),
    ] {
        server.serve(TOKEN, answer);
        let known = reader.body(&server.url(TOKEN)).await.validators;
        server.take_requests();
        let again = reader.fetch(&server.url(TOKEN), &known).await.unwrap();
        assert!(matches!(again, Fetched::NotModified { moved_to: None }), "{again:?}");
        assert_eq!(server.take_requests().len(), 1);

        server.serve(TOKEN, Answer::calendar(week().replace("Meeting", "Lunch")));
        let changed = reader.fetch(&server.url(TOKEN), &known).await.unwrap();
        assert!(matches!(changed, Fetched::Body(_)), "{changed:?}");
    }
}

#[tokio::test]
async fn each_answer_without_a_calendar_has_its_own_state() {
    let server = FeedServer::start().unwrap();
    let limits = Limits { unpacked_bytes: 500_000, ratio_from_bytes: 100_000, ..Limits::default() };
    let reader = Reader::new(FetcherOptions { limits, ..quick() });
    let full = Answer::calendar(week()).without_etag();
    let page = "<!DOCTYPE html><html><head><title>Log in</title></head></html>";
    let gzip_cut = {
        let mut packed = vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255];
        packed.extend([0, 4, 0, 251, 255, b'B', b'E', b'G', b'I']);
        Answer::calendar(packed).header("Content-Encoding", "gzip")
    };
    for (kind, answer) in [
        ("unauthorized", Answer::status(401)),
        ("forbidden", Answer::status(403)),
        ("not_found", Answer::status(404)),
        ("gone", Answer::status(410)),
        ("too_many_requests", Answer::status(429)),
        ("server_fault", Answer::status(500)),
        ("server_fault", Answer::status(503)),
        ("unexpected_status", Answer::status(418)),
        ("unexpected_status", Answer::status(304)),
        ("unexpected_status", Answer::status(206)),
        ("empty", Answer::status(204)),
        ("empty", Answer::calendar("")),
        ("html", Answer::html(page)),
        ("html", Answer::calendar(page)),
        ("bad_redirect", Answer::status(302)),
        ("truncated", full.clone().close_after(2000)),
        ("truncated", full.clone().chunked().close_after(2000)),
        ("truncated", full.clone().packed(Packing::Gzip).close_after(200)),
        ("truncated", full.clone().packed(Packing::Zstd).chunked().close_after(100)),
        ("truncated", full.clone().packed(Packing::Brotli).close_after(100)),
        ("truncated", gzip_cut),
        ("bad_encoding", full.clone().header("Content-Encoding", "gzip")),
        ("bad_encoding", full.clone().header("Content-Encoding", "compress")),
        ("timeout_idle", Answer::silent()),
        ("timeout_idle", full.clone().silent_after(2000)),
        ("timeout_idle", full.clone().packed(Packing::Gzip).silent_after(0)),
        ("too_large", Answer::endless()),
        ("too_large", Answer::calendar(vec![b'A'; 500_001])),
        ("ratio_bomb", Answer::calendar(vec![b'A'; 400_000]).packed(Packing::Gzip)),
        ("ratio_bomb", Answer::calendar(vec![b'A'; 400_000]).packed(Packing::Brotli)),
        ("ratio_bomb", Answer::calendar(vec![b'A'; 400_000]).packed(Packing::Zstd)),
    ] {
        let shown = format!("{answer:.0?}");
        server.serve(TOKEN, answer);
        let met = reader.kind(&server.url(TOKEN)).await;
        assert_eq!(met, kind, "{}", &shown[..shown.len().min(300)]);
    }
    // The same reader still works.
    server.serve(TOKEN, full);
    assert_eq!(text(&mut reader.body(&server.url(TOKEN)).await), week());
}

#[tokio::test]
async fn a_page_is_named_by_its_title() {
    let server = FeedServer::start().unwrap();
    server.serve(TOKEN, Answer::html("<html><head><title>Guest Wi-Fi</title>"));
    let error =
        Reader::new(quick()).fetch(&server.url(TOKEN), &Validators::default()).await.unwrap_err();
    assert_eq!(error.to_string(), "the answer is a web page (“Guest Wi-Fi”), not a calendar");
}

#[tokio::test]
async fn a_server_may_ask_for_patience() {
    let server = FeedServer::start().unwrap();
    let reader = Reader::new(quick());
    let now: Timestamp = "2026-11-16T08:00:00Z".parse().unwrap();
    for (status, value, seconds) in [
        (429, Some("90"), Some(90)),
        (503, Some("Mon, 16 Nov 2026 08:02:00 GMT"), Some(120)),
        (503, Some("Mon, 16 Nov 2026 07:00:00 GMT"), Some(0)),
        (500, Some("later"), None),
        (429, None, None),
        (404, Some("90"), None),
    ] {
        let mut answer = Answer::status(status);
        if let Some(value) = value {
            answer = answer.header("Retry-After", value);
        }
        server.serve(TOKEN, answer);
        let error = reader.fetch(&server.url(TOKEN), &Validators::default()).await.unwrap_err();
        let wait = error.retry_after(now).map(|wait| wait.as_secs());
        assert_eq!(wait, seconds, "{status} {value:?}");
    }
}

#[tokio::test]
async fn redirects_are_followed_and_permanent_ones_remembered() {
    let server = FeedServer::start().unwrap();
    let reader = Reader::new(quick());
    server.serve("/end", Answer::calendar(week()));
    server.serve("/gone-on", Answer::redirect(308, "end"));
    for status in [301, 302, 303, 307, 308] {
        server.serve(TOKEN, Answer::redirect(status, "/end"));
        let moved = reader.body(&server.url(TOKEN)).await.moved_to;
        let remembered = matches!(status, 301 | 308);
        assert_eq!(moved.map(|to| whole(&to)), remembered.then(|| server.url("/end")), "{status}");

        server.serve(TOKEN, Answer::redirect(status, &server.url("/gone-on")));
        let moved = reader.body(&server.url(TOKEN)).await.moved_to;
        assert_eq!(moved.is_some(), remembered, "{status}, then 308");
    }

    server.serve(TOKEN, Answer::redirect(301, "/end"));
    let known = reader.body(&server.url("/end")).await.validators;
    let again = reader.fetch(&server.url(TOKEN), &known).await.unwrap();
    assert!(matches!(again, Fetched::NotModified { moved_to: Some(_) }), "{again:?}");

    for n in 0..7 {
        server.serve(&format!("/{n}"), Answer::redirect(302, &format!("/{}", n + 1)));
    }
    server.serve("/7", Answer::calendar(week()));
    server.serve("/back", Answer::redirect(302, "/forth"));
    server.serve("/forth", Answer::redirect(302, "/back"));
    assert_eq!(reader.body(&server.url("/2")).await.len, week().len() as u64);
    assert_eq!(reader.kind(&server.url("/1")).await, "too_many_redirects");
    assert_eq!(reader.kind(&server.url("/back")).await, "redirect_loop");
}

#[tokio::test]
async fn names_and_passwords_go_to_their_own_server_only() {
    let server = FeedServer::start().unwrap();
    let other = FeedServer::start().unwrap();
    let reader = Reader::new(quick());
    server.serve(TOKEN, Answer::redirect(302, "/here"));
    server.serve("/here", Answer::redirect(301, &other.url("/there")));
    other.serve("/there", Answer::calendar(week()));
    let link = server.url(TOKEN).replace("http://", "http://ann:p%40ss@");
    reader.body(&link).await;
    for request in server.take_requests() {
        // ann:p@ss
        assert_eq!(request.header("authorization"), Some("Basic YW5uOnBAc3M="));
        assert!(!request.path.contains("ann"));
    }
    let request = other.take_requests().remove(0);
    assert_eq!((request.header("authorization"), request.header("referer")), (None, None));
}

#[tokio::test]
async fn files_are_calendars_too() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("my week.ics");
    let name = path.to_str().unwrap();
    let reader = Reader::new(quick());
    assert_eq!(reader.kind(name).await, "file_missing");
    assert_eq!(reader.kind(folder.path().to_str().unwrap()).await, "not_a_file");
    assert_eq!(reader.kind("/dev/zero").await, "not_a_file");

    std::fs::write(&path, week()).unwrap();
    let mut body = reader.body(name).await;
    assert_eq!(text(&mut body), week());
    let known = body.validators.clone();
    let again = reader.fetch(&format!("file://{}", name.replace(' ', "%20")), &known).await;
    assert!(matches!(again, Ok(Fetched::NotModified { moved_to: None })), "{again:?}");

    std::fs::write(&path, week().replace("Meeting", "Lunch")).unwrap();
    let changed = reader.fetch(name, &known).await.unwrap();
    let Fetched::Body(mut changed) = changed else { panic!("{changed:?}") };
    assert!(text(&mut changed).contains("Lunch"));
    assert_eq!(text(&mut body), week(), "what was read stays as it was");

    std::fs::write(&path, "<html>").unwrap();
    assert_eq!(reader.kind(name).await, "html");
    std::fs::write(&path, "").unwrap();
    assert_eq!(reader.kind(name).await, "empty");
}

#[tokio::test]
async fn a_spool_that_cannot_be_written_is_no_fault_of_the_server() {
    let server = FeedServer::start().unwrap();
    server.serve(TOKEN, Answer::calendar(week()));
    let missing = TempDir::new().unwrap().path().join("gone");
    let error = Fetcher::new(quick())
        .fetch(&address(&server.url(TOKEN)), &Validators::default(), &missing)
        .await
        .unwrap_err();
    assert_eq!(error.kind(), "spool");
}

/// Everything the HTTP stack says while it works, with a name, a password and a token on the way.
#[test]
fn no_log_shows_an_address() {
    let ((), log) = logged(async {
        let server = FeedServer::start_tls(Certificate::Good).unwrap();
        let reader = Reader::new(trusting(&server));
        let link = |path: &str| server.url(path).replace("https://", "https://ann:hunter2@");
        server.serve(TOKEN, Answer::redirect(301, "/private-5ec4e7-moved?key=5ec4e7"));
        server.serve("/private-5ec4e7-moved?key=5ec4e7", Answer::calendar(week()));
        reader.body(&link(TOKEN)).await;
        assert_eq!(reader.kind(&link("/private-5ec4e7-none")).await, "not_found");
        server.close().unwrap();
        assert_eq!(reader.kind(&link(TOKEN)).await, "refused");
    });
    assert!(log.contains("reqwest") || log.contains("hyper"), "the stack was heard: {log}");
    for secret in ["5ec4e7", "hunter2", "YW5uOmh1bnRlcjI"] {
        assert!(!log.contains(secret), "{secret} in {log}");
    }
}
