//! calendarList.list: which calendars an account shows, and with which rights.

use serde::Serialize;
use serde_json::Value;

use super::{RawPage, get};
use crate::google::classify::Asked;
use crate::google::error::GoogleError;
use crate::google::fields;
use crate::google::session::Session;

/// The most Google gives at once.
const MAX_RESULTS: &str = "250";

/// Where a listing goes on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListCalendars {
    /// What the last listing ended with; `None` lists everything.
    pub sync_token: Option<String>,
    /// What the page before ended with.
    pub page_token: Option<String>,
}

/// One page of the list of calendars. It may be short or empty although another follows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CalendarPage {
    /// In Google's order.
    pub items: Vec<CalendarEntry>,
    /// How many entries had no id and were left out.
    pub unreadable: usize,
    /// Set when another page follows.
    pub next_page: Option<String>,
    /// Set on the last page only.
    pub next_sync: Option<String>,
}

/// A calendar as the account sees it. Texts that are missing or of another type are empty, flags
/// false: of a deleted calendar only the id is certain.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct CalendarEntry {
    /// A mail address, of a person or of the calendar.
    pub id: String,
    /// Changes with the entry.
    pub etag: String,
    /// The owner's name for it.
    pub summary: String,
    /// The account's own name for it.
    pub summary_override: String,
    /// What it is for.
    pub description: String,
    /// Where it is.
    pub location: String,
    /// IANA.
    pub time_zone: String,
    /// In the palette of calendars.
    pub color_id: String,
    /// `#rrggbb`.
    pub background_color: String,
    /// `#rrggbb`.
    pub foreground_color: String,
    /// `freeBusyReader`, `reader`, `writerWithoutPrivateAccess`, `writer` or `owner`.
    pub access_role: String,
    /// Of the person it is about, where that is not the account.
    pub data_owner: String,
    /// The account's own calendar.
    pub primary: bool,
    /// Shown at Google.
    pub selected: bool,
    /// Not in Google's list.
    pub hidden: bool,
    /// No longer there.
    pub deleted: bool,
    /// For events that ask for the calendar's own.
    pub default_reminders: Vec<DefaultReminder>,
}

/// A reminder of a calendar.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DefaultReminder {
    /// `popup` or `email`.
    pub method: String,
    /// Before the start.
    pub minutes: u32,
}

impl CalendarEntry {
    /// The name to show: the account's own, else the owner's, else the id.
    pub fn name(&self) -> &str {
        [&self.summary_override, &self.summary, &self.id]
            .into_iter()
            .find(|name| !name.is_empty())
            .map_or("", String::as_str)
    }

    fn read(entry: &Value) -> Option<Self> {
        let text = |name: &str| {
            entry.get(name).and_then(Value::as_str).map(str::to_owned).unwrap_or_default()
        };
        let flag = |name: &str| entry.get(name).and_then(Value::as_bool).unwrap_or_default();
        let id = text("id");
        if id.is_empty() {
            return None;
        }
        Some(Self {
            id,
            etag: text("etag"),
            summary: text("summary"),
            summary_override: text("summaryOverride"),
            description: text("description"),
            location: text("location"),
            time_zone: text("timeZone"),
            color_id: text("colorId"),
            background_color: text("backgroundColor"),
            foreground_color: text("foregroundColor"),
            access_role: text("accessRole"),
            data_owner: text("dataOwner"),
            primary: flag("primary"),
            selected: flag("selected"),
            hidden: flag("hidden"),
            deleted: flag("deleted"),
            default_reminders: read_reminders(entry.get("defaultReminders")),
        })
    }
}

/// The reminders that can be read; none for anything that is not a list.
pub(super) fn read_reminders(value: Option<&Value>) -> Vec<DefaultReminder> {
    let read = |reminder: &Value| {
        Some(DefaultReminder {
            method: reminder.get("method")?.as_str()?.to_owned(),
            minutes: u32::try_from(reminder.get("minutes")?.as_u64()?).ok()?,
        })
    };
    value.and_then(Value::as_array).into_iter().flatten().filter_map(read).collect()
}

impl Session {
    /// One page of the account's calendars, hidden ones included.
    ///
    /// With a sync token: what changed since, deleted ones included. Fields that belong to the
    /// calendar and not to the entry (its name, the rights) do not count as a change there.
    pub async fn list_calendars(&self, list: &ListCalendars) -> Result<CalendarPage, GoogleError> {
        let mut query = vec![
            ("maxResults", MAX_RESULTS),
            // Allowed with a sync token only when true, and both requests must be alike.
            ("showHidden", "true"),
            ("fields", fields::CALENDARS),
        ];
        query.extend(list.sync_token.as_deref().map(|token| ("syncToken", token)));
        query.extend(list.page_token.as_deref().map(|token| ("pageToken", token)));
        let mut ask =
            get("calendarList.list", &self.places, &["users", "me", "calendarList"], &query)?;
        if list.sync_token.is_some() || list.page_token.is_some() {
            ask.asked = Asked::WithToken;
        }
        let page = RawPage::read(&self.call(ask).await?)?;
        let items = page.items.unwrap_or_default();
        let entries: Vec<CalendarEntry> = items
            .iter()
            .filter_map(|item| CalendarEntry::read(&serde_json::from_str(item.get()).ok()?))
            .collect();
        Ok(CalendarPage {
            unreadable: items.len() - entries.len(),
            items: entries,
            next_page: page.next_page_token,
            next_sync: page.next_sync_token,
        })
    }
}
