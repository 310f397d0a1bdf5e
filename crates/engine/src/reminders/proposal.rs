//! The note of a proposal that waits for the user: it leads to where the whole of it is seen, or
//! turns it down. Nothing is approved from a note.

use super::{Reminding, text::one_line};
use crate::{
    Error, Note, NoteAct, NoteAction, NoteEvent, NoteKey, Opening, Proposal, ProposalId,
    ProposalKind,
};

/// A note has at most so many lines of what would change.
const LINES: usize = 3;
const PREFIX: &str = "proposal ";

/// What is shown when a proposal arrives. A second note of the same proposal takes the place of the
/// first. [`Engine::run_reminders`](crate::Engine::run_reminders) does what is chosen on it, whoever
/// showed it through the same notifier.
#[must_use]
pub fn proposal_note(proposal: &Proposal, hide_titles: bool) -> Note {
    let agent = match one_line(&proposal.agent_name) {
        name if name.is_empty() => "An agent".into(),
        name => name,
    };
    let (title, body) = if hide_titles {
        (format!("{agent} asks for your approval"), String::new())
    } else {
        (format!("{agent} wants to {}", wish(proposal)), body(proposal))
    };
    Note {
        key: key(proposal.id),
        replaces: None,
        title,
        body,
        actions: vec![NoteAction::Review, NoteAction::Reject],
        urgent: false,
        persistent: false,
        category: "x-kalends.approval",
    }
}

/// What a proposal's note is known by: closed by this key when the proposal is decided elsewhere.
#[must_use]
pub fn key(id: ProposalId) -> NoteKey {
    NoteKey(format!("{PREFIX}{id}"))
}

fn wish(proposal: &Proposal) -> String {
    let title = match one_line(&proposal.title) {
        title if title.is_empty() => "an event without a title".into(),
        title => format!("“{title}”"),
    };
    let moves = proposal.diff.iter().all(|line| line.name == "time");
    match proposal.kind {
        ProposalKind::Create => format!("add {title}"),
        ProposalKind::Update if moves => format!("move {title}"),
        ProposalKind::Update => format!("change {title}"),
        ProposalKind::Delete => format!("delete {title}"),
        ProposalKind::Respond => format!("answer {title}"),
    }
}

fn body(proposal: &Proposal) -> String {
    let changes = proposal.diff.iter().filter(|line| !line.after.trim().is_empty());
    let mut lines: Vec<String> = changes
        .take(LINES)
        .map(|line| format!("{}: {}", line.name, one_line(&line.after)))
        .collect();
    let overlapped: Vec<String> =
        proposal.conflicts.iter().take(LINES).map(|one| one_line(&one.title)).collect();
    if !overlapped.is_empty() {
        lines.push(format!("Overlaps {}", overlapped.join(", ")));
    }
    match (proposal.mails_inside.len(), proposal.mails_outside.len()) {
        (0, 0) => {}
        (inside, outside) => lines.push(format!(
            "Mails {}{}",
            people(inside + outside),
            if outside > 0 { format!(", {outside} outside") } else { String::new() }
        )),
    }
    lines.join("\n")
}

fn people(count: usize) -> String {
    if count == 1 { "1 guest".into() } else { format!("{count} guests") }
}

impl Reminding {
    /// Does what was chosen on the note of a proposal; false for any other note.
    pub(super) async fn take_of_proposal(&mut self, act: &NoteAct) -> Result<bool, Error> {
        let Some(id) = act.key.0.strip_prefix(PREFIX).and_then(|id| id.parse().ok()) else {
            return Ok(false);
        };
        match act.what {
            NoteEvent::Chosen(NoteAction::Review | NoteAction::Open) => {
                self.notifier.open(Opening::Approvals(Some(id)));
            }
            NoteEvent::Chosen(NoteAction::Reject) => {
                if let Err(error) = Box::pin(self.engine.reject_proposal(id, "")).await {
                    self.tell_failure(&act.key, "The proposal could not be rejected", &error).await;
                }
            }
            NoteEvent::Chosen(
                NoteAction::Join
                | NoteAction::Snooze(_)
                | NoteAction::Accept
                | NoteAction::Maybe
                | NoteAction::Decline
                | NoteAction::Dismiss,
            )
            | NoteEvent::ClosedByUser
            | NoteEvent::Expired
            | NoteEvent::ClosedByUs => {}
        }
        Ok(true)
    }

    /// Says that what was chosen on a note could not be done.
    pub(super) async fn tell_failure(&self, of: &NoteKey, title: &str, error: &Error) {
        let problem = error.problem();
        let note = Note {
            key: NoteKey(format!("{} failed", of.0)),
            replaces: None,
            title: title.into(),
            body: format!("{}. {}", problem.message.trim_end_matches('.'), problem.remedy),
            actions: Vec::new(),
            urgent: false,
            persistent: false,
            category: "x-kalends.problem",
        };
        if let Err(error) = self.notifier.show(&note).await {
            tracing::warn!(%error, "what failed could not be told");
        }
    }
}
