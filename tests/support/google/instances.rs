//! `events.instances`, and `events.list` with `singleEvents`: series unrolled.

use std::sync::Arc;

use jiff::{Timestamp, ToSpan};
use serde_json::json;

use super::{
    Google,
    fields::Mask,
    list::join,
    message::{Request, Response, text},
    oauth::Access,
    refusal::Refusal,
    series::{Rules, instance_id},
    time::{Point, zone},
    view::Eyes,
    world::{Role, State, Stored},
};

/// No series is unrolled further.
const MOST: usize = 730;

impl Google {
    /// `events.instances`.
    pub(super) fn list_instances(
        &mut self,
        request: &Request,
        access: &Access,
        calendar: &str,
        id: &str,
    ) -> Result<Response, Refusal> {
        access.need(&super::list::SCOPES)?;
        let (calendar, role) = self.role(access, calendar)?;
        let known = self.calendars.get(&calendar).ok_or_else(Refusal::not_found)?;
        known.live(id).ok_or_else(Refusal::not_found)?;
        let rows = self.unrolled(&calendar, Some(id), request)?;
        self.tell_single(request, &calendar, role, rows)
    }

    /// `events.list` with `singleEvents`; it cannot be continued by changes here.
    pub(super) fn list_single(
        &mut self,
        request: &Request,
        calendar: &str,
        role: Role,
    ) -> Result<Response, Refusal> {
        if request.get("syncToken").is_some() {
            return Err(Refusal::invalid("Invalid sync token value."));
        }
        let rows = self.unrolled(calendar, None, request)?;
        self.tell_single(request, calendar, role, rows)
    }

    fn tell_single(
        &mut self,
        request: &Request,
        calendar: &str,
        role: Role,
        rows: Vec<Stored>,
    ) -> Result<Response, Refusal> {
        let mask = Mask::read(request.get("fields"))?;
        let eyes = Eyes::of(request, role, calendar)?;
        let from: usize = request.get("pageToken").and_then(|at| at.parse().ok()).unwrap_or(0);
        let size = self.page_size(request);
        let told = rows.iter().skip(from).take(size).map(|stored| eyes.tell(stored, true));
        let texts: Vec<Arc<str>> = told
            .map(|mut told| {
                if let Some(mask) = mask.below("items") {
                    mask.keep(&mut told);
                }
                told.to_string().into()
            })
            .collect();
        let mut head = json!({"kind": "calendar#events", "accessRole": role.name()});
        if let (Some(head), true) = (head.as_object_mut(), from + size < rows.len()) {
            head.insert("nextPageToken".into(), (from + size).to_string().into());
        }
        mask.keep(&mut head);
        Ok(join(&head, Some(&texts)))
    }

    /// The live instances and single events that meet `timeMin..timeMax`, by start.
    fn unrolled(
        &self,
        calendar: &str,
        only: Option<&str>,
        request: &Request,
    ) -> Result<Vec<Stored>, Refusal> {
        let bound = |name: &str, unset: Timestamp| match request.get(name) {
            Some(text) => text.parse().map_err(|_| Refusal::invalid("Bad Request")),
            None => Ok(unset),
        };
        let late = self.now.checked_add((24 * 365 * 2).hours()).unwrap_or(Timestamp::MAX);
        let from = bound("timeMin", Timestamp::UNIX_EPOCH)?;
        let to = bound("timeMax", late)?;
        let shows_deleted = request.is("showDeleted");
        let Some(known) = self.calendars.get(calendar) else { return Ok(Vec::new()) };
        let own = zone(&known.zone);
        let mut rows = Vec::new();
        for (id, stored) in &known.events {
            let series = stored.series.as_deref();
            if only.is_some_and(|only| id != only && series != Some(only)) {
                continue;
            }
            let shown = match stored.state {
                State::Live => true,
                State::Cancelled => shows_deleted,
                State::Deleted => false,
            };
            match Rules::of(&stored.body, &own) {
                Some(rules) if shown => {
                    let first = from.as_second() - 400 * 86_400;
                    for original in rules.originals(first, to.as_second(), MOST) {
                        let id = instance_id(id, &original);
                        let known = known.events.get(&id);
                        if known.is_none_or(|known| known.state == State::Deleted) {
                            rows.extend(self.virgin(calendar, &id));
                        }
                    }
                }
                Some(_) => {}
                None if shown => rows.push(stored.clone()),
                None => {}
            }
        }
        let point = |stored: &Stored, name: &str| {
            let value = stored.body.get(name).and_then(|value| value.as_object());
            let point = value.and_then(|value| Point::read(value, name, &own, false).ok());
            point.map(|point| point.instant(&own)).unwrap_or_default()
        };
        // timeMin bounds the end, timeMax the start, both exclusive.
        rows.retain(|row| point(row, "end") > from && point(row, "start") < to);
        rows.sort_by_cached_key(|row| (point(row, "start"), text(&row.body, "id").to_owned()));
        Ok(rows)
    }
}
