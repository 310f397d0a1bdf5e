//! An event as a calendar means it, after its text was read and before anyone stores it.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::when::When;

/// One VEVENT: a single event, the master of a series, or the override of one occurrence.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// RFC 5545 §3.8.4.7. Never empty: a content hash stands in where the text has none.
    pub uid: String,
    /// Set on an override: which occurrence it replaces.
    pub recurrence_id: Option<RecurrenceId>,
    /// RFC 5545 §3.8.7.4; the highest wins among equals.
    pub sequence: i64,
    /// LAST-MODIFIED, else DTSTAMP.
    pub last_modified: Option<Timestamp>,
    /// CREATED.
    pub created: Option<Timestamp>,
    /// First moment.
    pub start: When,
    /// First moment after; never before `start`, and a date exactly when `start` is one.
    pub end: When,
    /// How it repeats; empty for a single event.
    pub recurrence: Recurrence,
    /// SUMMARY, unescaped.
    pub summary: String,
    /// DESCRIPTION, unescaped plain text.
    pub description: String,
    /// X-ALT-DESC or an HTML DESCRIPTION as it came; it must be sanitised before it is shown.
    pub description_html: Option<String>,
    /// LOCATION, unescaped.
    pub location: String,
    /// URL, when it is one.
    pub url: Option<String>,
    /// CATEGORIES.
    pub categories: Vec<String>,
    /// COLOR (RFC 7986 §5.9) or X-APPLE-CALENDAR-COLOR, as written.
    pub color: Option<String>,
    /// STATUS.
    pub status: Status,
    /// TRANSP, or free by X-MICROSOFT-CDO-BUSYSTATUS.
    pub transparency: Transparency,
    /// CLASS.
    pub visibility: Visibility,
    /// ORGANIZER.
    pub organizer: Option<Person>,
    /// ATTENDEE, in the text's order.
    pub attendees: Vec<Attendee>,
    /// VALARM.
    pub alarms: Vec<Alarm>,
    /// CONFERENCE and its vendors' forms.
    pub conferences: Vec<Conference>,
    /// Where to join, found in conferences, place, address or notes; always https.
    pub join_url: Option<String>,
    /// What was odd about the text and how it was read.
    pub flags: Vec<Flag>,
    /// What only servers with accounts know of; the default for events of feeds and files.
    pub shared: Shared,
}

/// What a server of shared calendars says of an event beyond RFC 5545.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Shared {
    /// What sort of event it is; never changes after its making.
    #[serde(skip_serializing_if = "is_default")]
    pub kind: EventKind,
    /// Somebody else organises it: unless guests may modify it, only the owner's own answer,
    /// reminders, colour, transparency and visibility can be changed here.
    #[serde(skip_serializing_if = "is_default")]
    pub foreign: bool,
    /// What guests may do.
    #[serde(skip_serializing_if = "is_default")]
    pub guests: GuestRights,
    /// The list of attendees is not whole and must never be written back.
    #[serde(skip_serializing_if = "is_default")]
    pub attendees_omitted: bool,
    /// The calendar's own reminders hold; the event then has no alarms of its own.
    #[serde(skip_serializing_if = "is_default")]
    pub default_alarms: bool,
    /// A conference that is asked for and not there yet, by the id of the request.
    #[serde(skip_serializing_if = "is_default")]
    pub conference_request: Option<String>,
    /// Files that belong to it, in order.
    #[serde(skip_serializing_if = "is_default")]
    pub attachments: Vec<Attachment>,
}

/// What sort of event a server says it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EventKind {
    /// An ordinary one.
    #[default]
    Default,
    /// Away: meetings may be declined by themselves.
    OutOfOffice,
    /// Time kept free for work.
    FocusTime,
    /// Where somebody works that day.
    WorkingLocation,
    /// A birthday.
    Birthday,
    /// Made from a mail; only its colour, reminders, transparency and visibility can be changed.
    FromMail,
}

/// What guests of an event may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GuestRights {
    /// See who else is invited.
    pub see_others: bool,
    /// Invite others.
    pub invite_others: bool,
    /// Change the event.
    pub modify: bool,
}

impl Default for GuestRights {
    fn default() -> Self {
        Self { see_others: true, invite_others: true, modify: false }
    }
}

/// A file that belongs to an event.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    /// Where it is; https.
    pub url: String,
    /// Its name, or empty.
    pub title: String,
    /// Its media type, or empty.
    pub mime: String,
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

impl Event {
    /// An event that says nothing yet: no UID, a start and end on 1970-01-01.
    #[must_use]
    pub fn empty() -> Self {
        let day = When::Date(jiff::civil::date(1970, 1, 1));
        Self {
            uid: String::new(),
            recurrence_id: None,
            sequence: 0,
            last_modified: None,
            created: None,
            start: day.clone(),
            end: day,
            recurrence: Recurrence::default(),
            summary: String::new(),
            description: String::new(),
            description_html: None,
            location: String::new(),
            url: None,
            categories: Vec::new(),
            color: None,
            status: Status::default(),
            transparency: Transparency::default(),
            visibility: Visibility::default(),
            organizer: None,
            attendees: Vec::new(),
            alarms: Vec::new(),
            conferences: Vec::new(),
            join_url: None,
            flags: Vec::new(),
            shared: Shared::default(),
        }
    }
}

/// Which occurrence an override replaces (RFC 5545 §3.8.4.4).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecurrenceId {
    /// The *original* start, never the present one.
    pub original: When,
    /// RANGE=THISANDFUTURE: the change goes on to all later occurrences.
    pub this_and_future: bool,
}

/// The recurrence properties, rules kept as text for the recurrence engine to read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Recurrence {
    /// RRULE values, in order.
    pub rules: Vec<String>,
    /// EXRULE values (RFC 2445).
    pub excluded_rules: Vec<String>,
    /// RDATE values.
    pub dates: Vec<RecurrenceDate>,
    /// EXDATE values. A date on a timed series removes that whole local day.
    pub excluded: Vec<When>,
}

impl Recurrence {
    /// Whether the event repeats at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rules.is_empty() && self.dates.is_empty()
    }
}

/// One RDATE (RFC 5545 §3.8.5.2).
#[derive(Clone, Debug, PartialEq)]
pub struct RecurrenceDate {
    /// The added start.
    pub start: When,
    /// The end, where the value was a PERIOD; else the series' own length holds.
    pub end: Option<When>,
}

/// RFC 5545 §3.8.1.11, for events.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// Takes place.
    #[default]
    Confirmed,
    /// Might take place.
    Tentative,
    /// Does not take place; never shown as busy.
    Cancelled,
}

/// RFC 5545 §3.8.2.7.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Transparency {
    /// Blocks time.
    #[default]
    Opaque,
    /// Leaves time free.
    Transparent,
}

/// RFC 5545 §3.8.1.3.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Visibility {
    /// The calendar's default.
    #[default]
    Default,
    /// Everybody.
    Public,
    /// The owner alone.
    Private,
    /// The owner and the named.
    Confidential,
}

/// A person named in a calendar.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// CN, or empty.
    pub name: String,
    /// The mail address without `mailto:`, or the calendar address as written.
    pub email: String,
}

/// An invited person (RFC 5545 §3.8.4.1).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attendee {
    /// Who.
    #[serde(flatten)]
    pub person: Person,
    /// PARTSTAT.
    pub participation: Participation,
    /// ROLE.
    pub role: Role,
    /// CUTYPE is ROOM or RESOURCE.
    pub resource: bool,
    /// What they wrote with their answer, or empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub comment: String,
    /// How many unnamed people they bring along.
    #[serde(default, skip_serializing_if = "is_default")]
    pub additional: u32,
    /// The owner of the calendar.
    #[serde(default, skip_serializing_if = "is_default")]
    pub me: bool,
}

/// RFC 5545 §3.2.12, for events.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Participation {
    /// No answer yet.
    #[default]
    NeedsAction,
    /// Comes.
    Accepted,
    /// Does not come.
    Declined,
    /// May come.
    Tentative,
    /// Sent someone else.
    Delegated,
}

/// RFC 5545 §3.2.16.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// REQ-PARTICIPANT.
    #[default]
    Required,
    /// OPT-PARTICIPANT.
    Optional,
    /// CHAIR.
    Chair,
    /// NON-PARTICIPANT.
    Informed,
}

/// A reminder the text asks for (RFC 5545 §3.6.6).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alarm {
    /// What to do.
    pub action: AlarmAction,
    /// When.
    pub trigger: AlarmTrigger,
    /// REPEAT: how many more times after the first.
    pub repeat: u32,
    /// DURATION between repeats.
    pub interval: Option<SignedDuration>,
}

/// RFC 5545 §3.8.6.1.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum AlarmAction {
    /// Show it.
    #[default]
    Display,
    /// Sound it.
    Audio,
    /// Mail it: never ours to do.
    Email,
}

/// RFC 5545 §3.8.6.3.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AlarmTrigger {
    /// Offset from the occurrence's start; negative is before.
    FromStart(SignedDuration),
    /// Offset from the occurrence's end; negative is before.
    FromEnd(SignedDuration),
    /// A fixed instant.
    At(Timestamp),
}

/// A way to take part from afar (RFC 7986 §5.11).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conference {
    /// The address: https, tel, …
    pub uri: String,
    /// LABEL, or empty.
    pub label: String,
}

/// Something odd in an event's text, and how it was read. The user can see these.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Flag {
    /// The zone could not be told; the calendar's zone was taken.
    UnknownZone,
    /// No TZID or an empty one where one was due; the default was taken.
    MissingZone,
    /// The end lay before the start; the event has no length.
    EndBeforeStart,
    /// The text had no UID; a content hash stands in.
    MissingUid,
    /// The rule could not be read; only the first occurrence is shown.
    UnreadableRule,
    /// The rule gave nothing for too long, or too much; its occurrences were cut.
    RuleCut,
    /// An override whose series is not in the calendar.
    LoneOverride,
    /// A line or field of the event could not be read and was left out.
    UnreadableLine,
    /// The event said no end where one was due, or that it has none; it has no length.
    MissingEnd,
}
