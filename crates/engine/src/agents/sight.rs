//! What one agent sees of which calendar: every read and every proposal asks here.

use std::collections::HashMap;

use kalends_store::{Calendar, SqliteConnection, agents, calendars};

use crate::{AgentId, CalendarId, Error, Sight};

/// What one agent sees of every calendar there is, as of one reading of the database.
#[derive(Debug)]
pub(crate) struct Sights {
    calendars: Vec<(Calendar, Sight)>,
    by_id: HashMap<CalendarId, Sight>,
}

impl Sights {
    /// Of this agent.
    pub(crate) async fn load(conn: &mut SqliteConnection, agent: AgentId) -> Result<Self, Error> {
        let chosen: HashMap<CalendarId, Sight> =
            agents::list_sight(conn, agent).await?.into_iter().collect();
        let calendars: Vec<(Calendar, Sight)> = calendars::list(conn)
            .await?
            .into_iter()
            .map(|calendar| {
                let sight =
                    chosen.get(&calendar.id).copied().unwrap_or_else(|| unchosen(&calendar));
                (calendar, sight)
            })
            .collect();
        let by_id = calendars.iter().map(|(calendar, sight)| (calendar.id, *sight)).collect();
        Ok(Self { calendars, by_id })
    }

    /// What the agent sees of this calendar. One that does not exist is hidden: no answer tells the
    /// two apart.
    pub(crate) fn of(&self, calendar: CalendarId) -> Sight {
        self.by_id.get(&calendar).copied().unwrap_or(Sight::Hidden)
    }

    /// Whether of no calendar less is seen than in `before`.
    pub(super) fn at_least_as(&self, before: &Self) -> bool {
        before.by_id.iter().all(|(id, sight)| self.of(*id) >= *sight)
    }

    /// The calendars that the agent may know of, in the order of the sidebar.
    pub(crate) fn known(&self) -> impl Iterator<Item = (&Calendar, Sight)> {
        let all = self.calendars.iter().map(|(calendar, sight)| (calendar, *sight));
        all.filter(|(_, sight)| *sight > Sight::Hidden)
    }

    /// The calendars of which at least so much is seen.
    pub(crate) fn at_least(&self, least: Sight) -> Vec<CalendarId> {
        self.known().filter(|(_, sight)| *sight >= least).map(|(one, _)| one.id).collect()
    }

    /// The calendars that are meant: those named, or all that the agent may know of.
    ///
    /// # Errors
    /// [`Error::CalendarNotFound`] for one that does not exist, or that the agent may not know of.
    pub(crate) fn meant(&self, named: Option<&[CalendarId]>) -> Result<Vec<CalendarId>, Error> {
        let Some(named) = named else { return Ok(self.at_least(Sight::Busy)) };
        match named.iter().find(|id| self.of(**id) == Sight::Hidden) {
            Some(id) => Err(Error::CalendarNotFound(id.to_string())),
            None => Ok(named.to_vec()),
        }
    }
}

/// What agents see of a calendar that the user said nothing about.
pub(super) const fn unchosen(calendar: &Calendar) -> Sight {
    if calendar.hidden || calendar.gone || !calendar.selected { Sight::Hidden } else { Sight::Busy }
}
