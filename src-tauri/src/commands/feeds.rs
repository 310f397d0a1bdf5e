//! Calendar links.

use tauri::State;

use super::{Answer, Given, parse_id};
use crate::{
    opened::Opened,
    wire::{CalendarView, FeedChange, FeedTest, NewFeed},
};

/// Fetches and reads without keeping anything. A fault of the link is in the answer. The address may
/// be the token of something opened.
#[tauri::command]
#[specta::specta]
pub(crate) async fn test_feed(
    shell: Given<'_>,
    opened: State<'_, Opened>,
    address: String,
) -> Answer<FeedTest> {
    let address = opened.address_of(address)?;
    Ok(shell.engine().await?.test_feed(&address).await.into())
}

/// Adds a link and fetches it for the first time; on failure nothing is left behind. The address may
/// be the token of something opened.
#[tauri::command]
#[specta::specta]
pub(crate) async fn add_feed(
    shell: Given<'_>,
    opened: State<'_, Opened>,
    feed: NewFeed,
) -> Answer<CalendarView> {
    let token = feed.address.clone();
    let feed = NewFeed { address: opened.address_of(feed.address)?, ..feed };
    let added = shell.engine().await?.add_feed(feed.into()).await?;
    opened.forget(&token);
    Ok(added.into())
}

/// Changes how often a link is looked at, pauses or resumes it.
#[tauri::command]
#[specta::specta]
pub(crate) async fn change_feed(shell: Given<'_>, id: String, change: FeedChange) -> Answer<()> {
    shell.engine().await?.change_feed(parse_id(&id)?, change.into()).await?;
    Ok(())
}
