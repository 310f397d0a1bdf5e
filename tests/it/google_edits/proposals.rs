//! Proposals of agents, from the approval to the server.

use kalends_engine::{
    EventChange, Notify, ProposalFilter, ProposalQuery, ProposalRequest, ProposalState, Sight,
};
use serde_json::json;
use support::google::{ANA, MIA, PROJECTS, Role};

use super::desk::*;
use crate::proposals::hands::{agent, approve, approved, create as wish_of, update};

#[tokio::test]
async fn an_approved_one_mails_whom_it_said() {
    let (place, engine) = Place::with_mia().await;
    let mia = calendar(&engine, MIA).await.id;
    let claude = agent(&engine, "Claude", &[(mia, Sight::Full)]).await;
    let change = EventChange {
        time: hour("2026-11-24T13:00:00"),
        guests: guests(&[ANA, "zoe@elsewhere.example"]),
        ..titled("Lunch")
    };
    let wish = ProposalRequest { notify: Notify::All, ..wish_of(mia, change) };
    let id = claude.propose(wish).await.unwrap().id;
    sync(&engine).await;
    assert!(place.writes().is_empty(), "nothing happens before the approval");
    let card = engine.get_proposal(id).await.unwrap();
    let mut named = [card.mails_inside.clone(), card.mails_outside.clone()].concat();
    named.sort();
    assert_eq!(named, [ANA, "zoe@elsewhere.example"]);
    assert!(card.mails_outside.contains(&"zoe@elsewhere.example".to_owned()));

    let waiting = approved(approve(&engine, &card).await);
    assert_eq!(waiting.state, ProposalState::Approved);
    assert!(waiting.waits_for.is_some());
    sync(&engine).await;
    let writes = place.writes();
    assert_eq!(writes.len(), 1, "{writes:?}");
    let mut mailed = place.mailed();
    mailed.sort();
    assert_eq!(mailed, named);
    let told = claude.proposal_status(ProposalQuery::One(id)).await.unwrap();
    assert_eq!((told[0].state, told[0].waits_for.as_deref()), (ProposalState::Done, None));
    place.assert_no_violations();
}

#[tokio::test]
async fn approved_offline_it_waits_and_says_so() {
    let (place, engine) = Place::with_mia().await;
    let mia = calendar(&engine, MIA).await.id;
    let claude = agent(&engine, "Claude", &[(mia, Sight::Full)]).await;
    let change = EventChange { time: hour("2026-11-24T13:00:00"), ..titled("Lunch") };
    let card = claude.propose(wish_of(mia, change)).await.unwrap();
    place.offline();
    approved(approve(&engine, &card).await);
    try_sync(&engine).await;
    let waiting = engine.get_proposal(card.id).await.unwrap();
    assert!(
        matches!(waiting.state, ProposalState::Approved | ProposalState::Sent),
        "{:?}",
        waiting.state
    );
    assert!(waiting.waits_for.is_some());
    place.online();
    engine.retry_queue(None).await.unwrap();
    try_sync(&engine).await;
    sync(&engine).await;
    assert_eq!(engine.get_proposal(card.id).await.unwrap().state, ProposalState::Done);
    assert_eq!(place.titles(MIA), ["Lunch"]);
}

#[tokio::test]
async fn what_the_server_refuses_comes_back_to_the_agent() {
    let (place, engine) = Place::with_mia().await;
    place.add(PROJECTS, "Plan", "2026-11-24T13:00:00", json!({}));
    sync(&engine).await;
    let projects = calendar(&engine, "Projects").await.id;
    let claude = agent(&engine, "Claude", &[(projects, Sight::Full)]).await;
    let target = find(&engine, "Plan", "2026-11-24").await;
    let wish = update(&claude, target, titled("Better plan")).await;
    let card = claude.propose(wish).await.unwrap();
    approved(approve(&engine, &card).await);
    place.server.control().list_calendar(MIA, PROJECTS, Role::Reader, |_| ());
    try_sync(&engine).await;
    let failed = claude.proposal_status(ProposalQuery::One(card.id)).await.unwrap();
    assert_eq!(failed[0].state, ProposalState::Failed);
    assert!(failed[0].error.is_some());
    let states = vec![ProposalState::Failed];
    let filter = ProposalFilter { states, ..ProposalFilter::default() };
    assert_eq!(engine.list_proposals(&filter).await.unwrap().len(), 1);
}

#[tokio::test]
async fn one_that_is_discarded_from_the_queue_failed() {
    let (place, engine) = Place::with_mia().await;
    let mia = calendar(&engine, MIA).await.id;
    let claude = agent(&engine, "Claude", &[(mia, Sight::Full)]).await;
    let change = EventChange { time: hour("2026-11-24T13:00:00"), ..titled("Lunch") };
    let card = claude.propose(wish_of(mia, change)).await.unwrap();
    approved(approve(&engine, &card).await);
    let entry = engine.list_queue().await.unwrap().remove(0);
    engine.discard_queue(entry.id).await.unwrap();
    let failed = engine.get_proposal(card.id).await.unwrap();
    assert_eq!(failed.state, ProposalState::Failed);
    assert_eq!(failed.error.unwrap().kind, "given_up");
    engine.expire_proposals().await.unwrap();
    sync(&engine).await;
    assert!(place.writes().is_empty());
}
