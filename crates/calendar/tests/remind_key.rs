//! What a reminder is known by.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

use jiff::{SignedDuration, civil::date, tz::TimeZone};
use kalends_calendar::{
    Alarm, AlarmAction, AlarmTrigger, When, Zone,
    remind::{AlarmKey, meeting_uid, reach, reminders_of},
};
use proptest::prelude::*;

/// GOOGLE.md 14: a split-off series has the UID of the old one and the mark of its start.
#[test]
fn rule_14_a_split_off_series_is_the_same_meeting() {
    for (uid, meeting) in [
        (
            "0214krqh7jr2n0bobv19djs5aj_R20250326T141500@google.com",
            "0214krqh7jr2n0bobv19djs5aj@google.com",
        ),
        ("a_R20261120@google.com", "a@google.com"),
        ("a_R20261120T101500Z@google.com", "a@google.com"),
        ("a_R20261120T101500_R20261204T101500@google.com", "a@google.com"),
        ("a_R20261120T101500", "a"),
        ("a_b@c@google.com", "a_b@c@google.com"),
        ("a_R20261120@b@google.com", "a_R20261120@b@google.com"),
        ("_R20261120@google.com", "_R20261120@google.com"),
        ("a_R2026112@google.com", "a_R2026112@google.com"),
        ("a_R20261120T1015@google.com", "a_R20261120T1015@google.com"),
        ("a_R20261120X101500@google.com", "a_R20261120X101500@google.com"),
        ("a_Rüüüüüü@google.com", "a_Rüüüüüü@google.com"),
        ("a_20261120T101500Z@google.com", "a_20261120T101500Z@google.com"),
        ("a_r20261120@google.com", "a_r20261120@google.com"),
        ("", ""),
        ("@", "@"),
    ] {
        assert_eq!(meeting_uid(uid), meeting, "{uid}");
    }
}

/// Every series that a recorded "this and following" left behind is one meeting with its rest.
#[test]
fn rule_14_recorded_splits_are_the_same_meetings() {
    let Some(shared) = std::env::var_os("KALENDS_SHARED") else {
        eprintln!("skipped: KALENDS_SHARED is not set");
        return;
    };
    let folder = std::path::Path::new(&shared).join("data/google/recorded");
    let mut split = 0;
    for file in std::fs::read_dir(folder).unwrap() {
        let text = std::fs::read_to_string(file.unwrap().path()).unwrap_or_default();
        let Ok(json) = serde_json::from_str::<serde_json::Value>(&text) else { continue };
        let items = json["items"].as_array().cloned().unwrap_or_default();
        for item in &items {
            let (Some(id), Some(uid)) = (item["id"].as_str(), item["iCalUID"].as_str()) else {
                continue;
            };
            let meeting = meeting_uid(uid);
            if uid.contains("_R20") {
                split += 1;
                let base = id.split("_R").next().unwrap();
                assert_eq!(meeting, format!("{base}@google.com"));
            } else {
                assert_eq!(meeting, uid);
            }
        }
    }
    assert!(split >= 5, "{split} recorded splits");
}

const ZONES: [&str; 6] = [
    "UTC",
    "Europe/Berlin",
    "America/New_York",
    "Asia/Kolkata",
    "Pacific/Apia",
    "Australia/Lord_Howe",
];

fn any_zone() -> impl Strategy<Value = TimeZone> {
    prop::sample::select(&ZONES[..]).prop_map(|name| TimeZone::get(name).unwrap())
}

fn any_alarm() -> impl Strategy<Value = Alarm> {
    let offset = || (-50_000_i64..50_000).prop_map(SignedDuration::from_mins);
    let trigger = prop_oneof![
        offset().prop_map(AlarmTrigger::FromStart),
        offset().prop_map(AlarmTrigger::FromEnd),
    ];
    (trigger, 0_u32..4, 1_i64..2_000).prop_map(|(trigger, repeat, interval)| Alarm {
        action: AlarmAction::Display,
        trigger,
        repeat,
        interval: Some(SignedDuration::from_mins(interval)),
    })
}

/// Kind 0 is a date, 1 floating, 2 in a zone.
fn span(kind: u8, seconds: i64, length: i64) -> (When, When) {
    let zone = Zone::named("Europe/Berlin").unwrap();
    let point = |seconds: i64| {
        let local = date(1970, 1, 1).at(0, 0, 0, 0) + SignedDuration::from_secs(seconds);
        match kind {
            0 => When::Date(local.date()),
            1 => When::Floating(local),
            _ => When::Zoned(local, zone.clone()),
        }
    };
    (point(seconds), point(seconds + length))
}

fn keys(alarms: &[Alarm], (start, end): &(When, When), zone: &TimeZone) -> Vec<AlarmKey> {
    let mut keys: Vec<AlarmKey> =
        reminders_of(alarms, start, end, "a", zone).into_iter().map(|one| one.key).collect();
    keys.sort();
    keys
}

proptest! {
    #[test]
    fn travelling_changes_no_key(
        alarms in prop::collection::vec(any_alarm(), 1..4),
        (kind, seconds, length) in (0_u8..3, 1_700_000_000_i64..1_800_000_000, 0_i64..300_000),
        (home, away) in (any_zone(), any_zone()),
    ) {
        let span = span(kind, seconds, length);
        prop_assert_eq!(keys(&alarms, &span, &home), keys(&alarms, &span, &away));
    }

    /// The key of one alarm is the same exactly when the start and the due time on its line are.
    #[test]
    fn a_key_changes_exactly_with_the_start_or_the_due_time(
        kind in 0_u8..3,
        (start_a, start_b) in (0_i64..4, 0_i64..4),
        (before_a, before_b) in (0_i64..4, 0_i64..4),
    ) {
        let day = 86_400;
        let of = |start: i64, before: i64| {
            let trigger = AlarmTrigger::FromStart(SignedDuration::from_secs(-before * day));
            let alarm = Alarm { action: AlarmAction::Display, trigger, repeat: 0, interval: None };
            // Far from any change of the clocks.
            keys(&[alarm], &span(kind, 1_795_132_800 + start * day, 3_600), &TimeZone::UTC)
        };
        let same = start_a == start_b && before_a == before_b;
        prop_assert_eq!(of(start_a, before_a) == of(start_b, before_b), same);
    }

    #[test]
    fn no_key_comes_twice_and_dues_are_in_order(
        alarms in prop::collection::vec(any_alarm(), 0..12),
        (kind, seconds, length) in (0_u8..3, 1_700_000_000_i64..1_800_000_000, 0_i64..300_000),
        zone in any_zone(),
    ) {
        let (start, end) = span(kind, seconds, length);
        let found = reminders_of(&alarms, &start, &end, "a", &zone);
        prop_assert!(found.is_sorted_by(|a, b| a.due <= b.due));
        let mut known: Vec<_> = found.iter().map(|one| one.key.clone()).collect();
        known.sort();
        known.dedup();
        prop_assert_eq!(known.len(), found.len());
    }

    /// What a store keeps as the reach finds every reminder.
    #[test]
    fn no_reminder_is_out_of_reach(
        alarms in prop::collection::vec(any_alarm(), 0..6),
        absolute in prop::option::of(-40_000_000_i64..40_000_000),
        (kind, seconds, length) in (0_u8..3, 1_700_000_000_i64..1_800_000_000, 0_i64..300_000),
        repeats in any::<bool>(),
        zone in any_zone(),
    ) {
        let (start, end) = span(kind, seconds, length);
        let mut alarms = alarms;
        if let Some(after) = absolute {
            let at = jiff::Timestamp::from_second(start.seconds() + after).unwrap();
            let trigger = AlarmTrigger::At(at);
            alarms.push(Alarm { action: AlarmAction::Audio, trigger, repeat: 0, interval: None });
        }
        let reach = reach(&alarms, start.seconds(), end.seconds(), repeats);
        // Two hours for the clocks; a day for reading an instant on the line of dates.
        let slack = 7_200 + if kind == 2 { 0 } else { 86_400 };
        for one in reminders_of(&alarms, &start, &end, "a", &zone) {
            let away = (one.due.as_second() - start.resolve(&zone).as_second()).abs();
            prop_assert!(away <= reach + slack, "{away} > {reach}: {one:?}");
        }
    }
}
