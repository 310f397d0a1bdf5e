//! An edit as JSON.

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
    reason: &'a str,
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
            since: entry.since.strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
            attempts: entry.attempts,
            reason: &entry.reason,
            fields: &entry.fields,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commands::queue::entry_for_tests as entry;

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
