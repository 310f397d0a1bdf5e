//! Conferences, reminders, attachments and the address of where an event came from.

use std::mem::take;

use jiff::SignedDuration;

use super::{
    lax::{Lax, Object, Text},
    raw::{RawConference, RawEntryPoint, RawEvent, RawReminders},
};
use crate::event::{Alarm, AlarmAction, AlarmTrigger, Attachment, Conference, Event};

/// More conferences than this in one event are left out.
const MOST_CONFERENCES: usize = 32;

pub(super) fn read(raw: &mut RawEvent<'_>, event: &mut Event, odd: &mut bool) {
    if let Some(Object(conference)) = take(&mut raw.conference_data).take(odd) {
        read_conference(conference, event, odd);
    }
    let hangout = text(take(&mut raw.hangout_link), odd);
    add(event, &hangout, || "Google Meet".into());
    if let Some(Object(reminders)) = take(&mut raw.reminders).take(odd) {
        read_reminders(reminders, event, odd);
    }
    for attachment in take(&mut raw.attachments).take(odd).unwrap_or_default() {
        let Some(Object(attachment)) = attachment.take(odd) else { continue };
        let url = text(attachment.file_url, odd);
        if !url.is_empty() {
            let (title, mime) = (text(attachment.title, odd), text(attachment.mime_type, odd));
            event.shared.attachments.push(Attachment { url, title, mime });
        }
    }
    if let Some(Object(source)) = take(&mut raw.source).take(odd) {
        let url = text(source.url, odd);
        let opens = url::Url::parse(&url).is_ok_and(|url| matches!(url.scheme(), "https" | "http"));
        event.url = opens.then_some(url);
    }
}

fn read_conference(raw: RawConference<'_>, event: &mut Event, odd: &mut bool) {
    let solution = raw.conference_solution.take(odd);
    let name = solution.map(|Object(it)| text(it.name, odd)).unwrap_or_default();
    for point in raw.entry_points.take(odd).unwrap_or_default() {
        let Some(Object(point)) = point.take(odd) else { continue };
        let RawEntryPoint { entry_point_type, uri, label, pin } = point;
        let video = matches!(&entry_point_type, Lax::Is(kind) if kind == "video");
        let (label, pin) = (text(label, odd), text(pin, odd));
        add(event, &text(uri, odd), || match (video, pin.is_empty()) {
            (true, _) if !name.is_empty() => name.clone(),
            (_, true) => label,
            (_, false) => format!("{label} PIN: {pin}").trim_start().to_owned(),
        });
    }
    if let Some(Object(request)) = raw.create_request.take(odd) {
        let status = request.status.take(odd).map(|Object(it)| text(it.status_code, odd));
        let pending = status.is_none_or(|status| status == "pending");
        let id = text(request.request_id, odd);
        event.shared.conference_request = Some(id).filter(|id| pending && !id.is_empty());
    }
}

fn add(event: &mut Event, uri: &str, label: impl FnOnce() -> String) {
    let uri = uri.trim();
    let known = event.conferences.iter().any(|conference| conference.uri == uri);
    if !uri.is_empty() && !known && event.conferences.len() < MOST_CONFERENCES {
        event.conferences.push(Conference { uri: uri.to_owned(), label: label() });
    }
}

/// The calendar's own reminders go before those of the event (`reminders.useDefault`).
fn read_reminders(raw: RawReminders<'_>, event: &mut Event, odd: &mut bool) {
    event.shared.default_alarms = raw.use_default.take(odd).unwrap_or(false);
    if event.shared.default_alarms {
        return;
    }
    for reminder in raw.overrides.take(odd).unwrap_or_default() {
        let Some(Object(reminder)) = reminder.take(odd) else { continue };
        let action = match text(reminder.method, odd).as_str() {
            "email" => AlarmAction::Email,
            _ => AlarmAction::Display,
        };
        let Some(minutes) = reminder.minutes.take(odd).filter(|minutes| *minutes >= 0) else {
            *odd = true;
            continue;
        };
        // A year and a bit is more than any reminder goes back.
        let before = SignedDuration::from_mins(-minutes.min(600_000));
        let trigger = AlarmTrigger::FromStart(before);
        event.alarms.push(Alarm { action, trigger, repeat: 0, interval: None });
    }
}

fn text(field: Lax<Text<'_>>, odd: &mut bool) -> String {
    field.take(odd).map(Text::into_owned).unwrap_or_default()
}
