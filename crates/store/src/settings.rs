//! What the user chose, and small facts to remember: JSON by key.

use serde::{Serialize, de::DeserializeOwned};
use sqlx::SqliteConnection;

use crate::{Error, Result};

/// The value of a key; none when it was never set.
///
/// # Errors
/// [`Error::Unreadable`] when it has another shape than `T`.
pub async fn get<T: DeserializeOwned>(conn: &mut SqliteConnection, key: &str) -> Result<Option<T>> {
    let value = sqlx::query_scalar!("SELECT value FROM settings WHERE key = ?1", key)
        .fetch_optional(conn)
        .await?;
    value
        .map(|value| {
            serde_json::from_str(&value).map_err(|_| Error::Unreadable { what: "setting", value })
        })
        .transpose()
}

/// Sets a key.
///
/// # Errors
/// When SQLite fails, or the value cannot be JSON.
pub async fn set<T: Serialize + Sync>(
    conn: &mut SqliteConnection,
    key: &str,
    value: &T,
) -> Result<()> {
    let value = serde_json::to_string(value)
        .map_err(|error| Error::Unreadable { what: "setting", value: error.to_string() })?;
    sqlx::query!(
        "INSERT INTO settings (key, value) VALUES (?1, ?2)
         ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        key,
        value
    )
    .execute(conn)
    .await?;
    Ok(())
}
