//! Gaps and hours, against a look at every minute.

use jiff::{
    Timestamp,
    civil::{Time, time},
    tz::TimeZone,
};
use proptest::prelude::*;

use super::*;

fn spans(to: i64) -> impl Strategy<Value = Vec<Span>> {
    let one = (0..to, 0_i64..60).prop_map(|(start, length)| Span { start, end: start + length });
    prop::collection::vec(one, 0..30)
}

/// Runs of seconds for which `is_free` holds.
fn runs(within: Span, is_free: impl Fn(i64) -> bool) -> Vec<Span> {
    let mut found: Vec<Span> = Vec::new();
    for second in within.start..within.end {
        if !is_free(second) {
            continue;
        }
        match found.last_mut() {
            Some(last) if last.end == second => last.end = second + 1,
            _ => found.push(Span { start: second, end: second + 1 }),
        }
    }
    found
}

fn hours() -> impl Strategy<Value = WorkingHours> {
    let one = (0_i8..24, 0_i8..4, 0_i8..24, 0_i8..4).prop_map(|(from, past, to, after)| Hours {
        from: time(from, past * 15, 0, 0),
        to: time(to, after * 15, 0, 0),
    });
    prop::array::uniform7(prop::collection::vec(one, 0..3)).prop_map(|days| WorkingHours { days })
}

/// Whether the local minute is in the hours: on a day without a change of the clocks.
fn is_open(hours: &WorkingHours, second: i64, zone: &TimeZone) -> bool {
    let local = zone.to_datetime(Timestamp::from_second(second).unwrap());
    let (today, time) = (local.date(), local.time());
    let over = |hours: &Hours| hours.to <= hours.from;
    hours.on(today.weekday()).iter().any(|one| time >= one.from && (over(one) || time < one.to))
        || hours
            .on(today.yesterday().unwrap().weekday())
            .iter()
            .any(|one| over(one) && (time < one.to && one.to != Time::midnight()))
}

proptest! {
    #[test]
    fn merging_keeps_every_instant(all in spans(500)) {
        let merged = merge_busy(all.clone());
        let covered = runs(Span { start: 0, end: 600 }, |second| {
            all.iter().any(|span| span.start <= second && second < span.end)
        });
        prop_assert_eq!(merged, covered);
    }

    #[test]
    fn gaps_are_what_no_span_comes_near(
        all in spans(500),
        duration in 1_i64..50,
        buffer in 0_i64..20,
        start in 0_i64..100,
        length in 0_i64..500,
    ) {
        let within = Span { start, end: start + length };
        let zone = TimeZone::UTC;
        let query = SlotQuery {
            duration, within, hours: None, zone: &zone, buffer, step: None, limit: usize::MAX,
        };
        let free = |second: i64| {
            !all.iter().any(|span| {
                span.start < span.end && span.start - buffer <= second && second < span.end + buffer
            })
        };
        let expected: Vec<Span> = runs(within, free)
            .into_iter()
            .filter(|span| span.end - span.start >= duration)
            .collect();
        prop_assert_eq!(&free_slots(all.clone(), &query), &expected);
        let stepped = free_slots(all, &SlotQuery { step: Some(7), ..query });
        for slot in &stepped {
            prop_assert_eq!(slot.end - slot.start, duration);
            prop_assert_eq!(slot.start % 7, 0);
            prop_assert!(expected.iter().any(|gap| gap.start <= slot.start && slot.end <= gap.end));
        }
        prop_assert!(stepped.windows(2).all(|two| two[0].end <= two[1].start));
        let room = |gap: &&Span| gap.end - ((gap.start + 6) / 7 * 7) >= duration;
        prop_assert!(expected.iter().filter(room).count() <= stepped.len());
    }

    #[test]
    fn working_hours_are_open_minute_by_minute(hours in hours(), day in 0_i64..20) {
        let zone = TimeZone::get("America/New_York").unwrap();
        let start = 1_794_000_000 / 900 * 900 + day * 86_400;
        let within = Span { start, end: start + 2 * 86_400 };
        let quarters = |spans: &[Span]| -> Vec<i64> {
            spans.iter().flat_map(|span| (span.start..span.end).step_by(900)).collect()
        };
        let expected: Vec<i64> = (within.start..within.end)
            .step_by(900)
            .filter(|second| is_open(&hours, *second, &zone))
            .collect();
        prop_assert_eq!(quarters(&hours.spans(within, &zone)), expected);
    }
}
