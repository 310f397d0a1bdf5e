//! What an engine is built from: nothing in it is looked up behind the caller's back.

use std::{env, path::PathBuf, sync::Arc};

use kalends_remote::{
    Secrets,
    google::{GoogleClientId, Places, Transport},
};

use crate::{Chance, Clock, HomeZone};

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
    /// Where the reader's zone is known from: in it "today" and "future" are told. See
    /// [`crate::Engine::zone`].
    pub zone: HomeZone,
    /// Certificates (DER) to trust besides those of the operating system.
    pub extra_roots: Vec<Vec<u8>>,
    /// Where Google is, and which client asks.
    pub google: GoogleConfig,
}

/// The folder of the user's data: what `KALENDS_DATA_DIR` says, else the platform's own place. None
/// where the platform knows no place and nothing is said.
#[must_use]
pub fn data_folder() -> Option<PathBuf> {
    env::var_os("KALENDS_DATA_DIR")
        .filter(|folder| !folder.is_empty())
        .map(PathBuf::from)
        .or_else(usual_data_folder)
}

/// Where data lies when nothing is said.
pub(crate) fn usual_data_folder() -> Option<PathBuf> {
    dirs::data_dir().map(|folder| folder.join("kalends"))
}

impl Config {
    /// The product's own: the system's clock, chance and zone, and what the environment says of
    /// Google.
    #[must_use]
    pub fn system(data_dir: PathBuf, secrets: SecretsMode) -> Self {
        Self {
            data_dir,
            secrets,
            clock: Clock::system(),
            chance: Chance::system(),
            zone: HomeZone::System,
            extra_roots: Vec::new(),
            google: GoogleConfig::from_environment(),
        }
    }
}

/// Where Google is, and which client asks.
#[derive(Clone)]
pub struct GoogleConfig {
    /// Google's addresses, or those of a stand-in.
    pub places: Places,
    /// Why the places that were asked for could not be taken: nothing is asked of Google then.
    pub places_problem: Option<String>,
    /// The client that the environment names: the strongest.
    pub environment_client: Option<GoogleClientId>,
    /// The client that is compiled in: the weakest.
    pub built_in_client: Option<GoogleClientId>,
    /// What takes the network's place, as in a simulation; none is the network.
    pub transport: Option<Arc<dyn Transport>>,
    /// How many calendars of one account are asked for at a time. With one, each request follows
    /// the answer to the one before.
    pub at_once: usize,
}

impl Default for GoogleConfig {
    /// Google itself, without a client.
    fn default() -> Self {
        Self {
            places: Places::google(),
            places_problem: None,
            environment_client: None,
            built_in_client: None,
            transport: None,
            at_once: 10,
        }
    }
}

impl GoogleConfig {
    /// As `KALENDS_GOOGLE_URL`, `KALENDS_GOOGLE_CLIENT_ID` and `KALENDS_GOOGLE_CLIENT_SECRET` say.
    #[must_use]
    pub fn from_environment() -> Self {
        let (places, places_problem) = match Places::from_environment() {
            Ok(places) => (places, None),
            Err(error) => (Places::google(), Some(error.to_string())),
        };
        Self {
            places,
            places_problem,
            environment_client: GoogleClientId::from_environment(),
            built_in_client: GoogleClientId::built_in(),
            ..Self::default()
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
