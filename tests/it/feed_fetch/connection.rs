//! Reaching a server, securely or not at all.

use std::net::TcpListener;
use std::process::Command;
use std::time::Duration;

use kalends_remote::{FetcherOptions, Timeouts, has_route};
use support::feed_server::{Answer, Certificate, FeedServer};

use super::{Reader, TOKEN, quick, text, trusting, week, whole};

#[tokio::test]
async fn secure_connections_are_checked() {
    let server = FeedServer::start_tls(Certificate::Good).unwrap();
    server.serve(TOKEN, Answer::calendar(week()));
    let reader = Reader::new(trusting(&server));
    assert_eq!(text(&mut reader.body(&server.url(TOKEN)).await), week());

    let plain = FeedServer::start().unwrap();
    plain.serve(TOKEN, Answer::calendar(week()));
    server.serve("/down", Answer::redirect(301, &plain.url(TOKEN)));
    assert_eq!(reader.kind(&server.url("/down")).await, "insecure_redirect");
    plain.serve("/up", Answer::redirect(301, &server.url(TOKEN)));
    let moved = reader.body(&plain.url("/up")).await.moved_to.unwrap();
    assert_eq!(whole(&moved), server.url(TOKEN));

    let spoken = plain.url(TOKEN).replace("http:", "https:");
    assert_eq!(reader.kind(&spoken).await, "tls_not_spoken");

    for (certificate, kind) in [
        (Certificate::Expired, "tls_expired"),
        (Certificate::NotYetValid, "tls_not_yet_valid"),
        (Certificate::OtherName, "tls_wrong_name"),
        (Certificate::SelfSigned, "tls_unknown_issuer"),
    ] {
        let bad = FeedServer::start_tls(certificate).unwrap();
        bad.serve(TOKEN, Answer::calendar(week()));
        assert_eq!(Reader::new(trusting(&bad)).kind(&bad.url(TOKEN)).await, kind);
        assert_eq!(bad.take_requests(), [], "nothing was asked of it");
    }
    let stranger = FeedServer::start_tls(Certificate::Good).unwrap();
    assert_eq!(reader.kind(&stranger.url(TOKEN)).await, "tls_unknown_issuer");
}

#[tokio::test]
async fn a_server_that_is_not_there_is_told_from_one_that_does_not_exist() {
    let server = FeedServer::start().unwrap();
    let reader = Reader::new(quick());
    server.serve(TOKEN, Answer::calendar(week()));
    server.close().unwrap();
    assert_eq!(reader.kind(&server.url(TOKEN)).await, "refused");
    server.open().unwrap();
    assert_eq!(reader.body(&server.url(TOKEN)).await.len, week().len() as u64);

    let expected = if has_route() { "host_not_found" } else { "offline" };
    // RFC 2606: a name that never exists.
    let patient = Timeouts { connect: Duration::from_secs(10), ..Timeouts::default() };
    let patient = Reader::new(FetcherOptions { timeouts: patient, ..FetcherOptions::default() });
    assert_eq!(patient.kind("https://kalends.invalid/a.ics").await, expected);

    // Accepts, and says nothing.
    let mute = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = mute.local_addr().unwrap().port();
    assert_eq!(reader.kind(&format!("https://127.0.0.1:{port}/a")).await, "timeout_connect");
    let hang_up = std::thread::spawn(move || {
        for _ in 0..2 {
            drop(mute.accept());
        }
    });
    assert_eq!(reader.kind(&format!("http://127.0.0.1:{port}/a")).await, "disconnected");
    hang_up.join().unwrap();
}

#[tokio::test]
async fn there_is_an_end_to_patience() {
    let server = FeedServer::start().unwrap();
    server.serve(TOKEN, Answer::calendar(week()).silent_after(10));
    let timeouts = Timeouts { total: Duration::from_millis(100), ..Timeouts::default() };
    let reader = Reader::new(FetcherOptions { timeouts, ..FetcherOptions::default() });
    assert_eq!(reader.kind(&server.url(TOKEN)).await, "timeout_total");
}

/// Runs itself again in a network of its own, which has no way out.
#[test]
fn a_computer_without_a_network_knows_it_is_offline() {
    const INNER: &str = "KALENDS_TEST_OFFLINE";
    if std::env::var_os(INNER).is_some() {
        assert!(!has_route());
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let reader = Reader::new(FetcherOptions::default());
            for link in
                ["http://calendar.example.com/a", "http://192.0.2.1/a", "http://[2001:db8::1]/a"]
            {
                assert_eq!(reader.kind(link).await, "offline", "{link}");
            }
        });
        return;
    }
    let unshare = |program: &std::ffi::OsStr| {
        let mut command = Command::new("unshare");
        command.args(["--map-root-user", "--net"]).arg(program);
        command
    };
    match unshare("true".as_ref()).output() {
        Ok(output) if output.status.success() => {}
        _ => return eprintln!("skipped: unshare cannot make a network namespace here"),
    }
    let name = std::thread::current().name().unwrap().to_owned();
    let output = unshare(std::env::current_exe().unwrap().as_os_str())
        .args(["--exact", &name, "--nocapture"])
        .env(INNER, "1")
        .output()
        .unwrap();
    let shown = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && shown.contains("1 passed"), "{output:?}");
}
