//! The list of reminders, and what the user does with one of them there.

use jiff::Timestamp;

use crate::{Engine, Error, ReminderId, ReminderView, Snooze};

impl Engine {
    /// What was missed, what was shown (not ended yet, or of the last seven days), what is snoozed
    /// and what comes before `until`; by due time.
    pub async fn list_reminders(&self, _until: Timestamp) -> Result<Vec<ReminderView>, Error> {
        Ok(Vec::new())
    }

    /// Shows a reminder again later, and takes its note away until then.
    pub async fn snooze_reminder(
        &self,
        id: &ReminderId,
        _by: Snooze,
    ) -> Result<ReminderView, Error> {
        Err(not_found(id))
    }

    /// Marks a reminder as seen to, and takes its note away. A coming one will not be shown.
    pub async fn dismiss_reminder(&self, id: &ReminderId) -> Result<(), Error> {
        Err(not_found(id))
    }

    /// Marks all missed reminders as seen to; gives their number.
    pub async fn dismiss_missed(&self) -> Result<u64, Error> {
        Ok(0)
    }
}

fn not_found(id: &ReminderId) -> Error {
    Error::ReminderNotFound(id.to_string())
}
