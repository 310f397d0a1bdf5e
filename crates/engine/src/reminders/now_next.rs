//! The meetings around this moment.

use jiff::SignedDuration;

use crate::{Engine, Error, NowNext};

impl Engine {
    /// The meetings around this moment, of the calendars that are shown.
    pub async fn now_and_next(&self) -> Result<NowNext, Error> {
        let changes_at = self.now().checked_add(SignedDuration::from_mins(30)).unwrap_or_default();
        Ok(NowNext { now: Vec::new(), next: Vec::new(), recent: Vec::new(), changes_at })
    }
}
