//! What a restore takes along of agents: who was registered and revoked, what each may see, what was
//! decided about proposals, and every line of the audit log. A backup must bring back no access that
//! was taken away since, and no proposal that was decided since.
//!
//! Rows travel as JSON, put together and taken apart by SQLite.

use sqlx::SqliteConnection;

use super::carry::unless_damaged;
use crate::Result;

/// Rows that are read at once; after damage the rest of a table is left.
const PAGE: i64 = 500;

/// What pauses all agents: a row of `settings`.
const ALL_PAUSED: &str = "agents.paused";

/// What one database knows of agents.
#[derive(Debug, Default)]
pub(super) struct Agents {
    agents: Vec<String>,
    sight: Vec<String>,
    proposals: Vec<String>,
    audit: Vec<String>,
    all_paused: Option<String>,
    /// Whether all of it could be read. What is not known of then is not trusted.
    whole: bool,
}

/// Reads what can be read; a database of an older version has nothing of it.
pub(super) async fn read(connection: &mut SqliteConnection) -> Agents {
    let table: std::result::Result<i64, _> =
        sqlx::query_scalar("SELECT count(*) FROM sqlite_schema WHERE name = 'proposals'")
            .fetch_one(&mut *connection)
            .await;
    match table {
        Ok(0) => return Agents { whole: true, ..Agents::default() },
        Ok(_) => {}
        Err(_) => return Agents::default(),
    }
    let mut known = Agents { whole: true, ..Agents::default() };
    for (rows, sql) in [
        (&mut known.agents, AGENTS),
        (&mut known.sight, SIGHT),
        (&mut known.proposals, PROPOSALS),
        (&mut known.audit, AUDIT),
    ] {
        known.whole &= read_rows(connection, sql, rows).await;
    }
    let paused = sqlx::query_scalar("SELECT value FROM settings WHERE key = ?1").bind(ALL_PAUSED);
    known.all_paused = paused.fetch_optional(connection).await.unwrap_or_default();
    known
}

/// Whether all rows could be read; `sql` takes how many rows, and after how many.
pub(super) async fn read_rows(
    connection: &mut SqliteConnection,
    sql: &'static str,
    rows: &mut Vec<String>,
) -> bool {
    loop {
        let offset = i64::try_from(rows.len()).unwrap_or(i64::MAX);
        let page = sqlx::query_scalar(sql).bind(PAGE).bind(offset).fetch_all(&mut *connection);
        match page.await {
            Ok(page) if page.is_empty() => return true,
            Ok(page) => rows.extend(page),
            Err(error) => {
                tracing::warn!(%error, "not all rows could be carried over");
                return false;
            }
        }
    }
}

const AGENTS: &str = "
    SELECT json_array(id, name, hex(token_hash), state, created_at, last_seen_at, client_label,
                      max_pending, max_per_hour, hex(cursor_key), sight_version, reads)
    FROM agents ORDER BY no LIMIT ?1 OFFSET ?2";
const SIGHT: &str = "
    SELECT json_array(a.id, s.calendar_id, s.sight)
    FROM agent_sight s JOIN agents a ON a.no = s.agent_no
    ORDER BY s.agent_no, s.calendar_id LIMIT ?1 OFFSET ?2";
const PROPOSALS: &str = "
    SELECT json_array(p.id, a.id, p.batch_id, p.position, p.action, p.request, p.base_version,
                      p.scope, p.notify, p.client_ref, p.reason, p.state, p.created_at,
                      p.expires_at, p.calendar_id, p.event_id, p.original, p.shown, p.hash,
                      p.outdated, p.note, p.decided_at, p.decided_by, p.result_event_id,
                      p.error_kind, p.error_message, p.error_remedy, p.edits, p.result_original,
                      p.changed_at, p.told)
    FROM proposals p JOIN agents a ON a.no = p.agent_no
    ORDER BY p.no LIMIT ?1 OFFSET ?2";
const AUDIT: &str = "
    SELECT json_array(no, at, agent_id, agent_name, proposal_id, what, who, diff, result)
    FROM audit ORDER BY no LIMIT ?1 OFFSET ?2";

/// Puts them into a copy that is up to date; they go before its own.
pub(super) async fn write(tx: &mut SqliteConnection, known: &Agents) -> Result<()> {
    if !known.whole {
        distrust(tx).await?;
    }
    put_all(tx, &known.agents, &[FREE_NAME, PUT_AGENT, FORGET_SIGHT]).await?;
    put_all(tx, &known.sight, &[PUT_SIGHT]).await?;
    put_all(tx, &known.proposals, &[PUT_PROPOSAL]).await?;
    put_all(tx, &known.audit, &[PUT_LINE_ANEW, PUT_LINE]).await?;
    if let Some(paused) = &known.all_paused {
        let put = sqlx::query("INSERT OR REPLACE INTO settings (key, value) VALUES (?1, ?2)");
        let done = put.bind(ALL_PAUSED).bind(paused).execute(&mut *tx).await;
        unless_damaged(done.map(drop).map_err(crate::Error::from))?;
    }
    run(tx, FAIL_WHAT_IS_LOST).await?;
    // Places in the order of changes mean nothing from here on.
    run(
        tx,
        "INSERT OR REPLACE INTO settings (key, value)
         VALUES ('changes.epoch', CAST(random() AS TEXT))",
    )
    .await
}

/// What was decided since the backup may be unknown: nothing of it goes on by itself.
async fn distrust(tx: &mut SqliteConnection) -> Result<()> {
    run(tx, "UPDATE agents SET state = 'paused' WHERE state = 'active'").await?;
    run(
        tx,
        "UPDATE proposals SET state = 'expired', decided_at = created_at, decided_by = 'kalends'
         WHERE state IN ('pending', 'out_of_date')",
    )
    .await
}

async fn run(tx: &mut SqliteConnection, sql: &'static str) -> Result<()> {
    let done = sqlx::query(sql).execute(tx).await;
    unless_damaged(done.map(drop).map_err(crate::Error::from))
}

/// Takes each row through the steps; one that makes no sense is left out.
pub(super) async fn put_all(
    tx: &mut SqliteConnection,
    rows: &[String],
    steps: &[&'static str],
) -> Result<()> {
    for row in rows {
        for step in steps {
            let done = sqlx::query(*step).bind(row).execute(&mut *tx).await;
            unless_damaged(done.map(drop).map_err(crate::Error::from))?;
        }
    }
    Ok(())
}

/// One of the copy that has the name of another is in nobody's hands any more.
const FREE_NAME: &str = "
    UPDATE agents SET state = 'revoked'
    WHERE name = ?1 ->> 1 COLLATE NOCASE AND id <> ?1 ->> 0 AND ?1 ->> 3 <> 'revoked'";
const PUT_AGENT: &str = "
    INSERT INTO agents (id, name, token_hash, state, created_at, last_seen_at, client_label,
                        max_pending, max_per_hour, cursor_key, sight_version, reads)
    VALUES (?1 ->> 0, ?1 ->> 1, unhex(?1 ->> 2), ?1 ->> 3, ?1 ->> 4, ?1 ->> 5, ?1 ->> 6, ?1 ->> 7,
            ?1 ->> 8, unhex(?1 ->> 9), ?1 ->> 10, ?1 ->> 11)
    ON CONFLICT (id) DO UPDATE SET
        name = excluded.name, token_hash = excluded.token_hash, state = excluded.state,
        created_at = excluded.created_at, last_seen_at = excluded.last_seen_at,
        client_label = excluded.client_label, max_pending = excluded.max_pending,
        max_per_hour = excluded.max_per_hour, cursor_key = excluded.cursor_key,
        sight_version = excluded.sight_version, reads = excluded.reads";
const FORGET_SIGHT: &str = "
    DELETE FROM agent_sight WHERE agent_no = (SELECT no FROM agents WHERE id = ?1 ->> 0)";
const PUT_SIGHT: &str = "
    INSERT OR REPLACE INTO agent_sight (agent_no, calendar_id, sight)
    SELECT no, ?1 ->> 1, ?1 ->> 2 FROM agents WHERE id = ?1 ->> 0";
const PUT_PROPOSAL: &str = "
    INSERT INTO proposals (id, agent_no, batch_id, position, action, request, base_version, scope,
                           notify, client_ref, reason, state, created_at, expires_at, calendar_id,
                           event_id, original, shown, hash, outdated, note, decided_at, decided_by,
                           result_event_id, error_kind, error_message, error_remedy, edits,
                           result_original, changed_at, told)
    SELECT ?1 ->> 0, no, ?1 ->> 2, ?1 ->> 3, ?1 ->> 4, ?1 ->> 5, ?1 ->> 6, ?1 ->> 7, ?1 ->> 8,
           ?1 ->> 9, ?1 ->> 10, ?1 ->> 11, ?1 ->> 12, ?1 ->> 13, ?1 ->> 14, ?1 ->> 15, ?1 ->> 16,
           ?1 ->> 17, ?1 ->> 18, ?1 ->> 19, ?1 ->> 20, ?1 ->> 21, ?1 ->> 22, ?1 ->> 23, ?1 ->> 24,
           ?1 ->> 25, ?1 ->> 26, ?1 ->> 27, ?1 ->> 28, ?1 ->> 29, ?1 ->> 30
    FROM agents WHERE id = ?1 ->> 1
    ON CONFLICT (id) DO UPDATE SET
        scope = excluded.scope, notify = excluded.notify, state = excluded.state,
        request = excluded.request, expires_at = excluded.expires_at, shown = excluded.shown,
        hash = excluded.hash, outdated = excluded.outdated, note = excluded.note,
        decided_at = excluded.decided_at, decided_by = excluded.decided_by,
        result_event_id = excluded.result_event_id, error_kind = excluded.error_kind,
        error_message = excluded.error_message, error_remedy = excluded.error_remedy,
        edits = excluded.edits, result_original = excluded.result_original,
        changed_at = excluded.changed_at, told = excluded.told";
/// A line whose number another line has gets a new one. Before [`PUT_LINE`], which puts the others.
const PUT_LINE_ANEW: &str = "
    INSERT INTO audit (at, agent_id, agent_name, proposal_id, what, who, diff, result)
    SELECT ?1 ->> 1, ?1 ->> 2, ?1 ->> 3, ?1 ->> 4, ?1 ->> 5, ?1 ->> 6, ?1 ->> 7, ?1 ->> 8
    FROM audit
    WHERE no = ?1 ->> 0
      AND json_array(no, at, agent_id, agent_name, proposal_id, what, who, diff, result) <> ?1";
const PUT_LINE: &str = "
    INSERT INTO audit (no, at, agent_id, agent_name, proposal_id, what, who, diff, result)
    SELECT ?1 ->> 0, ?1 ->> 1, ?1 ->> 2, ?1 ->> 3, ?1 ->> 4, ?1 ->> 5, ?1 ->> 6, ?1 ->> 7, ?1 ->> 8
    WHERE NOT EXISTS (SELECT 1 FROM audit WHERE no = ?1 ->> 0)";
/// What was approved and is not in the copy's queue cannot be told to have arrived.
const FAIL_WHAT_IS_LOST: &str = "
    UPDATE proposals SET state = 'failed', error_kind = 'restored',
           error_message = 'a backup was put back before it was known whether it arrived',
           error_remedy = 'Look at the calendar, and have it proposed again if it is missing.'
    WHERE state IN ('approved', 'sent') AND NOT EXISTS (
        SELECT 1 FROM pending p JOIN events e ON e.no = p.event_no
        WHERE e.id = proposals.result_event_id)";
