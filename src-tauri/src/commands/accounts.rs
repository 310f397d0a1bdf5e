//! Accounts, and signing in through the system's browser.

use super::{Answer, Given, parse_id};
use crate::wire::{AccountView, GoogleClientView, SignIn, SignInId};

/// All accounts, in the order of the sidebar.
#[tauri::command]
#[specta::specta]
pub(crate) async fn list_accounts(shell: Given<'_>) -> Answer<Vec<AccountView>> {
    let accounts = shell.engine().await?.list_accounts().await?;
    Ok(accounts.into_iter().map(Into::into).collect())
}

/// Begins to sign in to Google and opens the system's browser. An account signs in again, or is
/// asked for what it did not allow.
#[tauri::command]
#[specta::specta]
pub(crate) async fn begin_sign_in(
    shell: Given<'_>,
    account: Option<String>,
    hint: Option<String>,
) -> Answer<SignIn> {
    let account = account.as_deref().map(parse_id).transpose()?;
    let started = shell.engine().await?.begin_sign_in(account, hint.as_deref()).await?;
    let opened = tauri_plugin_opener::open_url(&started.url, None::<&str>);
    if let Err(error) = &opened {
        tracing::warn!(%error, "no browser could be opened");
    }
    Ok(SignIn { id: SignInId(started.id), url: started.url, opened: opened.is_ok() })
}

/// Waits until the reader has answered in the browser, and keeps the account.
#[tauri::command]
#[specta::specta]
pub(crate) async fn finish_sign_in(shell: Given<'_>, id: SignInId) -> Answer<AccountView> {
    Ok(shell.engine().await?.finish_sign_in(id.0).await?.into())
}

/// Ends a sign-in; waiting for it fails with the kind `cancelled`.
#[tauri::command]
#[specta::specta]
pub(crate) async fn cancel_sign_in(shell: Given<'_>, id: SignInId) -> Answer<()> {
    shell.engine().await?.cancel_sign_in(id.0);
    Ok(())
}

/// Signs out; the events stay readable where the reader wants them kept.
#[tauri::command]
#[specta::specta]
pub(crate) async fn remove_account(shell: Given<'_>, id: String, keep_events: bool) -> Answer<()> {
    Ok(shell.engine().await?.remove_account(parse_id(&id)?, keep_events).await?)
}

/// Which client id is used for Google.
#[tauri::command]
#[specta::specta]
pub(crate) async fn google_client(shell: Given<'_>) -> Answer<GoogleClientView> {
    Ok(shell.engine().await?.google_client().await?.into())
}

/// Keeps a client id and secret in the keychain; an empty id forgets them.
#[tauri::command]
#[specta::specta]
pub(crate) async fn set_google_client(shell: Given<'_>, id: String, secret: String) -> Answer<()> {
    Ok(shell.engine().await?.set_google_client(&id, &secret).await?)
}
