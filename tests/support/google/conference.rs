//! Video conferences: asked for, then there.

use serde_json::{Value, json};

use super::{
    Google,
    guests::organizer,
    message::{Object, text_of},
    refusal::Refusal,
    series::is_instance,
    world::State,
};

impl Google {
    /// Sees to the conference of an event that was written. A request is pending until the next
    /// look at the calendar.
    pub(super) fn settle_conference(
        &mut self,
        old: Option<&Object>,
        new: &mut Object,
    ) -> Result<(), Refusal> {
        let known = old.and_then(|old| old.get("conferenceData")).cloned();
        let Some(given) = new.get("conferenceData").cloned() else {
            if known.is_some() {
                new.remove("hangoutLink");
            }
            return Ok(());
        };
        if known.as_ref() == Some(&given) {
            return Ok(());
        }
        let request = |data: &Value| {
            data.get("createRequest").map(|one| text_of(one, "requestId").to_owned())
        };
        let asked = request(&given).filter(|id| !id.is_empty());
        if asked.is_some() && asked == known.as_ref().and_then(request) {
            // Asked for once before: ignored.
            new.insert("conferenceData".into(), known.unwrap_or_default());
            return Ok(());
        }
        if let Some(asked) = asked {
            let kind = given.pointer("/createRequest/conferenceSolutionKey/type");
            let kind = kind.and_then(Value::as_str).unwrap_or("hangoutsMeet");
            if kind != "hangoutsMeet" {
                return Err(Refusal::invalid("Invalid conference type value."));
            }
            let pending = json!({"createRequest": {
                "requestId": asked,
                "conferenceSolutionKey": {"type": kind},
                "status": {"statusCode": "pending"},
            }});
            new.insert("conferenceData".into(), pending);
            new.remove("hangoutLink");
            return Ok(());
        }
        let id = text_of(&given, "conferenceId");
        let of_known = known.as_ref().map(|known| text_of(known, "conferenceId"));
        if !id.is_empty() && of_known != Some(id) && self.conferences.contains(id) {
            self.violations.push(format!("conference {id} belongs to another event"));
            return Err(Refusal::invalid("Conference data belongs to another event."));
        }
        Ok(())
    }

    /// What was asked for before is there now.
    pub(super) fn open_conferences(&mut self, calendar: &str) {
        if !self.conferences_wait.remove(calendar) {
            return;
        }
        let Some(known) = self.calendars.get(calendar) else { return };
        let mine = known.events.iter().filter(|(_, stored)| {
            waits(&stored.body)
                && stored.state == State::Live
                && organizer(&stored.body) == calendar
        });
        let mine: Vec<String> = mine.map(|(id, _)| id.clone()).collect();
        for id in mine {
            let code = self.make_id(10).replace(|digit: char| digit.is_ascii_digit(), "x");
            let (a, rest) = code.split_at(3);
            let (b, c) = rest.split_at(4);
            let name = format!("{a}-{b}-{c}");
            self.conferences.insert(name.clone());
            let Some(stored) =
                self.calendars.get_mut(calendar).and_then(|known| known.events.get_mut(&id))
            else {
                continue;
            };
            let request =
                stored.body.get("conferenceData").and_then(|data| data.get("createRequest"));
            let request_id = request.map(|one| text_of(one, "requestId").to_owned());
            let link = format!("https://meet.google.com/{name}");
            let data = json!({
                "createRequest": {
                    "requestId": request_id,
                    "conferenceSolutionKey": {"type": "hangoutsMeet"},
                    "status": {"statusCode": "success"},
                },
                "entryPoints": [{
                    "entryPointType": "video",
                    "uri": link,
                    "label": format!("meet.google.com/{name}"),
                }],
                "conferenceSolution": {
                    "key": {"type": "hangoutsMeet"},
                    "name": "Google Meet",
                    "iconUri": "https://fonts.gstatic.com/s/i/productlogos/meet_2020q4/v6/web-512dp/logo_meet_2020q4_color_2x_web_512dp.png",
                },
                "conferenceId": name,
            });
            stored.body.insert("conferenceData".into(), data);
            stored.body.insert("hangoutLink".into(), link.into());
            let master = !is_instance(&stored.body);
            let changed = ["conferenceData", "hangoutLink"].map(str::to_owned).into();
            let gone =
                if master { self.change_exceptions(calendar, &id, &changed) } else { Vec::new() };
            self.touch(calendar, &id, &gone, false);
            self.spread(calendar, &id);
        }
    }
}

/// Whether an event waits for its conference.
pub(super) fn waits(body: &Object) -> bool {
    let data = body.get("conferenceData");
    let status = data.and_then(|data| data.pointer("/createRequest/status/statusCode"));
    status.and_then(Value::as_str) == Some("pending")
}
