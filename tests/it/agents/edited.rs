//! The user approves another version than was proposed: of that the agent learns what it proposed
//! itself, and what it sees.

use kalends_engine::{
    CalendarId, EditScope, Engine, EventChange, Notify, Proposal, ProposalQuery, ProposalRequest,
    ProposedAction, Sight,
};
use support::desk::Desk;

use super::asked::{create, event, request};
use crate::proposals::hands::{agent, approved, own, titled, version};

async fn calendar(engine: &Engine, name: &str) -> CalendarId {
    engine.add_local_calendar(name, None).await.unwrap().id
}

fn diff(card: &Proposal) -> Vec<String> {
    let line =
        |one: &kalends_engine::DiffLine| format!("{}: {} → {}", one.name, one.before, one.after);
    card.diff.iter().map(line).collect()
}

/// A day for each, so that none is in the way of another.
fn on(day: u32, time: &str) -> String {
    format!("2026-11-{day}T{time}")
}

/// The user's own version, all of it of the user's wording.
fn secret(calendar: CalendarId, day: u32) -> EventChange {
    EventChange {
        calendar: Some(calendar),
        title: Some("aardvark title".into()),
        location: Some("aardvark place".into()),
        notes: Some("aardvark notes".into()),
        ..event(&on(day, "15:00"), &on(day, "16:00"))
    }
}

/// What the agent is told after the user approved this instead.
async fn after(
    engine: &Engine,
    agent: &kalends_engine::AgentSession,
    told: &Proposal,
    change: &EventChange,
) -> Proposal {
    let hash = engine.get_proposal(told.id).await.unwrap().hash;
    let decision =
        engine.approve_edited(told.id, &hash, change, EditScope::This, Notify::None).await;
    approved(decision.unwrap());
    agent.proposal_status(ProposalQuery::One(told.id)).await.unwrap().remove(0)
}

#[tokio::test]
async fn of_a_new_event_that_the_user_edited_the_agent_learns_what_it_sees() {
    let desk = Desk::new().unwrap();
    let engine = desk.open().await.unwrap();
    let (home, other) = (calendar(&engine, "Home").await, calendar(&engine, "Other").await);
    let mut table = Vec::new();
    let mut days = 21..;
    for sight in Sight::ALL {
        for (place, to) in [("there", home), ("elsewhere", other)] {
            let name = format!("{} {place}", sight.as_str());
            let day = days.next().unwrap();
            let of_home = if to == home { sight.max(Sight::Busy) } else { Sight::Full };
            let sights = [(home, of_home), (other, sight)];
            let agent = agent(&engine, &name, &sights).await;
            let wish = EventChange {
                notes: Some("my notes".into()),
                ..event(&on(day, "12:00"), &on(day, "13:00"))
            };
            let asked = agent.propose(create(Some(home), wish)).await.unwrap();
            assert!(!asked.edited);
            let id = asked.id;
            let told = after(&engine, &agent, &asked, &secret(to, day)).await;
            assert!(told.edited && engine.get_proposal(id).await.unwrap().edited);
            let seen = if to == home { of_home } else { sight };
            check(&told, seen);
            let text = format!("{told:?}");
            let moved = text.contains(&other.to_string());
            assert_eq!(moved, to == other && sight > Sight::Hidden, "{name}: {text}");
            assert_eq!(told.result.is_some(), seen > Sight::Hidden, "{name}");
            assert!(text.contains("my notes"), "what it asked for is no secret");
            table.push(format!("{name}: {} {}", told.title, diff(&told).join(", ")));
        }
    }
    insta::assert_snapshot!(table.join("\n"), @r"
    hidden there: my title 
    hidden elsewhere: my title 
    busy there: my title 
    busy elsewhere: my title 
    titles there: aardvark title title:  → aardvark title, time:  → Wed 25 Nov 2026, 15:00–16:00 Europe/Berlin
    titles elsewhere: aardvark title title:  → aardvark title, time:  → Thu 26 Nov 2026, 15:00–16:00 Europe/Berlin
    full there: aardvark title title:  → aardvark title, time:  → Fri 27 Nov 2026, 15:00–16:00 Europe/Berlin, location:  → aardvark place, notes:  → aardvark notes
    full elsewhere: aardvark title title:  → aardvark title, time:  → Sat 28 Nov 2026, 15:00–16:00 Europe/Berlin, location:  → aardvark place, notes:  → aardvark notes
    ");
}

#[tokio::test]
async fn what_the_agent_proposed_itself_stays_said_where_the_user_kept_it() {
    let desk = Desk::new().unwrap();
    let engine = desk.open().await.unwrap();
    let home = calendar(&engine, "Home").await;
    let agent = agent(&engine, "scout", &[(home, Sight::Busy)]).await;
    let wish = event("2026-11-25T12:00", "2026-11-25T13:00");
    let asked = agent.propose(create(Some(home), wish.clone())).await.unwrap();
    let added = EventChange { notes: Some("aardvark".into()), calendar: Some(home), ..wish };
    let told = after(&engine, &agent, &asked, &added).await;
    assert_eq!((diff(&told), &told.title, &told.times), (diff(&asked), &asked.title, &asked.times));
    // An editor that was opened and left as it was is no other version.
    let wish = event("2026-11-26T12:00", "2026-11-26T13:00");
    let asked = agent.propose(create(Some(home), wish.clone())).await.unwrap();
    let same = EventChange { calendar: Some(home), ..wish };
    assert!(!after(&engine, &agent, &asked, &same).await.edited);
}

#[tokio::test]
async fn of_a_change_that_the_user_edited_the_agent_learns_what_it_sees() {
    let desk = Desk::new().unwrap();
    let engine = desk.open().await.unwrap();
    let (home, other) = (calendar(&engine, "Home").await, calendar(&engine, "Secret").await);
    let pairs = [
        (Sight::Titles, Sight::Hidden),
        (Sight::Full, Sight::Hidden),
        (Sight::Full, Sight::Busy),
        (Sight::Titles, Sight::Full),
        (Sight::Full, Sight::Full),
    ];
    let all = pairs.into_iter().flat_map(|pair| [(pair, home), (pair, other)]);
    let mut table = Vec::new();
    for (((here, there), to), day) in all.zip(21..) {
        let sights = [(home, here), (other, there)];
        let agent = agent(&engine, &day.to_string(), &sights).await;
        let call = event(&on(day, "10:00"), &on(day, "11:00"));
        let call = EventChange { title: Some("Call".into()), ..call };
        let target = own(&engine, home, call).await;
        let base_version = version(&agent, target).await;
        let wish = ProposedAction::Update { target, base_version, change: titled("Talk") };
        let wish = ProposalRequest { scope: EditScope::This, ..request(wish) };
        let asked = agent.propose(wish).await.unwrap();
        let told = after(&engine, &agent, &asked, &secret(to, day)).await;
        let moves = to == other;
        check(&told, if moves { here.min(there) } else { here });
        let text = format!("{told:?}");
        assert_eq!(text.contains("Secret"), moves && there >= Sight::Titles, "{text}");
        let id = other.to_string();
        assert_eq!(text.contains(&id), moves && there == Sight::Busy, "{text}");
        let place = if moves { "there" } else { "here" };
        let lines = diff(&told).join(", ").replace(&id, "ID");
        table.push(format!("{here:?} here, {there:?} there, {place}: {lines}"));
    }
    insta::assert_snapshot!(table.join("\n"), @r"
    Titles here, Hidden there, here: title: Call → aardvark title, time: Sat 21 Nov 2026, 10:00–11:00 Europe/Berlin → Sat 21 Nov 2026, 15:00–16:00 Europe/Berlin
    Titles here, Hidden there, there: 
    Full here, Hidden there, here: title: Call → aardvark title, time: Mon 23 Nov 2026, 10:00–11:00 Europe/Berlin → Mon 23 Nov 2026, 15:00–16:00 Europe/Berlin, location:  → aardvark place, notes:  → aardvark notes
    Full here, Hidden there, there: 
    Full here, Busy there, here: title: Call → aardvark title, time: Wed 25 Nov 2026, 10:00–11:00 Europe/Berlin → Wed 25 Nov 2026, 15:00–16:00 Europe/Berlin, location:  → aardvark place, notes:  → aardvark notes
    Full here, Busy there, there: calendar: Home → ID
    Titles here, Full there, here: title: Call → aardvark title, time: Fri 27 Nov 2026, 10:00–11:00 Europe/Berlin → Fri 27 Nov 2026, 15:00–16:00 Europe/Berlin
    Titles here, Full there, there: title: Call → aardvark title, time: Sat 28 Nov 2026, 10:00–11:00 Europe/Berlin → Sat 28 Nov 2026, 15:00–16:00 Europe/Berlin, calendar: Home → Secret
    Full here, Full there, here: title: Call → aardvark title, time: Sun 29 Nov 2026, 10:00–11:00 Europe/Berlin → Sun 29 Nov 2026, 15:00–16:00 Europe/Berlin, location:  → aardvark place, notes:  → aardvark notes
    Full here, Full there, there: title: Call → aardvark title, time: Mon 30 Nov 2026, 10:00–11:00 Europe/Berlin → Mon 30 Nov 2026, 15:00–16:00 Europe/Berlin, location:  → aardvark place, notes:  → aardvark notes, calendar: Home → Secret
    ");
}

/// That those of the user's words are told that may be seen.
fn check(told: &Proposal, seen: Sight) {
    let text = format!("{told:?}");
    for (word, least) in [
        ("aardvark title", Sight::Titles),
        ("15:00", Sight::Titles),
        ("aardvark place", Sight::Full),
        ("aardvark notes", Sight::Full),
    ] {
        assert_eq!(text.contains(word), seen >= least, "{seen:?}: {word} in {text}");
    }
}

#[tokio::test]
async fn a_move_names_calendars_as_they_are_seen() {
    let desk = Desk::new().unwrap();
    let engine = desk.open().await.unwrap();
    let (home, other) = (calendar(&engine, "Home").await, calendar(&engine, "Private name").await);
    let target = own(&engine, home, event("2026-11-25T10:00", "2026-11-25T11:00")).await;
    for sight in [Sight::Busy, Sight::Titles, Sight::Full] {
        let agent = agent(&engine, sight.as_str(), &[(home, Sight::Full), (other, sight)]).await;
        let base_version = version(&agent, target).await;
        let change = EventChange { calendar: Some(other), ..EventChange::default() };
        let wish = request(ProposedAction::Update { target, base_version, change });
        let told = agent.propose(wish).await.unwrap();
        let named = if sight == Sight::Busy { other.to_string() } else { "Private name".into() };
        assert_eq!(diff(&told), [format!("calendar: Home → {named}")]);
        let card = engine.get_proposal(told.id).await.unwrap();
        assert_eq!(diff(&card), ["calendar: Home → Private name"], "the user reads the name");
    }
}
