//! Bodies of events: how a change is laid over what is there, and what Google refuses.

use std::collections::BTreeSet;

use jiff::tz::TimeZone;
use kalends_calendar::Rule;
use serde_json::{Value, json};

use super::{
    message::{Object, Request, flag, list, text, text_of},
    refusal::Refusal,
    time::Point,
};

/// What a client cannot write: it is taken from what is there.
const READ_ONLY: [&str; 15] = [
    "attendeesOmitted",
    "created",
    "creator",
    "etag",
    "hangoutLink",
    "htmlLink",
    "iCalUID",
    "id",
    "kind",
    "locked",
    "organizer",
    "originalStartTime",
    "privateCopy",
    "recurringEventId",
    "updated",
];

/// What the parameters of a request say of its body.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reading {
    conference: bool,
    attachments: bool,
    labels: bool,
}

impl Reading {
    pub(super) fn of(request: &Request) -> Self {
        Self {
            conference: request.get("conferenceDataVersion") == Some("1"),
            attachments: request.is("supportsAttachments"),
            labels: request.get("eventLabelVersion") == Some("1"),
        }
    }

    /// The part of a body that counts.
    fn taken(self, body: &Object, patches: bool) -> Object {
        let mut taken = body.clone();
        taken.retain(|name, _| !READ_ONLY.contains(&name.as_str()));
        if !self.conference {
            taken.remove("conferenceData");
        }
        if !self.attachments {
            taken.remove("attachments");
        }
        if self.labels {
            taken.remove("colorId");
            // With labels, none given means none wanted.
            if patches && !taken.contains_key("eventLabelId") {
                taken.insert("eventLabelId".into(), Value::Null);
            }
        } else {
            taken.remove("eventLabelId");
        }
        taken
    }

    /// What an event is after a PATCH: objects merge, arrays are replaced, null deletes.
    pub(super) fn patched(self, old: &Object, body: &Object) -> Object {
        let mut new = old.clone();
        merge(&mut new, &self.taken(body, true));
        new
    }

    /// What an event is after a PUT: what is not there is gone.
    pub(super) fn replaced(self, old: &Object, body: &Object) -> Object {
        let mut new = self.taken(body, false);
        let mut kept: Vec<&str> = READ_ONLY.to_vec();
        kept.extend(["eventType", "sequence"]);
        if !self.conference {
            kept.push("conferenceData");
        }
        if !self.attachments {
            kept.push("attachments");
        }
        for name in kept {
            if let (Some(value), false) = (old.get(name), new.contains_key(name)) {
                new.insert(name.to_owned(), value.clone());
            }
        }
        drop_nulls(&mut new);
        new
    }

    /// What a new event is.
    pub(super) fn made(self, body: &Object) -> Object {
        let mut new = self.taken(body, false);
        drop_nulls(&mut new);
        new
    }
}

fn merge(into: &mut Object, from: &Object) {
    for (name, value) in from {
        if value.is_null() {
            into.remove(name);
        } else if let Some(inner) = value.as_object() {
            let known = into.entry(name.clone()).or_insert_with(|| json!({}));
            match known.as_object_mut() {
                Some(known) => merge(known, inner),
                None => *known = value.clone(),
            }
        } else {
            into.insert(name.clone(), value.clone());
        }
    }
}

/// A body without its nulls, which no schema knows.
pub(super) fn drop_nulls(object: &mut Object) {
    object.retain(|_, value| !value.is_null());
    for value in object.values_mut() {
        if let Some(inner) = value.as_object_mut() {
            drop_nulls(inner);
        }
    }
}

/// Checks an event and writes it as answers have it. `old` is what it was.
pub(super) fn settle(
    new: &mut Object,
    old: Option<&Object>,
    zone: &TimeZone,
) -> Result<(), Refusal> {
    settle_times(new, zone)?;
    settle_rules(new)?;
    settle_reminders(new)?;
    settle_attendees(new)?;
    let kind = text(new, "eventType").to_owned();
    if let Some(old) = old
        && text(old, "eventType") != kind
    {
        return Err(Refusal::new(400, "eventTypeRestriction", "Event type cannot be changed."));
    }
    if let Some(old) = old
        && new.get("sequence").and_then(Value::as_i64) < old.get("sequence").and_then(Value::as_i64)
    {
        return Err(Refusal::invalid("Invalid sequence value."));
    }
    let color = text(new, "colorId");
    if !color.is_empty() && !(1..=11).any(|id| color == id.to_string()) {
        return Err(Refusal::invalid("Invalid color id."));
    }
    settle_properties(new)?;
    // What says nothing is not told.
    let empty = |value: &Value| {
        value.as_str() == Some("")
            || value.as_array().is_some_and(Vec::is_empty)
            || value.as_object().is_some_and(Object::is_empty)
    };
    new.retain(|_, value| !empty(value));
    let usual: [(&str, Value); 8] = [
        ("visibility", "default".into()),
        ("transparency", "opaque".into()),
        ("guestsCanInviteOthers", true.into()),
        ("guestsCanSeeOtherGuests", true.into()),
        ("guestsCanModify", false.into()),
        ("anyoneCanAddSelf", false.into()),
        ("endTimeUnspecified", false.into()),
        ("locked", false.into()),
    ];
    for (name, value) in usual {
        if new.get(name) == Some(&value) {
            new.remove(name);
        }
    }
    new.entry("status").or_insert_with(|| "confirmed".into());
    new.entry("eventType").or_insert_with(|| "default".into());
    new.entry("sequence").or_insert_with(|| 0.into());
    new.entry("reminders").or_insert_with(|| json!({"useDefault": true}));
    Ok(())
}

/// The fields in which two bodies differ.
pub(super) fn changed(old: &Object, new: &Object) -> BTreeSet<String> {
    let names = old.keys().chain(new.keys());
    names.filter(|name| old.get(*name) != new.get(*name)).cloned().collect()
}

/// Start and end of a body.
pub(super) fn times(body: &Object, zone: &TimeZone) -> Result<(Point, Point), Refusal> {
    let repeats = body.get("recurrence").is_some();
    let point = |name: &str| {
        let value = body.get(name).and_then(Value::as_object);
        let missing = || Refusal::new(400, "required", &format!("Missing {name} time."));
        Point::read(value.ok_or_else(missing)?, name, zone, repeats)
    };
    Ok((point("start")?, point("end")?))
}

fn settle_times(new: &mut Object, zone: &TimeZone) -> Result<(), Refusal> {
    let (start, end) = times(new, zone)?;
    if start.is_date() != end.is_date() {
        return Err(Refusal::invalid(
            "Start and end times must either both be date or both be dateTime.",
        ));
    }
    if end.instant(zone) < start.instant(zone) {
        let message = "The specified time range is empty.";
        return Err(Refusal::new(400, "timeRangeEmpty", message));
    }
    new.insert("start".into(), start.write(zone));
    new.insert("end".into(), end.write(zone));
    Ok(())
}

fn settle_rules(new: &Object) -> Result<(), Refusal> {
    let date = new.get("start").is_some_and(|start| start.get("date").is_some());
    let lines = list(new, "recurrence");
    if !lines.is_empty() && new.contains_key("recurringEventId") {
        return Err(Refusal::invalid("An instance cannot repeat."));
    }
    for line in lines {
        let line = line.as_str().unwrap_or_default();
        let refused = || Refusal::invalid(&format!("Invalid recurrence rule: {line}"));
        let (name, value) = line.split_once(':').ok_or_else(refused)?;
        match name.split(';').next().unwrap_or_default() {
            "RRULE" | "EXRULE" => {
                Rule::parse(value).map_err(|_| refused())?;
                // RFC 5545 §3.3.10: UNTIL is of the kind of DTSTART, in UTC where that has a zone.
                let until = value.split(';').find_map(|part| part.strip_prefix("UNTIL="));
                if until.is_some_and(|until| until.len() != if date { 8 } else { 16 }) {
                    return Err(refused());
                }
            }
            "RDATE" | "EXDATE" => {}
            _ => return Err(refused()),
        }
    }
    Ok(())
}

fn settle_reminders(new: &mut Object) -> Result<(), Refusal> {
    let Some(reminders) = new.get_mut("reminders").and_then(Value::as_object_mut) else {
        return Ok(());
    };
    let overrides = list(reminders, "overrides");
    if overrides.len() > 5 {
        return Err(Refusal::invalid("A maximum of 5 reminders can be set."));
    }
    if flag(reminders, "useDefault", false) && !overrides.is_empty() {
        let message = "Cannot specify both default reminders and overrides at the same time.";
        return Err(Refusal::new(400, "cannotUseDefaultRemindersAndSpecifyOverride", message));
    }
    let minutes = |one: &Value| one.get("minutes").and_then(Value::as_i64);
    if !overrides.iter().all(|one| minutes(one).is_some_and(|all| (0..=40320).contains(&all))) {
        return Err(Refusal::invalid("Invalid value for: minutes"));
    }
    reminders.retain(|name, value| {
        name != "overrides" || value.as_array().is_some_and(|all| !all.is_empty())
    });
    reminders.entry("useDefault").or_insert_with(|| false.into());
    Ok(())
}

fn settle_attendees(new: &mut Object) -> Result<(), Refusal> {
    let organizer = new.get("organizer").map(|one| text_of(one, "email").to_owned());
    let Some(attendees) = new.get_mut("attendees").and_then(Value::as_array_mut) else {
        return Ok(());
    };
    let mut seen = BTreeSet::new();
    for one in attendees.iter_mut().filter_map(Value::as_object_mut) {
        let email = text(one, "email").to_lowercase();
        if !email.contains('@') {
            return Err(Refusal::invalid("Invalid attendee email."));
        }
        // Whose copy it is, is told to whoever asks; it is not kept.
        for name in ["self", "organizer"] {
            one.remove(name);
        }
        if Some(&email) == organizer.as_ref() {
            one.insert("organizer".into(), true.into());
        }
        for name in ["optional", "resource"] {
            if !flag(one, name, false) {
                one.remove(name);
            }
        }
        if one.get("additionalGuests").and_then(Value::as_i64) == Some(0) {
            one.remove("additionalGuests");
        }
        if text(one, "comment").is_empty() {
            one.remove("comment");
        }
        one.entry("responseStatus").or_insert_with(|| "needsAction".into());
        one.insert("email".into(), email.clone().into());
        seen.insert(email);
    }
    // Of one address the first entry holds.
    attendees.retain(|one| seen.remove(text_of(one, "email")));
    Ok(())
}

fn settle_properties(new: &mut Object) -> Result<(), Refusal> {
    let Some(properties) = new.get_mut("extendedProperties").and_then(Value::as_object_mut) else {
        return Ok(());
    };
    for kind in properties.values_mut().filter_map(Value::as_object_mut) {
        // Longer names are dropped, longer values cut, without a word.
        kind.retain(|name, _| name.chars().count() <= 44);
        for value in kind.values_mut() {
            let cut = value.as_str().map(|text| text.chars().take(1024).collect::<String>());
            *value = cut.unwrap_or_default().into();
        }
    }
    properties.retain(|_, kind| kind.as_object().is_some_and(|kind| !kind.is_empty()));
    Ok(())
}
