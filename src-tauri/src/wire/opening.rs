//! What the window is asked to show: by a note, the tray, a link, a second start.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::{EveryMinutes, Hue, Problem, Seconds, count::count, mirror::mirror};

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
    Approvals,
    /// A file or link that was opened with Kalends. The token stands for it in `preview_import`,
    /// `import_file`, `add_feed` and `drop_import`; the page never holds the path or address.
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
