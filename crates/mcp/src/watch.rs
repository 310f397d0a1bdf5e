//! Telling clients what changed: each resource they watch, and the list of resources.

use std::{collections::BTreeMap, time::Duration};

use jiff::{SignedDuration, Timestamp};
use kalends_engine::{
    AgentCalendar, AgentSession, EngineEvent, Error, ProposalQuery, ProposalState,
};
use rmcp::{
    RoleServer,
    model::ResourceUpdatedNotificationParam,
    service::{Peer, SubscriptionContext},
};
use tokio::sync::broadcast::{self, error::RecvError};

use crate::{resources, server::Server};

/// Something that clients may want to hear of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Changed {
    /// The resource of this address says something else.
    Resource(String),
    /// There are other resources than before.
    List,
}

/// What resources say, in short, by address.
type Texts = BTreeMap<String, String>;

/// What there was when the resources were last looked at.
#[derive(Default)]
struct Seen {
    texts: Texts,
    /// When the next undecided proposal ends; none where none is left.
    ends: Option<Timestamp>,
}

/// How long changes are gathered before they are looked at.
const TOGETHER: Duration = Duration::from_millis(100);
/// The wait after a look that failed.
const AGAIN: SignedDuration = SignedDuration::from_secs(20);

impl Server {
    /// Tells the client of changes until it is gone; whoever serves it stops waiting then.
    pub(crate) async fn watch(&self, peer: &Peer<RoleServer>) {
        let mut events = self.inner.engine.subscribe();
        // What the client asks for itself is counted elsewhere.
        let session = self.session().apart();
        let mut before = look(&session).await.unwrap_or_default();
        let mut again = before.ends;
        loop {
            tokio::select! {
                changed = any_change(&mut events) => {
                    if !changed {
                        return std::future::pending().await;
                    }
                }
                () = self.until(again) => {}
            }
            // Many changes at once are one look.
            tokio::time::sleep(TOGETHER).await;
            while events.try_recv().is_ok() {}
            let Ok(after) = look(&session).await else {
                // What cannot be read now, as by an agent that is paused, is told once it can.
                again = self.inner.engine.config().clock.now().checked_add(AGAIN).ok();
                continue;
            };
            for changed in changes(&before.texts, &after.texts) {
                // Nobody listening is fine.
                let _ = self.inner.changed.send(changed.clone());
                if self.was_greeted() {
                    self.notify(peer, changed).await;
                }
            }
            again = after.ends;
            before = after;
        }
    }

    /// Until this time comes; for ever where there is none.
    async fn until(&self, time: Option<Timestamp>) {
        let clock = &self.inner.engine.config().clock;
        match time {
            Some(time) => clock.sleep_between(clock.now(), time).await,
            None => std::future::pending().await,
        }
    }

    /// The way of clients that began with `initialize`.
    async fn notify(&self, peer: &Peer<RoleServer>, changed: Changed) {
        let told = match changed {
            Changed::List => peer.notify_resource_list_changed().await,
            Changed::Resource(uri) if self.is_watched(&uri) => {
                peer.notify_resource_updated(ResourceUpdatedNotificationParam::new(uri)).await
            }
            Changed::Resource(_) => Ok(()),
        };
        if let Err(error) = told {
            tracing::debug!(%error, "a client could not be told of a change");
        }
    }

    /// The way of `subscriptions/listen`: until the client stops listening.
    pub(crate) async fn tell(&self, context: &SubscriptionContext) {
        let mut changes = self.inner.changed.subscribe();
        loop {
            let changed = tokio::select! {
                () = context.cancelled() => return,
                changed = changes.recv() => changed,
            };
            let accepted = context.accepted();
            let told = match changed {
                Ok(Changed::List) if accepted.resources_list_changed == Some(true) => {
                    context.sink().notify_resource_list_changed().await
                }
                Ok(Changed::Resource(uri))
                    if accepted.resource_subscriptions.iter().flatten().any(|one| *one == uri) =>
                {
                    context.sink().notify_resource_updated(uri).await
                }
                Ok(Changed::List | Changed::Resource(_)) | Err(RecvError::Lagged(_)) => continue,
                Err(RecvError::Closed) => return,
            };
            if let Err(error) = told {
                tracing::debug!(%error, "a listener could not be told of a change");
                return;
            }
        }
    }
}

/// Waits until something changed that resources may tell of. False when nothing ever will.
async fn any_change(events: &mut broadcast::Receiver<EngineEvent>) -> bool {
    loop {
        match events.recv().await {
            Ok(
                EngineEvent::ProposalsChanged
                | EngineEvent::CalendarsChanged
                | EngineEvent::AgentsChanged
                // A proposal about an event that changed is out of date.
                | EngineEvent::DataChanged(_),
            )
            | Err(RecvError::Lagged(_)) => return true,
            Ok(
                EngineEvent::SyncState(_)
                | EngineEvent::AccountsChanged
                | EngineEvent::QueueChanged
                | EngineEvent::RemindersChanged
                | EngineEvent::ConflictsChanged
                | EngineEvent::ZoneChanged,
            ) => {}
            Err(RecvError::Closed) => return false,
        }
    }
}

/// What the resources say now.
async fn look(session: &AgentSession) -> Result<Seen, Error> {
    // When they were last read is no change of the calendars.
    let steady = |one| AgentCalendar { as_of: None, ..one };
    let calendars: Vec<_> = session.list_calendars().await?.into_iter().map(steady).collect();
    let mut texts = Texts::from([(resources::CALENDARS.into(), format!("{calendars:?}"))]);
    let mut ends = None;
    let all = ProposalQuery::Since(Timestamp::MIN);
    for proposal in session.proposal_status(all).await? {
        let uri = resources::of_proposal(proposal.id);
        texts.insert(uri, format!("{:?} {}", proposal.state, proposal.note));
        if matches!(proposal.state, ProposalState::Pending | ProposalState::OutOfDate) {
            let end = proposal.expires_at;
            ends = Some(ends.map_or(end, |ends: Timestamp| ends.min(end)));
        }
    }
    Ok(Seen { texts, ends })
}

/// What is to be told: every resource that says something else or is gone, and the list where
/// resources came or went.
fn changes(before: &Texts, after: &Texts) -> Vec<Changed> {
    let other = after.iter().filter(|(uri, text)| before.get(*uri).is_some_and(|was| was != *text));
    let gone = before.keys().filter(|uri| !after.contains_key(*uri));
    let mut changed: Vec<Changed> =
        other.map(|(uri, _)| uri).chain(gone).cloned().map(Changed::Resource).collect();
    if before.keys().ne(after.keys()) {
        changed.push(Changed::List);
    }
    changed
}
