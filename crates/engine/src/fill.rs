//! Occurrence rows for series: written in small transactions, after the import that brought the
//! series, and again when time goes on or the rules of zones change.

use jiff::{SignedDuration, Timestamp};
use kalends_calendar::{Flag, Series, Span, Window};
use kalends_store::{
    Expansion, OccurrenceSpan, Series as StoredSeries, events,
    occurrences::{self, Filter},
    settings,
};

use crate::{Engine, Error, occurrences::compile};

/// Series of one transaction.
const CHUNK: u32 = 100;
/// What a query may ask of the table: so far back and ahead of today.
const BACK: SignedDuration = SignedDuration::from_hours(366 * 24);
const AHEAD: SignedDuration = SignedDuration::from_hours(2 * 366 * 24);
/// What is expanded at a time, in seconds, of a series that is cut when expanded at once.
const PIECE: i64 = 31 * 86_400;
/// How far beyond that is filled, so that the table is not touched every day.
const MARGIN: SignedDuration = SignedDuration::from_hours(31 * 24);

impl Engine {
    /// Writes occurrence rows for some series that lack them; true while there are more.
    pub async fn fill_some(&self) -> Result<bool, Error> {
        let zone = self.zone();
        let today = self.now();
        let around = |margin: SignedDuration| Window {
            start: shift(today, -(BACK + margin)),
            end: shift(today, AHEAD + margin),
            zone: zone.clone(),
        };
        self.notice_zones().await?;
        let series = {
            let mut read = self.inner.store.read().await?;
            let filter = Filter::default();
            occurrences::list_series_not_covering(
                &mut read,
                &around(SignedDuration::ZERO),
                &filter,
                CHUNK,
            )
            .await?
        };
        if series.is_empty() {
            return Ok(false);
        }
        let more = series.len() >= usize::try_from(CHUNK).unwrap_or(usize::MAX);
        let mut write = self.inner.store.begin().await?;
        // Read again under the write lock: another process may have changed them.
        let mut current = Vec::with_capacity(series.len());
        for one in &series {
            current.extend(occurrences::get_series(&mut write, one.id).await?);
        }
        let wide = around(MARGIN);
        let expanding = tokio::task::spawn_blocking(move || {
            let mut expansions = Vec::with_capacity(current.len());
            let mut endless = Vec::new();
            for one in &current {
                match expansion(one, &wide) {
                    Some(expansion) => expansions.push(expansion),
                    None => endless.push((one.id, one.drawn.flags.clone())),
                }
            }
            (expansions, endless)
        });
        let (expansions, endless) =
            expanding.await.map_err(|_| Error::Cancelled("expand the series"))?;
        occurrences::write_expansions(&mut write, &expansions).await?;
        for (id, mut flags) in endless {
            flags.push(Flag::RuleCut);
            events::set_flags(&mut write, id, &flags).await?;
        }
        write.commit().await?;
        Ok(more)
    }

    /// Forgets what was expanded with other rules of zones than those of today.
    async fn notice_zones(&self) -> Result<(), Error> {
        let version = zones_version();
        let known: Option<String> = {
            let mut read = self.inner.store.read().await?;
            settings::get(&mut read, "zones").await?
        };
        if known.as_deref() != Some(&version) {
            let mut write = self.inner.store.begin().await?;
            if known.is_some() {
                occurrences::forget_expansions(&mut write).await?;
            }
            settings::set(&mut write, "zones", &version).await?;
            write.commit().await?;
        }
        Ok(())
    }
}

/// Names the rules that zones follow: the release where the system tells it, else the day its
/// database was written, else jiff's own.
pub(crate) fn zones_version() -> String {
    const FILES: [&str; 2] = ["/usr/share/zoneinfo/+VERSION", "/usr/share/zoneinfo/tzdata.zi"];
    for path in FILES {
        if let Ok(text) = std::fs::read_to_string(path) {
            let first = text.lines().next().unwrap_or_default();
            let version = first.trim_start_matches("# version").trim();
            if !version.is_empty() {
                return version.into();
            }
        }
    }
    let written = std::fs::metadata("/usr/share/zoneinfo/Europe/Berlin")
        .and_then(|file| file.modified())
        .ok()
        .and_then(|time| time.duration_since(std::time::UNIX_EPOCH).ok());
    written.map_or_else(|| "bundled".into(), |age| format!("system {}", age.as_secs()))
}

fn shift(at: Timestamp, by: SignedDuration) -> Timestamp {
    at.checked_add(by).unwrap_or(at)
}

/// The rows of a series, or none for one that repeats too often to be kept in a table: it is
/// expanded for each window that is asked for.
fn expansion(series: &StoredSeries, window: &Window) -> Option<Expansion> {
    let compiled = compile(series);
    let (lo, hi) = (window.start.as_second(), window.end.as_second());
    let spans = spans_between(&compiled, lo, hi)?;
    let drawn_by = |index: Option<usize>| {
        index.and_then(|index| series.overrides.get(index)).map(|change| change.drawn.id)
    };
    let originals = series
        .overrides
        .iter()
        .filter_map(|change| {
            let original = compiled.original(&change.recurrence_id.original);
            let written = change.recurrence_id.original.seconds();
            (original != written).then_some((change.drawn.id, original))
        })
        .collect();
    Some(Expansion {
        series: series.id,
        from: if compiled.starts() >= lo { i64::MIN } else { lo },
        to: if compiled.ends().is_some_and(|end| end <= hi) { i64::MAX } else { hi },
        spans: spans
            .into_iter()
            .map(|span| OccurrenceSpan {
                original: span.original,
                start: span.start,
                end: span.end,
                drawn_by: drawn_by(span.override_index),
            })
            .collect(),
        originals,
    })
}

/// All occurrences between two seconds, in pieces where they are too many at once; none where
/// they are too many for a piece too.
fn spans_between(series: &Series, lo: i64, hi: i64) -> Option<Vec<Span>> {
    let mut spans = Vec::new();
    if !series.spans(lo, hi, &mut spans) {
        return Some(spans);
    }
    spans.clear();
    let mut from = lo;
    while from < hi {
        let to = from.saturating_add(PIECE).min(hi);
        if series.spans(from, to, &mut spans) {
            return None;
        }
        from = to;
    }
    // What reaches from one piece into the next was found in both.
    spans.sort_by_key(|span| (span.original, span.start));
    spans.dedup_by_key(|span| span.original);
    Some(spans)
}
