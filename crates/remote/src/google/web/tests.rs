//! The real transport against servers of raw bytes on this computer.

use async_compression::tokio::write::GzipEncoder;
use reqwest::Method;
use reqwest::header::{AUTHORIZATION, HeaderMap, HeaderValue};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use url::Url;

use super::*;

/// Answers one connection with these bytes, or never; gives its address and what it was asked.
async fn serve(answer: Option<Vec<u8>>) -> (Url, tokio::task::JoinHandle<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = Url::parse(&format!("http://{}/x?code=1", listener.local_addr().unwrap())).unwrap();
    let task = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut asked = Vec::new();
        let mut piece = [0; 4096];
        while !String::from_utf8_lossy(&asked).contains("\r\n\r\n") {
            let length = stream.read(&mut piece).await.unwrap();
            asked.extend_from_slice(&piece[..length]);
        }
        match answer {
            Some(answer) => {
                let _ = stream.write_all(&answer).await;
                let _ = stream.shutdown().await;
            }
            None => std::future::pending().await,
        }
        String::from_utf8(asked).unwrap().to_ascii_lowercase()
    });
    (url, task)
}

fn plain(body: &str) -> Vec<u8> {
    format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{body}", body.len()).into_bytes()
}

async fn packed(body: &[u8]) -> Vec<u8> {
    let mut encoder = GzipEncoder::new(Vec::new());
    encoder.write_all(body).await.unwrap();
    encoder.shutdown().await.unwrap();
    let body = encoder.into_inner();
    let head = "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length:";
    let mut answer = format!("{head} {}\r\n\r\n", body.len()).into_bytes();
    answer.extend_from_slice(&body);
    answer
}

fn get(url: &Url) -> Request {
    Request { method: Method::GET, url: url.clone(), headers: HeaderMap::new(), body: Bytes::new() }
}

async fn ask(answer: Vec<u8>, options: WebOptions) -> Result<Response, TransportError> {
    let (url, _task) = serve(Some(answer)).await;
    WebTransport::new(options).send(get(&url)).await
}

#[tokio::test]
async fn rule_38_gzip_is_offered_in_both_places_and_unpacked() {
    let body = "{\"items\":[]}".repeat(1000);
    let (url, task) = serve(Some(packed(body.as_bytes()).await)).await;
    let response = WebTransport::default().send(get(&url)).await.unwrap();
    assert_eq!(response.body, body);
    let asked = task.await.unwrap();
    assert!(asked.contains("accept-encoding: gzip\r\n"), "{asked}");
    assert!(asked.lines().any(|line| line.starts_with("user-agent: ") && line.contains("gzip")));
}

#[tokio::test]
async fn status_headers_and_body_arrive_as_they_are() {
    let answer =
        b"HTTP/1.1 403 Forbidden\r\nRetry-After: 7\r\nContent-Length: 2\r\n\r\n{}".to_vec();
    let (url, task) = serve(Some(answer)).await;
    let mut request = get(&url);
    request.method = Method::PATCH;
    request.headers.insert(AUTHORIZATION, HeaderValue::from_static("Bearer abc"));
    request.body = Bytes::from_static(b"{\"a\":1}");
    let response = WebTransport::default().send(request).await.unwrap();
    assert_eq!((response.status, &response.body[..]), (403, &b"{}"[..]));
    assert_eq!(response.headers.get("retry-after").unwrap(), "7");
    let asked = task.await.unwrap();
    assert!(asked.starts_with("patch /x?code=1 http/1.1\r\n"), "{asked}");
    assert!(asked.contains("authorization: bearer abc\r\n") && asked.contains("content-length: 7"));
}

#[tokio::test]
async fn a_post_without_a_body_says_so() {
    let (url, task) = serve(Some(plain("{}"))).await;
    let mut request = get(&url);
    request.method = Method::POST;
    WebTransport::default().send(request).await.unwrap();
    let asked = task.await.unwrap();
    assert!(asked.contains("content-length: 0\r\n"), "Google answers 411 otherwise: {asked}");
}

#[tokio::test]
async fn redirects_are_answers() {
    let answer =
        b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n";
    let response = ask(answer.to_vec(), WebOptions::default()).await.unwrap();
    assert_eq!(response.status, 302);
}

#[tokio::test]
async fn bodies_have_a_limit_packed_or_not_announced_or_not() {
    let options = WebOptions { unpacked_bytes: 100, ..WebOptions::default() };
    let body = "x".repeat(101);
    let unannounced = format!("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{body}").into_bytes();
    let announced = b"HTTP/1.1 200 OK\r\nContent-Length: 999999999999\r\n\r\nx".to_vec();
    for answer in [plain(&body), packed(body.as_bytes()).await, unannounced, announced] {
        let error = ask(answer, options.clone()).await.unwrap_err();
        assert_eq!(error, TransportError::TooLarge { limit_bytes: 100 });
    }
    let fits = ask(plain(&"x".repeat(100)), options).await.unwrap();
    assert_eq!(fits.body.len(), 100);
}

#[tokio::test]
async fn what_breaks_on_the_way_is_told_apart() {
    let whole = packed(&[b'x'; 5000]).await;
    for (name, answer, expected) in [
        ("nothing", Vec::new(), NetworkFault::Disconnected),
        ("half a head", b"HTTP/1.1 200 OK\r\nConte".to_vec(), NetworkFault::Disconnected),
        (
            "half a body",
            b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nhalf".to_vec(),
            NetworkFault::Truncated,
        ),
        ("half a packed body", whole[..whole.len() - 5].to_vec(), NetworkFault::Truncated),
        (
            "not packed at all",
            b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 9\r\n\r\nnot gzip!"
                .to_vec(),
            NetworkFault::BadEncoding,
        ),
        (
            "packed otherwise",
            b"HTTP/1.1 200 OK\r\nContent-Encoding: rot13\r\nContent-Length: 1\r\n\r\nx".to_vec(),
            NetworkFault::BadEncoding,
        ),
        ("not HTTP", b"SSH-2.0-OpenSSH\r\n".to_vec(), NetworkFault::Protocol),
    ] {
        let error = ask(answer, WebOptions::default()).await.unwrap_err();
        assert_eq!(error, TransportError::Network(expected), "{name}");
    }
    let nobody = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = Url::parse(&format!("http://{}/", nobody.local_addr().unwrap())).unwrap();
    drop(nobody);
    let error = WebTransport::default().send(get(&url)).await.unwrap_err();
    assert_eq!(error, TransportError::Network(NetworkFault::Refused));
}

#[tokio::test]
async fn silence_ends() {
    let wait = Duration::from_millis(20);
    let (url, _task) = serve(None).await;
    let options = WebOptions { connect: wait, idle: wait, ..WebOptions::default() };
    let error = WebTransport::new(options).send(get(&url)).await.unwrap_err();
    assert_eq!(error, TransportError::Network(NetworkFault::Timeout(TimedOut::Idle)));
    let (url, _task) = serve(None).await;
    let options = WebOptions { total: wait, ..WebOptions::default() };
    let error = WebTransport::new(options).send(get(&url)).await.unwrap_err();
    assert_eq!(error, TransportError::Network(NetworkFault::Timeout(TimedOut::Total)));
}

#[tokio::test]
async fn plain_http_leaves_this_computer_never() {
    for address in ["http://h.example/", "http://192.0.2.1/", "ftp://127.0.0.1/"] {
        let url = Url::parse(address).unwrap();
        let error = WebTransport::default().send(get(&url)).await.unwrap_err();
        assert_eq!(error, TransportError::Insecure, "{address}");
    }
}

#[test]
fn requests_and_answers_hide_what_they_carry() {
    let mut request = get(&Url::parse("https://h.example/p?code=hidden").unwrap());
    request.headers.insert(AUTHORIZATION, HeaderValue::from_static("Bearer hidden"));
    request.body = Bytes::from_static(b"hidden");
    let headers = request.headers.clone();
    let response = Response { status: 200, headers, body: request.body.clone() };
    let shown = format!("{request:?} {response:?}");
    assert!(!shown.contains("hidden"), "{shown}");
    assert!(shown.contains("h.example") && shown.contains("200"), "{shown}");
}
