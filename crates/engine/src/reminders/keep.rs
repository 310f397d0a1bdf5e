//! Keeps what became of reminders, beside others who may do so too: what somebody else changed since
//! it was read is not written over, and read anew.

use jiff::Timestamp;
use kalends_store::{AlarmState, HandledAlarm, Write, alarms};

use super::{Reminding, candidate::Id};
use crate::Error;

impl Reminding {
    /// Commits that a note was shown. What was seen to elsewhere meanwhile gets its number, so
    /// that it is taken away.
    pub(super) async fn keep_shown(
        &mut self,
        ids: &[Id],
        number: u32,
        now: Timestamp,
    ) -> Result<(), Error> {
        let mut write = self.engine.inner.store.begin().await?;
        let Some(outlook) = &mut self.outlook else { return Ok(()) };
        let mut rows = Vec::with_capacity(ids.len());
        for id in ids {
            let Some(mut row) = stored(&mut write, id).await? else { continue };
            if outlook.rows.get(id) == Some(&row) {
                row.state = AlarmState::Shown;
                row.handled_at = whole(now);
            } else {
                self.changed_at.get_or_insert(now);
            }
            row.note_id = number;
            row.closed_at = None;
            alarms::put(&mut write, &row).await?;
            rows.push((id.clone(), row));
        }
        write.commit().await?;
        outlook.rows.extend(rows);
        Ok(())
    }

    /// Changes rows that are as they were read; others are read anew.
    pub(super) async fn change(
        &mut self,
        ids: &[Id],
        change: impl Fn(&mut HandledAlarm) + Send,
    ) -> Result<(), Error> {
        self.alter(ids, change, false).await
    }

    /// Changes rows as the user says on a note, unless the user has seen to them elsewhere since.
    pub(super) async fn settle(
        &mut self,
        ids: &[Id],
        change: impl Fn(&mut HandledAlarm) + Send,
    ) -> Result<(), Error> {
        self.alter(ids, change, true).await
    }

    async fn alter(
        &mut self,
        ids: &[Id],
        change: impl Fn(&mut HandledAlarm) + Send,
        always: bool,
    ) -> Result<(), Error> {
        let mut write = self.engine.inner.store.begin().await?;
        let Some(outlook) = &mut self.outlook else { return Ok(()) };
        let mut changed = Vec::new();
        for id in ids {
            let Some(mut row) = stored(&mut write, id).await? else { continue };
            let is_as_read = outlook.rows.get(id) == Some(&row);
            let is_settled = matches!(row.state, AlarmState::Snoozed | AlarmState::Dismissed);
            if if always { !is_settled } else { is_as_read } {
                change(&mut row);
                alarms::put(&mut write, &row).await?;
                changed.push((id.clone(), row));
            }
            if !is_as_read {
                self.changed_at.get_or_insert(self.engine.now());
            }
        }
        write.commit().await?;
        outlook.rows.extend(changed);
        Ok(())
    }
}

/// What is stored of a reminder.
async fn stored(write: &mut Write, id: &Id) -> Result<Option<HandledAlarm>, Error> {
    Ok(alarms::get(write, id.stored_kind(), &id.key).await?)
}

/// The second an instant is in, as it is stored.
pub(super) fn whole(at: Timestamp) -> Timestamp {
    Timestamp::from_second(at.as_second()).unwrap_or(at)
}
