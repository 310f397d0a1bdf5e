//! What is to be sent before what.

use kalends_store::{EventId, pending::Pending};

/// The edit that another one waits for, among those in the queue.
pub(crate) fn blocker<'a>(
    pending: &Pending,
    queued: impl Fn(EventId) -> Option<&'a Pending>,
) -> Option<&'a Pending> {
    queued(pending.after?).filter(|first| stands_in_the_way(first, pending))
}

/// Whether an edit waits for the one that it is to follow, which is in the queue.
///
/// A new event waits for the one it follows, whatever state that is in: the second half of a series
/// must not be there twice. A change waits until what it belongs to is there, and goes after edits
/// of that which can go.
pub(super) fn stands_in_the_way(first: &Pending, edit: &Pending) -> bool {
    edit.base.is_none() || first.base.is_none() || !first.state.needs_user()
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use jiff::Timestamp;
    use kalends_calendar::Event;
    use kalends_store::pending::{Op, State};
    use uuid::Uuid;

    use super::*;

    #[test]
    fn who_waits_for_whom() {
        let id = |number: u128| EventId(Uuid::from_u128(number));
        let edit = |number, there: bool, state| Pending {
            state,
            ..Pending::new(id(number), Op::Update, there.then(Event::empty), Timestamp::UNIX_EPOCH)
        };
        let mut table = String::new();
        for (name, there) in [("a new event", false), ("a change", true)] {
            for (first, first_there) in [("a new event", false), ("a change", true)] {
                for state in [State::Waiting, State::Retrying, State::Refused, State::Conflict] {
                    let one = Pending { after: Some(id(1)), ..edit(2, there, State::Waiting) };
                    let leader = edit(1, first_there, state);
                    let blocked = blocker(&one, |_| Some(&leader)).is_some();
                    let does = if blocked { "waits" } else { "goes" };
                    writeln!(table, "{name} after {first} that is {}: {does}", state.as_str())
                        .unwrap();
                }
            }
            let alone = Pending { after: Some(id(1)), ..edit(2, there, State::Waiting) };
            let does = if blocker(&alone, |_| None).is_some() { "waits" } else { "goes" };
            writeln!(table, "{name} after what was sent: {does}").unwrap();
        }
        insta::assert_snapshot!(table, @r"
        a new event after a new event that is waiting: waits
        a new event after a new event that is retrying: waits
        a new event after a new event that is refused: waits
        a new event after a new event that is conflict: waits
        a new event after a change that is waiting: waits
        a new event after a change that is retrying: waits
        a new event after a change that is refused: waits
        a new event after a change that is conflict: waits
        a new event after what was sent: goes
        a change after a new event that is waiting: waits
        a change after a new event that is retrying: waits
        a change after a new event that is refused: waits
        a change after a new event that is conflict: waits
        a change after a change that is waiting: waits
        a change after a change that is retrying: waits
        a change after a change that is refused: goes
        a change after a change that is conflict: goes
        a change after what was sent: goes
        ");
    }
}
