//! Invitations and answers: what an organizer writes appears in the guests' own calendars, what a
//! guest may write goes back.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{
    Google, body,
    message::{Object, flag, list, text, text_of},
    refusal::Refusal,
    series::is_instance,
    target::Target,
    time::{write_times, zone},
    world::{State, Stored},
};

/// What each copy of an event has for itself.
const PRIVATE: [&str; 5] = ["colorId", "eventLabelId", "reminders", "transparency", "visibility"];

/// Whose event it is: the id of the calendar that organizes it.
pub(super) fn organizer(body: &Object) -> &str {
    body.get("organizer").map(|one| text_of(one, "email")).unwrap_or_default()
}

/// The addresses of the guests, rooms and the organizer left out.
pub(super) fn guests(body: &Object) -> BTreeSet<String> {
    let people = list(body, "attendees").iter().filter_map(Value::as_object);
    let people = people.filter(|one| !flag(one, "resource", false));
    let emails = people.map(|one| text(one, "email").to_owned());
    emails.filter(|email| email != organizer(body)).collect()
}

/// The own entry of a calendar's owner.
fn entry<'a>(body: &'a Object, email: &str) -> Option<&'a Value> {
    list(body, "attendees").iter().find(|one| text_of(one, "email") == email)
}

/// With `attendeesOmitted` only the writer's own answer counts: the rest of the list is as it was.
pub(super) fn keep_omitted(given: &Object, old: &Object, new: &mut Object, email: &str) {
    if !flag(given, "attendeesOmitted", false) {
        return;
    }
    let mut attendees = list(old, "attendees").to_vec();
    if let Some(own) = entry(given, email).and_then(Value::as_object) {
        for one in attendees.iter_mut().filter_map(Value::as_object_mut) {
            if text(one, "email") == email {
                for name in ["responseStatus", "comment", "additionalGuests"] {
                    if let Some(value) = own.get(name) {
                        one.insert(name.to_owned(), value.clone());
                    }
                }
            }
        }
    }
    new.insert("attendees".into(), attendees.into());
}

/// Which parts of a change stay in the guest's copy, and which are the organizer's to have.
struct Parts {
    private: BTreeSet<String>,
    shared: BTreeSet<String>,
}

/// What a guest may change (events, concepts/sharing): their answer, what is private to the copy,
/// whom else they invite where that is allowed, everything where that is.
fn parts(old: &Object, new: &Object, email: &str) -> Result<Parts, Refusal> {
    let (mut private, mut shared) = (BTreeSet::new(), BTreeSet::new());
    for name in body::changed(old, new) {
        let own_properties = name == "extendedProperties" && {
            let part = |body: &Object| {
                body.get("extendedProperties").and_then(|all| all.get("shared")).cloned()
            };
            part(old) == part(new)
        };
        if PRIVATE.contains(&name.as_str()) || own_properties {
            private.insert(name);
        } else {
            shared.insert(name);
        }
    }
    if shared.is_empty() || flag(old, "guestsCanModify", false) {
        return Ok(Parts { private, shared });
    }
    let only_attendees = shared.iter().all(|name| name == "attendees");
    let others = |body: &Object| -> Vec<Value> {
        let all = list(body, "attendees").iter();
        all.filter(|one| text_of(one, "email") != email).cloned().collect()
    };
    let (before, after) = (others(old), others(new));
    let stays = before.iter().all(|one| after.contains(one));
    let invites = after.len() > before.len();
    let may = only_attendees
        && stays
        && entry(new, email).is_some() == entry(old, email).is_some()
        && (!invites || flag(old, "guestsCanInviteOthers", true));
    if may { Ok(Parts { private, shared }) } else { Err(Refusal::guest()) }
}

impl Google {
    /// Carries out a guest's change of their copy.
    pub(super) fn write_as_guest(&mut self, target: &Target, new: &Object) -> Result<(), Refusal> {
        let Target { calendar, id, stored, .. } = target;
        let old = &stored.body;
        let parts = parts(old, new, calendar)?;
        let organizer = organizer(old).to_owned();
        let theirs = self.organized(&organizer, id);
        if !parts.private.is_empty() || theirs.is_none() {
            let mut copy = old.clone();
            let names: Vec<&String> = match theirs {
                Some(_) => parts.private.iter().collect(),
                None => parts.private.union(&parts.shared).collect(),
            };
            let changed = names.iter().map(|name| (*name).clone()).collect();
            names.iter().for_each(|name| put_field(&mut copy, name, new.get(*name)));
            self.write(calendar, id, target, copy, changed);
        }
        if let (Some(theirs), false) = (theirs, parts.shared.is_empty()) {
            let mut body = theirs.body.clone();
            for name in &parts.shared {
                put_field(&mut body, name, new.get(name));
            }
            let role = target.role;
            let target =
                Target { calendar: organizer.clone(), role, id: id.clone(), stored: theirs };
            self.write(&organizer, id, &target, body, parts.shared);
            self.spread(&organizer, id);
        }
        Ok(())
    }

    /// A guest throws their copy away: the organizer sees that they decline.
    pub(super) fn leave(&mut self, target: &Target) {
        let Target { calendar, id, stored, .. } = target;
        let organizer = organizer(&stored.body).to_owned();
        self.take_away(calendar, id, stored);
        let Some(theirs) = self.organized(&organizer, id) else { return };
        let mut body = theirs.body.clone();
        if let Some(attendees) = body.get_mut("attendees").and_then(Value::as_array_mut) {
            for one in attendees.iter_mut().filter_map(Value::as_object_mut) {
                if text(one, "email") == calendar {
                    one.insert("responseStatus".into(), "declined".into());
                }
            }
        }
        let changed = body::changed(&theirs.body, &body);
        let target = Target {
            calendar: organizer.clone(),
            role: target.role,
            id: id.clone(),
            stored: theirs,
        };
        self.write(&organizer, id, &target, body, changed);
        if let Some(known) = self.calendars.get_mut(&organizer)
            && let Some(stored) = known.events.get_mut(id)
        {
            stored.left.insert(calendar.clone());
        }
        self.spread(&organizer, id);
    }

    /// The organizer's own event, an instance nobody has changed included.
    fn organized(&self, organizer: &str, id: &str) -> Option<Stored> {
        let known = self.calendars.get(organizer)?;
        match known.events.get(id) {
            Some(stored) if stored.state == State::Live => Some(stored.clone()),
            Some(stored) if stored.state == State::Cancelled => None,
            Some(_) | None => self.virgin(organizer, id),
        }
    }

    /// Brings the copies of an event, and of all members of its series, in line with it.
    pub(super) fn spread(&mut self, calendar: &str, id: &str) {
        let Some(known) = self.calendars.get(calendar) else { return };
        let root = match known.events.get(id).and_then(|stored| stored.series.clone()) {
            Some(series) => series,
            None => id.to_owned(),
        };
        let mut members = known.exceptions(&root);
        members.insert(0, root);
        let members: Vec<Stored> = members
            .iter()
            .filter_map(|id| known.events.get(id).cloned())
            .filter(|stored| organizer(&stored.body) == calendar)
            .collect();
        let users: Vec<String> = self.users.keys().cloned().collect();
        for user in users.iter().filter(|user| *user != calendar) {
            let (mut dirty, mut gone) = (Vec::new(), Vec::new());
            for member in &members {
                self.spread_one(user, member, &mut dirty, &mut gone);
            }
            if let Some(first) = dirty.first().or(gone.first()).cloned() {
                let mut others = dirty;
                others.extend(gone);
                others.retain(|id| *id != first);
                self.touch(user, &first, &others, false);
            }
        }
    }

    fn spread_one(
        &mut self,
        user: &str,
        member: &Stored,
        dirty: &mut Vec<String>,
        gone: &mut Vec<String>,
    ) {
        let id = text(&member.body, "id").to_owned();
        let invited = member.state == State::Live && guests(&member.body).contains(user);
        let Some(known) = self.calendars.get(user) else { return };
        let copy = known.events.get(&id).cloned();
        let ours = copy.as_ref().is_none_or(|copy| {
            organizer(&copy.body) == organizer(&member.body) || copy.state == State::Deleted
        });
        if !ours || (invited && member.left.contains(user)) {
            return;
        }
        if invited {
            // A place of the series that nobody invited the guest to anew stays as it was.
            let base = match &copy {
                Some(copy) if copy.state == State::Live => Some(copy.clone()),
                Some(_) | None => self.virgin(user, &id),
            };
            let mut body = member.body.clone();
            write_times(&mut body, &zone(&known.zone));
            for name in PRIVATE {
                let own = base.as_ref().map(|base| base.body.get(name));
                let fresh = (name == "reminders").then(|| json!({"useDefault": true}));
                let first = match name {
                    "transparency" | "visibility" => body.get(name).cloned(),
                    _ => fresh,
                };
                put_field(&mut body, name, own.unwrap_or(first.as_ref()));
            }
            let private = base.as_ref().and_then(|base| base.body.get("extendedProperties"));
            let private = private.and_then(|all| all.get("private")).cloned();
            set_private(&mut body, private);
            let live = copy.as_ref().filter(|copy| copy.state == State::Live);
            let before = live.map(|copy| copy.body.clone()).unwrap_or_default();
            let changed = body::changed(&before, &body);
            if changed.is_empty() {
                return;
            }
            let mut own = live.map(|copy| copy.own.clone()).unwrap_or_default();
            own.extend(member.own.iter().cloned());
            let master = !is_instance(&body);
            self.put(user, &id, body, own);
            dirty.push(id.clone());
            if master {
                gone.extend(self.change_exceptions(user, &id, &changed));
            }
        } else if let Some(copy) = copy.as_ref().filter(|copy| copy.state == State::Live) {
            let in_series =
                copy.series.as_deref().is_some_and(|series| known.live(series).is_some());
            self.drop_copy(user, &id, in_series);
            dirty.push(id);
        } else if member.state == State::Cancelled && copy.is_none() {
            // A place of the series the guest has without ever having had a copy of it.
            if let Some(virgin) = self.virgin(user, &id) {
                self.put(user, &id, virgin.body, BTreeSet::new());
                self.drop_copy(user, &id, true);
                dirty.push(id);
            }
        }
    }

    /// Marks a copy as gone, its exceptions with it.
    fn drop_copy(&mut self, user: &str, id: &str, in_series: bool) {
        let Some(known) = self.calendars.get_mut(user) else { return };
        for exception in known.exceptions(id) {
            if let Some(gone) = known.events.remove(&exception) {
                known.changes.remove(&gone.change);
            }
        }
        if let Some(stored) = known.events.get_mut(id) {
            stored.state = if in_series { State::Cancelled } else { State::Deleted };
        }
    }

    /// The organizer deleted an event: the copies go.
    pub(super) fn call_off(&mut self, calendar: &str, removed: &Stored, exceptions: &[String]) {
        let root = text(&removed.body, "id").to_owned();
        let users: Vec<String> = self.users.keys().cloned().collect();
        for user in users.iter().filter(|user| *user != calendar) {
            let ids = std::iter::once(&root).chain(exceptions);
            for id in ids {
                let Some(known) = self.calendars.get(user) else { continue };
                let ours = |copy: &&Stored| organizer(&copy.body) == calendar;
                if known.live(id).filter(ours).is_none() {
                    continue;
                }
                self.drop_copy(user, id, false);
                self.touch(user, id, &[], false);
            }
        }
    }
}

fn put_field(body: &mut Object, name: &str, value: Option<&Value>) {
    match value {
        Some(value) => body.insert(name.to_owned(), value.clone()),
        None => body.remove(name),
    };
}

fn set_private(body: &mut Object, private: Option<Value>) {
    let mut properties =
        body.get("extendedProperties").and_then(Value::as_object).cloned().unwrap_or_default();
    put_field(&mut properties, "private", private.as_ref());
    let properties = Some(Value::Object(properties)).filter(|all| *all != json!({}));
    put_field(body, "extendedProperties", properties.as_ref());
}
