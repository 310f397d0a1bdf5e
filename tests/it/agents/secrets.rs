//! An agent's token is in its configuration and among the secrets, and nowhere else.

use kalends_engine::AgentClient;

use super::place::{Place, SECRETS, everything, text};
use crate::leaks::{files, logged};

#[test]
fn a_token_is_in_no_file_no_log_no_answer_and_no_failure() {
    let ((place, shown), log) = logged(work());
    let mut looked_at = vec![
        ("the log".to_owned(), log.into_bytes()),
        ("an answer".to_owned(), shown.into_bytes()),
    ];
    for path in files(&place.desk.config.data_dir) {
        looked_at.push((path.display().to_string(), std::fs::read(&path).unwrap()));
    }
    assert!(looked_at.iter().any(|(name, _)| name.ends_with("kalends.db")));
    assert!(looked_at.iter().any(|(name, _)| name.contains("backups")));
    for (name, bytes) in looked_at {
        let text = String::from_utf8_lossy(&bytes);
        assert!(!text.contains(&place.token), "{name} has the token");
        assert!(!text.contains("kal_"), "{name} has a token");
    }
}

async fn work() -> (Place, String) {
    let mut place = Place::with_each_sight().await;
    place.add_desks().await;
    place.allow(kalends_engine::Sight::ALL).await;
    let engine = &place.engine;
    let session = place.session().await;
    let mut shown = everything(&place, &session, &[], &SECRETS).await;
    let config = engine.agent_config(place.agent, "kalends").await.unwrap();
    assert!(config.env.values().any(|value| *value == place.token), "it can be copied again");
    shown.push(format!("{config:?} {:?}", config.for_client(AgentClient::Cursor)));
    let other = engine.add_agent("other", "kalends").await.unwrap();
    shown.push(format!("{other:?}"));
    shown.push(format!("{:?}", engine.list_agents().await.unwrap()));
    shown.push(engine.export_audit(&Default::default()).await.unwrap());
    shown.push(text::<()>(engine.as_agent("nobody", &place.token, "x").await.map(drop)));
    engine.pause_agent(place.agent, true).await.unwrap();
    shown.push(text::<()>(engine.as_agent("scout", &place.token, "x").await.map(drop)));
    engine.revoke_agent(place.agent).await.unwrap();
    shown.push(text::<()>(engine.as_agent("scout", &place.token, "x").await.map(drop)));
    engine.back_up().await.unwrap();
    engine.clone().close().await;
    (place, shown.join("\n"))
}
