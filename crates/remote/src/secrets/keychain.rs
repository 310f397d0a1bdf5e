//! The operating system's keychain, behind a time limit.
//!
//! Its calls block, and a locked collection without a prompt blocks for good. Each call therefore
//! runs on a thread of its own that nobody joins: a runtime's blocking pool would be waited for
//! when the process ends.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use keyring_core::{CredentialStore, Entry, Error};
use secrecy::{ExposeSecret, SecretString};
use tokio::sync::{Semaphore, oneshot};

use super::error::SecretsError;

/// Calls under way at once, stuck ones included.
const CALLS: usize = 4;

/// How the keychain is used.
#[derive(Clone, Debug)]
pub struct KeychainOptions {
    /// The name our entries are filed under.
    pub service: String,
    /// How long one call may take, the user's typing of a password included.
    pub timeout: Duration,
}

impl Default for KeychainOptions {
    fn default() -> Self {
        Self { service: "kalends".to_owned(), timeout: Duration::from_secs(30) }
    }
}

#[derive(Debug)]
pub(super) struct Keychain {
    options: KeychainOptions,
    /// The connection; dropped after a failure, so that the next call makes a new one.
    store: Arc<Mutex<Option<Arc<CredentialStore>>>>,
    calls: Arc<Semaphore>,
}

impl Keychain {
    pub(super) fn new(options: KeychainOptions) -> Self {
        Self { options, store: Arc::default(), calls: Arc::new(Semaphore::new(CALLS)) }
    }

    pub(super) async fn get(&self, key: &str) -> Result<Option<SecretString>, SecretsError> {
        self.call(key, |entry| match entry.get_password() {
            Ok(secret) => Ok(Some(secret.into())),
            Err(Error::NoEntry) => Ok(None),
            Err(Error::Ambiguous(entries)) => match entries.first() {
                Some(first) => first.get_password().map(|secret| Some(secret.into())),
                None => Ok(None),
            },
            Err(error) => Err(error),
        })
        .await
    }

    pub(super) async fn set(&self, key: &str, secret: &SecretString) -> Result<(), SecretsError> {
        let secret = secret.clone();
        self.call(key, move |entry| match entry.set_password(secret.expose_secret()) {
            Err(Error::Ambiguous(entries)) => {
                entries.iter().try_for_each(|entry| entry.set_password(secret.expose_secret()))
            }
            other => other,
        })
        .await
    }

    pub(super) async fn delete(&self, key: &str) -> Result<(), SecretsError> {
        self.call(key, |entry| match entry.delete_credential() {
            Ok(()) | Err(Error::NoEntry) => Ok(()),
            Err(Error::Ambiguous(entries)) => entries.iter().try_for_each(Entry::delete_credential),
            Err(error) => Err(error),
        })
        .await
    }

    /// Runs `work` on the entry for `key`, on its own thread and within the time limit.
    async fn call<T: Send + 'static>(
        &self,
        key: &str,
        work: impl FnOnce(&Entry) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, SecretsError> {
        let timeout = self.options.timeout;
        let (service, key) = (self.options.service.clone(), key.to_owned());
        let (store, calls) = (Arc::clone(&self.store), Arc::clone(&self.calls));
        let answer = async move {
            let permit = calls
                .acquire_owned()
                .await
                .map_err(|_| SecretsError::Keychain("it was shut down".to_owned()))?;
            let (sender, receiver) = oneshot::channel();
            std::thread::Builder::new()
                .name("keychain".to_owned())
                .spawn(move || {
                    let result = connect(&store)
                        .and_then(|connection| entry(connection.as_ref(), &service, &key))
                        .and_then(|entry| work(&entry).map_err(|error| fault(&error)));
                    if result.is_err() {
                        forget(&store);
                    }
                    // The asker may have given up.
                    let _ = sender.send(result);
                    drop(permit);
                })
                .map_err(|error| SecretsError::Keychain(error.to_string()))?;
            receiver
                .await
                .unwrap_or_else(|_| Err(SecretsError::Keychain("it broke off".to_owned())))
        };
        match tokio::time::timeout(timeout, answer).await {
            Ok(result) => result,
            Err(_) => {
                // The stuck call holds the connection's lock.
                forget(&self.store);
                Err(SecretsError::Timeout(timeout))
            }
        }
    }
}

type Shared = Mutex<Option<Arc<CredentialStore>>>;

fn connect(shared: &Shared) -> Result<Arc<CredentialStore>, SecretsError> {
    let known = shared.lock().unwrap_or_else(PoisonError::into_inner).clone();
    if let Some(store) = known {
        return Ok(store);
    }
    // Not under the lock: this may block.
    let store = open().map_err(|error| {
        tracing::warn!(error = %error, "no keychain");
        SecretsError::NoService
    })?;
    *shared.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&store));
    Ok(store)
}

fn forget(shared: &Shared) {
    *shared.lock().unwrap_or_else(PoisonError::into_inner) = None;
}

fn entry(store: &CredentialStore, service: &str, key: &str) -> Result<Entry, SecretsError> {
    // What the desktop's keychain viewer shows.
    let label = HashMap::from([("label", "Kalends")]);
    let modifiers = cfg!(target_os = "linux").then_some(&label);
    store.build(service, key, modifiers).map_err(|error| fault(&error))
}

#[cfg(target_os = "macos")]
fn open() -> Result<Arc<CredentialStore>, Error> {
    Ok(apple_native_keyring_store::keychain::Store::new()?)
}

#[cfg(target_os = "windows")]
fn open() -> Result<Arc<CredentialStore>, Error> {
    Ok(windows_native_keyring_store::Store::new()?)
}

#[cfg(not(any(target_os = "macos", target_os = "windows")))]
fn open() -> Result<Arc<CredentialStore>, Error> {
    Ok(zbus_secret_service_keyring_store::Store::new()?)
}

/// Names the state. The texts of [`Error`] may quote secrets where data are malformed: those are
/// not repeated.
#[expect(clippy::wildcard_enum_match_arm, reason = "the enum is open")]
fn fault(error: &Error) -> SecretsError {
    match error {
        Error::NoStorageAccess(cause) => {
            let cause = cause.to_string().to_lowercase();
            if cause.contains("locked") || cause.contains("prompt") {
                SecretsError::Locked
            } else if cause.contains("result not returned") {
                // The Secret Service has no collection under the alias `default`.
                SecretsError::NoCollection
            } else {
                SecretsError::Denied
            }
        }
        Error::PlatformFailure(cause) => {
            let text = cause.to_string();
            let gone =
                ["ServiceUnknown", "NameHasNoOwner", "NoReply", "Disconnected", "unavailable"];
            if gone.iter().any(|name| text.contains(name)) {
                SecretsError::NoService
            } else {
                SecretsError::Keychain(text)
            }
        }
        Error::BadEncoding(_) | Error::BadDataFormat(..) | Error::BadStoreFormat(_) => {
            SecretsError::Damaged("the keychain".to_owned())
        }
        Error::TooLong(name, limit) => {
            SecretsError::Keychain(format!("{name} is longer than its limit of {limit}"))
        }
        _ => SecretsError::Keychain("it refused the entry".to_owned()),
    }
}
