//! What a page of events says of its calendar.

use kalends_remote::google::EventPage;
use kalends_store::{Account, Calendar, DefaultAlarm};

use crate::google::list::derive_rights;

/// What a page says of its calendar.
pub(super) struct Told {
    pub(super) zone: String,
    alarms: Option<Vec<DefaultAlarm>>,
    role: String,
}

impl Told {
    pub(super) fn of(page: &EventPage) -> Self {
        let alarms = page.default_reminders.as_ref().map(|all| {
            all.iter()
                .map(|one| DefaultAlarm {
                    method: one.method.clone(),
                    minutes: i64::from(one.minutes),
                })
                .collect()
        });
        Self {
            zone: page.time_zone.clone().unwrap_or_default(),
            alarms,
            role: page.access_role.clone().unwrap_or_default(),
        }
    }

    /// Whether it says something else than what is known.
    pub(super) fn is_news(&self, calendar: &Calendar) -> bool {
        (!self.zone.is_empty() && self.zone != calendar.zone)
            || (!self.role.is_empty() && self.role != calendar.role)
            || self.alarms.as_ref().is_some_and(|alarms| *alarms != calendar.default_alarms)
    }

    /// Takes it over.
    pub(super) fn apply(&self, calendar: &mut Calendar, account: &Account) {
        if !self.zone.is_empty() {
            calendar.zone.clone_from(&self.zone);
        }
        if let Some(alarms) = &self.alarms {
            calendar.default_alarms.clone_from(alarms);
        }
        if !self.role.is_empty() {
            derive_rights(calendar, &self.role, account);
        }
    }
}
