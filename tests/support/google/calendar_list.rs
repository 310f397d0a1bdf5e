//! `calendarList`: which calendars a user sees, and the changes since a token.

use serde_json::{Value, json};

use super::{
    Google,
    fields::Mask,
    message::{Request, Response},
    oauth::Access,
    refusal::Refusal,
    token::{Kind, Token, TokenRefused, list_identity},
    world::{Listed, Role, User, etag},
};

const SCOPES: [&str; 4] =
    ["calendar", "calendar.readonly", "calendar.calendarlist", "calendar.calendarlist.readonly"];

impl Google {
    /// `calendarList.list`.
    pub(super) fn list_calendars(
        &mut self,
        request: &Request,
        access: &Access,
    ) -> Result<Response, Refusal> {
        access.need(&SCOPES)?;
        let mask = Mask::read(request.get("fields"))?;
        let list = list_identity("calendarList", request);
        let sync = request.get("syncToken");
        if sync.is_some() {
            let forbidden = ["minAccessRole", "showOwnOrganizationOnly"];
            let named = forbidden.iter().any(|name| request.get(name).is_some());
            let shown = ["showDeleted", "showHidden"];
            if named || shown.iter().any(|name| request.get(name) == Some("false")) {
                return Err(Refusal::invalid("Sync token cannot be used with other restrictions."));
            }
        }
        let sync = sync.map(|text| self.token("syncToken", text, Kind::Sync, list)).transpose()?;
        let page = request.get("pageToken");
        let page = page.map(|text| self.token("pageToken", text, Kind::Page, list)).transpose()?;
        let last = self.last_change();
        let user = self.users.get(&access.user).ok_or_else(Refusal::not_found)?;
        let since = sync.map_or(0, |token| token.since);
        if sync.is_some_and(|token| token.since < user.floor) {
            return Err(Refusal::full_sync());
        }
        let (at, until) = page.map_or((since, last), |token| (token.at, token.until));
        let shows = |name: &str| since > 0 || request.is(name);
        let mut rows: Vec<(&String, &Listed)> = user
            .list
            .iter()
            .filter(|(_, listed)| listed.change > at)
            .filter(|(_, listed)| !listed.deleted || shows("showDeleted"))
            .filter(|(_, listed)| !listed.hidden || shows("showHidden"))
            .collect();
        rows.sort_by_key(|(_, listed)| listed.change);
        let asked = request.get("maxResults").and_then(|text| text.parse().ok()).unwrap_or(100);
        let most = self.paging.most.unwrap_or(usize::MAX);
        let size = usize::min(most, usize::clamp(asked, 1, 250));
        let more = rows.len() > size;
        rows.truncate(size);
        let next = Token {
            kind: if more { Kind::Page } else { Kind::Sync },
            list,
            since: if more { since } else { until },
            at: rows.last().map_or(at, |(_, listed)| listed.change),
            until,
        };
        let items: Vec<Value> = rows.iter().map(|(id, _)| self.listed(user, id)).collect();
        let name = if more { "nextPageToken" } else { "nextSyncToken" };
        let mut told = json!({
            "kind": "calendar#calendarList",
            "etag": format!("\"p3{:x}\"", until),
            "items": items,
            name: next.write(),
        });
        mask.keep(&mut told);
        Ok(Response::json(200, &told))
    }

    /// `calendarList.get`.
    pub(super) fn get_listed(&self, id: &str, access: &Access) -> Result<Response, Refusal> {
        access.need(&SCOPES)?;
        let user = self.users.get(&access.user).ok_or_else(Refusal::not_found)?;
        let id = if id == "primary" { access.user.as_str() } else { id };
        let listed = user.list.get(id).filter(|listed| !listed.deleted);
        listed.ok_or_else(Refusal::not_found)?;
        Ok(Response::json(200, &self.listed(user, id)))
    }

    fn listed(&self, user: &User, id: &str) -> Value {
        let listed = user.list.get(id).cloned().unwrap_or_default();
        let calendar = self.calendars.get(id);
        let (Some(calendar), false) = (calendar, listed.deleted) else {
            return json!({
                "kind": "calendar#calendarListEntry",
                "etag": etag(listed.micros),
                "id": id,
                "deleted": true,
            });
        };
        let role = calendar.roles.get(&user.email).copied().unwrap_or(Role::FreeBusyReader);
        let mut told = json!({
            "kind": "calendar#calendarListEntry",
            "etag": etag(listed.micros),
            "id": id,
            "summary": calendar.summary,
            "timeZone": calendar.zone,
            "colorId": listed.color_id,
            "backgroundColor": listed.background,
            "foregroundColor": "#000000",
            "accessRole": role.name(),
            "defaultReminders": listed.reminders,
            "conferenceProperties": {"allowedConferenceSolutionTypes": ["hangoutsMeet"]},
        });
        if let Some(told) = told.as_object_mut() {
            let mut put = |name: &str, value: Value| {
                told.insert(name.to_owned(), value);
            };
            if listed.selected {
                put("selected", true.into());
            }
            if listed.hidden {
                put("hidden", true.into());
            }
            if id == user.email {
                put("primary", true.into());
            }
            if !calendar.description.is_empty() {
                put("description", calendar.description.clone().into());
            }
            if let Some(name) = listed.summary_override {
                put("summaryOverride", name.into());
            }
            if let (Some(owner), false) = (calendar.owner(), id == user.email) {
                put("dataOwner", owner.into());
            }
        }
        told
    }

    /// Reads a token, and writes down when it was given to another list than its own.
    pub(super) fn token(
        &mut self,
        name: &str,
        text: &str,
        kind: Kind,
        list: u64,
    ) -> Result<Token, Refusal> {
        match Token::accept(name, text, kind, list) {
            Ok(token) => Ok(token),
            Err(TokenRefused::Malformed(refusal)) => Err(refusal),
            Err(TokenRefused::OtherList(refusal)) => {
                self.violations.push(refusal.message.clone());
                Err(refusal)
            }
        }
    }
}
