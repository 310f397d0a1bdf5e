//! From Google's JSON to an event.

use serde::Deserialize;

use super::{
    Cancelled, Context, Item, Live, Unreadable,
    color::color_hex,
    id::split_instance_id,
    lax::{Lax, Object, Text},
    people,
    raw::RawEvent,
    things,
    time::{self, Of},
};
use crate::{
    event::{Event, EventKind, Flag, Recurrence, RecurrenceId, Status, Transparency, Visibility},
    join,
    text::{html_to_text, looks_like_html, read_recurrence, span},
    when::When,
};

/// Reads one item of an event list, or the answer to a write.
///
/// # Errors
///
/// Where the bytes are no JSON object, where it has no id, where a living event has no start that
/// can be read, and where an exception does not say which occurrence it replaces.
pub fn read_item(json: &[u8], context: &Context) -> Result<Item, Unreadable> {
    let raw = match serde_json::from_slice::<Lax<Object<RawEvent<'_>>>>(json) {
        Ok(Lax::Is(Object(raw))) => raw,
        Ok(Lax::Absent | Lax::Odd) => return Err(unreadable(None, "it is no JSON object")),
        // The message tells place and kind of the fault, and nothing of the text.
        Err(error) => return Err(unreadable(id_alone(json), error.to_string())),
    };
    let mut odd = false;
    let text = |field: Lax<Text<'_>>| field.take(&mut false).map(Text::into_owned);
    let nonempty = |field| text(field).filter(|text| !text.is_empty());
    let Some(id) = nonempty(raw.id.clone()) else { return Err(unreadable(None, "it has no id")) };
    let etag = text(raw.etag.clone()).unwrap_or_default();
    let series_id = nonempty(raw.recurring_event_id.clone());
    let cancelled = matches!(&raw.status, Lax::Is(status) if status == "cancelled");
    let mut flags = Vec::new();
    let of_id = || split_instance_id(&id).map(|(_, original)| original);
    let mut raw = raw;
    let original = std::mem::take(&mut raw.original_start_time).take(&mut odd);
    let original = original
        .and_then(|Object(raw)| time::read(raw, Of::Series, context, &mut flags))
        .or_else(of_id);
    if cancelled {
        return Ok(Item::Cancelled(Cancelled { id, etag, series_id, original }));
    }
    if series_id.is_some() && original.is_none() {
        let reason = "it changes an occurrence of a series and does not say which";
        return Err(unreadable(Some(id), reason));
    }
    let mut event = Event { flags, ..Event::empty() };
    event.recurrence_id = series_id
        .is_some()
        .then(|| original.map(|original| RecurrenceId { original, this_and_future: false }))
        .flatten();
    event.uid = nonempty(std::mem::take(&mut raw.ical_uid))
        .or_else(|| series_id.clone())
        .unwrap_or_else(|| id.clone());
    if times(&mut raw, &mut event, &mut odd, context).is_none() {
        return Err(unreadable(Some(id), "it has no start that can be read"));
    }
    words(&mut raw, &mut event, &mut odd);
    people::read(&mut raw, &mut event, &mut odd, &context.owner);
    things::read(&mut raw, &mut event, &mut odd);
    event.join_url =
        join::find(&event.conferences, &event.location, event.url.as_deref(), &event.description);
    if odd {
        event.flags.push(Flag::UnreadableLine);
    }
    event.flags.sort_unstable();
    event.flags.dedup();
    let my_response = event.attendees.iter().find(|one| one.me).map(|one| one.participation);
    Ok(Item::Live(Box::new(Live { id, etag, series_id, event, my_response })))
}

fn unreadable(id: Option<String>, reason: impl Into<String>) -> Unreadable {
    Unreadable { id, reason: reason.into() }
}

/// The id of an object that is broken elsewhere.
fn id_alone(json: &[u8]) -> Option<String> {
    #[derive(Deserialize)]
    struct Alone {
        id: String,
    }
    serde_json::from_slice::<Alone>(json).ok().map(|alone| alone.id).filter(|id| !id.is_empty())
}

/// Start, end and recurrence; none where there is no start.
fn times(
    raw: &mut RawEvent<'_>,
    event: &mut Event,
    odd: &mut bool,
    context: &Context,
) -> Option<()> {
    let lines: Vec<_> = std::mem::take(&mut raw.recurrence)
        .take(odd)
        .into_iter()
        .flatten()
        .filter_map(|line| line.take(odd))
        .collect();
    let of = if lines.is_empty() { Of::Single } else { Of::Series };
    let mut point = |field: &mut Lax<Object<_>>, flags: &mut Vec<Flag>| {
        let Object(raw) = std::mem::take(field).take(odd)?;
        time::read(raw, of, context, flags)
    };
    let start = point(&mut raw.start, &mut event.flags)?;
    let end = point(&mut raw.end, &mut event.flags);
    let unspecified = matches!(raw.end_time_unspecified, Lax::Is(true));
    if end.is_none() || unspecified {
        event.flags.push(Flag::MissingEnd);
    }
    let end = end.filter(|_| !unspecified);
    (event.start, event.end) = span(start, end, None, false, &mut event.flags);
    if !lines.is_empty() {
        let zone = match &event.start {
            When::Zoned(_, zone) => zone,
            When::Date(_) | When::Floating(_) => &context.calendar_zone,
        };
        let lines = lines.iter().map(|line| line.trim()).filter(|line| !line.is_empty());
        let (recurrence, flags) = read_recurrence(lines, zone);
        event.recurrence = recurrence;
        event.flags.extend(flags);
        if event.start.is_date() {
            like_dates(&mut event.recurrence);
        }
    }
    Some(())
}

/// In a series of dates, exceptions and additions are dates too.
fn like_dates(recurrence: &mut Recurrence) {
    let day = |when: &When| When::Date(when.local().date());
    for excluded in &mut recurrence.excluded {
        *excluded = day(excluded);
    }
    for added in &mut recurrence.dates {
        (added.start, added.end) = (day(&added.start), added.end.as_ref().map(day));
    }
}

/// The fields that are text, a word or a number.
fn words(raw: &mut RawEvent<'_>, event: &mut Event, odd: &mut bool) {
    let mut text = |field: &mut Lax<Text<'_>>| {
        std::mem::take(field).take(odd).map(Text::into_owned).unwrap_or_default()
    };
    event.summary = text(&mut raw.summary);
    event.location = text(&mut raw.location);
    event.description = text(&mut raw.description);
    if looks_like_html(&event.description) {
        let plain = html_to_text(&event.description);
        event.description_html = Some(std::mem::replace(&mut event.description, plain));
    }
    event.color = color_hex(&text(&mut raw.color_id)).map(String::from);
    event.status = match text(&mut raw.status).as_str() {
        "tentative" => Status::Tentative,
        _ => Status::Confirmed,
    };
    event.transparency = match text(&mut raw.transparency).as_str() {
        "transparent" => Transparency::Transparent,
        _ => Transparency::Opaque,
    };
    event.visibility = match text(&mut raw.visibility).as_str() {
        "public" => Visibility::Public,
        "confidential" => Visibility::Confidential,
        "" | "default" => Visibility::Default,
        // A word nobody knows shows as little as may be.
        _ => Visibility::Private,
    };
    event.shared.kind = match text(&mut raw.event_type).as_str() {
        "outOfOffice" => EventKind::OutOfOffice,
        "focusTime" => EventKind::FocusTime,
        "workingLocation" => EventKind::WorkingLocation,
        "birthday" => EventKind::Birthday,
        "fromGmail" => EventKind::FromMail,
        _ => EventKind::Default,
    };
    event.created = text(&mut raw.created).parse().ok();
    event.last_modified = text(&mut raw.updated).parse().ok();
    event.sequence = std::mem::take(&mut raw.sequence).take(odd).unwrap_or(0);
}
