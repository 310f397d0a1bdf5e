//! What a restore takes along from the database it replaces: what has become of reminders, the
//! reminders that the user made here, the conflicts that were told and ignored, and all that agents
//! did. No source has them, and without them a restored calendar would tell again of all that was
//! seen since the backup, and let agents in that were locked out since.

use std::path::Path;

use sqlx::{
    ConnectOptions as _, Connection as _, Row as _, SqliteConnection,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteRow},
};

use super::carry_agents::{self, Agents, put_all, read_rows};
use crate::{
    Error, Result,
    store::{bring_up_to_date, untouched},
};

/// How far reminders were looked at: a row of `settings`.
const SEEN: &str = "reminders.seen";

/// Rows that are read at once; after damage the rest of a table is left.
const PAGE: i64 = 500;

/// The rows of one database.
#[derive(Debug, Default)]
pub(super) struct Carried {
    alarms: Vec<SqliteRow>,
    own: Vec<SqliteRow>,
    seen: Option<String>,
    ignored_conflicts: Vec<String>,
    told_conflicts: Vec<String>,
    agents: Agents,
}

/// Reads what can be read of a database that may be damaged, of an older version or no database at
/// all: what cannot be is left out.
pub(super) async fn read(database: &Path) -> Carried {
    let mut connection = match untouched(database).connect().await {
        Ok(connection) => connection,
        Err(error) => {
            tracing::warn!(%error, "no reminders were carried over: the database does not open");
            return Carried::default();
        }
    };
    let seen = sqlx::query_scalar("SELECT value FROM settings WHERE key = ?1").bind(SEEN);
    let (mut ignored_conflicts, mut told_conflicts) = (Vec::new(), Vec::new());
    // Those before the first that cannot be read are worth having.
    read_rows(&mut connection, IGNORED, &mut ignored_conflicts).await;
    read_rows(&mut connection, TOLD, &mut told_conflicts).await;
    let carried = Carried {
        seen: seen.fetch_optional(&mut connection).await.unwrap_or_default(),
        own: rows(&mut connection, OWN).await,
        alarms: rows(&mut connection, ALARMS).await,
        ignored_conflicts,
        told_conflicts,
        agents: carry_agents::read(&mut connection).await,
    };
    let _ = connection.close().await;
    carried
}

const ALARMS: &str = "
    SELECT meeting, start_s, due_s, kind, state, due_at, handled_at, until_at, note_id, closed_at,
           by_user
    FROM alarms LIMIT ?1 OFFSET ?2";
const OWN: &str =
    "SELECT meeting, original_text, before_s, created_at FROM own_alarms LIMIT ?1 OFFSET ?2";

const IGNORED: &str = "
    SELECT json_array(a_meeting, a_original, b_meeting, b_original, whole_series, created_at)
    FROM ignored_conflicts LIMIT ?1 OFFSET ?2";
const PUT_IGNORED: &str = "
    INSERT OR IGNORE INTO ignored_conflicts (a_meeting, a_original, b_meeting, b_original,
                                             whole_series, created_at)
    VALUES (?1 ->> 0, ?1 ->> 1, ?1 ->> 2, ?1 ->> 3, ?1 ->> 4, ?1 ->> 5)";
const TOLD: &str = "
    SELECT json_array(a_meeting, a_original, b_meeting, b_original, over_at)
    FROM told_conflicts LIMIT ?1 OFFSET ?2";
const PUT_TOLD: &str = "
    INSERT OR REPLACE INTO told_conflicts (a_meeting, a_original, b_meeting, b_original, over_at)
    VALUES (?1 ->> 0, ?1 ->> 1, ?1 ->> 2, ?1 ->> 3, ?1 ->> 4)";

/// The rows before the first page that cannot be read.
async fn rows(connection: &mut SqliteConnection, sql: &'static str) -> Vec<SqliteRow> {
    let mut found = Vec::new();
    loop {
        let offset = i64::try_from(found.len()).unwrap_or(i64::MAX);
        let page = sqlx::query(sql).bind(PAGE).bind(offset).fetch_all(&mut *connection).await;
        match page {
            Ok(page) if page.is_empty() => return found,
            Ok(page) => found.extend(page),
            Err(error) => {
                tracing::warn!(%error, "not all reminders could be carried over");
                return found;
            }
        }
    }
}

/// Adds the rows to a copy that is about to become the database; they go before its own. It is
/// brought up to date for that. After an error the copy is to be made again.
///
/// No journal is written beside the copy: after a crash the copy is thrown away.
pub(super) async fn write(copy: &Path, carried: &Carried) -> Result<()> {
    let options =
        SqliteConnectOptions::new().filename(copy).journal_mode(SqliteJournalMode::Memory);
    let mut connection = options.connect().await?;
    let written = write_rows(&mut connection, carried).await;
    connection.close().await?;
    written
}

async fn write_rows(connection: &mut SqliteConnection, carried: &Carried) -> Result<()> {
    let mut tx = connection.begin_with("BEGIN IMMEDIATE").await?;
    bring_up_to_date(&mut tx).await?;
    for row in &carried.alarms {
        unless_damaged(put_alarm(&mut tx, row).await)?;
    }
    for row in &carried.own {
        unless_damaged(put_own(&mut tx, row).await)?;
    }
    if let Some(seen) = &carried.seen {
        let put = sqlx::query("INSERT OR REPLACE INTO settings (key, value) VALUES (?1, ?2)");
        let done = put.bind(SEEN).bind(seen).execute(&mut *tx).await;
        unless_damaged(done.map(drop).map_err(Error::from))?;
    }
    put_all(&mut tx, &carried.ignored_conflicts, &[PUT_IGNORED]).await?;
    put_all(&mut tx, &carried.told_conflicts, &[PUT_TOLD]).await?;
    carry_agents::write(&mut tx, &carried.agents).await?;
    tx.commit().await?;
    Ok(())
}

/// A row that makes no sense is left out.
pub(super) fn unless_damaged(written: Result<()>) -> Result<()> {
    match written {
        Err(full @ Error::DiskFull(_)) => Err(full),
        Err(error) => {
            tracing::warn!(%error, "a row could not be carried over");
            Ok(())
        }
        Ok(()) => Ok(()),
    }
}

async fn put_alarm(tx: &mut SqliteConnection, row: &SqliteRow) -> Result<()> {
    sqlx::query(
        "INSERT OR REPLACE INTO alarms (meeting, start_s, due_s, kind, state, due_at, handled_at,
             until_at, note_id, closed_at, by_user)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
    )
    .bind(row.try_get::<String, _>(0)?)
    .bind(row.try_get::<i64, _>(1)?)
    .bind(row.try_get::<i64, _>(2)?)
    .bind(row.try_get::<String, _>(3)?)
    .bind(row.try_get::<String, _>(4)?)
    .bind(row.try_get::<i64, _>(5)?)
    .bind(row.try_get::<i64, _>(6)?)
    .bind(row.try_get::<i64, _>(7)?)
    .bind(row.try_get::<i64, _>(8)?)
    .bind(row.try_get::<i64, _>(9)?)
    .bind(row.try_get::<i64, _>(10)?)
    .execute(tx)
    .await?;
    Ok(())
}

async fn put_own(tx: &mut SqliteConnection, row: &SqliteRow) -> Result<()> {
    sqlx::query(
        "INSERT OR REPLACE INTO own_alarms (meeting, original_text, before_s, created_at)
         VALUES (?1, ?2, ?3, ?4)",
    )
    .bind(row.try_get::<String, _>(0)?)
    .bind(row.try_get::<String, _>(1)?)
    .bind(row.try_get::<i64, _>(2)?)
    .bind(row.try_get::<i64, _>(3)?)
    .execute(tx)
    .await?;
    Ok(())
}
