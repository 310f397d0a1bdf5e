//! What the window is asked to show: by a note, the tray, a link, a second start.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::{EveryMinutes, Hue, Problem, Seconds, UndoId, count::count, mirror::mirror};

/// What to show.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "kind", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub(crate) enum OpenTarget {
    Event {
        event_id: String,
        original_start: Seconds,
        /// The day it begins on.
        day: i32,
    },
    Reminders,
    QuickAdd,
    /// At this proposal, or at the first.
    Approvals {
        proposal: Option<String>,
    },
    Conflicts,
    /// A file or link that was opened with Kalends. The token stands for it in `preview_import`,
    /// `import_opened`, `add_feed` and `drop_import`; the page never holds the path or address.
    Import {
        token: String,
    },
}

mirror! {
    /// What was opened with Kalends.
    ImportSource = crate::opened::Kind, "lowercase" { File, Link }
}

/// What is behind a file or link, before anything is done with it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ImportPreview {
    /// What it calls itself, or empty.
    pub name: String,
    /// A file's name, or a masked address.
    pub address: String,
    pub source: ImportSource,
    pub events: u32,
    /// The first day with an event, as a date.
    pub first: Option<String>,
    /// The last day with an event; a series counts with its first.
    pub last: Option<String>,
    /// Five at most.
    pub titles: Vec<String>,
    pub set_aside: u32,
    pub warnings: Vec<String>,
    pub suggested_minutes: Option<EveryMinutes>,
    pub suggested_hue: Option<Hue>,
}

/// What came of an import.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Imported {
    pub created: u32,
    pub updated: u32,
    /// There already, and left as they are.
    pub unchanged: u32,
    /// Those whose guests were left out.
    pub without_guests: u32,
    /// For `undo_edit`; none where it cannot be taken back.
    pub undo: Option<UndoId>,
}

impl From<kalends_engine::ImportReport> for Imported {
    fn from(report: kalends_engine::ImportReport) -> Self {
        let kalends_engine::ImportReport { created, updated, unchanged, without_guests, .. } =
            report;
        Self {
            created: count(created),
            updated: count(updated),
            unchanged: count(unchanged),
            without_guests: count(without_guests),
            undo: report.undo.map(UndoId),
        }
    }
}

impl ImportPreview {
    /// What a look at `source` found, or why it cannot be taken.
    pub(crate) fn new(
        source: crate::opened::Kind,
        test: kalends_engine::FeedTest,
    ) -> Result<Self, Problem> {
        if let Some(problem) = test.problem {
            return Err(problem.into());
        }
        Ok(Self {
            name: test.name.unwrap_or_default(),
            address: test.address,
            source: source.into(),
            events: count(test.events),
            first: test.first.map(|day| day.to_string()),
            last: test.last.map(|day| day.to_string()),
            titles: test.titles,
            set_aside: count(test.set_aside),
            warnings: test.warnings,
            suggested_minutes: test.suggested_minutes.map(Into::into),
            suggested_hue: test.suggested_hue.map(Into::into),
        })
    }
}
