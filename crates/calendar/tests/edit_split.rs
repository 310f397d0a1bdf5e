//! "This and following": as Google's own clients cut a series, and without loss for any rule.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

#[path = "recurrence/random.rs"]
mod random;
#[path = "google/support.rs"]
mod support;

use std::collections::BTreeSet;

use jiff::{Timestamp, ToSpan, civil::DateTime, tz::TimeZone};
use kalends_calendar::{
    Recurrence, RecurrenceDate, Series, When, Zone,
    edit::{Split, Times, split},
    google::{Context, Item, read_item},
};
use random::{Random, ZONES, any, usual};
use support::{recorded, show};

const DAY: i64 = 86_400;

/// `2026-07-04`, `2026-07-04T09:00` or `2026-07-04T09:00 Europe/Berlin`.
fn when(text: &str) -> When {
    match text.split_once(' ') {
        Some((local, zone)) => When::Zoned(local.parse().unwrap(), Zone::named(zone).unwrap()),
        None if text.contains('T') => When::Floating(text.parse().unwrap()),
        None => When::Date(text.parse().unwrap()),
    }
}

fn hour_from(start: &str) -> Times {
    let start = when(start);
    let end = match &start {
        When::Date(date) => When::Date(date.tomorrow().unwrap()),
        When::Floating(local) => When::Floating(local.checked_add(1.hour()).unwrap()),
        When::Zoned(local, zone) => When::Zoned(local.checked_add(1.hour()).unwrap(), zone.clone()),
    };
    Times { start, end }
}

fn rule(text: &str) -> Recurrence {
    Recurrence { rules: vec![text.to_owned()], ..Recurrence::default() }
}

fn told(split: &Split) -> String {
    let dates = |recurrence: &Recurrence| {
        let added = recurrence.dates.iter().map(|one| format!(" +{}", show(&one.start)));
        let excluded = recurrence.excluded.iter().map(|one| format!(" -{}", show(one)));
        added.chain(excluded).collect::<String>()
    };
    format!(
        "{}{} | {} {}{}",
        split.head.rules.join(" & "),
        dates(&split.head),
        show(&split.tail_times.start),
        split.tail.rules.join(" & "),
        dates(&split.tail)
    )
}

#[test]
fn rule_14_how_series_are_cut() {
    let table: Vec<String> = [
        ("2025-03-24T07:30 America/Chicago", "FREQ=DAILY", "2025-03-27T07:30 America/Chicago"),
        ("2025-03-24T07:30 America/Chicago", "FREQ=DAILY", "2025-03-27T12:30 UTC"),
        (
            "2025-03-24T07:30 America/Chicago",
            "FREQ=DAILY;COUNT=10",
            "2025-03-27T07:30 America/Chicago",
        ),
        (
            "2025-03-24T07:30 America/Chicago",
            "FREQ=DAILY;UNTIL=20250401T045959Z",
            "2025-03-27T07:30 America/Chicago",
        ),
        // Off the rule, the start counts as the first of COUNT.
        (
            "2026-11-19T09:00 Europe/Berlin",
            "FREQ=WEEKLY;BYDAY=MO,FR;COUNT=5",
            "2026-11-23T09:00 Europe/Berlin",
        ),
        (
            "2026-11-20T09:00 Europe/Berlin",
            "FREQ=DAILY;BYHOUR=9,17",
            "2026-11-21T17:00 Europe/Berlin",
        ),
        (
            "2026-11-20T09:00 Europe/Berlin",
            "FREQ=HOURLY;INTERVAL=5",
            "2026-11-21T10:00 Europe/Berlin",
        ),
        ("2026-11-20", "FREQ=WEEKLY", "2026-12-04"),
        ("2026-11-20", "FREQ=WEEKLY;COUNT=4", "2026-12-04"),
        ("2026-11-20T09:00", "FREQ=MONTHLY", "2027-01-20T09:00"),
        ("2026-11-20T09:00", "FREQ=DAILY;BYHOUR=9,17", "2026-11-21T17:00"),
        // Midnight is skipped on the day of the cut.
        ("2018-11-01T09:00 America/Sao_Paulo", "FREQ=DAILY", "2018-11-04T09:00 America/Sao_Paulo"),
    ]
    .iter()
    .map(|(start, text, at)| {
        let split = split(&hour_from(start), &rule(text), &[], &when(at)).unwrap();
        format!("{text} from {start} at {at}\n  {}", told(&split))
    })
    .collect();
    insta::assert_snapshot!(table.join("\n"), @r#"
    FREQ=DAILY from 2025-03-24T07:30 America/Chicago at 2025-03-27T07:30 America/Chicago
      FREQ=DAILY;UNTIL=20250327T045959Z | 2025-03-27T07:30:00 America/Chicago FREQ=DAILY
    FREQ=DAILY from 2025-03-24T07:30 America/Chicago at 2025-03-27T12:30 UTC
      FREQ=DAILY;UNTIL=20250327T045959Z | 2025-03-27T07:30:00 America/Chicago FREQ=DAILY
    FREQ=DAILY;COUNT=10 from 2025-03-24T07:30 America/Chicago at 2025-03-27T07:30 America/Chicago
      FREQ=DAILY;COUNT=3 | 2025-03-27T07:30:00 America/Chicago FREQ=DAILY;COUNT=7
    FREQ=DAILY;UNTIL=20250401T045959Z from 2025-03-24T07:30 America/Chicago at 2025-03-27T07:30 America/Chicago
      FREQ=DAILY;UNTIL=20250327T045959Z | 2025-03-27T07:30:00 America/Chicago FREQ=DAILY;UNTIL=20250401T045959Z
    FREQ=WEEKLY;BYDAY=MO,FR;COUNT=5 from 2026-11-19T09:00 Europe/Berlin at 2026-11-23T09:00 Europe/Berlin
      FREQ=WEEKLY;BYDAY=MO,FR;COUNT=2 | 2026-11-23T09:00:00 Europe/Berlin FREQ=WEEKLY;BYDAY=MO,FR;COUNT=3
    FREQ=DAILY;BYHOUR=9,17 from 2026-11-20T09:00 Europe/Berlin at 2026-11-21T17:00 Europe/Berlin
      FREQ=DAILY;BYHOUR=9,17;UNTIL=20261121T155959Z | 2026-11-21T17:00:00 Europe/Berlin FREQ=DAILY;BYHOUR=9,17
    FREQ=HOURLY;INTERVAL=5 from 2026-11-20T09:00 Europe/Berlin at 2026-11-21T10:00 Europe/Berlin
      FREQ=HOURLY;INTERVAL=5;UNTIL=20261121T085959Z | 2026-11-21T10:00:00 Europe/Berlin FREQ=HOURLY;INTERVAL=5
    FREQ=WEEKLY from 2026-11-20 at 2026-12-04
      FREQ=WEEKLY;UNTIL=20261203 | 2026-12-04 FREQ=WEEKLY
    FREQ=WEEKLY;COUNT=4 from 2026-11-20 at 2026-12-04
      FREQ=WEEKLY;COUNT=2 | 2026-12-04 FREQ=WEEKLY;COUNT=2
    FREQ=MONTHLY from 2026-11-20T09:00 at 2027-01-20T09:00
      FREQ=MONTHLY;UNTIL=20270119T235959 | 2027-01-20T09:00:00 FREQ=MONTHLY
    FREQ=DAILY;BYHOUR=9,17 from 2026-11-20T09:00 at 2026-11-21T17:00
      FREQ=DAILY;BYHOUR=9,17;UNTIL=20261121T165959 | 2026-11-21T17:00:00 FREQ=DAILY;BYHOUR=9,17
    FREQ=DAILY from 2018-11-01T09:00 America/Sao_Paulo at 2018-11-04T09:00 America/Sao_Paulo
      FREQ=DAILY;UNTIL=20181104T025959Z | 2018-11-04T09:00:00 America/Sao_Paulo FREQ=DAILY
    "#);
}

#[test]
fn rule_14_series_are_cut_as_google_s_own_clients_cut_them() {
    let mut cuts = 0;
    for (name, answer) in recorded() {
        let zone = Zone::named("America/Chicago").unwrap();
        let context = Context { calendar_zone: zone.clone(), owner: String::new() };
        let live: Vec<_> = answer["items"]
            .as_array()
            .unwrap()
            .iter()
            .filter_map(|item| match read_item(item.to_string().as_bytes(), &context).unwrap() {
                Item::Live(live) if live.series_id.is_none() => Some(live.event),
                Item::Live(_) | Item::Cancelled(_) => None,
            })
            .collect();
        for old in &live {
            let Some((_, until)) =
                old.recurrence.rules.first().and_then(|r| r.split_once("UNTIL="))
            else {
                continue;
            };
            let until = DateTime::strptime("%Y%m%dT%H%M%SZ", until).unwrap();
            let end =
                TimeZone::UTC.to_timestamp(until).unwrap() + jiff::SignedDuration::from_secs(1);
            let day = zone.time_zone().to_datetime(end).date();
            let at = When::Zoned(day.to_datetime(old.start.local().time()), zone.clone());
            let times = Times { start: old.start.clone(), end: old.end.clone() };
            let split = split(&times, &rule("FREQ=DAILY"), &[], &at).unwrap();
            assert_eq!(split.head, old.recurrence, "{name}");
            let new = live.iter().find(|new| new.start == split.tail_times.start);
            if let Some(new) = new {
                assert_eq!(split.tail, new.recurrence, "{name}");
                assert_eq!(split.tail_times.end, new.end, "{name}");
            }
            cuts += 1;
        }
    }
    assert!(cuts == 0 || cuts > 6, "{cuts}");
}

#[test]
fn dates_exceptions_and_overrides_go_to_their_half() {
    let berlin = |text: &str| when(&format!("{text} Europe/Berlin"));
    let recurrence = Recurrence {
        dates: ["2026-11-21T12:00", "2026-11-29T12:00"]
            .map(|at| RecurrenceDate { start: berlin(at), end: None })
            .into(),
        excluded: vec![
            berlin("2026-11-22T09:00"),
            when("2026-11-27T08:00 UTC"),
            when("2026-11-25"),
        ],
        ..rule("FREQ=DAILY")
    };
    let times = hour_from("2026-11-20T09:00 Europe/Berlin");
    let overrides =
        ["2026-11-21T09:00", "2026-11-25T09:00", "2026-11-26T09:00", "2026-12-01T09:00"]
            .map(berlin);
    let cut = split(&times, &recurrence, &overrides, &berlin("2026-11-26T09:00")).unwrap();
    insta::assert_snapshot!(told(&cut), @"FREQ=DAILY;UNTIL=20261125T225959Z +2026-11-21T12:00:00 Europe/Berlin -2026-11-22T09:00:00 Europe/Berlin -2026-11-25 | 2026-11-26T09:00:00 Europe/Berlin FREQ=DAILY +2026-11-29T12:00:00 Europe/Berlin -2026-11-27T08:00:00 UTC");
    assert_eq!(cut.tail_overrides, [2, 3]);
    // Cut at an added date: the rule goes on from its own next occurrence.
    let added = split(&times, &recurrence, &overrides, &berlin("2026-11-29T12:00")).unwrap();
    insta::assert_snapshot!(told(&added), @"FREQ=DAILY;UNTIL=20261129T225959Z +2026-11-21T12:00:00 Europe/Berlin -2026-11-22T09:00:00 Europe/Berlin -2026-11-27T08:00:00 UTC -2026-11-25 | 2026-11-30T09:00:00 Europe/Berlin FREQ=DAILY +2026-11-29T12:00:00 Europe/Berlin");
}

#[test]
fn the_first_occurrence_and_what_is_none_are_no_cut() {
    let times = hour_from("2026-11-20T09:00 Europe/Berlin");
    let berlin = |text: &str| when(&format!("{text} Europe/Berlin"));
    let daily = rule("FREQ=DAILY;COUNT=5");
    let without_first = Recurrence { excluded: vec![berlin("2026-11-20T09:00")], ..daily.clone() };
    for (recurrence, at, cuts) in [
        (&daily, "2026-11-20T09:00", false),
        (&daily, "2026-11-21T09:00", true),
        (&daily, "2026-11-21T10:00", false),
        (&daily, "2026-11-25T09:00", false),
        (&daily, "2026-11-24T09:00", true),
        (&without_first, "2026-11-21T09:00", false),
        (&without_first, "2026-11-22T09:00", true),
        (&Recurrence::default(), "2026-11-20T09:00", false),
    ] {
        assert_eq!(split(&times, recurrence, &[], &berlin(at)).is_some(), cuts, "{at}");
    }
}

fn originals(times: &Times, recurrence: &Recurrence, to: i64) -> (BTreeSet<i64>, bool) {
    let mut spans = Vec::new();
    let series = Series::compile(&times.start, &times.end, recurrence, &[]);
    let cut = series.spans(i64::MIN / 4, to, &mut spans);
    (spans.iter().map(|span| span.original).collect(), cut)
}

/// Nothing is lost, nothing doubled, nothing moved; but where clocks skip time, within which a
/// rule that gives several occurrences a day can be cut in the wrong place.
#[test]
fn both_halves_together_are_the_series() {
    let mut random = Random(21);
    let (mut cuts, mut counted) = (0, 0);
    while cuts < 1_500 {
        let text = if random.one_in(3) { any(&mut random) } else { usual(&mut random) };
        // The year of a week is not that of all its days, and an interval counts from it.
        if text.contains("BYWEEKNO") && text.contains("INTERVAL") {
            continue;
        }
        let (year, month, day, hour, minute) = random::start(&mut random);
        let local = jiff::civil::date(year, month, day).at(hour, minute, 0, 0);
        let name: &&str = random.pick(&ZONES);
        let own = Zone::named(name).unwrap();
        let kind = random.below(6);
        let point = |local: DateTime| match kind {
            0 => When::Date(local.date()),
            1 => When::Floating(local),
            _ => When::Zoned(local, own.clone()),
        };
        let times = Times { start: point(local), end: point(local.checked_add(1.day()).unwrap()) };
        let mut recurrence = rule(&text);
        let later =
            |random: &mut Random| point(local.checked_add(random.below(500).days()).unwrap());
        for _ in 0..random.below(3) {
            recurrence.dates.push(RecurrenceDate { start: later(&mut random), end: None });
        }
        for _ in 0..random.below(3) {
            recurrence.excluded.push(later(&mut random));
        }
        let within_day = ["HOURLY", "UTELY", "ECONDLY"].iter().any(|name| text.contains(name));
        let days = if within_day { 20 } else { 900 };
        let to = times.start.seconds() + days * DAY;
        let (all, cut) = originals(&times, &recurrence, to);
        if cut || all.is_empty() {
            continue;
        }
        let at = *random.pick(&all.iter().copied().collect::<Vec<_>>());
        let instant = Timestamp::from_second(at).unwrap();
        let clock = if kind < 2 { &TimeZone::UTC } else { own.time_zone() };
        let at_point = point(clock.to_datetime(instant));
        let changes = clock.following(instant - jiff::SignedDuration::from_hours(24)).next();
        let near = changes.is_some_and(|change| {
            change.timestamp() < instant + jiff::SignedDuration::from_hours(24)
        });
        if near && (within_day || text.contains("BYHOUR") || text.contains("BYMINUTE")) {
            continue;
        }
        let Some(split) = split(&times, &recurrence, &[], &at_point) else {
            assert_eq!(all.first(), Some(&at), "{text} from {times:?} at {at_point:?}");
            continue;
        };
        cuts += 1;
        counted += u32::from(text.contains("COUNT"));
        let case = format!("{text} from {times:?} at {at_point:?}\n{}", told(&split));
        let (head, _) = originals(&times, &split.head, to);
        let (tail, _) = originals(&split.tail_times, &split.tail, to);
        assert!(head.last().is_none_or(|last| *last < at), "{case}");
        assert_eq!(tail.first(), Some(&at), "{case}");
        let both: BTreeSet<i64> = head.union(&tail).copied().collect();
        assert_eq!(both, all, "{case}");
    }
    assert!(counted > 150, "{counted}");
}
