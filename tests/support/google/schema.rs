//! Google's own schema of requests and answers, where it lies beside the project.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use jsonschema::Validator;
use serde_json::{Value, json};

use super::{
    Google,
    message::{Request, Response},
};

struct Schema {
    definitions: Value,
    ready: Mutex<BTreeMap<String, Arc<Validator>>>,
}

fn schema() -> Option<&'static Schema> {
    static SCHEMA: OnceLock<Option<Schema>> = OnceLock::new();
    let read = || {
        let shared = std::env::var_os("KALENDS_SHARED")?;
        let path = std::path::Path::new(&shared).join("data/google/calendar.v3.jsonschema.json");
        let whole: Value = serde_json::from_slice(&std::fs::read(path).ok()?).ok()?;
        let definitions = whole.get("$defs")?.clone();
        Some(Schema { definitions, ready: Mutex::default() })
    };
    SCHEMA.get_or_init(read).as_ref()
}

/// Whether the schema is there (`KALENDS_SHARED`).
pub fn is_there() -> bool {
    schema().is_some()
}

/// Checks a value against a definition; what is wrong, with its place. All is well without the
/// schema.
pub fn check(definition: &str, value: &Value) -> Result<(), String> {
    let Some(schema) = schema() else { return Ok(()) };
    let mut ready = schema.ready.lock().unwrap_or_else(PoisonError::into_inner);
    let validator = match ready.get(definition) {
        Some(validator) => Arc::clone(validator),
        None => {
            let whole = json!({
                "$schema": "https://json-schema.org/draft/2020-12/schema",
                "$ref": format!("#/$defs/{definition}"),
                "$defs": schema.definitions,
            });
            let made = jsonschema::validator_for(&whole).map_err(|error| error.to_string())?;
            let made = Arc::new(made);
            ready.insert(definition.to_owned(), Arc::clone(&made));
            made
        }
    };
    drop(ready);
    match validator.iter_errors(value).next() {
        None => Ok(()),
        Some(error) => Err(format!("{definition} {}: {error}", error.instance_path())),
    }
}

impl Google {
    /// An answer that breaks the schema is a fault of the stand-in: it says so with a 500.
    pub(super) fn checked(
        &mut self,
        request: &Request,
        rest: &[&str],
        answer: Response,
    ) -> Response {
        let odd = std::mem::take(&mut self.told_odd);
        if odd || !self.checks_answers || answer.status != 200 || request.get("fields").is_some() {
            return answer;
        }
        let definition = match (request.method.as_str(), rest) {
            ("GET", ["users", "me", "calendarList"]) => "CalendarList",
            ("GET", ["users", "me", "calendarList", _]) => "CalendarListEntry",
            ("GET", ["users", "me", "settings"]) => "Settings",
            ("GET", ["users", "me", "settings", _]) => "Setting",
            ("GET", ["calendars", _]) => "Calendar",
            ("GET", ["calendars", _, "events"] | ["calendars", _, "events", _, "instances"]) => {
                "Events"
            }
            (_, ["calendars", _, "events", "watch"]) => "Channel",
            (_, ["calendars", _, "events", ..]) => "Event",
            ("POST", ["freeBusy"]) => "FreeBusyResponse",
            ("GET", ["colors"]) => "Colors",
            _ => return answer,
        };
        match check(&format!("{definition}.lenient"), &answer.value()) {
            Ok(()) => answer,
            Err(problem) => {
                let problem = format!("answer to {} {}: {problem}", request.method, request.path);
                self.violations.push(problem.clone());
                Response::text(500, "text/plain", problem)
            }
        }
    }
}
