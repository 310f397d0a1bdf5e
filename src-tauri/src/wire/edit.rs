//! What an editor is filled with, what it sends, and what would come of it.

use serde::{Deserialize, Deserializer, Serialize, Serializer, ser::SerializeMap as _};
use specta::Type;

use super::{
    Hue, Participation, PersonView, Problem, Seconds, TimeForm, UndoId, count::count,
    mirror::mirror,
};
use crate::commands::parse_id;

mirror! {
    /// How much of a series is meant.
    EditScope = kalends_engine::EditScope, "lowercase" { This, Following, All }
}

mirror! {
    /// Who else is mailed about an edit.
    Notify = kalends_engine::Notify, "lowercase" {
        None,
        /// Guests whose calendars are not with Google.
        External,
        All,
    }
}

mirror! {
    /// RFC 5545 §3.8.1.3.
    Visibility = kalends_engine::calendar::Visibility, "lowercase" {
        Default,
        Public,
        Private,
        Confidential,
    }
}

mirror! {
    /// What sort of event it is.
    EventKind = kalends_engine::calendar::EventKind, "kebab-case" {
        Default,
        OutOfOffice,
        FocusTime,
        WorkingLocation,
        Birthday,
        FromMail,
    }
}

/// What guests may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct GuestRights {
    pub see_others: bool,
    pub invite_others: bool,
    pub modify: bool,
}

/// A guest to be invited, or one who stays.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Guest {
    pub email: String,
    /// May be empty.
    pub name: String,
    pub optional: bool,
}

/// When an event reminds, in minutes before its start.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct RemindersForm {
    /// As the calendar says; the lists are empty then.
    pub use_default: bool,
    pub minutes: Vec<i32>,
    /// Reminders that the provider mails.
    pub mails: Vec<i32>,
}

/// A file that belongs to an event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AttachmentView {
    pub url: String,
    pub title: String,
    pub mime: String,
}

/// What may be changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Rights {
    /// What everybody sees: title, time, place, notes, guests, repeating.
    pub shared: bool,
    /// What only the owner sees: reminders, colour, busy or free, visibility.
    pub personal: bool,
    pub move_to: bool,
    pub delete: bool,
    pub respond: bool,
    /// Why not all is possible.
    pub problem: Option<Problem>,
}

/// What to change; what is left out stays, or takes its default in a new event.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Type)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub(crate) struct EventChange {
    #[specta(optional, type = String)]
    pub calendar_id: Option<String>,
    #[specta(optional, type = String)]
    pub title: Option<String>,
    #[specta(optional, type = TimeForm)]
    pub time: Option<TimeForm>,
    /// RRULE values; empty ends the repeating.
    #[specta(optional, type = Vec<String>)]
    pub rules: Option<Vec<String>>,
    #[specta(optional, type = String)]
    pub location: Option<String>,
    #[specta(optional, type = String)]
    pub notes: Option<String>,
    #[specta(optional, type = Vec<Guest>)]
    pub guests: Option<Vec<Guest>>,
    #[specta(optional, type = GuestRights)]
    pub guest_rights: Option<GuestRights>,
    /// Whether there is a video conference.
    #[specta(optional, type = bool)]
    pub conference: Option<bool>,
    #[specta(optional, type = RemindersForm)]
    pub reminders: Option<RemindersForm>,
    /// Null is the calendar's colour.
    #[serde(deserialize_with = "given")]
    #[specta(optional, type = Option<Hue>)]
    pub hue: Option<Option<Hue>>,
    #[specta(optional, type = bool)]
    pub busy: Option<bool>,
    #[specta(optional, type = Visibility)]
    pub visibility: Option<Visibility>,
    #[specta(optional, type = bool)]
    pub tentative: Option<bool>,
}

/// Tells null from what is left out.
fn given<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Option<Hue>>, D::Error> {
    Option::deserialize(deserializer).map(Some)
}

/// What is left out is not written.
impl Serialize for EventChange {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        macro_rules! field {
            ($name:literal, $value:expr) => {
                if let Some(value) = &$value {
                    map.serialize_entry($name, value)?;
                }
            };
        }
        field!("calendarId", self.calendar_id);
        field!("title", self.title);
        field!("time", self.time);
        field!("rules", self.rules);
        field!("location", self.location);
        field!("notes", self.notes);
        field!("guests", self.guests);
        field!("guestRights", self.guest_rights);
        field!("conference", self.conference);
        field!("reminders", self.reminders);
        field!("hue", self.hue);
        field!("busy", self.busy);
        field!("visibility", self.visibility);
        field!("tentative", self.tentative);
        map.end()
    }
}

/// An occurrence as an editor fills its form.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Editable {
    pub event_id: String,
    pub original_start: Option<Seconds>,
    pub calendar_id: String,
    pub title: String,
    pub time: TimeForm,
    /// RRULE values of the series.
    pub rules: Vec<String>,
    pub recurring: bool,
    pub location: String,
    /// Plain text.
    pub notes: String,
    pub guests: Vec<PersonView>,
    /// The list of guests is not whole and cannot be changed here.
    pub guests_hidden: bool,
    /// The organiser's address, or empty.
    pub organizer: String,
    pub guest_rights: GuestRights,
    pub conference: bool,
    pub reminders: RemindersForm,
    /// Its own colour; null is the calendar's.
    pub hue: Option<Hue>,
    pub busy: bool,
    pub visibility: Visibility,
    pub tentative: bool,
    pub kind: EventKind,
    pub attachments: Vec<AttachmentView>,
    /// The reader's own answer, if invited.
    pub my_response: Option<Participation>,
    pub rights: Rights,
}

/// What would come of an edit, so that the reader can be asked first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Consequences {
    /// Empty when there is nothing to choose.
    pub scopes: Vec<EditScope>,
    /// Guests of the reader's own organisation who could be mailed.
    pub inside: Vec<String>,
    /// All other guests who could be mailed.
    pub outside: Vec<String>,
    /// Changed occurrences that would fall back to the series.
    pub resets: u32,
    /// Why it cannot be done.
    pub problem: Option<Problem>,
}

/// What an edit did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Edited {
    pub event_id: String,
    pub original_start: Option<Seconds>,
    pub calendar_id: String,
    /// Whether it waits to be sent.
    pub pending: bool,
    pub undo: UndoId,
}

impl From<kalends_engine::calendar::GuestRights> for GuestRights {
    fn from(rights: kalends_engine::calendar::GuestRights) -> Self {
        let kalends_engine::calendar::GuestRights { see_others, invite_others, modify } = rights;
        Self { see_others, invite_others, modify }
    }
}

impl From<GuestRights> for kalends_engine::calendar::GuestRights {
    fn from(rights: GuestRights) -> Self {
        let GuestRights { see_others, invite_others, modify } = rights;
        Self { see_others, invite_others, modify }
    }
}

impl From<Guest> for kalends_engine::Guest {
    fn from(guest: Guest) -> Self {
        let Guest { email, name, optional } = guest;
        Self { email, name, optional }
    }
}

impl From<kalends_engine::calendar::Attachment> for AttachmentView {
    fn from(attachment: kalends_engine::calendar::Attachment) -> Self {
        let kalends_engine::calendar::Attachment { url, title, mime } = attachment;
        Self { url, title, mime }
    }
}

impl From<kalends_engine::Rights> for Rights {
    fn from(rights: kalends_engine::Rights) -> Self {
        Self {
            shared: rights.shared,
            personal: rights.personal,
            move_to: rights.move_to,
            delete: rights.delete,
            respond: rights.respond,
            problem: rights.problem.map(Into::into),
        }
    }
}

impl TryFrom<EventChange> for kalends_engine::EventChange {
    type Error = Problem;

    fn try_from(change: EventChange) -> Result<Self, Problem> {
        Ok(Self {
            calendar: change.calendar_id.map(|id| parse_id(&id)).transpose()?,
            title: change.title,
            time: change.time.map(TryInto::try_into).transpose()?,
            rules: change.rules,
            location: change.location,
            notes: change.notes,
            guests: change.guests.map(|guests| guests.into_iter().map(Into::into).collect()),
            guest_rights: change.guest_rights.map(Into::into),
            conference: change.conference,
            reminders: change.reminders.map(Into::into),
            color: change.hue.map(|hue| hue.map(Into::into)),
            busy: change.busy,
            visibility: change.visibility.map(Into::into),
            tentative: change.tentative,
        })
    }
}

impl From<kalends_engine::EventChange> for EventChange {
    fn from(change: kalends_engine::EventChange) -> Self {
        let guest = |guest: kalends_engine::Guest| {
            let kalends_engine::Guest { email, name, optional } = guest;
            Guest { email, name, optional }
        };
        Self {
            calendar_id: change.calendar.map(|id| id.to_string()),
            title: change.title,
            time: change.time.map(|(start, end)| TimeForm::new(&start, &end)),
            rules: change.rules,
            location: change.location,
            notes: change.notes,
            guests: change.guests.map(|guests| guests.into_iter().map(guest).collect()),
            guest_rights: change.guest_rights.map(Into::into),
            conference: change.conference,
            reminders: change.reminders.map(Into::into),
            hue: change.color.map(|color| color.map(Into::into)),
            busy: change.busy,
            visibility: change.visibility.map(Into::into),
            tentative: change.tentative,
        }
    }
}

impl From<kalends_engine::Editable> for Editable {
    fn from(editable: kalends_engine::Editable) -> Self {
        Self {
            event_id: editable.target.event_id.to_string(),
            original_start: editable.target.original.map(Seconds),
            calendar_id: editable.calendar_id.to_string(),
            time: TimeForm::new(&editable.start, &editable.end),
            title: editable.title,
            rules: editable.rules,
            recurring: editable.recurring,
            location: editable.location,
            notes: editable.notes,
            guests: editable.guests.into_iter().map(Into::into).collect(),
            guests_hidden: editable.guests_hidden,
            organizer: editable.organizer,
            guest_rights: editable.guest_rights.into(),
            conference: editable.conference,
            reminders: editable.reminders.into(),
            hue: editable.color.map(Into::into),
            busy: editable.busy,
            visibility: editable.visibility.into(),
            tentative: editable.tentative,
            kind: editable.kind.into(),
            attachments: editable.attachments.into_iter().map(Into::into).collect(),
            my_response: editable.my_response.map(Into::into),
            rights: editable.rights.into(),
        }
    }
}

impl From<kalends_engine::Consequences> for Consequences {
    fn from(found: kalends_engine::Consequences) -> Self {
        Self {
            scopes: found.scopes.into_iter().map(Into::into).collect(),
            inside: found.inside,
            outside: found.outside,
            resets: count(found.resets),
            problem: found.problem.map(Into::into),
        }
    }
}

impl From<kalends_engine::Edited> for Edited {
    fn from(edited: kalends_engine::Edited) -> Self {
        Self {
            event_id: edited.target.event_id.to_string(),
            original_start: edited.target.original.map(Seconds),
            calendar_id: edited.calendar_id.to_string(),
            pending: edited.pending,
            undo: UndoId(edited.undo),
        }
    }
}
