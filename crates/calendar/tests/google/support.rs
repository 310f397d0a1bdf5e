//! Reads single items, and the collections that stand in the folder `KALENDS_SHARED` names.
#![allow(dead_code, unreachable_pub, clippy::unwrap_used, clippy::panic, clippy::print_stderr)]

use std::path::PathBuf;

use kalends_calendar::{
    Event, When, Zone,
    google::{Context, Item, Live, read_item},
};
use serde_json::Value;

pub const OWNER: &str = "me@example.com";

pub fn context() -> Context {
    Context { calendar_zone: Zone::named("Europe/Berlin").unwrap(), owner: OWNER.into() }
}

pub fn item(json: &Value) -> Item {
    read_item(json.to_string().as_bytes(), &context()).unwrap()
}

pub fn live(json: &Value) -> Live {
    match item(json) {
        Item::Live(live) => *live,
        Item::Cancelled(cancelled) => panic!("{cancelled:?}"),
    }
}

/// The event with these fields besides an id, a start and an end.
pub fn event(fields: Value) -> Event {
    let mut json = serde_json::json!({
        "id": "abc",
        "start": {"dateTime": "2026-11-20T10:00:00+01:00", "timeZone": "Europe/Berlin"},
        "end": {"dateTime": "2026-11-20T11:00:00+01:00", "timeZone": "Europe/Berlin"},
    });
    let Value::Object(fields) = fields else { panic!("fields are an object") };
    json.as_object_mut().unwrap().extend(fields);
    live(&json).event
}

/// `2026-07-04` or `2026-07-04T09:00:00 Europe/Berlin`.
pub fn show(when: &When) -> String {
    match when {
        When::Date(date) => date.to_string(),
        When::Floating(local) => local.to_string(),
        When::Zoned(local, zone) => format!("{local} {}", zone.id()),
    }
}

/// A file of the shared collection; none, and a word about it, where there is no collection.
pub fn shared(path: &str) -> Option<Value> {
    let Some(folder) = std::env::var_os("KALENDS_SHARED") else {
        eprintln!("skipped: KALENDS_SHARED is not set");
        return None;
    };
    let path = PathBuf::from(folder).join("data/google").join(path);
    Some(serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap())
}

/// Every recorded answer with its name.
pub fn recorded() -> Vec<(String, Value)> {
    let Some(folder) = std::env::var_os("KALENDS_SHARED") else {
        eprintln!("skipped: KALENDS_SHARED is not set");
        return Vec::new();
    };
    let folder = PathBuf::from(folder).join("data/google/recorded");
    let mut all: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| {
            let path = entry.unwrap().path();
            let name = path.file_stem().unwrap().to_string_lossy().into_owned();
            (name, serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap())
        })
        .collect();
    all.sort_by(|(a, _), (b, _)| a.cmp(b));
    all
}
