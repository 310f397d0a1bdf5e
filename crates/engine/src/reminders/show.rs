//! Does what was planned: commits that a note is being shown, shows it, and commits that it was.
//!
//! A kill in between shows the note again, in the place of the first, rather than not at all.

use std::collections::{HashMap, HashSet};

use jiff::Timestamp;
use kalends_store::{AlarmState, HandledAlarm, alarms, settings};

use super::{
    LAG, Live, Reminding, What,
    candidate::{Candidate, Id},
    keep::whole,
    later,
    outlook::{Outlook, SEEN},
    plan::{Plan, holds, is_open},
    text::Manner,
};
use crate::{EngineEvent, Error, Note, NoteKey, NotifyError};

/// More notes than this in one look become one.
const MOST: usize = 3;

/// One note to be shown, and the reminders it is for.
struct Sheet {
    note: Note,
    what: What,
    members: Vec<Id>,
}

/// What became of the notes of a look; of several the worst.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Outcome {
    /// All were taken.
    Told,
    /// One was not: it is tried again soon.
    Refused,
    /// To one there was no answer.
    Silent,
}

impl Reminding {
    /// Does what was planned.
    ///
    /// # Errors
    /// When nothing can be kept. What is due is then shown all the same, and again once it can be.
    pub(super) async fn carry_out(
        &mut self,
        plan: &Plan,
        now: Timestamp,
    ) -> Result<Outcome, Error> {
        let taken_away = self.take_away(plan, now).await;
        let Some(outlook) = &self.outlook else { return Ok(Outcome::Told) };
        let pick = |places: &[usize]| -> Vec<Candidate> {
            places.iter().filter_map(|place| outlook.candidates.get(*place).cloned()).collect()
        };
        let (show, miss) = (pick(&plan.show), pick(&plan.miss));
        let behind =
            outlook.seen.is_none_or(|seen| plan.seen < seen || later(seen, LAG) < plan.seen);
        if show.is_empty() && miss.is_empty() && !behind {
            taken_away?;
            return self.tell_missed(now).await;
        }
        let begun = match self.begin(&show, &miss, plan.seen, now).await {
            Ok(begun) => begun,
            Err(error) => {
                self.show_unkept(show, now).await;
                return Err(error);
            }
        };
        taken_away?;
        let show: Vec<Candidate> = show.into_iter().filter(|one| begun.contains(&one.id)).collect();
        let mut outcome = Outcome::Told;
        for sheet in self.sheets(show, now) {
            outcome = outcome.max(self.show(sheet, now).await?);
        }
        outcome = outcome.max(self.tell_missed(now).await?);
        if !begun.is_empty() {
            self.engine.tell(EngineEvent::RemindersChanged);
        }
        Ok(outcome)
    }

    /// Shows what is due though nothing can be kept, as on a full disk: each once.
    async fn show_unkept(&mut self, mut show: Vec<Candidate>, now: Timestamp) {
        show.retain(|one| !self.unkept.contains(&one.id));
        for sheet in self.sheets(show, now) {
            let Sheet { mut note, what, mut members } = sheet;
            note.replaces = self.replaced(&note.key, &members);
            match self.notifier.show(&note).await {
                Ok(number) => {
                    self.unkept.extend(members.iter().cloned());
                    let before = self.notes.remove(&note.key);
                    members.extend(before.map(|before| before.members).unwrap_or_default());
                    self.notes.insert(note.key, Live { number, what, members });
                }
                Err(error) => {
                    self.note_refusal(&error);
                }
            }
        }
    }

    /// Says that a note was refused, once until one is taken.
    pub(super) fn note_refusal(&self, error: &NotifyError) -> Outcome {
        if self.refusals == 0 {
            tracing::warn!(%error, remedy = error.remedy, "a note could not be shown");
        }
        if error.is_silent { Outcome::Silent } else { Outcome::Refused }
    }

    /// Takes notes away that have no reason any more, and then knows that they are gone.
    async fn take_away(&mut self, plan: &Plan, now: Timestamp) -> Result<(), Error> {
        if plan.close.is_empty() {
            return Ok(());
        }
        let Some(outlook) = &self.outlook else { return Ok(()) };
        let mut numbers: Vec<u32> =
            plan.close.iter().filter_map(|id| Some(outlook.rows.get(id)?.note_id)).collect();
        numbers.sort_unstable();
        numbers.dedup();
        // A note for many stays as long as one of them does.
        numbers.retain(|number| {
            !outlook.rows.iter().any(|(id, row)| {
                row.note_id == *number
                    && is_open(row)
                    && matches!(row.state, AlarmState::Shown | AlarmState::Missed)
                    && !plan.close.contains(id)
            })
        });
        for number in &numbers {
            if let Err(error) = self.notifier.close(*number).await {
                tracing::warn!(%error, "a note could not be taken away");
            }
        }
        self.notes.retain(|_, live| {
            live.members.retain(|id| !plan.close.contains(id));
            !numbers.contains(&live.number)
        });
        self.change(&plan.close, |row| row.closed_at = Some(whole(now))).await
    }

    /// Commits what is about to be shown, what comes too late, and until when everything was
    /// looked at. Gives those that are as they were read: the others were seen to elsewhere.
    async fn begin(
        &mut self,
        show: &[Candidate],
        miss: &[Candidate],
        seen: Timestamp,
        now: Timestamp,
    ) -> Result<HashSet<Id>, Error> {
        let mut write = self.engine.inner.store.begin().await?;
        let mut rows = Vec::new();
        let mut begun = HashSet::new();
        let states = [(show, AlarmState::Showing), (miss, AlarmState::Missed)];
        // Collected: a closure that lives over a wait keeps the future on its thread.
        let handled: Vec<_> =
            states.iter().flat_map(|(all, state)| all.iter().map(|one| (one, *state))).collect();
        for (one, state) in handled {
            let before = alarms::get(&mut write, one.id.stored_kind(), &one.id.key).await?;
            if before.as_ref() != self.outlook.as_ref().and_then(|known| known.rows.get(&one.id)) {
                self.changed_at.get_or_insert(now);
                continue;
            }
            begun.insert(one.id.clone());
            if before.as_ref().is_some_and(|row| row.state == state && holds(row, now)) {
                continue;
            }
            // The number of the note whose place the new one takes.
            let number = before.filter(is_open).map_or(0, |row| row.note_id);
            let row = HandledAlarm {
                key: one.id.key.clone(),
                kind: one.id.stored_kind(),
                state,
                due_at: whole(one.due),
                handled_at: whole(now),
                until_at: None,
                note_id: if state == AlarmState::Missed { 0 } else { number },
                closed_at: None,
                by_user: false,
            };
            alarms::put(&mut write, &row).await?;
            rows.push(row);
        }
        settings::set(&mut write, SEEN, &seen).await?;
        write.commit().await?;
        if let Some(outlook) = &mut self.outlook {
            outlook.seen = Some(seen);
            outlook.rows.extend(rows.into_iter().map(|row| (Id::of(&row), row)));
        }
        Ok(begun)
    }

    /// The notes for these: one for each occurrence, or a single one for more than fit.
    fn sheets(&self, show: Vec<Candidate>, now: Timestamp) -> Vec<Sheet> {
        let manner = self.manner(now);
        let mut order: Vec<NoteKey> = Vec::new();
        let mut by_note: HashMap<NoteKey, Vec<Candidate>> = HashMap::new();
        for one in show {
            let key = one.note_key();
            let all = by_note.entry(key.clone()).or_default();
            if all.is_empty() {
                order.push(key);
            }
            all.push(one);
        }
        let notes: Vec<(NoteKey, Vec<Candidate>)> =
            order.into_iter().filter_map(|key| by_note.remove_entry(&key)).collect();
        let ids = |all: &[Candidate]| all.iter().map(|one| one.id.clone()).collect::<Vec<Id>>();
        if notes.len() <= MOST {
            let sheet = |(_, all): (NoteKey, Vec<Candidate>)| {
                let last = all.last()?.clone();
                let note = manner.one(&last);
                Some(Sheet { note, members: ids(&all), what: What::One(last) })
            };
            return notes.into_iter().filter_map(sheet).collect();
        }
        let members = notes.iter().flat_map(|(_, all)| ids(all)).collect();
        let lasts: Vec<&Candidate> = notes.iter().filter_map(|(_, all)| all.last()).collect();
        let first = notes.first().map_or("", |(key, _)| key.0.as_str());
        let note = manner.many(NoteKey(format!("many {first}")), &lasts);
        vec![Sheet { note, members, what: What::Many }]
    }

    /// Shows a note and commits that it was shown.
    async fn show(&mut self, sheet: Sheet, now: Timestamp) -> Result<Outcome, Error> {
        let Sheet { mut note, what, mut members } = sheet;
        note.replaces = self.replaced(&note.key, &members);
        let number = match self.notifier.show(&note).await {
            Ok(number) => number,
            Err(error) => return Ok(self.note_refusal(&error)),
        };
        let before = self.notes.remove(&note.key);
        // What it takes the place of is told by it as well.
        let more = before.map(|before| before.members).unwrap_or_default();
        members.extend(more.into_iter().filter(|id| !members.contains(id)).collect::<Vec<Id>>());
        for live in self.notes.values_mut() {
            live.members.retain(|id| !members.contains(id));
        }
        self.notes.retain(|_, live| !live.members.is_empty());
        let outdated = self.outdated(&members, number);
        self.notes.insert(note.key, Live { number, what, members: members.clone() });
        // Before their numbers are forgotten.
        for number in outdated {
            if let Err(error) = self.notifier.close(number).await {
                tracing::warn!(%error, "a note could not be taken away");
            }
        }
        self.unkept.retain(|id| !members.contains(id));
        self.keep_shown(&members, number, now).await?;
        Ok(Outcome::Told)
    }

    /// Notes of these reminders that are still on the screen beside the new one, and tell of nothing
    /// else.
    fn outdated(&self, members: &[Id], number: u32) -> Vec<u32> {
        let Some(outlook) = &self.outlook else { return Vec::new() };
        let open = |id: &Id| outlook.rows.get(id).filter(|row| is_open(row)).map(|row| row.note_id);
        let others = outlook.rows.iter().filter(|(id, row)| {
            is_open(row) && row.state == AlarmState::Shown && !members.contains(id)
        });
        let others: HashSet<u32> = others.map(|(_, row)| row.note_id).collect();
        let mut numbers: Vec<u32> = members.iter().filter_map(open).collect();
        numbers.sort_unstable();
        numbers.dedup();
        numbers.retain(|one| *one != number && !others.contains(one));
        numbers
    }

    /// The number of the note whose place a new one takes: the one on the screen under its key, or
    /// what an earlier process showed for the same reminders and nothing else.
    fn replaced(&self, key: &NoteKey, members: &[Id]) -> Option<u32> {
        if let Some(live) = self.notes.get(key) {
            return Some(live.number);
        }
        let rows = &self.outlook.as_ref()?.rows;
        let number = members.iter().filter_map(|id| rows.get(id)).find(|row| is_open(row))?.note_id;
        let is_taken = self.notes.values().any(|live| live.number == number);
        (!is_taken).then_some(number)
    }

    pub(super) fn manner(&self, now: Timestamp) -> Manner<'_> {
        let settings = self.outlook.as_ref().map(|outlook: &Outlook| &outlook.settings);
        Manner {
            now,
            zone: &self.zone,
            twelve: self.twelve,
            hide: settings.is_some_and(|settings| settings.hide_titles),
            persistent: settings.is_some_and(|settings| settings.persistent),
        }
    }
}
