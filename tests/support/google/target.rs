//! What a write is about: the event, the rights, the preconditions, the body.

use serde_json::Value;

use super::{
    Google, body,
    message::{Object, Request, text, text_of},
    oauth::Access,
    refusal::Refusal,
    schema,
    world::{Role, State, Stored},
};

/// What may write events.
const SCOPES: [&str; 2] = ["calendar", "calendar.events"];

/// Which event a write is about.
pub(super) struct Target {
    pub(super) calendar: String,
    pub(super) role: Role,
    pub(super) id: String,
    /// As it is; of an instance that nobody has changed yet what its series says.
    pub(super) stored: Stored,
}

/// Whether a request makes what was cancelled live.
fn restores(request: &Request) -> bool {
    let body: Value = serde_json::from_slice(&request.body).unwrap_or_default();
    matches!(request.method.as_str(), "PATCH" | "PUT")
        && matches!(text_of(&body, "status"), "confirmed" | "tentative")
}

impl Google {
    /// The event a write is about, with the rights and preconditions seen to.
    pub(super) fn target(
        &mut self,
        request: &Request,
        access: &Access,
        calendar: &str,
        id: &str,
    ) -> Result<Target, Refusal> {
        self.check_send_updates(request)?;
        let (calendar, role) = self.writable(access, calendar)?;
        let known = self.calendars.get(&calendar).ok_or_else(Refusal::not_found)?;
        let stored = known.events.get(id).cloned();
        let precondition = request.get_header("if-match").filter(|etag| *etag != "*");
        let gone = |stored: &Stored| match precondition {
            Some(etag) if etag != stored.etag() => Refusal::stale(),
            Some(_) | None => Refusal::not_found(),
        };
        let stored = match stored {
            Some(stored) if stored.state == State::Live => stored,
            // A PATCH that says so lets an occurrence take place again.
            Some(stored) if stored.state == State::Cancelled && restores(request) => stored,
            Some(stored) if stored.state == State::Cancelled => return Err(gone(&stored)),
            Some(stored) => self.virgin(&calendar, id).ok_or_else(|| gone(&stored))?,
            None => self.virgin(&calendar, id).ok_or_else(Refusal::not_found)?,
        };
        if precondition.is_some_and(|etag| etag != stored.etag()) {
            return Err(Refusal::stale());
        }
        let hidden = matches!(text(&stored.body, "visibility"), "private" | "confidential");
        if hidden && !role.sees_private() {
            return Err(Refusal::role());
        }
        Ok(Target { calendar, role, id: id.to_owned(), stored })
    }

    /// A calendar the user may write to.
    pub(super) fn writable(
        &self,
        access: &Access,
        calendar: &str,
    ) -> Result<(String, Role), Refusal> {
        access.need(&SCOPES)?;
        let (calendar, role) = self.role(access, calendar)?;
        if role.writes() { Ok((calendar, role)) } else { Err(Refusal::role()) }
    }

    /// The body of a request, checked against the strict schema.
    pub(super) fn read_body(&mut self, request: &Request, name: &str) -> Result<Object, Refusal> {
        let read = serde_json::from_slice::<Value>(&request.body).ok();
        let Some(body) = read.as_ref().and_then(Value::as_object) else {
            self.violations.push(format!("{} {}: no JSON object", request.method, request.path));
            return Err(Refusal::new(400, "parseError", "Parse Error"));
        };
        let mut without_nulls = body.clone();
        body::drop_nulls(&mut without_nulls);
        if let Err(problem) = schema::check(name, &Value::Object(without_nulls)) {
            self.violations.push(format!("{} {}: {problem}", request.method, request.path));
            return Err(Refusal::invalid(&format!("Invalid JSON payload received. {problem}")));
        }
        Ok(body.clone())
    }

    /// The id of a new event: the client's where it is good and free, else one of ours.
    pub(super) fn free_id(&mut self, calendar: &str, given: &str) -> Result<String, Refusal> {
        if given.is_empty() {
            return Ok(self.make_id(26));
        }
        let good = given.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'v'));
        if !good || !(5..=1024).contains(&given.len()) {
            return Err(Refusal::invalid("Invalid resource id value."));
        }
        // Also the id of a deleted event stays taken.
        if self.calendars.get(calendar).is_some_and(|known| known.events.contains_key(given)) {
            let message = "The requested identifier already exists.";
            return Err(Refusal::new(409, "duplicate", message));
        }
        Ok(given.to_owned())
    }
}
