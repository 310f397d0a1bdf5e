//! Enums of the engine, again as the page sees them.

/// Declares an enum with the engine's variants, and the way there and back. A variant added to the
/// engine's enum does not compile until it is added here.
macro_rules! mirror {
    ($(#[$about:meta])* $name:ident = $engine:path, $case:literal { $($(#[$variant_about:meta])* $variant:ident),+ $(,)? }) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize, specta::Type)]
        #[serde(rename_all = $case)]
        pub(crate) enum $name {
            $($(#[$variant_about])* $variant),+
        }

        impl From<$engine> for $name {
            fn from(value: $engine) -> Self {
                use $engine as Engine;
                match value {
                    $(Engine::$variant => Self::$variant),+
                }
            }
        }

        impl From<$name> for $engine {
            fn from(value: $name) -> Self {
                match value {
                    $($name::$variant => Self::$variant),+
                }
            }
        }
    };
}

pub(super) use mirror;
