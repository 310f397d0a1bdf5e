//! A body against the strict schema of what the API takes: the few words of JSON Schema that it
//! uses, and no others.
#![allow(dead_code, unreachable_pub, clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

use serde_json::{Map, Value};

/// What is wrong with a body of `events.insert` or `events.patch`. `null` stands for a field that
/// goes, and any may go.
pub fn faults(schema: &Value, body: &Map<String, Value>) -> Vec<String> {
    let mut faults = Vec::new();
    let event = serde_json::json!({"$ref": "#/$defs/Event"});
    check(schema, &event, &Value::Object(body.clone()), "", &mut faults);
    faults
}

fn check(root: &Value, schema: &Value, value: &Value, at: &str, faults: &mut Vec<String>) {
    let schema = schema.as_object().unwrap();
    for word in schema.keys() {
        let known = [
            "$ref",
            "type",
            "properties",
            "additionalProperties",
            "items",
            "enum",
            "pattern",
            "minimum",
            "maximum",
            "description",
            "format",
        ];
        assert!(known.contains(&word.as_str()), "{word} is not checked");
    }
    if value.is_null() {
        return;
    }
    if let Some(reference) = schema.get("$ref") {
        let name = reference.as_str().unwrap().strip_prefix("#/$defs/").unwrap();
        return check(root, &root["$defs"][name], value, at, faults);
    }
    let fits = match schema["type"].as_str().unwrap() {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        other => panic!("{other} is not checked"),
    };
    if !fits {
        return faults.push(format!("{at} is {value}"));
    }
    if let Some(allowed) = schema.get("enum")
        && !allowed.as_array().unwrap().contains(value)
    {
        faults.push(format!("{at} is {value}"));
    }
    if schema.contains_key("pattern") {
        let text = value.as_str().unwrap();
        let date = text.len() == 10
            && text.bytes().enumerate().all(|(at, b)| match at {
                4 | 7 => b == b'-',
                _ => b.is_ascii_digit(),
            });
        assert_eq!(schema["pattern"], r"^\d{4}-\d\d-\d\d$");
        if !date {
            faults.push(format!("{at} is {text}"));
        }
    }
    for (word, over) in [("minimum", -1), ("maximum", 1)] {
        if let Some(limit) = schema.get(word).and_then(Value::as_i64)
            && (value.as_i64().unwrap() - limit).signum() == over
        {
            faults.push(format!("{at} is {value}"));
        }
    }
    if let Some(items) = value.as_array() {
        for item in items {
            check(root, &schema["items"], item, &format!("{at}[]"), faults);
        }
    }
    for (key, field) in value.as_object().into_iter().flatten() {
        let at = format!("{at}.{key}");
        match schema.get("properties").and_then(|all| all.get(key)) {
            Some(schema) => check(root, schema, field, &at, faults),
            None if schema["additionalProperties"] == Value::Bool(false) => {
                faults.push(format!("{at} is not known"));
            }
            None => check(root, &schema["additionalProperties"], field, &at, faults),
        }
    }
}
