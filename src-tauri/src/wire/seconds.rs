//! Seconds on a line, small enough for a page's numbers.

use serde::{Deserialize, Serialize};
use specta::Type;

/// An occurrence's original start on its series' own line. A page's numbers are exact up to 2^53,
/// and the years of a calendar end long before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Seconds(pub(crate) i64);

impl Type for Seconds {
    fn definition(types: &mut specta::Types) -> specta::datatype::DataType {
        specta_typescript::Number::<()>::definition(types)
    }
}
