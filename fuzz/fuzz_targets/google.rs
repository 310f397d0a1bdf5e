//! Any bytes are read as events of Google's without a panic. What comes out keeps its promises, can
//! be written, reads back, and merges with whatever else was read. Each line is an event.
#![no_main]

use jiff::tz::TimeZone;
use kalends_calendar::{
    Event, Zone,
    google::{Context, Item, instance_id, read_item, split_instance_id, write_insert, write_patch},
    merge::{Field, changed, merge, show},
};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let context = Context {
        calendar_zone: Zone::named("Europe/Berlin").unwrap_or_else(Zone::utc),
        owner: "me@example.com".into(),
    };
    let mut events = vec![Event::empty()];
    for line in bytes.split(|byte| *byte == b'\n').take(3) {
        match read_item(line, &context) {
            Ok(Item::Live(live)) => {
                assert!(!live.id.is_empty(), "an event without an id");
                assert_eq!(live.series_id.is_some(), live.event.recurrence_id.is_some());
                events.push(live.event);
            }
            Ok(Item::Cancelled(cancelled)) => assert!(!cancelled.id.is_empty()),
            Err(unreadable) => assert!(!unreadable.reason.is_empty()),
        }
    }
    for event in &events {
        check(event, &context);
        for other in &events {
            let body = write_patch(event, other);
            assert!(event != other || body.is_empty(), "a patch of nothing: {body:?}");
            let merged = merge(event, other, &events[0]);
            assert!(merged.collisions.len() <= Field::ALL.len());
        }
    }
});

fn check(event: &Event, context: &Context) {
    assert!(!event.uid.is_empty() || *event == Event::empty(), "an event without a name");
    assert_eq!(event.start.is_date(), event.end.is_date(), "an end of another kind");
    assert!(event.start.seconds() <= event.end.seconds(), "an end before the start");
    assert!(
        event.join_url.as_ref().is_none_or(|url| url.starts_with("https://")),
        "a join link that is not https"
    );
    assert_eq!(changed(event, event), []);
    for field in Field::ALL {
        let _ = show(event, field, &TimeZone::UTC);
    }
    let id = instance_id("abc", &event.start);
    let (series, original) = split_instance_id(&id).expect("an id of an occurrence");
    assert_eq!((series, original.is_date()), ("abc", event.start.is_date()));
    let body = serde_json::Value::Object(write_insert(event, "abc")).to_string();
    match read_item(body.as_bytes(), context) {
        Ok(Item::Live(back)) => assert_eq!(back.event.start.is_date(), event.start.is_date()),
        other => panic!("{body}: {other:?}"),
    }
}
