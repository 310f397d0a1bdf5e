//! Parts of a rule's text replaced, all others as they were written.

/// The value of a part; none where the rule has no such part or an empty one.
pub(super) fn get<'a>(rule: &'a str, name: &str) -> Option<&'a str> {
    let mut parts = rule.split(';').filter_map(|part| part.split_once('='));
    let value = parts.find(|(key, _)| is(key, name)).map(|(_, value)| value.trim());
    value.filter(|value| !value.is_empty())
}

/// The rule without a part.
pub(super) fn without(rule: &str, name: &str) -> String {
    let keep = |part: &&str| !part.split_once('=').is_some_and(|(key, _)| is(key, name));
    rule.split(';').filter(keep).collect::<Vec<_>>().join(";")
}

/// The rule with a part of this value, where it stood or at the end.
pub(super) fn with(rule: &str, name: &str, value: &str) -> String {
    let mut found = false;
    let mut parts: Vec<String> = Vec::new();
    for part in rule.split(';') {
        match part.split_once('=') {
            Some((key, _)) if is(key, name) => {
                if !found {
                    parts.push(format!("{name}={value}"));
                }
                found = true;
            }
            Some(_) | None => parts.push(part.to_owned()),
        }
    }
    if !found {
        parts.push(format!("{name}={value}"));
    }
    parts.join(";")
}

/// A part's name, the first of which may follow `RRULE:`.
fn is(key: &str, name: &str) -> bool {
    let key = key.rsplit(':').next().unwrap_or(key);
    key.trim().eq_ignore_ascii_case(name)
}

#[cfg(test)]
mod tests {
    use super::{get, with, without};

    #[test]
    fn parts_are_replaced_where_they_stand() {
        let rule = "FREQ=WEEKLY;until=20270101;X-A=b;BYDAY=MO";
        assert_eq!(get(rule, "UNTIL"), Some("20270101"));
        assert_eq!(get("FREQ=DAILY;UNTIL=", "UNTIL"), None);
        assert_eq!(with(rule, "UNTIL", "20280101"), "FREQ=WEEKLY;UNTIL=20280101;X-A=b;BYDAY=MO");
        assert_eq!(with(rule, "COUNT", "3"), format!("{rule};COUNT=3"));
        assert_eq!(without(rule, "UNTIL"), "FREQ=WEEKLY;X-A=b;BYDAY=MO");
    }
}
