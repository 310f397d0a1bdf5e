//! Which occurrences stand in each other's way, and how badly.
//!
//! Pure: the caller leaves out what blocks no time (cancelled, declined, transparent) and says when
//! the rest takes place, in instants; dates are resolved before.

#[cfg(test)]
mod property;
mod sweep;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

pub use sweep::{clashes, crowded};

/// An occurrence that blocks time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Candidate<'a> {
    /// The caller's own number for it.
    pub id: usize,
    /// First instant, in Unix seconds.
    pub start: i64,
    /// First instant after, in Unix seconds. What has no length blocks nothing.
    pub end: i64,
    /// It takes whole days.
    pub all_day: bool,
    /// It is confirmed, and the user's own or accepted.
    pub firm: bool,
    /// Which meeting it is: candidates of one number are one meeting on several calendars.
    pub meeting: u64,
    /// Where it is, if it is anywhere one has to travel to.
    pub place: Option<&'a str>,
}

/// How badly two occurrences stand in each other's way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// One or both take whole days, or the time between them is too short.
    Low,
    /// One of them is tentative or unanswered.
    Medium,
    /// Both are certain, at the same time.
    High,
}

/// Why two occurrences stand in each other's way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Cause {
    /// They take place at the same time.
    Overlap,
    /// Less time lies between them than the user wants.
    Buffer,
    /// They are in different places, and less time lies between them than the way takes.
    Travel,
}

/// Two occurrences that stand in each other's way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Clash {
    /// First instant of what is in conflict, in Unix seconds: of the time both take, or of the gap.
    pub from: i64,
    /// First instant after it. The same as `from` for a gap of no length.
    pub to: i64,
    /// [`Candidate::id`] of the one that begins first; of equals the smaller id.
    pub a: usize,
    /// [`Candidate::id`] of the other.
    pub b: usize,
    /// How bad it is.
    pub severity: Severity,
    /// What it is about.
    pub cause: Cause,
}

/// What counts as a conflict, beside an overlap.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rules {
    /// The least time between two timed occurrences, in seconds; 0 for none.
    pub buffer_s: i64,
    /// The least time between two timed occurrences in different places; none where that is no
    /// matter.
    pub travel_s: Option<i64>,
    /// No more than these are looked for: the earliest of them.
    pub most: usize,
}

impl Default for Rules {
    /// Overlaps alone, up to 20,000.
    fn default() -> Self {
        Self { buffer_s: 0, travel_s: None, most: 20_000 }
    }
}

impl Rules {
    /// How far apart two occurrences may be and still clash, in seconds.
    pub(crate) fn reach(&self) -> i64 {
        self.buffer_s.max(self.travel_s.unwrap_or(0)).max(0)
    }
}

/// How two occurrences clash, the one that begins first given first; none when they do not.
#[must_use]
pub fn clash(a: &Candidate<'_>, b: &Candidate<'_>, rules: &Rules) -> Option<Clash> {
    if a.start >= a.end || b.start >= b.end || a.meeting == b.meeting {
        return None;
    }
    let clash = |severity, cause, from, to| Clash { from, to, a: a.id, b: b.id, severity, cause };
    let any_all_day = a.all_day || b.all_day;
    if a.start < b.end && b.start < a.end {
        let severity = match (any_all_day, a.firm && b.firm) {
            (true, _) => Severity::Low,
            (false, false) => Severity::Medium,
            (false, true) => Severity::High,
        };
        return Some(clash(severity, Cause::Overlap, a.start.max(b.start), a.end.min(b.end)));
    }
    if any_all_day {
        return None;
    }
    let (from, to) = if a.end <= b.start { (a.end, b.start) } else { (b.end, a.start) };
    let gap = to.saturating_sub(from);
    if gap < rules.buffer_s {
        return Some(clash(Severity::Low, Cause::Buffer, from, to));
    }
    let apart = match (a.place, b.place) {
        (Some(a), Some(b)) => !is_same_place(a, b),
        (Some(_) | None, _) => false,
    };
    (apart && rules.travel_s.is_some_and(|least| gap < least))
        .then(|| clash(Severity::Low, Cause::Travel, from, to))
}

/// Whether two places are written alike: blanks and the case of letters do not count.
fn is_same_place(a: &str, b: &str) -> bool {
    let words =
        |text: &str| -> Vec<String> { text.split_whitespace().map(str::to_lowercase).collect() };
    a == b || words(a) == words(b)
}

/// The place of an occurrence as far as one has to travel to it: none for an empty one and for a
/// link.
#[must_use]
pub fn place_to_go(location: &str) -> Option<&str> {
    let place = location.trim();
    let lower: String = place.chars().take(8).flat_map(char::to_lowercase).collect();
    let is_link = lower.starts_with("https://") || lower.starts_with("http://");
    (!place.is_empty() && !is_link).then_some(place)
}
