//! What the user may expect of reminders, told from what is on the calendar and what was seen.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{SignedDuration, Timestamp, tz::TimeZone};
use kalends_calendar::When;
use kalends_engine::Occurrence;

const DAY: SignedDuration = SignedDuration::from_hours(24);
const QUARTER: SignedDuration = SignedDuration::from_mins(15);

/// A reminder: the event's name, then start and due time as they are written.
pub(crate) type Key = (String, i64, i64);

/// A reminder of an occurrence that is on the calendar.
#[derive(Clone, Debug)]
pub(crate) struct Alarm {
    pub(crate) key: Key,
    pub(crate) due: Timestamp,
    /// From then on it is of no use.
    pub(crate) over: Timestamp,
}

/// What is known of a reminder.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Known {
    /// It was seen, or told as missed.
    pub(crate) told: bool,
    /// The user has seen to it.
    pub(crate) done: bool,
    /// It is to come again then.
    pub(crate) again: Option<Timestamp>,
    /// When that was asked for.
    pub(crate) asked: Timestamp,
    /// A kill leaves open whether the user's act was taken.
    pub(crate) open: bool,
}

/// The ledger.
#[derive(Default)]
pub(crate) struct Model {
    pub(crate) known: BTreeMap<Key, Known>,
    /// When everything was last looked at.
    pub(crate) seen: Option<Timestamp>,
    /// What should have been told at a look that was killed, or when no service answered.
    debts: BTreeSet<Key>,
}

/// The name and the reminders that a title tells: `e3 [10 30]`, in minutes before the start.
pub(crate) fn read_title(title: &str) -> Option<(String, Vec<i64>)> {
    let (name, rest) = title.split_once(" [")?;
    let minutes = rest.split_once(']')?.0;
    let minutes = minutes.split_whitespace().filter_map(|text| text.parse().ok()).collect();
    Some((name.rsplit(' ').next()?.to_owned(), minutes))
}

/// The reminders of what is on the calendar; `silent` events have none.
pub(crate) fn alarms(occurrences: &[Occurrence], zone: &TimeZone) -> BTreeMap<Key, Alarm> {
    let mut all = BTreeMap::new();
    for one in occurrences {
        if one.status == kalends_calendar::Status::Cancelled || one.declined() {
            continue;
        }
        let Some((name, minutes)) = read_title(&one.title) else { continue };
        let end = one.end.resolve(zone);
        for minutes in minutes {
            let before = SignedDuration::from_mins(minutes);
            let (written, due) = match &one.start {
                When::Zoned(..) => {
                    let due = one.start.resolve(zone) - before;
                    (due.as_second(), due)
                }
                When::Date(_) | When::Floating(_) => {
                    let local = When::Floating(one.start.local() - before);
                    (local.seconds(), local.resolve(zone))
                }
            };
            let over = if due < end { end } else { due + QUARTER };
            let key = (name.clone(), one.start.seconds(), written);
            all.insert(key.clone(), Alarm { key, due, over });
        }
    }
    all
}

impl Model {
    /// Until when everything was looked at, by a clock that may have been set back.
    pub(crate) fn seen(&self, now: Timestamp) -> Timestamp {
        match self.seen {
            Some(seen) if seen.duration_since(now) > SignedDuration::from_secs(60) => now - DAY,
            Some(seen) => seen,
            None => now,
        }
    }

    /// What has to have been told when a look at `now` is over: first what is of use still, then
    /// what is too late.
    pub(crate) fn owed(
        &self,
        all: &BTreeMap<Key, Alarm>,
        now: Timestamp,
    ) -> (BTreeSet<Key>, BTreeSet<Key>) {
        let seen = self.seen(now);
        let (mut live, mut late) = (BTreeSet::new(), BTreeSet::new());
        for (key, alarm) in all.iter().filter(|(_, alarm)| alarm.due <= now) {
            let known = self.known.get(key).copied().unwrap_or_default();
            if known.told || known.done || known.open || known.again.is_some_and(|at| now < at) {
                continue;
            }
            let is_over = now >= alarm.over;
            let was_missed = self.was_missed(alarm, seen);
            match is_over {
                false if was_missed || alarm.due >= now - DAY => live.insert(key.clone()),
                true if was_missed && alarm.due >= now - DAY * 14 => late.insert(key.clone()),
                false | true => false,
            };
        }
        (live, late)
    }

    fn was_missed(&self, alarm: &Alarm, seen: Timestamp) -> bool {
        let comes_again = self.known.get(&alarm.key).is_some_and(|known| known.again.is_some());
        alarm.due > seen || comes_again || self.debts.contains(&alarm.key)
    }

    /// A look begins: whatever becomes of it, its time counts as looked at, and what it should tell
    /// is owed from then on.
    pub(crate) fn begin(&mut self, all: &BTreeMap<Key, Alarm>, now: Timestamp) {
        let (live, late) = self.owed(all, now);
        let seen = self.seen(now);
        let owed = live.into_iter().chain(late);
        let owed = owed.filter(|key| all.get(key).is_some_and(|one| self.was_missed(one, seen)));
        let owed: Vec<Key> = owed.collect();
        self.debts.extend(owed);
        self.seen = Some(now);
    }

    /// What is owed of events that went meanwhile was counted among the missed.
    pub(crate) fn pay_gone(&mut self, all: &BTreeMap<Key, Alarm>) {
        for key in self.debts.iter().filter(|key| !all.contains_key(*key)) {
            self.known.entry(key.clone()).or_default().told = true;
        }
    }

    /// Times that depend on where one is are others now.
    pub(crate) fn travel(&mut self) {
        self.debts.clear();
    }

    /// Whether a reminder may be shown at `now`: it is due, or was somewhere else, and the user
    /// has not seen to it.
    pub(crate) fn may_show(&self, alarm: &Alarm, now: Timestamp) -> bool {
        match self.known.get(&alarm.key) {
            Some(known) => !known.done || known.open,
            None => alarm.due <= now,
        }
    }

    pub(crate) fn entry(&mut self, key: &Key) -> &mut Known {
        self.known.entry(key.clone()).or_default()
    }
}
