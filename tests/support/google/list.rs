//! `events.list`: everything, or the changes since a token, in pages.

use std::sync::Arc;

use serde_json::{Value, json};

use super::{
    Google, fault,
    fields::Mask,
    message::{Request, Response},
    oauth::Access,
    refusal::Refusal,
    time::stamp,
    token::{Kind, Token, digest, list_identity},
    view::Eyes,
    world::{Role, State, Stored},
};

/// What may read events.
pub(super) const SCOPES: [&str; 4] =
    ["calendar", "calendar.readonly", "calendar.events", "calendar.events.readonly"];

/// What a sync token excludes (`events.list`, `syncToken`).
const FORBIDDEN: [&str; 8] = [
    "iCalUID",
    "orderBy",
    "privateExtendedProperty",
    "q",
    "sharedExtendedProperty",
    "timeMin",
    "timeMax",
    "updatedMin",
];

impl Google {
    /// The calendar of a path, and what the user may do with it.
    pub(super) fn role(&self, access: &Access, calendar: &str) -> Result<(String, Role), Refusal> {
        let id = if calendar == "primary" { access.user.as_str() } else { calendar };
        let role = self.calendars.get(id).and_then(|known| known.roles.get(&access.user));
        role.map(|role| (id.to_owned(), *role)).ok_or_else(Refusal::not_found)
    }

    /// `events.list`.
    pub(super) fn list_events(
        &mut self,
        request: &Request,
        access: &Access,
        calendar: &str,
    ) -> Result<Response, Refusal> {
        access.need(&SCOPES)?;
        let (id, role) = self.role(access, calendar)?;
        let mask = Mask::read(request.get("fields"))?;
        let list = list_identity(&format!("{id} {}", access.user), request);
        let sync = request.get("syncToken");
        if sync.is_some() {
            let named = FORBIDDEN.iter().find(|name| request.get(name).is_some());
            if named.is_some() || request.get("showDeleted") == Some("false") {
                self.violations.push(format!("syncToken with {}", named.unwrap_or(&"showDeleted")));
                let message = "Sync token cannot be used with other query restrictions.";
                return Err(Refusal::invalid(message));
            }
        }
        if request.is("singleEvents") {
            return self.list_single(request, &id, role);
        }
        let sync = sync.map(|text| self.token("syncToken", text, Kind::Sync, list)).transpose()?;
        let page = request.get("pageToken");
        let page = page.map(|text| self.token("pageToken", text, Kind::Page, list)).transpose()?;
        let eyes = Eyes::of(request, role, &id)?;
        let size = self.page_size(request);
        let empty = self.lists_nothing && sync.is_none();
        let wanted = Wanted::of(request, sync.is_some())?;

        self.open_conferences(&id);
        let last = self.last_change();
        let known = self.calendars.get_mut(&id).ok_or_else(Refusal::not_found)?;
        let since = sync.map_or(0, |token| token.since);
        if sync.is_some_and(|token| token.since < known.floor) {
            return Err(Refusal::full_sync());
        }
        let (at, until) = page.map_or((since, last), |token| (token.at, token.until));
        let items_mask = mask.below("items").cloned();
        let told_as = digest((&items_mask, request.get("timeZone")));
        let (mut texts, mut reached, mut more) = (Vec::<Arc<str>>::new(), at, false);
        for (change, event) in known.changes.range(at + 1..) {
            let Some(stored) = known.events.get_mut(event) else { continue };
            if empty || !wanted.holds(stored) {
                continue;
            }
            if texts.len() >= size {
                more = true;
                break;
            }
            reached = *change;
            let Some(items_mask) = &items_mask else { continue };
            texts.push(match &stored.told {
                Some((how, text)) if *how == told_as && eyes.plain() => Arc::clone(text),
                Some(_) | None => {
                    let mut told = eyes.tell(stored, true);
                    items_mask.keep(&mut told);
                    let text: Arc<str> = told.to_string().into();
                    if eyes.plain() {
                        stored.told = Some((told_as, Arc::clone(&text)));
                    }
                    text
                }
            });
        }
        if size == 0 {
            more = true;
        }
        let (name, summary, zone, micros) =
            (known.description.clone(), known.summary.clone(), known.zone.clone(), known.micros);
        let listed = self.users.get(&access.user).and_then(|user| user.list.get(&id));
        let mut head = json!({
            "kind": "calendar#events",
            "etag": format!("\"p3{:x}o0o\"", digest((last, &id))),
            "summary": summary,
            "description": name,
            "updated": stamp(micros),
            "timeZone": request.get("timeZone").unwrap_or(&zone),
            "accessRole": role.name(),
            "defaultReminders": listed.map_or_else(|| json!([]), |listed| listed.reminders.clone()),
        });
        let next = Token {
            kind: if more { Kind::Page } else { Kind::Sync },
            list,
            since: if more { since } else { until },
            at: reached,
            until,
        };
        if let Some(head) = head.as_object_mut() {
            if more {
                head.insert("nextPageToken".into(), next.write().into());
            } else if wanted.syncs {
                head.insert("nextSyncToken".into(), next.write().into());
            }
        }
        mask.keep(&mut head);
        let items = mask.below("items").is_some();
        let foreign = std::mem::take(&mut self.foreign_items);
        self.told_odd = !foreign.is_empty();
        texts.extend(foreign.iter().map(|item| Arc::from(item.to_string())));
        Ok(join(&head, items.then_some(&texts)))
    }

    /// How long the next page may be.
    pub(super) fn page_size(&mut self, request: &Request) -> usize {
        let asked = request.get("maxResults").and_then(|text| text.parse().ok()).unwrap_or(250);
        let size = usize::clamp(asked, 1, 2500).min(self.paging.most.unwrap_or(usize::MAX));
        self.paging.next.pop_front().map_or(size, |next| next.min(size))
    }
}

/// The answer from its head and the texts of its items.
pub(super) fn join(head: &Value, items: Option<&Vec<Arc<str>>>) -> Response {
    let mut text = head.to_string();
    if let Some(items) = items {
        text.pop();
        if text.len() > 1 {
            text.push(',');
        }
        text.push_str("\"items\":[");
        text.push_str(&items.join(","));
        text.push_str("]}");
    }
    Response::text(200, "application/json; charset=UTF-8", text)
}

/// Which events a list has.
struct Wanted {
    deleted: bool,
    uid: Option<String>,
    words: Option<String>,
    /// Microseconds since the epoch.
    updated: Option<i64>,
    /// Whether the list can be continued by changes.
    syncs: bool,
}

impl Wanted {
    fn of(request: &Request, sync: bool) -> Result<Self, Refusal> {
        if request.get("orderBy") == Some("startTime") {
            let message = "The requested ordering is not available for the particular query.";
            return Err(Refusal::new(400, "invalid", message));
        }
        let updated = request.get("updatedMin").map(|text| {
            let at = text.parse::<jiff::Timestamp>();
            at.map(|at| at.as_microsecond()).map_err(|_| Refusal::invalid("Bad Request"))
        });
        let updated = updated.transpose()?;
        Ok(Self {
            deleted: sync || request.is("showDeleted") || updated.is_some(),
            uid: request.get("iCalUID").map(str::to_owned),
            words: request.get("q").map(str::to_lowercase),
            updated,
            syncs: FORBIDDEN.iter().all(|name| request.get(name).is_none()),
        })
    }

    fn holds(&self, stored: &Stored) -> bool {
        let text = |name| super::message::text(&stored.body, name);
        (self.deleted || stored.state != State::Deleted)
            && self.uid.as_ref().is_none_or(|uid| text("iCalUID") == uid)
            && self.updated.is_none_or(|since| stored.updated >= since)
            && self.words.as_ref().is_none_or(|words| {
                ["summary", "description", "location"]
                    .iter()
                    .any(|name| text(name).to_lowercase().contains(words))
            })
    }
}

impl fault::Matcher {
    /// Lists of events.
    pub fn event_lists() -> Self {
        Self { method: Some("GET".into()), path: Some("/events".into()), ends: true }
    }
}
