//! Who gets in: with the right token, while the user lets it, as often as the caps say.

use jiff::SignedDuration;
use kalends_engine::{AgentState, AuditFilter, Error, Sight, TOKEN_VARIABLE};

use super::place::{Place, text};

fn kind<T>(answer: Result<T, Error>) -> String {
    answer.err().map_or_else(|| "ok".into(), |error| error.kind().to_owned())
}

#[tokio::test]
async fn a_token_opens_one_name_alone() {
    let place = Place::new().await;
    let engine = &place.engine;
    let other = engine.add_agent("other", "kalends").await.unwrap();
    let others = other.config.env[TOKEN_VARIABLE].clone();
    assert_ne!(place.token, others);
    assert_eq!(kind(engine.as_agent("scout", &place.token, "").await), "ok");
    assert_eq!(kind(engine.as_agent("SCOUT", &place.token, "").await), "ok");
    let mut refusals = Vec::new();
    let longer = format!("{} ", place.token);
    for (name, token) in [
        ("scout", others.as_str()),
        ("other", place.token.as_str()),
        ("nobody", place.token.as_str()),
        ("scout", ""),
        ("scout", "kal_"),
        ("scout", &place.token[..place.token.len() - 1]),
        ("scout", longer.as_str()),
        ("' OR 1=1 --", place.token.as_str()),
    ] {
        let refusal = text::<()>(engine.as_agent(name, token, "").await.map(drop));
        assert!(refusal.contains("agent_denied"), "{refusal}");
        refusals.push(refusal);
    }
    refusals.dedup();
    assert_eq!(refusals.len(), 1, "which of the two was wrong is not told");
}

#[tokio::test]
async fn a_session_ends_with_a_pause_and_for_ever_with_a_revocation() {
    let place = Place::new().await;
    let engine = &place.engine;
    let session = place.session().await;
    assert_eq!(kind(session.get_context().await), "ok");
    engine.pause_agent(place.agent, true).await.unwrap();
    assert_eq!(kind(session.get_context().await), "agent_paused");
    assert_eq!(kind(engine.as_agent("scout", &place.token, "").await), "agent_paused");
    engine.pause_agent(place.agent, false).await.unwrap();
    assert_eq!(kind(session.list_calendars().await), "ok");

    engine.pause_all_agents(true).await.unwrap();
    assert_eq!(kind(session.list_calendars().await), "agent_paused");
    let added = engine.add_agent("late", "kalends").await.unwrap();
    let token = &added.config.env[TOKEN_VARIABLE];
    assert_eq!(kind(engine.as_agent("late", token, "").await), "agent_paused");
    engine.pause_all_agents(false).await.unwrap();
    assert_eq!(kind(session.list_calendars().await), "ok");

    engine.revoke_agent(place.agent).await.unwrap();
    assert_eq!(kind(session.get_context().await), "agent_revoked");
    assert_eq!(kind(engine.as_agent("scout", &place.token, "").await), "agent_revoked");
    assert_eq!(kind(engine.pause_agent(place.agent, false).await), "agent_revoked");
    let full = Sight::Full;
    assert_eq!(
        kind(engine.allow_agent(place.agent, place.calendars[0], full).await),
        "agent_revoked"
    );
    assert_eq!(kind(engine.agent_config(place.agent, "kalends").await), "agent_revoked");

    // The name is free again; the old token opens nothing under it.
    let again = engine.add_agent("Scout", "kalends").await.unwrap();
    assert_ne!(again.agent.id, place.agent);
    assert_eq!(kind(session.get_context().await), "agent_revoked");
    assert_eq!(kind(engine.as_agent("scout", &place.token, "").await), "agent_revoked");
    let token = &again.config.env[TOKEN_VARIABLE];
    assert_eq!(kind(engine.as_agent("scout", token, "").await), "ok");
    let view = engine.get_agent_by_name("scout").await.unwrap();
    assert_eq!((view.id, view.state), (again.agent.id, AgentState::Active));
    // What the old one was allowed is not inherited.
    assert!(view.sight.iter().all(|one| one.sight == Sight::Busy && !one.chosen));
}

#[tokio::test]
async fn names_are_ones_own_and_can_be_read() {
    let place = Place::new().await;
    let engine = &place.engine;
    assert_eq!(kind(engine.add_agent("Scout", "kalends").await), "agent_exists");
    for name in ["", "  ", "-x", "a\u{202e}b", "a\nb", &"x".repeat(65)] {
        assert_eq!(kind(engine.add_agent(name, "kalends").await), "invalid", "{name:?}");
    }
    assert_eq!(engine.list_agents().await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_flood_of_reads_meets_its_cap_and_goes_on_a_minute_later() {
    let place = Place::new().await;
    let session = place.session().await;
    let mut read = 0;
    let refused = loop {
        match session.get_context().await {
            Ok(_) if read < 1_000 => read += 1,
            Ok(_) => panic!("a thousand reads within no time"),
            Err(error) => break error,
        }
    };
    assert_eq!((refused.kind(), read), ("agent_rate", 240));
    assert!(refused.remedy().contains("2026-11-20T11:01:00Z"), "{}", refused.remedy());
    assert_eq!(kind(session.clone().list_calendars().await), "agent_rate", "clones share it");
    place.desk.config.clock.advance(SignedDuration::from_secs(60));
    assert_eq!(kind(session.list_calendars().await), "ok");
    // What was read is counted, not listed.
    let view = place.engine.get_agent(place.agent).await.unwrap();
    assert_eq!(view.reads, 241);
    assert_eq!(view.client_label, "a test 1.0");
    assert_eq!(view.last_seen.unwrap().to_string(), "2026-11-20T11:01:00Z");
    let lines = place.engine.list_audit(&AuditFilter::default(), 99).await.unwrap();
    let what: Vec<&str> = lines.iter().map(|line| line.what.as_str()).collect();
    assert_eq!(what, ["agent_added"]);
}

#[tokio::test]
async fn what_the_user_does_about_agents_is_on_record_and_outlives_them() {
    let place = Place::new().await;
    let engine = &place.engine;
    engine.allow_agent(place.agent, place.calendars[0], Sight::Full).await.unwrap();
    engine.set_agent_caps(place.agent, 3, 9).await.unwrap();
    engine.pause_agent(place.agent, true).await.unwrap();
    engine.pause_agent(place.agent, true).await.unwrap();
    engine.revoke_agent(place.agent).await.unwrap();
    let other = engine.add_agent("other", "kalends").await.unwrap().agent.id;
    let what = async |filter: AuditFilter, limit| {
        let lines = engine.list_audit(&filter, limit).await.unwrap();
        lines.into_iter().map(|line| line.what).collect::<Vec<_>>()
    };
    let mine = AuditFilter { agent: Some(place.agent), ..AuditFilter::default() };
    let all = ["agent_revoked", "agent_paused", "agent_caps", "agent_allowed", "agent_added"];
    assert_eq!(what(mine, 99).await, all);
    let page = engine.list_audit(&mine, 2).await.unwrap();
    let next = AuditFilter { cursor: Some(page[1].no), ..mine };
    assert_eq!(what(next, 2).await, all[2..4]);
    let others = AuditFilter { agent: Some(other), ..AuditFilter::default() };
    assert_eq!(what(others, 99).await, ["agent_added"]);
    let later = AuditFilter { since: Some(jiff::Timestamp::MAX), ..AuditFilter::default() };
    assert_eq!(what(later, 99).await, Vec::<String>::new());

    let text = engine.export_audit(&mine).await.unwrap();
    let lines: Vec<serde_json::Value> =
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let told: Vec<&str> = lines.iter().map(|line| line["what"].as_str().unwrap()).collect();
    assert!(told.iter().rev().eq(all.iter()), "oldest first: {told:?}");
    assert_eq!(lines[1]["diff"]["sight"], "full");
    assert_eq!(lines[1]["agent"], "scout");
    assert!(lines.iter().all(|line| line["who"] == "user"));
}
