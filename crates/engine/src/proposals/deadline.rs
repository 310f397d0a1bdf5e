//! Until when a proposal can be decided: 72 hours, or the start of its event if that is sooner. Pure.

use jiff::{SignedDuration, Timestamp};

use super::shown::Shown;
use crate::ProposedTimes;

/// How long a proposal waits.
const LASTS: SignedDuration = SignedDuration::from_hours(72);

/// When nobody needs to decide any more about what was proposed at `made`: after 72 hours, or when
/// the event starts, as it is or as it would be. `before` is what was last looked at, `now` what there
/// is: an event that comes to start earlier ends its proposal earlier. One that had started when it
/// was proposed to change it ends nothing.
pub(super) fn deadline(made: Timestamp, before: &Shown, now: &Shown) -> Timestamp {
    let latest = made.checked_add(LASTS).unwrap_or(Timestamp::MAX);
    let start = |times: &Option<ProposedTimes>| times.as_ref().map(|times| times.start.utc);
    [(&before.times, &now.times), (&before.times_now, &now.times_now)]
        .into_iter()
        .filter_map(|(before, now)| Some((start(before), start(now)?)))
        .filter(|(before, now)| *now > made || before.is_some_and(|before| before > made))
        .fold(latest, |latest, (_, now)| latest.min(now))
}
