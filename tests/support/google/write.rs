//! `events.insert`, `import`, `patch`, `update`, `delete`, `get`.

use std::collections::BTreeSet;

use jiff::tz::TimeZone;
use serde_json::{Value, json};

use super::{
    Google,
    body::{self, Reading},
    conference,
    fields::Mask,
    guests::{keep_omitted, organizer},
    message::{Object, Request, Response, text},
    oauth::Access,
    refusal::Refusal,
    series::is_instance,
    target::Target,
    time::{stamp_of_second, write_times, zone},
    view::Eyes,
    world::{State, Stored},
};

impl Google {
    /// `events.get`. What is deleted is told as cancelled.
    pub(super) fn get_event(
        &mut self,
        request: &Request,
        access: &Access,
        calendar: &str,
        id: &str,
    ) -> Result<Response, Refusal> {
        access.need(&super::list::SCOPES)?;
        let (calendar, role) = self.role(access, calendar)?;
        self.open_conferences(&calendar);
        let mask = Mask::read(request.get("fields"))?;
        let known = self.calendars.get(&calendar).and_then(|known| known.events.get(id)).cloned();
        let stored = match known {
            Some(stored) if stored.state == State::Deleted => {
                // What the rules dropped and yield again is as if nobody had changed it.
                self.virgin(&calendar, id).or(Some(stored))
            }
            Some(stored) => Some(stored),
            None => self.virgin(&calendar, id),
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
        self.check_send_updates(request)?;
        let (calendar, role) = self.writable(access, calendar)?;
        let given = self.read_body(request, "Event")?;
        if !text(&given, "id").is_empty() && !text(&given, "iCalUID").is_empty() {
            return Err(Refusal::invalid("Only one of id and iCalUID can be given."));
        }
        let id = self.free_id(&calendar, text(&given, "id"))?;
        let mut new = Reading::of(request).made(&given);
        if !role.sees_private() && matches!(text(&new, "visibility"), "private" | "confidential") {
            return Err(Refusal::role());
        }
        match text(&new, "eventType") {
            "fromGmail" => {
                let message = "Event type cannot be created.";
                return Err(Refusal::new(400, "eventTypeRestriction", message));
            }
            "outOfOffice" | "focusTime" | "workingLocation" if calendar != access.user => {
                let message = "Event type is for primary calendars only.";
                return Err(Refusal::new(400, "eventTypeRestriction", message));
            }
            _ => {}
        }
        let uid = match text(&given, "iCalUID") {
            "" => format!("{id}@google.com"),
            uid => uid.to_owned(),
        };
        let mut person = json!({"email": calendar});
        if let (true, Some(known), Some(person)) =
            (calendar != access.user, self.calendars.get(&calendar), person.as_object_mut())
        {
            person.insert("displayName".into(), known.summary.clone().into());
        }
        new.insert("organizer".into(), person);
        new.insert("creator".into(), json!({"email": access.user}));
        self.settle_conference(None, &mut new)?;
        self.create(&calendar, &id, &uid, &mut new)?;
        self.spread(&calendar, &id);
        self.mail(request, &calendar, &id, None, Some(&new));
        self.tell_written(request, access, &calendar, &id)
    }

    /// `events.import`: a copy of somebody else's event, of which nobody else is told.
    pub(super) fn import_event(
        &mut self,
        request: &Request,
        access: &Access,
        calendar: &str,
    ) -> Result<Response, Refusal> {
        let (calendar, _) = self.writable(access, calendar)?;
        let given = self.read_body(request, "Event")?;
        let uid = text(&given, "iCalUID").to_owned();
        if uid.is_empty() {
            return Err(Refusal::new(400, "required", "Missing iCalUID."));
        }
        let mut new = Reading::of(request).made(&given);
        let fallback = json!({"email": calendar});
        new.insert("organizer".into(), given.get("organizer").cloned().unwrap_or(fallback));
        new.insert("creator".into(), json!({"email": access.user}));
        let known = self.calendars.get(&calendar).ok_or_else(Refusal::not_found)?;
        let same = known.events.iter().find(|(_, stored)| {
            stored.state == State::Live && text(&stored.body, "iCalUID") == uid
        });
        let id = match same.map(|(id, _)| id.clone()) {
            Some(id) => id,
            None => self.make_id(26),
        };
        self.create(&calendar, &id, &uid, &mut new)?;
        self.tell_written(request, access, &calendar, &id)
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
        if conference::waits(new) {
            self.conferences_wait.insert(calendar.to_owned());
        }
        self.put(calendar, id, new.clone(), BTreeSet::new());
        self.touch(calendar, id, &[], false);
        Ok(())
    }

    /// Stores an event as live; the caller touches it.
    pub(super) fn put(
        &mut self,
        calendar: &str,
        id: &str,
        mut body: Object,
        own: BTreeSet<String>,
    ) {
        let Some(known) = self.calendars.get_mut(calendar) else { return };
        write_times(&mut body, &zone(&known.zone));
        let series = is_instance(&body).then(|| text(&body, "recurringEventId").to_owned());
        let before = known.events.remove(id);
        let (change, micros, updated, left) = before.map_or_else(
            || (0, 0, 0, BTreeSet::new()),
            |before| (before.change, before.micros, before.updated, before.left),
        );
        let (state, told) = (State::Live, None);
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
            self.remove(request, &target);
            return self.tell_written(request, access, &calendar, id);
        }
        let reading = Reading::of(request);
        let old = &target.stored.body;
        let mut new = match request.method.as_str() {
            "PUT" => reading.replaced(old, &given),
            _ => reading.patched(old, &given),
        };
        keep_omitted(&given, old, &mut new, &calendar);
        self.settle_conference(Some(old), &mut new)?;
        let own = self.calendars.get(&calendar).map_or(TimeZone::UTC, |known| zone(&known.zone));
        body::settle(&mut new, Some(old), &own)?;
        let changed = body::changed(old, &new);
        if changed.is_empty() && target.stored.state == State::Live {
            return Ok(Response::json(200, &self.look(request, &target)?)
                .header("etag", &target.stored.etag()));
        }
        if organizer(old) == calendar {
            // Whoever is invited anew has not left.
            let joins = super::guests::guests(&new);
            let joins: Vec<_> = joins.difference(&super::guests::guests(old)).cloned().collect();
            self.write(&calendar, id, &target, new.clone(), changed);
            if let Some(known) = self.calendars.get_mut(&calendar)
                && let Some(stored) = known.events.get_mut(id)
            {
                stored.left.retain(|one| !joins.contains(one));
            }
            self.spread(&calendar, id);
        } else {
            self.write_as_guest(&target, &new)?;
        }
        self.mail(request, &calendar, id, Some(&target.stored.body), Some(&new));
        self.tell_written(request, access, &calendar, id)
    }

    /// Stores a changed event and what follows from the change for its exceptions.
    pub(super) fn write(
        &mut self,
        calendar: &str,
        id: &str,
        target: &Target,
        mut new: Object,
        changed: BTreeSet<String>,
    ) {
        let moved = changed.contains("start") || changed.contains("end");
        if moved && !changed.contains("sequence") && organizer(&new) == calendar {
            let sequence = new.get("sequence").and_then(Value::as_i64).unwrap_or_default();
            new.insert("sequence".into(), (sequence + 1).into());
        }
        let mut own = target.stored.own.clone();
        own.extend(changed.iter().cloned());
        let master = !is_instance(&new);
        if conference::waits(&new) {
            self.conferences_wait.insert(calendar.to_owned());
        }
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
            // However old the precondition: what is gone is gone.
            Err(refusal) if matches!(refusal.status, 404 | 412) => {
                let known = self.role(access, calendar).ok();
                let known = known.and_then(|(calendar, _)| self.calendars.get(&calendar));
                let stored = known.and_then(|known| known.events.get(id));
                let gone = stored.is_some_and(|stored| stored.state != State::Live);
                return Err(if gone { Refusal::deleted() } else { refusal });
            }
            other => other?,
        };
        self.remove(request, &target);
        Ok(Response::status(204))
    }

    /// Takes an event away, and what follows for others.
    pub(super) fn remove(&mut self, request: &Request, target: &Target) {
        let Target { calendar, id, stored, .. } = target;
        if organizer(&stored.body) != calendar {
            self.leave(target);
        } else {
            let known = self.calendars.get(calendar);
            let exceptions = known.map(|known| known.exceptions(id)).unwrap_or_default();
            self.take_away(calendar, id, stored);
            if is_instance(&stored.body) {
                self.spread(calendar, id);
            } else {
                self.call_off(calendar, stored, &exceptions);
            }
        }
        self.mail(request, calendar, id, Some(&stored.body), None);
    }

    /// One tombstone for a series, a cancelled exception for an instance.
    pub(super) fn take_away(&mut self, calendar: &str, id: &str, stored: &Stored) {
        let instance = is_instance(&stored.body);
        self.put(calendar, id, stored.body.clone(), stored.own.clone());
        let Some(known) = self.calendars.get_mut(calendar) else { return };
        let series = stored.series.as_deref();
        let in_series = series.is_some_and(|series| known.live(series).is_some());
        let exceptions = if instance { Vec::new() } else { known.exceptions(id) };
        for exception in exceptions {
            if let Some(gone) = known.events.remove(&exception) {
                known.changes.remove(&gone.change);
            }
        }
        if let Some(stored) = known.events.get_mut(id) {
            stored.state = if in_series { State::Cancelled } else { State::Deleted };
        }
        self.touch(calendar, id, &[], false);
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
        let stored = match stored {
            Some(stored) => stored,
            // A guest's answer to an instance may have left their own copy without one.
            None => self.virgin(calendar, id).ok_or_else(Refusal::not_found)?,
        };
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
