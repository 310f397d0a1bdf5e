//! What the user does with reminders, at random.

use std::sync::Arc;

use jiff::{SignedDuration, civil::Time};
use kalends_engine::{
    Note, NoteAction, NoteEvent, QuietHours, ReminderState, ReminderView, Snooze,
};

use super::{
    kill::Kill,
    model::{Key, read_title},
    world::{Broken, World, of_note},
};

impl World {
    /// A note is closed, runs out, or has a button pressed.
    pub(crate) async fn act_on_note(&mut self) -> Result<(), Broken> {
        let notes: Vec<Note> = self.notes.screen().open.values().cloned().collect();
        let Some(note) = self.chance.pick(&notes).cloned() else { return Ok(()) };
        let what = match self.chance.below(10) {
            0..3 => NoteEvent::ClosedByUser,
            3 => NoteEvent::Expired,
            _ => NoteEvent::Chosen(*self.chance.pick(&note.actions).unwrap()),
        };
        let Some(act) = self.notes.does_to(&note.key, what) else { return Ok(()) };
        let all = self.alarms().await;
        let now = self.now();
        let of: Vec<_> = of_note(&note, &all).into_iter().filter(|one| one.due <= now).collect();
        let told: Vec<Key> = of
            .iter()
            .map(|one| one.key.clone())
            .filter(|key| self.model.known.get(key).is_some_and(|known| known.told))
            .collect();
        let kill = if self.chance.percent(15) { self.kill() } else { Kill::Spared };
        let notes = Arc::clone(&self.notes);
        let taken = kill.over(&notes, self.reminding.act(&act)).await;
        self.tell(format!("{what:?} on {}: {taken:?}", note.title));
        let taken = taken.transpose().map_err(|error| error.to_string())?;
        let is_single = note.key.0.starts_with("alarm ");
        match taken {
            Some(true) if is_single => self.note_act(&note, what, &told, &of),
            Some(true | false) => {}
            None => {
                // Of a note for many nobody knows here which.
                let keys: Vec<Key> = match is_single {
                    true => told,
                    false => self.model.known.keys().cloned().collect(),
                };
                for key in &keys {
                    self.model.entry(key).open = true;
                }
                self.restart().await;
            }
        }
        Ok(())
    }

    fn note_act(&mut self, note: &Note, what: NoteEvent, told: &[Key], of: &[super::model::Alarm]) {
        let now = self.now();
        match what {
            NoteEvent::ClosedByUser
            | NoteEvent::Chosen(NoteAction::Open | NoteAction::Dismiss | NoteAction::Join) => {
                for key in told {
                    let known = self.model.entry(key);
                    known.done = true;
                    known.again = None;
                }
            }
            NoteEvent::Chosen(NoteAction::Snooze(by)) => {
                let start = note.key.0.split(' ').nth(1).and_then(|text| text.parse().ok());
                let [key] = told else {
                    // One of them comes again; which one is the engine's business.
                    for key in told {
                        self.model.entry(key).open = true;
                    }
                    return;
                };
                let until = match by {
                    Snooze::Minutes(minutes) => now + SignedDuration::from_mins(minutes.into()),
                    // Of a date and a floating time the start depends on where one is.
                    Snooze::UntilStart => {
                        let is_instant = of
                            .iter()
                            .any(|one| one.key == *key && one.due.as_second() == one.key.2);
                        match jiff::Timestamp::from_second(start.unwrap_or(0)) {
                            Ok(start) if is_instant => start.max(now),
                            Ok(_) | Err(_) => {
                                self.model.entry(key).open = true;
                                return;
                            }
                        }
                    }
                };
                let known = self.model.entry(key);
                known.told = false;
                (known.again, known.asked) = (Some(until), now);
            }
            NoteEvent::Expired
            | NoteEvent::ClosedByUs
            | NoteEvent::Chosen(
                NoteAction::Accept
                | NoteAction::Maybe
                | NoteAction::Decline
                | NoteAction::Review
                | NoteAction::Reject,
            ) => {}
        }
    }

    /// A reminder is dismissed or put off in the list.
    pub(crate) async fn act_in_list(&mut self) -> Result<(), Broken> {
        let until = self.now() + SignedDuration::from_hours(8);
        let list = self.engine.list_reminders(until).await.map_err(|error| error.to_string())?;
        for view in &list {
            let key = key(view);
            let is_done = self.model.known.get(&key).is_some_and(|one| one.done && !one.open);
            if is_done && view.state != ReminderState::Missed {
                return Err(format!("{key:?} is listed though it was seen to: {view:?}"));
            }
        }
        if self.chance.percent(10) {
            // What of it is hidden, or was missed by a wrong clock, only the engine knows.
            for key in self.all_alarms().await.into_keys() {
                let known = self.model.entry(&key);
                known.open |= !known.done;
            }
            let count = self.engine.dismiss_missed().await.map_err(|error| error.to_string())?;
            self.reminding.forget();
            self.tell(format!("dismissed {count} missed"));
            return Ok(());
        }
        let Some(view) = self.chance.pick(&list).cloned() else { return Ok(()) };
        let key = key(&view);
        let now = self.now();
        if self.chance.percent(60) {
            self.engine.dismiss_reminder(&view.id).await.map_err(|error| error.to_string())?;
            let known = self.model.entry(&key);
            (known.done, known.again, known.open) = (true, None, false);
            self.tell(format!("dismissed {} in the list", view.id));
        } else {
            let minutes = [1, 5, 10, 60, 1_440][self.chance.below(5)];
            let by = Snooze::Minutes(minutes);
            let snoozed = self.engine.snooze_reminder(&view.id, by).await;
            let until = snoozed.map_err(|error| error.to_string())?.until;
            let until = until.ok_or("no time to come again")?;
            if until < now + SignedDuration::from_mins(minutes.into()) {
                return Err(format!("{key:?} comes again at {until}"));
            }
            let known = self.model.entry(&key);
            (known.told, known.done, known.open) = (false, false, false);
            (known.again, known.asked) = (Some(until), now);
            self.tell(format!("put {} off by {minutes} min", view.id));
        }
        self.reminding.forget();
        Ok(())
    }

    /// A pause, quiet hours, or no reminders at all; or none of these.
    pub(crate) async fn hold(&mut self) {
        let mut settings = self.engine.reminder_settings().await.unwrap();
        match self.chance.below(5) {
            0 => {
                let minutes = i64::try_from(self.chance.below(180)).unwrap();
                settings.paused_until = Some(self.now() + SignedDuration::from_mins(minutes));
            }
            1 => {
                let hour = |hour| Time::new(hour, 30, 0, 0).unwrap();
                settings.quiet = Some(QuietHours { from: hour(22), to: hour(6) });
            }
            2 => settings.on = !settings.on,
            _ => {
                (settings.on, settings.paused_until, settings.quiet) = (true, None, None);
            }
        }
        self.engine.set_reminder_settings(&settings).await.unwrap();
        self.reminding.forget();
        self.tell(format!(
            "on {}, paused until {:?}, quiet {}",
            settings.on,
            settings.paused_until,
            settings.quiet.is_some()
        ));
    }

    /// Nothing holds reminders back any more.
    pub(crate) async fn free(&mut self) {
        let mut settings = self.engine.reminder_settings().await.unwrap();
        (settings.on, settings.paused_until, settings.quiet) = (true, None, None);
        self.engine.set_reminder_settings(&settings).await.unwrap();
        self.reminding.forget();
    }

    /// Whether reminders are held back or off now.
    pub(crate) async fn ask_hold(&mut self) {
        let settings = self.engine.reminder_settings().await.unwrap();
        let now = self.now();
        let time = now.to_zoned(self.config.zone.get()).time();
        let is_quiet = settings.quiet.is_some_and(|quiet| time >= quiet.from || time < quiet.to);
        self.is_off = !settings.on;
        self.is_held =
            settings.on && (is_quiet || settings.paused_until.is_some_and(|until| until > now));
    }
}

fn key(view: &ReminderView) -> Key {
    let name = read_title(&view.title).map(|(name, _)| name).unwrap_or_default();
    let mut parts = view.id.0.splitn(4, '.');
    let due = parts.nth(2).and_then(|text| text.parse().ok()).unwrap_or_default();
    (name, view.start.seconds(), due)
}
