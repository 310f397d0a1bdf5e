//! A page says that the account's role has changed.

use kalends_store::calendars;

use super::{Pull, told::Told};
use crate::{Error, google::sight};

impl Pull<'_> {
    /// Whether the role shows otherwise now what was read before.
    pub(super) async fn sees_otherwise(&self, told: &Told) -> Result<bool, Error> {
        if !told.is_news(&self.run.calendar) {
            return Ok(false);
        }
        let mut write = self.run.engine.inner.store.begin().await?;
        let before = calendars::get(&mut write, self.run.calendar.id).await?;
        let mut calendar = before.clone();
        told.apply(&mut calendar, self.account);
        let otherwise = sight::note(&mut write, &before, &calendar).await?;
        if otherwise {
            calendars::update(&mut write, &calendar).await?;
            write.commit().await?;
        }
        // The list of calendars may have told of it after this reading began.
        Ok(otherwise || sight::differs(&self.run.calendar, &calendar))
    }
}
