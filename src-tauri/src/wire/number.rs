//! Whole numbers small enough for a page's numbers, which are exact up to 2^53.

use serde::{Deserialize, Serialize};
use specta::Type;

/// Declares a newtype that TypeScript sees as a number.
macro_rules! number {
    ($(#[$about:meta])* $name:ident($inner:ty)) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(transparent)]
        pub(crate) struct $name(pub(crate) $inner);

        impl Type for $name {
            fn definition(types: &mut specta::Types) -> specta::datatype::DataType {
                specta_typescript::Number::<()>::definition(types)
            }
        }
    };
}

number! {
    /// An occurrence's original start on its series' own line. The years of a calendar end long
    /// before the numbers of a page do.
    Seconds(i64)
}
number! {
    /// Names an edit that can be taken back.
    UndoId(u64)
}
number! {
    /// Names a sign-in under way.
    SignInId(u64)
}
number! {
    /// Names a line of the log of agents; it grows with every line.
    AuditNo(i64)
}
