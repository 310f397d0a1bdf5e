//! Calendar links.

use super::{Answer, Given, parse_id};
use crate::wire::{CalendarView, FeedChange, FeedTest, NewFeed};

/// Fetches and reads without keeping anything. A fault of the link is in the answer.
#[tauri::command]
#[specta::specta]
pub(crate) async fn test_feed(shell: Given<'_>, address: String) -> Answer<FeedTest> {
    Ok(shell.engine().await?.test_feed(&address).await.into())
}

/// Adds a link and fetches it for the first time; on failure nothing is left behind.
#[tauri::command]
#[specta::specta]
pub(crate) async fn add_feed(shell: Given<'_>, feed: NewFeed) -> Answer<CalendarView> {
    Ok(shell.engine().await?.add_feed(feed.into()).await?.into())
}

/// Changes how often a link is looked at, pauses or resumes it.
#[tauri::command]
#[specta::specta]
pub(crate) async fn change_feed(shell: Given<'_>, id: String, change: FeedChange) -> Answer<()> {
    shell.engine().await?.change_feed(parse_id(&id)?, change.into()).await?;
    Ok(())
}
