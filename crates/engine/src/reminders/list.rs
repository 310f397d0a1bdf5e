//! The list of reminders, and what the user does with one of them there.

use jiff::{SignedDuration, Timestamp};
use kalends_store::{AlarmState, HandledAlarm, SqliteConnection, alarms};

use super::{
    acts::{dismiss, snooze},
    candidate::{Candidate, Id},
    keep::whole,
    later, nudge,
    outlook::{around, list_candidates},
    plan::{LOOK_BACK, Stand, ago, seen, stand},
    settings::load,
};
use crate::{Engine, Error, ReminderId, ReminderKind, ReminderState, ReminderView, Snooze};

/// What was shown stays in the list for so long, or until its event is over.
const SHOWN: SignedDuration = SignedDuration::from_hours(7 * 24);

impl Engine {
    /// What was missed, what was shown (not ended yet, or of the last seven days), what is snoozed
    /// and what comes before `until`; by due time. What the user has seen to is not in it.
    pub async fn list_reminders(&self, until: Timestamp) -> Result<Vec<ReminderView>, Error> {
        let now = self.now();
        // What is due this second is in it, whatever was asked for.
        let until = until.max(later(now, SignedDuration::from_secs(1)));
        let outlook = self.outlook(now, until, LOOK_BACK).await?;
        let seen = seen(now, outlook.seen.unwrap_or(now));
        let view = |one: &Candidate| {
            let row = outlook.rows.get(&one.id);
            let stand = stand(one, row, now, seen, &std::collections::HashSet::new());
            let state = match (row.map(|row| row.state), stand) {
                (None, Stand::Rest) | (Some(AlarmState::Dismissed), _) => return None,
                (None, Stand::Comes(_) | Stand::Show | Stand::Miss) => ReminderState::Coming,
                (Some(AlarmState::Showing | AlarmState::Shown), _) => {
                    if now >= one.over && one.due < ago(now, SHOWN) {
                        return None;
                    }
                    ReminderState::Shown
                }
                (Some(AlarmState::Snoozed), _) => ReminderState::Snoozed,
                (Some(AlarmState::Missed), _) => ReminderState::Missed,
            };
            Some(view(one, row, state))
        };
        Ok(outlook.candidates.iter().filter_map(view).collect())
    }

    /// Shows a reminder again later, and takes its note away until then.
    ///
    /// # Errors
    /// [`Error::ReminderNotFound`] when its event is gone or was moved; [`Error::Invalid`] for a
    /// time that makes no sense.
    pub async fn snooze_reminder(
        &self,
        id: &ReminderId,
        by: Snooze,
    ) -> Result<ReminderView, Error> {
        let asked = Id::parse(id)?;
        let now = self.now();
        let mut write = self.inner.store.begin().await?;
        let found = self.find(&mut write, &asked).await?;
        let found = found.ok_or_else(|| Error::ReminderNotFound(id.to_string()))?;
        // One that is still to come does not come sooner by it.
        let until = self.snooze_until(by, &found)?.max(found.due);
        let before = alarms::get(&mut write, asked.stored_kind(), &asked.key).await?;
        let mut row = before.unwrap_or_else(|| fresh(&asked, found.due));
        snooze(&mut row, until, now);
        alarms::put(&mut write, &row).await?;
        write.commit().await?;
        self.tell_reminders();
        Ok(view(&found, Some(&row), ReminderState::Snoozed))
    }

    /// Marks a reminder as seen to, and takes its note away. A coming one will not be shown.
    ///
    /// # Errors
    /// [`Error::ReminderNotFound`] for one that neither comes nor came.
    pub async fn dismiss_reminder(&self, id: &ReminderId) -> Result<(), Error> {
        let asked = Id::parse(id)?;
        let now = self.now();
        let mut write = self.inner.store.begin().await?;
        let row = match alarms::get(&mut write, asked.stored_kind(), &asked.key).await? {
            Some(row) => Some(row),
            None => self.find(&mut write, &asked).await?.map(|found| fresh(&asked, found.due)),
        };
        let mut row = row.ok_or_else(|| Error::ReminderNotFound(id.to_string()))?;
        dismiss(&mut row, now);
        alarms::put(&mut write, &row).await?;
        write.commit().await?;
        self.tell_reminders();
        Ok(())
    }

    /// Marks all missed reminders as seen to; gives their number.
    pub async fn dismiss_missed(&self) -> Result<u64, Error> {
        let now = self.now();
        let mut write = self.inner.store.begin().await?;
        let mut count = 0;
        for mut row in alarms::list(&mut write, ago(now, LOOK_BACK * 2)).await? {
            if row.state == AlarmState::Missed {
                dismiss(&mut row, now);
                alarms::put(&mut write, &row).await?;
                count += 1;
            }
        }
        write.commit().await?;
        self.tell_reminders();
        Ok(count)
    }

    /// The reminder of this id, as its event has it now.
    async fn find(&self, conn: &mut SqliteConnection, id: &Id) -> Result<Option<Candidate>, Error> {
        let settings = load(conn).await?;
        let zone = &self.zone();
        let all = match id.kind {
            ReminderKind::Alarm => {
                list_candidates(conn, self.now(), &around(&id.key, zone), &settings).await?
            }
            ReminderKind::Rsvp => nudge::list(conn, self.now(), zone).await?,
        };
        Ok(all.into_iter().find(|one| one.id == *id))
    }
}

/// A row of a reminder that nothing has happened to.
fn fresh(id: &Id, due: Timestamp) -> HandledAlarm {
    HandledAlarm {
        key: id.key.clone(),
        kind: id.stored_kind(),
        state: AlarmState::Shown,
        due_at: whole(due),
        handled_at: whole(due),
        until_at: None,
        note_id: 0,
        closed_at: None,
        by_user: false,
    }
}

fn view(one: &Candidate, row: Option<&HandledAlarm>, state: ReminderState) -> ReminderView {
    let about = &one.about;
    ReminderView {
        id: one.id.public(),
        kind: one.id.kind,
        state,
        due: one.due,
        until: row.and_then(|row| row.until_at),
        event_id: about.event_id,
        calendar_id: about.calendar_id,
        title: about.title.clone(),
        location: about.location.clone(),
        start: about.start.clone(),
        end: about.end.clone(),
        original: about.original.clone(),
        join_url: about.join_url.clone(),
        all_day: about.start.is_date(),
    }
}
