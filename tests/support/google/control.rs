//! Changing the stand-in from outside the process, over a port of its own: that of the API may be
//! closed.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};
use tokio::io::AsyncWriteExt;
use tokio::net::TcpListener;
use tokio::sync::mpsc;

use super::{
    Consent, Fault, Google, Matcher, Refusal, Role,
    message::{Request, Response, text_of},
    server::{Shared, Switch, send, turn},
};
use crate::feed_server::read_request;

/// Serves the control port until the process ends.
///
/// - `PUT /control/consent` with `{"mode": "ask" | "give" | "refuse", "user", "scopes": […]}`.
/// - `PUT /control/fail` with `{"fault", "method", "path", "ends", "times", …}`, see [`fault_of`];
///   `PUT /control/heal`.
/// - `PUT /control/stop` and `/control/start`: the API's port refuses connections, accepts them.
/// - `PUT /control/delay/50`: milliseconds before every answer. `PUT /control/freeze/INSTANT`.
/// - `PUT /control/expire/CALENDAR`, `/expire-list/USER`, `/expire-access`, `/revoke/USER`.
/// - `PUT /control/role/USER/CALENDAR/ROLE`, `/unshare/USER/CALENDAR`.
/// - `PUT /control/empty/true`: full lists of events are empty.
/// - `PUT /control/page/3`: no page is longer.
/// - `PUT /control/item`: the body goes into the next page of events as it is.
/// - `ANY /control/as/USER/calendar/v3/…`: that user's request to the API, with every scope.
/// - `GET /control/mails`, `/control/violations`, `/control/requests` (since the last question).
pub(super) fn start(
    shared: Arc<Shared>,
    switch: mpsc::UnboundedSender<Switch>,
) -> io::Result<SocketAddr> {
    let listener = std::net::TcpListener::bind(("127.0.0.1", 0))?;
    listener.set_nonblocking(true)?;
    let address = listener.local_addr()?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    std::thread::Builder::new().name("google-control".to_owned()).spawn(move || {
        runtime.block_on(async {
            let Ok(listener) = TcpListener::from_std(listener) else { return };
            while let Ok((mut stream, _)) = listener.accept().await {
                // One at a time; a client that goes away is no fault of the server.
                if let Ok(Some(raw)) = read_request(&mut stream).await {
                    let mut request = Request::new(&raw.method, &raw.path);
                    request.body = raw.body;
                    let answer = carry_out(&request, &shared, &switch);
                    let answer = answer.header("connection", "close");
                    let _ = send(&request, &answer, &mut stream, &shared).await;
                    let _ = stream.shutdown().await;
                }
            }
        });
    })?;
    Ok(address)
}

fn carry_out(
    request: &Request,
    shared: &Shared,
    switch: &mpsc::UnboundedSender<Switch>,
) -> Response {
    let segments = request.segments();
    let parts: Vec<&str> = segments.iter().map(String::as_str).collect();
    let ["control", rest @ ..] = parts.as_slice() else { return Response::status(404) };
    let done = Response::status(204);
    match (request.method.as_str(), rest) {
        ("PUT", ["stop" | "start"]) => match turn(switch, rest == ["start"]) {
            Ok(()) => done,
            Err(error) => Response::text(500, "text/plain", error.to_string()),
        },
        ("PUT", ["delay", milliseconds]) => match milliseconds.parse() {
            Ok(milliseconds) => {
                shared.settings().delay = Duration::from_millis(milliseconds);
                done
            }
            Err(_) => Response::status(400),
        },
        ("PUT", ["freeze", at]) => {
            shared.settings().frozen = at.parse().ok();
            done
        }
        (_, ["as", user, api @ ..]) => {
            let mut asked = request.clone();
            asked.path = request
                .path
                .split_once(&format!("/{}/", api.first().unwrap_or(&"")))
                .map(|(_, rest)| format!("/{}/{rest}", api.first().unwrap_or(&"")))
                .unwrap_or_default();
            shared.google().act(user, &asked)
        }
        _ => change(request, rest, &mut shared.google()),
    }
}

fn change(request: &Request, rest: &[&str], google: &mut Google) -> Response {
    let body: Value = serde_json::from_slice(&request.body).unwrap_or_default();
    match (request.method.as_str(), rest) {
        ("PUT", ["consent"]) => {
            let scopes = body
                .get("scopes")
                .and_then(Value::as_array)
                .map(|all| all.iter().filter_map(Value::as_str).map(str::to_owned).collect());
            google.consent = match text_of(&body, "mode") {
                "give" => {
                    let user = body.get("user").and_then(Value::as_str).map(str::to_owned);
                    Consent::Give { user, scopes }
                }
                "refuse" => Consent::Refuse,
                _ => Consent::Ask,
            };
        }
        ("PUT", ["fail"]) => {
            let Some(fault) = fault_of(&body) else { return Response::status(400) };
            let text = |name: &str| body.get(name).and_then(Value::as_str).map(str::to_owned);
            let ends = body.get("ends").and_then(Value::as_bool).unwrap_or(false);
            let matcher = Matcher { method: text("method"), path: text("path"), ends };
            google.fail(matcher, fault, number(&body, "times").unwrap_or(1));
        }
        ("PUT", ["heal"]) => google.heal(),
        ("PUT", ["expire", calendar]) => google.expire_tokens(calendar),
        ("PUT", ["expire-list", user]) => google.expire_list_tokens(user),
        ("PUT", ["expire-access"]) => google.expire_access(),
        ("PUT", ["revoke", user]) => google.revoke_user(user),
        ("PUT", ["role", user, calendar, role]) => match Role::named(role) {
            Some(role) => google.list_calendar(user, calendar, role, |_| ()),
            None => return Response::status(400),
        },
        ("PUT", ["unshare", user, calendar]) => google.unshare(user, calendar),
        ("PUT", ["empty", empty]) => google.lists_nothing = *empty == "true",
        ("PUT", ["page", most]) => google.paging.most = most.parse().ok(),
        ("PUT", ["item"]) => google.foreign_items.push(body),
        ("GET", ["mails"]) => {
            let rows = google.mails().iter().map(|mail| {
                json!({
                    "method": mail.method,
                    "calendar": mail.calendar,
                    "event": mail.event,
                    "sendUpdates": mail.send_updates,
                    "recipients": mail.recipients,
                })
            });
            return Response::json(200, &rows.collect());
        }
        ("GET", ["violations"]) => return Response::json(200, &json!(google.violations())),
        ("GET", ["requests"]) => {
            let rows = google.take_log().into_iter().map(|seen| {
                let query: serde_json::Map<String, Value> =
                    seen.query.into_iter().map(|(name, value)| (name, value.into())).collect();
                json!({
                    "method": seen.method,
                    "path": seen.path,
                    "query": query,
                    "gzip": seen.gzip,
                    "ifMatch": seen.if_match,
                    "sent": seen.sent,
                    "received": seen.received,
                    "status": seen.status,
                })
            });
            return Response::json(200, &rows.collect());
        }
        _ => return Response::status(404),
    }
    Response::status(204)
}

/// `{"fault": "refuse", "status": 403, "reason": "rateLimitExceeded", "retryAfter": 2}`,
/// `{"fault": "status", "status": 503}`, `{"fault": "delay", "milliseconds": 500}`,
/// `{"fault": "truncate", "bytes": 20}`, `{"fault": "oauth", "status": 400, "reason":
/// "invalid_grant"}`, or by name alone: `drop-before`, `drop-amid`, `drop-after`, `captive-page`,
/// `captive-redirect`, `expired-access`.
fn fault_of(body: &Value) -> Option<Fault> {
    let status = || u16::try_from(number(body, "status").unwrap_or(503)).ok();
    let reason = text_of(body, "reason");
    Some(match text_of(body, "fault") {
        "refuse" => {
            let mut refusal = Refusal::new(status()?, reason, reason);
            refusal.retry_after = number(body, "retryAfter");
            Fault::Refuse(refusal)
        }
        "status" => Fault::Status(status()?),
        "delay" => Fault::Delay(Duration::from_millis(number(body, "milliseconds")?.into())),
        "truncate" => Fault::Truncate(usize::try_from(number(body, "bytes")?).ok()?),
        "oauth" => Fault::Oauth(status()?, reason.to_owned()),
        "drop-before" => Fault::DropBefore,
        "drop-amid" => Fault::DropAmid,
        "drop-after" => Fault::DropAfter,
        "captive-page" => Fault::CaptivePage,
        "captive-redirect" => Fault::CaptiveRedirect,
        "expired-access" => Fault::ExpiredAccess,
        _ => return None,
    })
}

fn number(body: &Value, name: &str) -> Option<u32> {
    body.get(name).and_then(Value::as_u64).and_then(|number| u32::try_from(number).ok())
}
