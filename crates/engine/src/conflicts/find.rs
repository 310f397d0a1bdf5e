//! Conflicts out of what is stored, in a window.

use jiff::{SignedDuration, Timestamp};
use kalends_calendar::{
    Window,
    conflicts::{Clash, Rules, clashes, crowded},
};
use kalends_store::{ConflictKey, SqliteConnection};

use super::taken::{Taken, list_sides, list_taken};
use crate::{CalendarId, Conflict, Error, FreeTimeSettings};

/// More pairs than these are of no use to anybody: the earliest are told.
const MOST: usize = 5_000;

/// A conflict, and how it is known.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    pub(crate) key: ConflictKey,
    pub(crate) conflict: Conflict,
}

/// What counts as a conflict by the user's choice.
pub(crate) fn rules(settings: &FreeTimeSettings) -> Rules {
    let seconds = |minutes: u32| i64::from(minutes) * 60;
    Rules {
        buffer_s: seconds(settings.buffer_minutes),
        travel_s: settings.travel_minutes.map(seconds),
        most: MOST,
    }
}

/// How far apart two events may be and still be in each other's way.
pub(crate) fn reach(rules: &Rules) -> SignedDuration {
    SignedDuration::from_secs(rules.buffer_s.max(rules.travel_s.unwrap_or(0)))
}

/// The window with so much more on both sides.
pub(crate) fn widened(window: &Window, by: SignedDuration) -> Window {
    Window {
        start: window.start.checked_sub(by).unwrap_or(Timestamp::MIN),
        end: window.end.checked_add(by).unwrap_or(Timestamp::MAX),
        zone: window.zone.clone(),
    }
}

/// Conflicts on these calendars that lie in the window, at least in part, by time. None is marked as
/// ignored.
pub(crate) async fn find(
    conn: &mut SqliteConnection,
    window: &Window,
    rules: &Rules,
    calendars: &[CalendarId],
) -> Result<Vec<Found>, Error> {
    let reach = reach(rules);
    let taken = list_taken(conn, &widened(window, reach), calendars).await?;
    let spans: Vec<(i64, i64)> = taken.iter().map(|one| (one.start, one.end)).collect();
    let crowd = crowded(&spans, reach.as_secs());
    let crowd: Vec<&Taken> = crowd.into_iter().filter_map(|place| taken.get(place)).collect();
    let sides = list_sides(conn, &crowd).await?;
    let candidates: Vec<_> = crowd
        .iter()
        .zip(&sides)
        .enumerate()
        .filter_map(|(id, (taken, side))| Some(side.as_ref()?.candidate(taken, id)))
        .collect();
    let (from, to) = (window.start.as_second(), window.end.as_second());
    let found = clashes(&candidates, rules).into_iter();
    let found = found.filter(|clash| clash.from < to && (clash.to > from || clash.from >= from));
    let conflict = |clash: Clash| {
        let a = sides.get(clash.a)?.as_ref()?;
        let b = sides.get(clash.b)?.as_ref()?;
        let conflict = Conflict {
            severity: clash.severity,
            cause: clash.cause,
            a: a.view.clone(),
            b: b.view.clone(),
            from: Timestamp::from_second(clash.from).ok()?,
            to: Timestamp::from_second(clash.to).ok()?,
            ignored: false,
        };
        Some(Found { key: ConflictKey::new(a.key.clone(), b.key.clone()), conflict })
    };
    Ok(found.filter_map(conflict).collect())
}
