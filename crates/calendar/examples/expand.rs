//! Expands 35 days of 10,000 recurring events begun one to ten years ago, and prints the median
//! of the milliseconds it takes.
#![allow(clippy::print_stdout)]

use std::time::Instant;

use jiff::{
    ToSpan,
    civil::{Date, date},
    tz::TimeZone,
};
use kalends_calendar::{Recurrence, Series, When, Zone};

const RULES: usize = 10_000;
const RUNS: usize = 15;
const ZONES: [&str; 6] = [
    "Europe/Berlin",
    "America/New_York",
    "America/Sao_Paulo",
    "Asia/Tokyo",
    "Africa/Cairo",
    "Australia/Sydney",
];
/// Sixty in a hundred repeat daily or weekly.
const SHAPES: [&str; 20] = [
    "FREQ=DAILY",
    "FREQ=DAILY;INTERVAL=3",
    "FREQ=WEEKLY",
    "FREQ=WEEKLY",
    "FREQ=WEEKLY;BYDAY=MO,WE,FR",
    "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
    "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU",
    "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH;WKST=SU",
    "FREQ=WEEKLY;BYDAY=SA;UNTIL=20271231T235959Z",
    "FREQ=WEEKLY;COUNT=600",
    "FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR",
    "FREQ=DAILY;COUNT=4000",
    "FREQ=MONTHLY",
    "FREQ=MONTHLY;BYDAY=2TU",
    "FREQ=MONTHLY;BYDAY=-1FR",
    "FREQ=MONTHLY;BYMONTHDAY=1,15",
    "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
    "FREQ=YEARLY",
    "FREQ=YEARLY;BYMONTH=6;BYDAY=1MO",
    "FREQ=YEARLY;BYDAY=20MO",
];

fn main() {
    let today = date(2026, 11, 20);
    let sources: Vec<_> = (0..RULES).map(|at| source(at, today)).collect();
    let zone = TimeZone::UTC;
    let second = |day: Date| When::Date(day).resolve(&zone).as_second();
    let (lo, hi) = (second(today), second(today.saturating_add(35.days())));
    let (mut compiling, mut expanding) = (Vec::new(), Vec::new());
    let mut spans = Vec::new();
    for _ in 0..RUNS {
        let begin = Instant::now();
        let series: Vec<Series> = sources
            .iter()
            .map(|(start, end, rule)| Series::compile(start, end, rule, &[]))
            .collect();
        compiling.push(begin.elapsed());
        let begin = Instant::now();
        spans.clear();
        for one in &series {
            one.spans(lo, hi, &mut spans);
        }
        expanding.push(begin.elapsed());
    }
    let median = |mut times: Vec<std::time::Duration>| {
        times.sort_unstable();
        times.get(times.len() / 2).map_or(0.0, std::time::Duration::as_secs_f64) * 1_000.0
    };
    println!(
        "{RULES} rules, 35 days, {} occurrences: {:.1} ms (reading the rules {:.1} ms)",
        spans.len(),
        median(expanding),
        median(compiling),
    );
}

fn source(at: usize, today: Date) -> (When, When, Recurrence) {
    let back = 365 + (at * 37) % 3_285;
    let start = today.saturating_sub(i64::try_from(back).unwrap_or(365).days());
    let start = start.at(8, 0, 0, 0).saturating_add(((at % 11) as i64 * 45).minutes());
    let end = start.saturating_add(((at % 4) as i64 * 30 + 30).minutes());
    let name = ZONES.get(at % ZONES.len()).copied().unwrap_or("UTC");
    let zone = Zone::named(name).unwrap_or(Zone::utc());
    let rule = SHAPES.get(at / 7 % SHAPES.len()).copied().unwrap_or("FREQ=DAILY");
    (
        When::Zoned(start, zone.clone()),
        When::Zoned(end, zone),
        Recurrence { rules: vec![rule.into()], ..Recurrence::default() },
    )
}
