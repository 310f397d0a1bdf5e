//! Edits: each is written here at once and sent when it can be.

use kalends_engine::{
    Target,
    calendar::{When, recurrence::describe},
};

use super::{Answer, Given, parse_id};
use crate::wire::{
    Consequences, EditScope, Editable, Edited, EventChange, Notify, Participation, Seconds,
    TimeForm, UndoId,
};

/// The occurrence as an editor fills its form.
#[tauri::command]
#[specta::specta]
pub(crate) async fn get_editable(
    shell: Given<'_>,
    event_id: String,
    original_start: Option<Seconds>,
) -> Answer<Editable> {
    let target = target(&event_id, original_start)?;
    Ok(shell.engine().await?.get_editable(target).await?.into())
}

/// What would come of an edit. No change is a deletion, no event a new one.
#[tauri::command]
#[specta::specta]
pub(crate) async fn preview_edit(
    shell: Given<'_>,
    event_id: Option<String>,
    original_start: Option<Seconds>,
    change: Option<EventChange>,
    scope: EditScope,
) -> Answer<Consequences> {
    let target = event_id.map(|id| target(&id, original_start)).transpose()?;
    let change = change.map(TryInto::try_into).transpose()?;
    let engine = shell.engine().await?;
    Ok(engine.preview_edit(target, change.as_ref(), scope.into()).await?.into())
}

/// Makes an event.
#[tauri::command]
#[specta::specta]
pub(crate) async fn create_event(
    shell: Given<'_>,
    change: EventChange,
    notify: Notify,
) -> Answer<Edited> {
    let engine = shell.engine().await?;
    Ok(engine.create_event(change.try_into()?, notify.into()).await?.into())
}

/// Changes an event, an occurrence, or a series from there on or as a whole.
#[tauri::command]
#[specta::specta]
pub(crate) async fn edit_event(
    shell: Given<'_>,
    event_id: String,
    original_start: Option<Seconds>,
    change: EventChange,
    scope: EditScope,
    notify: Notify,
) -> Answer<Edited> {
    let target = target(&event_id, original_start)?;
    let engine = shell.engine().await?;
    Ok(engine.edit_event(target, change.try_into()?, scope.into(), notify.into()).await?.into())
}

/// Deletes an event, an occurrence, or a series from there on or as a whole.
#[tauri::command]
#[specta::specta]
pub(crate) async fn delete_event(
    shell: Given<'_>,
    event_id: String,
    original_start: Option<Seconds>,
    scope: EditScope,
    notify: Notify,
) -> Answer<Edited> {
    let target = target(&event_id, original_start)?;
    let engine = shell.engine().await?;
    Ok(engine.delete_event(target, scope.into(), notify.into()).await?.into())
}

/// Answers an invitation.
#[tauri::command]
#[specta::specta]
pub(crate) async fn respond(
    shell: Given<'_>,
    event_id: String,
    original_start: Option<Seconds>,
    response: Participation,
    comment: Option<String>,
    scope: EditScope,
    notify: Notify,
) -> Answer<Edited> {
    let target = target(&event_id, original_start)?;
    let (scope, notify) = (scope.into(), notify.into());
    let engine = shell.engine().await?;
    let edited = engine.respond(target, response.into(), comment.as_deref(), scope, notify).await?;
    Ok(edited.into())
}

/// Who would be told that an edit is undone: those who were mailed about it.
#[tauri::command]
#[specta::specta]
pub(crate) async fn preview_undo(shell: Given<'_>, undo: UndoId) -> Answer<Consequences> {
    Ok(shell.engine().await?.preview_undo(undo.0).await?.into())
}

/// Takes an edit back.
#[tauri::command]
#[specta::specta]
pub(crate) async fn undo_edit(shell: Given<'_>, undo: UndoId, notify: Notify) -> Answer<()> {
    Ok(shell.engine().await?.undo(undo.0, notify.into()).await?)
}

/// A rule in words; empty when it is no plain one.
#[tauri::command]
#[specta::specta]
pub(crate) async fn describe_rule(rule: String, time: TimeForm) -> Answer<String> {
    let (start, _): (When, When) = time.try_into()?;
    Ok(describe(&rule, &start))
}

fn target(event_id: &str, original_start: Option<Seconds>) -> Answer<Target> {
    let original = original_start.map(|Seconds(original)| original);
    Ok(Target { event_id: parse_id(event_id)?, original })
}
