//! Which calendars take edits, and which of them a new event.

use std::collections::HashSet;

use kalends_store::{CalendarId, SqliteConnection, accounts, calendars};

use super::place::Place;
use crate::{Engine, Error, EventChange, Problem};

impl Engine {
    /// The calendar of a new event: the named one, the one chosen in the settings, the account's
    /// own, or the first that takes events.
    pub(crate) async fn place_of_new(
        &self,
        conn: &mut SqliteConnection,
        change: &EventChange,
    ) -> Result<Place, Error> {
        if let Some(calendar) = change.calendar {
            let place = Place::load(conn, calendar).await?;
            return match place.refusal() {
                Some(problem) => Err(Error::Refused(problem)),
                None => Ok(place),
            };
        }
        self.place_by_default(conn, |_| true).await?.ok_or_else(|| {
            Error::Refused(Problem::new(
                "no_calendar",
                "there is no calendar that takes new events",
                "Connect an account or add a calendar on this computer.",
            ))
        })
    }

    /// Where a new event goes of which no calendar is said, of the calendars that `counts`: the one
    /// that the user chose, a primary one, one that is shown, any other. None where none of them
    /// takes events.
    pub(crate) async fn place_by_default(
        &self,
        conn: &mut SqliteConnection,
        counts: impl Fn(CalendarId) -> bool,
    ) -> Result<Option<Place>, Error> {
        let chosen = self.default_calendar(conn).await?;
        let mut open = Vec::new();
        for calendar in calendars::list(conn).await? {
            if !counts(calendar.id) {
                continue;
            }
            let place = Place::load(conn, calendar.id).await?;
            if place.refusal().is_none() {
                open.push(place);
            }
        }
        let rank = |place: &Place| {
            let calendar = &place.calendar;
            if Some(calendar.id) == chosen {
                0
            } else if calendar.is_primary {
                1
            } else if calendar.visible {
                2
            } else {
                3
            }
        };
        Ok(open.into_iter().min_by_key(rank))
    }

    /// The calendars whose events can be changed here.
    pub(crate) async fn editable_calendars(&self) -> Result<HashSet<CalendarId>, Error> {
        let mut read = self.inner.store.read().await?;
        let accounts = accounts::list(&mut read).await?;
        let place = |calendar: kalends_store::Calendar| {
            let account = accounts.iter().find(|one| one.id == calendar.account_id)?.clone();
            Some(Place { calendar, account })
        };
        let places = calendars::list(&mut read).await?.into_iter().filter_map(place);
        Ok(places
            .filter(|place| place.refusal().is_none())
            .map(|place| place.calendar.id)
            .collect())
    }

    /// The calendar that the user chose for new events.
    async fn default_calendar(
        &self,
        conn: &mut SqliteConnection,
    ) -> Result<Option<CalendarId>, Error> {
        let settings: Option<crate::Settings> =
            kalends_store::settings::get(conn, "window").await?;
        Ok(settings.and_then(|settings| settings.default_calendar))
    }
}
