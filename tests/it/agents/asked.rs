//! Everything that an agent can propose and ask about proposals, right and wrong.

use kalends_engine::{
    AgentSession, CalendarId, EditScope, EventChange, Notify, Occurrence, Proposal, ProposalId,
    ProposalQuery, ProposalRequest, ProposedAction, Scope, Target, TargetId,
    calendar::{Participation, When, Zone},
};

use super::place::{Place, berlin, window};

const NOBODY: &str = "01900000-0000-7000-8000-000000000003";

/// A time in Berlin.
fn at(local: &str) -> When {
    When::Zoned(local.parse().unwrap(), Zone::named("Europe/Berlin").unwrap())
}

/// An event of the agent's own wording.
pub(super) fn event(from: &str, to: &str) -> EventChange {
    EventChange {
        title: Some("my title".into()),
        time: Some((at(from), at(to))),
        ..EventChange::default()
    }
}

pub(super) fn request(action: ProposedAction) -> ProposalRequest {
    ProposalRequest {
        action,
        notify: Notify::All,
        scope: EditScope::All,
        client_ref: None,
        reason: "my reason".into(),
    }
}

pub(super) fn create(calendar: Option<CalendarId>, change: EventChange) -> ProposalRequest {
    request(ProposedAction::Create { change: EventChange { calendar, ..change } })
}

/// What an agent is told, as text, without the ids that it named itself.
pub(super) fn told(
    answer: Result<Vec<Proposal>, kalends_engine::Error>,
    named: &[String],
) -> String {
    let mut text = match answer {
        Ok(answer) => answer.into_iter().map(|one| format!("{:?}\n", heard(one))).collect(),
        Err(error) => format!("{error} {error:?} {} {}", error.kind(), error.remedy()),
    };
    for id in named {
        text = text.replace(id, "ID");
    }
    text
}

/// A proposal without what the agent said itself and is not told again.
fn heard(proposal: Proposal) -> Proposal {
    let target = Target { event_id: NOBODY.parse().unwrap(), original: None };
    let action = ProposedAction::Delete { target, base_version: String::new() };
    Proposal { action, ..proposal }
}

/// New events everywhere, over single events, over whole days and over more than a card can show.
fn creates(place: &Place) -> Vec<(ProposalRequest, Vec<String>)> {
    let spans = [
        ("2026-11-24T07:30", "2026-11-24T11:45"),
        ("2026-11-28T12:00", "2026-11-28T13:00"),
        ("2026-11-30T12:00", "2026-12-15T12:00"),
    ];
    let calendars = place.calendars.iter().chain(&place.desks).copied().map(Some);
    let mut all = Vec::new();
    for calendar in calendars.chain([None]) {
        let named: Vec<String> = calendar.iter().map(CalendarId::to_string).collect();
        for (from, to) in spans {
            all.push((create(calendar, event(from, to)), named.clone()));
        }
        let whole =
            EventChange { location: Some("my place".into()), ..event(spans[0].0, spans[0].1) };
        let guests = vec![kalends_engine::Guest {
            email: "mine@example.com".into(),
            name: String::new(),
            optional: false,
        }];
        let invites = EventChange { guests: Some(guests), ..whole };
        all.push((create(calendar, invites), named));
    }
    all
}

/// Every change of an event, and its way into calendars of every kind.
fn changes(
    place: &Place,
    target: Target,
    base_version: &str,
) -> Vec<(ProposalRequest, Vec<String>)> {
    let version = || base_version.to_owned();
    let update =
        |change| request(ProposedAction::Update { target, base_version: version(), change });
    let named = [target.event_id.to_string()];
    let mut all = vec![
        (update(EventChange { title: Some("my title".into()), ..EventChange::default() }), vec![]),
        (update(event("2026-11-24T07:30", "2026-11-24T11:45")), vec![]),
        (update(EventChange { notes: Some("my notes".into()), ..EventChange::default() }), vec![]),
        (request(ProposedAction::Delete { target, base_version: version() }), vec![]),
        (
            request(ProposedAction::Respond {
                target,
                base_version: version(),
                response: Participation::Accepted,
                comment: Some("my comment".into()),
            }),
            vec![],
        ),
    ];
    let places = place.desks.iter().chain(place.calendars.first()).chain(place.calendars.get(1));
    for to in places {
        let change = EventChange { calendar: Some(*to), ..EventChange::default() };
        all.push((update(change), vec![to.to_string()]));
    }
    for (_, ids) in &mut all {
        ids.extend(named.clone());
    }
    all
}

/// Proposes everything, alone and in batches, asks how it stands, and takes it back.
pub(super) async fn proposed(place: &Place, agent: &AgentSession) -> Vec<String> {
    let mut all = Vec::new();
    let mut made: Vec<(ProposalId, Vec<String>)> = Vec::new();
    let mut asked = creates(place);
    for (request, named) in &asked {
        tick(place);
        let desk = place.desks.last().copied();
        let good = create(desk, event("2026-11-24T20:00", "2026-11-24T21:00"));
        let answer = Box::pin(agent.propose_batch(vec![good, request.clone()])).await;
        let named = [named.clone(), desk.iter().map(CalendarId::to_string).collect()].concat();
        made.extend(answer.iter().flatten().map(|one| (one.id, named.clone())));
        all.push(told(answer, &named));
    }
    for target in targets(place).await {
        let id = TargetId(target);
        // The version that the agent reads, or one that it made up.
        let read = agent.get_event(id, &berlin()).await.ok().and_then(|one| one.base_version);
        let version = read.unwrap_or_else(|| "0123456789abcdef".into());
        asked.extend(changes(place, target, &version));
    }
    for (request, named) in asked {
        tick(place);
        let answer = Box::pin(agent.propose(request)).await.map(|one| vec![one]);
        made.extend(answer.iter().flatten().map(|one| (one.id, named.clone())));
        all.push(told(answer, &named));
    }
    for (id, named) in &made {
        tick(place);
        all.push(told(agent.proposal_status(ProposalQuery::One(*id)).await, named));
    }
    assert!(made.len() > 20, "some of it can be proposed");
    all.push(status(agent, &made).await);
    for (id, named) in &made {
        tick(place);
        all.push(told(agent.withdraw(*id).await.map(|one| vec![one]), named));
    }
    all.push(status(agent, &made).await);
    let nobody: ProposalId = NOBODY.parse().unwrap();
    all.push(told(agent.proposal_status(ProposalQuery::One(nobody)).await, &[]));
    all.push(told(agent.withdraw(nobody).await.map(|one| vec![one]), &[]));
    all
}

/// Keeps all calls within the caps of a minute.
fn tick(place: &Place) {
    place.desk.config.clock.advance(jiff::SignedDuration::from_secs(2));
}

/// All at once.
async fn status(agent: &AgentSession, made: &[(ProposalId, Vec<String>)]) -> String {
    let named: Vec<String> = made.iter().flat_map(|(_, named)| named.clone()).collect();
    told(agent.proposal_status(ProposalQuery::Since(jiff::Timestamp::MIN)).await, &named)
}

/// Of each calendar a single event and an occurrence of a series, as the user knows them.
async fn targets(place: &Place) -> Vec<Target> {
    let window = window(None);
    let span =
        kalends_engine::calendar::Window { start: window.from, end: window.to, zone: berlin() };
    let mut found: Vec<Occurrence> =
        place.engine.list_occurrences(&span, &Scope::All).await.unwrap();
    found.retain(|one| one.title.ends_with(" title") || one.title.ends_with(" series"));
    found.sort_by_key(|one| (one.event_id, one.original.seconds()));
    found.dedup_by_key(|one| one.event_id);
    let target = |one: &Occurrence| Target {
        event_id: one.event_id,
        original: one.recurring.then(|| one.original.seconds()),
    };
    found.iter().map(target).collect()
}
