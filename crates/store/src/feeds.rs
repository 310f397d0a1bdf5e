//! What only calendar links have. Their addresses are secrets and are not here.

use jiff::Timestamp;
use sqlx::SqliteConnection;

use crate::{CalendarId, Result, columns};

/// A row of `feeds`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Feed {
    /// The calendar the link fills.
    pub calendar_id: CalendarId,
    /// The address as it may be shown: host and first characters, or a file's name.
    pub address_masked: String,
    /// Fetched over the network; false for a file of this computer.
    pub network: bool,
    /// Fetched without encryption.
    pub insecure: bool,
    /// When the source last moved for good (301, 308); whole seconds.
    pub moved_at: Option<Timestamp>,
}

struct Row {
    calendar_id: CalendarId,
    address_masked: String,
    network: bool,
    insecure: bool,
    moved_at: i64,
}

impl From<Row> for Feed {
    fn from(row: Row) -> Self {
        Self {
            calendar_id: row.calendar_id,
            address_masked: row.address_masked,
            network: row.network,
            insecure: row.insecure,
            moved_at: columns::to_timestamp(row.moved_at),
        }
    }
}

/// All feeds.
///
/// # Errors
/// When SQLite fails.
pub async fn list(conn: &mut SqliteConnection) -> Result<Vec<Feed>> {
    let rows = sqlx::query_as!(
        Row,
        r#"SELECT calendar_id AS "calendar_id: CalendarId", address_masked,
                  network AS "network: bool", insecure AS "insecure: bool", moved_at
           FROM feeds ORDER BY calendar_id"#
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(Into::into).collect())
}

/// The feed of one calendar; none when the calendar is not filled by a link.
///
/// # Errors
/// When SQLite fails.
pub async fn get(conn: &mut SqliteConnection, id: CalendarId) -> Result<Option<Feed>> {
    let row = sqlx::query_as!(
        Row,
        r#"SELECT calendar_id AS "calendar_id: CalendarId", address_masked,
                  network AS "network: bool", insecure AS "insecure: bool", moved_at
           FROM feeds WHERE calendar_id = ?1"#,
        id
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(Into::into))
}

/// Writes a calendar's feed, the first time or again.
///
/// # Errors
/// When SQLite fails, as for a calendar that does not exist.
pub async fn put(conn: &mut SqliteConnection, feed: &Feed) -> Result<()> {
    let moved_at = columns::from_timestamp(feed.moved_at);
    sqlx::query!(
        "INSERT INTO feeds (calendar_id, address_masked, network, insecure, moved_at)
         VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT (calendar_id) DO UPDATE SET address_masked = excluded.address_masked,
             network = excluded.network, insecure = excluded.insecure,
             moved_at = excluded.moved_at",
        feed.calendar_id,
        feed.address_masked,
        feed.network,
        feed.insecure,
        moved_at
    )
    .execute(conn)
    .await?;
    Ok(())
}
