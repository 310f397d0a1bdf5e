//! Where addresses and tokens are kept: the operating system's keychain, or, when somebody
//! chose so, a file under a passphrase. One never stands in for the other silently.

mod error;
mod file;
mod keychain;
mod memory;

use std::path::Path;
use std::sync::Arc;

use secrecy::SecretString;

pub use error::SecretsError;
pub use file::WorkFactor;
pub use keychain::KeychainOptions;

/// Small secrets by key. Cheap to clone; clones share one place.
#[derive(Clone, Debug)]
pub struct Secrets(Place);

#[derive(Clone, Debug)]
enum Place {
    Keychain(Arc<keychain::Keychain>),
    File(Arc<file::SecretsFile>),
    Memory(Arc<memory::Memory>),
}

impl Secrets {
    /// The keychain of this operating system. Nothing is asked of it before the first call.
    pub fn keychain(options: KeychainOptions) -> Self {
        Self(Place::Keychain(Arc::new(keychain::Keychain::new(options))))
    }

    /// `secrets.age` in `directory`, and beside it its key under `passphrase`. Both are made when
    /// the first secret is set; an existing key is unlocked at the first call, once per process.
    pub fn file(directory: &Path, passphrase: SecretString, work: WorkFactor) -> Self {
        Self(Place::File(Arc::new(file::SecretsFile::new(directory, passphrase, work))))
    }

    /// Only for tests: secrets that are gone with the process.
    pub fn memory_for_tests() -> Self {
        Self(Place::Memory(Arc::default()))
    }

    /// `keychain`, `file` or `memory`.
    pub fn kind(&self) -> &'static str {
        match &self.0 {
            Place::Keychain(_) => "keychain",
            Place::File(_) => "file",
            Place::Memory(_) => "memory",
        }
    }

    /// The secret under `key`; `None` when there is none.
    pub async fn get(&self, key: &str) -> Result<Option<SecretString>, SecretsError> {
        match &self.0 {
            Place::Keychain(keychain) => keychain.get(key).await,
            Place::File(file) => file::get(file, key).await,
            Place::Memory(memory) => Ok(memory.get(key)),
        }
    }

    /// Puts `secret` under `key`, in place of what was there.
    pub async fn set(&self, key: &str, secret: &SecretString) -> Result<(), SecretsError> {
        match &self.0 {
            Place::Keychain(keychain) => keychain.set(key, secret).await,
            Place::File(file) => file::set(file, key, secret).await,
            Place::Memory(memory) => {
                memory.set(key, secret);
                Ok(())
            }
        }
    }

    /// Takes the secret under `key` away; nothing happens when there is none.
    pub async fn delete(&self, key: &str) -> Result<(), SecretsError> {
        match &self.0 {
            Place::Keychain(keychain) => keychain.delete(key).await,
            Place::File(file) => file::delete(file, key).await,
            Place::Memory(memory) => {
                memory.delete(key);
                Ok(())
            }
        }
    }

    /// Whether secrets can be read here now: the keychain answers, the passphrase fits.
    pub async fn check(&self) -> Result<(), SecretsError> {
        self.get("check").await.map(drop)
    }
}
