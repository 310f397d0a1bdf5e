//! What a desktop's notification service is asked and what it answers.

use futures_util::future::BoxFuture;
use kalends_calendar::When;

use super::Snooze;
use crate::{EventId, Problem, ProposalId};

/// Shows notes and says what became of them. A face gives one to
/// [`Engine::run_reminders`](crate::Engine::run_reminders).
///
/// Every future may be dropped before it ends. An act that [`Notifier::next_act`] was about to give
/// is not lost with it.
pub trait Notifier: Send + Sync {
    /// What the desktop's service can.
    ///
    /// # Errors
    /// When none answers.
    fn abilities(&self) -> BoxFuture<'_, Result<Abilities, NotifyError>>;

    /// Shows a note, in place of the one with the same key or with the number `replaces`. Gives the
    /// service's number for it, which is never zero.
    ///
    /// # Errors
    /// When the service refused or none answers: nothing was shown.
    fn show<'a>(&'a self, note: &'a Note) -> BoxFuture<'a, Result<u32, NotifyError>>;

    /// Takes a note away; one that is gone already is no error.
    ///
    /// # Errors
    /// When the service refused or none answers.
    fn close(&self, number: u32) -> BoxFuture<'_, Result<(), NotifyError>>;

    /// The next thing that happened to a note; pending for ever when nothing comes.
    fn next_act(&self) -> BoxFuture<'_, NoteAct>;

    /// Returns once a service may be there where none was before: what could not be shown is tried
    /// again at once. Pending for ever where nobody tells.
    fn service_came(&self) -> BoxFuture<'_, ()> {
        Box::pin(std::future::pending())
    }

    /// Brings up the window or opens a link; nothing where the face has none.
    fn open(&self, what: Opening);

    /// Whether times are written as 3:00 PM here, where the user chose neither way.
    fn prefers_twelve_hours(&self) -> bool {
        false
    }
}

/// What a notification service can.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Abilities {
    /// Its name and version.
    pub server: String,
    /// Whether notes have buttons.
    pub actions: bool,
    /// Whether notes have a text beside their title.
    pub body: bool,
    /// Whether notes stay until the user acts, or in a list of their own.
    pub persistence: bool,
}

/// Why a note could not be shown.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct NotifyError {
    /// What was attempted and what happened, as one sentence.
    pub message: String,
    /// What to do about it, as one sentence.
    pub remedy: String,
    /// A service took the note and gave no answer: it may be shown all the same, so that asking
    /// again soon could show it twice.
    pub is_silent: bool,
}

impl NotifyError {
    /// The failure as the faces show it.
    #[must_use]
    pub fn problem(&self) -> Problem {
        Problem::new("notifications", &self.message, &self.remedy)
    }
}

/// Names a note for as long as it may have to be shown again, restarts included.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NoteKey(pub String);

/// What is to be shown. All of it is plain text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// A note of the same key takes the place of the one before.
    pub key: NoteKey,
    /// The number of the note whose place it takes, if one is known.
    pub replaces: Option<u32>,
    /// One line.
    pub title: String,
    /// A few lines, or empty.
    pub body: String,
    /// Buttons, the most wanted first. [`NoteAction::Open`] is also what a click on the note does.
    pub actions: Vec<NoteAction>,
    /// Shown over everything else, where the desktop does so.
    pub urgent: bool,
    /// It stays until the user acts on it.
    pub persistent: bool,
    /// What sort of note it is, by the desktop's own word, such as `x-kalends.reminder`.
    pub category: &'static str,
}

/// A button of a note.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NoteAction {
    /// Show the event, or the list.
    Open,
    /// Open the meeting's link.
    Join,
    /// Remind again.
    Snooze(Snooze),
    /// Answer yes.
    Accept,
    /// Answer maybe.
    Maybe,
    /// Answer no.
    Decline,
    /// Show what waits for approval.
    Review,
    /// Turn a proposal down.
    Reject,
    /// Seen.
    Dismiss,
}

impl NoteAction {
    /// A word for it that [`NoteAction::named`] reads back.
    #[must_use]
    pub fn name(self) -> String {
        match self {
            Self::Open => "default".into(),
            Self::Join => "join".into(),
            Self::Snooze(Snooze::Minutes(minutes)) => format!("snooze-{minutes}"),
            Self::Snooze(Snooze::UntilStart) => "snooze-start".into(),
            Self::Accept => "accept".into(),
            Self::Maybe => "maybe".into(),
            Self::Decline => "decline".into(),
            Self::Review => "review".into(),
            Self::Reject => "reject".into(),
            Self::Dismiss => "dismiss".into(),
        }
    }

    /// What [`NoteAction::name`] wrote; none for any other word.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Some(match name {
            "default" => Self::Open,
            "join" => Self::Join,
            "snooze-start" => Self::Snooze(Snooze::UntilStart),
            "accept" => Self::Accept,
            "maybe" => Self::Maybe,
            "decline" => Self::Decline,
            "review" => Self::Review,
            "reject" => Self::Reject,
            "dismiss" => Self::Dismiss,
            other => {
                let minutes = other.strip_prefix("snooze-")?.parse().ok()?;
                Self::Snooze(Snooze::Minutes(minutes))
            }
        })
    }

    /// What stands on the button.
    #[must_use]
    pub fn label(self) -> String {
        match self {
            Self::Open => "Open".into(),
            Self::Join => "Join".into(),
            Self::Snooze(Snooze::Minutes(minutes)) => format!("Snooze {minutes} min"),
            Self::Snooze(Snooze::UntilStart) => "Snooze until start".into(),
            Self::Accept => "Accept".into(),
            Self::Maybe => "Maybe".into(),
            Self::Decline => "Decline".into(),
            Self::Review => "Review".into(),
            Self::Reject => "Reject".into(),
            Self::Dismiss => "Dismiss".into(),
        }
    }
}

/// Something that happened to a note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoteAct {
    /// Which note.
    pub key: NoteKey,
    /// The number it was shown under.
    pub number: u32,
    /// What happened.
    pub what: NoteEvent,
}

/// What happened to a note.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoteEvent {
    /// A button was pressed.
    Chosen(NoteAction),
    /// The user closed it.
    ClosedByUser,
    /// Its time on the screen was over.
    Expired,
    /// We closed or replaced it.
    ClosedByUs,
}

/// What a face brings up.
#[derive(Clone, Debug, PartialEq)]
pub enum Opening {
    /// An occurrence.
    Event {
        /// The event, or the series.
        event_id: EventId,
        /// The start before anyone moved it.
        original: When,
    },
    /// The list of reminders.
    Reminders,
    /// A link, outside.
    Link(String),
    /// What waits for approval, at this proposal.
    Approvals(Option<ProposalId>),
    /// The list of conflicts.
    Conflicts,
}
