//! Telling clients what changed: each resource they watch, and the list of resources.

use std::collections::BTreeMap;

use jiff::Timestamp;
use kalends_engine::{AgentCalendar, EngineEvent, Error, ProposalQuery};
use rmcp::{
    RoleServer,
    model::ResourceUpdatedNotificationParam,
    service::{Peer, SubscriptionContext},
};
use tokio::sync::broadcast::error::RecvError;

use crate::{resources, server::Server};

/// Something that clients may want to hear of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Changed {
    /// The resource of this address says something else.
    Resource(String),
    /// There are other resources than before.
    List,
}

/// What the resources said when they were last looked at, in short, by address.
type Seen = BTreeMap<String, String>;

impl Server {
    /// Tells the client of changes until it is gone; whoever serves it stops waiting then.
    pub(crate) async fn watch(&self, peer: &Peer<RoleServer>) {
        let mut events = self.inner.engine.subscribe();
        let mut before = self.look().await.unwrap_or_default();
        loop {
            match events.recv().await {
                Ok(
                    EngineEvent::ProposalsChanged
                    | EngineEvent::CalendarsChanged
                    | EngineEvent::AgentsChanged,
                )
                | Err(RecvError::Lagged(_)) => {}
                Ok(
                    EngineEvent::DataChanged(_)
                    | EngineEvent::SyncState(_)
                    | EngineEvent::AccountsChanged
                    | EngineEvent::QueueChanged
                    | EngineEvent::RemindersChanged
                    | EngineEvent::ConflictsChanged
                    | EngineEvent::ZoneChanged,
                ) => continue,
                Err(RecvError::Closed) => return std::future::pending().await,
            }
            // What cannot be read now, as by an agent that is paused, is told once it can.
            let Ok(after) = self.look().await else { continue };
            for changed in changes(&before, &after) {
                // Nobody listening is fine.
                let _ = self.inner.changed.send(changed.clone());
                if self.was_greeted() {
                    self.notify(peer, changed).await;
                }
            }
            before = after;
        }
    }

    /// What the resources say now.
    async fn look(&self) -> Result<Seen, Error> {
        let session = self.session();
        // When they were last read is no change of the calendars.
        let steady = |one| AgentCalendar { as_of: None, ..one };
        let calendars: Vec<_> = session.list_calendars().await?.into_iter().map(steady).collect();
        let mut seen = Seen::from([(resources::CALENDARS.into(), format!("{calendars:?}"))]);
        let all = ProposalQuery::Since(Timestamp::MIN);
        for proposal in session.proposal_status(all).await? {
            let uri = resources::of_proposal(proposal.id);
            seen.insert(uri, format!("{:?} {}", proposal.state, proposal.note));
        }
        Ok(seen)
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

/// What is to be told: every resource that says something else or is gone, and the list where
/// resources came or went.
fn changes(before: &Seen, after: &Seen) -> Vec<Changed> {
    let other = after.iter().filter(|(uri, text)| before.get(*uri).is_some_and(|was| was != *text));
    let gone = before.keys().filter(|uri| !after.contains_key(*uri));
    let mut changed: Vec<Changed> =
        other.map(|(uri, _)| uri).chain(gone).cloned().map(Changed::Resource).collect();
    if before.keys().ne(after.keys()) {
        changed.push(Changed::List);
    }
    changed
}
