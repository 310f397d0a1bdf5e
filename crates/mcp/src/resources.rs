//! What clients may read as resources: the calendars, and the agent's own proposals.

use jiff::{SignedDuration, Timestamp};
use kalends_engine::{AgentSession, ProposalId, ProposalQuery};
use rmcp::{
    ErrorData,
    model::{ReadResourceResult, Resource, ResourceContents, ResourceTemplate},
};

use crate::{calls, fault::Fault};

/// The calendars that the agent may know of.
pub(crate) const CALENDARS: &str = "calendar://calendars";
const PROPOSALS: &str = "calendar://proposals/";
const JSON: &str = "application/json";

/// How far back proposals are listed; older ones can still be read.
const LISTED: SignedDuration = SignedDuration::from_hours(7 * 24);

/// The address of a proposal.
pub(crate) fn of_proposal(id: ProposalId) -> String {
    format!("{PROPOSALS}{id}")
}

/// Whether an address is of a kind that is served here.
pub(crate) fn is_ours(uri: &str) -> bool {
    uri == CALENDARS || proposal_of(uri).is_some()
}

fn proposal_of(uri: &str) -> Option<ProposalId> {
    uri.strip_prefix(PROPOSALS)?.parse().ok()
}

/// The calendars, and the proposals of the last week.
pub(crate) async fn list(session: &AgentSession) -> Result<Vec<Resource>, Fault> {
    let now = session.get_context().await?.now_utc;
    let since = now.checked_sub(LISTED).unwrap_or(Timestamp::MIN);
    let proposals = session.proposal_status(ProposalQuery::Since(since)).await?;
    let calendars = Resource::new(CALENDARS, "calendars")
        .with_title("Calendars")
        .with_description("The calendars you may know of, as list_calendars gives them.")
        .with_mime_type(JSON);
    let one = |id: ProposalId| {
        Resource::new(of_proposal(id), format!("proposal {id}"))
            .with_description("A proposal of yours, as proposal_status gives it.")
            .with_mime_type(JSON)
    };
    let proposals = proposals.into_iter().map(|proposal| one(proposal.id));
    Ok(std::iter::once(calendars).chain(proposals).collect())
}

/// How proposals are addressed.
pub(crate) fn templates() -> Vec<ResourceTemplate> {
    vec![
        ResourceTemplate::new(format!("{PROPOSALS}{{id}}"), "proposal")
            .with_title("A proposal")
            .with_description("A proposal of yours, by its id, as proposal_status gives it.")
            .with_mime_type(JSON),
    ]
}

/// The text of a resource, as JSON.
pub(crate) async fn read(
    session: &AgentSession,
    uri: &str,
) -> Result<ReadResourceResult, ErrorData> {
    let value = if uri == CALENDARS {
        calls::calendars(session).await.and_then(|reply| calls::answer(&reply))
    } else {
        let id = proposal_of(uri).ok_or_else(|| unknown(uri))?;
        calls::proposal(session, id).await.and_then(|reply| calls::answer(&reply))
    };
    let value = value.map_err(|fault| match fault.kind.as_str() {
        "not_found" => unknown(uri),
        _ => refused(fault),
    })?;
    let text = ResourceContents::text(value.to_string(), uri).with_mime_type(JSON);
    Ok(ReadResourceResult::new(vec![text]))
}

/// Why a resource cannot be had, as the protocol's error.
pub(crate) fn refused(fault: Fault) -> ErrorData {
    ErrorData::invalid_request(fault.text, None)
}

/// The same for what is not there and for what may not be seen.
fn unknown(uri: &str) -> ErrorData {
    ErrorData::resource_not_found(
        format!(
            "there is no resource {}: resources/list shows what there is",
            crate::fault::quoted(uri)
        ),
        None,
    )
}
