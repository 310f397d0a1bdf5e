//! What a user changes about events, and what comes of it.

use kalends_calendar::{
    Alarm, Attachment, Attendee, EventKind, GuestRights, Participation, Visibility, When,
};
use serde::{Deserialize, Serialize};

use crate::{CalendarId, EventId, Hue, Problem};

/// One occurrence to be changed: of a series the one with this original start.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Target {
    /// The event, or the series.
    pub event_id: EventId,
    /// Seconds of the original start on the series' own line; none for a single event or the whole
    /// series.
    pub original: Option<i64>,
}

/// How much of a series is meant. Of a single event all three mean the same.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum EditScope {
    /// The one occurrence.
    #[default]
    This,
    /// It and all later ones.
    Following,
    /// All of them.
    All,
}

/// Who else is mailed about an edit. Nobody, unless the user says so.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Notify {
    /// Nobody.
    #[default]
    None,
    /// Guests whose calendars are not with Google.
    External,
    /// All guests.
    All,
}

/// What to change; none leaves as it is. For a new event what is left out takes its default.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EventChange {
    /// Into which calendar.
    pub calendar: Option<CalendarId>,
    /// The title.
    pub title: Option<String>,
    /// Start and end (exclusive; dates exactly when the event takes whole days), of the occurrence
    /// that is changed.
    pub time: Option<(When, When)>,
    /// RRULE values; empty ends the repeating. Means the whole series or what follows.
    pub rules: Option<Vec<String>>,
    /// The place.
    pub location: Option<String>,
    /// The notes, as plain text.
    pub notes: Option<String>,
    /// Everybody invited, the user included when invited. Who stays keeps their answer.
    pub guests: Option<Vec<Guest>>,
    /// What guests may do.
    pub guest_rights: Option<GuestRights>,
    /// Whether there is a video conference: true asks the provider for one, false takes it away.
    pub conference: Option<bool>,
    /// Reminders: none of the two kinds of fields other than given.
    pub reminders: Option<Reminders>,
    /// The event's own colour; `Some(None)` is the calendar's.
    pub color: Option<Option<Hue>>,
    /// Whether it blocks time.
    pub busy: Option<bool>,
    /// Who may see it.
    pub visibility: Option<Visibility>,
    /// Confirmed or tentative.
    pub tentative: Option<bool>,
}

/// A guest to be invited, or one who stays.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Guest {
    /// The mail address.
    pub email: String,
    /// The name, or empty.
    pub name: String,
    /// Whether they may stay away.
    pub optional: bool,
}

/// When an event reminds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reminders {
    /// As the calendar says.
    Default,
    /// At these; none at all when empty. Google keeps at most five, 0 to 40,320 minutes before.
    Own(Vec<Alarm>),
}

/// What would come of an edit, so that the user can be asked first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Consequences {
    /// The scopes to choose from; empty when there is nothing to choose.
    pub scopes: Vec<EditScope>,
    /// Addresses of guests with the user's own provider or organisation who could be mailed.
    pub inside: Vec<String>,
    /// Addresses of all other guests who could be mailed.
    pub outside: Vec<String>,
    /// Changed occurrences that would fall back to the series.
    pub resets: u64,
    /// Why it cannot be done; the rest is then empty.
    #[serde(rename = "error")]
    pub problem: Option<Problem>,
}

/// What an edit did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edited {
    /// The event that now stands for what was edited (a split makes a new one).
    pub target: Target,
    /// Where it is.
    pub calendar_id: CalendarId,
    /// Whether it waits to be sent.
    pub pending: bool,
    /// Names it to [`crate::Engine::undo`], among the last 50 of this process.
    pub undo: u64,
}

/// What of an event may be changed here.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Rights {
    /// Title, time, place, notes, guests, repeating: what everybody sees.
    pub shared: bool,
    /// Reminders, colour, busy or free, visibility: what only the owner sees.
    pub personal: bool,
    /// Whether it can go into another calendar.
    pub move_to: bool,
    /// Whether it can be deleted (of an invitation: from this calendar).
    pub delete: bool,
    /// Whether the user is invited and can answer.
    pub respond: bool,
    /// Why not all is possible.
    #[serde(rename = "error")]
    pub problem: Option<Problem>,
}

/// An occurrence as an editor fills its form: every field that [`EventChange`] has.
#[derive(Clone, Debug, PartialEq)]
pub struct Editable {
    /// Which one.
    pub target: Target,
    /// Its calendar.
    pub calendar_id: CalendarId,
    /// The title.
    pub title: String,
    /// First moment.
    pub start: When,
    /// First moment after.
    pub end: When,
    /// RRULE values of the series.
    pub rules: Vec<String>,
    /// Whether it is one of a series.
    pub recurring: bool,
    /// The place.
    pub location: String,
    /// The notes as plain text.
    pub notes: String,
    /// Everybody invited.
    pub guests: Vec<Attendee>,
    /// The list of guests is not whole: it cannot be changed here.
    pub guests_hidden: bool,
    /// The organiser's address, or empty.
    pub organizer: String,
    /// What guests may do.
    pub guest_rights: GuestRights,
    /// Whether it has a video conference, or waits for one.
    pub conference: bool,
    /// When it reminds.
    pub reminders: Reminders,
    /// Its own colour.
    pub color: Option<Hue>,
    /// Whether it blocks time.
    pub busy: bool,
    /// Who may see it.
    pub visibility: Visibility,
    /// Whether it is tentative.
    pub tentative: bool,
    /// What sort of event it is.
    pub kind: EventKind,
    /// Its files; kept as they are.
    pub attachments: Vec<Attachment>,
    /// The user's own answer.
    pub my_response: Option<Participation>,
    /// What may be changed.
    pub rights: Rights,
}
