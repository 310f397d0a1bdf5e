//! An edit in a line.

use jiff::tz::TimeZone;
use kalends_engine::{QueueEntry, QueueOp, QueueState};

use crate::{output::one_line, time};

/// What an edit does and why it waits, in a line; when it is tried again on the clock of `zone`.
pub(in crate::commands) fn summary(entry: &QueueEntry, zone: &TimeZone) -> String {
    let op = match entry.op {
        QueueOp::Create => "new",
        QueueOp::Update => "changed",
        QueueOp::Delete => "deleted",
        QueueOp::Move => "moved to another calendar",
        QueueOp::Respond => "answered",
    };
    let reason = one_line(&entry.reason);
    let state = match entry.state {
        QueueState::Waiting => "waits",
        QueueState::Retrying => "is tried again",
        QueueState::Refused => "was refused",
        QueueState::Conflict if reason.is_empty() => "both sides changed it",
        QueueState::Conflict => return format!("{op} here; {}", uncapped(&reason)),
    };
    // Of a refusal the reason says again that it is one.
    let reason = match entry.state {
        QueueState::Refused => reason
            .strip_prefix("Refused")
            .map_or(reason.as_str(), |rest| rest.trim_start_matches(": ")),
        QueueState::Waiting | QueueState::Retrying | QueueState::Conflict => &reason,
    };
    match entry.next_try {
        _ if !reason.is_empty() => format!("{op}, {state}: {reason}"),
        Some(at) => format!("{op}, {state} at {}", time::local(Some(at), zone)),
        None => format!("{op}, {state}"),
    }
}

/// The text with a small first letter.
fn uncapped(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commands::queue::entry_for_tests as entry;

    #[test]
    fn people_see_what_it_does_and_why_it_waits() {
        assert_eq!(summary(&entry(), &TimeZone::UTC), "changed, both sides changed it");
        let refused =
            QueueEntry { state: QueueState::Refused, reason: "no\nway".into(), ..entry() };
        assert_eq!(summary(&refused, &TimeZone::UTC), "changed, was refused: no way");
        let table = [
            (
                QueueOp::Update,
                QueueState::Refused,
                "Refused: no right",
                "changed, was refused: no right",
            ),
            (QueueOp::Update, QueueState::Refused, "Refused", "changed, was refused"),
            (
                QueueOp::Create,
                QueueState::Waiting,
                "Sign in again to send",
                "new, waits: Sign in again to send",
            ),
            (
                QueueOp::Delete,
                QueueState::Conflict,
                "Changed elsewhere too",
                "deleted here; changed elsewhere too",
            ),
            (
                QueueOp::Move,
                QueueState::Conflict,
                "Deleted elsewhere meanwhile",
                "moved to another calendar here; deleted elsewhere meanwhile",
            ),
        ];
        for (op, state, reason, expected) in table {
            let entry = QueueEntry { op, state, reason: reason.into(), ..entry() };
            assert_eq!(summary(&entry, &TimeZone::UTC), expected);
        }
        let next_try = Some("2026-11-20T12:05:00Z".parse().unwrap());
        let again = QueueEntry { state: QueueState::Retrying, next_try, ..entry() };
        assert_eq!(summary(&again, &TimeZone::UTC), "changed, is tried again at 2026-11-20 12:05");
    }
}
