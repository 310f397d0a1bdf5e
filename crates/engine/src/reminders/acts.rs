//! What the user does with a note.

use jiff::{SignedDuration, Timestamp};
use kalends_calendar::Participation;
use kalends_store::{AlarmState, HandledAlarm};

use super::{
    Reminding, What,
    candidate::{Candidate, Id},
    keep::whole,
    later,
};
use crate::{
    EditScope, Engine, EngineEvent, Error, NoteAct, NoteAction, NoteEvent, Notify, Opening, Snooze,
    Target,
};

impl Reminding {
    /// Does what the user chose on a note. What happened to a note of somebody else's, or to one
    /// whose place another took, is passed over: false then.
    ///
    /// # Errors
    /// When the database fails; the note is then shown again.
    pub async fn act(&mut self, act: &NoteAct) -> Result<bool, Error> {
        let done = self.take(act).await;
        if done.is_err() {
            // It is gone from the screen, and nothing is known of what was chosen on it.
            self.notes.remove(&act.key);
        }
        done
    }

    async fn take(&mut self, act: &NoteAct) -> Result<bool, Error> {
        if self.take_of_proposal(act).await? {
            return Ok(true);
        }
        if self.outlook.is_none() {
            self.read(self.engine.now()).await?;
        }
        if self.take_of_conflicts(act) {
            return Ok(true);
        }
        let Some(live) = self.notes.get(&act.key) else { return Ok(false) };
        let is_this = live.number == act.number;
        match act.what {
            NoteEvent::Chosen(action) => {
                let number = live.number;
                self.choose(act, action).await?;
                if let Err(error) = self.notifier.close(number).await {
                    tracing::debug!(%error, "a note was gone already");
                }
            }
            NoteEvent::ClosedByUser if is_this => match live.what {
                What::One(_) | What::Many => self.dismiss(act).await?,
                What::Missed => self.put_away(act).await?,
            },
            NoteEvent::Expired if is_this => self.put_away(act).await?,
            NoteEvent::ClosedByUser | NoteEvent::Expired | NoteEvent::ClosedByUs => {
                return Ok(false);
            }
        }
        self.notes.remove(&act.key);
        self.next = Some(self.engine.now());
        self.engine.tell(EngineEvent::RemindersChanged);
        Ok(true)
    }

    async fn choose(&mut self, act: &NoteAct, action: NoteAction) -> Result<(), Error> {
        let Some(live) = self.notes.get(&act.key) else { return Ok(()) };
        let about = match &live.what {
            What::One(candidate) => candidate.clone(),
            What::Many | What::Missed => {
                return match action {
                    NoteAction::Open => {
                        self.notifier.open(Opening::Reminders);
                        self.put_away(act).await
                    }
                    NoteAction::Dismiss => self.dismiss(act).await,
                    NoteAction::Join
                    | NoteAction::Snooze(_)
                    | NoteAction::Accept
                    | NoteAction::Maybe
                    | NoteAction::Decline
                    | NoteAction::Review
                    | NoteAction::Reject => Ok(()),
                };
            }
        };
        match action {
            NoteAction::Open => {
                self.notifier.open(opening(&about));
                self.dismiss(act).await
            }
            NoteAction::Join => {
                if let Some(link) = &about.about.join_url {
                    self.notifier.open(Opening::Link(link.clone()));
                }
                self.dismiss(act).await
            }
            NoteAction::Snooze(by) => self.snooze(act, &about, by).await,
            NoteAction::Accept => self.answer(act, &about, Participation::Accepted).await,
            NoteAction::Maybe => self.answer(act, &about, Participation::Tentative).await,
            NoteAction::Decline => self.answer(act, &about, Participation::Declined).await,
            NoteAction::Dismiss => self.dismiss(act).await,
            NoteAction::Review | NoteAction::Reject => Ok(()),
        }
    }

    /// All reminders of the note were seen to.
    async fn dismiss(&mut self, act: &NoteAct) -> Result<(), Error> {
        let now = self.engine.now();
        let ids = self.members(act);
        self.settle(&ids, |row| dismiss(row, now)).await
    }

    /// The note is gone, and its reminders are left for the list.
    async fn put_away(&mut self, act: &NoteAct) -> Result<(), Error> {
        let now = whole(self.engine.now());
        let ids = self.members(act);
        self.settle(&ids, |row| row.closed_at = Some(now)).await
    }

    /// The last reminder of the note comes again; the others were seen to.
    async fn snooze(&mut self, act: &NoteAct, about: &Candidate, by: Snooze) -> Result<(), Error> {
        let now = self.engine.now();
        // A button pressed when the start is past already: at once.
        let until = until(by, about, now).unwrap_or(now);
        let ids = self.members(act);
        self.settle(&ids, |row| {
            if Id::of(row) == about.id {
                snooze(row, until, now);
            } else {
                dismiss(row, now);
            }
        })
        .await
    }

    /// Answers an invitation; of a series all of it. Nobody is mailed.
    async fn answer(
        &mut self,
        act: &NoteAct,
        about: &Candidate,
        answer: Participation,
    ) -> Result<(), Error> {
        let target = Target { event_id: about.about.event_id, original: None };
        let answered =
            Box::pin(self.engine.respond(target, answer, None, EditScope::All, Notify::None)).await;
        self.dismiss(act).await?;
        if let Err(error) = answered {
            self.tell_failure(&act.key, "The answer could not be given", &error).await;
        }
        Ok(())
    }

    /// The reminders of the note; of one occurrence all that were shown, even if a note of theirs
    /// is gone.
    fn members(&self, act: &NoteAct) -> Vec<Id> {
        let Some(live) = self.notes.get(&act.key) else { return Vec::new() };
        let mut members = live.members.clone();
        if let (What::One(_), Some(outlook)) = (&live.what, &self.outlook) {
            let is_shown =
                |id: &Id| outlook.rows.get(id).is_some_and(|row| row.state == AlarmState::Shown);
            let same = outlook.candidates.iter().filter(|one| one.note_key() == act.key);
            for one in same.filter(|one| is_shown(&one.id)) {
                if !members.contains(&one.id) {
                    members.push(one.id.clone());
                }
            }
        }
        members
    }
}

impl Engine {
    /// A reminder that can come again until then.
    pub(super) fn snooze_until(
        &self,
        by: Snooze,
        candidate: &Candidate,
    ) -> Result<Timestamp, Error> {
        until(by, candidate, self.now()).ok_or_else(|| {
            Error::Invalid(match by {
                Snooze::Minutes(_) => "a reminder can be put off by 1 to 1,440 minutes".into(),
                Snooze::UntilStart => "the event has started already".into(),
            })
        })
    }
}

fn until(by: Snooze, candidate: &Candidate, now: Timestamp) -> Option<Timestamp> {
    match by {
        Snooze::Minutes(minutes @ 1..=1440) => {
            Some(later(now, SignedDuration::from_mins(i64::from(minutes))))
        }
        Snooze::Minutes(_) => None,
        Snooze::UntilStart => Some(candidate.about.starts).filter(|start| *start > now),
    }
}

/// Marks a reminder as seen to. Its note's number stays, so that whoever shows takes it away.
pub(super) fn dismiss(row: &mut HandledAlarm, now: Timestamp) {
    row.state = AlarmState::Dismissed;
    row.by_user = true;
    row.until_at = None;
    row.handled_at = whole(now);
}

/// Has a reminder come again.
pub(super) fn snooze(row: &mut HandledAlarm, until: Timestamp, now: Timestamp) {
    row.state = AlarmState::Snoozed;
    row.by_user = false;
    row.until_at = Some(whole(until));
    row.handled_at = whole(now);
}

fn opening(candidate: &Candidate) -> Opening {
    Opening::Event {
        event_id: candidate.about.event_id,
        original: candidate.about.original.clone(),
    }
}
