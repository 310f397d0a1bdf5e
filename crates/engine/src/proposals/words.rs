//! What was asked for, as JSON of the engine's own in the database.

use jiff::{SignedDuration, civil};
use kalends_calendar::{
    Alarm, AlarmAction, AlarmTrigger, GuestRights, Participation, Visibility, When, Zone,
};
use serde::{Deserialize, Serialize};

use crate::{
    CalendarId, Error, EventChange, EventId, Guest, Hue, ProposedAction, Reminders, Target,
};

#[derive(Serialize, Deserialize)]
#[serde(tag = "action", rename_all = "lowercase")]
enum ActionJson {
    Create {
        change: Box<ChangeJson>,
    },
    Update {
        event: EventId,
        original: Option<i64>,
        base_version: String,
        change: Box<ChangeJson>,
    },
    Delete {
        event: EventId,
        original: Option<i64>,
        base_version: String,
    },
    Respond {
        event: EventId,
        original: Option<i64>,
        base_version: String,
        response: Participation,
        comment: Option<String>,
    },
}

#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
struct ChangeJson {
    #[serde(skip_serializing_if = "Option::is_none")]
    calendar: Option<CalendarId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    time: Option<(WhenJson, WhenJson)>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rules: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    location: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    notes: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    guests: Option<Vec<GuestJson>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    guest_rights: Option<GuestRights>,
    #[serde(skip_serializing_if = "Option::is_none")]
    conference: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reminders: Option<RemindersJson>,
    #[serde(skip_serializing_if = "Option::is_none")]
    color: Option<ColorJson>,
    #[serde(skip_serializing_if = "Option::is_none")]
    busy: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    visibility: Option<Visibility>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tentative: Option<bool>,
}

#[derive(Serialize, Deserialize)]
struct WhenJson {
    at: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    zone: String,
}

#[derive(Serialize, Deserialize)]
struct GuestJson {
    email: String,
    name: String,
    optional: bool,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum RemindersJson {
    Default,
    /// Seconds before the start.
    Own(Vec<(AlarmAction, i64)>),
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum ColorJson {
    Calendar,
    Hue(Hue),
}

/// What [`parse_action`] reads back.
pub(super) fn write_action(action: &ProposedAction) -> Result<String, Error> {
    let json = match action {
        ProposedAction::Create { change } => {
            ActionJson::Create { change: Box::new(of_change(change)?) }
        }
        ProposedAction::Update { target, base_version, change } => ActionJson::Update {
            event: target.event_id,
            original: target.original,
            base_version: base_version.clone(),
            change: Box::new(of_change(change)?),
        },
        ProposedAction::Delete { target, base_version } => ActionJson::Delete {
            event: target.event_id,
            original: target.original,
            base_version: base_version.clone(),
        },
        ProposedAction::Respond { target, base_version, response, comment } => {
            ActionJson::Respond {
                event: target.event_id,
                original: target.original,
                base_version: base_version.clone(),
                response: *response,
                comment: comment.clone(),
            }
        }
    };
    serde_json::to_string(&json).map_err(|error| unreadable(&error))
}

/// What [`write_action`] wrote.
pub(super) fn parse_action(text: &str) -> Result<ProposedAction, Error> {
    let json: ActionJson = serde_json::from_str(text).map_err(|error| unreadable(&error))?;
    Ok(match json {
        ActionJson::Create { change } => ProposedAction::Create { change: to_change(*change)? },
        ActionJson::Update { event, original, base_version, change } => ProposedAction::Update {
            target: Target { event_id: event, original },
            base_version,
            change: to_change(*change)?,
        },
        ActionJson::Delete { event, original, base_version } => {
            ProposedAction::Delete { target: Target { event_id: event, original }, base_version }
        }
        ActionJson::Respond { event, original, base_version, response, comment } => {
            ProposedAction::Respond {
                target: Target { event_id: event, original },
                base_version,
                response,
                comment,
            }
        }
    })
}

fn of_change(change: &EventChange) -> Result<ChangeJson, Error> {
    let EventChange {
        calendar,
        title,
        time,
        rules,
        location,
        notes,
        guests,
        guest_rights,
        conference,
        reminders,
        color,
        busy,
        visibility,
        tentative,
    } = change.clone();
    let reminders = match reminders {
        None => None,
        Some(Reminders::Default) => Some(RemindersJson::Default),
        Some(Reminders::Own(alarms)) => {
            let before = |alarm: &Alarm| match alarm.trigger {
                AlarmTrigger::FromStart(offset) => Ok((alarm.action, -offset.as_secs())),
                AlarmTrigger::FromEnd(_) | AlarmTrigger::At(_) => {
                    Err(Error::Invalid("a reminder is set by minutes before the start".into()))
                }
            };
            Some(RemindersJson::Own(alarms.iter().map(before).collect::<Result<_, _>>()?))
        }
    };
    let guest = |one: Guest| GuestJson { email: one.email, name: one.name, optional: one.optional };
    Ok(ChangeJson {
        calendar,
        title,
        time: time.map(|(start, end)| (of_when(&start), of_when(&end))),
        rules,
        location,
        notes,
        guests: guests.map(|all| all.into_iter().map(guest).collect()),
        guest_rights,
        conference,
        reminders,
        color: color.map(|color| color.map_or(ColorJson::Calendar, ColorJson::Hue)),
        busy,
        visibility,
        tentative,
    })
}

fn to_change(json: ChangeJson) -> Result<EventChange, Error> {
    let time = match json.time {
        Some((start, end)) => Some((to_when(&start)?, to_when(&end)?)),
        None => None,
    };
    let alarm = |(action, before): (AlarmAction, i64)| Alarm {
        action,
        trigger: AlarmTrigger::FromStart(SignedDuration::from_secs(-before)),
        repeat: 0,
        interval: None,
    };
    let guest = |one: GuestJson| Guest { email: one.email, name: one.name, optional: one.optional };
    Ok(EventChange {
        calendar: json.calendar,
        title: json.title,
        time,
        rules: json.rules,
        location: json.location,
        notes: json.notes,
        guests: json.guests.map(|all| all.into_iter().map(guest).collect()),
        guest_rights: json.guest_rights,
        conference: json.conference,
        reminders: json.reminders.map(|reminders| match reminders {
            RemindersJson::Default => Reminders::Default,
            RemindersJson::Own(alarms) => Reminders::Own(alarms.into_iter().map(alarm).collect()),
        }),
        color: json.color.map(|color| match color {
            ColorJson::Calendar => None,
            ColorJson::Hue(hue) => Some(hue),
        }),
        busy: json.busy,
        visibility: json.visibility,
        tentative: json.tentative,
    })
}

fn of_when(when: &When) -> WhenJson {
    match when {
        When::Date(date) => WhenJson { at: date.to_string(), zone: String::new() },
        When::Floating(local) => WhenJson { at: local.to_string(), zone: String::new() },
        When::Zoned(local, zone) => WhenJson { at: local.to_string(), zone: zone.id() },
    }
}

fn to_when(json: &WhenJson) -> Result<When, Error> {
    let odd = || Error::Invalid(format!("“{}” {} is no time", json.at, json.zone));
    if !json.at.contains('T') {
        return Ok(When::Date(json.at.parse::<civil::Date>().map_err(|_| odd())?));
    }
    let local = json.at.parse::<civil::DateTime>().map_err(|_| odd())?;
    if json.zone.is_empty() {
        return Ok(When::Floating(local));
    }
    Ok(When::Zoned(local, Zone::named(&json.zone).ok_or_else(odd)?))
}

fn unreadable(error: &serde_json::Error) -> Error {
    Error::Invalid(format!("the proposal cannot be read: {error}"))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use uuid::Uuid;

    use super::*;

    fn all() -> EventChange {
        let zone = Zone::named("Europe/Berlin").unwrap();
        let at = |hour| When::Zoned(date(2026, 11, 20).at(hour, 0, 0, 0), zone.clone());
        EventChange {
            calendar: Some(CalendarId(Uuid::from_u128(7))),
            title: Some("Talk “x” \\ 日本".into()),
            time: Some((at(9), at(10))),
            rules: Some(vec!["FREQ=DAILY;COUNT=3".into()]),
            location: Some("Room\n1".into()),
            notes: Some(String::new()),
            guests: Some(vec![Guest {
                email: "a@b.example".into(),
                name: "A".into(),
                optional: true,
            }]),
            guest_rights: Some(GuestRights::default()),
            conference: Some(true),
            reminders: Some(Reminders::Own(vec![Alarm {
                action: AlarmAction::Email,
                trigger: AlarmTrigger::FromStart(SignedDuration::from_mins(-10)),
                repeat: 0,
                interval: None,
            }])),
            color: Some(None),
            busy: Some(false),
            visibility: Some(Visibility::Private),
            tentative: Some(true),
        }
    }

    #[test]
    fn every_action_is_read_back() {
        let target = Target { event_id: EventId(Uuid::from_u128(5)), original: Some(-3) };
        let base_version = "0123456789abcdef".to_owned();
        let day = date(2026, 11, 20);
        let dates = EventChange {
            time: Some((When::Date(day), When::Date(day.tomorrow().unwrap()))),
            reminders: Some(Reminders::Default),
            color: Some(Some(Hue::Teal)),
            ..EventChange::default()
        };
        let floating = EventChange {
            time: Some((When::Floating(day.at(0, 0, 0, 0)), When::Floating(day.at(0, 30, 15, 0)))),
            ..EventChange::default()
        };
        for action in [
            ProposedAction::Create { change: all() },
            ProposedAction::Create { change: floating },
            ProposedAction::Update { target, base_version: base_version.clone(), change: dates },
            ProposedAction::Delete { target, base_version: base_version.clone() },
            ProposedAction::Respond {
                target,
                base_version,
                response: Participation::Tentative,
                comment: Some("maybe".into()),
            },
        ] {
            let text = write_action(&action).unwrap();
            assert_eq!(parse_action(&text).unwrap(), action, "{text}");
        }
    }
}
