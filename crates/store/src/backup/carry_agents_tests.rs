//! A restore brings back no access that was taken away, no proposal that was decided, and loses no
//! line of the audit log.

use std::path::Path;

use uuid::Uuid;

use super::*;
use crate::{
    Agent, AgentId, AgentState, AuditFilter, CalendarId, EventId, NewAuditLine, ProposalAction,
    ProposalFilter, ProposalId, ProposalScope, ProposalState, Sight, Store, StoredProposal, agents,
    audit, changes, pending, proposals,
    testing::{TestStore, now},
};

fn agent(name: &str) -> Agent {
    Agent {
        id: AgentId(Uuid::now_v7()),
        name: name.into(),
        token_hash: *b"0123456789abcdef0123456789abcdef",
        state: AgentState::Active,
        created_at: Some(now()),
        last_seen_at: None,
        client_label: String::new(),
        max_pending: 20,
        max_per_hour: 60,
        cursor_key: [7; 32],
        sight_version: 0,
        reads: 0,
    }
}

fn proposal(agent: AgentId) -> StoredProposal {
    StoredProposal {
        id: ProposalId(Uuid::now_v7()),
        agent_id: agent,
        agent_name: String::new(),
        batch_id: None,
        position: 0,
        action: ProposalAction::Create,
        request: r#"{"title":"Lunch"}"#.into(),
        base_version: String::new(),
        scope: ProposalScope::This,
        notify: pending::Notify::None,
        client_ref: String::new(),
        reason: "because".into(),
        state: ProposalState::Pending,
        created_at: now(),
        expires_at: now(),
        calendar_id: None,
        event_id: None,
        original: Some(-5),
        shown: String::new(),
        hash: "h".into(),
        outdated: String::new(),
        note: String::new(),
        decided_at: None,
        decided_by: String::new(),
        result_event_id: None,
        problem: None,
    }
}

fn line<'a>(what: &'a str, agent: &'a Agent) -> NewAuditLine<'a> {
    NewAuditLine {
        at: now(),
        agent_id: Some(agent.id),
        agent_name: &agent.name,
        proposal_id: None,
        what,
        who: "user",
        diff: "null",
        result: r#"{"a":"“x”"}"#,
    }
}

async fn states(dir: &Path) -> (Vec<(String, AgentState)>, Vec<ProposalState>, Vec<String>) {
    let store = Store::open(dir, now()).await.unwrap();
    assert_eq!(store.check().await.unwrap(), Vec::<String>::new());
    let mut read = store.read().await.unwrap();
    let all = agents::list(&mut read).await.unwrap();
    let filter = ProposalFilter::default();
    let decided = proposals::list(&mut read, &filter, 99).await.unwrap();
    let lines = audit::list_after(&mut read, &AuditFilter::default(), 0, 99).await.unwrap();
    drop(read);
    store.close().await;
    let mut decided: Vec<ProposalState> = decided.iter().map(|one| one.state).collect();
    decided.sort_unstable_by_key(|state| state.as_str());
    (
        all.into_iter().map(|agent| (agent.name, agent.state)).collect(),
        decided,
        lines.into_iter().map(|line| line.what).collect(),
    )
}

fn later() -> Timestamp {
    Timestamp::from_second(now().as_second() + 60).unwrap()
}

#[tokio::test]
async fn access_and_decisions_are_as_they_were_before_a_restore() {
    let store = TestStore::new().await;
    let dir = store.folder.path().to_path_buf();
    let (revoked, paused, kept) = (agent("gone"), agent("waiting"), agent("kept"));
    let all = [&revoked, &paused, &kept];
    let [approved, rejected, open] = all.map(|agent| proposal(agent.id));
    let calendar = CalendarId(Uuid::now_v7());
    let mut tx = store.begin().await.unwrap();
    for agent in all {
        agents::insert(&mut tx, agent).await.unwrap();
        agents::set_sight(&mut tx, agent.id, calendar, Sight::Full).await.unwrap();
        audit::append(&mut tx, &line("agent_added", agent)).await.unwrap();
    }
    for one in [&approved, &rejected, &open] {
        proposals::insert(&mut tx, one).await.unwrap();
    }
    tx.commit().await.unwrap();
    let backup = store.back_up(now()).await.unwrap();

    let decide = |state: ProposalState| proposals::Decision {
        state,
        at: now(),
        by: "user",
        note: "",
        hash: None,
        result_event_id: None,
    };
    let mut tx = store.begin().await.unwrap();
    let from = [ProposalState::Pending];
    let yes = decide(ProposalState::Approved);
    assert!(proposals::decide(&mut tx, approved.id, &from, &yes).await.unwrap());
    let no = decide(ProposalState::Rejected);
    assert!(proposals::decide(&mut tx, rejected.id, &from, &no).await.unwrap());
    agents::set_state(&mut tx, revoked.id, AgentState::Revoked).await.unwrap();
    agents::set_state(&mut tx, paused.id, AgentState::Paused).await.unwrap();
    agents::set_sight(&mut tx, kept.id, calendar, Sight::Hidden).await.unwrap();
    let edit = proposals::QueuedEdit {
        event_id: EventId(Uuid::now_v7()),
        seq: 3,
        version: 1,
        arrived: false,
        undoes: false,
    };
    proposals::set_edits(&mut tx, approved.id, std::slice::from_ref(&edit), Some(9)).await.unwrap();
    proposals::set_changed(&mut tx, approved.id, later()).await.unwrap();
    assert!(proposals::set_told(&mut tx, open.id).await.unwrap());
    audit::append(&mut tx, &line("agent_revoked", &revoked)).await.unwrap();
    // Its name is free again.
    let again = agent("GONE");
    agents::insert(&mut tx, &again).await.unwrap();
    audit::append(&mut tx, &line("agent_added", &again)).await.unwrap();
    let epoch = changes::last(&mut tx).await.unwrap().1;
    tx.commit().await.unwrap();
    store.shut().await;
    restore(&dir, &backup.name, later()).await.unwrap();

    let (found, decided, lines) = states(&dir).await;
    use AgentState as A;
    let expected = [("gone", A::Revoked), ("waiting", A::Paused), ("kept", A::Active)];
    let mut expected: Vec<_> = expected.map(|(name, state)| (name.to_owned(), state)).to_vec();
    expected.push(("GONE".into(), A::Active));
    assert_eq!(found, expected);
    // What was approved is not in the queue that came back: it is not sent by itself.
    use ProposalState as P;
    assert_eq!(decided, [P::Failed, P::Pending, P::Rejected]);
    let added = "agent_added";
    assert_eq!(lines, [added, added, added, "agent_revoked", added]);
    let store = Store::open(&dir, now()).await.unwrap();
    let mut read = store.read().await.unwrap();
    let sight = agents::list_sight(&mut read, kept.id).await.unwrap();
    assert_eq!(sight, [(calendar, Sight::Hidden)]);
    assert_ne!(changes::last(&mut read).await.unwrap().1, epoch, "cursors end");
    let became = proposals::get_progress(&mut read, approved.id).await.unwrap();
    let expected = proposals::Progress {
        edits: vec![edit],
        result_original: Some(9),
        changed_at: Some(later()),
        told: false,
    };
    assert_eq!(became, expected);
    assert!(proposals::get_progress(&mut read, open.id).await.unwrap().told, "not told again");
    let whole = proposals::get(&mut read, open.id).await.unwrap().unwrap();
    assert_eq!(whole, StoredProposal { agent_name: "kept".into(), ..open });
}

/// Nobody can say what was revoked or decided since: nothing goes on by itself.
#[tokio::test]
async fn after_damage_agents_wait_and_open_proposals_end() {
    let store = TestStore::new().await;
    let dir = store.folder.path().to_path_buf();
    let one = agent("scout");
    let mut tx = store.begin().await.unwrap();
    agents::insert(&mut tx, &one).await.unwrap();
    proposals::insert(&mut tx, &proposal(one.id)).await.unwrap();
    audit::append(&mut tx, &line("agent_added", &one)).await.unwrap();
    tx.commit().await.unwrap();
    let backup = store.back_up(now()).await.unwrap();
    store.shut().await;
    std::fs::write(dir.join(crate::DATABASE), vec![7; 40_000]).unwrap();
    restore(&dir, &backup.name, later()).await.unwrap();

    let (found, decided, lines) = states(&dir).await;
    assert_eq!(found, [("scout".to_owned(), AgentState::Paused)]);
    assert_eq!(decided, [ProposalState::Expired]);
    assert_eq!(lines, ["agent_added"]);
}

/// A database that began anew after damage counts its lines from one again.
#[tokio::test]
async fn lines_with_the_same_number_are_both_kept() {
    let store = TestStore::new().await;
    let dir = store.folder.path().to_path_buf();
    let one = agent("scout");
    let mut tx = store.begin().await.unwrap();
    agents::insert(&mut tx, &one).await.unwrap();
    audit::append(&mut tx, &line("agent_added", &one)).await.unwrap();
    tx.commit().await.unwrap();
    let backup = store.back_up(now()).await.unwrap();
    store.shut().await;
    std::fs::remove_file(dir.join(crate::DATABASE)).unwrap();
    let fresh = Store::open(&dir, now()).await.unwrap();
    let mut tx = fresh.begin().await.unwrap();
    let other = agent("other");
    agents::insert(&mut tx, &other).await.unwrap();
    audit::append(&mut tx, &line("agent_revoked", &other)).await.unwrap();
    tx.commit().await.unwrap();
    fresh.close().await;
    restore(&dir, &backup.name, later()).await.unwrap();
    let (_, _, lines) = states(&dir).await;
    assert_eq!(lines, ["agent_added", "agent_revoked"]);
}
