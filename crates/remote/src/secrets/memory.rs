//! Secrets of a test.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use secrecy::SecretString;

/// A map that forgets everything with the process.
#[derive(Debug, Default)]
pub(super) struct Memory(Mutex<HashMap<String, SecretString>>);

impl Memory {
    pub(super) fn get(&self, key: &str) -> Option<SecretString> {
        self.map().get(key).cloned()
    }

    pub(super) fn set(&self, key: &str, secret: &SecretString) {
        self.map().insert(key.to_owned(), secret.clone());
    }

    pub(super) fn delete(&self, key: &str) {
        self.map().remove(key);
    }

    fn map(&self) -> MutexGuard<'_, HashMap<String, SecretString>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
