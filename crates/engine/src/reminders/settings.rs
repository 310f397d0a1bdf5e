//! How the user wants to be reminded: everywhere, by a calendar, of one event.

use jiff::Timestamp;
use kalends_calendar::{When, remind::meeting_uid};
use kalends_store::{SqliteConnection, calendars, own_alarms, settings};

use crate::{
    Abilities, CalendarId, CalendarReminders, Engine, EngineEvent, Error, EventId, Note, NoteKey,
    Notifier, NotifyError, ReminderSettings, edits::row::find,
};

const KEY: &str = "reminders";
/// A reminder lies at most so many minutes before or after the start (420 days).
const MOST_MINUTES: i64 = 420 * 24 * 60;
/// More reminders than these are a mistake.
const MOST: usize = 32;

impl Engine {
    /// How the user wants to be reminded; the defaults before the user chose anything.
    pub async fn reminder_settings(&self) -> Result<ReminderSettings, Error> {
        let mut read = self.inner.store.read().await?;
        load(&mut read).await
    }

    /// Keeps how the user wants to be reminded.
    pub async fn set_reminder_settings(&self, chosen: &ReminderSettings) -> Result<(), Error> {
        let mut write = self.inner.store.begin().await?;
        settings::set(&mut write, KEY, chosen).await?;
        write.commit().await?;
        self.tell_reminders();
        Ok(())
    }

    /// Changes some of how the user wants to be reminded. The rest stays as it is now, whoever wrote
    /// it last. Gives the whole.
    pub async fn change_reminder_settings(
        &self,
        change: impl FnOnce(&mut ReminderSettings) + Send,
    ) -> Result<ReminderSettings, Error> {
        let mut write = self.inner.store.begin().await?;
        let mut chosen = load(&mut write).await?;
        change(&mut chosen);
        settings::set(&mut write, KEY, &chosen).await?;
        write.commit().await?;
        self.tell_reminders();
        Ok(chosen)
    }

    /// Shows nothing before `until`; none goes on at once. What falls due meanwhile is shown then.
    pub async fn pause_reminders(&self, until: Option<Timestamp>) -> Result<(), Error> {
        self.change_reminder_settings(|chosen| chosen.paused_until = until).await?;
        Ok(())
    }

    /// How the events of a calendar remind on this computer.
    pub async fn calendar_reminders(&self, id: CalendarId) -> Result<CalendarReminders, Error> {
        let mut read = self.inner.store.read().await?;
        Ok(calendars::get(&mut read, id).await?.reminders)
    }

    /// Keeps how the events of a calendar remind on this computer; nothing of it is sent.
    pub async fn set_calendar_reminders(
        &self,
        id: CalendarId,
        chosen: &CalendarReminders,
    ) -> Result<(), Error> {
        check(chosen.timed.as_deref().unwrap_or_default())?;
        if chosen.all_day.as_ref().is_some_and(|all| all.len() > MOST) {
            return Err(too_many());
        }
        let mut write = self.inner.store.begin().await?;
        let mut calendar = calendars::get(&mut write, id).await?;
        calendar.reminders = chosen.clone();
        calendars::update(&mut write, &calendar).await?;
        write.commit().await?;
        self.tell(EngineEvent::CalendarsChanged);
        self.tell_reminders();
        Ok(())
    }

    /// The user's own reminders of an event, in minutes before its start: of this occurrence, or
    /// of every one. They are kept on this computer and never sent.
    pub async fn own_reminders(
        &self,
        event: EventId,
        original: Option<&When>,
    ) -> Result<Vec<i64>, Error> {
        let mut read = self.inner.store.read().await?;
        let meeting = meeting(&mut read, event).await?;
        let original = original.map(When::seconds);
        let own = own_alarms::list_of(&mut read, &meeting).await?.into_iter();
        let own = own.filter(|one| one.original.as_ref().map(When::seconds) == original);
        Ok(own.map(|one| one.before_s / 60).collect())
    }

    /// Keeps the user's own reminders of an event in place of those before; empty takes them away.
    pub async fn set_own_reminders(
        &self,
        event: EventId,
        original: Option<&When>,
        minutes: &[i64],
    ) -> Result<(), Error> {
        check(minutes)?;
        let now = self.now();
        let seconds: Vec<i64> = minutes.iter().map(|minutes| minutes * 60).collect();
        let mut write = self.inner.store.begin().await?;
        let meeting = meeting(&mut write, event).await?;
        own_alarms::set(&mut write, &meeting, original, &seconds, now).await?;
        write.commit().await?;
        self.tell_reminders();
        Ok(())
    }

    /// Shows a note to see whether notes come through, and says what the desktop's service can.
    ///
    /// # Errors
    /// Of kind `notifications` when no service answers.
    pub async fn send_test_note(&self, notifier: &dyn Notifier) -> Result<Abilities, Error> {
        let refused = |error: NotifyError| Error::Refused(error.problem());
        let abilities = notifier.abilities().await.map_err(refused)?;
        let note = Note {
            key: NoteKey("test".into()),
            replaces: None,
            title: "Kalends can reach you".into(),
            body: "Reminders look like this.".into(),
            actions: Vec::new(),
            urgent: false,
            persistent: false,
            category: "x-kalends.test",
        };
        notifier.show(&note).await.map_err(refused)?;
        Ok(abilities)
    }
}

/// How the user wants to be reminded.
pub(super) async fn load(conn: &mut SqliteConnection) -> Result<ReminderSettings, Error> {
    Ok(settings::get(conn, KEY).await?.unwrap_or_default())
}

async fn meeting(conn: &mut SqliteConnection, event: EventId) -> Result<String, Error> {
    let not_found = || Error::EventNotFound(event.to_string());
    let stored = find(conn, event).await?.ok_or_else(not_found)?;
    if stored.deleted_at.is_some() {
        return Err(not_found());
    }
    Ok(meeting_uid(&stored.event.uid).into_owned())
}

fn check(minutes: &[i64]) -> Result<(), Error> {
    if minutes.len() > MOST {
        return Err(too_many());
    }
    match minutes.iter().find(|minutes| minutes.abs() > MOST_MINUTES) {
        Some(minutes) => Err(Error::Invalid(format!(
            "a reminder {minutes} minutes before the start is farther away than 420 days"
        ))),
        None => Ok(()),
    }
}

fn too_many() -> Error {
    Error::Invalid(format!("more than {MOST} reminders"))
}
