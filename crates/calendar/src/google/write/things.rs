//! Reminders, conferences and attachments.

use jiff::SignedDuration;
use serde_json::{Value, json};

use crate::event::{Alarm, AlarmAction, AlarmTrigger, Event};

/// The API takes no more of them.
const REMINDERS_MOST: usize = 5;
/// Four weeks, the earliest that the API takes.
const MINUTES_MOST: i64 = 40_320;

pub(super) fn reminders(event: &Event) -> Value {
    if event.shared.default_alarms {
        return json!({"useDefault": true});
    }
    json!({"useDefault": false, "overrides": overrides(event)})
}

/// As [`reminders`]; where the calendar's own shall hold, the event's are taken away, since the
/// API takes only one of both.
pub(super) fn reminders_patch(event: &Event) -> Value {
    let mut body = reminders(event);
    if event.shared.default_alarms
        && let Value::Object(fields) = &mut body
    {
        fields.insert("overrides".to_owned(), Value::Null);
    }
    body
}

/// Those that begin before or with the event, without doubles, at most five.
fn overrides(event: &Event) -> Vec<Value> {
    let mut reminders: Vec<(&str, i64)> = Vec::new();
    for alarm in &event.alarms {
        let method = match alarm.action {
            AlarmAction::Email => "email",
            AlarmAction::Display | AlarmAction::Audio => "popup",
        };
        let Some(minutes) = minutes_before(event, alarm) else { continue };
        if reminders.len() < REMINDERS_MOST && !reminders.contains(&(method, minutes)) {
            reminders.push((method, minutes));
        }
    }
    reminders
        .iter()
        .map(|(method, minutes)| json!({"method": method, "minutes": minutes}))
        .collect()
}

/// None for what comes after the event began.
fn minutes_before(event: &Event, alarm: &Alarm) -> Option<i64> {
    let start = event.start.seconds();
    let ahead = match alarm.trigger {
        AlarmTrigger::FromStart(span) => -span,
        AlarmTrigger::FromEnd(span) => {
            SignedDuration::from_secs(start.saturating_sub(event.end.seconds())) - span
        }
        AlarmTrigger::At(at) => SignedDuration::from_secs(start.saturating_sub(at.as_second())),
    };
    (!ahead.is_negative()).then(|| ahead.as_mins().min(MINUTES_MOST))
}

/// Asks for a new conference; the same request asked twice gives one.
pub(super) fn ask_for_conference(request: &str) -> Value {
    json!({"createRequest": {
        "requestId": request,
        "conferenceSolutionKey": {"type": "hangoutsMeet"},
    }})
}

pub(super) fn attachments(event: &Event) -> Value {
    event
        .shared
        .attachments
        .iter()
        .map(|one| {
            let mut attachment = json!({"fileUrl": one.url});
            for (key, text) in [("title", &one.title), ("mimeType", &one.mime)] {
                if let Value::Object(fields) = &mut attachment
                    && !text.is_empty()
                {
                    fields.insert(key.to_owned(), text.clone().into());
                }
            }
            attachment
        })
        .collect()
}
