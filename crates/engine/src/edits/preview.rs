//! What an edit would bring about, so that the user can be asked before it is made.

use kalends_calendar::{Event, Status};

use super::{
    change::{self, Setting},
    place::Place,
    plan::{Mint, Plan},
    plan_change, plan_deletion,
    subject::Subject,
    want::{Want, Wanted},
};
use crate::{Consequences, EditScope, Error, EventChange};

/// Domains in which everybody has an address: nobody's organisation.
const PUBLIC: [&str; 20] = [
    "gmail.com",
    "googlemail.com",
    "outlook.com",
    "hotmail.com",
    "live.com",
    "msn.com",
    "yahoo.com",
    "icloud.com",
    "me.com",
    "mac.com",
    "aol.com",
    "gmx.de",
    "gmx.net",
    "gmx.at",
    "gmx.com",
    "web.de",
    "proton.me",
    "protonmail.com",
    "fastmail.com",
    "posteo.de",
];

pub(super) struct Preview<'a> {
    pub(super) subject: &'a Subject,
    pub(super) from: &'a Place,
    pub(super) to: &'a Place,
    pub(super) setting: Setting,
    pub(super) mint: Mint<'a>,
}

impl Preview<'_> {
    /// `None` as change is a deletion; `addresses` are those of the user's accounts.
    pub(super) fn of(
        &self,
        change: Option<&EventChange>,
        scope: EditScope,
        addresses: &[String],
    ) -> Result<Consequences, Error> {
        let scopes = self.scopes(change);
        let scope = match scopes.as_slice() {
            [] => scope,
            offered if offered.contains(&scope) => scope,
            [first, ..] => *first,
        };
        let plan = match change {
            Some(change) => plan_change(
                self.subject,
                change,
                scope,
                self.from,
                self.to,
                &self.setting,
                self.mint,
            )?,
            None => plan_deletion(self.subject, scope, self.from, self.mint)?,
        };
        let (inside, outside) = mailed(self.subject, self.from, &plan, addresses);
        Ok(Consequences { scopes, inside, outside, resets: plan.resets, problem: None })
    }

    /// What there is to choose from; empty where every choice comes to the same.
    fn scopes(&self, change: Option<&EventChange>) -> Vec<EditScope> {
        let Some(spot) = &self.subject.spot else { return Vec::new() };
        let event = &self.subject.stored.event;
        let whole = !event.shared.foreign && !event.shared.attendees_omitted && !spot.first;
        let mut scopes = vec![EditScope::This, EditScope::Following, EditScope::All];
        scopes.retain(|scope| *scope != EditScope::Following || whole);
        let Some(change) = change else { return scopes };
        let mut change = change::reduce(change, &spot.event, self.subject.rules(), &self.setting);
        change.calendar = change.calendar.filter(|calendar| *calendar != self.from.calendar.id);
        if change::is_nothing(&change) {
            return Vec::new();
        }
        if change.calendar.is_some() {
            return vec![EditScope::All];
        }
        scopes.retain(|scope| *scope != EditScope::This || change.rules.is_none());
        scopes
    }
}

/// Who could be mailed, inside and outside: everybody invited before or after, also to a single
/// occurrence that goes with its series or moves along with it; the organiser when somebody else's
/// event is left; nobody for what only the user sees. An event that goes into another calendar is
/// told like any other change, for that calendar organises it from then on.
pub(crate) fn mailed(
    subject: &Subject,
    from: &Place,
    plan: &Plan,
    addresses: &[String],
) -> (Vec<String>, Vec<String>) {
    if !from.is_remote() {
        return Default::default();
    }
    let moves = |want: &Want| want.calendar != from.calendar.id;
    let mut all: Vec<&str> = Vec::new();
    for want in &plan.wants {
        let before = before(subject, want);
        match &want.wanted {
            Wanted::Event(event) => {
                if moves(want) || before.is_none_or(|before| is_told(before, event)) {
                    all.extend(before.into_iter().chain([event.as_ref()]).flat_map(people));
                }
            }
            Wanted::Deleted | Wanted::Dropped => {
                all.extend(
                    before.into_iter().filter(|before| takes_place(before)).flat_map(people),
                );
            }
        }
        if moves(want) && want.id == subject.stored.id {
            let along = subject.overrides.iter().map(|one| &one.event);
            all.extend(along.filter(|event| takes_place(event)).flat_map(people));
        }
    }
    sort(all, from, addresses)
}

/// Whether there is anything left to hear of.
fn takes_place(event: &Event) -> bool {
    event.status != Status::Cancelled
}

fn before<'a>(subject: &'a Subject, want: &Want) -> Option<&'a Event> {
    if want.id == subject.stored.id {
        return Some(&subject.stored.event);
    }
    let own = subject.overrides.iter().find(|one| one.id == want.id);
    let spot = subject.spot.as_ref().map(|spot| &spot.event);
    match own {
        Some(own) => Some(&own.event),
        None => spot.filter(|_| matches!(want.origin, super::want::Origin::Instance { .. })),
    }
}

/// What a new event would bring about.
pub(crate) fn of_new(event: &Event, place: &Place, addresses: &[String]) -> Consequences {
    if !place.is_remote() {
        return Consequences::default();
    }
    let (inside, outside) = sort(people(event).collect(), place, addresses);
    Consequences { inside, outside, ..Consequences::default() }
}

/// Who could be mailed about one event that was made, changed, moved or deleted: inside and outside.
pub(super) fn told(
    before: Option<&Event>,
    after: Option<&Event>,
    moved: bool,
    place: &Place,
    addresses: &[String],
) -> (Vec<String>, Vec<String>) {
    if !place.is_remote() {
        return Default::default();
    }
    if let (Some(before), Some(after)) = (before, after)
        && !moved
        && !is_told(before, after)
    {
        return Default::default();
    }
    sort(before.into_iter().chain(after).flat_map(people).collect(), place, addresses)
}

/// Whether others see a difference between two states.
fn is_told(before: &Event, after: &Event) -> bool {
    use kalends_calendar::merge::{Field, changed};
    changed(before, after).into_iter().any(|field| match field {
        Field::Title
        | Field::Time
        | Field::Recurrence
        | Field::Location
        | Field::Notes
        | Field::Guests
        | Field::Conference
        | Field::Status
        | Field::Response
        | Field::Attachments => true,
        Field::GuestRights | Field::Reminders | Field::Color | Field::Busy | Field::Visibility => {
            false
        }
    })
}

/// Addresses of everybody but the user; of somebody else's event only the one who organises it.
fn people(event: &Event) -> Box<dyn Iterator<Item = &str> + '_> {
    if event.shared.foreign && !event.shared.guests.modify {
        return Box::new(event.organizer.iter().map(|one| one.email.as_str()));
    }
    let guests = event.attendees.iter().filter(|one| !one.me && !one.resource);
    Box::new(guests.map(|one| one.person.email.as_str()))
}

fn sort(all: Vec<&str>, place: &Place, addresses: &[String]) -> (Vec<String>, Vec<String>) {
    let domain = |email: &str| email.rsplit_once('@').map(|(_, domain)| domain.to_lowercase());
    let own = domain(&place.account.email).filter(|domain| !PUBLIC.contains(&domain.as_str()));
    let mut all: Vec<String> = all
        .into_iter()
        .filter(|email| !email.is_empty() && !email.eq_ignore_ascii_case(place.owner()))
        .map(str::to_owned)
        .collect();
    all.sort_by_key(|email| email.to_lowercase());
    all.dedup_by(|a, b| a.eq_ignore_ascii_case(b));
    all.into_iter().partition(|email| {
        own.is_some() && domain(email) == own
            || addresses.iter().any(|address| address.eq_ignore_ascii_case(email))
    })
}
