//! What agents propose: shown as of now, and done only once the reader approved what was shown.

use jiff::SignedDuration;
use kalends_engine::{ProposalFilter, ProposalState};

use super::{Answer, Given, parse_id};
use crate::wire::{
    Decision, EditScope, EventChange, Notify, PlainApproval, ProposalView, ShownProposal,
};

/// How long what was settled is still listed.
const LATELY: SignedDuration = SignedDuration::from_hours(24);

/// Those that wait or are under way, and what was settled within a day.
#[tauri::command]
#[specta::specta]
pub(crate) async fn list_proposals(shell: Given<'_>) -> Answer<Vec<ProposalView>> {
    let engine = shell.engine().await?;
    let now = engine.config().clock.now();
    let lately = ProposalFilter { since: now.checked_sub(LATELY).ok(), ..Default::default() };
    let open = ProposalFilter {
        states: vec![
            ProposalState::Pending,
            ProposalState::OutOfDate,
            ProposalState::Approved,
            ProposalState::Sent,
        ],
        ..Default::default()
    };
    let mut all = engine.list_proposals(&open).await?;
    let settled = engine.list_proposals(&lately).await?;
    for one in settled {
        if !all.iter().any(|known| known.id == one.id) {
            all.push(one);
        }
    }
    Ok(all.into_iter().map(|one| ProposalView::new(one, &shell.zone())).collect())
}

/// Does what is proposed, if it still is what was shown.
#[tauri::command]
#[specta::specta]
pub(crate) async fn approve_proposal(
    shell: Given<'_>,
    id: String,
    hash: String,
) -> Answer<Decision> {
    let decision = shell.engine().await?.approve_proposal(parse_id(&id)?, &hash).await?;
    Ok(Decision::new(decision, &shell.zone()))
}

/// What an edited proposal would come to, with the hash to approve it by.
#[tauri::command]
#[specta::specta]
pub(crate) async fn preview_proposal(
    shell: Given<'_>,
    id: String,
    change: EventChange,
    scope: EditScope,
    notify: Notify,
) -> Answer<ProposalView> {
    let (id, change) = (parse_id(&id)?, change.try_into()?);
    let engine = shell.engine().await?;
    let found = engine.preview_proposal(id, &change, scope.into(), notify.into()).await?;
    Ok(ProposalView::new(found, &shell.zone()))
}

/// Does what the reader made of a proposal, if it still is what was shown.
#[tauri::command]
#[specta::specta]
pub(crate) async fn approve_edited(
    shell: Given<'_>,
    id: String,
    hash: String,
    change: EventChange,
    scope: EditScope,
    notify: Notify,
) -> Answer<Decision> {
    let (id, change) = (parse_id(&id)?, change.try_into()?);
    let (scope, notify) = (scope.into(), notify.into());
    let engine = shell.engine().await?;
    let decision = engine.approve_edited(id, &hash, &change, scope, notify).await?;
    Ok(Decision::new(decision, &shell.zone()))
}

/// Turns a proposal down, with a word to the agent.
#[tauri::command]
#[specta::specta]
pub(crate) async fn reject_proposal(shell: Given<'_>, id: String, note: String) -> Answer<()> {
    shell.engine().await?.reject_proposal(parse_id(&id)?, &note).await?;
    Ok(())
}

/// The reader looked again at one that is out of date.
#[tauri::command]
#[specta::specta]
pub(crate) async fn review_proposal(shell: Given<'_>, id: String) -> Answer<ProposalView> {
    let found = shell.engine().await?.review_proposal(parse_id(&id)?).await?;
    Ok(ProposalView::new(found, &shell.zone()))
}

/// Approves those of the shown proposals that nothing has to be said about.
#[tauri::command]
#[specta::specta]
pub(crate) async fn approve_plain(
    shell: Given<'_>,
    shown: Vec<ShownProposal>,
) -> Answer<PlainApproval> {
    let shown: Answer<Vec<_>> =
        shown.into_iter().map(|one| Ok((parse_id(&one.id)?, one.hash))).collect();
    Ok(shell.engine().await?.approve_plain(&shown?).await?.into())
}
