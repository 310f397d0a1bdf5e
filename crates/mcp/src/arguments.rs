//! From the arguments of a call to the values of its tool; whatever does not fit is told with what
//! would.

use rmcp::{handler::server::tool::schema_for_input, model::JsonObject};
use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::{
    bounds::beyond,
    fault::{Fault, quoted},
};

/// What an argument must be like, for those that agents leave out or get wrong.
const HINTS: [(&str, &str); 17] = [
    ("time_zone", "give an IANA name such as Europe/Berlin; get_context tells the user's"),
    (
        "start",
        "give the first moment: 2026-11-20T15:30 (local to `time_zone`), 2026-11-20T14:30:00Z, or 2026-11-20 for whole days",
    ),
    (
        "end",
        "give the first moment after: 2026-11-20T16:30 (local to `time_zone`), 2026-11-20T15:30:00Z, or for whole days the day after the last",
    ),
    (
        "duration",
        "give minutes as a whole number, such as 30, or an ISO 8601 duration such as PT1H30M",
    ),
    (
        "scope",
        "say how much of a series is meant: \"this\", \"this_and_following\" or \"all\"; for an event that does not repeat say \"this\"",
    ),
    (
        "notify",
        "say who is mailed once the user approves: \"none\", \"external\" (guests outside of Google) or \"all\"",
    ),
    (
        "base_version",
        "give the `base_version` that get_event or list_events answered with for this event",
    ),
    ("event_id", "give the `event_id` that list_events, search_events or get_event answered with"),
    ("calendar_id", "give a `calendar_id` from list_calendars whose `can_propose` is true"),
    ("title", "give the title as text"),
    ("reason", "say in a sentence or two why you propose this; the user reads it on the card"),
    ("response", "say \"accepted\", \"declined\" or \"tentative\""),
    ("patch", "give an object with the fields to change, such as {\"title\": \"New title\"}"),
    ("proposals", "give a list of proposals, each with its `action` and that action's fields"),
    ("action", "say \"create\", \"update\", \"delete\" or \"respond\""),
    ("query", "give the words to look for"),
    ("proposal_id", "give the `proposal_id` that a propose tool or proposal_status answered with"),
];

/// Reads the arguments of one call, within the bounds that their schema names.
pub(crate) fn read<T: DeserializeOwned + JsonSchema + 'static>(
    arguments: Option<JsonObject>,
) -> Result<T, Fault> {
    let value = Value::Object(arguments.unwrap_or_default());
    let read = serde_path_to_error::deserialize(&value).map_err(|error| {
        let path = error.path().to_string();
        Fault::invalid(told(&path, &error.into_inner().to_string()))
    })?;
    let schema = schema_for_input::<T>().unwrap_or_default();
    match beyond(&schema, &value) {
        Some(said) => Err(Fault::invalid(said)),
        None => Ok(read),
    }
}

/// What serde says of an argument, as an agent can use it.
fn told(path: &str, said: &str) -> String {
    let within = if path == "." { String::new() } else { format!("{path}.") };
    if let Some(name) = between(said, "missing field `", "`") {
        return match hint(name) {
            Some(hint) => format!("`{within}{name}` is missing: {hint}."),
            None => format!("`{within}{name}` is missing."),
        };
    }
    if let Some(name) = between(said, "unknown field `", "`") {
        let known = between(said, "expected ", "\u{0}").unwrap_or_default();
        let known = known.trim_start_matches("one of ");
        return format!("`{}` is no argument here; there are: {known}.", quoted_name(path, name));
    }
    let name = path.rsplit('.').next().unwrap_or(path);
    let name = name.split('[').next().unwrap_or(name);
    let said = shortened(said);
    match hint(name) {
        Some(hint) => format!("`{path}` cannot be read ({said}): {hint}."),
        None if path == "." => format!("the arguments cannot be read: {said}."),
        None => format!("`{path}` cannot be read: {said}."),
    }
}

pub(crate) fn hint(name: &str) -> Option<&'static str> {
    HINTS.iter().find(|(known, _)| *known == name).map(|(_, hint)| *hint)
}

/// Names are sent by agents, and may be anything.
fn quoted_name(path: &str, name: &str) -> String {
    let path = path.strip_suffix(name).unwrap_or(path).trim_end_matches('.');
    let name = quoted(name);
    let name = name.trim_matches(['“', '”']);
    if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
}

/// serde repeats strings whole.
fn shortened(said: &str) -> String {
    let quoted = quoted(said);
    quoted.trim_start_matches('“').trim_end_matches('”').to_owned()
}

fn between<'a>(text: &'a str, before: &str, after: &str) -> Option<&'a str> {
    let (_, rest) = text.split_once(before)?;
    Some(rest.split_once(after).map_or(rest, |(found, _)| found))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;
    use crate::ask;

    fn said<T: DeserializeOwned + JsonSchema + std::fmt::Debug + 'static>(
        arguments: Value,
    ) -> String {
        let arguments = arguments.as_object().cloned();
        read::<T>(arguments).map_or_else(|fault| fault.text, |_| "fine".into())
    }

    #[test]
    fn wrong_arguments_are_told_with_what_would_fit() {
        let update = |key: &str, value: Value| {
            let mut all = json!({
                "event_id": "x", "base_version": "y", "scope": "this", "patch": {"title": "T"},
                "notify": "none", "reason": "r"
            });
            if value.is_null() {
                drop(all.as_object_mut().unwrap().remove(key));
            } else {
                all[key] = value;
            }
            said::<ask::Update>(all)
        };
        let events = |all: Value| said::<ask::Events>(all);
        let table = [
            (
                events(json!({"start": "2026-11-20", "end": "2026-11-21"})),
                "`time_zone` is missing: give an IANA name such as Europe/Berlin",
            ),
            (
                events(json!({"start": 7, "end": "x", "time_zone": "UTC"})),
                "`start` cannot be read (invalid type: integer `7`, expected a string)",
            ),
            (
                events(json!({"start": "x", "end": "x", "time_zone": "UTC", "from": "x"})),
                "`from` is no argument here; there are: `start`, `end`, `time_zone`",
            ),
            (said::<ask::Nothing>(json!({"x": 1})), "`x` is no argument here"),
            (said::<ask::Search>(json!({"query": "x", "limit": -1})), "`limit` cannot be read"),
            (
                said::<ask::FindFree>(
                    json!({"duration": [], "start": "x", "end": "x", "time_zone": "UTC"}),
                ),
                "`duration` cannot be read",
            ),
            (update("scope", Value::Null), "`scope` is missing: say how much of a series"),
            (update("scope", json!("series")), "`scope` cannot be read (unknown variant `series`"),
            (update("notify", Value::Null), "`notify` is missing: say who is mailed"),
            (update("base_version", Value::Null), "`base_version` is missing"),
            (update("patch", json!({"titel": "x"})), "`patch.titel` is no argument here"),
            (
                update("patch", json!({"guests": [{"mail": "ann@example.com"}]})),
                "`patch.guests[0].mail` is no argument here; there are: `email`, `name`, `optional`",
            ),
            (said::<ask::Batch>(json!({"proposals": [{"title": "x"}]})), "action` is missing"),
            (said::<ask::Batch>(json!({"proposals": [{"action": "approve"}]})), "approve"),
            (
                said::<ask::Batch>(json!({"proposals": [{"action": "delete", "event_id": "x"}]})),
                "base_version` is missing",
            ),
            (update(&"y".repeat(100_000), json!("x")), "is no argument here"),
            (update("reason", json!("")), "`reason` is empty: say in a sentence or two"),
            (update("reason", json!("y".repeat(1_001))), "`reason` has 1001 characters: give 1 to"),
            (update("client_ref", json!("")), "`client_ref` has 0 characters: give 1 to 100."),
            (
                update("patch", json!({"description": "y".repeat(8_193)})),
                "`patch.description` has 8193 characters: give at most 8192.",
            ),
            (
                update("patch", json!({"reminders": [5, 40_321]})),
                "`patch.reminders[1]` is 40321: give ",
            ),
            (
                said::<ask::Batch>(json!({"proposals": []})),
                "`proposals` has 0 entries: give 1 to 20.",
            ),
            (
                said::<ask::Batch>(json!({"proposals": [{
                    "action": "delete", "event_id": "x", "base_version": "x", "scope": "this",
                    "notify": "none", "reason": ""
                }]})),
                "`proposals[0].reason` is empty",
            ),
        ];
        for (text, expected) in table {
            assert!(text.contains(expected), "{expected}\n{text}");
            assert!(text.len() < 1_000, "{}", text.len());
        }
    }

    /// Some JSON, with the names that tools know among the keys.
    fn any_json() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            any::<f64>().prop_map(|number| json!(number)),
            ".*".prop_map(Value::from),
            "20[0-9]{2}-[01][0-9]-[0-3][0-9](T[0-2][0-9]:[0-5][0-9])?(Z|[+-]0[0-9]:00)?"
                .prop_map(Value::from),
            prop_oneof![Just("this"), Just("all"), Just("none"), Just("create"), Just("UTC")]
                .prop_map(Value::from),
        ];
        leaf.prop_recursive(3, 24, 8, |inner| {
            let names: Vec<_> = HINTS.iter().map(|(name, _)| (*name).to_owned()).collect();
            let key = prop_oneof![proptest::sample::select(names), ".{0,8}"];
            prop_oneof![
                proptest::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
                proptest::collection::btree_map(key, inner, 0..8)
                    .prop_map(|map| Value::Object(map.into_iter().collect())),
            ]
        })
    }

    fn is_short<T>(read: Result<T, Fault>) -> bool {
        read.err().is_none_or(|fault| !fault.text.is_empty() && fault.text.len() < 2_000)
    }

    proptest! {
        /// Whatever is sent is read or refused in a few words.
        #[test]
        fn any_arguments_are_read_or_refused(arguments in any_json()) {
            let sent = || arguments.as_object().cloned();
            prop_assert!(is_short(read::<ask::Events>(sent())));
            prop_assert!(is_short(read::<ask::FindFree>(sent())));
            prop_assert!(is_short(read::<ask::Create>(sent())));
            prop_assert!(is_short(read::<ask::Update>(sent())));
            prop_assert!(is_short(read::<ask::Batch>(sent())));
            prop_assert!(is_short(read::<ask::Status>(sent())));
        }

        #[test]
        fn any_time_is_read_or_refused(text in ".*", zone in ".*") {
            let berlin = ask::zone("Europe/Berlin").unwrap();
            prop_assert!(is_short(ask::instant("start", &text, &berlin)));
            prop_assert!(is_short(ask::when("start", &text, Some(&berlin))));
            prop_assert!(is_short(ask::zone(&zone)));
        }
    }
}
