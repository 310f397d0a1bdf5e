//! How the user wants to be reminded: everywhere, by a calendar, of one event.

use jiff::Timestamp;
use kalends_calendar::When;
use kalends_store::settings;

use crate::{
    Abilities, CalendarId, CalendarReminders, Engine, EngineEvent, Error, EventId, Note, NoteKey,
    Notifier, ReminderSettings,
};

const KEY: &str = "reminders";

impl Engine {
    /// How the user wants to be reminded; the defaults before the user chose anything.
    pub async fn reminder_settings(&self) -> Result<ReminderSettings, Error> {
        let mut read = self.inner.store.read().await?;
        Ok(settings::get(&mut read, KEY).await?.unwrap_or_default())
    }

    /// Keeps how the user wants to be reminded.
    pub async fn set_reminder_settings(&self, chosen: &ReminderSettings) -> Result<(), Error> {
        let mut write = self.inner.store.begin().await?;
        settings::set(&mut write, KEY, chosen).await?;
        write.commit().await?;
        self.tell(EngineEvent::RemindersChanged);
        Ok(())
    }

    /// Shows nothing before `until`; none goes on at once. What falls due meanwhile is shown then.
    pub async fn pause_reminders(&self, until: Option<Timestamp>) -> Result<(), Error> {
        let mut chosen = self.reminder_settings().await?;
        chosen.paused_until = until;
        self.set_reminder_settings(&chosen).await
    }

    /// How the events of a calendar remind on this computer.
    pub async fn calendar_reminders(&self, id: CalendarId) -> Result<CalendarReminders, Error> {
        self.get_calendar(id).await?;
        Ok(CalendarReminders::default())
    }

    /// Keeps how the events of a calendar remind on this computer; nothing of it is sent.
    pub async fn set_calendar_reminders(
        &self,
        id: CalendarId,
        _chosen: &CalendarReminders,
    ) -> Result<(), Error> {
        self.get_calendar(id).await?;
        Err(Error::Invalid("calendars cannot be told yet how to remind".into()))
    }

    /// The user's own reminders of an event, in minutes before its start: of this occurrence, or
    /// of every one. They are kept on this computer and never sent.
    pub async fn own_reminders(
        &self,
        _event: EventId,
        _original: Option<&When>,
    ) -> Result<Vec<i64>, Error> {
        Ok(Vec::new())
    }

    /// Keeps the user's own reminders of an event in place of those before; empty takes them away.
    pub async fn set_own_reminders(
        &self,
        _event: EventId,
        _original: Option<&When>,
        _minutes: &[i64],
    ) -> Result<(), Error> {
        Err(Error::Invalid("events cannot be given reminders of your own yet".into()))
    }

    /// Shows a note to see whether notes come through, and says what the desktop's service can.
    ///
    /// # Errors
    /// Of kind `notifications` when no service answers.
    pub async fn send_test_note(&self, notifier: &dyn Notifier) -> Result<Abilities, Error> {
        let refused = |error: crate::NotifyError| Error::Refused(error.problem());
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
