//! What is on the screen: which number stands for which note, and what a signal about a number
//! means. Without I/O.

use std::collections::HashMap;

use kalends_engine::{NoteAct, NoteAction, NoteEvent, NoteKey};

/// So many signals may overtake the answer that names their note.
const EARLY: usize = 64;

/// What a service says about one of its numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Word {
    /// `ActionInvoked`, with the action's key.
    Invoked(String),
    /// `NotificationClosed`, with the reason's number.
    Closed(u32),
}

/// A signal: from whom, about which number, what.
#[derive(Clone, Debug)]
pub(super) struct Signal {
    pub(super) sender: String,
    pub(super) number: u32,
    pub(super) word: Word,
}

/// The notes on the screen of the services that showed them.
#[derive(Debug, Default)]
pub(super) struct Board {
    shown: HashMap<u32, Shown>,
    /// How many notes are being shown: their numbers are not known yet.
    under_way: usize,
    early: Vec<Signal>,
}

#[derive(Debug)]
struct Shown {
    key: NoteKey,
    /// The service's unique name on the bus.
    owner: String,
}

impl Board {
    /// The number that a note of this key has.
    pub(super) fn number_of(&self, key: &NoteKey) -> Option<u32> {
        self.shown.iter().find(|(_, shown)| shown.key == *key).map(|(number, _)| *number)
    }

    /// Whether this number is one of ours.
    pub(super) fn has(&self, number: u32) -> bool {
        self.shown.contains_key(&number)
    }

    /// A note is about to be shown: a signal about an unknown number may be about it.
    pub(super) fn begin(&mut self) {
        self.under_way += 1;
    }

    /// No note came of it.
    pub(super) fn give_up(&mut self) {
        self.under_way = self.under_way.saturating_sub(1);
        if self.under_way == 0 {
            self.early.clear();
        }
    }

    /// A note was shown by `owner` as `number`. Gives what the service said about it already.
    pub(super) fn put(&mut self, key: NoteKey, number: u32, owner: String) -> Vec<NoteAct> {
        let early: Vec<Signal> = self
            .early
            .extract_if(.., |signal| signal.number == number && signal.sender == owner)
            .collect();
        self.shown.insert(number, Shown { key, owner });
        let acts = early.iter().filter_map(|signal| self.hear(signal)).collect();
        self.give_up();
        acts
    }

    /// A note is no longer waited for; says whether it was.
    pub(super) fn forget(&mut self, number: u32) -> bool {
        self.shown.remove(&number).is_some()
    }

    /// What a signal means. A button pressed or a note closed is the last word about it; what
    /// another than its service says about a note is nothing.
    pub(super) fn hear(&mut self, signal: &Signal) -> Option<NoteAct> {
        let Some(shown) = self.shown.get(&signal.number) else {
            if self.under_way > 0 && self.early.len() < EARLY {
                self.early.push(signal.clone());
            }
            return None;
        };
        if shown.owner != signal.sender {
            return None;
        }
        let what = match &signal.word {
            Word::Invoked(key) => NoteEvent::Chosen(NoteAction::named(key)?),
            Word::Closed(2) => NoteEvent::ClosedByUser,
            Word::Closed(3) => NoteEvent::ClosedByUs,
            Word::Closed(_) => NoteEvent::Expired,
        };
        let shown = self.shown.remove(&signal.number)?;
        Some(NoteAct { key: shown.key, number: signal.number, what })
    }

    /// A service went away and took its notes with it.
    pub(super) fn lose(&mut self, owner: &str) -> Vec<NoteAct> {
        self.early.retain(|signal| signal.sender != owner);
        self.shown
            .extract_if(|_, shown| shown.owner == owner)
            .map(|(number, shown)| NoteAct { key: shown.key, number, what: NoteEvent::Expired })
            .collect()
    }

    /// The bus went away, and every service with it.
    pub(super) fn lose_all(&mut self) -> Vec<NoteAct> {
        self.early.clear();
        let lost = self.shown.drain();
        lost.map(|(number, shown)| NoteAct { key: shown.key, number, what: NoteEvent::Expired })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use kalends_engine::Snooze;

    use super::*;

    const DUNST: &str = ":1.7";

    fn key(name: &str) -> NoteKey {
        NoteKey(name.into())
    }

    fn said(sender: &str, number: u32, word: Word) -> Signal {
        Signal { sender: sender.into(), number, word }
    }

    fn board() -> Board {
        let mut board = Board::default();
        board.begin();
        assert!(board.put(key("a"), 4, DUNST.into()).is_empty());
        board
    }

    #[test]
    fn what_a_service_says_of_a_note_is_heard_once() {
        let invoked = |action: &str| Word::Invoked(action.into());
        let table = [
            (invoked("default"), Some(NoteEvent::Chosen(NoteAction::Open))),
            (invoked("join"), Some(NoteEvent::Chosen(NoteAction::Join))),
            (invoked("snooze-5"), Some(NoteEvent::Chosen(NoteAction::Snooze(Snooze::Minutes(5))))),
            (invoked("inline-reply"), None),
            (Word::Closed(1), Some(NoteEvent::Expired)),
            (Word::Closed(2), Some(NoteEvent::ClosedByUser)),
            (Word::Closed(3), Some(NoteEvent::ClosedByUs)),
            (Word::Closed(4), Some(NoteEvent::Expired)),
        ];
        for (word, expected) in table {
            let mut board = board();
            let act = board.hear(&said(DUNST, 4, word.clone()));
            assert_eq!(act.map(|act| (act.key, act.what)), expected.map(|what| (key("a"), what)));
            // Servers close a note after its button was pressed: that is no second word.
            let again = board.hear(&said(DUNST, 4, Word::Closed(2)));
            assert_eq!(again.is_some(), expected.is_none(), "{word:?}");
        }
    }

    #[test]
    fn other_notes_and_other_speakers_are_not_heard() {
        let mut board = board();
        assert_eq!(board.hear(&said(DUNST, 5, Word::Closed(2))), None);
        assert_eq!(board.hear(&said(":1.99", 4, Word::Invoked("join".into()))), None);
        assert!(board.has(4));
    }

    #[test]
    fn an_answer_that_overtakes_the_number_is_kept_for_it() {
        let mut board = Board::default();
        board.begin();
        board.hear(&said(":1.99", 9, Word::Closed(2)));
        board.hear(&said(DUNST, 9, Word::Invoked("join".into())));
        board.hear(&said(DUNST, 9, Word::Closed(2)));
        let acts = board.put(key("quick"), 9, DUNST.into());
        let what: Vec<_> = acts.iter().map(|act| act.what).collect();
        assert_eq!(what, [NoteEvent::Chosen(NoteAction::Join)]);
        assert!(!board.has(9));
        // Nothing is under way: what comes now is about somebody else's note.
        board.hear(&said(DUNST, 10, Word::Closed(2)));
        board.begin();
        assert!(board.put(key("next"), 10, DUNST.into()).is_empty());
    }

    #[test]
    fn a_service_that_ends_takes_its_notes_with_it() {
        let mut board = board();
        board.begin();
        board.put(key("b"), 1, ":1.8".into());
        let lost = board.lose(DUNST);
        assert_eq!(lost, [NoteAct { key: key("a"), number: 4, what: NoteEvent::Expired }]);
        assert_eq!(board.number_of(&key("b")), Some(1));
        assert_eq!(board.lose_all().len(), 1);
    }
}
