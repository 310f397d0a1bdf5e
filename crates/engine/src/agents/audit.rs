//! The record of what agents asked for and what came of it.

use jiff::Timestamp;
use kalends_store::{AuditRow, NewAuditLine, SqliteConnection, audit};
use serde_json::Value;

use crate::{AgentId, AuditFilter, AuditLine, Engine, Error, ProposalId};

/// Lines that are exported at a time.
const PAGE: u32 = 1000;

/// Something that happened, to be recorded in the transaction in which it happens.
pub(crate) struct Entry<'a> {
    /// The agent it is about, and its name; none for what is about all of them.
    pub(crate) agent: Option<(AgentId, &'a str)>,
    /// The proposal it is about.
    pub(crate) proposal: Option<ProposalId>,
    /// What happened, as a word.
    pub(crate) what: &'a str,
    /// `agent`, `user` or `kalends`.
    pub(crate) who: &'a str,
    /// What was to change.
    pub(crate) diff: Value,
    /// What came of it.
    pub(crate) result: Value,
}

/// Adds a line; it is there once the transaction is committed, and for ever.
pub(crate) async fn record(
    conn: &mut SqliteConnection,
    at: Timestamp,
    entry: &Entry<'_>,
) -> Result<(), Error> {
    let (diff, result) = (entry.diff.to_string(), entry.result.to_string());
    let line = NewAuditLine {
        at,
        agent_id: entry.agent.map(|(id, _)| id),
        agent_name: entry.agent.map_or("", |(_, name)| name),
        proposal_id: entry.proposal,
        what: entry.what,
        who: entry.who,
        diff: &diff,
        result: &result,
    };
    audit::append(conn, &line).await?;
    Ok(())
}

impl Engine {
    /// The lines of the audit log that pass, newest first.
    pub async fn list_audit(
        &self,
        filter: &AuditFilter,
        limit: u32,
    ) -> Result<Vec<AuditLine>, Error> {
        let mut read = self.inner.store.read().await?;
        let rows = audit::list(&mut read, &stored(filter), limit).await?;
        Ok(rows.into_iter().map(line).collect())
    }

    /// The lines of the audit log that pass, oldest first, each as a JSON object in a line of its
    /// own. The filter's cursor is not looked at.
    pub async fn export_audit(&self, filter: &AuditFilter) -> Result<String, Error> {
        let mut read = self.inner.store.read().await?;
        let (mut out, mut after) = (String::new(), 0);
        loop {
            let rows = audit::list_after(&mut read, &stored(filter), after, PAGE).await?;
            let Some(last) = rows.last() else { return Ok(out) };
            after = last.no;
            for row in rows {
                let text = serde_json::to_string(&line(row));
                out.push_str(&text.map_err(|_| Error::Cancelled("write out the audit log"))?);
                out.push('\n');
            }
        }
    }
}

fn stored(filter: &AuditFilter) -> audit::AuditFilter {
    audit::AuditFilter {
        agent: filter.agent,
        proposal: filter.proposal,
        since: filter.since,
        before: filter.cursor,
    }
}

fn line(row: AuditRow) -> AuditLine {
    let json = |text: &str| serde_json::from_str(text).unwrap_or_else(|_| Value::from(text));
    AuditLine {
        no: row.no,
        at: Timestamp::from_second(row.at).unwrap_or_default(),
        agent_id: row.agent_id.parse().ok(),
        agent: row.agent_name,
        proposal_id: row.proposal_id.parse().ok(),
        what: row.what,
        who: row.who,
        diff: json(&row.diff),
        result: json(&row.result),
    }
}
