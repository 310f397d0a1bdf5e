//! What an event would collide with that is not there yet.

use jiff::Timestamp;
use kalends_calendar::{
    Window,
    conflicts::{Candidate, Clash, Rules, clash, place_to_go},
};
use kalends_store::{MeetingOccurrence, SqliteConnection, events};

use super::{
    find::{reach, widened},
    taken::{Side, Taken, list_sides, list_taken},
};
use crate::{CalendarId, Error, EventId, Slot, SlotConflict, Target};

/// Which event is not in its own way.
#[derive(Clone, Debug)]
pub(crate) struct Own {
    meeting: String,
    original: Option<i64>,
    /// The first of its occurrences that counts; none for all.
    from: Option<i64>,
}

impl Own {
    /// By the event that is meant; without an original start none of its occurrences counts.
    pub(crate) async fn load(conn: &mut SqliteConnection, target: Target) -> Result<Self, Error> {
        let key = key_of(conn, target).await?;
        let original = (target.original.is_some() || key.original != 0).then_some(key.original);
        Ok(Self { meeting: key.meeting, original, from: None })
    }

    /// Only its occurrences from this original start on: those before stay where they are.
    pub(crate) fn onwards(self, from: Option<i64>) -> Self {
        Self { from, ..self }
    }

    /// Whether this is the event, or a copy of it on another calendar.
    pub(crate) fn is(&self, key: &MeetingOccurrence) -> bool {
        self.meeting == key.meeting
            && self.original.is_none_or(|one| one == key.original)
            && self.from.is_none_or(|from| from <= key.original)
    }
}

/// How conflicts know an occurrence.
pub(crate) async fn key_of(
    conn: &mut SqliteConnection,
    target: Target,
) -> Result<MeetingOccurrence, Error> {
    let not_found = |id: EventId| Error::EventNotFound(id.to_string());
    let stored = events::get(conn, target.event_id).await?;
    if stored.deleted_at.is_some() {
        return Err(not_found(target.event_id));
    }
    let own = stored.event.recurrence_id.as_ref().map(|one| one.original.seconds());
    let meeting = kalends_calendar::remind::meeting_uid(&stored.event.uid).into_owned();
    Ok(MeetingOccurrence { meeting, original: target.original.or(own).unwrap_or(0) })
}

/// A conflict with one copy of a meeting, which may be on other calendars too.
#[derive(Clone, Debug)]
pub(crate) struct CopyInTheWay {
    /// Which meeting.
    key: MeetingOccurrence,
    /// With this copy of it.
    pub(crate) conflict: SlotConflict,
}

/// Each meeting once, as the first of its copies.
pub(crate) fn once(copies: impl IntoIterator<Item = CopyInTheWay>) -> Vec<SlotConflict> {
    let mut told = std::collections::HashSet::new();
    let first = copies.into_iter().filter(|copy| told.insert(copy.key.clone()));
    first.map(|copy| copy.conflict).collect()
}

/// What a confirmed event in the slot would collide with on these calendars: each meeting as often
/// as it is on them, the worst first.
pub(crate) async fn find_copies(
    conn: &mut SqliteConnection,
    slot: &Slot,
    own: Option<&Own>,
    zone: &jiff::tz::TimeZone,
    rules: &Rules,
    calendars: &[CalendarId],
) -> Result<Vec<CopyInTheWay>, Error> {
    let (start, end) = (slot.start.resolve(zone), slot.end.resolve(zone));
    let window = widened(&Window { start, end, zone: zone.clone() }, reach(rules));
    let taken = list_taken(conn, &window, calendars).await?;
    let taken: Vec<&Taken> = taken.iter().collect();
    let sides = list_sides(conn, &taken).await?;
    // No number of a meeting: of those that are found none is the slot's own.
    let asked = Candidate {
        id: usize::MAX,
        start: start.as_second(),
        end: end.as_second(),
        all_day: slot.start.is_date(),
        firm: true,
        meeting: 0,
        place: place_to_go(&slot.place),
    };
    let mut found: Vec<(Clash, &Side)> = Vec::new();
    for (id, (taken, side)) in taken.iter().zip(&sides).enumerate() {
        let Some(side) = side else { continue };
        if own.is_some_and(|own| own.is(&side.key)) {
            continue;
        }
        let candidate = side.candidate(taken, id);
        let first = (candidate.start, 1) < (asked.start, 0);
        let clash =
            if first { clash(&candidate, &asked, rules) } else { clash(&asked, &candidate, rules) };
        found.extend(clash.map(|clash| (clash, side)));
    }
    found.sort_by_key(|(clash, _)| (std::cmp::Reverse(clash.severity), *clash));
    let copy = |(clash, side): (Clash, &Side)| {
        let conflict = SlotConflict {
            severity: clash.severity,
            cause: clash.cause,
            with: side.view.clone(),
            from: Timestamp::from_second(clash.from).ok()?,
            to: Timestamp::from_second(clash.to).ok()?,
        };
        Some(CopyInTheWay { key: side.key.clone(), conflict })
    };
    Ok(found.into_iter().filter_map(copy).collect())
}
