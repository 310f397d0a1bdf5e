//! Standard output: one JSON value, or text for people.

use std::io::Write as _;

use comfy_table::{ColumnConstraint, ContentArrangement, Table, presets};
use serde::Serialize;

use crate::failure::Failure;

/// Where answers go, and in which form.
pub(crate) struct Output {
    json: bool,
}

impl Output {
    pub(crate) const fn new(json: bool) -> Self {
        Self { json }
    }

    pub(crate) const fn is_json(&self) -> bool {
        self.json
    }

    /// Prints the value as JSON, or the text that `people` makes.
    pub(crate) fn show<T: Serialize>(
        &self,
        value: &T,
        people: impl FnOnce() -> String,
    ) -> Result<(), Failure> {
        let text = if self.json {
            serde_json::to_string(value)
                .map_err(|error| Failure::new(format!("could not write JSON: {error}"), ""))?
        } else {
            people()
        };
        write(text.trim_end_matches('\n').as_bytes(), true)
    }

    /// Prints bytes as they are: files, pages, scripts.
    pub(crate) fn raw(&self, bytes: &[u8]) -> Result<(), Failure> {
        write(bytes, false)
    }
}

fn write(bytes: &[u8], line: bool) -> Result<(), Failure> {
    let mut stdout = anstream::stdout().lock();
    let written = stdout.write_all(bytes).and_then(|()| match (line, bytes.is_empty()) {
        (true, false) => stdout.write_all(b"\n"),
        (true, true) | (false, _) => Ok(()),
    });
    written.and_then(|()| stdout.flush()).map_err(|error| Failure::output(&error))
}

/// The text without line breaks and control characters: what came from outside stays in its place.
pub(crate) fn one_line(text: &str) -> String {
    text.split(char::is_control).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

/// A table with a header, as wide as the terminal at most; `empty` where there are no rows.
pub(crate) fn table<const N: usize>(
    header: [&str; N],
    rows: impl IntoIterator<Item = [String; N]>,
    empty: &str,
) -> String {
    let mut table = Table::new();
    table
        .load_style(presets::NOTHING)
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_header(header.map(str::to_uppercase));
    // A terminal that does not know how wide it is.
    if table.width() == Some(0) {
        table.set_content_arrangement(ContentArrangement::Disabled);
    }
    // Ids and times are to be copied whole.
    if let Some(first) = table.column_mut(0) {
        first.set_constraint(ColumnConstraint::ContentWidth);
    }
    let mut any = false;
    for row in rows {
        any = true;
        table.add_row(row.map(|cell| one_line(&cell)));
    }
    if !any {
        return empty.to_owned();
    }
    table.trim_fmt()
}
