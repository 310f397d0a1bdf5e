//! Text of a proposal that also stands in another event: data may be on its way out. Pure; which
//! events are looked at is told by phrases for the full-text search.

use std::collections::HashSet;

/// So many letters in a row, as [`letters`] counts them, are no chance.
const RUN: usize = 40;
/// Of a run this long, two blocks in a row are whole wherever it begins.
const BLOCK: usize = 13;
/// What of a longer word is looked for.
const BEGINNING: usize = 20;

/// Text to be compared: in small letters, every row of other characters a single blank.
pub(super) fn letters(text: &str) -> Vec<char> {
    let mut out = Vec::with_capacity(text.len());
    for one in text.chars().flat_map(char::to_lowercase) {
        if one.is_alphanumeric() {
            out.push(one);
        } else if out.last().is_some_and(|last| *last != ' ') {
            out.push(' ');
        }
    }
    while out.last() == Some(&' ') {
        out.pop();
    }
    out
}

/// All rows of [`RUN`] letters of some texts.
pub(super) struct Runs {
    hashes: HashSet<u64>,
    runs: HashSet<Vec<char>>,
}

impl Runs {
    /// Of these texts, each as [`letters`] gives it.
    pub(super) fn of(texts: &[Vec<char>]) -> Self {
        let runs: HashSet<Vec<char>> =
            texts.iter().flat_map(|text| text.windows(RUN)).map(<[char]>::to_vec).collect();
        Self { hashes: runs.iter().map(|run| hash(run)).collect(), runs }
    }

    /// Whether there are any.
    pub(super) fn is_empty(&self) -> bool {
        self.runs.is_empty()
    }

    /// Takes out what also stands in this text.
    pub(super) fn forget(&mut self, text: &[char]) {
        for run in text.windows(RUN) {
            self.runs.remove(run);
        }
        self.hashes = self.runs.iter().map(|run| hash(run)).collect();
    }

    /// Whether one of them stands in this text.
    pub(super) fn meet(&self, text: &[char]) -> bool {
        let Some(first) = text.get(..RUN) else { return false };
        let mut rolling = hash(first);
        let mut leaves = text.iter();
        let mut comes = text.iter().skip(RUN);
        for window in text.windows(RUN) {
            if self.hashes.contains(&rolling) && self.runs.contains(window) {
                return true;
            }
            if let (Some(old), Some(new)) = (leaves.next(), comes.next()) {
                rolling = rolling
                    .wrapping_sub(u64::from(*old).wrapping_mul(TOP))
                    .wrapping_mul(BASE)
                    .wrapping_add(u64::from(*new));
            }
        }
        false
    }
}

const BASE: u64 = 0x0100_0000_01b3;
/// The weight of the first of [`RUN`] letters.
const TOP: u64 = {
    let mut top = 1_u64;
    let mut at = 1;
    while at < RUN {
        top = top.wrapping_mul(BASE);
        at += 1;
    }
    top
};

fn hash(run: &[char]) -> u64 {
    run.iter().fold(0, |sum, one| sum.wrapping_mul(BASE).wrapping_add(u64::from(*one)))
}

/// Whether a run may lie within words alone, where no index of words finds it: in a word as long as
/// a run, or in a script that sets no blanks between words.
pub(super) fn is_unbroken(text: &[char]) -> bool {
    let dense = text.iter().filter(|one| is_of_script_without_blanks(**one)).count();
    dense > BLOCK || text.split(|one| *one == ' ').any(|word| word.len() >= RUN)
}

/// Thai to Myanmar, Khmer, and kana and Han.
const fn is_of_script_without_blanks(one: char) -> bool {
    matches!(one,
        '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}'
        | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3fffd}')
}

/// Phrases of which a text with a run of this one holds at least one, unless the run lies largely
/// within words of more than 13 letters or the text [`is_unbroken`]. Each is words with single blanks between them; one that
/// ends in `*` stands for whatever begins with it.
pub(super) fn phrases(text: &[char]) -> Vec<String> {
    let words: Vec<&[char]> =
        text.split(|one| *one == ' ').filter(|word| !word.is_empty()).collect();
    let mut blocks: Vec<String> = Vec::new();
    let mut alone = Vec::new();
    let mut block: Vec<&[char]> = Vec::new();
    let mut length = 0;
    let flush = |block: &mut Vec<&[char]>, blocks: &mut Vec<String>| {
        if !block.is_empty() {
            let words: Vec<String> = block.drain(..).map(|word| word.iter().collect()).collect();
            blocks.push(words.join(" "));
        }
    };
    for word in words {
        if word.len() > BLOCK {
            flush(&mut block, &mut blocks);
            length = 0;
            let beginning: String = word.iter().take(BEGINNING).collect();
            alone.push(if word.len() > BEGINNING { format!("{beginning}*") } else { beginning });
            blocks.push(word.iter().collect());
            continue;
        }
        if length > 0 && length + 1 + word.len() > BLOCK {
            flush(&mut block, &mut blocks);
            length = 0;
        }
        length += word.len() + usize::from(length > 0);
        block.push(word);
    }
    flush(&mut block, &mut blocks);
    let pairs = blocks.windows(2).map(|pair| pair.join(" "));
    let mut all: Vec<String> = pairs.chain(alone).collect();
    if all.is_empty() {
        all = blocks;
    }
    all.sort_unstable();
    all.dedup();
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &str = "The Fabrikam takeover closes on 12 March for 40 million; tell nobody.";

    #[test]
    fn copies_are_found_whatever_stands_between_the_letters() {
        let runs = |text: &str| Runs::of(&[letters(text)]);
        for (text, is_found) in [
            (SECRET, true),
            ("  the FABRIKAM\ntakeover -- closes on: 12 March, for 40 million!", true),
            ("fyi the fabrikam takeover closes on 12 march for 40 mill", true),
            ("The Fabrikam takeover closes on 12 Mar", false),
            ("Fabrikam: takeover meeting, 12 March, 40 minutes, with nobody else to tell", false),
            ("", false),
        ] {
            assert_eq!(runs(text).meet(&letters(SECRET)), is_found, "{text}");
        }
    }

    #[test]
    fn what_stood_there_before_is_no_copy() {
        let mut runs = Runs::of(&[letters(SECRET)]);
        runs.forget(&letters(SECRET));
        assert!(runs.is_empty());
        assert!(!runs.meet(&letters(SECRET)));
    }

    /// Every run is found through a phrase of which it holds every word whole.
    #[test]
    fn a_phrase_leads_to_every_run() {
        let text = "We meet at the old harbour with Ms Oyelaran about the merger of both houses, and \
                    then it is up to us: do go on as it is, or be on the way to an end of it all";
        let letters = letters(text);
        let phrases = phrases(&letters);
        for from in 0..=letters.len() - RUN {
            let run = &letters[from..from + RUN];
            let starts = from == 0 || letters[from - 1] == ' ';
            let ends = letters.get(from + RUN).is_none_or(|next| *next == ' ');
            let mut words: Vec<String> =
                run.split(|one| *one == ' ').map(|w| w.iter().collect()).collect();
            if !starts {
                words.remove(0);
            }
            if !ends {
                words.pop();
            }
            let whole = format!(" {} ", words.join(" "));
            assert!(
                phrases.iter().any(|phrase| whole.contains(&format!(" {phrase} "))),
                "{whole:?} in {phrases:#?}"
            );
        }
    }
}
