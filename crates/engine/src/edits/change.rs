//! One event with a user's changes on it. Pure.

use kalends_calendar::{
    Attendee, Event, EventKind, Participation, Person, Role, Status, Transparency, When,
    google::{color_hex, color_id},
    join,
};

use crate::{EventChange, Guest, Hue, Problem, Reminders, Rights};

/// What applying a change depends on.
#[derive(Clone, Debug)]
pub(crate) struct Setting {
    /// Whether a server keeps the event.
    pub(crate) remote: bool,
    /// The calendar's zone, for times without one.
    pub(crate) zone: kalends_calendar::Zone,
    /// Names the request for a conference, where one is asked for.
    pub(crate) request: String,
}

/// Which parts of a change an event of somebody else's does not take.
fn is_shared(change: &EventChange) -> bool {
    let EventChange {
        calendar: _,
        title,
        time,
        rules,
        location,
        notes,
        guests,
        guest_rights,
        conference,
        reminders: _,
        color: _,
        busy: _,
        visibility: _,
        tentative,
    } = change;
    title.is_some()
        || time.is_some()
        || rules.is_some()
        || location.is_some()
        || notes.is_some()
        || guests.is_some()
        || guest_rights.is_some()
        || conference.is_some()
        || tentative.is_some()
}

/// Why a change is not allowed; none where it is. What is equal to what is there counts as no
/// change, so that a whole form can be handed in.
pub(crate) fn refusal(event: &Event, change: &EventChange, rights: &Rights) -> Option<Problem> {
    if !rights.shared && is_shared(change) || !rights.personal {
        return Some(
            rights.problem.clone().unwrap_or_else(|| {
                Problem::new("read_only", "the event cannot be changed here", "")
            }),
        );
    }
    if change.guests.is_some() && event.shared.attendees_omitted {
        return Some(Problem::new(
            "guests_hidden",
            "the list of guests is not whole here, so that it cannot be changed",
            "Change the guests in Google Calendar.",
        ));
    }
    let moves = change.time.is_some() || change.rules.is_some();
    if moves && event.shared.kind == EventKind::Birthday {
        return Some(Problem::new("fixed_kind", "a birthday stays on its day", ""));
    }
    None
}

/// Leaves out of a change what is there already. The time and the rules are those of the
/// occurrence and of the series.
pub(crate) fn reduce(
    change: &EventChange,
    event: &Event,
    rules: &[String],
    setting: &Setting,
) -> EventChange {
    let mut rest = change.clone();
    let mut after = event.clone();
    apply(&mut after, change, setting);
    let same = |field: bool| field;
    rest.title = rest.title.filter(|_| !same(after.summary == event.summary));
    rest.location = rest.location.filter(|_| !same(after.location == event.location));
    rest.notes = rest.notes.filter(|notes| normal(notes) != normal(&event.description));
    let moved = (&after.start, &after.end) != (&event.start, &event.end);
    rest.time =
        if moved { rest.time.map(|_| (after.start.clone(), after.end.clone())) } else { None };
    rest.rules = rest.rules.filter(|wanted| wanted.as_slice() != rules);
    rest.guests = rest.guests.filter(|_| after.attendees != event.attendees);
    rest.guest_rights = rest.guest_rights.filter(|_| after.shared.guests != event.shared.guests);
    rest.conference = rest.conference.filter(|wanted| *wanted != has_conference(event));
    rest.reminders = rest.reminders.filter(|_| {
        (&after.alarms, after.shared.default_alarms) != (&event.alarms, event.shared.default_alarms)
    });
    rest.color = rest.color.filter(|_| after.color != event.color);
    rest.busy = rest.busy.filter(|_| after.transparency != event.transparency);
    rest.visibility = rest.visibility.filter(|_| after.visibility != event.visibility);
    rest.tentative = rest.tentative.filter(|_| after.status != event.status);
    rest
}

fn normal(text: &str) -> String {
    text.replace("\r\n", "\n").trim_end().to_owned()
}

/// Whether nothing is left of a change.
pub(crate) fn is_nothing(change: &EventChange) -> bool {
    *change == EventChange::default()
}

/// Whether there is a video conference, or one is asked for.
pub(crate) fn has_conference(event: &Event) -> bool {
    !event.conferences.is_empty() || event.shared.conference_request.is_some()
}

/// Puts a change onto an event; its rules and calendar are for the series and are left alone.
pub(crate) fn apply(event: &mut Event, change: &EventChange, setting: &Setting) {
    if let Some(title) = &change.title {
        event.summary = one_line(title);
    }
    if let Some((start, end)) = &change.time {
        event.start = placed(start, setting);
        event.end = lasting(&event.start, placed(end, setting));
    }
    if let Some(location) = &change.location {
        event.location = one_line(location);
    }
    if let Some(notes) = &change.notes
        && normal(notes) != normal(&event.description)
    {
        event.description = notes.replace("\r\n", "\n");
        event.description_html = None;
    }
    if let Some(guests) = &change.guests {
        event.attendees = invited(&event.attendees, guests);
    }
    if let Some(rights) = change.guest_rights {
        event.shared.guests = rights;
    }
    if let Some(wanted) = change.conference
        && wanted != has_conference(event)
    {
        set_conference(event, wanted, &setting.request);
    }
    if change.location.is_some() || change.notes.is_some() {
        let url = event.url.as_deref();
        event.join_url = join::find(&event.conferences, &event.location, url, &event.description);
    }
    match &change.reminders {
        Some(Reminders::Default) => {
            event.shared.default_alarms = setting.remote;
            event.alarms.clear();
        }
        Some(Reminders::Own(alarms)) => {
            event.shared.default_alarms = false;
            event.alarms.clone_from(alarms);
        }
        None => {}
    }
    if let Some(color) = change.color {
        event.color = color.map(|hue| hex(hue, event.color.as_deref(), setting.remote));
    }
    if let Some(busy) = change.busy {
        event.transparency = if busy { Transparency::Opaque } else { Transparency::Transparent };
    }
    if let Some(visibility) = change.visibility {
        event.visibility = visibility;
    }
    if let Some(tentative) = change.tentative
        && event.status != Status::Cancelled
    {
        event.status = if tentative { Status::Tentative } else { Status::Confirmed };
    }
}

/// Asks for a conference by the name of the request, or takes the one there is away.
pub(crate) fn set_conference(event: &mut Event, wanted: bool, request: &str) {
    event.conferences.clear();
    event.join_url = None;
    event.shared.conference_request = wanted.then(|| request.to_owned());
}

fn one_line(text: &str) -> String {
    text.replace(['\r', '\n'], " ").trim().to_owned()
}

/// A time as the calendar keeps it: servers know of no floating times, and of zones by name only.
fn placed(when: &When, setting: &Setting) -> When {
    if !setting.remote {
        return when.clone();
    }
    match when {
        When::Date(_) => when.clone(),
        When::Floating(local) => When::Zoned(*local, setting.zone.clone()),
        When::Zoned(_, zone)
            if *zone == kalends_calendar::Zone::utc() || zone.time_zone().iana_name().is_some() =>
        {
            when.clone()
        }
        When::Zoned(_, zone) => {
            let at = when.resolve(zone.time_zone());
            When::Zoned(setting.zone.time_zone().to_datetime(at), setting.zone.clone())
        }
    }
}

/// The end of a time span. Where clocks leap, a start among the times they leave out comes later,
/// maybe as late as the end or after it: then the event lasts as long as its two times say.
pub(crate) fn lasting(start: &When, end: When) -> When {
    let (When::Zoned(from, zone), When::Zoned(to, there)) = (start, &end) else { return end };
    let length = to.duration_since(*from);
    let at = start.resolve(zone.time_zone());
    if zone != there || !length.is_positive() || end.resolve(zone.time_zone()) > at {
        return end;
    }
    match at.checked_add(length) {
        Ok(at) => When::Zoned(zone.time_zone().to_datetime(at), zone.clone()),
        Err(_) => end,
    }
}

/// The wanted guests; who was invited before keeps their answer.
fn invited(before: &[Attendee], wanted: &[Guest]) -> Vec<Attendee> {
    let known = |guest: &Guest| {
        before.iter().find(|one| one.person.email.eq_ignore_ascii_case(&guest.email))
    };
    wanted
        .iter()
        .map(|guest| {
            let mut attendee = known(guest).cloned().unwrap_or_else(|| Attendee {
                person: Person { name: one_line(&guest.name), email: guest.email.clone() },
                participation: Participation::NeedsAction,
                ..Attendee::default()
            });
            if guest.optional != (attendee.role == Role::Optional) {
                attendee.role = if guest.optional { Role::Optional } else { Role::Required };
            }
            attendee
        })
        .collect()
}

/// A hue as events keep it; the colour that is there stays where it reads as this hue.
fn hex(hue: Hue, present: Option<&str>, remote: bool) -> String {
    if let Some(present) = present.filter(|color| Hue::nearest(color) == Some(hue)) {
        return present.to_owned();
    }
    let own = hue.event_color();
    if remote {
        color_id(own).and_then(color_hex).unwrap_or(own).to_owned()
    } else {
        own.to_owned()
    }
}
