//! A calendar with its account, and what edits they allow.

use kalends_calendar::{Event, EventKind, Zone, google::Context};
use kalends_store::{
    Account, AccountKind, Calendar, Direction, SqliteConnection, accounts, calendars,
};

use crate::{CalendarId, Error, Problem, Rights};

/// Scopes of which one allows to change events (GOOGLE.md 43).
const WRITING: [&str; 4] = [
    "https://www.googleapis.com/auth/calendar",
    "https://www.googleapis.com/auth/calendar.events",
    "https://www.googleapis.com/auth/calendar.events.owned",
    "https://www.googleapis.com/auth/calendar.app.created",
];

/// Where an event is.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    pub(crate) calendar: Calendar,
    pub(crate) account: Account,
}

impl Place {
    pub(crate) async fn load(
        conn: &mut SqliteConnection,
        calendar: CalendarId,
    ) -> Result<Self, Error> {
        let calendar = calendars::get(conn, calendar).await?;
        let account =
            accounts::list(conn).await?.into_iter().find(|one| one.id == calendar.account_id);
        let account = account.ok_or_else(|| Error::CalendarNotFound(calendar.id.to_string()))?;
        Ok(Self { calendar, account })
    }

    /// Whether edits wait here and are sent later.
    pub(crate) fn is_remote(&self) -> bool {
        self.account.kind == AccountKind::Google
    }

    /// What reading an event of this calendar depends on.
    pub(crate) fn context(&self) -> Context {
        Context { calendar_zone: self.zone(), owner: self.owner().to_owned() }
    }

    /// The calendar's zone; UTC where none is known.
    pub(crate) fn zone(&self) -> Zone {
        Zone::named(&self.calendar.zone).unwrap_or_else(Zone::utc)
    }

    /// The mail address whose answers are the user's own.
    pub(crate) fn owner(&self) -> &str {
        if self.calendar.is_primary || !self.calendar.remote_id.contains('@') {
            &self.account.email
        } else {
            &self.calendar.remote_id
        }
    }

    /// Why no event of this calendar can be changed here; none where it can.
    pub(crate) fn refusal(&self) -> Option<Problem> {
        let name = &self.calendar.name;
        let refused = |why: &str, remedy: &str| {
            Some(Problem::new(
                "read_only",
                format!("calendar “{name}” is read-only: {why}"),
                remedy,
            ))
        };
        match self.account.kind {
            AccountKind::Feed => {
                refused("a calendar link fills it", "Choose a calendar of your own.")
            }
            AccountKind::Sample => refused("it holds samples", "Choose a calendar of your own."),
            AccountKind::Local if self.calendar.read_only => {
                refused("it takes no changes", "Choose a calendar of your own.")
            }
            AccountKind::Local => None,
            AccountKind::Google => {
                let can_write =
                    self.account.scopes.split_whitespace().any(|one| WRITING.contains(&one));
                if self.calendar.gone {
                    refused("its account does not list it any more", "Choose another calendar.")
                } else if matches!(self.calendar.role.as_str(), "freeBusyReader" | "reader") {
                    refused(
                        "its owner lets you read it only",
                        "Ask its owner for the right to make changes.",
                    )
                } else if self.calendar.direction == Direction::Read {
                    refused(
                        "you chose that nothing is sent to it",
                        "Choose “both ways” for it in the settings.",
                    )
                } else if !can_write && !self.account.scopes.is_empty() {
                    refused(
                        "Kalends was not allowed to change events",
                        "Add the permission to the account in the settings.",
                    )
                } else {
                    None
                }
            }
        }
    }

    /// What may be changed about an event of this calendar.
    pub(crate) fn rights(&self, event: &Event) -> Rights {
        if let Some(problem) = self.refusal() {
            return Rights { problem: Some(problem), ..Rights::default() };
        }
        let shared = &event.shared;
        let mine = !shared.foreign || shared.guests.modify;
        let made = !matches!(shared.kind, EventKind::FromMail | EventKind::Birthday);
        let problem = if !mine {
            let organizer = event.organizer.as_ref().map_or("somebody else", |one| {
                if one.name.is_empty() { one.email.as_str() } else { one.name.as_str() }
            });
            Some(Problem::new(
                "foreign",
                format!("{organizer} organises this event and does not let guests change it"),
                "Your answer, reminders and colour can be changed.",
            ))
        } else if !made {
            Some(Problem::new(
                "fixed_kind",
                "Google made this event, and keeps its title, time and guests as they are",
                "Its reminders and colour can be changed.",
            ))
        } else {
            None
        };
        Rights {
            shared: mine && made,
            personal: true,
            move_to: !shared.foreign && shared.kind == EventKind::Default,
            delete: true,
            respond: event.attendees.iter().any(|one| one.me),
            problem,
        }
    }
}
