//! An agent's token is in its configuration and among the secrets, and nowhere else.

use std::{
    io::Write,
    path::Path,
    sync::{Arc, Mutex},
};

use kalends_engine::AgentClient;
use tracing::Instrument as _;

use super::place::{Place, SECRETS, everything, text};

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_token_is_in_no_file_no_log_no_answer_and_no_failure() {
    let _second = tracing::Dispatch::new(tracing_subscriber::registry());
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_writer(move || writer.clone())
        .finish();
    let (place, shown) = tracing::subscriber::with_default(subscriber, || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(work().instrument(tracing::info_span!("test")))
    });
    let log = log.0.lock().unwrap().clone();
    let mut looked_at =
        vec![("the log".to_owned(), log), ("an answer".to_owned(), shown.into_bytes())];
    files(&place.desk.config.data_dir, &mut looked_at);
    assert!(looked_at.iter().any(|(name, _)| name.ends_with("kalends.db")));
    assert!(looked_at.iter().any(|(name, _)| name.contains("backups")));
    for (name, bytes) in looked_at {
        let text = String::from_utf8_lossy(&bytes);
        assert!(!text.contains(&place.token), "{name} has the token");
        assert!(!text.contains("kal_"), "{name} has a token");
    }
}

async fn work() -> (Place, String) {
    let place = Place::with_each_sight().await;
    let engine = &place.engine;
    let session = place.session().await;
    let mut shown = everything(&session, &[], &SECRETS).await;
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

fn files(folder: &Path, into: &mut Vec<(String, Vec<u8>)>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, into);
        } else {
            into.push((path.display().to_string(), std::fs::read(&path).unwrap()));
        }
    }
}
