//! The tools: what each is called, what it takes and gives, and what it does to the world.

use std::{any::Any, sync::Arc};

use rmcp::{
    handler::server::tool::{schema_for_input, schema_for_output},
    model::{JsonObject, Tool, ToolAnnotations},
};
use schemars::JsonSchema;
use serde_json::Value;

use crate::{ask, reply};

/// What a tool does to the world.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// Looks.
    Read,
    /// Puts something before the user, who decides, or takes it back.
    Propose,
}

/// All tools, those that read first.
pub(crate) fn all() -> Vec<Tool> {
    use Kind::{Propose, Read};
    vec![
        tool::<ask::Nothing, reply::ContextReply>(Read, "get_context", "Now and here", CONTEXT),
        tool::<ask::Nothing, reply::CalendarsReply>(
            Read,
            "list_calendars",
            "List calendars",
            CALENDARS,
        ),
        tool::<ask::Events, reply::EventsReply>(Read, "list_events", "List events", EVENTS),
        tool::<ask::GetEvent, reply::EventReply>(Read, "get_event", "Read an event", EVENT),
        tool::<ask::Search, reply::SearchReply>(Read, "search_events", "Search events", SEARCH),
        tool::<ask::ListChanges, reply::ChangesReply>(
            Read,
            "list_changes",
            "List what changed",
            CHANGES,
        ),
        tool::<ask::FreeBusy, reply::FreeBusyReply>(
            Read,
            "free_busy",
            "When the user is busy",
            FREE_BUSY,
        ),
        tool::<ask::FindFree, reply::SlotsReply>(
            Read,
            "find_free_slots",
            "Find free time",
            FREE_SLOTS,
        ),
        tool::<ask::Create, reply::ProposalReply>(
            Propose,
            "propose_create",
            "Propose a new event",
            CREATE,
        ),
        tool::<ask::Update, reply::ProposalReply>(
            Propose,
            "propose_update",
            "Propose a change",
            UPDATE,
        ),
        tool::<ask::Delete, reply::ProposalReply>(
            Propose,
            "propose_delete",
            "Propose a deletion",
            DELETE,
        ),
        tool::<ask::Respond, reply::ProposalReply>(
            Propose,
            "propose_respond",
            "Propose an answer to an invitation",
            RESPOND,
        ),
        tool::<ask::Batch, reply::BatchReply>(
            Propose,
            "propose_batch",
            "Propose several changes",
            BATCH,
        ),
        tool::<ask::Status, reply::ProposalsReply>(
            Read,
            "proposal_status",
            "What became of proposals",
            STATUS,
        ),
        tool::<ask::Withdraw, reply::ProposalReply>(
            Propose,
            "withdraw_proposal",
            "Take a proposal back",
            WITHDRAW,
        ),
    ]
}

fn tool<I, O>(
    kind: Kind,
    name: &'static str,
    title: &'static str,
    description: &'static str,
) -> Tool
where
    I: JsonSchema + Any,
    O: JsonSchema + Any,
{
    let annotations = ToolAnnotations::with_title(title)
        .read_only(kind == Kind::Read)
        .destructive(false)
        // A proposal through its `client_ref`; what is withdrawn stays withdrawn.
        .idempotent(true)
        .open_world(false);
    Tool::new(name, description, input::<I>())
        .with_title(title)
        .with_raw_output_schema(widthless(&schema_for_output::<O>()))
        .with_annotations(annotations)
}

/// Every tool takes an object; a test looks at each.
fn input<I: JsonSchema + Any>() -> Arc<JsonObject> {
    widthless(&schema_for_input::<I>().unwrap_or_default())
}

/// The schema without formats such as `uint64`, which JSON Schema does not know: its validators
/// complain of each.
fn widthless(schema: &JsonObject) -> Arc<JsonObject> {
    fn strip(value: &mut Value) {
        match value {
            Value::Object(fields) => {
                let is_width = |format: &Value| {
                    let name = format.as_str().unwrap_or_default().trim_start_matches('u');
                    name.strip_prefix("int").is_some_and(|rest| rest.parse::<u8>().is_ok())
                };
                if fields.get("format").is_some_and(is_width) {
                    fields.remove("format");
                }
                fields.values_mut().for_each(strip);
            }
            Value::Array(entries) => entries.iter_mut().for_each(strip),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
    let mut schema = schema.clone();
    schema.values_mut().for_each(strip);
    Arc::new(schema)
}

const CONTEXT: &str = "What time it is for the user: now, the IANA time zone, when clocks change \
    next, and the working hours. Also how many proposals you may make. Call it first; every other \
    time you give or get is easier to get right with it. Takes no arguments.";

const CALENDARS: &str = "The calendars the user lets you know of, what you see of each (busy, \
    titles or full), and whether you can propose changes to it. Takes no arguments. There may be \
    other calendars that you are not told of.";

const EVENTS: &str = "The events between two moments, by start; each occurrence of a series is \
    listed on its own. A window and a zone are required. Of calendars whose busy times alone you \
    see, events have no title and no id. Pages have at most 100 events: ask again with \
    `next_cursor`. Example: {\"start\": \"2026-11-16\", \"end\": \"2026-11-23\", \"time_zone\": \
    \"Europe/Berlin\"}.";

const EVENT: &str = "One event with everything you may see of it: place, notes, guests and how to \
    join only where you see the calendar in full. Its `base_version` is needed to propose a change \
    of it. Example: {\"event_id\": \"01a2…_1795420800\"}.";

const SEARCH: &str = "Finds events by words of their titles and, in calendars that you see in \
    full, of places, notes and people. Of a series the next occurrence is given. Example: \
    {\"query\": \"dentist\"}.";

const CHANGES: &str = "What changed since you asked last. Without a cursor it only gives one to \
    begin with; keep it and hand it over next time. Example: {\"cursor\": \"AbC…\"}.";

const FREE_BUSY: &str = "When the user is busy, free, or unknown, from `start` to `end` without \
    gaps. Calendars that could not be read are named, and then nothing is called free. Whole-day \
    and tentative events count if they block time. Example: {\"start\": \"2026-11-20T08:00\", \
    \"end\": \"2026-11-20T18:00\", \"time_zone\": \"Europe/Berlin\"}.";

const FREE_SLOTS: &str = "Stretches in which the user is free for at least `duration`, within the \
    working hours (the user's own unless you give others). A slot may be longer than asked for: \
    anything in it is free. Check `unknown` before you call a slot free. Example: {\"duration\": \
    30, \"start\": \"2026-11-23\", \"end\": \"2026-11-28\", \"time_zone\": \"Europe/Berlin\", \
    \"limit\": 5}.";

const CREATE: &str = "Proposes a new event. Nothing is made and nobody is mailed until the user \
    approves it in Kalends. The answer tells what it would collide with and who would be mailed. \
    Example: {\"title\": \"Dentist\", \"start\": \"2026-11-24T10:00\", \"end\": \
    \"2026-11-24T10:45\", \"time_zone\": \"Europe/Berlin\", \"notify\": \"none\", \"reason\": \
    \"You asked for a check-up before December.\", \"client_ref\": \"dentist-1\"}.";

const UPDATE: &str = "Proposes to change an event. Read it first: `base_version` binds the proposal \
    to what you read. Nothing changes until the user approves it in Kalends. Example: {\"event_id\": \
    \"01a2…\", \"base_version\": \"9f86d081884c7d65\", \"scope\": \"this\", \"patch\": {\"start\": \
    \"2026-11-24T11:00\", \"time_zone\": \"Europe/Berlin\"}, \"notify\": \"all\", \"reason\": \
    \"The room is taken at ten.\"}.";

const DELETE: &str = "Proposes to delete an event, an occurrence, or a series. Nothing is deleted \
    until the user approves it in Kalends. Example: {\"event_id\": \"01a2…\", \"base_version\": \
    \"9f86d081884c7d65\", \"scope\": \"this\", \"notify\": \"all\", \"reason\": \"The visit was \
    called off.\"}.";

const RESPOND: &str = "Proposes an answer to an invitation that the user got. Nothing is sent until \
    the user approves it in Kalends. Example: {\"event_id\": \"01a2…\", \"response\": \"declined\", \
    \"comment\": \"I am away that week.\", \"scope\": \"this\", \"notify\": \"all\", \"reason\": \
    \"It falls into your holiday.\"}.";

const BATCH: &str = "Proposes up to 20 changes that belong together, as one card on which the user \
    decides about each. All are proposed or, where one is refused, none. Example: {\"proposals\": \
    [{\"action\": \"delete\", \"event_id\": \"01a2…\", \"base_version\": \"9f86d081884c7d65\", \
    \"scope\": \"this\", \"notify\": \"none\", \"reason\": \"Moved to Friday.\"}]}.";

const STATUS: &str = "What became of your proposals: of one by its `id`, or of all that were made or \
    changed `since` a moment, and of those that are out of date. Give one of the two. Only the \
    state done means that it happened; approved means that it waits to be sent. Example: {\"since\": \"2026-11-20T08:00:00Z\"}.";

const WITHDRAW: &str = "Takes back a proposal of yours that the user has not decided about. \
    Example: {\"id\": \"01a2…\"}.";

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn schemas_name_no_width_of_numbers() {
        let text = serde_json::to_string(&all()).unwrap();
        assert!(text.contains(r#""type":"integer""#));
        assert!(!text.contains(r#""format":"uint"#) && !text.contains(r#""format":"int"#));
    }

    /// The tools of the interface that was agreed on, and no other: none that approves.
    #[test]
    fn the_tools_and_their_hints() {
        let lines: Vec<String> = all()
            .iter()
            .map(|tool| {
                let hints = tool.annotations.clone().unwrap_or_default();
                let on = |hint: Option<bool>, word: &str| match hint {
                    Some(true) => format!(" {word}"),
                    Some(false) => String::new(),
                    None => format!(" {word}?"),
                };
                format!(
                    "{}:{}{}{}{}",
                    tool.name,
                    on(hints.read_only_hint, "read-only"),
                    on(hints.destructive_hint, "destructive"),
                    on(hints.idempotent_hint, "idempotent"),
                    on(hints.open_world_hint, "open-world"),
                )
            })
            .collect();
        insta::assert_snapshot!(lines.join("\n"), @r"
        get_context: read-only idempotent
        list_calendars: read-only idempotent
        list_events: read-only idempotent
        get_event: read-only idempotent
        search_events: read-only idempotent
        list_changes: read-only idempotent
        free_busy: read-only idempotent
        find_free_slots: read-only idempotent
        propose_create: idempotent
        propose_update: idempotent
        propose_delete: idempotent
        propose_respond: idempotent
        propose_batch: idempotent
        proposal_status: read-only idempotent
        withdraw_proposal: idempotent
        ");
    }

    #[test]
    fn every_schema_is_sound_and_says_what_its_fields_mean() {
        for tool in all() {
            let output = tool.output_schema.clone().unwrap_or_default();
            for schema in [tool.input_schema.as_ref(), output.as_ref()] {
                let schema = Value::Object(schema.clone());
                assert_eq!(schema["type"], "object", "{}", tool.name);
                jsonschema::validator_for(&schema).unwrap();
                described(&tool.name, &schema);
            }
            assert!(tool.description.is_some_and(|text| text.len() > 80), "{}", tool.name);
        }
    }

    fn described(tool: &str, schema: &Value) {
        for (name, field) in schema["properties"].as_object().into_iter().flatten() {
            let is_said = field.get("description").is_some() || field.get("const").is_some();
            assert!(is_said, "{tool}: {name} says nothing");
        }
        for (_, inner) in schema["$defs"].as_object().into_iter().flatten() {
            described(tool, inner);
        }
    }

    #[test]
    fn scope_and_notify_have_no_default() {
        for (name, fields) in [
            ("propose_create", &["notify"][..]),
            ("propose_update", &["scope", "notify"]),
            ("propose_delete", &["scope", "notify"]),
            ("propose_respond", &["scope", "notify"]),
        ] {
            let tool = all().into_iter().find(|tool| tool.name == name).unwrap();
            let required = tool.input_schema["required"].as_array().unwrap().clone();
            for field in fields {
                assert!(required.contains(&json!(field)), "{name}: {field}");
            }
        }
    }

    /// docs/agents.md has a row for each tool and no other.
    #[test]
    fn the_guide_names_the_tools() {
        let guide = include_str!("../../../docs/agents.md");
        let (_, table) = guide.split_once("## Tools").unwrap();
        let (table, _) = table.split_once("Resources:").unwrap();
        let rows = table.lines().filter_map(|line| line.strip_prefix("| `")?.split('`').next());
        let names: Vec<_> = all().into_iter().map(|tool| tool.name).collect();
        assert_eq!(rows.collect::<Vec<_>>(), names);
        for tool in all() {
            let says_no = table.contains(&format!("| `{}` |", tool.name))
                && table.lines().any(|line| {
                    line.contains(&format!("`{}`", tool.name)) && line.ends_with("| no |")
                });
            let reads = tool.annotations.and_then(|hints| hints.read_only_hint);
            assert_eq!(Some(says_no), reads, "{}", tool.name);
        }
    }

    #[test]
    fn the_examples_in_descriptions_fit_their_schemas() {
        for tool in all() {
            let text = tool.description.clone().unwrap();
            let Some((_, example)) = text.split_once("Example: ") else { continue };
            let example: Value = serde_json::from_str(example.trim_end_matches('.')).unwrap();
            let schema = Value::Object(tool.input_schema.as_ref().clone());
            if let Err(error) = jsonschema::validate(&schema, &example) {
                panic!("{}: {error}", tool.name);
            }
        }
    }
}
