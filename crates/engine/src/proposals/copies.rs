//! Which other events hold text that a proposal repeats.

use kalends_store::{
    EventId, Write,
    search::{self, Texts},
};

use super::{
    card::target,
    copied::{Runs, is_unbroken, letters, phrases},
};
use crate::{Engine, Error, ProposalWarning, ProposedAction, edits::subject::Subject};

/// Events that are compared, for every phrase of a proposal.
const COMPARED: u32 = 200;
/// Events that are read at a time.
const PAGE: u32 = 500;
/// Titles that a card names as copied from.
const NAMED: usize = 3;

/// What is looked for, and what was found of it.
struct Copies {
    runs: Runs,
    /// The event itself and its changed occurrences: what is there stays there.
    own: Vec<EventId>,
    titles: Vec<String>,
}

impl Engine {
    /// Texts of other events that the proposal repeats.
    pub(super) async fn copies(
        &self,
        write: &mut Write,
        action: &ProposedAction,
    ) -> Result<Vec<ProposalWarning>, Error> {
        let texts: Vec<Vec<char>> = texts(action).into_iter().map(letters).collect();
        let mut copies = Copies { runs: Runs::of(&texts), own: Vec::new(), titles: Vec::new() };
        if copies.runs.is_empty() {
            return Ok(Vec::new());
        }
        if let Some(target) = target(action) {
            copies.forget(&Subject::load(write, target).await?);
        }
        if copies.runs.is_empty() {
            return Ok(Vec::new());
        }
        if texts.iter().any(|text| is_unbroken(text)) {
            copies.look_everywhere(write).await?;
        } else {
            let phrases: Vec<String> = texts.iter().flat_map(|text| phrases(text)).collect();
            copies.look_for(write, &phrases).await?;
        }
        let titles = copies.titles.into_iter();
        Ok(titles.map(|title| ProposalWarning::CopiedText { title }).collect())
    }
}

impl Copies {
    /// What the event says already is no copy.
    fn forget(&mut self, subject: &Subject) {
        for stored in std::iter::once(&subject.stored).chain(&subject.overrides) {
            self.own.push(stored.id);
            let event = &stored.event;
            for text in [&event.summary, &event.location, &event.description] {
                self.runs.forget(&letters(text));
            }
        }
    }

    /// Looks at the events that the index finds.
    async fn look_for(&mut self, write: &mut Write, phrases: &[String]) -> Result<(), Error> {
        let rows = search::list_rows_with_phrases(write, phrases, COMPARED).await?;
        for some in rows.chunks(PAGE as usize) {
            self.compare(search::list_texts(write, some).await?);
            if self.is_enough() {
                break;
            }
        }
        Ok(())
    }

    /// Looks at all events: the index knows words alone.
    async fn look_everywhere(&mut self, write: &mut Write) -> Result<(), Error> {
        let mut after = 0;
        while !self.is_enough() {
            let some = search::list_texts_after(write, after, PAGE).await?;
            let Some(last) = some.last() else { break };
            after = last.no;
            self.compare(some);
        }
        Ok(())
    }

    fn is_enough(&self) -> bool {
        self.titles.len() >= NAMED
    }

    fn compare(&mut self, some: Vec<Texts>) {
        let own = &self.own;
        let others = some.into_iter().filter(|one| {
            !own.contains(&one.event_id) && one.master_id.is_none_or(|id| !own.contains(&id))
        });
        for one in others {
            let is_copy = [&one.title, &one.location, &one.description]
                .into_iter()
                .any(|text| self.runs.meet(&letters(text)));
            if is_copy && self.titles.len() < NAMED && !self.titles.contains(&one.title) {
                self.titles.push(one.title);
            }
        }
    }
}

/// The texts that would be in an event, or be sent, if this was done.
fn texts(action: &ProposedAction) -> Vec<&str> {
    match action {
        ProposedAction::Create { change } | ProposedAction::Update { change, .. } => {
            let texts = [&change.title, &change.location, &change.notes];
            let names = change.guests.iter().flatten().map(|guest| guest.name.as_str());
            texts.into_iter().flatten().map(String::as_str).chain(names).collect()
        }
        ProposedAction::Respond { comment, .. } => comment.as_deref().into_iter().collect(),
        ProposedAction::Delete { .. } => Vec::new(),
    }
}
