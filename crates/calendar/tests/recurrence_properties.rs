//! What must hold of every recurrence set, shown on random rules in zones whose clocks change at
//! midnight: a window is what the whole would show in it, and the usual rules give what a plain
//! walk over all days gives.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

#[path = "recurrence/random.rs"]
mod random;

use jiff::{
    ToSpan,
    civil::{Date, DateTime, Weekday},
};
use kalends_calendar::{
    Override, Recurrence, RecurrenceDate, RecurrenceId, Series, Span, When, Window, Zone,
};
use random::{Random, ZONES, any, start, usual};

const DAY: i64 = 86_400;

fn zone(random: &mut Random) -> Zone {
    let name = random.pick(&ZONES);
    Zone::named(name).unwrap()
}

fn begin(random: &mut Random) -> DateTime {
    let (year, month, day, hour, minute) = start(random);
    jiff::civil::date(year, month, day).at(hour, minute, 0, 0)
}

/// A point of the kind that the series has.
fn point(local: DateTime, zone: &Zone, kind: i64) -> When {
    match kind {
        0 => When::Date(local.date()),
        1 => When::Floating(local),
        _ => When::Zoned(local, zone.clone()),
    }
}

fn spans(series: &Series, lo: i64, hi: i64) -> (Vec<Span>, bool) {
    let mut spans = Vec::new();
    let cut = series.spans(lo, hi, &mut spans);
    (spans, cut)
}

fn meets(span: &Span, lo: i64, hi: i64) -> bool {
    span.start < hi && (span.end > lo || span.start >= lo)
}

#[test]
fn a_window_is_a_filter_of_the_whole() {
    let mut random = Random(11);
    let (mut sets, mut found) = (0, 0);
    while sets < 10_000 {
        let text = if random.one_in(3) { any(&mut random) } else { usual(&mut random) };
        let (local, own, kind) = (begin(&mut random), zone(&mut random), random.below(8));
        let start = point(local, &own, kind);
        let length = if kind == 0 {
            (1 + random.below(4)).days()
        } else {
            (random.below(200) * random.below(15)).minutes()
        };
        let end = point(local.checked_add(length).unwrap(), &own, kind);
        let later = |random: &mut Random| {
            let later = local.checked_add(random.below(500).days()).unwrap();
            point(later, &own, kind)
        };
        let recurrence = Recurrence {
            rules: vec![text.clone()],
            excluded_rules: if random.one_in(6) { vec![usual(&mut random)] } else { vec![] },
            dates: (0..random.below(3))
                .map(|_| RecurrenceDate { start: later(&mut random), end: None })
                .collect(),
            excluded: (0..random.below(3)).map(|_| later(&mut random)).collect(),
        };
        let series = Series::compile(&start, &end, &recurrence, &[]);
        let near = start.seconds();
        let within_day = ["HOURLY", "UTELY", "ECONDLY"].iter().any(|name| text.contains(name));
        let whole_days = if within_day { 20 } else { 900 };
        let (whole, cut) = spans(&series, i64::MIN / 4, near + whole_days * DAY);
        if cut {
            continue;
        }
        sets += 1;
        found += whole.len();
        for _ in 0..3 {
            let lo = near - 5 * DAY + random.below(whole_days * DAY);
            let hi = (lo + random.below(40 * DAY)).min(near + whole_days * DAY);
            let (given, cut) = spans(&series, lo, hi);
            let expected: Vec<Span> =
                whole.iter().filter(|span| meets(span, lo, hi)).copied().collect();
            assert_eq!(given, expected, "{text} from {start:?} to {end:?}, {lo}..{hi}");
            assert!(!cut);
        }
        assert!(whole.iter().all(|span| span.start >= series.starts()));
        if let Some(ends) = series.ends() {
            assert!(whole.iter().all(|span| span.end <= ends), "{text} {start:?}");
        }
    }
    assert!(found > 5 * sets, "{found}");
}

/// With overrides, and through the reader's zone.
#[test]
fn an_expansion_is_what_overlaps_the_readers_window() {
    let mut random = Random(12);
    for _ in 0..1_500 {
        let text = usual(&mut random);
        let (local, own, kind) = (begin(&mut random), zone(&mut random), random.below(8));
        let start = point(local, &own, kind);
        let end = point(local.checked_add(1.days()).unwrap(), &own, kind);
        let recurrence = Recurrence { rules: vec![text.clone()], ..Recurrence::default() };
        let near = start.seconds();
        let plain = Series::compile(&start, &end, &recurrence, &[]);
        let (bare, _) = spans(&plain, near, near + 400 * DAY);
        let overrides: Vec<Override> = (0..random.below(4))
            .map(|_| {
                let span = random.pick(&bare);
                let original = plain_point(span.original, &own, kind);
                let moved = original.local().checked_add((random.below(60) - 30).days()).unwrap();
                let longer = moved.checked_add((1 + random.below(3)).days()).unwrap();
                Override {
                    start: point(moved, &own, kind),
                    end: point(longer, &own, kind),
                    recurrence_id: RecurrenceId { original, this_and_future: random.one_in(3) },
                    cancelled: random.one_in(4),
                }
            })
            .collect();
        let series = Series::compile(&start, &end, &recurrence, &overrides);
        let reader = zone(&mut random).time_zone().clone();
        let window = |lo: i64, hi: i64| Window {
            start: jiff::Timestamp::from_second(lo).unwrap(),
            end: jiff::Timestamp::from_second(hi).unwrap(),
            zone: reader.clone(),
        };
        let mut whole = series.expand(&window(near - 200 * DAY, near + 900 * DAY));
        let lo = near - 40 * DAY + random.below(600 * DAY);
        let (lo, hi) = (lo, lo + random.below(60 * DAY));
        let asked = window(lo, hi);
        whole.occurrences.retain(|one| {
            let (start, end) = (one.start.resolve(&reader), one.end.resolve(&reader));
            start < asked.end && (end > asked.start || start >= asked.start)
        });
        let given = series.expand(&asked);
        assert_eq!(given, whole, "{text} from {start:?}, {overrides:?}");
        let (bare, _) = spans(&series, near - 200 * DAY, near + 900 * DAY);
        assert!(bare.iter().all(|span| span.start >= series.starts()), "{text} {overrides:?}");
        let ends = series.ends().unwrap_or(i64::MAX);
        assert!(bare.iter().all(|span| span.end <= ends), "{text} {overrides:?}");
        let mut seen: Vec<_> = given.occurrences.iter().map(|one| one.original).collect();
        seen.sort_unstable();
        seen.dedup();
        let doubles = overrides.len();
        assert!(seen.len() + doubles >= given.occurrences.len(), "{text} from {start:?}");
    }
}

/// Broken texts, huge numbers and the ends of time: an answer each, and no overflow.
#[test]
fn nothing_is_too_odd() {
    let mut random = Random(14);
    let starts =
        ["-009999-01-03T00:00", "0000-12-31T23:59", "2020-02-29T12:00", "9999-12-29T23:59"];
    for _ in 0..500 {
        let mut text = any(&mut random);
        match random.below(4) {
            0 => text.push_str(";INTERVAL=4294967295"),
            1 => text.push_str(";COUNT=4294967295"),
            2 => text.truncate(random.below(text.len() as i64) as usize),
            _ => {
                let at = random.below(text.len() as i64) as usize;
                let odd = *random.pick(&["-", "0", ",", ";", "=", "Ä", "99999999999", "Z"]);
                text.insert_str(at, odd);
            }
        }
        let local: DateTime = random.pick(&starts).parse().unwrap();
        let start = point(local, &zone(&mut random), random.below(8));
        let recurrence = Recurrence { rules: vec![text], ..Recurrence::default() };
        let series = Series::compile(&start, &start, &recurrence, &[]);
        let from = start.seconds();
        for (lo, hi) in
            [(from - DAY, from + 40 * DAY), (i64::MIN, i64::MIN + DAY), (i64::MAX - DAY, i64::MAX)]
        {
            spans(&series, lo, hi);
        }
        assert!(series.ends().is_none_or(|ends| ends >= from));
        let first = spans(&series, from, from + 1).0;
        assert!(first.iter().any(|span| span.start == from), "{recurrence:?} {start:?} {first:?}");
    }
}

fn plain_point(second: i64, zone: &Zone, kind: i64) -> When {
    let instant = jiff::Timestamp::from_second(second).unwrap();
    let clock = if kind < 2 { &jiff::tz::TimeZone::UTC } else { zone.time_zone() };
    point(clock.to_datetime(instant), zone, kind)
}

/// The rules that people make in calendars, told day by day.
#[derive(Debug)]
enum Told {
    Days(i32),
    Weeks { interval: i32, days: Vec<Weekday>, week_start: Weekday },
    MonthDay { interval: i32, day: i8 },
    MonthNth { interval: i32, nth: i8, day: Weekday },
    Years { interval: i16 },
}

impl Told {
    fn random(random: &mut Random, first: Date) -> Self {
        let interval = 1 + random.below(4) as i32;
        match random.below(5) {
            0 => Self::Days(interval),
            1 => Self::Weeks {
                interval,
                days: (0..7).filter(|_| random.one_in(2)).map(weekday).collect(),
                week_start: weekday(random.below(7)),
            },
            2 => Self::MonthDay { interval, day: first.day() },
            3 => Self::MonthNth {
                interval,
                nth: [1, 2, 3, 4, 5, -1, -2][random.below(7) as usize],
                day: weekday(random.below(7)),
            },
            _ => Self::Years { interval: interval as i16 },
        }
    }

    fn text(&self) -> String {
        match self {
            Self::Days(interval) => format!("FREQ=DAILY;INTERVAL={interval}"),
            Self::Weeks { interval, days, week_start } => {
                let days: Vec<&str> = days.iter().map(|day| name(*day)).collect();
                let by_day = if days.is_empty() {
                    String::new()
                } else {
                    format!(";BYDAY={}", days.join(","))
                };
                format!("FREQ=WEEKLY;INTERVAL={interval};WKST={}{by_day}", name(*week_start))
            }
            Self::MonthDay { interval, .. } => format!("FREQ=MONTHLY;INTERVAL={interval}"),
            Self::MonthNth { interval, nth, day } => {
                format!("FREQ=MONTHLY;INTERVAL={interval};BYDAY={nth}{}", name(*day))
            }
            Self::Years { interval } => format!("FREQ=YEARLY;INTERVAL={interval}"),
        }
    }

    fn has(&self, day: Date, first: Date) -> bool {
        let months = |day: Date| i32::from(day.year()) * 12 + i32::from(day.month());
        let since = |from: Date, to: Date| from.until(to).unwrap().get_days();
        match self {
            Self::Days(interval) => since(first, day) % interval == 0,
            Self::Weeks { interval, days, week_start } => {
                let week = |day: Date| {
                    let into = i64::from(week_start.until(day.weekday()));
                    day.checked_sub(into.days()).unwrap()
                };
                let listed = if days.is_empty() {
                    day.weekday() == first.weekday()
                } else {
                    days.contains(&day.weekday())
                };
                listed && since(week(first), week(day)) / 7 % interval == 0
            }
            Self::MonthDay { interval, day: of_month } => {
                day.day() == *of_month && (months(day) - months(first)) % interval == 0
            }
            Self::MonthNth { interval, nth, day: weekday } => {
                day.nth_weekday_of_month(*nth, *weekday).is_ok_and(|there| there == day)
                    && (months(day) - months(first)) % interval == 0
            }
            Self::Years { interval } => {
                (day.month(), day.day()) == (first.month(), first.day())
                    && (day.year() - first.year()) % interval == 0
            }
        }
    }
}

fn weekday(at: i64) -> Weekday {
    Weekday::from_monday_zero_offset(at as i8).unwrap()
}

fn name(day: Weekday) -> &'static str {
    ["MO", "TU", "WE", "TH", "FR", "SA", "SU"][day.to_monday_zero_offset() as usize]
}

#[test]
fn the_usual_rules_give_what_a_walk_over_all_days_gives() {
    let mut random = Random(13);
    for _ in 0..1_000 {
        let (local, zone) = (begin(&mut random), zone(&mut random));
        let first = local.date();
        let told = Told::random(&mut random, first);
        let start = When::Zoned(local, zone.clone());
        let count = random.one_in(2).then(|| 1 + random.below(80) as usize);
        let mut text = told.text();
        if let Some(count) = count {
            text.push_str(&format!(";COUNT={count}"));
        }
        let recurrence = Recurrence { rules: vec![text.clone()], ..Recurrence::default() };
        let series = Series::compile(&start, &start, &recurrence, &[]);
        let mut expected = Vec::new();
        for day in first.series(1.day()).take(800) {
            if (day == first || told.has(day, first))
                && count.is_none_or(|count| expected.len() < count)
            {
                let at = When::Zoned(day.to_datetime(local.time()), zone.clone());
                expected.push(at.seconds());
            }
        }
        let hi = start.seconds() + 795 * DAY;
        expected.retain(|second| *second < hi);
        let given: Vec<i64> =
            spans(&series, i64::MIN / 4, hi).0.iter().map(|span| span.start).collect();
        assert_eq!(given, expected, "{text} from {start:?}");
    }
}
