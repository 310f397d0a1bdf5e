//! What Google was asked to allow, and what of it was allowed.

use std::collections::BTreeSet;

/// The scopes this program asks for or understands (Calendar v3, discovery document; OpenID
/// Connect).
pub mod scope {
    /// Sign-in itself.
    pub const OPENID: &str = "openid";
    /// The mail address of the account.
    pub const EMAIL: &str = "email";
    /// The name of the account's owner.
    pub const PROFILE: &str = "profile";
    /// [`EMAIL`] as the token address calls it.
    pub const USERINFO_EMAIL: &str = "https://www.googleapis.com/auth/userinfo.email";
    /// [`PROFILE`] as the token address calls it.
    pub const USERINFO_PROFILE: &str = "https://www.googleapis.com/auth/userinfo.profile";
    /// Read and write events.
    pub const EVENTS: &str = "https://www.googleapis.com/auth/calendar.events";
    /// Read events.
    pub const EVENTS_READONLY: &str = "https://www.googleapis.com/auth/calendar.events.readonly";
    /// Read the list of calendars, and the palette of colours.
    pub const CALENDAR_LIST_READONLY: &str =
        "https://www.googleapis.com/auth/calendar.calendarlist.readonly";
    /// Read and write the list of calendars.
    pub const CALENDAR_LIST: &str = "https://www.googleapis.com/auth/calendar.calendarlist";
    /// See when somebody is busy.
    pub const FREE_BUSY: &str = "https://www.googleapis.com/auth/calendar.freebusy";
    /// Read the settings of Google Calendar.
    pub const SETTINGS_READONLY: &str =
        "https://www.googleapis.com/auth/calendar.settings.readonly";
    /// Read everything.
    pub const READONLY: &str = "https://www.googleapis.com/auth/calendar.readonly";
    /// Read and write everything.
    pub const CALENDAR: &str = "https://www.googleapis.com/auth/calendar";
}

/// A set of scopes, as granted or as wanted. Every question is answered by the scopes that
/// Google's discovery document names for the method.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scopes(BTreeSet<String>);

impl Scopes {
    /// What a sign-in asks for: the least that allows everything this program does. Reading events
    /// is asked for by itself, so that who unticks writing still sees their calendars.
    pub fn wanted() -> Self {
        Self::parse(&format!(
            "{} {} {} {} {} {} {} {}",
            scope::OPENID,
            scope::EMAIL,
            scope::PROFILE,
            scope::EVENTS,
            scope::EVENTS_READONLY,
            scope::CALENDAR_LIST_READONLY,
            scope::FREE_BUSY,
            scope::SETTINGS_READONLY
        ))
    }

    /// Reads the form of OAuth: names with blanks between them (RFC 6749 §3.3).
    pub fn parse(text: &str) -> Self {
        Self(text.split_whitespace().map(canonical).collect())
    }

    /// In the form [`Scopes::parse`] reads, sorted.
    pub fn to_text(&self) -> String {
        self.iter().collect::<Vec<_>>().join(" ")
    }

    /// In order of their names.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }

    /// True when there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// events.list, get, instances.
    pub fn can_read_events(&self) -> bool {
        self.has_any(&[scope::EVENTS, scope::EVENTS_READONLY, scope::READONLY, scope::CALENDAR])
    }

    /// events.insert, patch, delete, move.
    pub fn can_write_events(&self) -> bool {
        self.has_any(&[scope::EVENTS, scope::CALENDAR])
    }

    /// calendarList.list, and colors.get.
    pub fn can_list_calendars(&self) -> bool {
        self.has_any(&[
            scope::CALENDAR_LIST_READONLY,
            scope::CALENDAR_LIST,
            scope::READONLY,
            scope::CALENDAR,
        ])
    }

    /// freebusy.query.
    pub fn can_query_free_busy(&self) -> bool {
        self.has_any(&[scope::FREE_BUSY, scope::READONLY, scope::CALENDAR])
    }

    /// settings.list.
    pub fn can_read_settings(&self) -> bool {
        self.has_any(&[scope::SETTINGS_READONLY, scope::READONLY, scope::CALENDAR])
    }

    /// True when nothing that [`Scopes::wanted`] would allow is missing.
    pub fn is_complete(&self) -> bool {
        self.can_write_events()
            && self.can_list_calendars()
            && self.can_query_free_busy()
            && self.can_read_settings()
    }

    fn has_any(&self, names: &[&str]) -> bool {
        names.iter().any(|name| self.0.contains(*name))
    }
}

/// One name for each scope: the token address answers `email` with a longer one.
fn canonical(name: &str) -> String {
    match name {
        scope::USERINFO_EMAIL => scope::EMAIL,
        scope::USERINFO_PROFILE => scope::PROFILE,
        other => other,
    }
    .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rule_43_what_each_scope_allows() {
        let mut table = String::new();
        let all = Scopes::wanted().to_text();
        for (name, text) in [
            ("wanted", all.as_str()),
            ("events", scope::EVENTS),
            ("events.readonly", scope::EVENTS_READONLY),
            ("calendarlist.readonly", scope::CALENDAR_LIST_READONLY),
            ("calendarlist", scope::CALENDAR_LIST),
            ("freebusy", scope::FREE_BUSY),
            ("settings.readonly", scope::SETTINGS_READONLY),
            ("readonly", scope::READONLY),
            ("calendar", scope::CALENDAR),
            ("sign-in only", "openid email profile"),
            ("none", ""),
        ] {
            let scopes = Scopes::parse(text);
            let may: Vec<&str> = [
                ("read", scopes.can_read_events()),
                ("write", scopes.can_write_events()),
                ("list", scopes.can_list_calendars()),
                ("free/busy", scopes.can_query_free_busy()),
                ("settings", scopes.can_read_settings()),
                ("complete", scopes.is_complete()),
            ]
            .into_iter()
            .filter_map(|(word, may)| may.then_some(word))
            .collect();
            let may = if may.is_empty() { "nothing".to_owned() } else { may.join(", ") };
            table += &format!("{name}: {may}\n");
        }
        insta::assert_snapshot!(table, @"
        wanted: read, write, list, free/busy, settings, complete
        events: read, write
        events.readonly: read
        calendarlist.readonly: list
        calendarlist: list
        freebusy: free/busy
        settings.readonly: settings
        readonly: read, list, free/busy, settings
        calendar: read, write, list, free/busy, settings, complete
        sign-in only: nothing
        none: nothing
        ");
    }

    #[test]
    fn rule_42_order_and_names_of_the_token_address_do_not_matter() {
        let answered = "https://www.googleapis.com/auth/userinfo.profile  openid \
                        https://www.googleapis.com/auth/userinfo.email";
        assert_eq!(Scopes::parse(answered), Scopes::parse("email openid profile"));
        assert_eq!(Scopes::parse(&Scopes::wanted().to_text()), Scopes::wanted());
        assert!(Scopes::parse(" ").is_empty());
    }
}
