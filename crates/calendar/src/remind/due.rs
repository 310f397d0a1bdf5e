//! When alarms are due.

use jiff::{SignedDuration, Timestamp, tz::TimeZone};

use super::key::{AlarmKey, meeting_uid};
use crate::{
    event::{Alarm, AlarmAction, AlarmTrigger},
    when::When,
};

/// Of more alarms than this in one event the later ones are not shown.
pub const MOST_ALARMS: usize = 32;
/// An alarm repeats at most so often.
pub const MOST_REPEATS: u32 = 10;
/// A reminder farther from its start than so many seconds (420 days) is none.
pub const MOST_REACH: i64 = 420 * 86_400;

/// One reminder of one occurrence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remind {
    /// What it is known by.
    pub key: AlarmKey,
    /// The instant it is due in the reader's zone.
    pub due: Timestamp,
}

/// The reminders of one occurrence, by due time, each key once, and each moment once where the
/// occurrence is a time in a zone.
///
/// Mails are not ours to send, a sound is shown. Of a time in a zone offsets are exact; of a date
/// or a floating time they are counted on the wall clock (from midnight of the date, RFC 5545
/// §3.8.6.3) and then read in `zone`: a skipped local time takes the offset before the gap, an
/// ambiguous one its first meaning. `end` is exclusive.
///
/// An absolute trigger gives the same key for every occurrence of a series; it belongs to the
/// first that has not ended when it is due.
#[must_use]
pub fn reminders_of(
    alarms: &[Alarm],
    start: &When,
    end: &When,
    uid: &str,
    zone: &TimeZone,
) -> Vec<Remind> {
    let alarms = shown(alarms);
    if alarms.is_empty() {
        return Vec::new();
    }
    let meeting = meeting_uid(uid);
    let start_s = start.seconds();
    let starts_at = start.resolve(zone).as_second();
    let mut all: Vec<Remind> = Vec::with_capacity(alarms.len());
    for alarm in &alarms {
        for shift in shifts(alarm) {
            let point = match alarm.trigger {
                AlarmTrigger::FromStart(offset) => add(start, offset.as_secs(), shift, zone),
                AlarmTrigger::FromEnd(offset) => add(end, offset.as_secs(), shift, zone),
                AlarmTrigger::At(at) => instant(at.as_second(), shift),
            };
            let Some((due_s, due)) = point else { continue };
            if due.as_second().abs_diff(starts_at) > MOST_REACH.unsigned_abs() {
                continue;
            }
            let start = match alarm.trigger {
                AlarmTrigger::FromStart(_) | AlarmTrigger::FromEnd(_) => start_s,
                AlarmTrigger::At(_) => due_s,
            };
            let key = AlarmKey { meeting: meeting.clone().into_owned(), start, due: due_s };
            all.push(Remind { key, due });
        }
    }
    all.sort_by(|a, b| (a.due, &a.key).cmp(&(b.due, &b.key)));
    all.dedup_by(|a, b| a.key == b.key);
    if matches!(start, When::Zoned(..)) {
        merge_absolute(&mut all, start_s);
    }
    all
}

/// Takes out absolute reminders that come at the very moment of another. Of a time in a zone alone:
/// elsewhere the two part when the reader travels.
fn merge_absolute(all: &mut Vec<Remind>, start_s: i64) {
    let relative: Vec<i64> =
        all.iter().filter(|one| one.key.start == start_s).map(|one| one.key.due).collect();
    all.retain(|one| one.key.start == start_s || !relative.contains(&one.key.due));
}

/// The alarms that are ours to show, in the text's order: without mails and without what was said
/// already, at most [`MOST_ALARMS`].
#[must_use]
pub fn shown(alarms: &[Alarm]) -> Vec<Alarm> {
    let mut kept: Vec<Alarm> = Vec::new();
    for alarm in alarms {
        if alarm.action == AlarmAction::Email || kept.len() == MOST_ALARMS {
            continue;
        }
        let same = |one: &Alarm| {
            one.trigger == alarm.trigger
                && (one.repeat, one.interval) == (alarm.repeat, alarm.interval)
        };
        if !kept.iter().any(same) {
            kept.push(alarm.clone());
        }
    }
    kept
}

/// How many seconds the farthest reminder of any occurrence lies before or after its start, by the
/// seconds of the first one on its line. A change of the clocks may add an hour or two; an absolute
/// trigger is read as if the line were UTC. 0 for no alarms.
#[must_use]
pub fn reach(alarms: &[Alarm], start_s: i64, end_s: i64, repeats: bool) -> i64 {
    let mut farthest = 0;
    for alarm in &shown(alarms) {
        let first = match alarm.trigger {
            AlarmTrigger::FromStart(offset) => offset.as_secs(),
            AlarmTrigger::FromEnd(offset) => {
                offset.as_secs().saturating_add(end_s.saturating_sub(start_s))
            }
            AlarmTrigger::At(at) => at.as_second().saturating_sub(start_s),
        };
        // Any occurrence of a series may be the one an absolute trigger belongs to.
        if repeats && matches!(alarm.trigger, AlarmTrigger::At(_)) && first >= -MOST_REACH {
            return MOST_REACH;
        }
        for shift in shifts(alarm) {
            let far = first.saturating_add(shift).saturating_abs();
            if far <= MOST_REACH.saturating_add(2 * 86_400) {
                farthest = farthest.max(far);
            }
        }
    }
    farthest
}

/// Seconds from the first time to each, the first included.
fn shifts(alarm: &Alarm) -> impl Iterator<Item = i64> + use<> {
    let interval = alarm.interval.filter(SignedDuration::is_positive).map_or(0, |it| it.as_secs());
    let repeats = if interval > 0 { alarm.repeat.min(MOST_REPEATS) } else { 0 };
    (0..=i64::from(repeats)).map(move |time| interval.saturating_mul(time))
}

/// A point so long after another, on its own line and as an instant; none beyond all time.
fn add(base: &When, offset: i64, shift: i64, zone: &TimeZone) -> Option<(i64, Timestamp)> {
    let offset = offset.checked_add(shift)?;
    match base {
        When::Zoned(..) => instant(base.seconds(), offset),
        When::Date(_) | When::Floating(_) => {
            let local = base.local().checked_add(SignedDuration::from_secs(offset)).ok()?;
            let due = When::Floating(local);
            Some((due.seconds(), due.resolve(zone)))
        }
    }
}

fn instant(base: i64, offset: i64) -> Option<(i64, Timestamp)> {
    let seconds = base.checked_add(offset)?;
    Some((seconds, Timestamp::from_second(seconds).ok()?))
}
