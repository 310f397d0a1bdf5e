//! Calendars to look around with: generated around today, on no network, removed with one call.

mod week;

use std::io::Cursor;

use kalends_calendar::Zone;
use kalends_store::{AccountKind, accounts, calendars};

use crate::{
    Engine, EngineEvent, Error,
    sync::{
        apply::{Missing, Target, apply},
        survey::survey,
    },
};

impl Engine {
    /// Adds generated calendars around today; read-only, on no network. Adding them again brings
    /// them up to today.
    pub async fn add_samples(&self) -> Result<(), Error> {
        let zone = self.zone();
        let today = self.now().to_zoned(zone.clone()).date();
        let mut write = self.inner.store.begin().await?;
        if let Some(old) = accounts::get_by_kind(&mut write, AccountKind::Sample).await? {
            accounts::delete(&mut write, old.id).await?;
        }
        let account = self.account(&mut write, AccountKind::Sample).await?;
        for sample in week::samples(today, &Zone::from(zone).id()) {
            let name = sample.name.to_owned();
            let calendar = self.new_calendar(&mut write, account, name, Some(sample.hue)).await?;
            calendars::insert(&mut write, &calendar).await?;
            let target = Target {
                calendar: calendar.id,
                zone: Zone::named(&calendar.zone),
                missing: Missing::Stay,
                owner: vec![week::OWNER.into()],
            };
            let surveyed = survey(sample.text.as_bytes())?;
            let source = Cursor::new(sample.text.into_bytes());
            apply(self, &mut write, target, surveyed, source).await?;
        }
        write.commit().await?;
        self.tell(EngineEvent::CalendarsChanged);
        self.tell(EngineEvent::DataChanged(Vec::new()));
        self.inner.due.notify_one();
        Ok(())
    }

    /// Removes the generated calendars; without any, does nothing.
    pub async fn remove_samples(&self) -> Result<(), Error> {
        let mut write = self.inner.store.begin().await?;
        if let Some(old) = accounts::get_by_kind(&mut write, AccountKind::Sample).await? {
            accounts::delete(&mut write, old.id).await?;
        }
        write.commit().await?;
        self.tell(EngineEvent::CalendarsChanged);
        self.tell(EngineEvent::DataChanged(Vec::new()));
        Ok(())
    }
}
