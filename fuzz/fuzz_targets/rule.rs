//! Any rule text expands without a panic, sorted, inside the window, and the same way for a window
//! as for its halves.
#![no_main]

use jiff::{Timestamp, civil::date};
use kalends_calendar::{Recurrence, Series, Span, When, Zone};
use libfuzzer_sys::fuzz_target;

const DAY: i64 = 86_400;

fuzz_target!(|input: (u16, u8, u8, &str)| {
    let (day, zone, length, rule) = input;
    let zones = ["UTC", "America/Sao_Paulo", "Africa/Cairo", "Asia/Tehran", "America/Havana"];
    let start = date(1990, 1, 1)
        .saturating_add(jiff::Span::new().days(i64::from(day) % 20_000))
        .at(0, 30, 0, 0);
    let end = start.saturating_add(jiff::Span::new().minutes(i64::from(length)));
    let (start, end) = match zones.get(usize::from(zone) % (zones.len() + 1)) {
        Some(name) => {
            let zone = Zone::named(name).unwrap_or_else(Zone::utc);
            (When::Zoned(start, zone.clone()), When::Zoned(end, zone))
        }
        None => (When::Floating(start), When::Floating(end)),
    };
    let recurrence = Recurrence { rules: vec![rule.to_owned()], ..Recurrence::default() };
    let series = Series::compile(&start, &end, &recurrence, &[]);

    let from = Timestamp::constant(1_700_000_000, 0).as_second();
    let middle = from + 30 * DAY;
    let to = from + 60 * DAY;
    let (whole, cut) = spans(&series, from, to);
    let ordered = |pair: &[Span]| pair[0].start <= pair[1].start;
    assert!(whole.windows(2).all(ordered), "out of order: {rule}");
    if cut {
        return;
    }
    let (mut halves, first) = spans(&series, from, middle);
    let (late, second) = spans(&series, middle, to);
    if first || second {
        return;
    }
    halves.extend(late);
    let mut whole: Vec<_> = whole.iter().map(|span| span.original).collect();
    let mut halves: Vec<_> = halves.iter().map(|span| span.original).collect();
    whole.sort_unstable();
    halves.sort_unstable();
    halves.dedup();
    whole.dedup();
    assert_eq!(whole, halves, "the halves differ from the whole: {rule}");
});

fn spans(series: &Series, from: i64, to: i64) -> (Vec<Span>, bool) {
    let mut spans = Vec::new();
    let cut = series.spans(from, to, &mut spans);
    (spans, cut)
}
