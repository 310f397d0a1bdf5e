//! What an engine is built from: nothing in it is looked up behind the caller's back.

use std::path::PathBuf;

use jiff::tz::TimeZone;
use kalends_remote::Secrets;

use crate::{Chance, Clock};

/// Where the data lives, who keeps the secrets, and what time it is.
#[derive(Clone)]
pub struct Config {
    /// Everything lives under this folder; it is made when missing.
    pub data_dir: PathBuf,
    /// Who keeps the feed addresses.
    pub secrets: SecretsMode,
    /// What time it is.
    pub clock: Clock,
    /// Where jitter comes from.
    pub chance: Chance,
    /// The reader's zone: in it "today" and "future" are told.
    pub zone: TimeZone,
    /// Certificates (DER) to trust besides those of the operating system.
    pub extra_roots: Vec<Vec<u8>>,
}

impl Config {
    /// The product's own: the system's clock, chance and zone.
    #[must_use]
    pub fn system(data_dir: PathBuf, secrets: SecretsMode) -> Self {
        Self {
            data_dir,
            secrets,
            clock: Clock::system(),
            chance: Chance::system(),
            zone: TimeZone::system(),
            extra_roots: Vec::new(),
        }
    }
}

/// Who keeps the secrets.
#[derive(Clone)]
pub enum SecretsMode {
    /// The operating system's keychain.
    Keychain,
    /// An encrypted file in the data folder: an explicit choice, never a fallback.
    File {
        /// What it is encrypted with.
        passphrase: String,
    },
    /// A place the caller made, as tests do.
    Given(Secrets),
}

impl std::fmt::Debug for SecretsMode {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(match self {
            Self::Keychain => "Keychain",
            Self::File { .. } => "File",
            Self::Given(_) => "Given",
        })
    }
}
