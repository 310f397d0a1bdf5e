//! An agent, a calendar of this computer, and what is asked for.

use kalends_engine::{
    AgentSession, CalendarId, Decision, EditScope, Engine, EventChange, Notify, Proposal,
    ProposalRequest, ProposedAction, Sight, Target, TargetId,
    calendar::{When, Zone},
};

/// An agent of this name that sees so much of these calendars, and nothing of any other.
pub(crate) async fn agent(
    engine: &Engine,
    name: &str,
    sights: &[(CalendarId, Sight)],
) -> AgentSession {
    let added = engine.add_agent(name, "kalends").await.unwrap();
    for calendar in engine.list_calendars().await.unwrap() {
        let sight = sights.iter().find(|(id, _)| *id == calendar.id);
        let sight = sight.map_or(Sight::Hidden, |(_, sight)| *sight);
        engine.allow_agent(added.agent.id, calendar.id, sight).await.unwrap();
    }
    let token = &added.config.env["KALENDS_AGENT_TOKEN"];
    engine.as_agent(name, token, "test").await.unwrap()
}

/// A time in Berlin.
pub(crate) fn at(local: &str) -> When {
    When::Zoned(local.parse().unwrap(), Zone::named("Europe/Berlin").unwrap())
}

/// An event from one local time to another.
pub(crate) fn event(title: &str, start: &str, end: &str) -> EventChange {
    EventChange {
        title: Some(title.into()),
        time: Some((at(start), at(end))),
        ..EventChange::default()
    }
}

pub(crate) fn titled(title: &str) -> EventChange {
    EventChange { title: Some(title.into()), ..EventChange::default() }
}

pub(crate) fn request(action: ProposedAction) -> ProposalRequest {
    ProposalRequest {
        action,
        notify: Notify::None,
        scope: EditScope::This,
        client_ref: None,
        reason: "because".into(),
    }
}

pub(crate) fn create(calendar: CalendarId, change: EventChange) -> ProposalRequest {
    request(ProposedAction::Create { change: EventChange { calendar: Some(calendar), ..change } })
}

/// A change on the version that the agent reads now.
pub(crate) async fn update(
    agent: &AgentSession,
    target: Target,
    change: EventChange,
) -> ProposalRequest {
    let base_version = version(agent, target).await;
    request(ProposedAction::Update { target, base_version, change })
}

pub(crate) async fn delete(agent: &AgentSession, target: Target) -> ProposalRequest {
    let base_version = version(agent, target).await;
    request(ProposedAction::Delete { target, base_version })
}

pub(crate) async fn version(agent: &AgentSession, target: Target) -> String {
    agent.get_event(TargetId(target), &jiff::tz::TimeZone::UTC).await.unwrap().base_version.unwrap()
}

/// An event of the user's own, by the user.
pub(crate) async fn own(engine: &Engine, calendar: CalendarId, change: EventChange) -> Target {
    let change = EventChange { calendar: Some(calendar), ..change };
    engine.create_event(change, Notify::None).await.unwrap().target
}

pub(crate) async fn title(engine: &Engine, target: Target) -> String {
    engine.get_editable(target).await.unwrap().title
}

/// Approves what is shown now.
pub(crate) async fn approve(engine: &Engine, card: &Proposal) -> Decision {
    let shown = engine.get_proposal(card.id).await.unwrap();
    engine.approve_proposal(card.id, &shown.hash).await.unwrap()
}

pub(crate) fn approved(decision: Decision) -> Proposal {
    match decision {
        Decision::Approved { proposal, .. } => *proposal,
        Decision::Changed(now) => panic!("it is not what was shown: {now:#?}"),
    }
}

pub(crate) fn changed(decision: Decision) -> Proposal {
    match decision {
        Decision::Changed(now) => *now,
        Decision::Approved { proposal, .. } => panic!("it was approved: {proposal:#?}"),
    }
}
