//! A card as its agent is told of it: what it asked for itself, and of the calendar what it sees.

use kalends_store::{Sight, SqliteConnection};
use uuid::Uuid;

use super::{
    conflicts::{TITLE_MOST, is_still_seen},
    shown::Shown,
    veil::{sight_of, veil},
};
use crate::{
    CalendarId, DiffLine, Error, Freshness, Guest, Proposal, ProposalWarning, ProposedAction,
    agents::{Sights, plain},
};

/// Stands for all addresses that the agent does not see.
const UNSEEN: &str = "(guests you do not see)";

/// A card, and what its agent is told of it.
pub(super) struct AgentCard {
    /// As the user sees it.
    pub(super) card: Proposal,
    /// What is shown on it.
    pub(super) shown: Shown,
    /// What the agent asked for.
    pub(super) asked: ProposedAction,
}

impl AgentCard {
    /// How much the agent sees of what this is about, wherever that is: the least of it.
    pub(super) async fn sight(
        &self,
        conn: &mut SqliteConnection,
        sights: &Sights,
    ) -> Result<Sight, Error> {
        let calendar = self.shown.calendar_id;
        let target = sight_of(conn, sights, self.card.target, calendar).await?;
        let result = sight_of(conn, sights, self.card.result, calendar).await?;
        // Where the agent itself wants it to go, what it is now is no more hidden by that.
        let chosen = self.shown.moves_to.filter(|_| self.shown.agent.own.is_some());
        let chosen = chosen.map_or(Sight::Full, |id| sights.of(id));
        Ok(target.min(result).min(chosen))
    }

    /// The card without what the agent may not see.
    pub(super) fn told(self, sight: Sight, sights: &Sights) -> Proposal {
        let Self { mut card, shown, asked } = self;
        let own = shown.agent.own.as_deref();
        let named = guests(&asked);
        // Of its own version of a new event the agent said everything itself.
        let is_said = own.is_none() && matches!(asked, ProposedAction::Create { .. });
        let emails = |emails: &[String]| known(emails, &named, is_said, sight);
        card.mails_inside = emails(&card.mails_inside);
        card.mails_outside = emails(&card.mails_outside);
        card.warnings = card.warnings.into_iter().filter_map(|one| warn(one, &emails)).collect();
        card.diff.retain_mut(|line| match line.name.as_str() {
            "calendar" => name_calendars(line, &shown, sights),
            _ => narrow(line, is_own(line, own), sight),
        });
        card.conflicts = shown.agent.conflicts.clone();
        if sight < Sight::Titles {
            if !is_said {
                card.title =
                    own.filter(|_| is_new(&asked)).map(|own| own.title.clone()).unwrap_or_default();
                card.target = None;
                card.times_now = None;
                card.occurrences_affected = None;
                card.resets = 0;
            }
            if let Some(own) = own {
                card.times = card.times.filter(|times| own.times.as_ref() == Some(times));
                card.conflicts.clone_from(&own.agent.conflicts);
            }
        }
        card.title = plain(&card.title, TITLE_MOST);
        card.conflicts.retain(|conflict| is_still_seen(conflict, sights));
        if sights.of(card.calendar_id) == Sight::Hidden {
            let asked = to(&asked).filter(|id| is_new(&asked) && sights.of(*id) > Sight::Hidden);
            card.calendar_id = asked.unwrap_or(CalendarId(Uuid::nil()));
            card.freshness = Freshness::default();
        }
        if sight == Sight::Hidden {
            card.result = None;
        }
        let least = to(&asked).map_or(sight, |id| sights.of(id).min(sight));
        card.problem = card.problem.map(|problem| veil(problem, least));
        card.error = card.error.map(|problem| veil(problem, least));
        // Why it waits may name other events.
        card.waits_for = card.waits_for.map(|_| "Approved, waiting to be sent".to_owned());
        card.action = asked;
        card.busy_elsewhere.clear();
        card.unknown.clear();
        card.hash.clear();
        card.undo = None;
        card.ghost = None;
        card
    }
}

/// A warning as the agent is told of it, if it is.
fn warn(
    warning: ProposalWarning,
    emails: &impl Fn(&[String]) -> Vec<String>,
) -> Option<ProposalWarning> {
    match warning {
        // It tells that the text stands somewhere, maybe where the agent may not look.
        ProposalWarning::CopiedText { .. } => None,
        ProposalWarning::OutsideGuests { emails: all } => {
            let emails = emails(&all);
            (!emails.is_empty()).then_some(ProposalWarning::OutsideGuests { emails })
        }
        ProposalWarning::WholeSeries | ProposalWarning::Delete => Some(warning),
    }
}

/// Whether a line comes of what the agent asked for: always, but where the user approved another
/// version in which it reads otherwise.
fn is_own(line: &DiffLine, own: Option<&Shown>) -> bool {
    own.is_none_or(|own| own.diff.contains(line))
}

/// Whether a line is told, and as much of it as the agent sees.
fn narrow(line: &mut DiffLine, is_own: bool, sight: Sight) -> bool {
    if sees(sight, &line.name) {
        return true;
    }
    line.before.clear();
    is_own && !line.after.is_empty()
}

/// Whether the agent sees what such a line is about.
fn sees(sight: Sight, line: &str) -> bool {
    match sight {
        Sight::Full => true,
        Sight::Titles => {
            matches!(line, "title" | "time" | "recurrence" | "status" | "busy" | "deleted")
        }
        Sight::Busy | Sight::Hidden => false,
    }
}

/// Each calendar by its name where the agent sees that, by its id where it knows of it.
fn name_calendars(line: &mut DiffLine, shown: &Shown, sights: &Sights) -> bool {
    let named = |name: &str, id: CalendarId| match sights.of(id) {
        Sight::Hidden => String::new(),
        Sight::Busy => id.to_string(),
        Sight::Titles | Sight::Full => plain(name, TITLE_MOST),
    };
    line.before = named(&line.before, shown.calendar_id);
    line.after = shown.moves_to.map(|to| named(&line.after, to)).unwrap_or_default();
    !line.after.is_empty()
}

const fn is_new(asked: &ProposedAction) -> bool {
    match asked {
        ProposedAction::Create { .. } => true,
        ProposedAction::Update { .. }
        | ProposedAction::Delete { .. }
        | ProposedAction::Respond { .. } => false,
    }
}

/// The calendar that the agent named.
const fn to(asked: &ProposedAction) -> Option<CalendarId> {
    match asked {
        ProposedAction::Create { change } | ProposedAction::Update { change, .. } => {
            change.calendar
        }
        ProposedAction::Delete { .. } | ProposedAction::Respond { .. } => None,
    }
}

/// The guests that the agent named.
fn guests(asked: &ProposedAction) -> Vec<String> {
    let of = |guests: &Option<Vec<Guest>>| {
        guests.iter().flatten().map(|guest| guest.email.to_lowercase()).collect()
    };
    match asked {
        ProposedAction::Create { change } | ProposedAction::Update { change, .. } => {
            of(&change.guests)
        }
        ProposedAction::Delete { .. } | ProposedAction::Respond { .. } => Vec::new(),
    }
}

/// Addresses that the agent sees, or named itself; the others as one word, where it sees titles.
fn known(emails: &[String], named: &[String], is_said: bool, sight: Sight) -> Vec<String> {
    let all = is_said || sight == Sight::Full;
    let mut known: Vec<String> = emails
        .iter()
        .filter(|email| all || named.contains(&email.to_lowercase()))
        .cloned()
        .collect();
    if known.len() < emails.len() && sight == Sight::Titles {
        known.push(UNSEEN.into());
    }
    known
}
