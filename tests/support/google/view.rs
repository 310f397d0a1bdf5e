//! How an event looks to whoever asks.

use jiff::tz::TimeZone;
use serde_json::{Value, json};

use super::{
    message::{Object, Request, flag, list, text, text_of},
    refusal::Refusal,
    time::{stamp, write_times, zone},
    world::{Role, State, Stored},
};

/// Whose eyes see the events of a calendar.
pub(super) struct Eyes<'a> {
    role: Role,
    calendar: &'a str,
    /// `maxAttendees`.
    most: Option<usize>,
    /// `timeZone`.
    zone: Option<TimeZone>,
}

impl<'a> Eyes<'a> {
    pub(super) fn of(request: &Request, role: Role, calendar: &'a str) -> Result<Self, Refusal> {
        let most = request.get("maxAttendees").map(str::parse).transpose();
        let most = most.map_err(|_| Refusal::invalid("Invalid value for: maxAttendees"))?;
        Ok(Self { role, calendar, most, zone: request.get("timeZone").map(zone) })
    }

    /// Whether they see what any owner sees.
    pub(super) fn plain(&self) -> bool {
        self.role.sees_private() && self.most.is_none()
    }

    /// The event as an answer has it; `listed` tells of a deleted one its id only.
    pub(super) fn tell(&self, stored: &Stored, listed: bool) -> Value {
        let body = &stored.body;
        let mut told = Object::new();
        told.insert("kind".into(), "calendar#event".into());
        told.insert("etag".into(), stored.etag().into());
        let mut copy = |names: &[&str]| {
            for name in names {
                if let Some(value) = body.get(*name) {
                    told.insert((*name).to_owned(), value.clone());
                }
            }
        };
        match (stored.state, listed) {
            (State::Deleted, true) => copy(&["id"]),
            (State::Cancelled, true) => copy(&["id", "recurringEventId", "originalStartTime"]),
            (State::Live | State::Deleted | State::Cancelled, _) if self.sees(body) => {
                let names: Vec<&str> = body.keys().map(String::as_str).collect();
                copy(&names);
                told.insert("updated".into(), stamp(stored.updated).into());
                self.link(&mut told);
                self.mark(&mut told);
            }
            (State::Live | State::Deleted | State::Cancelled, _) => {
                copy(&[
                    "id",
                    "status",
                    "start",
                    "end",
                    "recurrence",
                    "recurringEventId",
                    "originalStartTime",
                    "iCalUID",
                    "created",
                    "transparency",
                    "sequence",
                    "eventType",
                ]);
                told.insert("updated".into(), stamp(stored.updated).into());
                told.insert("visibility".into(), "private".into());
            }
        }
        if stored.state != State::Live {
            told.insert("status".into(), "cancelled".into());
        }
        if let Some(zone) = &self.zone {
            write_times(&mut told, zone);
        }
        Value::Object(told)
    }

    fn sees(&self, body: &Object) -> bool {
        match self.role {
            Role::FreeBusyReader => false,
            Role::Reader | Role::WriterWithoutPrivateAccess => {
                !matches!(text(body, "visibility"), "private" | "confidential")
            }
            Role::Writer | Role::Owner => true,
        }
    }

    /// `self` marks the entries that stand for this calendar; the list of guests is shortened.
    fn mark(&self, told: &mut Object) {
        for name in ["creator", "organizer"] {
            if let Some(person) = told.get_mut(name).and_then(Value::as_object_mut)
                && text(person, "email") == self.calendar
            {
                person.insert("self".into(), true.into());
            }
        }
        let organizer = told.get("organizer");
        let organizes = organizer.is_some_and(|one| text_of(one, "email") == self.calendar);
        let hides = !flag(told, "guestsCanSeeOtherGuests", true) && !organizes;
        let long = self.most.is_some_and(|most| list(told, "attendees").len() > most);
        if let Some(attendees) = told.get_mut("attendees").and_then(Value::as_array_mut) {
            for one in attendees.iter_mut().filter_map(Value::as_object_mut) {
                if text(one, "email") == self.calendar {
                    one.insert("self".into(), true.into());
                }
            }
            if long || hides {
                let count = attendees.len();
                attendees.retain(|one| one.get("self").is_some());
                if attendees.len() < count {
                    told.insert("attendeesOmitted".into(), true.into());
                }
            }
        }
    }

    fn link(&self, told: &mut Object) {
        use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
        let eid = URL_SAFE_NO_PAD.encode(format!("{} {}", text(told, "id"), self.calendar));
        let link = json!(format!("https://www.google.com/calendar/event?eid={eid}"));
        told.insert("htmlLink".into(), link);
    }
}
