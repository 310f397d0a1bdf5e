//! Malformed and rare events (rule 17): each is degraded or set aside, none stops a sync.

use kalends_engine::RunResult;
use serde_json::{Value, json};
use support::{desk::week_lines, google::MIA};

use super::desk::{Place, calendar, sync};

#[tokio::test]
async fn rule_17_what_cannot_be_read_is_set_aside_counted_and_stops_nothing() {
    let (place, engine) = Place::with_mia().await;
    place.add(MIA, "Dentist", "2026-11-17T15:00:00");
    let odd = [
        json!({"id": "nothing", "etag": "\"1\""}),
        json!({"id": "noend", "etag": "\"1\"", "summary": "No start", "end": {"date": "2026-11-18"}}),
        json!({"summary": "no id"}),
        json!("not an event"),
        json!(null),
    ];
    for item in odd {
        place.server.control().checks_answers = false;
        place.server.control().foreign_items.push(item);
    }
    let runs = sync(&engine).await;
    assert!(runs.iter().all(|run| run.result != RunResult::Failed), "{runs:?}");
    let aside: u64 = runs.iter().map(|run| run.set_aside).sum();
    assert_eq!(aside, 5, "{runs:?}");
    assert_eq!(week_lines(&engine).await.unwrap().len(), 1);
    let all = engine.list_calendars().await.unwrap();
    let kept: u64 = all.iter().filter_map(|one| one.mirror.as_ref()).map(|it| it.set_aside).sum();
    assert_eq!(kept, 5);
}

#[tokio::test]
async fn rule_17_odd_events_of_google_stop_no_sync() {
    let Ok(shared) = std::env::var("KALENDS_SHARED") else {
        eprintln!("skipped: KALENDS_SHARED is not set");
        return;
    };
    let text = std::fs::read_to_string(format!("{shared}/data/google/odd-events.json")).unwrap();
    let odd: Value = serde_json::from_str(&text).unwrap();
    let mut items = Vec::new();
    collect(&odd, &mut items);
    assert!(items.len() > 5, "{}", items.len());
    let (place, engine) = Place::with_mia().await;
    place.add(MIA, "Dentist", "2026-11-17T15:00:00");
    place.server.control().checks_answers = false;
    let count = items.len() as u64;
    place.server.control().foreign_items.extend(items);
    let runs = sync(&engine).await;
    assert!(runs.iter().all(|run| run.result != RunResult::Failed), "{runs:?}");
    let pulled: u64 = runs.iter().map(|run| run.pulled).sum();
    assert_eq!(pulled, count + 1, "{runs:?}");
    assert!(calendar(&engine, MIA).await.mirror.unwrap().problem.is_none());
    // Everything is drawn, or set aside, without a panic.
    engine.list_occurrences(&support::desk::week(), &kalends_engine::Scope::All).await.unwrap();
}

/// Every object that looks like an event, wherever it lies.
fn collect(value: &Value, items: &mut Vec<Value>) {
    match value {
        Value::Object(object) if object.contains_key("id") || object.contains_key("start") => {
            items.push(value.clone());
        }
        Value::Object(object) => object.values().for_each(|value| collect(value, items)),
        Value::Array(array) => array.iter().for_each(|value| collect(value, items)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
