//! What the server has is here, and stays true.

use kalends_engine::RunResult;
use support::{desk::week_lines, google::{MIA, TEAM}};

use super::desk::{Place, sync};

#[tokio::test]
async fn a_first_sync_brings_everything_and_the_next_costs_one_small_request_each() {
    let (place, engine) = Place::with_mia().await;
    place.add(MIA, "Dentist", "2026-11-17T15:00:00");
    place.add(TEAM, "Standup", "2026-11-18T09:15:00");
    let runs = sync(&engine).await;
    assert!(runs.iter().all(|run| run.result != RunResult::Failed), "{runs:?}");
    assert_eq!(
        week_lines(&engine).await.unwrap(),
        ["2026-11-17 15:00 to 16:00 Dentist", "2026-11-18 09:15 to 10:15 Standup"]
    );

    place.server.control().take_log();
    let runs = sync(&engine).await;
    assert!(runs.iter().all(|run| run.result == RunResult::Unchanged), "{runs:?}");
    let log = place.server.control().take_log();
    assert_eq!(log.len(), runs.len() + 1, "{log:?}");

    place.add(MIA, "Lunch", "2026-11-17T12:00:00");
    sync(&engine).await;
    assert_eq!(week_lines(&engine).await.unwrap().len(), 3);
    assert_eq!(place.server.control().violations(), [""; 0]);
}
