//! "All events": one occurrence is moved, and the whole series with it.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

#[path = "recurrence/random.rs"]
mod random;
#[path = "google/support.rs"]
mod support;

use std::collections::BTreeSet;

use jiff::{ToSpan, civil::DateTime};
use kalends_calendar::{
    Recurrence, RecurrenceDate, Series, When, Zone,
    edit::{Shifted, Times, shift},
};
use random::{Random, usual};
use support::show;

const DAY: i64 = 86_400;

fn when(text: &str) -> When {
    match text.split_once(' ') {
        Some((local, zone)) => When::Zoned(local.parse().unwrap(), Zone::named(zone).unwrap()),
        None if text.contains('T') => When::Floating(text.parse().unwrap()),
        None => When::Date(text.parse().unwrap()),
    }
}

fn times(start: &str, end: &str) -> Times {
    Times { start: when(start), end: when(end) }
}

fn rule(text: &str) -> Recurrence {
    Recurrence { rules: vec![text.to_owned()], ..Recurrence::default() }
}

/// Moves the first occurrence of an hour in Berlin.
fn moved(start: &str, text: &str, to: &str) -> Shifted {
    let start = when(&format!("{start} Europe/Berlin"));
    let end = When::Zoned(
        start.local().checked_add(1.hour()).unwrap(),
        Zone::named("Europe/Berlin").unwrap(),
    );
    let to = when(&format!("{to} Europe/Berlin"));
    let to_end = When::Zoned(
        to.local().checked_add(1.hour()).unwrap(),
        Zone::named("Europe/Berlin").unwrap(),
    );
    let series = Times { start: start.clone(), end };
    shift(&series, &rule(text), &start, &Times { start: to, end: to_end })
}

/// 20 November 2026 is a Friday, the third of its month and the last but one.
#[test]
fn rules_follow_their_series() {
    let table: Vec<String> = [
        ("FREQ=DAILY", "2026-11-20T11:00"),
        ("FREQ=DAILY;UNTIL=20261231T225959Z", "2026-11-20T11:00"),
        ("FREQ=DAILY;UNTIL=20261231T225959Z", "2026-11-21T11:00"),
        ("FREQ=DAILY;UNTIL=20261231T080000Z", "2026-11-20T11:00"),
        ("FREQ=DAILY;UNTIL=20261231", "2026-11-22T09:00"),
        ("FREQ=WEEKLY", "2026-11-21T09:00"),
        ("FREQ=WEEKLY;BYDAY=FR", "2026-11-20T11:00"),
        ("FREQ=WEEKLY;BYDAY=FR", "2026-11-21T09:00"),
        ("FREQ=WEEKLY;BYDAY=MO,FR", "2026-11-21T09:00"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=FR,SU", "2026-11-21T09:00"),
        ("FREQ=WEEKLY;BYMONTH=11,12;BYDAY=FR", "2026-11-21T09:00"),
        ("FREQ=MONTHLY", "2026-11-21T09:00"),
        ("FREQ=MONTHLY", "2026-12-01T09:00"),
        ("FREQ=MONTHLY;BYMONTHDAY=20", "2026-11-21T09:00"),
        ("FREQ=MONTHLY;BYMONTHDAY=1,20", "2026-11-21T09:00"),
        ("FREQ=MONTHLY;BYDAY=3FR", "2026-11-21T09:00"),
        ("FREQ=MONTHLY;BYDAY=3FR", "2026-11-30T09:00"),
        ("FREQ=MONTHLY;BYDAY=-2FR", "2026-11-27T09:00"),
        ("FREQ=MONTHLY;BYDAY=MO,FR;BYSETPOS=-3", "2026-11-21T09:00"),
        ("FREQ=YEARLY", "2026-12-01T09:00"),
        ("FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=20", "2026-12-01T09:00"),
        ("FREQ=YEARLY;BYMONTH=11;BYDAY=3FR", "2026-11-19T09:00"),
        ("FREQ=YEARLY;BYWEEKNO=47", "2026-11-21T09:00"),
        ("FREQ=DAILY;BYHOUR=9;BYMINUTE=0", "2026-11-20T11:30"),
        ("FREQ=DAILY;BYHOUR=9,17", "2026-11-20T11:00"),
        ("FREQ=HOURLY;INTERVAL=5", "2026-11-21T11:00"),
        ("FREQ=NEVER;BYDAY=FR", "2026-11-21T09:00"),
    ]
    .iter()
    .map(|(text, to)| {
        let shifted = moved("2026-11-20T09:00", text, to);
        let follows = shifted.original(&when("2026-11-27T09:00 Europe/Berlin"));
        let follows =
            follows.map_or("-".into(), |original| show(&original).replace(":00 Europe/Berlin", ""));
        let start = show(&shifted.times.start).replace(":00 Europe/Berlin", "");
        format!("{text} to {start}: {} | {follows}", shifted.recurrence.rules[0])
    })
    .collect();
    insta::assert_snapshot!(table.join("\n"), @r#"
    FREQ=DAILY to 2026-11-20T11:00: FREQ=DAILY | 2026-11-27T11:00
    FREQ=DAILY;UNTIL=20261231T225959Z to 2026-11-20T11:00: FREQ=DAILY;UNTIL=20261231T225959Z | 2026-11-27T11:00
    FREQ=DAILY;UNTIL=20261231T225959Z to 2026-11-21T11:00: FREQ=DAILY;UNTIL=20270101T225959Z | 2026-11-28T11:00
    FREQ=DAILY;UNTIL=20261231T080000Z to 2026-11-20T11:00: FREQ=DAILY;UNTIL=20261231T100000Z | 2026-11-27T11:00
    FREQ=DAILY;UNTIL=20261231 to 2026-11-22T09:00: FREQ=DAILY;UNTIL=20270102 | 2026-11-29T09:00
    FREQ=WEEKLY to 2026-11-21T09:00: FREQ=WEEKLY | 2026-11-28T09:00
    FREQ=WEEKLY;BYDAY=FR to 2026-11-20T11:00: FREQ=WEEKLY;BYDAY=FR | 2026-11-27T11:00
    FREQ=WEEKLY;BYDAY=FR to 2026-11-21T09:00: FREQ=WEEKLY;BYDAY=SA | 2026-11-28T09:00
    FREQ=WEEKLY;BYDAY=MO,FR to 2026-11-21T09:00: FREQ=WEEKLY;BYDAY=TU,SA | 2026-11-28T09:00
    FREQ=WEEKLY;INTERVAL=2;BYDAY=FR,SU to 2026-11-21T09:00: FREQ=WEEKLY;INTERVAL=2;BYDAY=SA,MO;WKST=TU | 2026-11-28T09:00
    FREQ=WEEKLY;BYMONTH=11,12;BYDAY=FR to 2026-11-21T09:00: FREQ=WEEKLY;BYMONTH=11,12;BYDAY=SA | -
    FREQ=MONTHLY to 2026-11-21T09:00: FREQ=MONTHLY | 2026-11-28T09:00
    FREQ=MONTHLY to 2026-12-01T09:00: FREQ=MONTHLY | -
    FREQ=MONTHLY;BYMONTHDAY=20 to 2026-11-21T09:00: FREQ=MONTHLY;BYMONTHDAY=21 | 2026-11-28T09:00
    FREQ=MONTHLY;BYMONTHDAY=1,20 to 2026-11-21T09:00: FREQ=MONTHLY;BYMONTHDAY=1,20 | -
    FREQ=MONTHLY;BYDAY=3FR to 2026-11-21T09:00: FREQ=MONTHLY;BYDAY=3SA | -
    FREQ=MONTHLY;BYDAY=3FR to 2026-11-30T09:00: FREQ=MONTHLY;BYDAY=-1MO | -
    FREQ=MONTHLY;BYDAY=-2FR to 2026-11-27T09:00: FREQ=MONTHLY;BYDAY=-1FR | -
    FREQ=MONTHLY;BYDAY=MO,FR;BYSETPOS=-3 to 2026-11-21T09:00: FREQ=MONTHLY;BYDAY=MO,FR;BYSETPOS=-3 | -
    FREQ=YEARLY to 2026-12-01T09:00: FREQ=YEARLY | -
    FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=20 to 2026-12-01T09:00: FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=1 | -
    FREQ=YEARLY;BYMONTH=11;BYDAY=3FR to 2026-11-19T09:00: FREQ=YEARLY;BYMONTH=11;BYDAY=3TH | -
    FREQ=YEARLY;BYWEEKNO=47 to 2026-11-21T09:00: FREQ=YEARLY;BYWEEKNO=47 | -
    FREQ=DAILY;BYHOUR=9;BYMINUTE=0 to 2026-11-20T11:30: FREQ=DAILY | 2026-11-27T11:30
    FREQ=DAILY;BYHOUR=9,17 to 2026-11-20T11:00: FREQ=DAILY;BYHOUR=9,17 | -
    FREQ=HOURLY;INTERVAL=5 to 2026-11-21T11:00: FREQ=HOURLY;INTERVAL=5 | 2026-11-28T11:00
    FREQ=NEVER;BYDAY=FR to 2026-11-21T09:00: FREQ=NEVER;BYDAY=FR | 2026-11-28T09:00
    "#);
}

#[test]
fn whole_days_become_timed_and_back_and_zones_change() {
    let mut timed = rule("FREQ=DAILY;UNTIL=20261130T225959Z");
    timed.excluded = vec![when("2026-11-22T09:00 Europe/Berlin"), when("2026-11-24")];
    timed.dates = vec![RecurrenceDate { start: when("2026-12-24T08:00 UTC"), end: None }];
    let series = times("2026-11-20T09:00 Europe/Berlin", "2026-11-20T10:00 Europe/Berlin");
    let mut days = rule("FREQ=DAILY;UNTIL=20261130");
    days.excluded = vec![when("2026-11-22")];
    let whole = times("2026-11-20", "2026-11-21");
    let from = when("2026-11-21T09:00 Europe/Berlin");
    let table: Vec<String> = [
        shift(&series, &timed, &from, &times("2026-11-22", "2026-11-24")),
        shift(
            &series,
            &timed,
            &when("2026-11-21T08:00 UTC"),
            &times("2026-11-21T09:00 Asia/Tokyo", "2026-11-21T09:30 Asia/Tokyo"),
        ),
        shift(
            &whole,
            &days,
            &when("2026-11-21"),
            &times("2026-11-20T14:00 Europe/Berlin", "2026-11-20T15:30 Europe/Berlin"),
        ),
        shift(&whole, &days, &when("2026-11-21"), &times("2026-11-21", "2026-11-23")),
    ]
    .iter()
    .map(|shifted| {
        let recurrence = &shifted.recurrence;
        let dates = recurrence.dates.iter().map(|date| format!("\n  +{}", show(&date.start)));
        let excluded = recurrence.excluded.iter().map(|one| format!("\n  -{}", show(one)));
        format!(
            "{} to {}: {}{}{}",
            show(&shifted.times.start),
            show(&shifted.times.end),
            recurrence.rules[0],
            dates.collect::<String>(),
            excluded.collect::<String>()
        )
    })
    .collect();
    insta::assert_snapshot!(table.join("\n"), @r#"
    2026-11-21 to 2026-11-23: FREQ=DAILY;UNTIL=20261201
      +2026-12-25
      -2026-11-23
      -2026-11-25
    2026-11-20T09:00:00 Asia/Tokyo to 2026-11-20T09:30:00 Asia/Tokyo: FREQ=DAILY;UNTIL=20261130T145959Z
      +2026-12-24T09:00:00 Asia/Tokyo
      -2026-11-22T09:00:00 Asia/Tokyo
      -2026-11-24
    2026-11-19T14:00:00 Europe/Berlin to 2026-11-19T15:30:00 Europe/Berlin: FREQ=DAILY;UNTIL=20261129T225959Z
      -2026-11-21T14:00:00 Europe/Berlin
    2026-11-20 to 2026-11-22: FREQ=DAILY;UNTIL=20261130
      -2026-11-22
    "#);
}

#[test]
fn an_occurrence_that_stays_changes_nothing() {
    let mut random = Random(31);
    for _ in 0..500 {
        let recurrence = rule(&usual(&mut random));
        let series = times("2026-11-20T09:00 Europe/Berlin", "2026-11-20T10:00 Europe/Berlin");
        let shifted = shift(&series, &recurrence, &series.start, &series);
        assert_eq!((&shifted.times, &shifted.recurrence), (&series, &recurrence));
        assert_eq!(shifted.original(&series.start), Some(series.start));
    }
}

/// Where originals are said to follow, they are the occurrences of the new series, all of them.
#[test]
fn originals_follow_one_to_one() {
    let mut random = Random(32);
    let mut follow = 0;
    for _ in 0..2_500 {
        let text = usual(&mut random);
        let (year, month, day, hour, minute) = random::start(&mut random);
        let local = jiff::civil::date(year, month, day).at(hour, minute, 0, 0);
        let (old_days, new_days) = (random.one_in(4), random.one_in(4));
        let point = |local: DateTime, days: bool| {
            if days { When::Date(local.date()) } else { When::Floating(local) }
        };
        let ends = |start: DateTime, days: bool| Times {
            start: point(start, days),
            end: point(start.checked_add(1.day()).unwrap(), days),
        };
        let series = ends(local, old_days);
        let all = originals(&series, &rule(&text), 900);
        let all: Vec<_> = all.into_iter().collect();
        let from = *random.pick(&all);
        let days = if random.one_in(2) { 0 } else { random.below(21) - 10 };
        let by = days.days().minutes(random.below(600) - 300);
        let to = ends(from.checked_add(by).unwrap(), new_days);
        let shifted = shift(&series, &rule(&text), &point(from, old_days), &to);
        let case =
            format!("{text} from {series:?}: {from} to {to:?}\n{:?}", shifted.recurrence.rules);
        // Wherever it goes, the one that was moved is where it was put, or the rule never was
        // about that day.
        let Some(first) = shifted.original(&series.start) else { continue };
        follow += 1;
        assert_eq!(first, shifted.times.start, "{case}");
        let expected: BTreeSet<_> = all
            .iter()
            .map(|old| shifted.original(&point(*old, old_days)).unwrap().local())
            .collect();
        let last = *expected.last().unwrap();
        let mut given = originals(&shifted.times, &shifted.recurrence, 1_000);
        given.retain(|local| *local <= last);
        assert_eq!(given, expected, "{case}");
        if all.last().unwrap().duration_since(local).as_hours() / 24 < 600 {
            let end = last.checked_add(60.days()).unwrap();
            let mut more = originals(&shifted.times, &shifted.recurrence, 1_000);
            more.retain(|local| *local > last && *local < end);
            let old_more = originals(&series, &rule(&text), 1_000).len() > all.len();
            assert!(more.is_empty() || old_more, "{case}: {more:?}");
        }
    }
    assert!(follow > 1_000, "{follow}");
}

fn originals(times: &Times, recurrence: &Recurrence, days: i64) -> BTreeSet<DateTime> {
    let mut spans = Vec::new();
    let series = Series::compile(&times.start, &times.end, recurrence, &[]);
    series.spans(i64::MIN / 4, times.start.seconds() + days * DAY, &mut spans);
    let epoch = jiff::civil::date(1970, 1, 1).at(0, 0, 0, 0);
    spans.iter().map(|span| epoch.checked_add(span.original.seconds()).unwrap()).collect()
}
