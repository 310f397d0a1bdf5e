//! Which of Google's calendars agents may propose in, and what the user decides about an agent while
//! Google is being asked for it.

use kalends_engine::{AgentSession, CalendarChange, Direction, Engine, Error, Sight};
use support::{
    desk::{instant, zone},
    gate::Gate,
};

use super::desk::{Place, calendar, sync};
use crate::proposals::hands::agent;

/// What comes of a question for which Google is asked, if the user does this in between.
async fn answer(act: impl AsyncFn(&Engine, &AgentSession)) -> Result<usize, String> {
    let (mut place, engine) = Place::with_mia().await;
    engine.close().await;
    let gate = Gate::new();
    place.desk.config.google.transport = Some(gate.clone());
    let engine = place.desk.open().await.unwrap();
    sync(&engine).await;
    let team = calendar(&engine, "Team").await.id;
    let change = CalendarChange { selected: Some(false), ..CalendarChange::default() };
    engine.change_calendar(team, change).await.unwrap();
    let agent = agent(&engine, "scout", &[(team, Sight::Titles)]).await;
    let (from, to) = (instant("2026-11-24T23:00:00Z"), instant("2026-11-25T23:00:00Z"));
    let berlin = zone("Europe/Berlin");
    let mut held = gate.hold_request("POST", "freeBusy");
    let (answer, ()) = tokio::join!(agent.free_busy(from, to, None, &berlin), async {
        held.arrives().await;
        act(&engine, &agent).await;
        held.release();
    });
    answer.map(|one| one.unknown.len()).map_err(|error: Error| error.kind().to_owned())
}

#[tokio::test]
async fn a_pause_a_revocation_and_less_sight_count_for_the_answer_that_is_on_its_way() {
    let refused = |kind: &str| Err(kind.to_owned());
    let nothing = answer(async |_, _| ()).await;
    assert_eq!(nothing, Ok(0));
    let paused =
        answer(async |engine, agent| engine.pause_agent(agent.agent_id(), true).await.unwrap());
    assert_eq!(paused.await, refused("agent_paused"));
    let all = answer(async |engine, _| engine.pause_all_agents(true).await.unwrap());
    assert_eq!(all.await, refused("agent_paused"));
    let revoked =
        answer(async |engine, agent| engine.revoke_agent(agent.agent_id()).await.unwrap());
    assert_eq!(revoked.await, refused("agent_revoked"));
    for (sight, expected) in [(Sight::Busy, refused("sight_changed")), (Sight::Full, Ok(0))] {
        let changed = answer(async |engine, agent| {
            let team = calendar(engine, "Team").await.id;
            engine.allow_agent(agent.agent_id(), team, sight).await.unwrap();
        });
        assert_eq!(changed.await, expected, "{sight:?}");
    }
}

#[tokio::test]
async fn a_calendar_to_which_nothing_is_sent_is_none_to_propose_in() {
    let (_place, engine) = Place::with_mia().await;
    let team = calendar(&engine, "Team").await.id;
    let agent = agent(&engine, "scout", &[(team, Sight::Full)]).await;
    for direction in [Direction::Both, Direction::Read, Direction::Both] {
        let change = CalendarChange { direction: Some(direction), ..CalendarChange::default() };
        engine.change_calendar(team, change).await.unwrap();
        let told = agent.list_calendars().await.unwrap().remove(0);
        let takes = direction == Direction::Both;
        assert_eq!((told.writable, told.default), (takes, takes), "{direction:?}");
    }
}
