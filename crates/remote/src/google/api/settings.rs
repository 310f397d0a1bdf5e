//! settings.list and colors.get.

use bytes::Bytes;
use serde::Deserialize;

use super::{RawPage, get, parse};
use crate::google::error::GoogleError;
use crate::google::fields;
use crate::google::session::Session;

/// More pages of settings than there are settings.
const PAGES: usize = 20;

/// A setting of Google Calendar, such as `weekStart` or `timezone`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Setting {
    /// Its name.
    pub id: String,
    /// Always text.
    pub value: String,
}

impl Session {
    /// The account's settings, all of them; those that cannot be read are left out.
    pub async fn list_settings(&self) -> Result<Vec<Setting>, GoogleError> {
        let mut settings = Vec::new();
        let mut page_token: Option<String> = None;
        for _ in 0..PAGES {
            let mut query = vec![("maxResults", "250"), ("fields", fields::SETTINGS)];
            query.extend(page_token.as_deref().map(|token| ("pageToken", token)));
            let ask = get("settings.list", &self.places, &["users", "me", "settings"], &query)?;
            let page = RawPage::read(&self.call(ask).await?)?;
            let items = page.items.unwrap_or_default();
            settings.extend(items.iter().filter_map(|item| serde_json::from_str(item.get()).ok()));
            page_token = page.next_page_token;
            if page_token.is_none() {
                break;
            }
        }
        Ok(settings)
    }

    /// The palettes of calendars and events, as they came: a JSON object.
    pub async fn get_colors(&self) -> Result<Bytes, GoogleError> {
        let response = self.call(get("colors.get", &self.places, &["colors"], &[])?).await?;
        let _: serde_json::Map<String, serde_json::Value> = parse(&response)?;
        Ok(response.body)
    }
}
