//! When an invitation without an answer reminds: once, two days after it came or the day before it
//! starts.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp, tz::TimeZone};
use kalends_calendar::remind::{AlarmKey, meeting_uid};
use kalends_store::{SqliteConnection, Unanswered, events};

use super::candidate::{About, Candidate, Id};
use crate::{Error, ReminderKind};

/// So long the user has to answer unasked.
const PATIENCE: SignedDuration = SignedDuration::from_hours(48);
/// At the latest it reminds so long before the start…
const BEFORE: SignedDuration = SignedDuration::from_hours(24);
/// …but never sooner than so long after the invitation came.
const LEAST: SignedDuration = SignedDuration::from_mins(15);

/// The reminders of all invitations without an answer.
pub(super) async fn list(
    conn: &mut SqliteConnection,
    now: Timestamp,
    zone: &TimeZone,
) -> Result<Vec<Candidate>, Error> {
    let unanswered = events::list_unanswered(conn, now).await?;
    Ok(unanswered.iter().filter_map(|one| of(one, zone)).collect())
}

/// The reminder of an invitation; none where it would come after the start.
///
/// A series has one as long as it is unanswered, a single event one for each time it is moved to.
pub(super) fn of(one: &Unanswered, zone: &TimeZone) -> Option<Candidate> {
    let starts = one.start.resolve(zone);
    let due = due(one.arrived_at, starts)?;
    let start = if one.recurring { 0 } else { one.start.seconds() };
    let meeting = meeting_uid(&one.uid).into_owned();
    let key = AlarmKey { meeting: meeting.clone(), start, due: start };
    let about = About {
        event_id: one.id,
        calendar_id: one.calendar_id,
        meeting,
        title: one.title.clone(),
        location: one.location.clone(),
        original: one.start.clone(),
        start: one.start.clone(),
        end: one.end.clone(),
        starts,
        ends: one.end.resolve(zone),
        recurring: one.recurring,
        join_url: None,
    };
    Some(Candidate::new(Id { kind: ReminderKind::Rsvp, key }, due, Arc::new(about)))
}

fn due(arrived: Option<Timestamp>, starts: Timestamp) -> Option<Timestamp> {
    let before = starts.checked_sub(BEFORE).ok()?;
    let due = match arrived {
        Some(arrived) => {
            let patient = arrived.checked_add(PATIENCE).ok()?;
            patient.min(before).max(arrived.checked_add(LEAST).ok()?)
        }
        None => before,
    };
    (due < starts).then_some(due)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_invitation_reminds_after_two_days_or_the_day_before() {
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        let table = [
            // Arrived, starts, due.
            ("2026-11-01T10:00Z", "2026-11-20T10:00Z", "2026-11-03T10:00Z"),
            ("2026-11-01T10:00Z", "2026-11-03T09:00Z", "2026-11-02T09:00Z"),
            ("2026-11-01T10:00Z", "2026-11-01T12:00Z", "2026-11-01T10:15Z"),
            ("2026-11-01T10:00Z", "2026-11-01T10:10Z", ""),
            ("2026-11-01T10:00Z", "2026-10-31T10:00Z", ""),
            ("", "2026-11-20T10:00Z", "2026-11-19T10:00Z"),
        ];
        for (arrived, starts, expected) in table {
            let arrived = (!arrived.is_empty()).then(|| at(arrived));
            let expected = (!expected.is_empty()).then(|| at(expected));
            assert_eq!(due(arrived, at(starts)), expected, "{arrived:?} {starts}");
        }
    }
}
