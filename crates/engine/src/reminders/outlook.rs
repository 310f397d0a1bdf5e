//! What the database says of reminders: which there are, and what has become of them.

use std::{collections::HashMap, sync::Arc};

use jiff::{SignedDuration, Timestamp};
use kalends_calendar::{
    Participation, Status, Window,
    remind::{AlarmKey, EventAlarms, MOST_REACH, alarms_of, meeting_uid, reminders_of},
};
use kalends_store::{
    AlarmState, Alarmed, OwnAlarm, SqliteConnection, alarms, occurrences, settings,
};

use super::{
    candidate::{About, Candidate, Id},
    later, nudge,
    plan::{LATE, LOOK_BACK, Rows, ago, is_open, seen},
    settings::load,
};
use crate::{
    Engine, Error, Occurrence, ReminderKind, ReminderSettings,
    occurrences::{expand_all, of_row},
};

/// Until when everything was looked at, in the database.
pub(super) const SEEN: &str = "reminders.seen";
/// A reminder that waits for the user is followed for so long…
const FOLLOWED: SignedDuration = SignedDuration::from_hours(60 * 24);
/// …and one that waits for its snooze as long as it may wait: until a start that lies far ahead.
const SNOOZED: SignedDuration = SignedDuration::from_secs(MOST_REACH);
/// How much the instants of two zones' same local time differ at most.
const ZONES: SignedDuration = SignedDuration::from_hours(48);

/// What the database says of the reminders of a span of time.
pub(super) struct Outlook {
    /// All reminders due since then are here.
    pub(super) from: Timestamp,
    /// By due time, each id once.
    pub(super) candidates: Vec<Candidate>,
    pub(super) rows: Rows,
    pub(super) settings: ReminderSettings,
    /// Until when everything was looked at; none when nobody ever looked.
    pub(super) seen: Option<Timestamp>,
}

/// How long it is kept what became of a reminder: longer than anybody looks back.
const KEPT: SignedDuration = SignedDuration::from_hours(16 * 24);
/// Before when it was forgotten already, in the database.
const PRUNED: &str = "reminders.pruned";
/// A clock that was set far ahead by mistake makes us forget no more than this much at a time.
const AT_ONCE: SignedDuration = SignedDuration::from_hours(24);

impl Engine {
    /// Forgets what became of reminders long ago.
    pub(super) async fn prune_reminders(&self, now: Timestamp) -> Result<(), Error> {
        let wanted = ago(now, KEPT);
        let mut write = self.inner.store.begin().await?;
        let before: Option<Timestamp> = settings::get(&mut write, PRUNED).await?;
        let before = before.map_or(wanted, |before| later(before, AT_ONCE).min(wanted));
        alarms::prune(&mut write, before).await?;
        settings::set(&mut write, PRUNED, &before).await?;
        Ok(write.commit().await?)
    }

    /// Reminders due from where something may be left to do, until `until`. `back` is the least
    /// that is looked back.
    pub(super) async fn outlook(
        &self,
        now: Timestamp,
        until: Timestamp,
        back: SignedDuration,
    ) -> Result<Outlook, Error> {
        let mut read = self.inner.store.read().await?;
        let settings = load(&mut read).await?;
        let stored: Option<Timestamp> = settings::get(&mut read, SEEN).await?;
        let seen = seen(now, stored.unwrap_or(now)).max(ago(now, LOOK_BACK));
        let mut from = seen.min(ago(now, back.max(LATE)));
        let mut rows = alarms::list(&mut read, ago(from, ZONES)).await?;
        let waiting = rows.iter().filter(|row| match row.state {
            AlarmState::Snoozed => row.due_at >= ago(now, SNOOZED),
            AlarmState::Showing => row.due_at >= ago(now, FOLLOWED),
            AlarmState::Shown => is_open(row) && row.due_at >= ago(now, FOLLOWED),
            AlarmState::Dismissed | AlarmState::Missed => false,
        });
        let oldest = waiting.map(|row| row.due_at).min();
        // In another zone it may have been due earlier than when it was handled.
        if let Some(oldest) = oldest.map(|due| ago(due, ZONES)).filter(|oldest| *oldest < from) {
            from = oldest;
            rows = alarms::list(&mut read, ago(from, ZONES)).await?;
        }
        let window = Window { start: from, end: until, zone: self.zone() };
        let candidates = list_candidates(&mut read, now, &window, &settings).await?;
        let rows = rows.into_iter().map(|row| (Id::of(&row), row)).collect();
        Ok(Outlook { from, candidates, rows, settings, seen: stored })
    }
}

/// Reminders due in a window, by due time.
pub(super) async fn list_candidates(
    conn: &mut SqliteConnection,
    now: Timestamp,
    window: &Window,
    settings: &ReminderSettings,
) -> Result<Vec<Candidate>, Error> {
    let alarmed = occurrences::list_alarmed(conn, window, &settings.all_day).await?;
    let mut all = of_alarmed(&alarmed, window, settings);
    if settings.invitations {
        let invitations = nudge::list(conn, now, &window.zone).await?;
        let is_heard = |one: &Candidate| {
            let calendar = alarmed.calendars.get(&one.about.calendar_id);
            calendar.is_some_and(|calendar| !calendar.chosen.muted)
        };
        all.extend(invitations.into_iter().filter(is_heard));
    }
    all.retain(|one| one.due >= window.start && one.due < window.end);
    Ok(sorted(all))
}

fn of_alarmed(alarmed: &Alarmed, window: &Window, settings: &ReminderSettings) -> Vec<Candidate> {
    let mut own: HashMap<&str, Vec<&OwnAlarm>> = HashMap::new();
    for one in &alarmed.own {
        own.entry(one.meeting.as_str()).or_default().push(one);
    }
    let mut all = Vec::new();
    let mut add = |one: Occurrence, alarms: &EventAlarms| {
        if is_silent(&one, settings) {
            return;
        }
        let Some(calendar) = alarmed.calendars.get(&one.calendar_id) else { return };
        let meeting = meeting_uid(&one.uid);
        let original = one.original.seconds();
        let own: Vec<i64> = own.get(meeting.as_ref()).map_or_else(Vec::new, |own| {
            own.iter()
                .filter(|own| own.is_for(&meeting, original))
                .map(|own| own.before_s)
                .collect()
        });
        let alarms = alarms_of(alarms, calendar, one.all_day(), &settings.all_day, &own);
        let mut reminds = reminders_of(&alarms, &one.start, &one.end, &one.uid, &window.zone);
        reminds.retain(|one| one.due >= window.start && one.due < window.end);
        if reminds.is_empty() {
            return;
        }
        let about = Arc::new(about(one, window));
        all.extend(reminds.into_iter().map(|remind| {
            let id = Id { kind: ReminderKind::Alarm, key: remind.key };
            Candidate::new(id, remind.due, Arc::clone(&about))
        }));
    };
    for one in &alarmed.occurrences {
        add(of_row(&one.occurrence), &one.alarms);
    }
    for one in &alarmed.unfilled {
        for (occurrence, drawn_by) in expand_all(&one.series, &one.window) {
            let alarms = one.alarms.get(&drawn_by).unwrap_or(&EventAlarms::None);
            add(occurrence, alarms);
        }
    }
    all
}

/// Whether an occurrence never reminds: it does not take place, the user does not go, or does not
/// want to hear of what is tentative.
fn is_silent(one: &Occurrence, settings: &ReminderSettings) -> bool {
    let tentative =
        one.status == Status::Tentative || one.my_response == Some(Participation::Tentative);
    one.status == Status::Cancelled || one.declined() || (tentative && !settings.tentative)
}

fn about(one: Occurrence, window: &Window) -> About {
    About {
        event_id: one.event_id,
        calendar_id: one.calendar_id,
        meeting: meeting_uid(&one.uid).into_owned(),
        title: one.title,
        location: one.location,
        starts: one.start.resolve(&window.zone),
        ends: one.end.resolve(&window.zone),
        start: one.start,
        end: one.end,
        original: one.original,
        recurring: one.recurring,
        join_url: one.join_url,
    }
}

/// By due time, each id once. The same meeting on two calendars is one; an absolute time belongs to
/// the first occurrence that has not ended by then.
fn sorted(mut all: Vec<Candidate>) -> Vec<Candidate> {
    all.sort_by(|a, b| {
        let rank = |one: &Candidate| {
            (one.due, one.about.ends <= one.due, one.about.starts, one.about.event_id)
        };
        a.id.cmp(&b.id).then_with(|| rank(a).cmp(&rank(b)))
    });
    all.dedup_by(|a, b| a.id == b.id);
    all.sort_by(|a, b| (a.due, &a.id).cmp(&(b.due, &b.id)));
    all
}

/// The span in which a reminder of this key is due, whatever zone it was told in.
pub(super) fn around(key: &AlarmKey, zone: &jiff::tz::TimeZone) -> Window {
    let due = Timestamp::from_second(key.due).unwrap_or_default();
    Window {
        start: ago(due, ZONES),
        end: due.checked_add(ZONES).unwrap_or(Timestamp::MAX),
        zone: zone.clone(),
    }
}
