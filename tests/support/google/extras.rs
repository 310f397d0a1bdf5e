//! Free/busy, settings, colours, channels, the calendar resource.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde_json::{Value, json};

use super::{
    Google, guests,
    message::{Object, Request, Response, list, text, text_of},
    oauth::Access,
    refusal::Refusal,
    series::{Rules, instance_id},
    time::{Point, zone},
    world::{State, Stored, etag},
};

const CALENDAR_COLORS: [&str; 24] = [
    "#ac725e", "#d06b64", "#f83a22", "#fa573c", "#ff7537", "#ffad46", "#42d692", "#16a765",
    "#7bd148", "#b3dc6c", "#fbe983", "#fad165", "#92e1c0", "#9fe1e7", "#9fc6e7", "#4986e7",
    "#9a9cff", "#b99aff", "#c2c2c2", "#cabdbf", "#cca6ac", "#f691b2", "#cd74e6", "#a47ae2",
];
const EVENT_COLORS: [&str; 11] = [
    "#a4bdfc", "#7ae7bf", "#dbadff", "#ff887c", "#fbd75b", "#ffb878", "#46d6db", "#e1e1e1",
    "#5484ed", "#51b749", "#dc2127",
];

impl Google {
    /// `colors.get`.
    pub(super) fn tell_colors(&self, access: &Access) -> Result<Response, Refusal> {
        access.need(&[
            "calendar",
            "calendar.readonly",
            "calendar.calendarlist",
            "calendar.calendarlist.readonly",
            "calendar.events.owned",
        ])?;
        let palette = |colors: &[&str]| -> Value {
            let rows = colors.iter().zip(1..).map(|(color, id)| {
                (id.to_string(), json!({"background": color, "foreground": "#1d1d1d"}))
            });
            Value::Object(rows.collect())
        };
        Ok(Response::json(
            200,
            &json!({
                "kind": "calendar#colors",
                "updated": "2012-02-14T00:00:00.000Z",
                "calendar": palette(&CALENDAR_COLORS),
                "event": palette(&EVENT_COLORS),
            }),
        ))
    }

    /// `settings.list` and, with an id, `settings.get`.
    pub(super) fn tell_settings(
        &self,
        access: &Access,
        id: Option<&str>,
    ) -> Result<Response, Refusal> {
        access.need(&["calendar", "calendar.readonly", "calendar.settings.readonly"])?;
        let user = self.users.get(&access.user).ok_or_else(Refusal::not_found)?;
        let tell = |(id, value): (&String, &String)| json!({"kind": "calendar#setting", "etag": etag(1), "id": id, "value": value});
        let Some(id) = id else {
            let items: Vec<Value> = user.settings.iter().map(tell).collect();
            let told = json!({"kind": "calendar#settings", "etag": etag(1), "items": items});
            return Ok(Response::json(200, &told));
        };
        let setting = user.settings.get_key_value(id).ok_or_else(Refusal::not_found)?;
        Ok(Response::json(200, &tell(setting)))
    }

    /// `calendars.get`.
    pub(super) fn tell_calendar(&self, access: &Access, id: &str) -> Result<Response, Refusal> {
        access.need(&["calendar", "calendar.readonly", "calendar.calendars"])?;
        let (id, _) = self.role(access, id)?;
        let known = self.calendars.get(&id).ok_or_else(Refusal::not_found)?;
        let told = json!({
            "kind": "calendar#calendar",
            "etag": etag(known.micros),
            "id": id,
            "summary": known.summary,
            "timeZone": known.zone,
        });
        Ok(Response::json(200, &told))
    }

    /// `events.watch`: a channel that never speaks.
    pub(super) fn watch(
        &mut self,
        request: &Request,
        access: &Access,
        calendar: &str,
    ) -> Result<Response, Refusal> {
        access.need(&super::list::SCOPES)?;
        let (calendar, _) = self.role(access, calendar)?;
        let given = self.read_body(request, "Channel")?;
        if !text(&given, "address").starts_with("https://") {
            let message = "WebHook callback must be HTTPS.";
            return Err(Refusal::new(400, "push.webhookUrlNotHttps", message));
        }
        let resource = self.make_id(27);
        let told = json!({
            "kind": "api#channel",
            "id": text(&given, "id"),
            "resourceId": resource,
            "resourceUri": format!("https://www.googleapis.com/calendar/v3/calendars/{calendar}/events"),
            "expiration": (self.now.as_millisecond() + 7 * 86_400_000).to_string(),
        });
        Ok(Response::json(200, &told))
    }

    /// `freebusy.query`.
    pub(super) fn tell_free_busy(
        &mut self,
        request: &Request,
        access: &Access,
    ) -> Result<Response, Refusal> {
        access.need(&[
            "calendar",
            "calendar.readonly",
            "calendar.freebusy",
            "calendar.events.freebusy",
        ])?;
        let given = self.read_body(request, "FreeBusyRequest")?;
        let bound = |name: &str| {
            let at = text(&given, name).parse::<Timestamp>();
            at.map_err(|_| Refusal::new(400, "required", &format!("Missing {name} parameter.")))
        };
        let (from, to) = (bound("timeMin")?, bound("timeMax")?);
        if to <= from {
            return Err(Refusal::new(400, "timeRangeEmpty", "The specified time range is empty."));
        }
        if to.as_second() - from.as_second() > 90 * 86_400 {
            let message = "The requested time range is too long.";
            return Err(Refusal::new(400, "timeRangeTooLong", message));
        }
        let items = list(&given, "items");
        let too_many = items.len() > 50;
        let mut told = BTreeMap::new();
        for item in items {
            let id = text_of(item, "id");
            let error = |reason: &str| json!({"errors": [{"domain": "global", "reason": reason}]});
            let busy = match self.role(access, id) {
                Ok(_) if too_many => error("tooManyCalendarsRequested"),
                Ok((id, _)) => json!({"busy": self.busy(&id, from, to)}),
                Err(_) => error("notFound"),
            };
            told.insert(id.to_owned(), busy);
        }
        let told = json!({
            "kind": "calendar#freeBusy",
            "timeMin": text(&given, "timeMin"),
            "timeMax": text(&given, "timeMax"),
            "calendars": told,
        });
        Ok(Response::json(200, &told))
    }

    /// Periods in which a calendar is busy, merged.
    fn busy(&self, calendar: &str, from: Timestamp, to: Timestamp) -> Vec<Value> {
        let Some(known) = self.calendars.get(calendar) else { return Vec::new() };
        let own = zone(&known.zone);
        let mut spans = Vec::new();
        let mut add = |stored: &Stored| {
            let declined = list(&stored.body, "attendees").iter().any(|one| {
                text_of(one, "email") == calendar && text_of(one, "responseStatus") == "declined"
            });
            if declined || text(&stored.body, "transparency") == "transparent" {
                return;
            }
            let point = |name: &str| {
                let value = stored.body.get(name).and_then(Value::as_object)?;
                Some(Point::read(value, name, &own, false).ok()?.instant(&own))
            };
            if let (Some(start), Some(end)) = (point("start"), point("end"))
                && start < to
                && end > from
            {
                spans.push((start.max(from), end.min(to)));
            }
        };
        for (id, stored) in known.events.iter().filter(|(_, one)| one.state == State::Live) {
            let Some(rules) = Rules::of(&stored.body, &own) else {
                add(stored);
                continue;
            };
            let first = from.as_second() - 40 * 86_400;
            for original in rules.originals(first, to.as_second(), 1000) {
                let id = instance_id(id, &original);
                if !known.events.contains_key(&id)
                    && let Some(virgin) = self.virgin(calendar, &id)
                {
                    add(&virgin);
                }
            }
        }
        spans.sort();
        let mut merged: Vec<(Timestamp, Timestamp)> = Vec::new();
        for (start, end) in spans {
            match merged.last_mut() {
                Some(last) if start <= last.1 => last.1 = last.1.max(end),
                Some(_) | None => merged.push((start, end)),
            }
        }
        let tell = |(start, end): &(Timestamp, Timestamp)| json!({"start": start.to_string(), "end": end.to_string()});
        merged.iter().map(tell).collect()
    }
}

/// The people a write concerns besides whoever writes, for mail.
pub(super) fn concerned(old: Option<&Object>, new: Option<&Object>, writer: &str) -> Vec<String> {
    let mut people: Vec<String> = old.into_iter().chain(new).flat_map(guests::guests).collect();
    for body in old.into_iter().chain(new) {
        let organizer = guests::organizer(body);
        if organizer.contains('@') && !organizer.ends_with("calendar.google.com") {
            people.push(organizer.to_owned());
        }
    }
    people.sort();
    people.dedup();
    people.retain(|one| one != writer);
    people
}
