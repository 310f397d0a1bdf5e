//! What knocks at the port, and what ends the wait.

use super::*;

/// Runs a sign-in while `browser` does as it likes.
async fn with_browser<F: Future<Output = ()>>(
    browser: impl FnOnce(SocketAddr, String, Arc<Hand>) -> F,
) -> Result<Tokens, SignInError> {
    let sign_in = begin();
    let (address, state) = way_back(&sign_in);
    let script = token_address(&sign_in, testing::json(200, &super::answer()));
    let pace = Hand::still();
    let (result, ()) = tokio::join!(
        sign_in.finish(&*script, &*pace, std::future::pending()),
        browser(address, state, pace.clone()),
    );
    result
}

fn good(state: &str) -> String {
    format!("/?code={CODE}&state={state}")
}

#[tokio::test]
async fn rule_40_strays_are_answered_and_forgotten() {
    let result = with_browser(|address, state, _| async move {
        for (request, expected) in [
            ("GET /favicon.ico HTTP/1.1\r\n\r\n".to_owned(), "404"),
            (format!("GET /x?code={CODE}&state={state} HTTP/1.1\r\n\r\n"), "404"),
            (format!("POST {} HTTP/1.1\r\nContent-Length: 0\r\n\r\n", good(&state)), "405"),
            ("\u{16}\u{3}\u{1} hello\r\n\r\n".to_owned(), "400"),
            ("GET /?code=evil&state=evil HTTP/1.1\r\n\r\n".to_owned(), "400"),
            ("GET /?error=access_denied&state=evil HTTP/1.1\r\n\r\n".to_owned(), "400"),
            (format!("GET /{} HTTP/1.1\r\n\r\n", "a".repeat(40_000)), "431"),
        ] {
            let answer = knock(address, &request).await;
            // Whoever says too much may be cut off before it reads.
            let cut_off = expected == "431" && answer.is_empty();
            assert!(cut_off || answer.starts_with(&format!("HTTP/1.1 {expected} ")), "{answer}");
            assert!(!answer.contains("evil"));
        }
        let page = visit(address, &good(&state)).await;
        assert!(page.contains("You are signed in"), "{page}");
    })
    .await;
    assert_eq!(result.unwrap().email, "ann@h.example");
}

#[tokio::test]
async fn rule_40_silent_and_slow_connections_hold_nobody_up() {
    let result = with_browser(|address, state, _| async move {
        let mut silent = Vec::new();
        for _ in 0..100 {
            silent.push(TcpStream::connect(address).await.unwrap());
        }
        let half = "GET / HTTP/1.1\r\nHost: slow";
        for stream in silent.iter_mut().take(50) {
            // The oldest may have been dropped by now.
            let _ = stream.write_all(half.as_bytes()).await;
        }
        let gone = TcpStream::connect(address).await.unwrap();
        drop(gone);
        let page = visit(address, &good(&state)).await;
        assert!(page.contains("You are signed in"), "{page}");
    })
    .await;
    assert!(result.is_ok(), "{result:?}");
}

#[tokio::test]
async fn a_request_in_pieces_is_put_together() {
    let result = with_browser(|address, state, _| async move {
        let mut stream = TcpStream::connect(address).await.unwrap();
        let request = format!("GET {} HTTP/1.1\r\nHost: h\r\n\r\n", good(&state));
        for piece in request.as_bytes().chunks(7) {
            stream.write_all(piece).await.unwrap();
            stream.flush().await.unwrap();
            tokio::task::yield_now().await;
        }
        let mut page = String::new();
        stream.read_to_string(&mut page).await.unwrap();
        assert!(page.contains("You are signed in"), "{page}");
    })
    .await;
    assert!(result.is_ok(), "{result:?}");
}

#[tokio::test]
async fn rule_40_nothing_within_five_minutes_is_a_time_out() {
    let result = with_browser(|address, _, pace| async move {
        visit(address, "/favicon.ico").await;
        pace.advance(299);
        assert!(visit(address, "/favicon.ico").await.contains("404"), "still waiting");
        pace.advance(1);
    })
    .await;
    assert_eq!(result.unwrap_err(), SignInError::TimedOut);
}

#[tokio::test]
async fn rule_40_a_wrong_state_never_signs_in() {
    let result = with_browser(|address, _, pace| async move {
        let page = visit(address, &format!("/?code={CODE}&state=other")).await;
        assert!(page.contains("another sign-in"), "{page}");
        pace.advance(300);
    })
    .await;
    assert_eq!(result.unwrap_err(), SignInError::WrongState);
}

#[tokio::test]
async fn a_denial_says_what_to_do_in_the_browser_as_well() {
    let result = with_browser(|address, state, _| async move {
        let page = visit(address, &format!("/?error=access_denied&state={state}")).await;
        assert!(page.contains("You are not signed in") && page.contains("Continue"), "{page}");
    })
    .await;
    assert_eq!(result.unwrap_err(), SignInError::Denied);
}

#[tokio::test]
async fn a_browser_that_is_gone_before_its_answer_is_not_missed() {
    let result = with_browser(|address, state, pace| async move {
        let mut stream = TcpStream::connect(address).await.unwrap();
        let request = format!("GET {} HTTP/1.1\r\n\r\n", good(&state));
        stream.write_all(request.as_bytes()).await.unwrap();
        drop(stream);
        let _ = pace;
    })
    .await;
    assert!(result.is_ok(), "{result:?}");
}

#[tokio::test]
async fn a_cancelled_sign_in_gives_its_port_back_and_another_can_begin() {
    let sign_in = begin();
    let (address, state) = way_back(&sign_in);
    let script = token_address(&sign_in, testing::json(200, &super::answer()));
    let pace = Hand::still();
    let (cancel, cancelled) = tokio::sync::oneshot::channel::<()>();
    let (result, ()) = tokio::join!(
        sign_in.finish(&*script, &*pace, async {
            let _ = cancelled.await;
        }),
        async {
            visit(address, "/favicon.ico").await;
            cancel.send(()).unwrap();
        },
    );
    assert_eq!(result.unwrap_err(), SignInError::Cancelled);
    assert!(TcpStream::connect(address).await.is_err(), "the port is free");
    assert!(script.seen().is_empty());
    // The page of the first one, still open in the browser, does not sign in the second.
    let result = with_browser(|address, own, pace| async move {
        let page = visit(address, &good(&state)).await;
        assert!(page.contains("another sign-in"), "{page}");
        visit(address, &good(&own)).await;
        let _ = pace;
    })
    .await;
    assert!(result.is_ok());
}

#[tokio::test]
async fn a_sign_in_never_finished_gives_its_port_back() {
    let sign_in = begin();
    let (address, _) = way_back(&sign_in);
    assert!(TcpStream::connect(address).await.is_ok());
    drop(sign_in);
    assert!(TcpStream::connect(address).await.is_err());
}

#[test]
fn a_sign_in_can_run_on_any_thread() {
    fn is_send<T: Send>(_: &T) {}
    let sign_in = begin();
    let script = token_address(&sign_in, response(200, ""));
    let pace = Hand::still();
    is_send(&sign_in.finish(&*script, &*pace, std::future::pending()));
}
