//! Where calendars come from. Tokens are secrets and are not here.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sqlx::SqliteConnection;

use crate::{AccountId, Error, Problem, Result, columns};

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
    /// Whether there is a token for it. Nothing to accounts that need none.
    pub signed_in: bool,
    /// What the user allowed, parted by spaces, as the source says it.
    pub scopes: String,
    /// The OAuth client that the token was issued to, or empty.
    pub client_id: String,
    /// What the source gave to ask for changes of the list of calendars only.
    pub list_cursor: String,
    /// When that list was last read in full; whole seconds.
    pub list_full_at: Option<Timestamp>,
    /// What stands in the way of the account as a whole.
    pub problem: Option<Problem>,
}

impl Account {
    /// An account that was never signed in to.
    #[must_use]
    pub const fn new(id: AccountId, kind: AccountKind, name: String) -> Self {
        Self {
            id,
            kind,
            name,
            email: String::new(),
            position: 0,
            created_at: None,
            signed_in: false,
            scopes: String::new(),
            client_id: String::new(),
            list_cursor: String::new(),
            list_full_at: None,
            problem: None,
        }
    }
}

/// All accounts, in the user's order.
///
/// # Errors
/// When SQLite fails.
pub async fn list(conn: &mut SqliteConnection) -> Result<Vec<Account>> {
    sqlx::query!(
        r#"SELECT id AS "id: AccountId", kind, name, email, position, created_at,
                  signed_in AS "signed_in: bool", scopes, client_id, list_cursor, list_full_at,
                  error_kind, error_message, error_remedy
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
            signed_in: row.signed_in,
            scopes: row.scopes,
            client_id: row.client_id,
            list_cursor: row.list_cursor,
            list_full_at: columns::to_timestamp(row.list_full_at),
            problem: Problem::from_columns(row.error_kind, row.error_message, row.error_remedy),
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

/// One account.
///
/// # Errors
/// [`Error::AccountNotFound`].
pub async fn get(conn: &mut SqliteConnection, id: AccountId) -> Result<Account> {
    let all = list(conn).await?;
    all.into_iter().find(|account| account.id == id).ok_or(Error::AccountNotFound(id))
}

/// Adds an account.
///
/// # Errors
/// When SQLite fails, as for an id that is taken.
pub async fn insert(conn: &mut SqliteConnection, account: &Account) -> Result<()> {
    let kind = account.kind.as_str();
    let created_at = columns::from_timestamp(account.created_at);
    sqlx::query!(
        "INSERT INTO accounts (id, kind, created_at) VALUES (?1, ?2, ?3)",
        account.id,
        kind,
        created_at
    )
    .execute(&mut *conn)
    .await?;
    update(conn, account).await
}

/// Writes every column of an account but its id, its kind and when it was added.
///
/// # Errors
/// [`Error::AccountNotFound`].
pub async fn update(conn: &mut SqliteConnection, account: &Account) -> Result<()> {
    let list_full_at = columns::from_timestamp(account.list_full_at);
    let (error_kind, message, remedy) = Problem::columns(account.problem.as_ref());
    let done = sqlx::query!(
        "UPDATE accounts SET name = ?2, email = ?3, position = ?4, signed_in = ?5, scopes = ?6,
                client_id = ?7, list_cursor = ?8, list_full_at = ?9, error_kind = ?10,
                error_message = ?11, error_remedy = ?12
         WHERE id = ?1",
        account.id,
        account.name,
        account.email,
        account.position,
        account.signed_in,
        account.scopes,
        account.client_id,
        account.list_cursor,
        list_full_at,
        error_kind,
        message,
        remedy
    )
    .execute(conn)
    .await?;
    if done.rows_affected() == 0 { Err(Error::AccountNotFound(account.id)) } else { Ok(()) }
}

/// Removes an account with its calendars and everything in them, unsent edits included. Whether it
/// was there. Signing out and keeping the events is an [`update`] instead.
///
/// # Errors
/// When SQLite fails.
pub async fn delete(conn: &mut SqliteConnection, id: AccountId) -> Result<bool> {
    let done = sqlx::query!("DELETE FROM accounts WHERE id = ?1", id).execute(conn).await?;
    Ok(done.rows_affected() > 0)
}
