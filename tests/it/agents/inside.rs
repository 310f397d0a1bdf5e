//! What an agent hears when it may not, when things are broken inside, and of where events go.

use kalends_engine::{
    AgentSession, CalendarChange, CalendarId, EventChange, ProposalQuery, ProposedAction, Settings,
    Sight,
};
use sqlx::{Connection as _, SqliteConnection};
use support::desk::Desk;

use super::{
    asked::{create, event, request, told},
    place::{Place, SECRETS, berlin, text, window},
};
use crate::proposals::hands::{agent, own, version};

/// The name of a calendar is in no refusal to one that sees only when it is busy.
#[tokio::test]
async fn a_calendar_that_takes_no_events_is_not_named_in_the_refusal() {
    let mut place = Place::with_each_sight().await;
    place.add_desks().await;
    place.allow(Sight::ALL).await;
    let session = place.session().await;
    let free =
        own(&place.engine, place.desks[3], event("2026-11-25T10:00", "2026-11-25T11:00")).await;
    for (number, sight) in Sight::ALL.into_iter().enumerate() {
        let to = place.calendars[number];
        let wish = create(Some(to), event("2026-11-25T12:00", "2026-11-25T13:00"));
        let base_version = version(&session, free).await;
        let change = EventChange { calendar: Some(to), ..EventChange::default() };
        let go = request(ProposedAction::Update { target: free, base_version, change });
        for wish in [wish, go] {
            let answer = session.propose(wish).await.map(|one| vec![one]);
            let kind = answer.as_ref().unwrap_err().kind().to_owned();
            let words = told(answer, &[]);
            let expected = if sight == Sight::Hidden { "not_found" } else { "read_only" };
            assert_eq!(kind, expected, "{words}");
            assert_eq!(words.contains(SECRETS[number]), sight >= Sight::Titles, "{words}");
        }
    }
}

async fn default_of(agent: &AgentSession) -> Option<CalendarId> {
    let all = agent.list_calendars().await.unwrap();
    let mut defaults = all.iter().filter(|one| one.default).map(|one| one.calendar_id);
    let first = defaults.next();
    assert_eq!(defaults.next(), None);
    first
}

/// Where an event goes that names no calendar is what the list of calendars says, and tells nothing
/// of those that are hidden.
#[tokio::test]
async fn the_default_calendar_is_the_same_in_the_list_and_in_a_proposal() {
    let desk = Desk::new().unwrap();
    let engine = desk.open().await.unwrap();
    let add = async |name: &str| engine.add_local_calendar(name, None).await.unwrap().id;
    let (faded, shown, chosen) = (add("Faded").await, add("Shown").await, add("Chosen").await);
    let change = CalendarChange { visible: Some(false), ..CalendarChange::default() };
    engine.change_calendar(faded, change).await.unwrap();
    let settings = Settings { default_calendar: Some(chosen), ..Settings::default() };
    engine.set_settings(&settings).await.unwrap();
    let busy = |ids: &[CalendarId]| ids.iter().map(|id| (*id, Sight::Busy)).collect::<Vec<_>>();
    for (name, known, expected) in [
        ("all", busy(&[faded, shown, chosen]), Some(chosen)),
        ("two", busy(&[faded, shown]), Some(shown)),
        ("one", busy(&[faded]), Some(faded)),
        ("none", vec![], None),
    ] {
        let agent = agent(&engine, name, &known).await;
        assert_eq!(default_of(&agent).await, expected, "{name}");
        let wish = create(None, event("2026-11-25T10:00", "2026-11-25T11:00"));
        let made = agent.propose(wish).await;
        assert_eq!(made.as_ref().ok().map(|one| one.calendar_id), expected, "{name}: {made:?}");
    }
}

async fn database(desk: &Desk) -> SqliteConnection {
    let path = desk.config.data_dir.join("kalends.db");
    SqliteConnection::connect(&format!("sqlite://{}", path.display())).await.unwrap()
}

/// Runs a statement on the database of this desk, whatever it holds afterwards.
async fn spoil(desk: &Desk, statement: &'static str, value: &str) {
    let mut conn = database(desk).await;
    sqlx::query("PRAGMA ignore_check_constraints = on").execute(&mut conn).await.unwrap();
    let done = sqlx::query(statement).bind(value).execute(&mut conn).await.unwrap();
    assert!(done.rows_affected() > 0, "{statement}");
    conn.close().await.unwrap();
}

/// A value that cannot be read may be of what is hidden: no failure repeats it.
#[tokio::test]
async fn failures_inside_are_told_without_a_word_of_what_failed() {
    for statement in [
        "UPDATE calendars SET direction = ?1",
        "UPDATE proposals SET shown = '{\"version\": 1, \"x\": \"' || ?1 || '\"}'",
        "UPDATE proposals SET shown = '\"' || ?1 || '\"'",
        "UPDATE proposals SET state = ?1",
    ] {
        let desk = Desk::new().unwrap();
        let engine = desk.open().await.unwrap();
        let home = engine.add_local_calendar("Home", None).await.unwrap().id;
        let agent = agent(&engine, "scout", &[(home, Sight::Full)]).await;
        let target = own(&engine, home, event("2026-11-25T10:00", "2026-11-25T11:00")).await;
        let base_version = version(&agent, target).await;
        let wish = create(Some(home), event("2026-11-25T12:00", "2026-11-25T13:00"));
        let id = agent.propose(wish.clone()).await.unwrap().id;
        spoil(&desk, statement, "aardvark").await;
        let go = request(ProposedAction::Delete { target, base_version });
        let one = |answer: Result<_, _>| answer.map(|one| vec![one]);
        let from = jiff::Timestamp::MIN;
        let mut answers = vec![
            told(one(agent.propose(wish.clone()).await), &[]),
            told(one(agent.propose(go.clone()).await), &[]),
            told(agent.propose_batch(vec![go, wish]).await, &[]),
            told(agent.proposal_status(ProposalQuery::One(id)).await, &[]),
            told(agent.proposal_status(ProposalQuery::Since(from)).await, &[]),
            told(one(agent.withdraw(id).await), &[]),
            text(agent.get_context().await),
            text(agent.list_calendars().await),
            text(agent.list_events(&window(None)).await),
            text(agent.list_changes(None).await),
            text(agent.search_events("title", None, &berlin(), 9).await),
            text(agent.get_event(kalends_engine::TargetId(target), &berlin()).await),
        ];
        let asked = window(None);
        answers.push(text(agent.free_busy(asked.from, asked.to, None, &berlin()).await));
        answers.push(text(agent.find_free_slots(&super::place::slots()).await));
        assert!(answers.iter().any(|answer| answer.contains("database")), "{answers:#?}");
        for answer in answers {
            assert!(!answer.contains("aardvark"), "{statement}: {answer}");
        }
    }
}

/// A day that is busy is the user's day, in whatever zone it is asked for: if it went along with the
/// zone, that would tell that it is a day.
#[tokio::test]
async fn whole_days_that_are_busy_do_not_move_with_the_zone() {
    let place = Place::new().await;
    place.allow([Sight::Busy; 4]).await;
    let session = place.session().await;
    let mut spans = Vec::new();
    for name in ["Europe/Berlin", "Pacific/Auckland", "America/Los_Angeles"] {
        let mut asked = window(Some(vec![place.calendars[0]]));
        asked.zone = support::desk::zone(name);
        let instant = |text: &str| text.parse::<jiff::Timestamp>().unwrap();
        let events = session.list_events(&asked).await.unwrap().events;
        let told: Vec<_> =
            events.iter().map(|one| (instant(&one.start), instant(&one.end))).collect();
        spans.push(told);
    }
    assert_eq!(spans[0].len(), 6);
    assert!(spans.iter().all(|one| *one == spans[0]), "{spans:#?}");
}

/// The user pauses or revokes while a proposal waits for its turn to be written.
#[tokio::test]
async fn a_proposal_is_not_made_by_an_agent_that_was_stopped_meanwhile() {
    for (state, expected) in [("paused", "agent_paused"), ("revoked", "agent_revoked")] {
        let desk = Desk::new().unwrap();
        let engine = desk.open().await.unwrap();
        let home = engine.add_local_calendar("Home", None).await.unwrap().id;
        let agent = agent(&engine, "scout", &[(home, Sight::Full)]).await;
        let wish = create(Some(home), event("2026-11-25T10:00", "2026-11-25T11:00"));
        let mut user = database(&desk).await;
        sqlx::query("BEGIN IMMEDIATE").execute(&mut user).await.unwrap();
        let stop = sqlx::query("UPDATE agents SET state = ?1").bind(state);
        stop.execute(&mut user).await.unwrap();
        let (answer, ()) = tokio::join!(agent.propose(wish), async {
            tokio::task::yield_now().await;
            sqlx::query("COMMIT").execute(&mut user).await.unwrap();
        });
        assert_eq!(answer.unwrap_err().kind(), expected);
        let all = kalends_engine::ProposalFilter::default();
        assert!(engine.list_proposals(&all).await.unwrap().is_empty());
    }
}
