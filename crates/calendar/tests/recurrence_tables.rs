//! The tables of expected occurrences, taken from the test suites of dateutil and libical.
//!
//! They lie outside the repository: `KALENDS_SHARED` names the folder that has them. Each row
//! must come out as written, but for those of `data/recurrence_reviewed.txt`.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, clippy::print_stdout)]

use std::{collections::BTreeMap, fs, path::PathBuf};

use jiff::civil::{Date, DateTime};
use kalends_calendar::{
    Flag, Recurrence, When, Zone,
    recurrence::{Rule, RuleError, Series},
};
use serde_json::Value;

const EVER: i64 = 1 << 50;

#[test]
fn dateutil() {
    check("dateutil", 449, 348);
}

#[test]
fn libical() {
    check("libical", 139, 12);
}

/// RFC 7529 is not implemented: such a rule is flagged, and its first occurrence shown.
#[test]
fn calendar_scales_leave_the_first_occurrence() {
    let Some(rows) = rows("libical_rscale") else { return };
    assert_eq!(rows.len(), 14);
    for row in rows {
        assert_eq!(Rule::parse(&row.rule), Err(RuleError::Scale), "{}", row.rule);
        let (series, given) = row.expand();
        assert_eq!(given, std::slice::from_ref(&row.start), "{}", row.rule);
        assert_eq!(series.flags(), [Flag::UnreadableRule], "{}", row.rule);
    }
}

/// `beside` rows have a DTSTART that is not on their rule. The tables leave it out; RFC 5545
/// §3.8.5.3 has it in the set in any case, and §3.3.10 counts it as the first of COUNT. So what
/// they expect is put after it here, as far as COUNT goes.
fn check(table: &str, size: usize, beside: usize) {
    let Some(rows) = rows(table) else { return };
    let mut reviewed = reviewed(table);
    let mut wrong = Vec::new();
    let mut seen_beside = 0;
    assert_eq!(rows.len(), size);
    for row in &rows {
        let (_, mut given) = row.expand();
        let mut expected = row.expected.clone();
        if !expected.contains(&row.start) {
            seen_beside += 1;
            expected.insert(0, row.start.clone());
            expected.truncate(row.count().unwrap_or(usize::MAX));
        }
        if !row.complete {
            given.truncate(expected.len());
        }
        let key = (row.name.clone(), row.start.clone(), row.rule.clone());
        match reviewed.remove(&key) {
            Some(ours) => {
                assert_ne!(given, expected, "needs no review: {key:?}");
                given.truncate(ours.len());
                if given != ours {
                    wrong.push(format!("{key:?}\n  reviewed {ours:?}\n  given    {given:?}"));
                }
            }
            None if given != expected => {
                wrong.push(format!("{key:?}\n  expected {expected:?}\n  given    {given:?}"));
            }
            None => {}
        }
    }
    assert!(wrong.is_empty(), "{} of {size} differ:\n{}", wrong.len(), wrong.join("\n"));
    assert!(reviewed.is_empty(), "not in the table: {:?}", reviewed.keys());
    assert_eq!(seen_beside, beside);
}

struct Row {
    name: String,
    start: String,
    rule: String,
    expected: Vec<String>,
    complete: bool,
}

impl Row {
    fn count(&self) -> Option<usize> {
        self.rule.split(';').find_map(|part| part.strip_prefix("COUNT=")?.parse().ok())
    }

    fn expand(&self) -> (Series, Vec<String>) {
        let start = point(&self.start);
        let recurrence = Recurrence { rules: vec![self.rule.clone()], ..Recurrence::default() };
        let series = Series::compile(&start, &start, &recurrence, &[]);
        let hi = if self.complete { EVER } else { start.seconds() + 40 * 366 * 86_400 };
        let mut spans = Vec::new();
        series.spans(-EVER, hi, &mut spans);
        let given = spans.iter().map(|span| text(span.start, &start)).collect();
        (series, given)
    }
}

fn rows(table: &str) -> Option<Vec<Row>> {
    let Some(shared) = std::env::var_os("KALENDS_SHARED") else {
        println!("skipped: KALENDS_SHARED is not set");
        return None;
    };
    let path = PathBuf::from(shared).join("data/recurrence").join(format!("{table}.json"));
    let rows: Vec<Value> = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    Some(
        rows.iter()
            .map(|row| Row {
                name: text(&row["name"]),
                start: text(&row["dtstart"]),
                rule: text(&row["rrule"]),
                expected: row["expect"].as_array().unwrap().iter().map(text).collect(),
                complete: row["fin"].as_bool().unwrap(),
            })
            .collect(),
    )
}

type Key = (String, String, String);

/// Lines of `table | name | DTSTART | RRULE | what we give first | why`.
fn reviewed(table: &str) -> BTreeMap<Key, Vec<String>> {
    let list = include_str!("data/recurrence_reviewed.txt");
    list.lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .filter_map(|line| {
            let parts: Vec<&str> = line.split('|').map(str::trim).collect();
            let [source, name, start, rule, ours, why] = parts[..] else { panic!("{line}") };
            assert!(why.contains("RFC 5545 §"), "{line}");
            let ours = ours.split_whitespace().map(str::to_owned).collect();
            (source == table).then(|| ((name.into(), start.into(), rule.into()), ours))
        })
        .collect()
}

fn point(text: &str) -> When {
    if text.len() == 8 {
        return When::Date(Date::strptime("%Y%m%d", text).unwrap());
    }
    let local = DateTime::strptime("%Y%m%dT%H%M%S", text.trim_end_matches('Z')).unwrap();
    if text.ends_with('Z') { When::Zoned(local, Zone::utc()) } else { When::Floating(local) }
}

fn text(seconds: i64, like: &When) -> String {
    let local = jiff::Timestamp::from_second(seconds).unwrap();
    match like {
        When::Date(_) => local.strftime("%Y%m%d").to_string(),
        When::Floating(_) => local.strftime("%Y%m%dT%H%M%S").to_string(),
        When::Zoned(..) => local.strftime("%Y%m%dT%H%M%SZ").to_string(),
    }
}
