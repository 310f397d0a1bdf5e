//! Faults on demand: what goes wrong, for which requests, how often.

use std::time::Duration;

use super::{
    Google,
    message::{Fate, Request, Response},
    refusal::Refusal,
};

/// Which requests a fault is for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Matcher {
    /// `PATCH`; any without it.
    pub method: Option<String>,
    /// A part of the path; any without it.
    pub path: Option<String>,
    /// Whether the path must end there.
    pub ends: bool,
}

impl Matcher {
    /// Every request.
    pub fn any() -> Self {
        Self::default()
    }

    /// Requests of a method whose path has this in it.
    pub fn of(method: &str, path: &str) -> Self {
        Self { method: Some(method.to_owned()), path: Some(path.to_owned()), ends: false }
    }

    fn takes(&self, request: &Request) -> bool {
        let path = request.path.as_str();
        self.method.as_ref().is_none_or(|method| *method == request.method)
            && self.path.as_ref().is_none_or(|part| match self.ends {
                true => path.ends_with(part.as_str()),
                false => path.contains(part.as_str()),
            })
    }
}

/// What goes wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// A refusal in Google's shape; nothing is done.
    Refuse(Refusal),
    /// A status without a body of Google's; nothing is done.
    Status(u16),
    /// The answer, later.
    Delay(Duration),
    /// The connection ends; nothing was done.
    DropBefore,
    /// It was done; the connection ends within the answer.
    DropAmid,
    /// It was done; the connection ends without an answer.
    DropAfter,
    /// It was done; the body is shorter than a JSON value, the connection whole.
    Truncate(usize),
    /// A web page of somebody in between, with 200.
    CaptivePage,
    /// A redirect to somebody in between.
    CaptiveRedirect,
    /// The access token is refused, and not good any more.
    ExpiredAccess,
    /// What the token endpoint says of a grant that was revoked (`invalid_grant`), or another error
    /// of RFC 6749.
    Oauth(u16, String),
}

/// A fault that waits for its requests.
#[derive(Clone, Debug)]
pub(super) struct Armed {
    matcher: Matcher,
    fault: Fault,
    left: u32,
}

/// The fault for a request, if there is one; it counts down.
pub(super) fn take(armed: &mut Vec<Armed>, request: &Request) -> Option<Fault> {
    let found = armed.iter_mut().find(|one| one.left > 0 && one.matcher.takes(request))?;
    found.left -= 1;
    let fault = found.fault.clone();
    armed.retain(|one| one.left > 0);
    Some(fault)
}

impl Google {
    /// The next `times` requests that match get this fault.
    pub fn fail(&mut self, matcher: Matcher, fault: Fault, times: u32) {
        self.faults.push(Armed { matcher, fault, left: times });
    }

    /// No fault waits any more.
    pub fn heal(&mut self) {
        self.faults.clear();
    }

    /// How many faults still wait.
    pub fn count_faults(&self) -> usize {
        self.faults.len()
    }
}

impl Fault {
    pub(super) fn apply(self, google: &mut Google, request: &Request) -> Response {
        match self {
            Self::Refuse(refusal) => refusal.response(),
            Self::Status(status) => Response::status(status),
            Self::Delay(delay) => Response { delay, ..google.answer_well(request) },
            Self::DropBefore => Response { fate: Fate::Lost, ..Response::status(0) },
            Self::DropAmid => {
                let answer = google.answer_well(request);
                let fate = Fate::Cut(answer.body.len() / 2);
                Response { fate, ..answer }
            }
            Self::DropAfter => Response { fate: Fate::Lost, ..google.answer_well(request) },
            Self::Truncate(length) => {
                let mut answer = google.answer_well(request);
                answer.body.truncate(length);
                answer
            }
            Self::CaptivePage => {
                let page = "<html><body><h1>Welcome to the hotel</h1></body></html>";
                Response::html(200, page.to_owned())
            }
            Self::CaptiveRedirect => Response::redirect("http://hotel.example/welcome"),
            Self::ExpiredAccess => {
                google.expire_access();
                Refusal::unauthenticated().response()
            }
            Self::Oauth(status, error) => {
                let body = serde_json::json!({"error": error, "error_description": "Bad Request"});
                Response::json(status, &body)
            }
        }
    }
}
