//! From an event to the bodies of `events.insert` and `events.patch`.
//!
//! Neither `sequence` nor `iCalUID` is ever written: the server keeps the one, and makes the other
//! of the id.

mod people;
mod things;
mod time;

use serde_json::{Map, Value, json};

use super::color::color_id;
use crate::{
    event::{Event, EventKind, GuestRights, Status, Transparency, Visibility},
    merge::{Field, changed},
    text::looks_like_html,
};

pub use time::pin;

/// The body that inserts the event under this id.
///
/// Guests of somebody else's event are left out, so that no invitation goes out twice. A floating
/// time is written as if in UTC: give it a zone with [`pin`] before.
#[must_use]
pub fn write_insert(event: &Event, id: &str) -> Map<String, Value> {
    let mut body = Map::new();
    let mut put = |key: &str, value: Value| {
        body.insert(key.to_owned(), value);
    };
    put("id", id.into());
    let series = !event.recurrence.is_empty();
    put("start", time::point(&event.start, series));
    put("end", time::point(&event.end, series));
    let texts = [
        ("summary", event.summary.clone()),
        ("location", event.location.clone()),
        ("description", notes(event)),
    ];
    for (key, text) in texts {
        if !text.is_empty() {
            put(key, text.into());
        }
    }
    if series && event.recurrence_id.is_none() {
        put("recurrence", time::recurrence(event));
    }
    if !event.attendees.is_empty() && !event.shared.foreign {
        put("attendees", people::guests(event));
    }
    for (key, may, usual) in rights(event.shared.guests, GuestRights::default()) {
        if may != usual {
            put(key, may.into());
        }
    }
    if let Some(request) = &event.shared.conference_request {
        put("conferenceData", things::ask_for_conference(request));
    }
    put("reminders", things::reminders(event));
    if let Some(color) = event.color.as_deref().and_then(color_id) {
        put("colorId", color.into());
    }
    if event.transparency == Transparency::Transparent {
        put("transparency", transparency(event.transparency).into());
    }
    if event.visibility != Visibility::Default {
        put("visibility", visibility(event.visibility).into());
    }
    if event.status == Status::Tentative {
        put("status", "tentative".into());
    }
    if !event.shared.attachments.is_empty() {
        put("attachments", things::attachments(event));
    }
    if let Some(url) = event.url.as_deref().filter(|url| url.starts_with("http")) {
        put("source", json!({"url": url, "title": event.summary}));
    }
    match event.shared.kind {
        EventKind::OutOfOffice => put("eventType", "outOfOffice".into()),
        EventKind::FocusTime => put("eventType", "focusTime".into()),
        // Places of work and birthdays want properties that are not known here, and what was made
        // of a mail cannot be made by hand.
        EventKind::Default
        | EventKind::WorkingLocation
        | EventKind::Birthday
        | EventKind::FromMail => {}
    }
    body
}

/// The body that makes `mine` of `base`: only what differs, `null` for what goes, whole arrays.
/// Empty where nothing differs that can be written.
///
/// The guests are never written where `base` has not all of them. The owner's own answer is
/// written with `attendeesOmitted`, which leaves every other guest alone.
#[must_use]
pub fn write_patch(base: &Event, mine: &Event) -> Map<String, Value> {
    let mut body = Map::new();
    let fields = changed(base, mine);
    for field in &fields {
        put_field(&mut body, *field, base, mine);
    }
    let becomes_series = fields.contains(&Field::Recurrence) && !mine.recurrence.is_empty();
    if becomes_series && !body.contains_key("start") && time::lacks_zone(mine) {
        put_times(&mut body, base, mine);
    }
    body
}

fn put_field(body: &mut Map<String, Value>, field: Field, base: &Event, mine: &Event) {
    let mut put = |key: &str, value: Value| {
        body.insert(key.to_owned(), value);
    };
    let text = |text: String| if text.is_empty() { Value::Null } else { text.into() };
    match field {
        Field::Title => put("summary", text(mine.summary.clone())),
        Field::Location => put("location", text(mine.location.clone())),
        Field::Notes => put("description", text(notes(mine))),
        Field::Time => put_times(body, base, mine),
        // An exception repeats as its series does.
        Field::Recurrence if base.recurrence_id.is_some() => {}
        Field::Recurrence if mine.recurrence.is_empty() => put("recurrence", Value::Null),
        Field::Recurrence => put("recurrence", time::recurrence(mine)),
        Field::Guests => put("attendees", people::guests(mine)),
        Field::Response => {
            if !body.contains_key("attendees")
                && let Some(answer) = people::own_answer(mine)
            {
                body.insert("attendeesOmitted".to_owned(), true.into());
                body.insert("attendees".to_owned(), answer);
            }
        }
        Field::GuestRights => {
            for (key, may, before) in rights(mine.shared.guests, base.shared.guests) {
                if may != before {
                    put(key, may.into());
                }
            }
        }
        Field::Conference => {
            let request = mine.shared.conference_request.as_deref();
            if let Some(request) = request
                && base.shared.conference_request.as_deref() != Some(request)
            {
                put("conferenceData", things::ask_for_conference(request));
            } else if request.is_none() && mine.conferences.is_empty() {
                put("conferenceData", Value::Null);
            }
        }
        Field::Reminders => put("reminders", things::reminders_patch(mine)),
        Field::Color => match mine.color.as_deref() {
            None => put("colorId", Value::Null),
            Some(color) => {
                if let Some(id) = color_id(color) {
                    put("colorId", id.into());
                }
            }
        },
        Field::Busy => put("transparency", transparency(mine.transparency).into()),
        Field::Visibility => put("visibility", visibility(mine.visibility).into()),
        Field::Status => match mine.status {
            Status::Confirmed => put("status", "confirmed".into()),
            Status::Tentative => put("status", "tentative".into()),
            // This would delete the event.
            Status::Cancelled => {}
        },
        Field::Attachments => put("attachments", things::attachments(mine)),
    }
}

fn put_times(body: &mut Map<String, Value>, base: &Event, mine: &Event) {
    let series = !mine.recurrence.is_empty();
    body.insert("start".to_owned(), time::point_patch(&base.start, &mine.start, series));
    body.insert("end".to_owned(), time::point_patch(&base.end, &mine.end, series));
}

/// The notes as the server takes them, which is for HTML wherever it looks like some.
fn notes(event: &Event) -> String {
    if let Some(html) = &event.description_html {
        return html.clone();
    }
    if !looks_like_html(&event.description) {
        return event.description.clone();
    }
    let escaped = event.description.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    format!("<span>{}</span>", escaped.replace('\n', "<br>"))
}

fn rights(now: GuestRights, before: GuestRights) -> [(&'static str, bool, bool); 3] {
    [
        ("guestsCanSeeOtherGuests", now.see_others, before.see_others),
        ("guestsCanInviteOthers", now.invite_others, before.invite_others),
        ("guestsCanModify", now.modify, before.modify),
    ]
}

const fn transparency(it: Transparency) -> &'static str {
    match it {
        Transparency::Opaque => "opaque",
        Transparency::Transparent => "transparent",
    }
}

const fn visibility(it: Visibility) -> &'static str {
    match it {
        Visibility::Default => "default",
        Visibility::Public => "public",
        Visibility::Private => "private",
        Visibility::Confidential => "confidential",
    }
}
