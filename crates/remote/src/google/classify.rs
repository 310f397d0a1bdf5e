//! From status and reason to an error, in one table (Google Calendar API, "Handle API errors").

use serde::Deserialize;

use super::error::GoogleError;
use super::transport::Response;
use crate::network::RetryAfter;

/// Google's sentences are shown in one line.
const MESSAGE_CHARS: usize = 200;

/// Google's words are short.
const REASON_CHARS: usize = 64;

/// What the request was, as far as its failure means something else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Asked {
    /// Without a token.
    Plain,
    /// With a sync or page token.
    WithToken,
}

/// The answer when it is a success, the reason when it is not. A success is a 2xx with JSON, or
/// without a body.
pub(crate) fn accept(response: Response, asked: Asked) -> Result<Response, GoogleError> {
    let foreign = is_foreign(&response);
    match response.status {
        200..=299 if !foreign => Ok(response),
        200..=299 => Err(GoogleError::Captive),
        _ => Err(refusal(&response, asked, foreign)),
    }
}

/// `Retry-After`, in both forms.
pub(crate) fn retry_after(response: &Response) -> Option<RetryAfter> {
    let value = response.headers.get(reqwest::header::RETRY_AFTER)?;
    RetryAfter::parse(value.to_str().ok()?)
}

/// True for a body that is neither JSON nor empty: a web page, plain text. The media type does not
/// count, only the bytes.
pub(crate) fn is_foreign(response: &Response) -> bool {
    let first = response.body.iter().find(|byte| !byte.is_ascii_whitespace());
    !matches!(first, None | Some(b'{' | b'['))
}

fn refusal(response: &Response, asked: Asked, foreign: bool) -> GoogleError {
    let status = response.status;
    let retry_after = retry_after(response);
    match status {
        408 | 425 | 500..=510 | 512..=599 => {
            return GoogleError::Unavailable { status, retry_after };
        }
        429 => {
            let Details { reason, .. } = Details::read(response);
            return GoogleError::RateLimited { retry_after, whole_project: is_projects(&reason) };
        }
        // Redirects, a proxy's 407, a network's own 511, and pages made for people.
        300..=399 | 407 | 511 => return GoogleError::Captive,
        _ if foreign => return GoogleError::Captive,
        _ => {}
    }
    let Details { reason, message, usage } = Details::read(response);
    match (status, reason.as_str()) {
        (400, _) if message.starts_with("Invalid sequence value") => {
            GoogleError::PreconditionFailed
        }
        (400, _) if asked == Asked::WithToken => GoogleError::InvalidSyncToken,
        (401, _) => GoogleError::Unauthorized,
        (
            403,
            "rateLimitExceeded"
            | "userRateLimitExceeded"
            | "userRateLimitExceededUnreg"
            | "RATE_LIMIT_EXCEEDED",
        ) => GoogleError::RateLimited { retry_after, whole_project: is_projects(&reason) },
        (403, "quotaExceeded" | "calendarUsageLimitsExceeded") => GoogleError::QuotaExceeded,
        (403, "dailyLimitExceeded" | "dailyLimitExceededUnreg") => GoogleError::DailyLimit,
        (403, "insufficientPermissions" | "ACCESS_TOKEN_SCOPE_INSUFFICIENT") => {
            GoogleError::MissingScope
        }
        (403, "accessNotConfigured" | "SERVICE_DISABLED") => GoogleError::ApiDisabled,
        (403, _) if usage => GoogleError::RateLimited { retry_after, whole_project: false },
        (403, _) => GoogleError::Forbidden { reason, message },
        (404, _) => GoogleError::NotFound,
        // Two writes met at Google; nothing is said about ids.
        (409, "conflict" | "aborted") => GoogleError::Unavailable { status, retry_after },
        (409, _) => GoogleError::Duplicate,
        (410, "deleted") => GoogleError::Gone,
        (410, "fullSyncRequired" | "updatedMinTooLongAgo") => GoogleError::FullSyncRequired,
        (410, _) if asked == Asked::WithToken => GoogleError::FullSyncRequired,
        (410, _) => GoogleError::Gone,
        (412, _) => GoogleError::PreconditionFailed,
        (400..=499, _) => GoogleError::Invalid { reason, message },
        _ => GoogleError::Unreadable,
    }
}

fn is_projects(reason: &str) -> bool {
    reason == "rateLimitExceeded"
}

/// What Google says beside the status.
#[derive(Default)]
struct Details {
    reason: String,
    message: String,
    /// The error is of the domain `usageLimits`.
    usage: bool,
}

impl Details {
    /// All empty when the body is not an error of Google's.
    fn read(response: &Response) -> Self {
        #[derive(Deserialize)]
        struct Body {
            error: Fault,
        }
        #[derive(Deserialize)]
        struct Fault {
            #[serde(default)]
            message: Option<String>,
            #[serde(default)]
            errors: Vec<Cause>,
            #[serde(default)]
            details: Vec<Cause>,
        }
        #[derive(Deserialize)]
        struct Cause {
            #[serde(default)]
            domain: Option<String>,
            #[serde(default)]
            reason: Option<String>,
        }
        let Ok(Body { error }) = serde_json::from_slice::<Body>(&response.body) else {
            return Self::default();
        };
        let cause = error
            .errors
            .into_iter()
            .chain(error.details)
            .find(|cause| cause.reason.as_ref().is_some_and(|reason| !reason.is_empty()));
        let (domain, reason) = cause.map(|cause| (cause.domain, cause.reason)).unwrap_or_default();
        Self {
            reason: word(&reason.unwrap_or_default()),
            message: line(&error.message.unwrap_or_default()),
            usage: domain.as_deref() == Some("usageLimits"),
        }
    }
}

/// A reason as Google writes them, whatever was sent.
pub(crate) fn word(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.'))
        .take(REASON_CHARS)
        .collect()
}

fn line(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").chars().filter(|c| !c.is_control()).take(MESSAGE_CHARS).collect()
}

#[cfg(test)]
mod tests;
