//! What changes by itself: events that move, time that passes, and what the agent hears of it.

use jiff::{SignedDuration, Timestamp};
use kalends_engine::{
    EditScope, Engine, EventChange, Notify, ProposalFilter, ProposalState, Sight, Target,
};
use sqlx::{Connection as _, SqliteConnection};
use support::desk::{Desk, instant};

use super::hands::*;

async fn home(desk: &Desk) -> (Engine, kalends_engine::CalendarId) {
    let engine = desk.open().await.unwrap();
    let calendar = engine.add_local_calendar("Home", None).await.unwrap().id;
    (engine, calendar)
}

/// The user moves it.
async fn moved(engine: &Engine, target: Target, start: &str, end: &str) {
    let time = Some((at(start), at(end)));
    let change = EventChange { time, ..EventChange::default() };
    engine.edit_event(target, change, EditScope::This, Notify::None).await.unwrap();
}

#[tokio::test]
async fn a_proposal_ends_with_its_event_wherever_that_was_moved() {
    let desk = Desk::new().unwrap();
    let (engine, home) = home(&desk).await;
    let claude = agent(&engine, "Claude", &[(home, Sight::Full)]).await;
    let mut ids = Vec::new();
    let mut targets = Vec::new();
    for title in ["Approved", "Looked at", "Rung in"] {
        let target = own(&engine, home, event(title, "2026-11-23T09:00", "2026-11-23T10:00")).await;
        let card = claude.propose(update(&claude, target, titled("Renamed")).await).await.unwrap();
        assert_eq!(card.expires_at, instant("2026-11-23T08:00:00Z"));
        ids.push(card.id);
        targets.push(target);
    }
    for target in &targets {
        moved(&engine, *target, "2026-11-20T15:00", "2026-11-20T16:00").await;
    }
    let card = engine.get_proposal(ids[0]).await.unwrap();
    assert_eq!(card.expires_at, instant("2026-11-20T14:00:00Z"));
    assert_eq!(card.state, ProposalState::OutOfDate);
    // A second look binds to the new start.
    let again = engine.review_proposal(ids[1]).await.unwrap();
    assert_eq!(again.expires_at, instant("2026-11-20T14:00:00Z"));
    assert_eq!(again.state, ProposalState::Pending);
    engine.review_proposal(ids[2]).await.unwrap();
    moved(&engine, targets[2], "2026-11-23T09:00", "2026-11-23T10:00").await;
    assert_eq!(engine.review_proposal(ids[2]).await.unwrap().state, ProposalState::Pending);
    let later = engine.get_proposal(ids[2]).await.unwrap();
    assert_eq!(later.expires_at, instant("2026-11-23T08:00:00Z"));

    desk.set_time("2026-11-20T14:00:00Z");
    assert_eq!(engine.get_proposal(ids[0]).await.unwrap().state, ProposalState::Expired);
    for id in &ids[..2] {
        let hash = engine.get_proposal(*id).await.unwrap().hash;
        assert_eq!(engine.approve_proposal(*id, &hash).await.unwrap_err().kind(), "expired");
    }
    assert_eq!(title(&engine, targets[0]).await, "Approved");
    approved(engine.approve_proposal(ids[2], &later.hash).await.unwrap());
}

#[tokio::test]
async fn the_schedule_ends_what_began_early_and_nothing_that_had_begun_before() {
    let desk = Desk::new().unwrap();
    let (engine, home) = home(&desk).await;
    let claude = agent(&engine, "Claude", &[(home, Sight::Full)]).await;
    let early = own(&engine, home, event("Early", "2026-11-23T09:00", "2026-11-23T10:00")).await;
    let past = own(&engine, home, event("Past", "2026-11-19T09:00", "2026-11-19T10:00")).await;
    let early_id = claude.propose(update(&claude, early, titled("x")).await).await.unwrap().id;
    let past_id = claude.propose(update(&claude, past, titled("x")).await).await.unwrap().id;
    // Moved to where it is over already.
    moved(&engine, early, "2026-11-20T09:00", "2026-11-20T10:00").await;
    assert_eq!(engine.expire_proposals().await.unwrap(), 1);
    assert_eq!(engine.count_proposals().await.unwrap(), 1);
    assert_eq!(engine.get_proposal(early_id).await.unwrap().state, ProposalState::Expired);
    assert_eq!(engine.get_proposal(past_id).await.unwrap().state, ProposalState::Pending);
}

#[tokio::test]
async fn news_tell_what_nobody_noted() {
    let desk = Desk::new().unwrap();
    let (engine, home) = home(&desk).await;
    let claude = agent(&engine, "Claude", &[(home, Sight::Full)]).await;
    let target = own(&engine, home, event("Call", "2026-11-23T09:00", "2026-11-23T10:00")).await;
    let outdated = claude.propose(update(&claude, target, titled("Talk")).await).await.unwrap().id;
    let soon = event("Soon", "2026-11-20T18:00", "2026-11-20T19:00");
    let over = claude.propose(create(home, soon)).await.unwrap().id;
    let late = event("Late", "2026-11-25T18:00", "2026-11-25T19:00");
    claude.propose(create(home, late)).await.unwrap();
    desk.config.clock.advance(SignedDuration::from_secs(1));
    let since = desk.config.clock.now();
    let news = async |since: Timestamp| {
        let news = claude.proposal_news(since).await.unwrap();
        assert_eq!(news.next_since, None);
        news.proposals.iter().map(|one| (one.id, one.state)).collect::<Vec<_>>()
    };
    assert_eq!(news(since).await, []);
    engine.edit_event(target, titled("Chat"), EditScope::This, Notify::None).await.unwrap();
    assert_eq!(news(since).await, [(outdated, ProposalState::OutOfDate)]);
    desk.set_time("2026-11-20T17:00:00Z");
    let told = [(over, ProposalState::Expired), (outdated, ProposalState::OutOfDate)];
    assert_eq!(news(since).await, told);
    // Nobody noted it; it is told once and not for ever.
    assert_eq!(news(instant("2026-11-20T17:00:01Z")).await, told[1..]);
}

#[tokio::test]
async fn news_are_told_piece_by_piece_without_a_gap() {
    let desk = Desk::new().unwrap();
    let (engine, home) = home(&desk).await;
    let claude = agent(&engine, "Claude", &[(home, Sight::Full)]).await;
    engine.set_agent_caps(claude.agent_id(), 1_000, 1_000).await.unwrap();
    let wish = || create(home, event("x", "2026-12-25T12:00", "2026-12-25T13:00"));
    let mut made = Vec::new();
    for _ in 0..12 {
        let batch = claude.propose_batch(vec![wish(); 20]).await.unwrap();
        made.extend(batch.into_iter().map(|one| one.id));
        desk.config.clock.advance(SignedDuration::from_secs(11));
    }
    let (mut since, mut told, mut answers) = (Timestamp::UNIX_EPOCH, Vec::new(), 0);
    loop {
        let news = claude.proposal_news(since).await.unwrap();
        told.extend(news.proposals.iter().map(|one| one.id));
        answers += 1;
        let Some(next) = news.next_since else { break };
        since = next;
    }
    assert_eq!(told, made);
    assert_eq!(answers, 3);
}

#[tokio::test]
async fn one_that_cannot_be_read_keeps_no_other_back() {
    let desk = Desk::new().unwrap();
    let (engine, home) = home(&desk).await;
    let claude = agent(&engine, "Claude", &[(home, Sight::Full)]).await;
    let wish = |title: &str| create(home, event(title, "2026-11-25T12:00", "2026-11-25T13:00"));
    let broken = claude.propose(wish("Broken")).await.unwrap().id;
    let whole = claude.propose(wish("Whole")).await.unwrap().id;
    let path = desk.config.data_dir.join("kalends.db");
    let mut conn = SqliteConnection::connect(path.to_str().unwrap()).await.unwrap();
    sqlx::query("UPDATE proposals SET request = '{\"action\":\"dance\"}' WHERE id = ?1")
        .bind(broken.to_string())
        .execute(&mut conn)
        .await
        .unwrap();
    let listed = engine.list_proposals(&ProposalFilter::default()).await.unwrap();
    assert_eq!(listed.iter().map(|one| one.id).collect::<Vec<_>>(), [whole]);
    let news = claude.proposal_news(Timestamp::UNIX_EPOCH).await.unwrap();
    assert_eq!(news.proposals.iter().map(|one| one.id).collect::<Vec<_>>(), [whole]);
    desk.config.clock.advance(SignedDuration::from_hours(72));
    assert_eq!(engine.expire_proposals().await.unwrap(), 2);
    assert_eq!(engine.count_proposals().await.unwrap(), 0);
}

#[tokio::test]
async fn approving_the_rest_looks_at_nothing_in_the_users_place() {
    let desk = Desk::new().unwrap();
    let (engine, home) = home(&desk).await;
    let claude = agent(&engine, "Claude", &[(home, Sight::Full)]).await;
    let target = own(&engine, home, event("Call", "2026-11-24T10:00", "2026-11-24T11:00")).await;
    let id = claude.propose(update(&claude, target, titled("Talk")).await).await.unwrap().id;
    let shown = engine.get_proposal(id).await.unwrap();
    engine.edit_event(target, titled("Chat"), EditScope::This, Notify::None).await.unwrap();
    let stale = engine.get_proposal(id).await.unwrap();
    for hash in [shown.hash, stale.hash] {
        let done = engine.approve_plain(&[(id, hash)]).await.unwrap();
        assert_eq!(done.left_out[0].why, ["The event changed since it was proposed."]);
    }
    assert_eq!(engine.get_proposal(id).await.unwrap().state, ProposalState::OutOfDate);
    let log = engine.export_audit(&kalends_engine::AuditFilter::default()).await.unwrap();
    assert!(!log.contains("looked_at_again"), "{log}");
}
