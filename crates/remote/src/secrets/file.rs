//! Secrets in a file, encrypted with age.
//!
//! `secrets-key.age` holds an X25519 key under the passphrase, `secrets.age` the secrets under
//! that key. So the slow work a passphrase needs is done once per process, not once per secret,
//! and the `age` program can read both without us.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use age::{scrypt, x25519};
use secrecy::{ExposeSecret, SecretString};
use zeroize::Zeroizing;

use super::error::SecretsError;

/// How costly it is to try a passphrase: the base-2 logarithm of scrypt's N.
#[derive(Clone, Copy, Debug)]
pub struct WorkFactor(u8);

impl Default for WorkFactor {
    /// 64 MB and about a fifth of a second.
    fn default() -> Self {
        Self(16)
    }
}

impl WorkFactor {
    /// Next to nothing: for tests, whose secrets are none.
    pub fn weak_for_tests() -> Self {
        Self(2)
    }
}

/// The most work an existing file may ask for.
const MOST_WORK: u8 = 22;

#[derive(Debug)]
pub(super) struct SecretsFile {
    directory: PathBuf,
    passphrase: SecretString,
    work: WorkFactor,
    key: Mutex<Key>,
}

/// The unlocked key, once there was a use for it.
#[derive(Default)]
struct Key(Option<x25519::Identity>);

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(if self.0.is_some() { "unlocked" } else { "locked" })
    }
}

/// The plain content; wiped when it goes.
type Content = BTreeMap<String, Zeroizing<String>>;

pub(super) async fn get(
    file: &Arc<SecretsFile>,
    key: &str,
) -> Result<Option<SecretString>, SecretsError> {
    let key = key.to_owned();
    blocking(file, move |file| {
        let _lock = file.lock()?;
        let mut content = file.read()?;
        Ok(content.remove(&key).map(|secret| secret.as_str().into()))
    })
    .await
}

pub(super) async fn set(
    file: &Arc<SecretsFile>,
    key: &str,
    secret: &SecretString,
) -> Result<(), SecretsError> {
    let (key, secret) = (key.to_owned(), secret.clone());
    blocking(file, move |file| {
        let _lock = file.lock()?;
        let mut content = file.read()?;
        content.insert(key, Zeroizing::new(secret.expose_secret().to_owned()));
        file.write(&content)
    })
    .await
}

pub(super) async fn delete(file: &Arc<SecretsFile>, key: &str) -> Result<(), SecretsError> {
    let key = key.to_owned();
    blocking(file, move |file| {
        let _lock = file.lock()?;
        let mut content = file.read()?;
        if content.remove(&key).is_some() { file.write(&content) } else { Ok(()) }
    })
    .await
}

async fn blocking<T: Send + 'static>(
    file: &Arc<SecretsFile>,
    work: impl FnOnce(&SecretsFile) -> Result<T, SecretsError> + Send + 'static,
) -> Result<T, SecretsError> {
    let file = Arc::clone(file);
    let path = file.secrets_path();
    tokio::task::spawn_blocking(move || work(&file)).await.unwrap_or_else(|error| {
        Err(SecretsError::File { action: "use", path, source: std::io::Error::other(error) })
    })
}

impl SecretsFile {
    pub(super) fn new(directory: &Path, passphrase: SecretString, work: WorkFactor) -> Self {
        Self { directory: directory.to_owned(), passphrase, work, key: Mutex::default() }
    }

    fn secrets_path(&self) -> PathBuf {
        self.directory.join("secrets.age")
    }

    fn key_path(&self) -> PathBuf {
        self.directory.join("secrets-key.age")
    }

    /// Keeps other processes from reading or writing between our reading and our writing.
    fn lock(&self) -> Result<File, SecretsError> {
        let path = self.directory.join("secrets.lock");
        let locked = std::fs::create_dir_all(&self.directory)
            .and_then(|()| File::options().create(true).truncate(false).write(true).open(&path))
            .and_then(|file| file.lock().map(|()| file));
        locked.map_err(|source| SecretsError::File { action: "lock", path, source })
    }

    fn read(&self) -> Result<Content, SecretsError> {
        let path = self.secrets_path();
        // The passphrase is checked even when no secret was ever set.
        let identity = self.unlock()?;
        let Some(encrypted) = read_if_there(&path)? else { return Ok(Content::new()) };
        let Some(identity) = identity else { return Err(damaged(&path)) };
        let plain = age::decrypt(&identity, &encrypted).map_err(|_| damaged(&path))?;
        let plain = Zeroizing::new(plain);
        let content: BTreeMap<String, String> =
            serde_json::from_slice(&plain).map_err(|_| damaged(&path))?;
        Ok(content.into_iter().map(|(key, secret)| (key, Zeroizing::new(secret))).collect())
    }

    fn write(&self, content: &Content) -> Result<(), SecretsError> {
        let path = self.secrets_path();
        let identity = match self.unlock()? {
            Some(identity) => identity,
            None => self.make_key()?,
        };
        let content: BTreeMap<&str, &str> =
            content.iter().map(|(key, secret)| (key.as_str(), secret.as_str())).collect();
        let plain = Zeroizing::new(serde_json::to_vec(&content).map_err(|_| damaged(&path))?);
        let encrypted = encrypt(&identity.to_public(), &plain, &path)?;
        replace(&path, &encrypted)
    }

    /// The key; `None` when none was ever made.
    fn unlock(&self) -> Result<Option<x25519::Identity>, SecretsError> {
        let mut key = self.key.lock().unwrap_or_else(PoisonError::into_inner);
        if key.0.is_none() {
            let path = self.key_path();
            let Some(encrypted) = read_if_there(&path)? else { return Ok(None) };
            let mut passphrase = scrypt::Identity::new(self.passphrase.clone());
            passphrase.set_max_work_factor(MOST_WORK);
            let plain = age::decrypt(&passphrase, &encrypted).map_err(|error| {
                if matches!(error, age::DecryptError::DecryptionFailed)
                    || matches!(error, age::DecryptError::NoMatchingKeys)
                    || matches!(error, age::DecryptError::KeyDecryptionFailed)
                {
                    SecretsError::WrongPassphrase(path.clone())
                } else {
                    damaged(&path)
                }
            })?;
            let plain = Zeroizing::new(plain);
            let text = std::str::from_utf8(&plain).map_err(|_| damaged(&path))?;
            key.0 = Some(text.trim().parse().map_err(|_| damaged(&path))?);
        }
        Ok(key.0.clone())
    }

    fn make_key(&self) -> Result<x25519::Identity, SecretsError> {
        let path = self.key_path();
        let identity = x25519::Identity::generate();
        let mut passphrase = scrypt::Recipient::new(self.passphrase.clone());
        passphrase.set_work_factor(self.work.0);
        let encrypted =
            encrypt(&passphrase, identity.to_string().expose_secret().as_bytes(), &path)?;
        replace(&path, &encrypted)?;
        self.key.lock().unwrap_or_else(PoisonError::into_inner).0 = Some(identity.clone());
        Ok(identity)
    }
}

fn encrypt(
    recipient: &impl age::Recipient,
    plain: &[u8],
    path: &Path,
) -> Result<Vec<u8>, SecretsError> {
    age::encrypt(recipient, plain).map_err(|error| SecretsError::File {
        action: "encrypt",
        path: path.to_owned(),
        source: std::io::Error::other(error),
    })
}

fn read_if_there(path: &Path) -> Result<Option<Vec<u8>>, SecretsError> {
    match std::fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(source) => Err(SecretsError::File { action: "read", path: path.to_owned(), source }),
    }
}

/// Puts `bytes` in place of the file, readable by this user only: wholly or not at all, also when
/// the power fails.
fn replace(path: &Path, bytes: &[u8]) -> Result<(), SecretsError> {
    let written = || -> std::io::Result<()> {
        let directory = path.parent().unwrap_or(Path::new("."));
        let mut file = tempfile::NamedTempFile::new_in(directory)?;
        file.write_all(bytes)?;
        file.as_file().sync_all()?;
        file.persist(path).map_err(|error| error.error)?;
        #[cfg(unix)]
        File::open(directory)?.sync_all()?;
        Ok(())
    };
    written().map_err(|source| SecretsError::File {
        action: "write",
        path: path.to_owned(),
        source,
    })
}

fn damaged(path: &Path) -> SecretsError {
    SecretsError::Damaged(path.display().to_string())
}
