//! From pending to what became of it.

use std::fmt::Write as _;

use jiff::SignedDuration;
use kalends_engine::{
    EditScope, Engine, EventChange, Notify, ProposalFilter, ProposalQuery, ProposalState,
    ProposalWarning, Sight,
};
use support::desk::Desk;

use super::hands::*;

async fn home(desk: &Desk) -> (Engine, kalends_engine::CalendarId) {
    let engine = desk.open().await.unwrap();
    let calendar = engine.add_local_calendar("Home", None).await.unwrap().id;
    (engine, calendar)
}

#[tokio::test]
async fn what_is_shown_is_what_is_done_once() {
    let desk = Desk::new().unwrap();
    let (engine, home) = home(&desk).await;
    let claude = agent(&engine, "Claude", &[(home, Sight::Full)]).await;
    let busy = event("Lunch", "2026-11-23T12:00", "2026-11-23T13:00");
    own(&engine, home, busy).await;
    let wish = event("Dentist", "2026-11-23T12:30", "2026-11-23T13:30");
    let card = claude.propose(create(home, wish)).await.unwrap();
    assert_eq!(card.state, ProposalState::Pending);
    assert!(card.hash.is_empty(), "an agent has nothing to approve with");

    let card = engine.get_proposal(card.id).await.unwrap();
    let mut text = format!("{} expires {}\n", card.title, card.expires_at);
    for line in &card.diff {
        writeln!(text, "{}: {} -> {}", line.name, line.before, line.after).unwrap();
    }
    let times = card.times.as_ref().unwrap();
    writeln!(text, "{} {} {}", times.start.weekday, times.start.local, times.start.utc).unwrap();
    for one in &card.conflicts {
        writeln!(text, "{:?} with {} for {}", one.severity, one.title, one.overlap_min).unwrap();
    }
    let shown: Vec<&str> = text.lines().collect();
    assert_eq!(
        shown,
        [
            "Dentist expires 2026-11-23T11:00:00Z",
            "title:  -> Dentist",
            "time:  -> Mon 23 Nov 2026, 12:30–13:30 Europe/Berlin",
            "Monday 2026-11-23T12:30:00 2026-11-23T11:30:00Z",
            "High with Lunch for 30",
        ]
    );

    let done = approved(engine.approve_proposal(card.id, &card.hash).await.unwrap());
    assert_eq!(done.state, ProposalState::Done);
    assert_eq!(title(&engine, done.result.unwrap()).await, "Dentist");
    let again = engine.approve_proposal(card.id, &card.hash).await.unwrap_err();
    assert_eq!(again.kind(), "decided");
    let told = claude.proposal_status(ProposalQuery::One(card.id)).await.unwrap();
    assert_eq!((told[0].state, told[0].result), (ProposalState::Done, done.result));

    engine.undo(done.undo.unwrap(), Notify::None).await.unwrap();
    let undone = engine.get_proposal(card.id).await.unwrap();
    assert_eq!(undone.state, ProposalState::Rejected);
    let whats: Vec<String> = engine
        .export_audit(&kalends_engine::AuditFilter::default())
        .await
        .unwrap()
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap())
        .filter(|line| line["proposal_id"] == card.id.to_string())
        .map(|line| format!("{} by {}", line["what"], line["who"]))
        .collect();
    assert_eq!(
        whats,
        [r#""proposed" by "agent""#, r#""approved" by "user""#, r#""undone" by "user""#]
    );
}

#[tokio::test]
async fn an_event_that_changed_since_needs_a_second_look() {
    let desk = Desk::new().unwrap();
    let (engine, home) = home(&desk).await;
    let claude = agent(&engine, "Claude", &[(home, Sight::Full)]).await;
    let target = own(&engine, home, event("Call", "2026-11-24T10:00", "2026-11-24T11:00")).await;
    let wish = event("Call", "2026-11-24T15:00", "2026-11-24T16:00");
    let id = claude.propose(update(&claude, target, wish).await).await.unwrap().id;
    let seen = engine.get_proposal(id).await.unwrap();

    let moved = event("Call", "2026-11-24T14:00", "2026-11-24T15:00");
    engine.edit_event(target, moved, EditScope::This, Notify::None).await.unwrap();
    let card = engine.get_proposal(id).await.unwrap();
    assert_eq!(card.state, ProposalState::OutOfDate);
    // Not even with the hash of what is shown beside "out of date".
    for hash in [&seen.hash, &card.hash] {
        let again = changed(engine.approve_proposal(id, hash).await.unwrap());
        assert_eq!(again.state, ProposalState::Pending);
        assert_ne!(&again.hash, hash);
    }
    let editable = engine.get_editable(target).await.unwrap();
    assert_eq!(editable.start, at("2026-11-24T14:00"));
    let card = engine.get_proposal(id).await.unwrap();
    let done = approved(engine.approve_proposal(id, &card.hash).await.unwrap());
    assert_eq!(done.state, ProposalState::Done);
    assert_eq!(engine.get_editable(target).await.unwrap().start, at("2026-11-24T15:00"));
}

#[tokio::test]
async fn a_new_conflict_is_shown_before_it_is_approved() {
    let desk = Desk::new().unwrap();
    let (engine, home) = home(&desk).await;
    let claude = agent(&engine, "Claude", &[(home, Sight::Full)]).await;
    let wish = event("Dentist", "2026-11-23T12:00", "2026-11-23T13:00");
    let id = claude.propose(create(home, wish)).await.unwrap().id;
    let seen = engine.get_proposal(id).await.unwrap();
    own(&engine, home, event("Lunch", "2026-11-23T12:00", "2026-11-23T13:00")).await;
    let again = changed(engine.approve_proposal(id, &seen.hash).await.unwrap());
    assert_eq!(again.conflicts.len(), 1);
    approved(engine.approve_proposal(id, &again.hash).await.unwrap());
}

#[tokio::test]
async fn undecided_ones_end_after_three_days_or_with_the_start() {
    let desk = Desk::new().unwrap();
    let (engine, home) = home(&desk).await;
    let claude = agent(&engine, "Claude", &[(home, Sight::Full)]).await;
    let soon = event("Soon", "2026-11-20T18:00", "2026-11-20T19:00");
    let late = event("Late", "2026-12-20T18:00", "2026-12-20T19:00");
    let soon = claude.propose(create(home, soon)).await.unwrap();
    let late = claude.propose(create(home, late)).await.unwrap();
    assert_eq!(soon.expires_at, "2026-11-20T17:00:00Z".parse().unwrap());
    assert_eq!(late.expires_at, "2026-11-23T11:00:00Z".parse().unwrap());
    let seen = engine.get_proposal(soon.id).await.unwrap();
    desk.set_time("2026-11-20T17:00:00Z");
    // Whoever comes too late finds it ended, also when nothing has noted it yet.
    assert_eq!(engine.get_proposal(soon.id).await.unwrap().state, ProposalState::Expired);
    assert_eq!(engine.count_proposals().await.unwrap(), 1);
    let error = engine.approve_proposal(soon.id, &seen.hash).await.unwrap_err();
    assert_eq!(error.kind(), "expired");
    desk.config.clock.advance(SignedDuration::from_hours(72));
    assert_eq!(engine.expire_proposals().await.unwrap(), 1);
    let states = vec![ProposalState::Expired];
    let filter = ProposalFilter { states, ..ProposalFilter::default() };
    assert_eq!(engine.list_proposals(&filter).await.unwrap().len(), 2);
}

#[tokio::test]
async fn turned_down_taken_back_and_asked_twice() {
    let desk = Desk::new().unwrap();
    let (engine, home) = home(&desk).await;
    let claude = agent(&engine, "Claude", &[(home, Sight::Full)]).await;
    let wish = || event("Dentist", "2026-11-25T12:00", "2026-11-25T13:00");
    let named = |name: &str| kalends_engine::ProposalRequest {
        client_ref: Some(name.into()),
        ..create(home, wish())
    };
    let first = claude.propose(named("one")).await.unwrap();
    assert_eq!(claude.propose(named("one")).await.unwrap().id, first.id);
    let other = kalends_engine::ProposalRequest { notify: Notify::All, ..named("one") };
    assert_eq!(claude.propose(other).await.unwrap_err().kind(), "client_ref_used");

    let rejected = engine.reject_proposal(first.id, "not that week").await.unwrap();
    assert_eq!(rejected.state, ProposalState::Rejected);
    let told = claude.proposal_status(ProposalQuery::One(first.id)).await.unwrap();
    assert_eq!(told[0].note, "not that week");
    let second = claude.propose(named("two")).await.unwrap();
    let hash = engine.get_proposal(second.id).await.unwrap().hash;
    assert_eq!(claude.withdraw(second.id).await.unwrap().state, ProposalState::Withdrawn);
    for id in [first.id, second.id] {
        assert_eq!(engine.approve_proposal(id, &hash).await.unwrap_err().kind(), "decided");
        assert_eq!(claude.withdraw(id).await.unwrap_err().kind(), "decided");
    }
}

#[tokio::test]
async fn what_has_to_be_said_out_loud_is_not_approved_in_bulk() {
    let desk = Desk::new().unwrap();
    let (engine, home) = home(&desk).await;
    let claude = agent(&engine, "Claude", &[(home, Sight::Full)]).await;
    let single = own(&engine, home, event("Once", "2026-11-26T08:00", "2026-11-26T09:00")).await;
    let series = EventChange {
        rules: Some(vec!["FREQ=WEEKLY;COUNT=4".into()]),
        ..event("Weekly", "2026-11-27T08:00", "2026-11-27T09:00")
    };
    let series = own(&engine, home, series).await;
    let mut whole = update(&claude, series, titled("Weeklies")).await;
    whole.scope = EditScope::All;
    let ids = [
        create(home, event("Plain", "2026-11-25T12:00", "2026-11-25T13:00")),
        delete(&claude, single).await,
        whole,
        create(home, event("Clash", "2026-11-26T08:30", "2026-11-26T08:45")),
    ];
    let cards = claude.propose_batch(ids.to_vec()).await.unwrap();
    assert!(cards.iter().all(|card| card.batch == cards[0].batch && card.batch.is_some()));
    let mut shown = Vec::new();
    for card in &cards {
        shown.push((card.id, engine.get_proposal(card.id).await.unwrap().hash));
    }
    let whole = engine.get_proposal(cards[2].id).await.unwrap();
    assert_eq!(whole.warnings, [ProposalWarning::WholeSeries]);
    assert_eq!(whole.occurrences_affected, Some(4));
    let done = engine.approve_plain(&shown).await.unwrap();
    assert_eq!(done.approved.len(), 1);
    assert_eq!(done.approved[0].0, cards[0].id);
    let mut text = String::new();
    for one in &done.left_out {
        let card = cards.iter().find(|card| card.id == one.id).unwrap();
        writeln!(text, "{}: {}", card.title, one.why.join(" ")).unwrap();
    }
    let left: Vec<&str> = text.lines().collect();
    assert_eq!(
        left,
        [
            "Once: It deletes an event.",
            "Weekly: It changes a series.",
            "Clash: It collides with “Once”.",
        ]
    );
    let most = vec![create(home, event("x", "2026-11-25T12:00", "2026-11-25T13:00")); 21];
    assert_eq!(claude.propose_batch(most).await.unwrap_err().kind(), "invalid");
}

#[tokio::test]
async fn the_users_version_is_what_is_approved() {
    let desk = Desk::new().unwrap();
    let (engine, home) = home(&desk).await;
    let claude = agent(&engine, "Claude", &[(home, Sight::Full)]).await;
    let wish = event("Dentist", "2026-11-25T12:00", "2026-11-25T13:00");
    let id = claude.propose(create(home, wish)).await.unwrap().id;
    let card = engine.get_proposal(id).await.unwrap();
    let mine = EventChange {
        calendar: Some(home),
        ..event("Dr Ito", "2026-11-25T14:00", "2026-11-25T15:00")
    };
    let preview = engine.preview_proposal(id, &mine, EditScope::This, Notify::None).await.unwrap();
    assert_ne!(preview.hash, card.hash);
    let odd = engine.approve_edited(id, "odd", &mine, EditScope::This, Notify::None).await;
    changed(odd.unwrap());
    let done = engine.approve_edited(id, &preview.hash, &mine, EditScope::This, Notify::None).await;
    let done = approved(done.unwrap());
    assert_eq!(title(&engine, done.result.unwrap()).await, "Dr Ito");
    assert_eq!(done.diff[0].after, "Dr Ito");
}
