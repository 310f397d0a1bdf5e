//! A window, against a filter of everything.

use jiff::{Timestamp, tz::TimeZone};
use kalends_calendar::{Event, Window};
use proptest::prelude::*;

use super::tests::titles;
use crate::testing::{TestStore, berlin, event};

#[derive(Clone, Debug)]
struct Sample {
    start: i64,
    length: i64,
    kind: u8,
}

fn samples() -> impl Strategy<Value = Vec<Sample>> {
    let length = prop_oneof![
        Just(0_i64),
        0_i64..7_200,
        Just(86_400),
        86_000_i64..87_000,
        600_000_i64..700_000,
        5_500_000_i64..5_600_000,
        44_000_000_i64..90_000_000,
    ];
    let sample = (1_700_000_000_i64..1_800_000_000, length, 0_u8..3)
        .prop_map(|(start, length, kind)| Sample { start, length, kind });
    prop::collection::vec(sample, 1..120)
}

fn as_event(number: usize, sample: &Sample) -> Event {
    let at = |seconds: i64| {
        let kind = [
            crate::columns::Kind::Date,
            crate::columns::Kind::Floating,
            crate::columns::Kind::Zoned,
        ][usize::from(sample.kind)];
        let zone = kalends_calendar::Zone::named("America/New_York").unwrap();
        crate::columns::at_seconds(kind, seconds, &zone)
    };
    let mut event = event(&number.to_string(), "20261118", "20261118");
    event.start = at(sample.start);
    event.end = at(sample.start + sample.length);
    event
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]
    #[test]
    fn a_window_equals_a_filter_of_everything(
        samples in samples(),
        windows in prop::collection::vec((1_699_000_000_i64..1_801_000_000, 0_i64..4_000_000), 1..20),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let store = TestStore::new().await;
            let events: Vec<Event> =
                samples.iter().enumerate().map(|(n, sample)| as_event(n, sample)).collect();
            store.put(&events).await;
            for (start, length) in windows {
                let window = Window {
                    start: Timestamp::from_second(start).unwrap(),
                    end: Timestamp::from_second(start + length).unwrap(),
                    zone: if length % 2 == 0 { berlin() } else { TimeZone::get("Pacific/Apia").unwrap() },
                };
                let mut expected: Vec<String> = events
                    .iter()
                    .filter(|event| {
                        let (from, to) =
                            (event.start.resolve(&window.zone), event.end.resolve(&window.zone));
                        from < window.end && (to > window.start || from >= window.start)
                    })
                    .map(|event| event.summary.clone())
                    .collect();
                expected.sort();
                assert_eq!(titles(&store, &window).await, expected);
            }
        });
    }
}
