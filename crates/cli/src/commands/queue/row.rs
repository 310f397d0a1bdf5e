//! An edit as JSON.

use jiff::Timestamp;
use kalends_engine::{QueueEntry, QueueField, QueueOp, QueueState};
use serde::Serialize;

/// An edit as the contract of `queue list --json` has it.
#[derive(Serialize)]
pub(in crate::commands) struct Row<'a> {
    id: String,
    event_id: String,
    calendar_id: String,
    title: &'a str,
    op: QueueOp,
    state: QueueState,
    since: String,
    attempts: u64,
    reason: String,
    fields: &'a [QueueField],
}

impl<'a> From<&'a QueueEntry> for Row<'a> {
    fn from(entry: &'a QueueEntry) -> Self {
        Self {
            id: entry.id.to_string(),
            event_id: entry.event_id.to_string(),
            calendar_id: entry.calendar_id.to_string(),
            title: &entry.title,
            op: entry.op,
            state: entry.state,
            since: instant(entry.since),
            attempts: entry.attempts,
            reason: reason(entry),
            fields: &entry.fields,
        }
    }
}

fn reason(entry: &QueueEntry) -> String {
    match entry.next_try {
        Some(at) if entry.reason.is_empty() => format!("Next try at {}", instant(at)),
        _ => entry.reason.clone(),
    }
}

fn instant(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commands::queue::entry_for_tests as entry;

    #[test]
    fn what_is_tried_again_says_when() {
        let later =
            QueueEntry { next_try: Some("2026-11-20T12:05:00Z".parse().unwrap()), ..entry() };
        assert_eq!(Row::from(&later).reason, "Next try at 2026-11-20T12:05:00Z");
        let offline = QueueEntry { reason: "Offline since 12:00".into(), ..later };
        assert_eq!(Row::from(&offline).reason, "Offline since 12:00");
    }

    #[test]
    fn the_contract_of_the_list_holds() {
        let entry = entry();
        insta::assert_snapshot!(serde_json::to_string_pretty(&Row::from(&entry)).unwrap(), @r#"
        {
          "id": "00000000-0000-7000-8000-000000000000",
          "event_id": "00000000-0000-7000-8000-000000000000",
          "calendar_id": "00000000-0000-7000-8000-000000000001",
          "title": "Stand\nup",
          "op": "update",
          "state": "conflict",
          "since": "2026-11-20T12:00:00Z",
          "attempts": 2,
          "reason": "",
          "fields": [
            {
              "name": "title",
              "base": "b",
              "mine": "m",
              "theirs": "t",
              "conflict": true
            },
            {
              "name": "time",
              "base": "b",
              "mine": "m",
              "theirs": "t",
              "conflict": true
            },
            {
              "name": "notes",
              "base": "b",
              "mine": "m",
              "theirs": "t",
              "conflict": false
            }
          ]
        }
        "#);
    }
}
