//! `events.move`: an event and its exceptions go to another calendar.

use serde_json::{Value, json};

use super::{
    Google,
    guests::organizer,
    message::{Request, Response, text},
    oauth::Access,
    refusal::Refusal,
    series::is_instance,
    world::{State, Stored},
};

impl Google {
    /// `events.move`: to another calendar, which then organizes it.
    pub(super) fn move_event(
        &mut self,
        request: &Request,
        access: &Access,
        calendar: &str,
        id: &str,
    ) -> Result<Response, Refusal> {
        let target = self.target(request, access, calendar, id)?;
        let to = request.get("destination").unwrap_or_default();
        if to.is_empty() {
            let message = "Required parameter: destination";
            return Err(Refusal::new(400, "required", message));
        }
        let (to, _) = self.writable(access, to)?;
        let stored = &target.stored;
        if text(&stored.body, "eventType") != "default" {
            let message = "Only default events can be moved.";
            return Err(Refusal::new(400, "eventTypeRestriction", message));
        }
        if is_instance(&stored.body) {
            let message = "Cannot change the organizer of an instance.";
            return Err(Refusal::new(400, "cannotChangeOrganizerOfInstance", message));
        }
        if organizer(&stored.body) != target.calendar {
            return Err(Refusal::guest());
        }
        if to == target.calendar {
            return self.tell_written(request, access, &to, id);
        }
        let known = self.calendars.get(&to).ok_or_else(Refusal::not_found)?;
        if known.live(id).is_some_and(|there| organizer(&there.body) != target.calendar) {
            let message = "The requested identifier already exists.";
            return Err(Refusal::new(409, "duplicate", message));
        }
        let name = known.summary.clone();
        let source = self.calendars.get(&target.calendar).ok_or_else(Refusal::not_found)?;
        let members: Vec<Stored> = std::iter::once(id.to_owned())
            .chain(source.exceptions(id))
            .filter_map(|id| source.events.get(&id).cloned())
            .collect();
        self.take_away(&target.calendar, id, stored);
        let mut person = json!({"email": to});
        if let (Some(person), false) = (person.as_object_mut(), self.users.contains_key(&to)) {
            person.insert("displayName".into(), name.into());
        }
        for member in members {
            let mut body = member.body;
            let id = text(&body, "id").to_owned();
            body.insert("organizer".into(), person.clone());
            self.put(&to, &id, body, member.own);
            if let Some(stored) =
                self.calendars.get_mut(&to).and_then(|known| known.events.get_mut(&id))
            {
                (stored.state, stored.left) = (member.state, member.left);
            }
            self.adopt(&target.calendar, &to, &id);
            let (_, micros) = self.tick();
            self.touch_one(&to, &id, micros, false);
        }
        self.spread(&to, id);
        self.mail(request, &to, id, Some(&stored.body), None);
        self.tell_written(request, access, &to, id)
    }

    /// The guests' copies follow their event to its new organizer.
    fn adopt(&mut self, from: &str, to: &str, id: &str) {
        for user in self.users.keys() {
            let Some(known) = self.calendars.get_mut(user).filter(|known| known.id != to) else {
                continue;
            };
            if let Some(copy) = known.events.get_mut(id)
                && let Some(person) = copy.body.get_mut("organizer").and_then(Value::as_object_mut)
                && text(person, "email") == from
                && copy.state == State::Live
            {
                person.insert("email".into(), to.into());
            }
        }
    }
}
