//! What an agent is told of why something cannot be done: no name and no person that it does not see.

use kalends_store::{Sight, SqliteConnection};

use crate::{
    CalendarId, Error, Problem, Target,
    agents::{Sights, plain},
    edits::row,
};

/// Longer reasons are cut.
const LONGEST: usize = 500;

/// A refusal without what the agent may not see. `sight` is the least of the calendars that are
/// named.
pub(super) fn veil_refusal(error: Error, sight: Sight) -> Error {
    if matches!(error, Error::Refused(_) | Error::ReadOnly(_)) {
        return Error::Refused(veil(error.problem(), sight));
    }
    error
}

/// A problem without what the agent may not see. Of those that are not known to say no more than was
/// asked for, only the kind is told.
pub(super) fn veil(problem: Problem, sight: Sight) -> Problem {
    let Problem { kind, message, remedy } = problem;
    let told = |message: &str, remedy: &str| Problem::new(kind.as_str(), message, remedy);
    match (kind.as_str(), sight) {
        (_, Sight::Full) | ("read_only", Sight::Titles) => {
            told(&plain(&message, LONGEST), &plain(&remedy, LONGEST))
        }
        // They name nothing but what was asked for.
        (
            "already_there" | "decided" | "expired" | "fixed_kind" | "given_up" | "guests_hidden"
            | "invalid" | "local_calendar" | "no_calendar" | "no_change" | "stale",
            _,
        ) => told(&message, &remedy),
        ("foreign", _) => told("somebody else organises this event", &remedy),
        ("has_guests", _) => told(
            "an event with guests cannot move into a calendar of another account",
            "Propose a new event there.",
        ),
        ("not_found", _) => told("it is not there any more", "There is nothing to do."),
        ("read_only", _) => told("the calendar takes no changes", "Choose another calendar."),
        (_, Sight::Hidden | Sight::Busy | Sight::Titles) => {
            told("it cannot be done there", "Ask the user.")
        }
    }
}

/// How much the agent sees of what a proposal is about: of the calendar it was in when it was
/// proposed or decided, and of the one that it is in now, whichever is less.
pub(super) async fn sight_of(
    conn: &mut SqliteConnection,
    sights: &Sights,
    target: Option<Target>,
    calendar: CalendarId,
) -> Result<Sight, Error> {
    let sight = sights.of(calendar);
    let Some(target) = target else { return Ok(sight) };
    let found = row::find(conn, target.event_id).await?;
    Ok(found.map_or(sight, |found| sights.of(found.calendar_id).min(sight)))
}
