//! Who says which reminders an occurrence has, as a table.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

use jiff::{SignedDuration, civil::time};
use kalends_calendar::{
    Alarm, AlarmAction, AlarmTrigger, Event, Zone,
    google::{Context, Item, read_item},
    remind::{AllDayReminder, CalendarAlarms, CalendarReminders, EventAlarms, alarms_of},
};

fn minutes(alarms: &[Alarm]) -> String {
    let told: Vec<String> = alarms
        .iter()
        .map(|alarm| match alarm.trigger {
            AlarmTrigger::FromStart(offset) => (offset.as_secs() / 60).to_string(),
            AlarmTrigger::FromEnd(offset) => format!("end {}", offset.as_secs() / 60),
            AlarmTrigger::At(at) => at.to_string(),
        })
        .collect();
    if told.is_empty() { "-".into() } else { told.join(" ") }
}

fn own(minutes: i64) -> EventAlarms {
    EventAlarms::Own(vec![Alarm {
        action: AlarmAction::Display,
        trigger: AlarmTrigger::FromStart(SignedDuration::from_mins(minutes)),
        repeat: 0,
        interval: None,
    }])
}

/// Minutes from the start, of a timed and of an all-day event. The source gives 30 minutes where it
/// gives any, to events at a time; the user's choice is 10 minutes and the day before at 18:00
/// (-360); where the user chose nothing for the calendar, all-day events remind at 9:00 (540).
#[test]
fn reminders_come_from_the_event_then_the_user_then_the_source() {
    let at_nine = [AllDayReminder { days_before: 0, at: time(9, 0, 0, 0) }];
    let eve = AllDayReminder { days_before: 1, at: time(18, 0, 0, 0) };
    let chosen = |timed: &[i64], all_day: &[AllDayReminder]| CalendarReminders {
        muted: false,
        timed: Some(timed.to_vec()),
        all_day: Some(all_day.to_vec()),
    };
    let only_timed = CalendarReminders { timed: Some(vec![]), ..CalendarReminders::default() };
    let choices = [
        ("source", CalendarReminders::default()),
        ("chosen", chosen(&[10], &[eve])),
        ("chosen none", chosen(&[], &[])),
        ("timed none", only_timed),
        ("muted", CalendarReminders { muted: true, ..chosen(&[10], &[eve]) }),
    ];
    let mut table = String::new();
    for (kind, explicit, source) in
        [("feed", false, vec![]), ("google", true, vec![30]), ("google -", true, vec![])]
    {
        for (choice, chosen) in &choices {
            table += &format!("{kind:<9}{choice:<12}");
            let calendar =
                CalendarAlarms { chosen: chosen.clone(), source: source.clone(), explicit };
            for (name, event) in
                [("none", EventAlarms::None), ("default", EventAlarms::Default), ("own", own(-5))]
            {
                let of = |all_day| minutes(&alarms_of(&event, &calendar, all_day, &at_nine, &[]));
                table += &format!("{name}: {} / {}  ", of(false), of(true));
            }
            let of = |event| minutes(&alarms_of(event, &calendar, false, &at_nine, &[120, -60]));
            table += &format!("extra: {}\n", of(&EventAlarms::None));
        }
    }
    insta::assert_snapshot!(table, @r"
    feed     source      none: - / 540  default: - / 540  own: -5 / -5  extra: -2 1
    feed     chosen      none: -10 / -360  default: -10 / -360  own: -5 / -5  extra: -2 1 -10
    feed     chosen none none: - / -  default: - / -  own: -5 / -5  extra: -2 1
    feed     timed none  none: - / 540  default: - / 540  own: -5 / -5  extra: -2 1
    feed     muted       none: - / -  default: - / -  own: - / -  extra: -2 1
    google   source      none: - / -  default: -30 / 540  own: -5 / -5  extra: -2 1
    google   chosen      none: - / -  default: -10 / -360  own: -5 / -5  extra: -2 1
    google   chosen none none: - / -  default: - / -  own: -5 / -5  extra: -2 1
    google   timed none  none: - / -  default: - / 540  own: -5 / -5  extra: -2 1
    google   muted       none: - / -  default: - / -  own: - / -  extra: -2 1
    google - source      none: - / -  default: - / 540  own: -5 / -5  extra: -2 1
    google - chosen      none: - / -  default: -10 / -360  own: -5 / -5  extra: -2 1
    google - chosen none none: - / -  default: - / -  own: -5 / -5  extra: -2 1
    google - timed none  none: - / -  default: - / 540  own: -5 / -5  extra: -2 1
    google - muted       none: - / -  default: - / -  own: - / -  extra: -2 1
    ");
}

/// GOOGLE.md 27: overrides hold unless the calendar's defaults do; a mail is not ours to send.
#[test]
fn rule_27_google_s_reminders() {
    let of = |reminders: &str| {
        let json = format!(
            r#"{{"id": "a", "start": {{"dateTime": "2026-11-20T10:00:00Z"}},
                "end": {{"dateTime": "2026-11-20T11:00:00Z"}}{reminders}}}"#
        );
        let context = Context { owner: String::new(), calendar_zone: Zone::utc() };
        match read_item(json.as_bytes(), &context).unwrap() {
            Item::Live(live) => match EventAlarms::of(&live.event) {
                EventAlarms::None => "none".to_owned(),
                EventAlarms::Default => "default".to_owned(),
                EventAlarms::Own(alarms) => minutes(&alarms),
            },
            other => panic!("{other:?}"),
        }
    };
    let table: String = [
        "",
        r#""useDefault": true"#,
        r#""useDefault": false"#,
        r#""useDefault": false, "overrides": [{"method": "popup", "minutes": 7}]"#,
        r#""useDefault": false, "overrides": [{"method": "email", "minutes": 7}]"#,
        r#""useDefault": false, "overrides": [{"method": "popup", "minutes": 0},
           {"method": "email", "minutes": 5}, {"method": "popup", "minutes": 40320}]"#,
        r#""useDefault": false, "overrides": [{"method": "popup", "minutes": 5},
           {"method": "popup", "minutes": 5}]"#,
        r#""useDefault": false, "overrides": [{"method": "telegraph", "minutes": 5}]"#,
        r#""useDefault": false, "overrides": [{"method": "popup", "minutes": -5}]"#,
        r#""useDefault": false, "overrides": [{"method": "popup", "minutes": 9223372036854775807}]"#,
    ]
    .iter()
    .map(|reminders| {
        let field = match *reminders {
            "" => String::new(),
            some => format!(r#", "reminders": {{{some}}}"#),
        };
        let short = reminders.split_whitespace().collect::<Vec<_>>().join(" ");
        format!("{short}: {}\n", of(&field)).trim_start_matches(": ").to_owned()
    })
    .collect();
    insta::assert_snapshot!(table, @r#"
    none
    "useDefault": true: default
    "useDefault": false: none
    "useDefault": false, "overrides": [{"method": "popup", "minutes": 7}]: -7
    "useDefault": false, "overrides": [{"method": "email", "minutes": 7}]: none
    "useDefault": false, "overrides": [{"method": "popup", "minutes": 0}, {"method": "email", "minutes": 5}, {"method": "popup", "minutes": 40320}]: 0 -40320
    "useDefault": false, "overrides": [{"method": "popup", "minutes": 5}, {"method": "popup", "minutes": 5}]: -5
    "useDefault": false, "overrides": [{"method": "telegraph", "minutes": 5}]: -5
    "useDefault": false, "overrides": [{"method": "popup", "minutes": -5}]: none
    "useDefault": false, "overrides": [{"method": "popup", "minutes": 9223372036854775807}]: -600000
    "#);
}

#[test]
fn an_event_with_nothing_but_mails_says_nothing() {
    let mail = |minutes| Alarm {
        action: AlarmAction::Email,
        trigger: AlarmTrigger::FromStart(SignedDuration::from_mins(minutes)),
        repeat: 0,
        interval: None,
    };
    let event = Event { alarms: vec![mail(-10), mail(-20)], ..Event::empty() };
    assert_eq!(EventAlarms::of(&event), EventAlarms::None);
}

#[test]
fn what_the_user_chose_is_short_json() {
    let chosen = CalendarReminders {
        muted: true,
        timed: Some(vec![10, 30]),
        all_day: Some(vec![AllDayReminder { days_before: 1, at: time(18, 0, 0, 0) }]),
    };
    let text = serde_json::to_string(&chosen).unwrap();
    insta::assert_snapshot!(text, @r#"{"muted":true,"timed":[10,30],"all_day":[{"days_before":1,"at":"18:00:00"}]}"#);
    assert_eq!(serde_json::from_str::<CalendarReminders>(&text).unwrap(), chosen);
    assert_eq!(
        serde_json::from_str::<CalendarReminders>("{}").unwrap(),
        CalendarReminders::default()
    );
}
