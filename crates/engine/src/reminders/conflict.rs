//! The note of conflicts that arrived by sync.

use jiff::Timestamp;

use super::{Reminding, plan::Hold};
use crate::{Error, NoteAct, NoteAction, NoteEvent, Opening, conflicts::conflict_note_key};

impl Reminding {
    /// Tells conflicts that came from outside, after data changed and when nothing holds notes back.
    /// What the service refuses is told at a later look.
    pub(super) async fn tell_conflicts(&mut self, hold: Hold, now: Timestamp) -> Result<(), Error> {
        if !self.conflicts_due || hold != Hold::No {
            return Ok(());
        }
        let found = Box::pin(self.engine.new_conflicts(now)).await?;
        if !found.is_empty() {
            let hide = self.outlook.as_ref().is_some_and(|outlook| outlook.settings.hide_titles);
            let note = self.engine.conflict_note(&found, self.twelve, hide);
            if let Err(error) = self.notifier.show(&note).await {
                tracing::warn!(%error, "a conflict could not be told");
                return Ok(());
            }
            self.engine.keep_told(&found).await?;
        }
        self.conflicts_due = false;
        Ok(())
    }

    /// Does what was chosen on the note of conflicts; false for any other note.
    pub(super) fn take_of_conflicts(&self, act: &NoteAct) -> bool {
        if act.key != conflict_note_key() {
            return false;
        }
        if act.what == NoteEvent::Chosen(NoteAction::Open) {
            self.notifier.open(Opening::Conflicts);
        }
        true
    }
}
