//! Any bytes are read as a feed without a panic, and every event that comes out expands and keeps
//! its promises.
#![no_main]

use jiff::{Timestamp, tz::TimeZone};
use kalends_calendar::{Series, Window, text::read_calendar};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(calendar) = read_calendar(bytes) else { return };
    let start = Timestamp::constant(1_790_000_000, 0);
    let window = Window {
        start,
        end: start + jiff::SignedDuration::from_hours(24 * 35),
        zone: TimeZone::UTC,
    };
    for entry in &calendar.events {
        let event = &entry.event;
        assert!(!event.uid.is_empty(), "an event without a name");
        assert_eq!(event.start.is_date(), event.end.is_date(), "an end of another kind");
        assert!(event.start.seconds() <= event.end.seconds(), "an end before the start");
        assert!(
            event.join_url.as_ref().is_none_or(|url| url.starts_with("https://")),
            "a join link that is not https"
        );
        let series = Series::compile(&event.start, &event.end, &event.recurrence, &[]);
        assert!(series.expand(&window).occurrences.len() <= 20_001, "more than the limit");
    }
});
