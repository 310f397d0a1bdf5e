//! Inserts of many rows in one statement, as static text that SQLite keeps prepared.

use std::sync::OnceLock;

/// Rows of one statement. More of them gain little and hold memory.
pub(crate) const CHUNK: usize = 100;

/// An insert of [`CHUNK`] rows, or of one where fewer are left.
pub(crate) struct Many {
    columns: usize,
    head: &'static str,
    tail: &'static str,
    one: OnceLock<String>,
    chunk: OnceLock<String>,
}

impl Many {
    /// `head` ends in VALUES, `tail` follows the rows.
    pub(crate) const fn new(columns: usize, head: &'static str, tail: &'static str) -> Self {
        Self { columns, head, tail, one: OnceLock::new(), chunk: OnceLock::new() }
    }

    /// The rows as statements take them: whole chunks first, then one by one.
    #[expect(clippy::unused_self, reason = "reads as what it is for")]
    pub(crate) fn parts<'r, T>(&self, rows: &'r [T]) -> impl Iterator<Item = &'r [T]> {
        let chunks = rows.chunks_exact(CHUNK);
        let rest = chunks.remainder();
        chunks.chain(rest.chunks(1))
    }

    /// The statement for a part.
    pub(crate) fn text(&'static self, rows: usize) -> &'static str {
        let cell = if rows == 1 { &self.one } else { &self.chunk };
        cell.get_or_init(|| {
            let row = format!("({})", vec!["?"; self.columns].join(", "));
            format!("{}{}{}", self.head, vec![row; rows].join(", "), self.tail)
        })
    }
}
