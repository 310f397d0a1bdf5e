//! The stand-in as a program of its own, driven through its control port as window tests do.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Command, Stdio};

use kalends_remote::{
    FeedAddress, FetchError, Fetched, Fetcher, FetcherOptions, NetworkFault, Validators,
};
use tempfile::TempDir;

/// One request to `http://HOST/…`; the status line's number and the body.
fn ask(method: &str, url: &str, body: &str) -> (u16, String) {
    let (host, path) = url.strip_prefix("http://").unwrap().split_once('/').unwrap();
    let mut stream = TcpStream::connect(host).unwrap();
    write!(stream, "{method} /{path} HTTP/1.1\r\nContent-Length: {}\r\n\r\n{body}", body.len())
        .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let status = answer.split(' ').nth(1).unwrap().parse().unwrap();
    let body = answer.split_once("\r\n\r\n").unwrap().1.to_owned();
    (status, body)
}

#[tokio::test]
async fn it_is_controlled_from_outside() {
    let folder = TempDir::new().unwrap();
    std::fs::write(folder.path().join("week.ics"), "BEGIN:VCALENDAR\r\n").unwrap();
    let mut process = Command::new(env!("CARGO_BIN_EXE_kalends-feed-server"))
        .arg(folder.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut ready = String::new();
    BufReader::new(process.stdout.take().unwrap()).read_line(&mut ready).unwrap();
    let ready: serde_json::Value = serde_json::from_str(&ready).unwrap();
    let control = |verb: &str| format!("{}/{verb}", ready["control"].as_str().unwrap());
    let link = format!("{}week.ics", ready["feed"].as_str().unwrap());

    let link = FeedAddress::parse(&link).unwrap();
    let fetcher = Fetcher::new(FetcherOptions::default());
    let mut known = Validators::default();
    let mut fetch = async || match fetcher.fetch(&link, &known, folder.path()).await {
        Ok(Fetched::Body(body)) => {
            known = body.validators;
            "body"
        }
        Ok(Fetched::NotModified { .. }) => "unchanged",
        Err(FetchError::Gone) => "gone",
        Err(FetchError::Network(NetworkFault::Refused)) => "refused",
        Err(error) => panic!("{error}"),
    };

    assert_eq!(fetch().await, "body");
    assert_eq!(fetch().await, "unchanged");
    std::fs::write(folder.path().join("week.ics"), "BEGIN:VCALENDAR\r\nX-NEW:1\r\n").unwrap();
    assert_eq!(fetch().await, "body", "the file is read anew");
    assert_eq!(ask("PUT", &control("body/week.ics"), "BEGIN:VCALENDAR\r\nX-NEW:2\r\n").0, 204);
    assert_eq!(fetch().await, "body");
    assert_eq!(ask("PUT", &control("status/410"), "").0, 204);
    assert_eq!(fetch().await, "gone");
    assert_eq!(ask("PUT", &control("status/200"), "").0, 204);
    assert_eq!(fetch().await, "unchanged");
    assert_eq!(ask("PUT", &control("stop"), "").0, 204);
    assert_eq!(fetch().await, "refused");
    assert_eq!(ask("PUT", &control("start"), "").0, 204);
    assert_eq!(fetch().await, "unchanged");
    let (status, requests) = ask("GET", &control("requests"), "");
    let requests: serde_json::Value = serde_json::from_str(&requests).unwrap();
    assert_eq!((status, requests.as_array().unwrap().len()), (200, 7));
    assert_eq!(requests[0]["path"], "/week.ics");

    drop(process.stdin.take());
    assert!(process.wait().unwrap().success());
}
