//! When calendars are taken, put together from the mirror and what Google said.

use std::collections::{BTreeMap, HashSet};

use jiff::Timestamp;
use kalends_calendar::{Window, free::Span};
use kalends_store::{FreeBusy as Kept, SqliteConnection, busy::list_unsent};

use super::{
    ask::{Answers, covers, is_old},
    sources::{Source, Way},
};
use crate::{
    BusySpan, CalendarId, Error, FreeBusy, Unknown,
    conflicts::{Own, Taken, list_sides, list_taken},
};

/// What is known of a window.
#[derive(Debug, Default)]
pub(super) struct Looked {
    /// What is taken, and by which calendar; in no order.
    pub(super) spans: Vec<(Span, CalendarId)>,
    pub(super) unknown: Vec<Unknown>,
    pub(super) as_of: Option<Timestamp>,
    pub(super) stale: bool,
}

/// How the mirror of a calendar goes together with what Google said of it just now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Both {
    /// Google's word counts, and what was not sent yet.
    Newer,
    /// Taken by either is taken.
    Either,
}

/// What is taken in a window, of these sources. `own` is an event that does not count.
pub(super) async fn look(
    conn: &mut SqliteConnection,
    window: &Window,
    sources: &[Source],
    answers: &Answers,
    both: Both,
    own: Option<&Own>,
    now: Timestamp,
) -> Result<Looked, Error> {
    let mut looked = Looked::default();
    let span = Span { start: window.start.as_second(), end: window.end.as_second() };
    let mut mirrored = Vec::new();
    let mut is_replaced = HashSet::new();
    for source in sources {
        let said = answers.kept.get(&source.id);
        let is_now = answers.now.contains(&source.id);
        match &source.way {
            Way::Here => mirrored.push(source.id),
            Way::Mirror { as_of, is_old: is_late, .. } => {
                mirrored.push(source.id);
                // What was said a moment ago goes before a mirror that is older still.
                let counts = |row: &&Kept| {
                    let is_newer = *is_late && !is_old(row, now) && row.asked_at > *as_of;
                    row.reason.is_empty() && covers(row, span) && (is_now || is_newer)
                };
                if let Some(row) = said.filter(counts) {
                    looked.take(&row.spans, source.id, span);
                    looked.age(row.asked_at);
                    // What was sent since then is in the mirror alone.
                    if both == Both::Newer && is_now {
                        is_replaced.insert(source.id);
                    }
                } else {
                    looked.age(*as_of);
                    looked.stale |= is_late;
                }
            }
            Way::There(_) => match said.filter(|row| covers(row, span)) {
                Some(row) if row.reason.is_empty() => {
                    looked.take(&row.spans, source.id, span);
                    looked.age(row.asked_at);
                    looked.stale |= is_old(row, now);
                }
                Some(row) => looked.miss(source, reason(&row.reason)),
                None => looked.miss(
                    source,
                    match &answers.problem {
                        Some(problem) => problem.message.clone(),
                        None => "it is not mirrored here, and Google was not asked".into(),
                    },
                ),
            },
            Way::Nowhere(why) => looked.miss(source, (*why).to_owned()),
        }
    }
    looked.stale |= answers.problem.is_some();
    let taken = list_taken(conn, window, &mirrored).await?;
    let unsent: HashSet<i64> = if is_replaced.is_empty() {
        HashSet::new()
    } else {
        list_unsent(conn).await?.into_iter().collect()
    };
    let counts = |one: &&Taken| {
        !is_replaced.contains(&one.calendar) || one.event_no().is_none_or(|no| unsent.contains(&no))
    };
    let taken: Vec<&Taken> = taken.iter().filter(counts).collect();
    let mut is_own = vec![false; taken.len()];
    if let Some(own) = own {
        let sides = list_sides(conn, &taken).await?;
        let sides = sides.iter().map(|side| side.as_ref().is_some_and(|side| own.is(&side.key)));
        is_own = sides.collect();
    }
    let others = taken.iter().zip(is_own).filter(|(_, is_own)| !is_own);
    looked
        .spans
        .extend(others.map(|(one, _)| (Span { start: one.start, end: one.end }, one.calendar)));
    Ok(looked)
}

/// Google's word for why it does not say when a calendar is taken.
fn reason(word: &str) -> String {
    match word {
        "notFound" => "Google does not show it to this account".into(),
        "missing" => "Google said nothing of it".into(),
        other => format!("Google did not say: {other}"),
    }
}

impl Looked {
    fn take(&mut self, spans: &[Span], calendar: CalendarId, within: Span) {
        let inside = spans.iter().filter(|one| one.overlaps(&within));
        self.spans.extend(inside.map(|one| (*one, calendar)));
    }

    fn age(&mut self, as_of: Timestamp) {
        self.as_of = Some(self.as_of.map_or(as_of, |oldest| oldest.min(as_of)));
    }

    fn miss(&mut self, source: &Source, reason: String) {
        let (calendar_id, name) = (source.id, source.name.clone());
        self.unknown.push(Unknown { calendar_id, name, reason });
    }

    /// As it is told, cut to the window.
    pub(super) fn told(self, within: Span, answers: Answers) -> FreeBusy {
        FreeBusy {
            busy: apart(&self.spans, within),
            unknown: self.unknown,
            as_of: self.as_of,
            stale: self.stale,
            problem: answers.problem,
        }
    }
}

/// Spans that do not overlap, each with all calendars that are taken throughout it.
pub(super) fn apart(spans: &[(Span, CalendarId)], within: Span) -> Vec<BusySpan> {
    let mut edges: Vec<(i64, CalendarId, i32)> = Vec::with_capacity(spans.len() * 2);
    for (span, calendar) in spans {
        let (start, end) = (span.start.max(within.start), span.end.min(within.end));
        if start < end {
            edges.extend([(start, *calendar, 1), (end, *calendar, -1)]);
        }
    }
    edges.sort_unstable();
    let mut open: BTreeMap<CalendarId, i32> = BTreeMap::new();
    let mut since = 0;
    let mut told: Vec<BusySpan> = Vec::new();
    let instant = |second: i64| Timestamp::from_second(second).unwrap_or_default();
    for (at, calendar, change) in edges {
        if at > since && !open.is_empty() {
            let calendars: Vec<CalendarId> = open.keys().copied().collect();
            match told.last_mut() {
                Some(last) if last.to == instant(since) && last.calendars == calendars => {
                    last.to = instant(at);
                }
                Some(_) | None => {
                    told.push(BusySpan { from: instant(since), to: instant(at), calendars });
                }
            }
        }
        since = at;
        let count = open.entry(calendar).or_default();
        *count += change;
        if *count == 0 {
            open.remove(&calendar);
        }
    }
    told
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn each_span_tells_all_calendars_that_are_taken_throughout_it() {
        let [a, b] = [1, 2].map(|n| CalendarId(Uuid::from_u128(n)));
        let span = |start, end| Span { start, end };
        let spans = [
            (span(5, 20), a),
            (span(10, 30), b),
            (span(12, 14), b),
            (span(20, 25), a),
            (span(40, 40), a),
            (span(90, 200), b),
        ];
        let told: Vec<(i64, i64, Vec<CalendarId>)> = apart(&spans, span(0, 100))
            .into_iter()
            .map(|one| (one.from.as_second(), one.to.as_second(), one.calendars))
            .collect();
        let expected =
            [(5, 10, vec![a]), (10, 25, vec![a, b]), (25, 30, vec![b]), (90, 100, vec![b])];
        assert_eq!(told, expected);
    }
}
