//! Why a secret could not be read or kept.

use std::path::PathBuf;
use std::time::Duration;

/// Why a secret could not be read or kept. No text in it contains one.
#[derive(Debug, thiserror::Error)]
pub enum SecretsError {
    /// No keychain runs in this session.
    #[error("no keychain answers in this session")]
    NoService,
    /// It runs, and was never set up.
    #[error("the keychain has no place to keep secrets in")]
    NoCollection,
    /// It is locked, and nobody unlocked it.
    #[error("the keychain is locked")]
    Locked,
    /// It did not answer, as a locked one without a prompt does.
    #[error("the keychain did not answer within {} s", .0.as_secs_f32())]
    Timeout(Duration),
    /// The user or the system said no.
    #[error("the keychain denied access")]
    Denied,
    /// It answered with a fault of its own.
    #[error("the keychain failed: {0}")]
    Keychain(String),
    /// The passphrase does not open the file.
    #[error("the passphrase does not open {}", .0.display())]
    WrongPassphrase(PathBuf),
    /// The content is not what was written.
    #[error("the secrets in {0} are damaged")]
    Damaged(String),
    /// The file could not be read or written.
    #[error("could not {action} {}", path.display())]
    File {
        /// What was attempted.
        action: &'static str,
        /// With which file.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: std::io::Error,
    },
}

impl SecretsError {
    /// A stable word for the state.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::NoService => "keychain_missing",
            Self::NoCollection => "keychain_empty",
            Self::Locked => "keychain_locked",
            Self::Timeout(_) => "keychain_timeout",
            Self::Denied => "keychain_denied",
            Self::Keychain(_) => "keychain_failed",
            Self::WrongPassphrase(_) => "secrets_wrong_passphrase",
            Self::Damaged(_) => "secrets_damaged",
            Self::File { .. } => "secrets_file",
        }
    }

    /// What the user can do, as one sentence.
    pub fn remedy(&self) -> &'static str {
        match self {
            Self::NoService => {
                "Start GNOME Keyring, KWallet, or KeePassXC with its Secret Service."
            }
            Self::NoCollection => {
                "Create a default keyring: in Passwords and Keys, or by logging in at the desktop \
                 once."
            }
            Self::Locked | Self::Timeout(_) => "Unlock the keychain and try again.",
            Self::Denied => "Allow Kalends to use the keychain.",
            Self::Keychain(_) => "Restart the keychain and try again.",
            Self::WrongPassphrase(_) => {
                "Give the passphrase that was chosen first, at the prompt or in \
                 KALENDS_PASSPHRASE."
            }
            Self::Damaged(_) => {
                "Put the file back from a copy; or move it away, and add the links again."
            }
            Self::File { .. } => {
                "Check the rights of the data directory and the space on its disk."
            }
        }
    }
}
