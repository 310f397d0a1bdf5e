//! Noticing what other processes write.

use super::Store;
use crate::Result;

impl Store {
    /// A number that stays while only this process writes, and is another one once some other
    /// process has written. Waits for a write transaction of this process to end.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub async fn others_version(&self) -> Result<i64> {
        let mut connection = self.writer.acquire().await?;
        Ok(sqlx::query_scalar("PRAGMA data_version").fetch_one(&mut *connection).await?)
    }
}
