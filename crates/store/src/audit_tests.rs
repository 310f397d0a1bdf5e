//! The audit log takes lines and gives none back.

use crate::{
    AuditFilter, NewAuditLine, audit,
    testing::{TestStore, now},
};

const LINE: NewAuditLine<'_> = NewAuditLine {
    at: jiff::Timestamp::UNIX_EPOCH,
    agent_id: None,
    agent_name: "scout",
    proposal_id: None,
    what: "proposed",
    who: "agent",
    diff: "null",
    result: "null",
};

#[tokio::test]
async fn no_statement_changes_or_removes_a_line() {
    let store = TestStore::new().await;
    let mut tx = store.begin().await.unwrap();
    let no = audit::append(&mut tx, &NewAuditLine { at: now(), ..LINE }).await.unwrap();
    tx.commit().await.unwrap();
    for attempt in [
        "UPDATE audit SET who = 'user'",
        "UPDATE audit SET no = 7",
        "DELETE FROM audit",
        "INSERT OR REPLACE INTO audit (no, at, what, who) VALUES (1, 0, 'x', 'y')",
        "REPLACE INTO audit (no, at, what, who) VALUES (1, 0, 'x', 'y')",
        "INSERT INTO audit (no, at, what, who) VALUES (1, 0, 'x', 'y')
             ON CONFLICT (no) DO UPDATE SET who = excluded.who",
    ] {
        let mut tx = store.begin().await.unwrap();
        let done = sqlx::query(attempt).execute(&mut *tx).await;
        let said = format!("{:?}", done.err());
        assert!(said.contains("append-only"), "{attempt}: {said}");
    }
    let mut read = store.read().await.unwrap();
    let lines = audit::list(&mut read, &AuditFilter::default(), 9).await.unwrap();
    assert_eq!(lines.len(), 1);
    assert_eq!((lines[0].no, lines[0].who.as_str()), (no, "agent"));
}
