//! `events.insert`, `import`, `patch`, `update`, `delete`, `get`.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{
    Google,
    body::{self, Reading},
    fields::Mask,
    message::{Object, Request, Response, text},
    oauth::Access,
    refusal::Refusal,
    schema,
    series::is_instance,
    time::{stamp_of_second, zone},
    view::Eyes,
    world::{Role, State, Stored},
};

/// What may write events.
pub(super) const SCOPES: [&str; 2] = ["calendar", "calendar.events"];

/// What was, or would have been, mailed for one write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mail {
    /// `PATCH`.
    pub method: String,
    /// The calendar that was written to.
    pub calendar: String,
    /// The event.
    pub event: String,
    /// As the request had it; empty for a request without it.
    pub send_updates: String,
    /// Who got mail, sorted.
    pub recipients: Vec<String>,
}

/// Which event a write is about.
pub(super) struct Target {
    pub(super) calendar: String,
    pub(super) role: Role,
    pub(super) id: String,
    pub(super) stored: Stored,
}

impl Google {
    /// `events.get`.
    pub(super) fn get_event(
        &mut self,
        request: &Request,
        access: &Access,
        calendar: &str,
        id: &str,
    ) -> Result<Response, Refusal> {
        access.need(&super::list::SCOPES)?;
        let (calendar, role) = self.role(access, calendar)?;
        let mask = Mask::read(request.get("fields"))?;
        let stored = self.get_calendar(&calendar).and_then(|known| known.events.get(id)).cloned();
        let stored = match stored {
            Some(stored) if stored.state == State::Live => Some(stored),
            // What the rules dropped and yield again is as if nobody had changed it.
            other => self
                .virgin(&calendar, id)
                .filter(|_| other.as_ref().is_none_or(|one| one.state == State::Deleted))
                .or(other),
        };
        let stored = stored.ok_or_else(Refusal::not_found)?;
        if request.get_header("if-none-match") == Some(stored.etag().as_str()) {
            return Ok(Response::status(304));
        }
        let mut told = Eyes::of(request, role, &calendar)?.tell(&stored, false);
        mask.keep(&mut told);
        Ok(Response::json(200, &told).header("etag", &stored.etag()))
    }

    /// `events.insert`.
    pub(super) fn insert_event(
        &mut self,
        request: &Request,
        access: &Access,
        calendar: &str,
    ) -> Result<Response, Refusal> {
        let (calendar, _) = self.writable(access, calendar)?;
        let given = self.read_body(request, "Event")?;
        if !text(&given, "id").is_empty() && !text(&given, "iCalUID").is_empty() {
            return Err(Refusal::invalid("Only one of id and iCalUID can be given."));
        }
        let id = self.free_id(&calendar, text(&given, "id"))?;
        let mut new = Reading::of(request).made(&given);
        let uid = match text(&given, "iCalUID") {
            "" => format!("{id}@google.com"),
            uid => uid.to_owned(),
        };
        let organizer = json!({"email": calendar});
        let organizer = if calendar == access.user {
            organizer
        } else {
            let name = self.get_calendar(&calendar).map(|known| known.summary.clone());
            json!({"email": calendar, "displayName": name})
        };
        new.insert("organizer".into(), organizer);
        new.insert("creator".into(), json!({"email": access.user}));
        if matches!(text(&new, "eventType"), "fromGmail") {
            let message = "Event type cannot be created.";
            return Err(Refusal::new(400, "eventTypeRestriction", message));
        }
        self.create(&calendar, &id, &uid, &mut new)?;
        self.finish_write(request, access, &calendar, &id, None)
    }

    /// Puts a new event into a calendar.
    pub(super) fn create(
        &mut self,
        calendar: &str,
        id: &str,
        uid: &str,
        new: &mut Object,
    ) -> Result<(), Refusal> {
        let known = self.calendars.get(calendar).ok_or_else(Refusal::not_found)?;
        body::settle(new, None, &zone(&known.zone))?;
        let now = self.now.as_microsecond();
        new.insert("id".into(), id.into());
        new.insert("iCalUID".into(), uid.into());
        new.insert("created".into(), stamp_of_second(now).into());
        self.put(calendar, id, new.clone(), BTreeSet::new());
        self.touch(calendar, id, &[], false);
        Ok(())
    }

    /// Stores an event as live; the caller touches it.
    pub(super) fn put(&mut self, calendar: &str, id: &str, body: Object, own: BTreeSet<String>) {
        let Some(known) = self.calendars.get_mut(calendar) else { return };
        let series = is_instance(&body).then(|| text(&body, "recurringEventId").to_owned());
        let before = known.events.remove(id);
        let (change, micros, updated, left) = before.map_or_else(
            || (0, 0, 0, BTreeSet::new()),
            |before| (before.change, before.micros, before.updated, before.left),
        );
        let state = State::Live;
        let told = None;
        let stored = Stored { body, state, series, change, micros, updated, left, own, told };
        known.events.insert(id.to_owned(), stored);
    }

    /// `events.patch` and `events.update`.
    pub(super) fn change_event(
        &mut self,
        request: &Request,
        access: &Access,
        calendar: &str,
        id: &str,
    ) -> Result<Response, Refusal> {
        let target = self.target(request, access, calendar, id)?;
        let given = self.read_body(request, "Event")?;
        let calendar = target.calendar.clone();
        if text(&given, "status") == "cancelled" {
            self.remove(request, access, &target)?;
            return self.tell_written(request, access, &calendar, id);
        }
        let reading = Reading::of(request);
        let old = &target.stored.body;
        let mut new = match request.method.as_str() {
            "PUT" => reading.replaced(old, &given),
            _ => reading.patched(old, &given),
        };
        let own_zone = self.get_calendar(&calendar).map(|known| zone(&known.zone));
        body::settle(&mut new, Some(old), &own_zone.unwrap_or(jiff::tz::TimeZone::UTC))?;
        let changed = body::changed(old, &new);
        if changed.is_empty() {
            return Ok(Response::json(200, &self.look(request, &target)?));
        }
        self.write(&calendar, id, &target, new, changed);
        self.finish_write(request, access, &calendar, id, Some(&target))
    }

    /// Stores a changed event and what follows from the change.
    pub(super) fn write(
        &mut self,
        calendar: &str,
        id: &str,
        target: &Target,
        mut new: Object,
        changed: BTreeSet<String>,
    ) {
        let sent = changed.contains("sequence");
        if !sent && (changed.contains("start") || changed.contains("end")) {
            let sequence = new.get("sequence").and_then(Value::as_i64).unwrap_or_default();
            new.insert("sequence".into(), (sequence + 1).into());
        }
        let mut own = target.stored.own.clone();
        own.extend(changed.iter().cloned());
        let master = !is_instance(&new);
        self.put(calendar, id, new, own);
        let gone = if master { self.change_exceptions(calendar, id, &changed) } else { Vec::new() };
        // Reminders are not a change of the event (`updated`).
        let keeps = changed.iter().all(|name| name == "reminders");
        self.touch(calendar, id, &gone, keeps);
    }

    /// `events.delete`.
    pub(super) fn delete_event(
        &mut self,
        request: &Request,
        access: &Access,
        calendar: &str,
        id: &str,
    ) -> Result<Response, Refusal> {
        let target = match self.target(request, access, calendar, id) {
            Err(refusal) if refusal.status == 404 => {
                let known = self.role(access, calendar).ok();
                let known = known.and_then(|(calendar, _)| self.calendars.get(&calendar));
                let gone = known.is_some_and(|known| known.events.contains_key(id));
                return Err(if gone { Refusal::deleted() } else { refusal });
            }
            other => other?,
        };
        self.remove(request, access, &target)?;
        Ok(Response::status(204))
    }

    /// Takes an event away: one tombstone for a series, a cancelled exception for an instance.
    pub(super) fn remove(
        &mut self,
        request: &Request,
        access: &Access,
        target: &Target,
    ) -> Result<(), Refusal> {
        let _ = (request, access);
        self.take_away(&target.calendar, &target.id, &target.stored);
        Ok(())
    }

    /// The removal itself.
    pub(super) fn take_away(&mut self, calendar: &str, id: &str, stored: &Stored) {
        let instance = is_instance(&stored.body);
        self.put(calendar, id, stored.body.clone(), stored.own.clone());
        let Some(known) = self.calendars.get_mut(calendar) else { return };
        let with_series =
            stored.series.as_deref().is_some_and(|series| known.live(series).is_some());
        let exceptions = if instance { Vec::new() } else { known.exceptions(id) };
        for exception in exceptions {
            if let Some(gone) = known.events.remove(&exception) {
                known.changes.remove(&gone.change);
            }
        }
        if let Some(stored) = known.events.get_mut(id) {
            stored.state = if with_series { State::Cancelled } else { State::Deleted };
        }
        self.touch(calendar, id, &[], false);
    }

    /// The event a write is about, with the rights and preconditions seen to.
    pub(super) fn target(
        &mut self,
        request: &Request,
        access: &Access,
        calendar: &str,
        id: &str,
    ) -> Result<Target, Refusal> {
        let (calendar, role) = self.writable(access, calendar)?;
        let known = self.calendars.get(&calendar).ok_or_else(Refusal::not_found)?;
        let stored = known.events.get(id).cloned();
        let precondition = request.get_header("if-match").filter(|etag| *etag != "*");
        let stored = match stored {
            Some(stored) if stored.state == State::Live => stored,
            Some(stored) if stored.state == State::Cancelled => {
                return Err(self.gone(precondition, &stored));
            }
            Some(stored) => match self.virgin(&calendar, id) {
                Some(virgin) => virgin,
                None => return Err(self.gone(precondition, &stored)),
            },
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

    fn gone(&self, precondition: Option<&str>, stored: &Stored) -> Refusal {
        match precondition {
            Some(etag) if etag != stored.etag() => Refusal::stale(),
            Some(_) | None => Refusal::not_found(),
        }
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

    /// What follows a write, and its answer.
    fn finish_write(
        &mut self,
        request: &Request,
        access: &Access,
        calendar: &str,
        id: &str,
        _before: Option<&Target>,
    ) -> Result<Response, Refusal> {
        self.tell_written(request, access, calendar, id)
    }

    /// The event as it is now.
    pub(super) fn tell_written(
        &mut self,
        request: &Request,
        access: &Access,
        calendar: &str,
        id: &str,
    ) -> Result<Response, Refusal> {
        let (_, role) = self.role(access, calendar)?;
        let known = self.calendars.get(calendar);
        let stored = known.and_then(|known| known.events.get(id)).cloned();
        let stored = stored.ok_or_else(Refusal::not_found)?;
        let target = Target { calendar: calendar.to_owned(), role, id: id.to_owned(), stored };
        let told = self.look(request, &target)?;
        Ok(Response::json(200, &told).header("etag", &target.stored.etag()))
    }

    fn look(&self, request: &Request, target: &Target) -> Result<Value, Refusal> {
        let mask = Mask::read(request.get("fields"))?;
        let eyes = Eyes::of(request, target.role, &target.calendar)?;
        let mut told = eyes.tell(&target.stored, false);
        mask.keep(&mut told);
        Ok(told)
    }
}
