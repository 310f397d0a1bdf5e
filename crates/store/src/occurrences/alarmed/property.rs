//! What is found, against the reminders of everything.

use jiff::{SignedDuration, Timestamp, tz::TimeZone};
use kalends_calendar::{
    Alarm, AlarmTrigger, Event,
    remind::{alarms_of, reminders_of},
};
use proptest::prelude::*;
use uuid::Uuid;

use super::{
    support::{before, due, fill, google_calendar},
    *,
};
use crate::{
    columns::{Kind, at_seconds},
    events,
    testing::{TestStore, event, now, write},
};

#[derive(Clone, Debug)]
struct Sample {
    start: i64,
    length: i64,
    kind: usize,
    weekly: bool,
    filled: bool,
    alarms: Vec<Alarm>,
    by_default: bool,
    google: bool,
    own: Option<i64>,
}

fn alarms() -> impl Strategy<Value = Vec<Alarm>> {
    let lead = prop_oneof![0_i64..3_600, 80_000_i64..90_000, 0_i64..4_000_000, -90_000_i64..0];
    let one =
        (lead, 0_u32..3, 0_u8..5, 60_i64..100_000).prop_map(|(lead, repeat, how, interval)| {
            let offset = SignedDuration::from_secs(-lead);
            let trigger = match how {
                0 => AlarmTrigger::FromEnd(offset),
                1 => AlarmTrigger::At(Timestamp::from_second(1_760_000_000 + lead).unwrap()),
                _ => AlarmTrigger::FromStart(offset),
            };
            let interval = Some(SignedDuration::from_secs(interval));
            Alarm { trigger, repeat, interval, ..before(0) }
        });
    prop::collection::vec(one, 0..3)
}

fn samples() -> impl Strategy<Value = Vec<Sample>> {
    let length = prop_oneof![Just(0_i64), 0_i64..7_200, 80_000_i64..1_000_000];
    let place = (1_755_000_000_i64..1_765_000_000, length, 0_usize..3);
    let own = prop::option::weighted(0.2, prop_oneof![-7_200_i64..7_200, 0_i64..3_000_000]);
    let flags = (any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>());
    let sample = (place, flags, alarms(), own).prop_map(|(place, flags, alarms, own)| Sample {
        start: place.0,
        length: place.1,
        kind: place.2,
        weekly: flags.0,
        filled: flags.1,
        alarms,
        by_default: flags.2,
        google: flags.3,
        own,
    });
    prop::collection::vec(sample, 1..20)
}

fn as_event(number: usize, sample: &Sample) -> Event {
    let kind = [Kind::Date, Kind::Floating, Kind::Zoned][sample.kind];
    let zone = kalends_calendar::Zone::named("America/New_York").unwrap();
    let mut event = event(&format!("e{number}"), "20261118", "20261118");
    event.start = at_seconds(kind, sample.start, &zone);
    event.end = at_seconds(kind, sample.start + sample.length, &zone);
    if sample.weekly {
        event.recurrence.rules = vec!["FREQ=WEEKLY;COUNT=12".into()];
    }
    event.alarms.clone_from(&sample.alarms);
    event.shared.default_alarms = sample.by_default && sample.google;
    event
}

const OTHERWISE: [AllDayReminder; 1] =
    [AllDayReminder { days_before: 3, at: jiff::civil::time(18, 0, 0, 0) }];

/// The reminders of every occurrence of every event.
fn expected(all: &[(Sample, Event)], span: &Window) -> Vec<String> {
    let mut lines = Vec::new();
    for (sample, event) in all {
        let calendar = CalendarAlarms {
            source: if sample.google { vec![30, 3_000] } else { vec![] },
            explicit: sample.google,
            ..CalendarAlarms::default()
        };
        let own: Vec<i64> = sample.own.into_iter().collect();
        let said = EventAlarms::of(event);
        let alarms = alarms_of(&said, &calendar, event.start.is_date(), &OTHERWISE, &own);
        let series =
            kalends_calendar::Series::compile(&event.start, &event.end, &event.recurrence, &[]);
        let ever = Window { start: Timestamp::MIN, end: Timestamp::MAX, zone: span.zone.clone() };
        for one in series.expand(&ever).occurrences {
            for remind in reminders_of(&alarms, &one.start, &one.end, &event.uid, &span.zone) {
                if remind.due >= span.start && remind.due < span.end {
                    let at = span.zone.to_datetime(remind.due).strftime("%m-%d %H:%M");
                    lines.push(format!("{} {at}", event.summary));
                }
            }
        }
    }
    lines.sort();
    lines
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, ..ProptestConfig::default() })]
    #[test]
    fn what_is_found_equals_the_reminders_of_everything(
        samples in samples(),
        spans in prop::collection::vec((1_750_000_000_i64..1_775_000_000, 0_i64..1_500_000), 1..12),
        zone in prop::sample::select(&["Europe/Berlin", "Pacific/Apia", "America/New_York"][..]),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let store = TestStore::new().await;
            let google = google_calendar(&store, &[30, 3_000]).await;
            let mut all = Vec::new();
            let mut tx = store.begin().await.unwrap();
            for (number, sample) in samples.into_iter().enumerate() {
                let event = as_event(number, &sample);
                let id = EventId(Uuid::now_v7());
                let calendar = if sample.google { google } else { store.calendar };
                let series = kalends_calendar::Series::compile(
                    &event.start, &event.end, &event.recurrence, &[],
                );
                let mut one = write(id, calendar, &event);
                one.span = sample.weekly.then(|| (series.starts(), series.ends()));
                events::write(&mut tx, &[one]).await.unwrap();
                if sample.weekly && sample.filled {
                    fill(&mut tx, id).await;
                }
                if let Some(own) = sample.own {
                    own_alarms::set(&mut tx, &event.uid, None, &[own], now()).await.unwrap();
                }
                all.push((sample, event));
            }
            tx.commit().await.unwrap();
            for (start, length) in spans {
                let span = Window {
                    start: Timestamp::from_second(start).unwrap(),
                    end: Timestamp::from_second(start + length).unwrap(),
                    zone: TimeZone::get(zone).unwrap(),
                };
                assert_eq!(due(&store, &span, &OTHERWISE).await, expected(&all, &span));
            }
        });
    }
}
