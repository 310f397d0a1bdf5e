//! Reminders: what comes, what was missed, and how the user wants to be reminded.

use jiff::SignedDuration;
use kalends_engine::{ReminderId, Snooze};

use super::{Answer, Given, parse_id};
use crate::wire::{
    CalendarReminders, NowNext, Problem, ReminderChange, ReminderSettings, ReminderView, Seconds,
    TestNote,
};

/// The longest look ahead.
const MOST_HOURS: u32 = 24 * 366;

/// Missed, shown and snoozed ones, and those that come within so many hours; by due time.
#[tauri::command]
#[specta::specta]
pub(crate) async fn list_reminders(shell: Given<'_>, hours: u32) -> Answer<Vec<ReminderView>> {
    let engine = shell.engine().await?;
    let until = SignedDuration::from_hours(hours.min(MOST_HOURS).into());
    let until = engine.config().clock.now().checked_add(until).unwrap_or(jiff::Timestamp::MAX);
    let reminders = engine.list_reminders(until).await?;
    Ok(reminders.into_iter().map(|one| ReminderView::new(one, &shell.zone())).collect())
}

/// Shows a reminder again in so many minutes, or when its event starts.
#[tauri::command]
#[specta::specta]
pub(crate) async fn snooze_reminder(
    shell: Given<'_>,
    id: String,
    minutes: Option<u16>,
) -> Answer<ReminderView> {
    let by = minutes.map_or(Snooze::UntilStart, Snooze::Minutes);
    let snoozed = shell.engine().await?.snooze_reminder(&ReminderId(id), by).await?;
    Ok(ReminderView::new(snoozed, &shell.zone()))
}

/// Marks a reminder as seen to.
#[tauri::command]
#[specta::specta]
pub(crate) async fn dismiss_reminder(shell: Given<'_>, id: String) -> Answer<()> {
    Ok(shell.engine().await?.dismiss_reminder(&ReminderId(id)).await?)
}

/// Marks all missed reminders as seen to.
#[tauri::command]
#[specta::specta]
pub(crate) async fn dismiss_missed(shell: Given<'_>) -> Answer<()> {
    shell.engine().await?.dismiss_missed().await?;
    Ok(())
}

/// How the user wants to be reminded.
#[tauri::command]
#[specta::specta]
pub(crate) async fn reminder_settings(shell: Given<'_>) -> Answer<ReminderSettings> {
    Ok(shell.engine().await?.reminder_settings().await?.into())
}

/// Changes how the user wants to be reminded.
#[tauri::command]
#[specta::specta]
pub(crate) async fn set_reminder_settings(shell: Given<'_>, change: ReminderChange) -> Answer<()> {
    let change = change.read()?;
    shell.engine().await?.change_reminder_settings(change).await?;
    Ok(())
}

/// Shows nothing for so many minutes; null goes on at once.
#[tauri::command]
#[specta::specta]
pub(crate) async fn pause_reminders(shell: Given<'_>, minutes: Option<u32>) -> Answer<()> {
    let engine = shell.engine().await?;
    let now = engine.config().clock.now();
    let until = minutes.map(|minutes| {
        let pause = SignedDuration::from_mins(minutes.into());
        now.checked_add(pause).unwrap_or(jiff::Timestamp::MAX)
    });
    Ok(engine.pause_reminders(until).await?)
}

/// How the events of a calendar remind on this computer.
#[tauri::command]
#[specta::specta]
pub(crate) async fn calendar_reminders(shell: Given<'_>, id: String) -> Answer<CalendarReminders> {
    Ok(shell.engine().await?.calendar_reminders(parse_id(&id)?).await?.into())
}

/// Keeps how the events of a calendar remind on this computer.
#[tauri::command]
#[specta::specta]
pub(crate) async fn set_calendar_reminders(
    shell: Given<'_>,
    id: String,
    reminders: CalendarReminders,
) -> Answer<()> {
    let (id, reminders) = (parse_id(&id)?, reminders.try_into()?);
    Ok(shell.engine().await?.set_calendar_reminders(id, &reminders).await?)
}

/// The user's own reminders of an occurrence, or of a whole series, in minutes before the start.
#[tauri::command]
#[specta::specta]
pub(crate) async fn own_reminders(
    shell: Given<'_>,
    event_id: String,
    original_start: Option<Seconds>,
) -> Answer<Vec<i32>> {
    let id = parse_id(&event_id)?;
    let original = shell.original(id, original_start).await?;
    let own = shell.engine().await?.own_reminders(id, original.as_ref()).await?;
    let too_far = |_| Problem::new("invalid", "A reminder lies beyond the calendar's years.", "");
    own.into_iter().map(|minutes| minutes.try_into().map_err(too_far)).collect()
}

/// Keeps the user's own reminders of an occurrence or a series; they are never sent.
#[tauri::command]
#[specta::specta]
pub(crate) async fn set_own_reminders(
    shell: Given<'_>,
    event_id: String,
    original_start: Option<Seconds>,
    minutes: Vec<i32>,
) -> Answer<()> {
    let id = parse_id(&event_id)?;
    let original = shell.original(id, original_start).await?;
    let minutes: Vec<_> = minutes.into_iter().map(i64::from).collect();
    Ok(shell.engine().await?.set_own_reminders(id, original.as_ref(), &minutes).await?)
}

/// Shows a note to see whether notes come through; the kind `notifications` where none can.
#[tauri::command]
#[specta::specta]
pub(crate) async fn send_test_note(shell: Given<'_>) -> Answer<TestNote> {
    let engine = shell.engine().await?;
    Ok(engine.send_test_note(shell.notifier().as_ref()).await?.into())
}

/// The meetings around this moment.
#[tauri::command]
#[specta::specta]
pub(crate) async fn now_and_next(shell: Given<'_>) -> Answer<NowNext> {
    Ok(NowNext::new(shell.engine().await?.now_and_next().await?, &shell.zone()))
}
