//! Proposals of agents, from the approval to the server.

use kalends_engine::{
    AuditFilter, EditScope, EventChange, Notify, ProposalFilter, ProposalQuery, ProposalRequest,
    ProposalState, ProposalWarning, Sight,
};
use serde_json::json;
use support::google::{ANA, MIA, PROJECTS, Role};

use super::desk::*;
use crate::proposals::hands::{agent, approve, approved, create as wish_of, delete, update};

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

const ZOE: &str = "zoe@elsewhere.example";

#[tokio::test]
async fn a_move_to_another_calendar_says_whom_it_mails() {
    let (place, engine) = Place::with_mia().await;
    let people = json!({"attendees": [{"email": MIA}, {"email": ZOE}]});
    place.add(MIA, "Lunch", "2026-11-24T13:00:00", people);
    sync(&engine).await;
    let (mia, team) = (calendar(&engine, MIA).await.id, calendar(&engine, "Team").await.id);
    let claude = agent(&engine, "Claude", &[(mia, Sight::Full), (team, Sight::Full)]).await;
    let target = find(&engine, "Lunch", "2026-11-24").await;
    let change = EventChange { calendar: Some(team), ..EventChange::default() };
    let wish = ProposalRequest {
        notify: Notify::All,
        scope: EditScope::All,
        ..update(&claude, target, change).await
    };
    let id = claude.propose(wish).await.unwrap().id;
    let card = engine.get_proposal(id).await.unwrap();
    assert_eq!(card.mails_outside, [ZOE]);
    assert_eq!(card.warnings, [ProposalWarning::OutsideGuests { emails: vec![ZOE.into()] }]);
    let bulk = engine.approve_plain(&[(id, card.hash.clone())]).await.unwrap();
    assert!(bulk.approved.is_empty(), "{bulk:?}");
    approved(approve(&engine, &card).await);
    sync(&engine).await;
    let mut mailed = place.mailed();
    // Who sends it need not be told that she gets it too.
    mailed.retain(|email| email != MIA);
    assert_eq!(mailed, [card.mails_inside, card.mails_outside].concat());
}

#[tokio::test]
async fn guests_of_an_occurrence_that_goes_with_its_series_are_named() {
    let (place, engine) = Place::with_mia().await;
    let series = json!({
        "recurrence": ["RRULE:FREQ=WEEKLY;COUNT=4"],
        "attendees": [{"email": MIA}, {"email": ANA}],
    });
    let id = place.add(MIA, "Weekly", "2026-11-24T13:00:00", series);
    let second = format!("{id}_20261201T120000Z");
    place.change(
        MIA,
        &second,
        json!({
            "attendees": [{"email": MIA}, {"email": ANA}, {"email": ZOE}],
        }),
    );
    sync(&engine).await;
    let mia = calendar(&engine, MIA).await.id;
    let claude = agent(&engine, "Claude", &[(mia, Sight::Full)]).await;
    let target = find(&engine, "Weekly", "2026-11-24").await;
    let later = EventChange { time: hour("2026-11-24T15:00:00"), ..EventChange::default() };
    let all = |wish| ProposalRequest { notify: Notify::All, scope: EditScope::All, ..wish };
    for wish in [all(delete(&claude, target).await), all(update(&claude, target, later).await)] {
        let card = claude.propose(wish).await.unwrap();
        assert_eq!((card.mails_inside, card.mails_outside), (vec![ANA.into()], vec![ZOE.into()]));
    }
}

#[tokio::test]
async fn an_undo_is_told_once_the_server_has_it() {
    let (place, engine) = Place::with_mia().await;
    let mia = calendar(&engine, MIA).await.id;
    let claude = agent(&engine, "Claude", &[(mia, Sight::Full)]).await;
    let change = EventChange { time: hour("2026-11-24T13:00:00"), ..titled("Lunch") };
    let state = async |id| {
        let told = claude.proposal_status(ProposalQuery::One(id)).await.unwrap();
        (told[0].state, engine.get_proposal(id).await.unwrap().state)
    };
    let both = |state: ProposalState| (state, state);

    // What was not sent is undone at once.
    let card = claude.propose(wish_of(mia, change.clone())).await.unwrap();
    let undo = approved(approve(&engine, &card).await).undo.unwrap();
    engine.undo(undo, Notify::None).await.unwrap();
    assert_eq!(state(card.id).await, both(ProposalState::Rejected));

    let card = claude.propose(wish_of(mia, change)).await.unwrap();
    let undo = approved(approve(&engine, &card).await).undo.unwrap();
    sync(&engine).await;
    assert_eq!(state(card.id).await, both(ProposalState::Done));
    place.offline();
    engine.undo(undo, Notify::None).await.unwrap();
    assert_eq!(state(card.id).await, both(ProposalState::Done), "the event is still there");
    place.online();
    engine.retry_queue(None).await.unwrap();
    sync(&engine).await;
    assert!(place.titles(MIA).is_empty());
    assert_eq!(state(card.id).await, both(ProposalState::Rejected));
    let undone = engine.get_proposal(card.id).await.unwrap();
    assert_eq!((undone.note.as_str(), undone.result), ("Undone by the user.", None));
}

#[tokio::test]
async fn an_undo_that_the_server_refuses_leaves_it_done() {
    let (place, engine) = Place::with_mia().await;
    let id = place.add(PROJECTS, "Plan", "2026-11-24T13:00:00", json!({}));
    sync(&engine).await;
    let projects = calendar(&engine, "Projects").await.id;
    let claude = agent(&engine, "Claude", &[(projects, Sight::Full)]).await;
    let target = find(&engine, "Plan", "2026-11-24").await;
    let card = claude.propose(update(&claude, target, titled("Better plan")).await).await.unwrap();
    let undo = approved(approve(&engine, &card).await).undo.unwrap();
    sync(&engine).await;
    engine.undo(undo, Notify::None).await.unwrap();
    place.server.control().list_calendar(MIA, PROJECTS, Role::Reader, |_| ());
    try_sync(&engine).await;
    assert_eq!(place.get(PROJECTS, &id)["summary"], "Better plan");
    let told = claude.proposal_status(ProposalQuery::One(card.id)).await.unwrap();
    assert_eq!((told[0].state, told[0].result), (ProposalState::Done, Some(target)));
    let log = engine.export_audit(&AuditFilter::default()).await.unwrap();
    let steps: Vec<String> = log
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap())
        .filter(|line| line["proposal_id"] == card.id.to_string())
        .map(|line| line["what"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(steps, ["proposed", "approved", "done", "undoing", "undo_failed"]);
}

#[tokio::test]
async fn whom_the_user_had_mailed_is_kept_and_told() {
    let (place, engine) = Place::with_mia().await;
    let mia = calendar(&engine, MIA).await.id;
    let claude = agent(&engine, "Claude", &[(mia, Sight::Full)]).await;
    let change = EventChange {
        calendar: Some(mia),
        time: hour("2026-11-24T13:00:00"),
        guests: guests(&[ANA]),
        ..titled("Lunch")
    };
    let card = claude.propose(wish_of(mia, change.clone())).await.unwrap();
    assert_eq!((card.notify, card.mails_inside.len()), (Notify::None, 0));
    let (all, whole) = (Notify::All, EditScope::All);
    let shown = engine.preview_proposal(card.id, &change, whole, all).await.unwrap();
    assert_eq!(shown.mails_inside, [ANA]);
    let done = engine.approve_edited(card.id, &shown.hash, &change, whole, all).await.unwrap();
    let done = approved(done);
    assert_eq!((done.notify, done.scope), (all, whole));
    sync(&engine).await;
    assert_eq!(place.mailed(), [ANA]);
    let told = claude.proposal_status(ProposalQuery::One(card.id)).await.unwrap();
    assert_eq!((told[0].notify, told[0].scope), (all, whole));
    let log = engine.export_audit(&AuditFilter::default()).await.unwrap();
    let line = log.lines().find(|line| line.contains("approved_edited")).unwrap();
    let line: serde_json::Value = serde_json::from_str(line).unwrap();
    assert_eq!(
        (&line["result"]["notify"], &line["result"]["scope"]),
        (&json!("all"), &json!("all"))
    );
    assert_eq!(line["result"]["edited"]["action"]["change"]["title"], "Lunch");
}
