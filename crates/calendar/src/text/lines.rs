//! Logical lines: line ends of any kind, and folds undone on bytes.

use memchr::memchr2;

pub(super) const fn is_break(byte: u8) -> bool {
    matches!(byte, b'\r' | b'\n')
}

const fn is_blank(byte: Option<&u8>) -> bool {
    matches!(byte, Some(b' ' | b'\t'))
}

/// Where one logical line lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Span {
    /// First byte.
    pub(super) start: usize,
    /// First byte of its final line break, or the text's end.
    pub(super) end: usize,
    /// First byte of the next line.
    pub(super) next: usize,
    /// Whether a fold lies inside.
    pub(super) folded: bool,
}

/// The logical line that starts at `start`; none at the end of the text.
///
/// A run of line breaks counts as one, so a blank line neither is a line nor ends a fold.
pub(super) fn span_at(text: &[u8], start: usize) -> Option<Span> {
    let mut from = start;
    let mut folded = false;
    if start >= text.len() {
        return None;
    }
    loop {
        let Some(length) = memchr2(b'\r', b'\n', text.get(from..)?) else {
            return Some(Span { start, end: text.len(), next: text.len(), folded });
        };
        let end = from + length;
        let next = end + text.get(end..)?.iter().take_while(|b| is_break(**b)).count();
        if !is_blank(text.get(next)) {
            return Some(Span { start, end, next, folded });
        }
        folded = true;
        from = next + 1;
    }
}

/// Replaces what `into` holds by the line with its folds taken out.
pub(super) fn unfold_into(line: &[u8], into: &mut Vec<u8>) {
    into.clear();
    let mut rest = line;
    while let Some(at) = memchr2(b'\r', b'\n', rest) {
        into.extend_from_slice(rest.get(..at).unwrap_or_default());
        rest = rest.get(at..).unwrap_or_default();
        let breaks = rest.iter().take_while(|b| is_break(**b)).count();
        rest = rest.get(breaks..).unwrap_or_default();
        rest = rest.get(usize::from(is_blank(rest.first()))..).unwrap_or_default();
    }
    into.extend_from_slice(rest);
}

/// One logical line.
#[derive(Clone, Copy)]
pub(super) struct Line<'a> {
    /// Without its folds and its line break.
    pub(super) bytes: &'a [u8],
    /// Line feeds (or bare returns) between the line before and this one.
    pub(super) breaks: usize,
}

/// The logical lines of a whole text, unfolded one after the other.
pub(super) struct Lines<'a> {
    text: &'a [u8],
    next: usize,
    breaks: usize,
    scratch: Vec<u8>,
}

impl<'a> Lines<'a> {
    pub(super) fn new(text: &'a [u8]) -> Self {
        Self { text, next: 0, breaks: 0, scratch: Vec::new() }
    }

    pub(super) fn next(&mut self) -> Option<Line<'_>> {
        let span = span_at(self.text, self.next)?;
        self.next = span.next;
        let gap = self.text.get(span.end..span.next).unwrap_or_default();
        let after = gap.iter().filter(|b| **b == b'\n').count().max(gap.len().min(1));
        let breaks = std::mem::replace(&mut self.breaks, after);
        let raw = self.text.get(span.start..span.end).unwrap_or_default();
        let bytes = if span.folded {
            unfold_into(raw, &mut self.scratch);
            self.scratch.as_slice()
        } else {
            raw
        };
        Some(Line { bytes, breaks })
    }
}

/// How many logical lines a text has, each unfolded on the way: what lexing alone costs.
#[must_use]
pub fn count_lines(text: &[u8]) -> usize {
    let mut lines = Lines::new(text);
    let mut count = 0;
    while lines.next().is_some() {
        count += 1;
    }
    count
}
