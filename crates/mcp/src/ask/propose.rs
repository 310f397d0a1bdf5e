//! The arguments of the tools that propose, and of those about proposals.

use kalends_engine::{EditScope, Notify};
use schemars::JsonSchema;
use serde::Deserialize;

/// How many proposals a batch has at most.
pub(crate) const BATCH_MOST: usize = 20;

/// How much of a series is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Scope {
    /// The one occurrence that `event_id` names; also for events that do not repeat.
    This,
    /// That occurrence and all later ones.
    ThisAndFollowing,
    /// The whole series.
    All,
}

/// Who is mailed once the user has approved. Inviting, moving and cancelling may send mail to people
/// outside of the user's organisation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Mail {
    /// Nobody.
    None,
    /// Guests whose calendars are not with Google.
    External,
    /// All guests.
    All,
}

/// `propose_create`.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Create {
    /// Into which calendar (an id from list_calendars with `can_propose`); the user's default one
    /// without it.
    #[serde(default)]
    pub(crate) calendar_id: Option<String>,
    /// The title.
    #[schemars(length(min = 1, max = 1024))]
    pub(crate) title: String,
    /// First moment: 2026-11-20T15:30 (local to `time_zone`), RFC 3339 with an offset, or
    /// 2026-11-20 for whole days.
    pub(crate) start: String,
    /// First moment after (exclusive), in the same form; of whole days the day after the last.
    pub(crate) end: String,
    /// The IANA zone the event is kept in, such as Europe/Berlin. Needed unless it takes whole days.
    #[serde(default)]
    pub(crate) time_zone: Option<String>,
    /// Where it takes place.
    #[serde(default)]
    #[schemars(length(max = 1024))]
    pub(crate) location: Option<String>,
    /// Notes, as plain text.
    #[serde(default)]
    #[schemars(length(max = 8192))]
    pub(crate) description: Option<String>,
    /// How it repeats: RRULE values (RFC 5545) such as FREQ=WEEKLY;BYDAY=MO;COUNT=10.
    #[serde(default)]
    pub(crate) recurrence: Option<Vec<String>>,
    /// Whom to invite. The user is not listed.
    #[serde(default)]
    #[schemars(length(max = 200))]
    pub(crate) guests: Option<Vec<Guest>>,
    /// Whether to ask the provider for a video conference.
    #[serde(default)]
    pub(crate) conference: Option<bool>,
    /// When it reminds the user.
    #[serde(default)]
    pub(crate) reminders: Option<Reminders>,
    /// Whether it blocks time; it does without it.
    #[serde(default)]
    pub(crate) busy: Option<bool>,
    /// Whether it is only tentative.
    #[serde(default)]
    pub(crate) tentative: Option<bool>,
    /// Who may see it.
    #[serde(default)]
    pub(crate) visibility: Option<Visibility>,
    /// Who is mailed once the user has approved. There is no default.
    pub(crate) notify: Mail,
    /// Why you propose this, in a sentence or two; the user reads it on the card, as plain text.
    #[schemars(length(min = 1, max = 1000))]
    pub(crate) reason: String,
    /// A name of your own for this proposal. The same name again answers with the same proposal
    /// instead of making another, so that a call can be repeated safely.
    #[serde(default)]
    #[schemars(length(min = 1, max = 100))]
    pub(crate) client_ref: Option<String>,
}

/// `propose_update`.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Update {
    /// Which event: an `event_id` from list_events, search_events or get_event. Of a series the id
    /// of an occurrence.
    pub(crate) event_id: String,
    /// The `base_version` that was read with it. If the event has changed since, read it again.
    pub(crate) base_version: String,
    /// How much of a series is meant. There is no default.
    pub(crate) scope: Scope,
    /// The fields to change; what is left out stays as it is.
    pub(crate) patch: Patch,
    /// Who is mailed once the user has approved. There is no default.
    pub(crate) notify: Mail,
    /// Why you propose this, in a sentence or two; the user reads it on the card, as plain text.
    #[schemars(length(min = 1, max = 1000))]
    pub(crate) reason: String,
    /// A name of your own for this proposal. The same name again answers with the same proposal
    /// instead of making another, so that a call can be repeated safely.
    #[serde(default)]
    #[schemars(length(min = 1, max = 100))]
    pub(crate) client_ref: Option<String>,
}

/// What to change about an event.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Patch {
    /// Move it into this calendar.
    #[serde(default)]
    pub(crate) calendar_id: Option<String>,
    /// The new title.
    #[serde(default)]
    #[schemars(length(max = 1024))]
    pub(crate) title: Option<String>,
    /// The new start, of the occurrence that `event_id` names. Without `end` the length stays.
    #[serde(default)]
    pub(crate) start: Option<String>,
    /// The new end (exclusive). Without `start` the start stays.
    #[serde(default)]
    pub(crate) end: Option<String>,
    /// The IANA zone of `start` and `end`, and the one the event is kept in from then on. Needed
    /// with either, unless they are dates.
    #[serde(default)]
    pub(crate) time_zone: Option<String>,
    /// The new place; empty takes it away.
    #[serde(default)]
    #[schemars(length(max = 1024))]
    pub(crate) location: Option<String>,
    /// The new notes, as plain text; empty takes them away.
    #[serde(default)]
    #[schemars(length(max = 8192))]
    pub(crate) description: Option<String>,
    /// The new RRULE values; an empty list ends the repeating. Needs a scope of more than `this`.
    #[serde(default)]
    pub(crate) recurrence: Option<Vec<String>>,
    /// Everybody who is to be invited from then on: whoever is left out is uninvited. Read the
    /// present guests with get_event first.
    #[serde(default)]
    #[schemars(length(max = 200))]
    pub(crate) guests: Option<Vec<Guest>>,
    /// True asks the provider for a video conference, false takes it away.
    #[serde(default)]
    pub(crate) conference: Option<bool>,
    /// When it reminds the user.
    #[serde(default)]
    pub(crate) reminders: Option<Reminders>,
    /// Whether it blocks time.
    #[serde(default)]
    pub(crate) busy: Option<bool>,
    /// Whether it is only tentative.
    #[serde(default)]
    pub(crate) tentative: Option<bool>,
    /// Who may see it.
    #[serde(default)]
    pub(crate) visibility: Option<Visibility>,
}

/// `propose_delete`.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Delete {
    /// Which event: an `event_id` from list_events, search_events or get_event. Of a series the id
    /// of an occurrence.
    pub(crate) event_id: String,
    /// The `base_version` that was read with it. If the event has changed since, read it again.
    pub(crate) base_version: String,
    /// How much of a series is meant. There is no default.
    pub(crate) scope: Scope,
    /// Who is mailed once the user has approved. There is no default.
    pub(crate) notify: Mail,
    /// Why you propose this, in a sentence or two; the user reads it on the card, as plain text.
    #[schemars(length(min = 1, max = 1000))]
    pub(crate) reason: String,
    /// A name of your own for this proposal. The same name again answers with the same proposal
    /// instead of making another, so that a call can be repeated safely.
    #[serde(default)]
    #[schemars(length(min = 1, max = 100))]
    pub(crate) client_ref: Option<String>,
}

/// `propose_respond`.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Respond {
    /// Which invitation: an `event_id` from list_events, search_events or get_event.
    pub(crate) event_id: String,
    /// The `base_version` that was read with it; the event as it is now without it.
    #[serde(default)]
    pub(crate) base_version: Option<String>,
    /// The user's answer.
    pub(crate) response: Answer,
    /// Words for the organizer.
    #[serde(default)]
    #[schemars(length(max = 1024))]
    pub(crate) comment: Option<String>,
    /// How much of a series is meant. There is no default.
    pub(crate) scope: Scope,
    /// Whether the organizer is mailed once the user has approved. There is no default.
    pub(crate) notify: Mail,
    /// Why you propose this, in a sentence or two; the user reads it on the card, as plain text.
    #[schemars(length(min = 1, max = 1000))]
    pub(crate) reason: String,
    /// A name of your own for this proposal. The same name again answers with the same proposal
    /// instead of making another, so that a call can be repeated safely.
    #[serde(default)]
    #[schemars(length(min = 1, max = 100))]
    pub(crate) client_ref: Option<String>,
}

/// `propose_batch`.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Batch {
    /// What belongs together: one card, on which the user decides about each. All are proposed, or,
    /// where one is refused, none.
    #[schemars(length(min = 1, max = 20))]
    pub(crate) proposals: Vec<BatchItem>,
}

/// One proposal of several.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(tag = "action", rename_all = "snake_case")]
pub(crate) enum BatchItem {
    /// With the arguments of propose_create.
    Create(Box<Create>),
    /// With the arguments of propose_update.
    Update(Box<Update>),
    /// With the arguments of propose_delete.
    Delete(Box<Delete>),
    /// With the arguments of propose_respond.
    Respond(Box<Respond>),
}

/// `proposal_status`.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Status {
    /// One proposal, by the `id` that it was answered with.
    #[serde(default)]
    pub(crate) id: Option<String>,
    /// All of your proposals that were made or changed since: RFC 3339 with an offset.
    #[serde(default)]
    pub(crate) since: Option<String>,
}

/// `withdraw_proposal`.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Withdraw {
    /// The `id` of one of your proposals that the user has not decided about.
    pub(crate) id: String,
}

/// An answer to an invitation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Answer {
    Accepted,
    Declined,
    Tentative,
}

/// Somebody to invite.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Guest {
    /// The mail address.
    pub(crate) email: String,
    /// The name, where it is known.
    #[serde(default)]
    pub(crate) name: String,
    /// Whether they may stay away.
    #[serde(default)]
    pub(crate) optional: bool,
}

/// When an event reminds: minutes before the start, or "default" for what the calendar says.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(untagged)]
pub(crate) enum Reminders {
    /// As the calendar says.
    Named(AsTheCalendar),
    /// Minutes before the start; an empty list for none at all.
    Minutes(#[schemars(length(max = 5), inner(range(max = 40320)))] Vec<u32>),
}

/// The word for what the calendar says.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum AsTheCalendar {
    Default,
}

/// Who may see an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Visibility {
    /// As the calendar says.
    Default,
    /// Everybody who sees the calendar.
    Public,
    /// Guests and owners of the calendar alone.
    Private,
}

impl From<Scope> for EditScope {
    fn from(scope: Scope) -> Self {
        match scope {
            Scope::This => Self::This,
            Scope::ThisAndFollowing => Self::Following,
            Scope::All => Self::All,
        }
    }
}

impl From<Mail> for Notify {
    fn from(mail: Mail) -> Self {
        match mail {
            Mail::None => Self::None,
            Mail::External => Self::External,
            Mail::All => Self::All,
        }
    }
}

impl From<Answer> for kalends_calendar::Participation {
    fn from(answer: Answer) -> Self {
        match answer {
            Answer::Accepted => Self::Accepted,
            Answer::Declined => Self::Declined,
            Answer::Tentative => Self::Tentative,
        }
    }
}

impl From<Visibility> for kalends_calendar::Visibility {
    fn from(visibility: Visibility) -> Self {
        match visibility {
            Visibility::Default => Self::Default,
            Visibility::Public => Self::Public,
            Visibility::Private => Self::Private,
        }
    }
}
