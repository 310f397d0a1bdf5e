//! The whole policy of errors, as one table.

use jiff::Timestamp;

use super::*;
use crate::google::testing::{json, refusal, response, with_header};
use serde_json::json;

fn now() -> Timestamp {
    "1994-11-06T08:49:00Z".parse().unwrap()
}

fn show(name: &str, response: Response, asked: Asked) -> String {
    let told = match accept(response, asked) {
        Ok(_) => "fine".to_owned(),
        Err(error) => {
            let lasts = if error.is_permanent() { "permanent" } else { "passing" };
            let wait = error.retry_after(now()).map(|wait| format!(", wait {} s", wait.as_secs()));
            format!("{}, {lasts}{}", error.kind(), wait.unwrap_or_default())
        }
    };
    format!("{name}: {told}\n")
}

#[test]
fn rules_4_18_19_21_22_35_errors_by_status_and_reason() {
    let mut table = String::new();
    for (status, reasons) in [
        (400, &["", "invalid", "required", "timeRangeEmpty"][..]),
        (401, &["authError"]),
        (
            403,
            &[
                "rateLimitExceeded",
                "userRateLimitExceeded",
                "quotaExceeded",
                "calendarUsageLimitsExceeded",
                "dailyLimitExceeded",
                "dailyLimitExceededUnreg",
                "insufficientPermissions",
                "ACCESS_TOKEN_SCOPE_INSUFFICIENT",
                "accessNotConfigured",
                "requiredAccessLevel",
                "forbiddenForNonOrganizer",
                "forbidden",
                "",
            ],
        ),
        (404, &["notFound"]),
        (405, &["httpMethodNotAllowed"]),
        (408, &[""]),
        (409, &["duplicate", "conflict", ""]),
        (410, &["deleted", "fullSyncRequired", "updatedMinTooLongAgo", ""]),
        (412, &["conditionNotMet"]),
        (413, &["uploadTooLarge"]),
        (429, &["rateLimitExceeded", ""]),
        (500, &["backendError"]),
        (502, &[""]),
        (503, &["backendError"]),
        (504, &[""]),
    ] {
        for reason in reasons {
            let name = format!("{status} {reason}");
            table += &show(name.trim(), refusal(status, reason), Asked::Plain);
        }
    }
    insta::assert_snapshot!(table, @"
    400: invalid, permanent
    400 invalid: invalid, permanent
    400 required: invalid, permanent
    400 timeRangeEmpty: invalid, permanent
    401 authError: unauthorized, permanent
    403 rateLimitExceeded: rate_limited, passing
    403 userRateLimitExceeded: rate_limited, passing
    403 quotaExceeded: quota_exceeded, passing, wait 14400 s
    403 calendarUsageLimitsExceeded: quota_exceeded, passing, wait 14400 s
    403 dailyLimitExceeded: daily_limit, passing, wait 43200 s
    403 dailyLimitExceededUnreg: daily_limit, passing, wait 43200 s
    403 insufficientPermissions: missing_scope, permanent
    403 ACCESS_TOKEN_SCOPE_INSUFFICIENT: missing_scope, permanent
    403 accessNotConfigured: api_disabled, permanent
    403 requiredAccessLevel: forbidden, permanent
    403 forbiddenForNonOrganizer: forbidden, permanent
    403 forbidden: forbidden, permanent
    403: forbidden, permanent
    404 notFound: not_found, permanent
    405 httpMethodNotAllowed: invalid, permanent
    408: unavailable, passing
    409 duplicate: duplicate, passing
    409 conflict: unavailable, passing
    409: duplicate, passing
    410 deleted: gone, permanent
    410 fullSyncRequired: full_sync_required, passing
    410 updatedMinTooLongAgo: full_sync_required, passing
    410: gone, permanent
    412 conditionNotMet: precondition_failed, passing
    413 uploadTooLarge: invalid, permanent
    429 rateLimitExceeded: rate_limited, passing
    429: rate_limited, passing
    500 backendError: unavailable, passing
    502: unavailable, passing
    503 backendError: unavailable, passing
    504: unavailable, passing
    ");
}

#[test]
fn rule_4_a_refused_token_asks_for_a_full_sync_whatever_the_words() {
    let mut table = String::new();
    for (status, reason) in [
        (400, "invalid"),
        (400, ""),
        (410, "fullSyncRequired"),
        (410, ""),
        (401, "authError"),
        (403, "userRateLimitExceeded"),
        (404, "notFound"),
        (503, "backendError"),
    ] {
        let name = format!("token, {status} {reason}");
        table += &show(name.trim(), refusal(status, reason), Asked::WithToken);
    }
    insta::assert_snapshot!(table, @"
    token, 400 invalid: invalid_sync_token, passing
    token, 400: invalid_sync_token, passing
    token, 410 fullSyncRequired: full_sync_required, passing
    token, 410: full_sync_required, passing
    token, 401 authError: unauthorized, permanent
    token, 403 userRateLimitExceeded: rate_limited, passing
    token, 404 notFound: not_found, permanent
    token, 503 backendError: unavailable, passing
    ");
}

#[test]
fn rule_21_a_sequence_that_is_behind_is_a_conflict() {
    let message = "Invalid sequence value. The specified sequence number is below the current one.";
    let body = json!({ "error": { "code": 400, "message": message,
        "errors": [{ "domain": "calendar", "reason": "invalid", "message": message }] } });
    let table = show("sequence behind", json(400, &body), Asked::Plain);
    assert_eq!(table, "sequence behind: precondition_failed, passing\n");
}

#[test]
fn answers_that_are_not_googles() {
    let page = "<!DOCTYPE html><html><title>Guest network</title>";
    let mut table = String::new();
    for (name, answer) in [
        ("200 page", response(200, page)),
        ("200 page with a mark before it", response(200, format!("\u{feff} {page}"))),
        ("200 plain text", response(200, "Welcome to the hotel")),
        ("200 JSON", response(200, " {}")),
        ("204 nothing", response(204, "")),
        ("302", with_header(response(302, ""), "location", "http://login.example/")),
        ("304", response(304, "")),
        ("307 JSON", response(307, "{}")),
        ("400 page", response(400, page)),
        ("401 page", response(401, page)),
        ("403 page", response(403, page)),
        ("404 page", response(404, page)),
        ("404 plain text", response(404, "not found")),
        ("404 nothing", response(404, "")),
        ("404 other JSON", response(404, "{\"detail\":\"no\"}")),
        ("407", response(407, "")),
        ("410 page", response(410, page)),
        ("429 page", response(429, page)),
        ("502 page", response(502, page)),
        ("511 page", response(511, page)),
        ("600", response(600, "{}")),
    ] {
        table += &show(name, answer, Asked::Plain);
    }
    insta::assert_snapshot!(table, @"
    200 page: captive, passing
    200 page with a mark before it: captive, passing
    200 plain text: captive, passing
    200 JSON: fine
    204 nothing: fine
    302: captive, passing
    304: captive, passing
    307 JSON: captive, passing
    400 page: captive, passing
    401 page: captive, passing
    403 page: captive, passing
    404 page: captive, passing
    404 plain text: captive, passing
    404 nothing: not_found, permanent
    404 other JSON: not_found, permanent
    407: captive, passing
    410 page: captive, passing
    429 page: rate_limited, passing
    502 page: unavailable, passing
    511 page: captive, passing
    600: unreadable, passing
    ");
}

#[test]
fn rule_35_retry_after_is_honoured_in_both_forms() {
    let mut table = String::new();
    for (status, reason) in [(429, ""), (403, "userRateLimitExceeded"), (503, ""), (404, "")] {
        for value in ["17", "Sun, 06 Nov 1994 08:50:00 GMT", "99999999", "soon"] {
            let answer = with_header(refusal(status, reason), "retry-after", value);
            table += &show(&format!("{status}, {value}"), answer, Asked::Plain);
        }
    }
    insta::assert_snapshot!(table, @"
    429, 17: rate_limited, passing, wait 17 s
    429, Sun, 06 Nov 1994 08:50:00 GMT: rate_limited, passing, wait 60 s
    429, 99999999: rate_limited, passing, wait 86400 s
    429, soon: rate_limited, passing
    403, 17: rate_limited, passing, wait 17 s
    403, Sun, 06 Nov 1994 08:50:00 GMT: rate_limited, passing, wait 60 s
    403, 99999999: rate_limited, passing, wait 86400 s
    403, soon: rate_limited, passing
    503, 17: unavailable, passing, wait 17 s
    503, Sun, 06 Nov 1994 08:50:00 GMT: unavailable, passing, wait 60 s
    503, 99999999: unavailable, passing, wait 86400 s
    503, soon: unavailable, passing
    404, 17: not_found, permanent
    404, Sun, 06 Nov 1994 08:50:00 GMT: not_found, permanent
    404, 99999999: not_found, permanent
    404, soon: not_found, permanent
    ");
}

#[test]
fn what_google_says_is_cut_to_a_line_and_a_word() {
    let body = json!({ "error": { "code": 403, "message": format!("a\nb\u{7} {}", "x".repeat(999)),
        "errors": [{ "reason": format!("odd reason <b>{}", "y".repeat(99)) }] } });
    let Err(GoogleError::Forbidden { reason, message }) = accept(json(403, &body), Asked::Plain)
    else {
        panic!("not forbidden")
    };
    assert!(message.starts_with("a b x") && message.chars().count() <= 200, "{message}");
    assert!(reason.starts_with("oddreasonb") && reason.len() == 64, "{reason}");
    // Errors of Google's newer kind name the reason elsewhere, and may be of an odd shape.
    let newer = json!({ "error": { "code": 403, "status": "PERMISSION_DENIED",
        "details": [{ "@type": "x" }, { "reason": "SERVICE_DISABLED", "domain": "googleapis.com" }] } });
    assert_eq!(accept(json(403, &newer), Asked::Plain).unwrap_err(), GoogleError::ApiDisabled);
    for odd in ["[]", "{}", "{\"error\":\"x\"}", "{\"error\":{\"errors\":7}}", "{\"error\":null}"] {
        let error = accept(response(403, odd), Asked::Plain).unwrap_err();
        assert_eq!(error.kind(), "forbidden", "{odd}");
    }
    let usage = json!({ "error": { "errors": [{ "domain": "usageLimits", "reason": "new" }] } });
    assert_eq!(accept(json(403, &usage), Asked::Plain).unwrap_err().kind(), "rate_limited");
}

#[test]
fn rule_35_only_rate_limit_exceeded_is_the_whole_projects() {
    for (status, reason, whole) in [
        (403, "rateLimitExceeded", true),
        (429, "rateLimitExceeded", true),
        (403, "userRateLimitExceeded", false),
        (429, "userRateLimitExceeded", false),
        (429, "", false),
    ] {
        let error = accept(refusal(status, reason), Asked::Plain).unwrap_err();
        let expected = GoogleError::RateLimited { retry_after: None, whole_project: whole };
        assert_eq!(error, expected, "{status} {reason}");
    }
}
