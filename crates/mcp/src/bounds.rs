//! What a schema bounds and reading a value does not: lengths of text, counts of entries, ranges of
//! numbers.

use rmcp::model::JsonObject;
use serde_json::Value;

use crate::arguments::hint;

/// What is too short, too long, too few or too many, and what would fit; none where all fits.
pub(crate) fn beyond(schema: &JsonObject, value: &Value) -> Option<String> {
    Bounds { root: schema }.check(&Value::Object(schema.clone()), value, "")
}

struct Bounds<'a> {
    root: &'a JsonObject,
}

impl Bounds<'_> {
    fn check(&self, schema: &Value, value: &Value, path: &str) -> Option<String> {
        if let Some(said) = itself(schema, value, path) {
            return Some(said);
        }
        let named = schema.get("$ref").and_then(Value::as_str);
        let named = named.and_then(|name| name.strip_prefix("#/$defs/"));
        let named = named.and_then(|name| self.root.get("$defs")?.get(name));
        let choices = ["allOf", "anyOf", "oneOf"].into_iter().filter_map(|key| schema.get(key));
        let choices = choices.filter_map(Value::as_array).flatten();
        let meant = choices.filter(|choice| is_meant(choice, value));
        let same = named.into_iter().chain(meant);
        let said = same.filter_map(|one| self.check(one, value, path)).next();
        said.or_else(|| self.within(schema, value, path))
    }

    fn within(&self, schema: &Value, value: &Value, path: &str) -> Option<String> {
        match value {
            Value::Object(fields) => fields.iter().find_map(|(name, field)| {
                let inner = schema.get("properties")?.get(name)?;
                let dot = if path.is_empty() { "" } else { "." };
                self.check(inner, field, &format!("{path}{dot}{name}"))
            }),
            Value::Array(entries) => entries.iter().enumerate().find_map(|(place, entry)| {
                self.check(schema.get("items")?, entry, &format!("{path}[{place}]"))
            }),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => None,
        }
    }
}

/// Whether a choice of a schema is the one that the value names.
fn is_meant(choice: &Value, value: &Value) -> bool {
    let fields = choice.get("properties").and_then(Value::as_object).into_iter().flatten();
    fields
        .filter_map(|(name, field)| Some((name, field.get("const")?)))
        .all(|(name, constant)| value.get(name) == Some(constant))
}

/// What is said of the value itself, without what is in it.
fn itself(schema: &Value, value: &Value, path: &str) -> Option<String> {
    let bound = |name: &str| schema.get(name).and_then(Value::as_u64);
    let (found, least, most, what) = match value {
        Value::String(text) => {
            let found = u64::try_from(text.chars().count()).unwrap_or(u64::MAX);
            (found, bound("minLength"), bound("maxLength"), " characters")
        }
        Value::Array(entries) => {
            let found = u64::try_from(entries.len()).unwrap_or(u64::MAX);
            (found, bound("minItems"), bound("maxItems"), " entries")
        }
        Value::Number(number) => (number.as_u64()?, bound("minimum"), bound("maximum"), ""),
        Value::Null | Value::Bool(_) | Value::Object(_) => return None,
    };
    if (least.unwrap_or(0)..=most.unwrap_or(u64::MAX)).contains(&found) {
        return None;
    }
    let name = path.rsplit('.').next().unwrap_or(path);
    if let (Value::String(_), 0, Some(hint)) = (value, found, hint(name)) {
        return Some(format!("`{path}` is empty: {hint}."));
    }
    let has = if what.is_empty() { "is" } else { "has" };
    Some(match (least, most) {
        (Some(least), Some(most)) => {
            format!("`{path}` {has} {found}{what}: give {least} to {most}.")
        }
        (Some(least), None) => format!("`{path}` {has} {found}{what}: give at least {least}."),
        (None, _) => {
            format!("`{path}` {has} {found}{what}: give at most {}.", most.unwrap_or(u64::MAX))
        }
    })
}
