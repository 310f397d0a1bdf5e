//! The summary of what came too late.

use std::collections::HashSet;

use jiff::Timestamp;
use kalends_store::AlarmState;

use super::{
    Live, Reminding, What,
    candidate::{Candidate, Id},
    show::Outcome,
};
use crate::{Error, NoteKey};

impl Reminding {
    /// Tells what came too late and was not told yet, in one summary.
    pub(super) async fn tell_missed(&mut self, now: Timestamp) -> Result<Outcome, Error> {
        let key = NoteKey("missed".into());
        let Some(outlook) = &self.outlook else { return Ok(Outcome::Told) };
        let live = self.notes.get(&key);
        let untold: Vec<Id> = outlook
            .rows
            .iter()
            .filter(|(_, row)| row.state == AlarmState::Missed && row.note_id == 0)
            .filter(|(_, row)| row.closed_at.is_none() && row.due_at <= now)
            .map(|(id, _)| id.clone())
            .collect();
        if untold.is_empty() || self.is_held || !outlook.settings.on {
            return Ok(Outcome::Told);
        }
        let is_missed =
            |id: &&Id| outlook.rows.get(*id).is_some_and(|row| row.state == AlarmState::Missed);
        let told = live.map_or(&[][..], |live| &live.members).iter().filter(is_missed);
        let all: HashSet<&Id> = told.chain(&untold).collect();
        let known: Vec<&Candidate> =
            outlook.candidates.iter().filter(|one| all.contains(&one.id)).collect();
        let mut note = self.manner(now).missed(key.clone(), all.len(), &known);
        note.replaces = live.map(|live| live.number);
        let all: Vec<Id> = all.into_iter().cloned().collect();
        let number = match self.notifier.show(&note).await {
            Ok(number) => number,
            Err(error) => return Ok(self.note_refusal(&error)),
        };
        self.change(&all, |row| row.note_id = number).await?;
        self.notes.insert(key, Live { number, what: What::Missed, members: all });
        Ok(Outcome::Told)
    }
}
