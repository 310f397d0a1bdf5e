//! The meetings around this moment.

use std::collections::HashSet;

use jiff::{SignedDuration, Timestamp};
use kalends_calendar::{Window, remind::meeting_uid};

use super::{
    later,
    plan::ago,
    text::{JOIN, can_join},
};
use crate::{Engine, Error, Meeting, NowNext, Occurrence, Scope};

/// So long before its start a meeting is the next one.
const NEXT: SignedDuration = SignedDuration::from_mins(30);
/// So long after its end a meeting can be joined again.
const RECENT: SignedDuration = SignedDuration::from_mins(15);
/// How far ahead is looked for what begins next.
const AHEAD: SignedDuration = SignedDuration::from_hours(24);

impl Engine {
    /// The meetings around this moment, of the calendars that are shown.
    pub async fn now_and_next(&self) -> Result<NowNext, Error> {
        let now = self.now();
        let zone = self.zone();
        let window = Window { start: ago(now, RECENT), end: later(now, AHEAD), zone };
        let all = self.list_occurrences(&window, &Scope::Visible).await?;
        let timed = all.into_iter().filter(|one| one.busy && !one.all_day());
        Ok(sort(timed.map(|one| Timed::of(one, &window)).collect(), now))
    }
}

struct Timed {
    starts: Timestamp,
    ends: Timestamp,
    occurrence: Occurrence,
}

impl Timed {
    fn of(occurrence: Occurrence, window: &Window) -> Self {
        let starts = occurrence.start.resolve(&window.zone);
        Self { starts, ends: occurrence.end.resolve(&window.zone), occurrence }
    }

    fn meeting(self, now: Timestamp) -> Meeting {
        let one = self.occurrence;
        Meeting {
            event_id: one.event_id,
            original: one.original,
            calendar_id: one.calendar_id,
            title: one.title,
            location: one.location,
            start: one.start,
            end: one.end,
            can_join: can_join(one.join_url.as_deref(), self.starts, self.ends, now),
            join_url: one.join_url,
        }
    }
}

/// Sorts meetings into those around `now`. The same meeting on two calendars is one.
fn sort(mut all: Vec<Timed>, now: Timestamp) -> NowNext {
    all.sort_by(|a, b| {
        let rank = |one: &Timed| (one.starts, one.occurrence.join_url.is_none());
        rank(a).cmp(&rank(b)).then_with(|| a.occurrence.title.cmp(&b.occurrence.title))
    });
    let mut known = HashSet::new();
    all.retain(|one| {
        known.insert((meeting_uid(&one.occurrence.uid).into_owned(), one.starts, one.ends))
    });
    let turns = all.iter().flat_map(|one| {
        let join = ago(one.starts, JOIN);
        [ago(one.starts, NEXT), join, one.starts, one.ends, later(one.ends, RECENT)]
    });
    let changes_at = turns.filter(|at| *at > now).min().unwrap_or_else(|| later(now, AHEAD));
    let first = all.iter().map(|one| one.starts).find(|starts| *starts > now);
    let first = first.filter(|starts| ago(*starts, NEXT) <= now);
    let mut found = NowNext { now: Vec::new(), next: Vec::new(), recent: Vec::new(), changes_at };
    let mut ended = Vec::new();
    for one in all {
        if one.starts > now {
            if Some(one.starts) == first {
                found.next.push(one.meeting(now));
            }
        } else if now < one.ends {
            found.now.push(one.meeting(now));
        } else if now < later(one.ends, RECENT) {
            ended.push(one);
        }
    }
    ended.sort_by_key(|one| std::cmp::Reverse(one.ends));
    found.recent = ended.into_iter().map(|one| one.meeting(now)).collect();
    found
}
