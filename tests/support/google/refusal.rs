//! Google's refusals, in the shape of its API errors.

use serde_json::{Value, json};

use super::message::Response;

/// Why a request was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The HTTP status.
    pub status: u16,
    /// `calendar`, `global`, `usageLimits`.
    pub domain: &'static str,
    /// `fullSyncRequired`.
    pub reason: String,
    /// For people.
    pub message: String,
    /// Seconds to wait.
    pub retry_after: Option<u32>,
}

impl Refusal {
    /// A refusal of the domain that usually has this reason.
    pub fn new(status: u16, reason: &str, message: &str) -> Self {
        let domain = match reason {
            "rateLimitExceeded"
            | "userRateLimitExceeded"
            | "quotaExceeded"
            | "dailyLimitExceeded" => "usageLimits",
            "fullSyncRequired"
            | "updatedMinTooLongAgo"
            | "forbiddenForNonOrganizer"
            | "requiredAccessLevel"
            | "timeRangeEmpty"
            | "cannotChangeOrganizer"
            | "eventTypeRestriction" => "calendar",
            _ => "global",
        };
        Self {
            status,
            domain,
            reason: reason.to_owned(),
            message: message.to_owned(),
            retry_after: None,
        }
    }

    /// 400 `invalid`.
    pub fn invalid(message: &str) -> Self {
        Self::new(400, "invalid", message)
    }

    /// 404.
    pub fn not_found() -> Self {
        Self::new(404, "notFound", "Not Found")
    }

    /// 410 of what is deleted already.
    pub fn deleted() -> Self {
        Self::new(410, "deleted", "Resource has been deleted")
    }

    /// 412.
    pub fn stale() -> Self {
        Self::new(412, "conditionNotMet", "Precondition Failed")
    }

    /// 401 for an access token that is unknown or too old.
    pub fn unauthenticated() -> Self {
        Self::new(401, "authError", "Invalid Credentials")
    }

    /// 403 of someone whose role does not allow it.
    pub fn role() -> Self {
        let message = "You need to have writer access to this calendar.";
        Self::new(403, "requiredAccessLevel", message)
    }

    /// 403 of a guest who changes what the organizer's is.
    pub fn guest() -> Self {
        let message = "Shared properties can only be changed by the organizer of the event.";
        Self::new(403, "forbiddenForNonOrganizer", message)
    }

    /// 403 of a token without the scope.
    pub fn scope() -> Self {
        let message = "Request had insufficient authentication scopes.";
        Self::new(403, "insufficientPermissions", message)
    }

    /// 410 for a token that has expired.
    pub fn full_sync() -> Self {
        let message = "Sync token is no longer valid, a full sync is required.";
        Self::new(410, "fullSyncRequired", message)
    }

    /// The answer.
    pub fn response(&self) -> Response {
        let mut item = json!({
            "domain": self.domain,
            "reason": self.reason,
            "message": self.message,
        });
        let mut error = json!({"code": self.status, "message": self.message});
        let located = match self.reason.as_str() {
            "authError" => Some(("Authorization", "header")),
            "conditionNotMet" => Some(("If-Match", "header")),
            "fullSyncRequired" => Some(("syncToken", "parameter")),
            _ => None,
        };
        if let (Some((name, kind)), Some(item)) = (located, item.as_object_mut()) {
            item.insert("location".into(), name.into());
            item.insert("locationType".into(), kind.into());
        }
        if let Some(error) = error.as_object_mut() {
            error.insert("errors".into(), Value::Array(vec![item]));
            let status = match (self.status, self.reason.as_str()) {
                (401, _) => Some("UNAUTHENTICATED"),
                (403, "insufficientPermissions") => Some("PERMISSION_DENIED"),
                (429, _) => Some("RESOURCE_EXHAUSTED"),
                _ => None,
            };
            if let Some(status) = status {
                error.insert("status".into(), status.into());
            }
        }
        let mut answer = Response::json(self.status, &json!({"error": error}));
        if self.status == 401 {
            let challenge = "Bearer realm=\"https://accounts.google.com/\", error=invalid_token";
            answer = answer.header("www-authenticate", challenge);
        }
        if let Some(seconds) = self.retry_after {
            answer = answer.header("retry-after", &seconds.to_string());
        }
        answer
    }
}
