//! Where calendars come from.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sqlx::SqliteConnection;

use crate::{AccountId, Error, Result, columns};

/// What an account is, and by that who syncs it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum AccountKind {
    /// A Google account.
    Google,
    /// The one account of all calendar links.
    Feed,
    /// The one account of the calendars that live on this computer.
    Local,
    /// The one account of the samples.
    Sample,
}

impl AccountKind {
    /// The word in the database and in JSON.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Google => "google",
            Self::Feed => "feed",
            Self::Local => "local",
            Self::Sample => "sample",
        }
    }

    pub(crate) fn parse(text: &str) -> Result<Self> {
        [Self::Google, Self::Feed, Self::Local, Self::Sample]
            .into_iter()
            .find(|kind| kind.as_str() == text)
            .ok_or_else(|| Error::Unreadable { what: "account kind", value: text.to_owned() })
    }
}

/// A row of `accounts`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// Made by the caller.
    pub id: AccountId,
    /// What it is.
    pub kind: AccountKind,
    /// What the user sees.
    pub name: String,
    /// Who the owner is there; empty where the source does not say.
    pub email: String,
    /// Order in lists.
    pub position: i64,
    /// When it was added; whole seconds.
    pub created_at: Option<Timestamp>,
}

/// All accounts, in the user's order.
///
/// # Errors
/// When SQLite fails.
pub async fn list(conn: &mut SqliteConnection) -> Result<Vec<Account>> {
    sqlx::query!(
        r#"SELECT id AS "id: AccountId", kind, name, email, position, created_at
           FROM accounts ORDER BY position, created_at, id"#
    )
    .fetch_all(conn)
    .await?
    .into_iter()
    .map(|row| {
        Ok(Account {
            id: row.id,
            kind: AccountKind::parse(&row.kind)?,
            name: row.name,
            email: row.email,
            position: row.position,
            created_at: columns::to_timestamp(row.created_at),
        })
    })
    .collect()
}

/// The first account of this kind, if there is one.
///
/// # Errors
/// When SQLite fails.
pub async fn get_by_kind(
    conn: &mut SqliteConnection,
    kind: AccountKind,
) -> Result<Option<Account>> {
    Ok(list(conn).await?.into_iter().find(|account| account.kind == kind))
}

/// Adds an account.
///
/// # Errors
/// When SQLite fails, as for an id that is taken.
pub async fn insert(conn: &mut SqliteConnection, account: &Account) -> Result<()> {
    let kind = account.kind.as_str();
    let created_at = columns::from_timestamp(account.created_at);
    sqlx::query!(
        "INSERT INTO accounts (id, kind, name, email, position, created_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        account.id,
        kind,
        account.name,
        account.email,
        account.position,
        created_at
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Removes an account with its calendars and everything in them. Whether it was there.
///
/// # Errors
/// When SQLite fails.
pub async fn delete(conn: &mut SqliteConnection, id: AccountId) -> Result<bool> {
    let done = sqlx::query!("DELETE FROM accounts WHERE id = ?1", id).execute(conn).await?;
    Ok(done.rows_affected() > 0)
}
