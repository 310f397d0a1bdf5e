//! A few words around the first that was searched for.

use unicode_normalization::{UnicodeNormalization as _, char::is_combining_mark};

/// Words shown before and after the found one.
const BEFORE: usize = 4;
const AFTER: usize = 10;

/// The words of a text, folded as the index folds them: no accents, no letter case.
pub(super) fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric() && !is_combining_mark(c))
        .map(fold)
        .filter(|word| !word.is_empty())
        .collect()
}

/// Plain text around the first word of `text` that begins with one of `words`; none where none
/// does. White space becomes single spaces.
pub(super) fn snippet(text: &str, words: &[String]) -> Option<String> {
    let pieces: Vec<&str> = text.split_whitespace().collect();
    let found = pieces.iter().position(|piece| {
        self::words(piece).iter().any(|word| words.iter().any(|w| word.starts_with(w.as_str())))
    })?;
    let from = found.saturating_sub(BEFORE);
    let to = (found + AFTER + 1).min(pieces.len());
    let mut line = String::new();
    if from > 0 {
        line.push('…');
    }
    line.push_str(&pieces.get(from..to)?.join(" "));
    if to < pieces.len() {
        line.push('…');
    }
    Some(line)
}

fn fold(word: &str) -> String {
    if word.is_ascii() {
        return word.to_ascii_lowercase();
    }
    word.nfd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).collect()
}
