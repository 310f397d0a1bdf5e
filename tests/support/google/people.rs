//! People come, and calendars are shared with them and taken away.

use std::collections::BTreeMap;

use serde_json::json;

use super::{Calendar, Google, Listed, Role, User};

impl Google {
    /// A person and their primary calendar.
    pub fn add_user(&mut self, email: &str, name: &str, zone: &str) {
        let settings = [
            ("timezone", zone),
            ("locale", "en_GB"),
            ("weekStart", "1"),
            ("format24HourTime", "true"),
            ("defaultEventLength", "60"),
            ("hideWeekends", "false"),
        ];
        let settings = settings.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let user = User {
            email: email.to_owned(),
            name: name.to_owned(),
            list: BTreeMap::new(),
            settings: settings.into(),
            floor: 0,
        };
        self.users.insert(email.to_owned(), user);
        self.add_calendar(email, email, email, zone);
        self.list_calendar(email, email, Role::Owner, |listed| {
            listed.reminders = json!([{"method": "popup", "minutes": 30}]);
        });
    }

    /// A calendar that `owner` owns and sees.
    pub fn add_calendar(&mut self, id: &str, owner: &str, summary: &str, zone: &str) {
        let (_, micros) = self.tick();
        let calendar = Calendar {
            id: id.to_owned(),
            summary: summary.to_owned(),
            description: String::new(),
            zone: zone.to_owned(),
            roles: BTreeMap::from([(owner.to_owned(), Role::Owner)]),
            events: BTreeMap::new(),
            changes: BTreeMap::new(),
            floor: 0,
            micros,
        };
        self.calendars.insert(id.to_owned(), calendar);
        self.list_calendar(owner, id, Role::Owner, |_| ());
    }

    /// Shares a calendar, or changes how: it appears in the user's list.
    pub fn list_calendar(
        &mut self,
        user: &str,
        calendar: &str,
        role: Role,
        change: impl FnOnce(&mut Listed),
    ) {
        let (tick, micros) = self.tick();
        if let Some(calendar) = self.calendars.get_mut(calendar) {
            calendar.roles.insert(user.to_owned(), role);
        }
        if let Some(user) = self.users.get_mut(user) {
            let listed = user.list.entry(calendar.to_owned()).or_default();
            change(listed);
            (listed.change, listed.micros) = (tick, micros);
        }
    }

    /// Takes a calendar from a user: the list tells it as deleted.
    pub fn unshare(&mut self, user: &str, calendar: &str) {
        let (tick, micros) = self.tick();
        if let Some(listed) = self.users.get_mut(user).and_then(|user| user.list.get_mut(calendar))
        {
            listed.deleted = true;
            (listed.change, listed.micros) = (tick, micros);
        }
        if let Some(calendar) = self.calendars.get_mut(calendar) {
            calendar.roles.remove(user);
            calendar.floor = tick;
        }
    }

    /// The sync tokens of a calendar's events expire (410).
    pub fn expire_tokens(&mut self, calendar: &str) {
        let (tick, _) = self.tick();
        if let Some(calendar) = self.calendars.get_mut(calendar) {
            calendar.floor = tick;
        }
    }

    /// The sync tokens of a user's calendar list expire (410).
    pub fn expire_list_tokens(&mut self, user: &str) {
        let (tick, _) = self.tick();
        if let Some(user) = self.users.get_mut(user) {
            user.floor = tick;
        }
    }
}
